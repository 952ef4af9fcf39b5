"""Titles of tables as headings: where the printed lines above a table, or its first rows, say what it is called."""

from __future__ import annotations

import regex

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.segment.blocks import LONGEST_ENTRY
from pipeline.segment.heads import Head
from pipeline.segment.lines import Paragraph
from pipeline.segment.marks import read_mark

ABOVE = 8
"""Lines above a table among which its title is looked for."""
TORN = 3
"""Printed lines of the longest title that stands on several."""
_YEAR = regex.compile(r"20\d\d ?年")
_TABLE = regex.compile(r"表(?:[(（].{1,20}[)）])?$")
_REST = regex.compile(r"^(?:项目)?(?:绩效)?(?:目标|自评)?(?:情况|明细|预算|决算|总)?表$")
"""What cannot be a title by itself where a line stands above it: the end of one that was torn."""
_BRACKETED_END = regex.compile(r"[(（][^()（）]{2,14}[)）]$")
_BRACKETED = regex.compile(r"^\(.{2,14}\)$")
"""A line under a title that is part of it: (2024年度), (按功能分类)."""
_GLUED = regex.compile(r"^(?:附?表 {0,2}\d{0,3})?-?\d{0,3}(?=20\d\d ?[年-])")
"""A table's number printed without a gap before its title: 表242025年."""
SHORTEST_STEM = 10
"""Characters of the shortest line that a torn title can begin in."""


def table_heads(reading: Reading, paragraphs: list[Paragraph], heads: dict[int, Head], swallowed: set[int]) -> None:
    """Adds the titles of tables to `heads`, and the lines that a torn title goes on in to `swallowed`."""
    last_title = ""
    for i, paragraph in enumerate(paragraphs):
        if paragraph.table is None or paragraph.table < 0:
            continue
        table = reading.tables[paragraph.table]
        title = "".join(table.title.split()).rpartition("。")[2].lstrip("：:、.，")
        if len(title) < 4 or title[-1] in "。：:；，":
            continue
        again = table.continues is not None or title == last_title
        last_title = title
        inside = _line_with(reading.text, paragraph.start, min(paragraph.end, paragraph.start + 300), title)
        if inside is None:
            _above(reading, paragraphs, heads, swallowed, i, title, again)
        elif not again:
            heads.setdefault(i, _titled(reading, *inside))
    _captions(reading, paragraphs, heads, swallowed)


def _above(reading: Reading, paragraphs: list[Paragraph], heads: dict[int, Head], swallowed: set[int], i: int, title: str, again: bool) -> None:
    """Makes the lines above table `i` that print its title one heading; where they repeat it, only whole numbered ones."""
    for j in range(i - 1, max(i - ABOVE, -1), -1):
        above = paragraphs[j]
        if above.skip or above.table is not None or j in swallowed or (j in heads and heads[j].table):
            return
        if (found := _lines_of(reading, paragraphs, j, title)) is None:
            continue
        first, span = found
        if again and first not in heads:
            return
        if first not in heads:
            if _REST.match(_BRACKETED_END.sub("", title)) and _is_stem(paragraphs, first - 1) and first - 1 not in heads:
                first, span = first - 1, (paragraphs[first - 1].start, span[1])
            heads[first] = _titled(reading, *span)
        elif first < j:
            head = heads[first]
            head.title, head.end, head.kind = _joined(reading, head.start + len(head.number), span[1]), span[1], "H"
        for k in range(first + 1, j + 1):
            heads.pop(k, None)
            swallowed.add(k)
        return


def _lines_of(reading: Reading, paragraphs: list[Paragraph], last: int, title: str) -> tuple[int, tuple[int, int]] | None:
    """Index of the first of the lines up to `last` that together print a title, and where they print it."""
    torn = _TABLE.search(title) or _BRACKETED_END.search(title)
    for count in range(1, TORN + 1 if torn else 2):
        first = last - count + 1
        if first < 0 or paragraphs[first].skip or paragraphs[first].table is not None or len(paragraphs[first].text) > LONGEST_ENTRY:
            return None
        start = paragraphs[first].start
        if (span := _where(reading.text[start:paragraphs[last].end], title)) is not None:
            return first, (start + span[0], start + span[1])
    return None


def _captions(reading: Reading, paragraphs: list[Paragraph], heads: dict[int, Head], swallowed: set[int]) -> None:
    """Titles of tables that were not understood, such as empty ones: `…表` directly above a line that states the unit or above cells."""
    unit = load_rules("headings.toml")["unit"].pattern
    for i, paragraph in enumerate(paragraphs[:-1]):
        if i in heads or i in swallowed or paragraph.skip or paragraph.mark or paragraph.table is not None \
                or "。" in paragraph.text or not _TABLE.search(paragraph.text):
            continue
        last = i + 1 if _BRACKETED.match(paragraphs[i + 1].text) and i + 2 < len(paragraphs) else i
        below = paragraphs[last + 1]
        if (below.table is None and not unit.search(below.text)) or (below.table is not None and below.table >= 0):
            continue
        first = i - 1 if _REST.match(paragraph.text) and _is_stem(paragraphs, i - 1) and i - 1 not in heads else i
        if 4 <= paragraphs[last].end - paragraphs[first].start <= LONGEST_ENTRY:
            heads[first] = _titled(reading, paragraphs[first].start, paragraphs[last].end)
            swallowed.update(range(first + 1, last + 1))


def _is_stem(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether a title can begin in a line: no heading, no sentence, nothing that another title says."""
    if i < 0:
        return False
    above = paragraphs[i]
    return above.table is None and not above.skip and above.mark is None and len(above.text) >= SHORTEST_STEM \
        and above.text[-1] not in "。；：:" and "表" not in above.text and not _BRACKETED.match(above.text)


def _line_with(text: str, start: int, end: int, title: str) -> tuple[int, int] | None:
    """Where one of a table's first lines prints its title."""
    for line in text[start:end].split("\n")[:4]:
        if line and (span := _where(line, title)) is not None:
            return start + span[0], start + span[1]
        start += len(line) + 1
    return None


def _where(text: str, title: str) -> tuple[int, int] | None:
    """Span of a squeezed title in lines that say little else."""
    squeezed = "".join(text.split())
    at = squeezed.find(title)
    if at < 0 or len(squeezed) > len(title) + 24:
        return None
    places = [i for i, character in enumerate(text) if not character.isspace()]
    return _whole_year(text, places[at]), places[at + len(title) - 1] + 1


def _whole_year(text: str, at: int) -> int:
    """Where a title begins that lost digits of its year to the table's number: 表12026年 is 表1 and 2026年."""
    for lost in (1, 2, 3):
        if at >= lost and _YEAR.match(text, at - lost, at + 6):
            return at - lost
    return at


def _titled(reading: Reading, start: int, end: int) -> Head:
    text = fold(reading.text[start:end])
    if glued := _GLUED.match(text):
        start, text = start + glued.end(), text[glued.end():]
    mark = read_mark(text)
    if mark and mark.length < len(text):
        return Head(start, end, reading.text[start:start + mark.length].strip(), _joined(reading, start + mark.length, end), "H",
                    mark.style, mark.value, table=True)
    return Head(start, end, "", _joined(reading, start, end), "H", table=True)


def _joined(reading: Reading, start: int, end: int) -> str:
    """A title without the line ends inside it."""
    return "".join(piece.strip() for piece in reading.text[start:end].split("\n"))
