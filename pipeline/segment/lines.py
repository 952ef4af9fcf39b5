"""The document's paragraphs as segmenting sees them: where each stands, its folded text, its number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import regex

from pipeline.reading import Reading, fold
from pipeline.segment.marks import OPENERS, Mark, read_mark

_INLINE = regex.compile(
    r"[。；;：:]”? {0,4}(?=[（(] ?(?:[一二三四五六七八九十]{1,3}|\d{1,2}) ?[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)|[①-⑳㈠-㈩])")
"""Where a number could open an item inside a paragraph; the line's own start is `paragraphs`' business."""

SHORTEST_BLOCK = 6
"""Lines of the shortest run of indented lines that can be a table without a grid."""
LONGEST_CELL = 8


@dataclass(slots=True)
class Paragraph:
    """A line of Reading.text, or the part of it that a heading inside it begins."""

    start: int
    end: int
    """Half open, white space at both ends left out."""
    text: str
    """Folded; `len(text) == end - start`."""
    mark: Mark | None = None
    table: int | None = None
    """Index of the table that holds it; cells outside any table have -1."""
    skip: bool = False
    """No body text: contents, cover, attachment list."""


def paragraphs(reading: Reading) -> list[Paragraph]:
    """All lines that hold anything, in order; numbers are read where no table holds the line."""
    found: list[Paragraph] = []
    tables, table, position = reading.tables, 0, 0
    indented = run = 0
    for raw in reading.text.split("\n"):
        start, position = position, position + len(raw) + 1
        text = raw.strip()
        if not text:
            continue
        start += raw.index(text[0])
        while table < len(tables) and tables[table].end <= start:
            table += 1
        paragraph = Paragraph(start, start + len(text), text)
        if table < len(tables) and tables[table].start <= start:
            paragraph.table = table
        elif "\t" in raw:
            paragraph.table = -1
        elif text[0] in OPENERS or len(text) < 60:
            paragraph.text = fold(text)
            paragraph.mark = read_mark(paragraph.text)
        found.append(paragraph)
        indented = indented + 1 if raw[0].isspace() and paragraph.table is None else 0
        if not indented and run >= SHORTEST_BLOCK:
            _cells(found[-run - 1:-1])
        run = indented
    return found


def _cells(run: list[Paragraph]) -> None:
    """Indented lines, half of them no longer than a cell's: a table that lost its grid. None of them is a heading."""
    short = sum(paragraph.mark is None and len(paragraph.text) <= LONGEST_CELL and paragraph.text[-1] != "。" for paragraph in run)
    if 2 * short >= len(run):
        for paragraph in run:
            paragraph.table, paragraph.mark = -1, None


def split_inside(reading: Reading, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with run-together items taken apart where the numbering shows that they are items.

    `…规则。（八）负责…` between items （七） and （九） that stand on lines of their own is an item; the 2、 and 3、 of
    `1、甲；2、乙；3、丙。` are a list inside a sentence, and neither is its 1、 a heading.
    """
    inside = _all_inside(reading, paragraphs)
    result: list[Paragraph] = []
    following: dict[int, int] = {}
    for i in range(len(paragraphs) - 1, -1, -1):
        paragraph, cuts = paragraphs[i], []
        marks, last = inside.get(i, ([], {}))
        for at, mark, stopped, printed in reversed(marks):
            followed = following.get(mark.style.rank) == mark.value + 1
            if ((printed and stopped) or (followed and (printed or stopped))) and _goes_on(marks, at, mark, last):
                cuts.append((at, mark))
                _meet(following, mark)
        if marks and not cuts and _is_list(paragraph, marks):
            paragraph.mark = None
        if paragraph.mark and paragraph.table is None and not paragraph.skip:
            _meet(following, paragraph.mark)
        result += _cut(paragraph, cuts)
    result.reverse()
    return result


Inside = tuple[int, Mark, bool, bool]
"""Where a number stands in its paragraph, the number, whether a stop precedes it, whether it opens a printed line."""


def _all_inside(reading: Reading, paragraphs: list[Paragraph]) -> dict[int, tuple[list[Inside], dict[int, int]]]:
    """For each paragraph with numbers inside: those, and the last number of each rank before them."""
    found = {}
    last: dict[int, int] = {}
    openings = [line.start for line in reading.lines if reading.text[line.start] in OPENERS]
    opening = 0
    for i, paragraph in enumerate(paragraphs):
        if paragraph.table is not None or paragraph.skip:
            continue
        if paragraph.mark:
            _meet(last, paragraph.mark)
        opening = bisect_right(openings, paragraph.start, opening)
        first, opening = opening, bisect_left(openings, paragraph.end, opening)
        if marks := _inside(paragraph, openings[first:opening]):
            found[i] = (marks, dict(last))
            for _, mark, _, printed in marks:
                if printed and last.get(mark.style.rank) == mark.value - 1:
                    _meet(last, mark)
    return found


def _meet(following: dict[int, int], mark: Mark) -> None:
    """Notes the latest number of a rank; what lies deeper starts anew."""
    for rank in [rank for rank in following if rank > mark.style.rank]:
        del following[rank]
    following[mark.style.rank] = mark.value


def _inside(paragraph: Paragraph, openings: list[int]) -> list[Inside]:
    if len(paragraph.text) < 12:
        return []
    places = {match.end(): True for match in _INLINE.finditer(paragraph.text)}
    for start in openings:
        places.setdefault(start - paragraph.start, False)
    found = []
    for at in sorted(places):
        if mark := read_mark(fold(paragraph.text[at:at + 16])):
            found.append((at, mark, places[at], paragraph.start + at in openings))
    return found


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


def _cut(paragraph: Paragraph, cuts: list[tuple[int, Mark]]) -> list[Paragraph]:
    """The pieces from the last to the first."""
    pieces, end = [], len(paragraph.text)
    for at, mark in cuts:
        text = paragraph.text[at:end].rstrip()
        pieces.append(Paragraph(paragraph.start + at, paragraph.start + at + len(text), fold(text), mark))
        end = at
    if not pieces:
        return [paragraph]
    text = paragraph.text[:end].rstrip()
    pieces.append(Paragraph(paragraph.start, paragraph.start + len(text), text, paragraph.mark))
    return pieces
