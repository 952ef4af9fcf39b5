"""Ledger: the links of one document indexed for the checks, and Tally: the checks found so far."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import regex

from pipeline.check.identities import identities
from pipeline.check.precision import INEXACT, Figure, tolerance, verdict, written
from pipeline.check.slips import likely_slip
from pipeline.reading import Reading
from pipeline.records import Check, Link, Links, Section, Sections

Key = tuple[str | None, str | None, str | None, str | None, int | None, str | None, str | None]
"""category, code, breakdown, phase, year, fund, scope."""
PLACES = 6
"""Decimals of a quotient that a check keeps."""


def key_of(link: Link) -> Key:
    return (link.category, link.code, link.breakdown, link.phase, link.year, link.fund, link.scope)


class Ledger:
    """Links with their section and sentence, levels by what they are about.

    Attributes:
        text: indices of usable links of running text, in order.
        levels: indices of usable levels in running text, by Key.
        section: for each link, the index of the innermost section it is printed in, or -1.
        sentence: for each link, the number of full stops before it.
    """

    def __init__(self, reading: Reading, sections: Sections, links: Links, *, departmental: bool = True) -> None:
        self.reading = reading
        self.departmental = departmental
        """One body's own accounts. A government's report speaks of many bodies and bases at once: what does not add
        up there is a contradiction only where nothing else can explain it."""
        self.links = links.links
        self.sections = sections.sections
        self.stops = [m.start() for m in regex.finditer("[。！？]", reading.text)]
        self.text: list[int] = []
        self.levels: dict[Key, list[int]] = defaultdict(list)
        self.position: dict[int, int] = {}
        self.section = [-1] * len(self.links)
        self.index()

    def index(self) -> None:
        for i, link in enumerate(self.links):
            if link.source != "text" or link.measure == "none" or (link.flags and not INEXACT.isdisjoint(link.flags)):
                continue
            self.section[i] = self.section_at(link.start)
            self.position[i] = len(self.text)
            self.text.append(i)
            if link.measure == "level":
                self.levels[key_of(link)].append(i)

    def section_at(self, offset: int) -> int:
        """The innermost section that prints an offset, or -1."""
        i = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        while i >= 0 and self.sections[i].end <= offset:
            parent = self.sections[i].parent_id
            i = -1 if parent is None else parent
        return i

    def region(self, section: int) -> tuple[int, int]:
        """Half-open span of a section with its descendants; the whole text for -1."""
        if section < 0:
            return 0, len(self.reading.text)
        found: Section = self.sections[section]
        return found.start, found.end

    def parent(self, section: int) -> int:
        found = self.sections[section].parent_id if section >= 0 else None
        return -1 if found is None else found

    def common(self, one: int, other: int) -> Section | None:
        """The innermost section that prints both links."""
        above = set()
        section = self.section[one]
        while section >= 0:
            above.add(section)
            section = self.parent(section)
        section = self.section[other]
        while section >= 0 and section not in above:
            section = self.parent(section)
        return self.sections[section] if section >= 0 else None

    def sentence(self, index: int) -> int:
        return bisect_left(self.stops, self.links[index].start)

    def between(self, start: int, end: int) -> list[int]:
        """Usable text links printed in [start, end), in order."""
        low = bisect_left(self.text, start, key=lambda i: self.links[i].start)
        high = bisect_left(self.text, end, key=lambda i: self.links[i].start)
        return self.text[low:high]

    def shown(self, index: int) -> str:
        """A link's figure as printed, white space removed, with its unit and the sign its words give it."""
        link = self.links[index]
        text = "".join(self.reading.text[link.start:link.end].split())
        if link.unit and link.unit not in text:
            text += link.unit
        return f"-{text}" if link.value < 0 and text[:1] not in "-−－—–" else text

    def sum_of(self, indices: Sequence[int]) -> str:
        """The figures of several links as a printed sum; a long one is cut short."""
        kept = indices if len(indices) <= 12 else [*indices[:10], -1, indices[-1]]
        return "+".join("…" if i < 0 else self.shown(i) for i in kept).replace("+-", "-")


def stored(value: Decimal) -> Decimal:
    """A quotient as a check keeps it: without the digits that no document prints."""
    return value if int(value.as_tuple().exponent) >= -PLACES else round(value, PLACES)


class Tally:
    """Collects checks; sentences are written for those that did not simply pass."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.checks: list[Check] = []

    def judge(self, identity: str, subject: int, others: tuple[int, ...], expected: Figure,
              shape: str = "+", *, slip: str | None = None, doubtful: bool = False) -> str:
        """Compare what the others give with what link `subject` prints; returns the result.

        `shape` is how the others lead to it: `{0}÷{1}` in their order, `+` for their sum.
        `doubtful`: a contradiction would prove nothing because something may not have been read.
        """
        link = self.ledger.links[subject]
        half = (link.step or Decimal(0)) / 2
        found = Figure(link.value, link.value - half, link.value + half)
        result = verdict(expected, found)
        if result == "fail" and doubtful:
            result = "insufficient_data"
        allowed = tolerance(expected, found)
        message = message_en = ""
        if result in ("rounding", "fail"):
            message, message_en = self.sentences(identity, subject, expected.value, self.formula(shape, others), result)
        if result == "fail" and slip is None:
            slip = likely_slip(expected.value, link.value, allowed)
        due, apart = expected.value, link.value - expected.value
        if link.kind != "money":  # only a rate is a quotient
            due, apart, allowed = stored(due), stored(apart), stored(allowed)
        self.checks.append(Check(  # in the order of the fields, which is quicker
            len(self.checks), identity, result, (subject, *others), due, link.value, apart, allowed,
            message, message_en, slip if result == "fail" else None))
        return result

    def note(self, identity: str, result: str, links: tuple[int, ...], message: str = "", message_en: str = "",
             *, suggestion: str | None = None, expected: Decimal | None = None, found: Decimal | None = None) -> None:
        """A check without two figures to compare by their envelopes."""
        difference = found - expected if found is not None and expected is not None else None
        self.checks.append(Check(check_id=len(self.checks), identity=identity, result=result, links=links,
                                 expected=expected, found=found, difference=difference, message=message,
                                 message_en=message_en, suggestion=suggestion))

    def formula(self, shape: str, others: tuple[int, ...]) -> str:
        if shape == "+":
            return self.ledger.sum_of(others)
        return shape.format(*(self.ledger.shown(i) for i in others)).replace("−-", "+")

    def at_most(self, identity: str, subject: int, limit: Figure, others: tuple[int, ...]) -> None:
        """A figure that must not exceed what the others leave room for."""
        link = self.ledger.links[subject]
        half = (link.step or Decimal(0)) / 2
        allowed = (limit.high - limit.low) / 2 + half
        over = link.value - limit.value
        result = "pass" if over <= 0 else "rounding" if over <= allowed else "fail"
        kind, shown, due = identities().kinds[identity], self.ledger.shown(subject), written(limit.value, link)
        gap = written(over, link)
        message = f"{kind.zh}：{link.category}{shown}大于{due}，多{gap}。"
        message_en = f"{kind.en}: “{link.category}” {shown} is {gap} more than {due}."
        self.checks.append(Check(
            check_id=len(self.checks), identity=identity, result=result, links=(subject, *others), expected=stored(limit.value),
            found=link.value, difference=stored(over), tolerance=stored(allowed), message="" if result == "pass" else message,
            message_en="" if result == "pass" else message_en))

    def sentences(self, identity: str, subject: int, expected: Decimal, formula: str, result: str) -> tuple[str, str]:
        link, kind = self.ledger.links[subject], identities().kinds[identity]
        name, shown, due = link.category or "", self.ledger.shown(subject), written(expected, link)
        gap = written(abs(link.value - expected), link)
        gap, gap_en = (gap.replace("%", "个百分点"), gap.replace("%", " points"))
        given, given_en = (kind.given or "{0}").format(formula), (kind.given_en or "{0} gives").format(formula)
        if result == "rounding":
            return (f"{kind.zh}：{name}按{given}为{due}，所载为{shown}，相差{gap}，属四舍五入。",
                    f"{kind.en}: for “{name}” {given_en} {due}; printed is {shown}, {gap_en} apart, which is rounding.")
        return (f"{kind.zh}：{name}按{given}应为{due}，所载为{shown}，相差{gap}。",
                f"{kind.en}: for “{name}” {given_en} {due}, but {shown} is printed, {gap_en} apart.")
