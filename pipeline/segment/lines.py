"""The document's paragraphs as segmenting sees them: where each stands, its folded text, its number."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import regex

from pipeline.reading import Reading, fold
from pipeline.segment.marks import OPENERS, Mark, read_mark

_INLINE = regex.compile(
    r"[。；;：:]”? {0,4}(?=[（(] ?(?:[一二三四五六七八九十]{1,3}|\d{1,2}) ?[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)|[①-⑳㈠-㈩])")
"""Where a number could open an item inside a paragraph; the line's own start is `paragraphs`' business."""
_SENTENCE = regex.compile(r"[。；，：!！?？]")
_LEADERS = regex.compile(r"[….·—⋯]{4}|PAGEREF")
SHORTEST_BLOCK = 6
"""Lines of the shortest run of indented lines that can be a table without a grid."""
LONGEST_CELL = 8
FOLDED = 100
"""Characters of a numbered paragraph that are folded: its title lies in them."""
FOLDED_PLAIN = 40
"""Characters of the longest paragraph without a number that is folded."""


@dataclass(slots=True)
class Paragraph:
    """A line of Reading.text, or the part of it that a heading inside it begins; all of a table is one."""

    start: int
    end: int
    """Half open, white space at both ends left out."""
    text: str
    """Folded where it can be a heading; `len(text) == end - start`. A tab for a table."""
    mark: Mark | None = None
    table: int | None = None
    """Index of the table; -1 for cells outside any table."""
    skip: bool = False
    """No body text: contents, cover, attachment list."""
    breaks: tuple[int, ...] = ()
    """Offsets in `text` at which a printed line begins, the first left out."""


def paragraphs(reading: Reading) -> list[Paragraph]:
    """All lines that hold anything, in order; numbers are read where no table holds the line."""
    found: list[Paragraph] = []
    position = 0
    for i, table in enumerate(reading.tables):
        if table.end <= position:
            continue
        _gap(reading, position, table.start, found)
        found.append(Paragraph(max(position, table.start), table.end, "\t", table=i))
        position = table.end
    _gap(reading, position, len(reading.text), found)
    return found


def _gap(reading: Reading, first: int, last: int, found: list[Paragraph]) -> None:
    """Adds the paragraphs between two tables."""
    if first >= last:
        return
    starts = reading.line_starts
    at, last_line = bisect_left(starts, first), len(starts)
    indented = run = 0
    position = first
    for raw in reading.text[first:last].split("\n"):
        begin, position = position, position + len(raw) + 1
        text = raw.strip()
        if not text:
            continue
        start = begin + raw.index(text[0])
        breaks = []
        while at < last_line and starts[at] < position:
            if starts[at] > start:
                breaks.append(starts[at] - start)
            at += 1
        if "\t" in raw:
            found.append(Paragraph(start, start + len(text), "\t", table=-1))
        elif breaks and _LEADERS.search(text):
            found += _printed(start, text, breaks)
        else:
            found.append(_paragraph(start, text, tuple(breaks)))
        indented = indented + 1 if raw[0].isspace() and "\t" not in raw else 0
        if not indented and run >= SHORTEST_BLOCK:
            _cells(found[-run - 1:-1])
        run = indented
    if run >= SHORTEST_BLOCK:
        _cells(found[-run:])


def _paragraph(start: int, text: str, breaks: tuple[int, ...] = ()) -> Paragraph:
    if text[0] in OPENERS:
        folded = fold(text[:FOLDED]) + text[FOLDED:]
        return Paragraph(start, start + len(text), folded, read_mark(folded), breaks=breaks)
    return Paragraph(start, start + len(text), fold(text) if len(text) <= FOLDED_PLAIN else text, breaks=breaks)


def _printed(start: int, text: str, breaks: list[int]) -> list[Paragraph]:
    """The printed lines one by one: entries of a table of contents that were joined."""
    pieces = []
    for first, last in zip([0, *breaks], [*breaks, len(text)], strict=True):
        if piece := text[first:last].strip():
            pieces.append(_paragraph(start + first + text[first:last].index(piece[0]), piece))
    return pieces


def _cells(run: list[Paragraph]) -> None:
    """Indented lines, half of them no longer than a cell's: a table that lost its grid. None of them is a heading."""
    short = sum(paragraph.mark is None and len(paragraph.text) <= LONGEST_CELL and paragraph.text[-1] != "。" for paragraph in run)
    if 2 * short >= len(run):
        for paragraph in run:
            paragraph.table, paragraph.mark = -1, None


Inside = tuple[int, Mark, bool, bool]
"""Where a number stands in its paragraph, the number, whether a stop precedes it, whether it opens a printed line."""


def split_inside(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with run-together items taken apart where the numbering shows that they are items.

    `…规则。（八）负责…` between items （七） and （九） that stand on lines of their own is an item; the 2、 and 3、 of
    `1、甲；2、乙；3、丙。` are a list inside a sentence, and neither is its 1、 a heading.
    """
    inside = _all_inside(paragraphs)
    if not inside:
        return paragraphs
    result: list[Paragraph] = []
    following: dict[int, int] = {}
    for i in range(len(paragraphs) - 1, -1, -1):
        paragraph, cuts = paragraphs[i], []
        marks, last = inside.get(i, ([], {}))
        titles = _only_titles(paragraph)
        for at, mark, stopped, printed in reversed(marks):
            followed = following.get(mark.style.rank) == mark.value + 1 or (titles and printed)
            if ((printed and stopped) or (followed and (printed or stopped))) and _goes_on(marks, at, mark, last):
                cuts.append((at, mark))
                _meet(following, mark)
        if marks and not cuts and _is_list(paragraph, marks):
            paragraph.mark = None
        if paragraph.mark:
            _meet(following, paragraph.mark)
        if cuts:
            result += _cut(paragraph, cuts)
        else:
            result.append(paragraph)
    result.reverse()
    return result


def _all_inside(paragraphs: list[Paragraph]) -> dict[int, tuple[list[Inside], dict[int, int]]]:
    """For each paragraph with numbers inside: those, and the last number of each rank before them."""
    found = {}
    last: dict[int, int] = {}
    for i, paragraph in enumerate(paragraphs):
        if paragraph.table is not None:
            continue
        if paragraph.mark:
            _meet(last, paragraph.mark)
        if len(paragraph.text) >= 12 and (marks := _inside(paragraph)):
            found[i] = (marks, dict(last))
            for _, mark, _, printed in marks:
                if printed and last.get(mark.style.rank) == mark.value - 1:
                    _meet(last, mark)
    return found


def _inside(paragraph: Paragraph) -> list[Inside]:
    text, breaks = paragraph.text, paragraph.breaks
    places = {match.end(): True for match in _INLINE.finditer(text)}
    for at in breaks:
        if at < len(text) and text[at] in OPENERS:
            places.setdefault(at, False)
    found = []
    for at in sorted(places):
        if mark := read_mark(fold(text[at:at + 16])):
            found.append((at, mark, places[at], at in breaks))
    return found


def _meet(numbers: dict[int, int], mark: Mark) -> None:
    """Notes the latest number of a rank; what lies deeper starts anew."""
    rank = mark.style.rank
    for deeper in [other for other in numbers if other > rank]:
        del numbers[deeper]
    numbers[rank] = mark.value


def _goes_on(marks: list[Inside], at: int, mark: Mark, last: dict[int, int]) -> bool:
    """Whether a number inside a paragraph continues what comes before it, or begins something deeper."""
    before = [m.value for a, m, *_ in marks if a < at and m.style == mark.style]
    value = before[-1] if before else last.get(mark.style.rank)
    return mark.value == (1 if value is None else value + 1)


def _is_list(paragraph: Paragraph, marks: list[Inside]) -> bool:
    """`1、…；2、…；3、…` in one paragraph: a list in running text."""
    first = paragraph.mark
    if first is None or first.value != 1 or first.style.rank < 30:
        return False
    return any(mark.style == first.style and mark.value == 2 for _, mark, stopped, _ in marks if stopped)


def _only_titles(paragraph: Paragraph) -> bool:
    """Whether a numbered paragraph says no sentence: a printed line in it that begins with a number is a title of its own.

    `第四部分 有关情况的说明4.1 关于转移支付的说明` and the entries of a table of contents are run together like this.
    """
    return paragraph.mark is not None and not _SENTENCE.search(paragraph.text)


def _cut(paragraph: Paragraph, cuts: list[tuple[int, Mark]]) -> list[Paragraph]:
    """The pieces from the last to the first."""
    pieces, end = [], len(paragraph.text)
    for at, mark in cuts:
        text = paragraph.text[at:end].rstrip()
        breaks = tuple(b - at for b in paragraph.breaks if at < b < end)
        pieces.append(Paragraph(paragraph.start + at, paragraph.start + at + len(text), fold(text[:FOLDED]) + text[FOLDED:], mark, breaks=breaks))
        end = at
    text = paragraph.text[:end].rstrip()
    pieces.append(Paragraph(paragraph.start, paragraph.start + len(text), text, paragraph.mark, breaks=tuple(b for b in paragraph.breaks if b < end)))
    return pieces
