"""Inside a section: parts add up to their whole, and so do their changes.

A list of parts need not be complete. It counts as closed when every part of a known scheme was read, when its levels
do add up (then its changes must, too), or when its shares add up to 100. An open list contradicts its whole only by
exceeding it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.check.clauses import Clauses
from pipeline.check.identities import Scheme, identities
from pipeline.check.ledger import Ledger, Tally, key_of
from pipeline.check.part_changes import Changes
from pipeline.check.precision import Figure, figure, total
from pipeline.records import Link

REACH = 240
"""Links behind a whole among which its parts are looked for."""


class Parts:
    def __init__(self, ledger: Ledger, tally: Tally, clauses: Clauses) -> None:
        self.ledger, self.tally, self.clauses = ledger, tally, clauses
        self.moved = Changes(ledger, tally, clauses)
        self.schemes: dict[str, list[Scheme]] = defaultdict(list)
        for scheme in identities().sums:
            for name in scheme.whole:
                self.schemes[name].append(scheme)
        self.coded: dict[str, list[int]] = defaultdict(list)
        self.done: set[int] = set()
        """Wholes for which some list of parts was judged."""

    def run(self) -> None:
        levels = [i for i in self.ledger.text
                  if self.ledger.links[i].measure == "level" and not self.ledger.links[i].breakdown]
        for i in levels:
            if code := self.ledger.links[i].code:
                self.coded[code[:3]].append(i)
        for i in levels:
            link = self.ledger.links[i]
            if schemes := self.schemes.get(link.category or ""):
                self.by_schemes(i, link, schemes)
            if link.code and len(link.code) in (3, 5):
                self.by_code(i, link)
        self.by_mark()

    # -- finding the parts ---------------------------------------------------------------------------------
    def after(self, index: int, link: Link) -> list[int]:
        """Levels of the same phase, year and scope behind a whole, up to its next mention or its section's end."""
        ledger, key = self.ledger, key_of(link)
        end = ledger.region(ledger.section[index])[1]
        start = ledger.position[index] + 1
        found = []
        for i in ledger.text[start:start + REACH]:
            other = ledger.links[i]
            if other.start >= end:
                break
            if other.measure != "level" or other.kind != link.kind:
                continue
            if key_of(other) == key:
                break
            if (other.phase, other.year, other.scope) == (link.phase, link.year, link.scope) and (
                    link.fund is None or other.fund == link.fund):
                found.append(i)
        return found

    def by_schemes(self, index: int, link: Link, schemes: list[Scheme]) -> None:
        """The schemes that add up; where none does, the one that was read completely, else the longest."""
        behind = self.after(index, link)
        lists = [found for scheme in schemes if (found := self.by_scheme(behind, scheme))]
        whole = figure(link)
        good = [found for found in lists if self.agree(found[0], whole)]
        rest = sorted(lists, key=lambda found: (not found[1], -len(found[0])))[:1]
        for parts, complete in good or rest:
            self.judge(index, parts, complete)

    def agree(self, parts: list[int], whole: Figure) -> bool:
        summed = total(figure(self.ledger.links[i]) for i in parts)
        return summed.low <= whole.high and whole.low <= summed.high

    def by_scheme(self, behind: list[int], scheme: Scheme) -> tuple[list[int], bool] | None:
        """(the scheme's parts among the levels behind a whole, whether all of them are there)."""
        links = self.ledger.links
        first: dict[str, int] = {}
        for i in behind:
            first.setdefault(links[i].category or "", i)
        if any(name in first for name in scheme.unless):
            return None
        if scheme.codes:
            parts = self.tops(i for i in behind if (links[i].code or "").startswith(scheme.codes))
            return (parts, False) if len(parts) > 1 else None
        parts = [first[name] for name in (*scheme.parts, *scheme.optional) if name in first]
        complete = all(name in first for name in scheme.parts)
        return (parts, complete) if len(parts) > 1 or (parts and complete) else None

    def by_code(self, index: int, link: Link) -> None:
        """The items printed under a class, until the next item that is none of its own."""
        assert link.code
        found = []
        for i in self.after(index, link):
            code = self.ledger.links[i].code
            if code and not code.startswith(link.code):
                break
            if code and len(code) > len(link.code):
                found.append(i)
        parts = self.tops(found)
        if parts:
            self.judge(index, parts, complete=False)
        else:
            self.elsewhere(index, link)

    def elsewhere(self, index: int, link: Link) -> None:
        """A class in one section, its items in another: the same list only if it adds up, and then changes must, too."""
        funds: dict[str | None, list[int]] = defaultdict(list)
        for i in self.coded.get((link.code or "")[:3], ()):
            other = self.ledger.links[i]
            if len(other.code or "") > len(link.code or "") and (other.code or "").startswith(link.code or "") and (
                    other.phase, other.year, other.scope, other.kind) == (link.phase, link.year, link.scope, link.kind):
                funds[other.fund].append(i)
        for fund, found in funds.items():
            parts = self.tops(found)
            summed = total(figure(self.ledger.links[i]) for i in parts)
            if len(parts) > 1 and (link.fund is None or fund == link.fund) and summed.value == link.value:
                self.judge(index, parts, complete=False)

    def tops(self, found: Iterable[int]) -> list[int]:
        """One link a code, without items whose heading is in the list as well."""
        first: dict[str, int] = {}
        for i in found:
            first.setdefault(self.ledger.links[i].code or "", i)
        return [i for code, i in first.items() if not any(code[:n] in first for n in range(3, len(code)))]

    def by_mark(self) -> None:
        """Lists the text marks as parts (其中), where no scheme knows them."""
        lists: dict[int, list[int]] = defaultdict(list)
        for i in self.ledger.text:
            link = self.ledger.links[i]
            if link.part_of is not None and link.measure == "level":
                lists[link.part_of].append(i)
        for whole, found in lists.items():
            if whole in self.done or whole not in self.ledger.position:
                continue
            link = self.ledger.links[whole]
            first: dict[tuple[str | None, str | None], int] = {}
            for i in found:
                other = self.ledger.links[i]
                if (other.kind, other.phase, other.year, other.scope) == (link.kind, link.phase, link.year, link.scope):
                    first.setdefault((other.category, other.code), i)
            if link.kind == "money" and first:
                self.by_runs(whole, list(first.values()))

    def by_runs(self, whole: int, parts: list[int]) -> None:
        """A marked list may spell its whole out twice, by sources and by uses: each run that adds up is one list."""
        target, run, runs = figure(self.ledger.links[whole]), list[int](), list[list[int]]()
        for i in parts:
            run.append(i)
            if target.value and self.agree(run, target):
                runs.append(run)
                run = []
        for found in runs:
            self.judge(whole, found, complete=False)
        if not runs and self.shares_close(parts):
            self.judge(whole, parts, complete=True)

    def shares_close(self, parts: list[int]) -> bool:
        """Whether the shares printed beside the parts add up to 100."""
        shares = [self.clauses.share_of[i] for i in parts if i in self.clauses.share_of]
        if len(shares) != len(parts):
            return False
        whole = total(figure(self.ledger.links[i]) for i in shares)
        return whole.low <= 100 <= whole.high

    # -- judging -------------------------------------------------------------------------------------------
    def judge(self, index: int, parts: list[int], complete: bool) -> None:
        links, link = self.ledger.links, self.ledger.links[index]
        whole, summed = figure(link), total(figure(links[i]) for i in parts)
        agree = summed.low <= whole.high and whole.low <= summed.high
        exceeds = summed.low > whole.high and all(0 <= links[i].value <= whole.high for i in parts)
        if not agree and index in self.done:
            return
        self.done.add(index)
        self.tally.judge("parts", index, tuple(parts), summed,
                         slip=self.swapped(link, summed), doubtful=not (complete or exceeds) or not self.together(index, parts))
        if agree or complete:
            self.moved.run(index, parts)
        if agree and link.code is None and all(links[i].code for i in parts):
            self.moved.implied(index, parts)

    def together(self, index: int, parts: list[int]) -> bool:
        """Whether a list certainly belongs to its whole: in a government's report, within the same sentence."""
        ledger = self.ledger
        return ledger.departmental or ledger.sentence(index) == ledger.sentence(parts[-1])

    def swapped(self, link: Link, summed: Figure) -> str | None:
        """Where the parts of one phase add up to the whole printed for another phase."""
        for key, found in self.ledger.levels.items():
            if key[0] == link.category and key[3] != link.phase and key[4:] == (link.year, link.fund, link.scope):
                for i in found:
                    other = figure(self.ledger.links[i])
                    if other.value != link.value and summed.low <= other.high and other.low <= summed.high:
                        return "两数对调（决算与预算互换）"
        return None
