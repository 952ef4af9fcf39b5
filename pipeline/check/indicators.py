"""Across the document: one indicator has one value, a part stays below its whole, a unit is not off by ten thousand."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import combinations

from pipeline.check.identities import Balance, Bound, identities
from pipeline.check.ledger import Key, Ledger, Tally
from pipeline.check.precision import Figure, figure, minus, total
from pipeline.check.slips import digits, likely_slip
from pipeline.patterns import load_rules
from pipeline.reading import fold
from pipeline.records import Link

MANY = 6
"""Different values under one name beyond which nothing is compared."""
LONG = 4
"""Digits that make a slip of the pen evident by themselves."""


class Indicators:
    def __init__(self, ledger: Ledger, tally: Tally, usable: list[int]) -> None:
        self.ledger, self.tally = ledger, tally
        self.aliases = {(name, alias.fund): alias.becomes for alias in identities().aliases
                        if ledger.departmental or not alias.departments for name in alias.names}
        self.wholes = frozenset(self.aliases.values()) | frozenset(identities().words["total_rows"])
        self.groups: dict[Key, list[int]] = defaultdict(list)
        """What an indicator in money is about → its figures."""
        known = identities()
        self.names = self.wholes.union(*((*s.whole, *s.parts, *s.optional) for s in known.sums), *(
            (*b.part, b.whole) for b in known.bounds))
        income = load_rules("identities.toml")["income-table"].pattern
        self.income = {i for i, table in enumerate(ledger.reading.tables) if income.search(fold(table.title))}
        """Tables of income by functional item: what came in for 教育支出 is not what was spent on it."""
        self.compared: list[tuple[int, int, tuple[int, ...], bool]] = []
        """(figure, what it is held against, others like it, whether a table prints the indicator twice)."""
        self.pairs: dict[tuple[int | None, int | None], list[int]] = defaultdict(lambda: [0, 0])
        """(table or None for text, another) → indicators on which the two places disagree and agree."""
        self.named: dict[str, list[int]] = defaultdict(list)
        self.gather(usable)

    def gather(self, usable: list[int]) -> None:
        """Levels by what they are about, under the one name of patterns/identities.toml; a total's column is the column's own."""
        links, aliases, wholes, income, groups, named = self.ledger.links, self.aliases, self.wholes, self.income, self.groups, self.named
        for i in usable:
            link = links[i]
            category = link.category
            if link.measure != "level" or not category:
                continue
            code, breakdown, fund = link.code, link.breakdown, link.fund
            name = aliases.get((category, fund or ""), category)
            if breakdown and code is None and name in wholes:
                name, breakdown = breakdown, None
            else:
                if link.table in income:
                    breakdown = f"收入/{breakdown or ''}"
                if name and code and len(code) == 3:
                    code = None
            named[name].append(i)
            if link.kind == "money":
                groups[name, code, breakdown, link.phase, link.year, fund, link.scope].append(i)

    def run(self) -> None:
        for found in self.groups.values():
            if len(found) > 1:
                self.same(found)
        self.settle()
        self.units()
        for bound in identities().bounds:
            self.bound(bound)
        for balance in identities().balances:
            self.balance(balance)

    def same(self, found: list[int]) -> None:
        """All figures of one indicator agree; the reading most of them share is what the others are held against.

        A name with many values is a list (one line a district), not an indicator.
        """
        links = self.ledger.links
        clusters: list[list[int]] = []
        heads: list[Figure] = []
        for i in found:
            here = figure(links[i])
            for head, cluster in zip(heads, clusters, strict=True):
                if meet(here, head):
                    cluster.append(i)
                    break
            else:
                clusters.append([i])
                heads.append(here)
                if len(clusters) > MANY:
                    return
        clusters.sort(key=lambda cluster: (-len(cluster), cluster[0]))
        places = [dict.fromkeys(links[i].table for i in cluster) for cluster in clusters]
        for one, other in combinations(places[0], 2):
            self.pairs[one, other][1] += 1
        places_seen = [table for there in places for table in there if table is not None]
        mixed = {table for table in places_seen if places_seen.count(table) > 1}
        best = min(clusters[0], key=lambda i: links[i].step or Decimal(0))
        for i in clusters[0]:
            if i != best:
                self.compared.append((i, best, (), False))
        for cluster, there in zip(clusters[1:], places[1:], strict=True):
            unsure = links[best].table in mixed or links[cluster[0]].table in mixed
            self.compared.append((cluster[0], best, tuple(cluster[1:]), unsure))
            for one in places[0]:
                for other in there:
                    self.pairs[one, other][0] += 1

    def settle(self) -> None:
        """Judge what was compared; two tables that mostly disagree are about different things (全市 and 市本级)."""
        links = self.ledger.links
        for i, best, others, unsure in self.compared:
            one, other = links[i].table, links[best].table
            bad = self.pairs[one, other][0] + self.pairs[other, one][0]
            good = self.pairs[one, other][1] + self.pairs[other, one][1]
            strange = (one is not None or other is not None) and one != other and bad > good
            doubtful = unsure or strange or not self.comparable(best, i) or not (self.ledger.departmental or self.slipped(best, i))
            self.tally.judge("same", i, (best, *others), figure(links[best]), "{0}", doubtful=doubtful)

    def comparable(self, one: int, other: int) -> bool:
        """Whether two places that give an indicator different values certainly mean the same thing.

        A figure under another one's 其中, or one whose category was only inferred, may be a part of it.
        """
        left, right = self.ledger.links[one], self.ledger.links[other]
        if left.source == right.source == "table" and left.table == right.table:
            return False
        if not (self.known(left) and self.known(right)):
            return False
        return left.part_of is None and right.part_of is None and left.unit is not None and right.unit is not None

    def known(self, link: Link) -> bool:
        """Whether a category is an item or indicator of the lists; a project's name may stand for several of its parts."""
        return link.code is not None or link.category in self.names or link.table is not None

    def slipped(self, one: int, other: int) -> bool:
        """Whether a slip of the pen separates two figures; a government's report speaks of many bodies at once."""
        left, right = self.ledger.links[one], self.ledger.links[other]
        slip = likely_slip(left.value, right.value, Decimal(0))
        sure = min(len(digits(left.value)), len(digits(right.value))) >= LONG
        return sure and slip is not None and slip.startswith(("数字换位", "单位"))

    def units(self) -> None:
        """The same digits under one category in units ten thousand times apart (121.83元 and 121.83万元)."""
        seen: dict[tuple[str, str], int] = {}
        links = self.ledger.links
        for name, found in self.named.items():
            if len(found) < 2 or len({links[i].unit for i in found}) < 2:
                continue
            for i in found:
                link = links[i]
                if link.kind != "money" or link.unit is None or len(written := digits(link.value)) < 4:
                    continue
                first = seen.setdefault((name, written), i)
                apart = abs(link.value / links[first].value) if links[first].value else Decimal(0)
                if apart in (Decimal(10**4), Decimal(1) / 10**4):
                    small, large = sorted((first, i), key=lambda k: abs(links[k].value))
                    self.tally.judge("unit", small, (large,), figure(links[large]), "{0}")

    def bound(self, bound: Bound) -> None:
        """The parts' greatest figures against the whole's, in every phase and year that has all of them."""
        wholes = self.by_frame(bound.whole)
        parts = [self.by_frame(name) for name in bound.part]
        for frame, found in wholes.items():
            if all(frame in part for part in parts):
                whole, *chosen = (max(group, key=self.value) for group in (found, *(part[frame] for part in parts)))
                room = minus(figure(self.ledger.links[whole]), total(figure(self.ledger.links[i]) for i in chosen[1:]))
                self.tally.at_most("bound", chosen[0], room, (whole, *chosen[1:]))

    def value(self, index: int) -> Decimal:
        return self.ledger.links[index].value

    def by_frame(self, name: str) -> dict[tuple[object, ...], list[int]]:
        found: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for i in self.named.get(name, ()):
            found[self.frame(self.ledger.links[i])].append(i)
        return found

    @staticmethod
    def frame(link: Link) -> tuple[object, ...]:
        return link.kind, link.phase, link.year, link.scope, link.breakdown

    def balance(self, balance: Balance) -> None:
        """result = plus − minus, from the nearest figures of the same fund and scope printed before the result."""
        links = self.ledger.links
        for name in balance.result:
            for i in self.named.get(name, ()):
                link = links[i]
                plus, less = self.before(i, balance.plus), self.before(i, balance.minus)
                if link.source != "text" or plus is None or less is None:
                    continue
                expected = minus(figure(links[plus]), figure(links[less]))
                self.tally.judge("balance", i, (plus, less), expected, "{0}−{1}", doubtful=not self.follows(less, i))

    def follows(self, one: int, other: int) -> bool:
        """Whether a figure is the next one the text prints after another."""
        place = self.ledger.position
        return place.get(other, 0) - place.get(one, 0) == 1

    def before(self, index: int, names: tuple[str, ...]) -> int | None:
        """The last figure of one of the names before a link, in the same section, fund, scope, phase and year."""
        links, link = self.ledger.links, self.ledger.links[index]
        found = []
        for name in names:
            for i in reversed(self.named.get(name, ())):
                other = links[i]
                if i < index and (other.fund, other.scope, other.phase, other.year) == (
                        link.fund, link.scope, link.phase, link.year):
                    found.append(i)
                    break
        best = max(found, default=None)
        return best if best is not None and self.ledger.section[best] == self.ledger.section[index] else None


def meet(one: Figure, other: Figure) -> bool:
    return one.low <= other.high and other.low <= one.high
