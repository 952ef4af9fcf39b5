"""Across the document: one indicator has one value, a part stays below its whole, a unit is not off by ten thousand."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from pipeline.check.identities import Balance, Bound, identities
from pipeline.check.ledger import Key, Ledger, Tally, key_of
from pipeline.check.precision import Figure, figure, minus, written
from pipeline.check.slips import digits
from pipeline.records import Link

Group = tuple[Key, str]
"""What an indicator is about, and its kind (money, count …)."""


class Indicators:
    def __init__(self, ledger: Ledger, tally: Tally, usable: list[int]) -> None:
        self.ledger, self.tally = ledger, tally
        self.groups: dict[Group, list[int]] = defaultdict(list)
        self.named: dict[str, list[int]] = defaultdict(list)
        for i in usable:
            link = ledger.links[i]
            if link.measure == "level" and link.category:
                self.groups[key_of(link), link.kind].append(i)
                self.named[link.category].append(i)

    def run(self) -> None:
        for group, found in self.groups.items():
            if len(found) > 1 and group[1] == "money":
                self.same(found)
        self.units()
        for bound in identities().bounds:
            self.bound(bound)
        for balance in identities().balances:
            self.balance(balance)

    def same(self, found: list[int]) -> None:
        """All figures of one indicator agree; the reading most of them share is what the others are held against."""
        links = self.ledger.links
        clusters: list[list[int]] = []
        for i in found:
            for cluster in clusters:
                if meet(figure(links[i]), figure(links[cluster[0]])):
                    cluster.append(i)
                    break
            else:
                clusters.append([i])
        clusters.sort(key=lambda cluster: (-len(cluster), cluster[0]))
        leader = clusters[0]
        best = min(leader, key=lambda i: links[i].step or Decimal(0))
        for i in leader:
            if i != best:
                self.tally.judge("same", i, (best,), figure(links[best]))
        for cluster in clusters[1:]:
            doubtful = not self.comparable(best, cluster[0])
            self.tally.judge("same", cluster[0], (best, *cluster[1:]), figure(links[best]), doubtful=doubtful)

    def comparable(self, one: int, other: int) -> bool:
        """Whether two places that give an indicator different values certainly mean the same thing.

        A figure under another one's 其中, or one whose category was only inferred, may be a part of it.
        """
        left, right = self.ledger.links[one], self.ledger.links[other]
        if left.source == right.source == "table" and left.table == right.table:
            return False
        return left.part_of is None and right.part_of is None

    def units(self) -> None:
        """The same digits under one category in units ten thousand times apart (121.83元 and 121.83万元)."""
        seen: dict[tuple[str, str], int] = {}
        links = self.ledger.links
        for name, found in self.named.items():
            for i in found:
                link = links[i]
                if link.kind != "money" or len(digits(link.value)) < 4:
                    continue
                first = seen.setdefault((name, digits(link.value)), i)
                apart = abs(link.value / links[first].value) if links[first].value else Decimal(0)
                if apart in (Decimal(10**4), Decimal(1) / 10**4):
                    small, large = sorted((first, i), key=lambda k: abs(links[k].value))
                    self.tally.judge("unit", small, (large,), figure(links[large]))

    def bound(self, bound: Bound) -> None:
        """The part's greatest figure against the whole's, in every phase and year that has both."""
        links = self.ledger.links
        wholes: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for i in self.named.get(bound.whole, ()):
            wholes[self.frame(links[i])].append(i)
        for frame, parts in self.by_frame(bound.part).items():
            if frame not in wholes:
                continue
            whole = max(wholes[frame], key=lambda i: links[i].value)
            part = max(parts, key=lambda i: links[i].value)
            over, limit = figure(links[part]), figure(links[whole])
            if over.value <= limit.value:
                self.tally.note("bound", "pass", (part, whole))
            elif over.low <= limit.high:
                self.exceeds(part, whole, "rounding")
            else:
                self.exceeds(part, whole, "fail")

    def by_frame(self, name: str) -> dict[tuple[object, ...], list[int]]:
        found: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for i in self.named.get(name, ()):
            found[self.frame(self.ledger.links[i])].append(i)
        return found

    @staticmethod
    def frame(link: Link) -> tuple[object, ...]:
        return link.kind, link.phase, link.year, link.scope, link.breakdown

    def exceeds(self, part: int, whole: int, result: str) -> None:
        links, shown = self.ledger.links, self.ledger.shown
        one, other, gap = links[part], links[whole], links[part].value - links[whole].value
        self.tally.note(
            "bound", result, (part, whole),
            f"部分不大于整体：{one.category}{shown(part)}大于{other.category}{shown(whole)}，多{written(gap, one)}。",
            f"a part does not exceed its whole: “{one.category}” {shown(part)} is {written(gap, one)} more than "
            f"“{other.category}” {shown(whole)}.",
            expected=other.value, found=one.value, difference=gap, tolerance=((one.step or 0) + (other.step or 0)) / Decimal(2))

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
                formula = f"{self.ledger.shown(plus)}−{self.ledger.shown(less)}"
                self.tally.judge("balance", i, (plus, less), expected, formula)

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
