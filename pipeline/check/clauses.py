"""Inside a clause: a level, its base, its change and its growth agree; a share is part ÷ whole, completion executed ÷ planned."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

import regex

from pipeline.check.ledger import Ledger, Tally
from pipeline.check.precision import HUNDRED, Figure, figure, minus, percent, verdict
from pipeline.check.slips import cut_off, wrong_unit
from pipeline.patterns import load_rules
from pipeline.records import Link

NEAR = 3
"""Sentences between a level and the change that refers to it, where no section holds them together."""
BASIS = 24
"""Characters around a rate that may name its basis."""
DEEP = 3
"""Sections of this level and deeper treat one thing: （一） of a performance report, one project."""
TRIES = 12
"""Earlier figures of the same whole that a share may refer to."""
CLOSED = regex.compile("^[^（(]*[）)]")
"""A bracket that closes before any opens."""


class Clauses:
    """Which level each change, growth, share and completion refers to, and the checks that follow from it.

    Attributes:
        level_of: relative link → the level it belongs to.
        changes, growths: level → {(base phase, base year): change or growth link}.
        share_of: level → its share.
    """

    def __init__(self, ledger: Ledger, tally: Tally) -> None:
        self.ledger, self.tally = ledger, tally
        self.comparable = load_rules("identities.toml")["comparable"].pattern
        self.level_of: dict[int, int] = {}
        self.changes: dict[int, dict[tuple[str | None, int | None], int]] = defaultdict(dict)
        self.growths: dict[int, dict[tuple[str | None, int | None], int]] = defaultdict(dict)
        self.share_of: dict[int, int] = {}
        self.by_name: dict[tuple[str | None, str], list[int]] = defaultdict(list)
        for i in ledger.text:
            link = ledger.links[i]
            self.by_name[link.category, link.measure].append(i)

    def run(self) -> None:
        relative = {"change": self.change, "growth": self.growth, "share": self.share, "completion": self.completion}
        order = [(i, self.ledger.links[i]) for i in self.ledger.text if self.ledger.links[i].measure in relative]
        for i, link in order:
            if link.measure != "share":
                self.tie(i, link)
        for i, link in order:
            relative[link.measure](i, link)

    def tie(self, index: int, link: Link) -> None:
        level = next(self.levels_near(index, link, link.category, link.phase, link.year), None)
        if level is None:
            return
        self.level_of[index] = level
        if link.kind == "percentage_point":
            return
        if link.measure in ("change", "growth"):
            store = self.changes if link.measure == "change" else self.growths
            store[level].setdefault((link.base_phase, link.base_year), index)

    def levels_near(self, index: int, link: Link, name: str | None, phase: str | None, year: int | None,
                    *, anywhere: bool = False) -> Iterator[int]:
        """Levels of a category that a relative figure may refer to: nearest before it first, then just behind it."""
        links, found = self.ledger.links, self.by_name.get((name, "level"), ())
        at = bisect_left(found, index)
        same = name == link.category
        for i in [*reversed(found[max(0, at - TRIES):at]), *found[at:at + 2]]:
            level = links[i]
            if level.phase != phase or level.year != year or level.scope != link.scope:
                continue
            if same and (not compatible(level.code, link.code) or level.breakdown != link.breakdown):
                continue
            if (same and level.fund != link.fund) or not (anywhere or self.near(i, index)):
                continue
            if i > index and self.ledger.sentence(i) != self.ledger.sentence(index):
                continue
            yield i

    def near(self, level: int, index: int) -> bool:
        """Whether a level is close enough to be what a relative figure refers to: its sentence, section or parent's text."""
        ledger = self.ledger
        if abs(ledger.sentence(level) - ledger.sentence(index)) <= NEAR:
            return True
        common = ledger.common(level, index)
        return common is not None and (common.level >= DEEP or common.section_id == ledger.section[index])

    def on_other_basis(self, link: Link) -> bool:
        """Whether the words around a rate say that it is computed on a comparable basis."""
        text = self.ledger.reading.text
        end = min(at for at in (text.find("。", link.end, link.end + BASIS), link.end + BASIS) if at >= 0)
        return self.comparable.search(text, max(0, link.start - BASIS), end) is not None

    def runs_on(self, *indices: int | None) -> bool:
        """Whether figures follow each other with nothing of another category between them; always so in a body's own
        accounts, whose sections treat one thing each."""
        ledger = self.ledger
        places = [ledger.position[i] for i in indices if i is not None]
        if ledger.departmental:
            return True
        low, high, name = places[0], places[-1], ledger.links[indices[-1] or 0].category
        return places == sorted(places) and high - low <= 3 and all(
            ledger.links[i].category == name for i in ledger.text[low:high + 1]) and (
            ledger.sentence(ledger.text[low]) == ledger.sentence(ledger.text[high])) and (
            not CLOSED.search(ledger.reading.text[ledger.links[ledger.text[low]].end:ledger.links[indices[-1] or 0].start]))

    def one_clause(self, level: int, base: int | None, change: int | None, index: int) -> bool:
        """Whether level, change and growth are printed together; a printed base says little in a government's report."""
        if base is not None:
            return self.ledger.departmental
        return self.runs_on(level, change, index)

    def close_to(self, whole: int, part: int) -> bool:
        ledger = self.ledger
        return ledger.departmental or 0 <= ledger.sentence(part) - ledger.sentence(whole) <= 1

    def base_level(self, index: int, link: Link) -> int | None:
        """The base as the clause prints it (年初预算X元)."""
        if (link.phase, link.year) == (link.base_phase, link.base_year):
            return None
        found = self.levels_near(index, link, link.category, link.base_phase, link.base_year)
        return next((i for i in found if abs(self.ledger.sentence(i) - self.ledger.sentence(index)) <= 1), None)

    def change(self, index: int, link: Link) -> None:
        if "double_negative" in link.flags:
            self.double_negative(index, link)
        level = self.level_of.get(index)
        base = self.base_level(index, link) if level is not None else None
        if level is None or base is None:
            return
        expected = minus(figure(self.ledger.links[level]), figure(self.ledger.links[base]))
        self.tally.judge("change", index, (level, base), expected, "{0}−{1}", doubtful=not self.ledger.departmental)

    def double_negative(self, index: int, link: Link) -> None:
        """减少-631元: the word and the printed sign cancel out; every such clause contradicts itself."""
        shown = self.ledger.shown(index)
        word, en = ("减少", "decrease") if link.value < 0 else ("增加", "increase")
        self.tally.note(
            "direction", "fail", (index,),
            f"方向词与符号：{link.category}写作“{word}{shown}”，方向词与负号重复，应为{word}{shown.lstrip('-−－')}。",
            f"direction word against sign: “{link.category}” prints a {en} of {shown}; word and minus sign cancel out.",
            suggestion="符号重复", expected=link.value, found=-link.value)

    def growth(self, index: int, link: Link) -> None:
        level = self.level_of.get(index)
        if level is None:
            return
        if self.on_other_basis(link):
            self.tally.note("growth", "not_applicable", (index, level))
            return
        now, where = figure(self.ledger.links[level]), (link.base_phase, link.base_year)
        base, change = self.base_level(index, link), self.changes[level].get(where)
        if base is not None:
            before = figure(self.ledger.links[base])
            used, shape = (level, base), "({0}−{1})÷{1}"
        elif change is not None:
            before = minus(now, figure(self.ledger.links[change]))
            used, shape = (level, change), "{1}÷({0}−{1})"
        else:
            self.tally.note("growth", "insufficient_data", (index, level))
            return
        if before.value < 0 < now.value:
            # No expenditure grows from less than nothing: one of the figures was not read as printed.
            self.tally.note("growth", "insufficient_data", (index, *used))
            return
        if before.low <= 0 <= before.high:
            self.zero_base(index, link, used, now, before)
            return
        ratio = percent(minus_same(now, before, change, self.ledger.links), before)
        if ratio is not None:
            slip = cut_off(ratio, link) or wrong_unit(now, change, self.ledger.links, link)
            self.tally.judge("growth", index, used, ratio, shape, slip=slip, doubtful=not self.one_clause(level, base, change, index))

    def zero_base(self, index: int, link: Link, used: tuple[int, ...], now: Figure, before: Figure) -> None:
        """A growth from nothing cannot be computed; only a base too small to be printed excuses it."""
        largest = max(abs(before.low), abs(before.high))
        possible = largest and abs(link.value) * largest >= HUNDRED * abs(now.value)
        if not now.value or not link.value or possible or before.value:
            self.tally.note("zero-base", "not_applicable" if not link.value else "insufficient_data", (index, *used))
            return
        shown = self.ledger.shown(index)
        self.tally.note(
            "zero-base", "fail", (index, *used),
            f"基数为零：{link.category}的基期数为0，增减率无从计算，所载为{shown}。",
            f"growth from nothing: the base of “{link.category}” is 0, so no rate can be computed, but {shown} is printed.",
            suggestion="基数为0时不应列增减率", found=link.value)

    def completion(self, index: int, link: Link) -> None:
        level = self.level_of.get(index)
        base = self.base_level(index, link)
        if base is None and (link.phase, link.year) != (link.base_phase, link.base_year):
            base = next(self.levels_near(index, link, link.category, link.base_phase, link.base_year), None)
        if level is None or base is None:
            self.tally.note("completion", "insufficient_data", (index,))
            return
        ratio = percent(figure(self.ledger.links[level]), figure(self.ledger.links[base]))
        if ratio is None:
            self.tally.note("completion", "not_applicable", (index, level, base))
            return
        self.tally.judge("completion", index, (level, base), ratio, "{0}÷{1}", slip=cut_off(ratio, link),
                         doubtful=not self.runs_on(base, level, index))

    def share(self, index: int, link: Link) -> None:
        part = next(self.levels_near(index, link, link.category, link.phase, link.year), None)
        wholes = list(self.levels_near(index, link, link.whole, link.phase, link.year, anywhere=True)) if link.whole else []
        if part is None or not wholes:
            self.tally.note("share", "insufficient_data", (index,))
            return
        self.level_of[index] = part
        self.share_of.setdefault(part, index)
        links, chosen = self.ledger.links, wholes[0]
        for whole in wholes:
            ratio = percent(figure(links[part]), figure(links[whole]))
            if ratio is not None and verdict(ratio, figure(link)) != "fail":
                chosen = whole
                break
        ratio = percent(figure(links[part]), figure(links[chosen]))
        if ratio is None:
            self.tally.note("share", "not_applicable", (index, part, chosen))
            return
        self.tally.judge("share", index, (part, chosen), ratio, "{0}÷{1}", slip=cut_off(ratio, link),
                         doubtful=not (self.runs_on(part, index) and self.close_to(chosen, part)))


def minus_same(now: Figure, before: Figure, change: int | None, links: tuple[Link, ...]) -> Figure:
    """The difference; the printed change where there is one, whose envelope is narrower than the two levels'."""
    return figure(links[change]) if change is not None else minus(now, before)


def compatible(one: str | None, other: str | None) -> bool:
    return one == other or one is None or other is None
