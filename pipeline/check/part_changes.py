"""The changes of parts that are known to make up a whole: they add up as well, and imply its growth and its base."""

from __future__ import annotations

from collections import defaultdict

from pipeline.check.clauses import Clauses
from pipeline.check.ledger import Ledger, Tally, key_of
from pipeline.check.precision import Figure, figure, minus, percent, total
from pipeline.patterns import load_rules


class Changes:
    def __init__(self, ledger: Ledger, tally: Tally, clauses: Clauses) -> None:
        self.ledger, self.tally, self.clauses = ledger, tally, clauses
        self.unchanged = load_rules("identities.toml")["unchanged"].pattern

    def run(self, index: int, parts: list[int]) -> None:
        """The parts' changes against the whole's, for each base that the whole names."""
        links, clauses = self.ledger.links, self.clauses
        for base, whole in clauses.changes.get(index, {}).items():
            moved = [clauses.changes.get(i, {}).get(base) for i in parts]
            found = [i for i in moved if i is not None]
            if not found or any(c is None and not self.stays(i) for i, c in zip(parts, moved, strict=True)):
                continue
            summed = total(figure(links[i]) for i in found)
            before = min(found) < whole and not self.ledger.departmental
            if self.tally.judge("parts-change", whole, tuple(found), summed, doubtful=before) == "fail":
                self.growth(index, parts, base, summed)

    def stays(self, index: int) -> bool:
        """Whether the sentence says that a part did not change (与上年一致), or it is zero now and nothing is said."""
        link = self.ledger.links[index]
        next_stop = self.ledger.sentence(index)
        stops = self.ledger.stops
        end = stops[next_stop] if next_stop < len(stops) else link.end + 60
        return bool(self.unchanged.search(self.ledger.reading.text, link.end, min(end, link.end + 60)))

    def growth(self, index: int, parts: list[int], base: tuple[str | None, int | None], change: Figure) -> None:
        """The growth that the parts' levels and changes imply, where the whole's change contradicts them."""
        whole = self.clauses.growths.get(index, {}).get(base)
        if whole is None:
            return
        summed = total(figure(self.ledger.links[i]) for i in parts)
        ratio = percent(change, minus(summed, change))
        if ratio is not None:
            used = tuple(self.clauses.changes[i][base] for i in parts if base in self.clauses.changes.get(i, {}))
            self.tally.judge("parts-growth", whole, used, ratio)

    def implied(self, whole: int, parts: list[int]) -> None:
        """What all classes were budgeted at, by their changes, cannot be less than the basic expenditure's budget."""
        links, known = self.ledger.links, self.clauses.changes
        codes = {links[i].code: key_of(links[i]) for i in parts}
        bases: dict[tuple[str | None, int | None], dict[str | None, int]] = defaultdict(dict)
        for level, changes in known.items():
            if codes.get(links[level].code) == key_of(links[level]):
                for base in changes:
                    bases[base].setdefault(links[level].code, level)
        for base, levels in bases.items():
            if len(levels) < len(codes):
                continue
            changed = [known[i][base] for i in levels.values()]
            before = minus(total(figure(links[i]) for i in levels.values()), total(figure(links[i]) for i in changed))
            basic = [i for i in self.clauses.by_name.get(("基本支出", "level"), ())
                     if (links[i].phase, links[i].year, links[i].fund) == (*base, links[whole].fund)]
            for i in basic[:1]:
                self.tally.at_most("implied-bound", i, before, tuple([*levels.values(), *changed]))
