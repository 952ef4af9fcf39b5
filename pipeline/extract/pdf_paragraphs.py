"""Paragraphs: printed lines that only wrap, across columns and pages, put together again."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.extract.grid_captions import title_of
from pipeline.extract.pdf_lines import PrintedLine
from pipeline.extract.pdf_margins import PROSE, Margin, Margins
from pipeline.patterns import load_rules
from pipeline.reading import fold

WORD = regex.compile(r"[（《“‘「『【〔(]{0,3}+(?:[0-9A-Za-z.,%/:+\-]{1,40}+|.)?[，。；：、！？）》”’」』】〕,.;:)%]{0,3}")
"""What a line break cannot divide: a number or one character, with the marks that stick to it."""
STOPS = frozenset("。！？；：!?;:")
CLAUSE = regex.compile("[，。；：:《]")
"""In running text; in no title."""
REFERENCE = regex.compile(r"[\d①-⑳*\[\]〔〕]{1,4}+(?: [\d①-⑳*\[\]〔〕]{1,4}+){0,9}$")
"""One raised mark, or all those of a line."""


def paragraphs(lines: Sequence[PrintedLine], margin: Margin) -> list[list[PrintedLine]]:
    """The lines in their order, those of one paragraph together; a page's footnotes after the paragraph they interrupt."""
    notes = _footnotes(lines)
    found: list[list[PrintedLine]] = []
    waiting: list[list[PrintedLine]] = []
    for line in lines:
        if id(line) in notes:
            if waiting and _joins(waiting[-1], line, margin):
                waiting[-1].append(line)
            else:
                waiting.append([line])
        elif found and _joins(found[-1], line, margin):
            found[-1].append(line)
        else:
            found += waiting
            waiting = []
            found.append([line])
    return found + waiting


def _joins(paragraph: Sequence[PrintedLine], line: PrintedLine, margin: Margin) -> bool:
    """Whether the line goes on the paragraph.

    It does where its first word would not have fitted into the line before, and nothing marks it as an opening:
    an indent, a mark such as （二）, a larger gap, another size.
    """
    before = paragraph[-1]
    mine, its = margin.of(before), margin.of(line)
    size = before.size
    if before.loose or line.loose or before.smallest > 1.18 * line.size or line.smallest > 1.18 * size:
        return False
    if ends_entry(paragraph, line):
        return False
    same = (before.page, before.block) == (line.page, line.block)
    if same and line.baseline - before.baseline > min(1.45 * max(mine.spacing, 1.1 * size), 3 * size):
        return False
    closed = before.text[-1] in STOPS
    opening = load_rules("extract_pdf.toml")["opening"].pattern.match(fold(line.text)) is not None
    if not _full(before, line, mine):
        # Ragged lines: only where nothing but the end of the line speaks for an end of the paragraph.
        reach = (before.x1 - mine.left) / max(mine.right - mine.left, 1)
        at_left = line.x0 - its.left < 0.5 * size
        return at_left and its.indented and not closed and not opening and reach > 0.6 and len(before.text) >= PROSE
    return _goes_on(paragraph, line, mine, its, closed=closed, opening=opening)


def ends_entry(paragraph: Sequence[PrintedLine], line: PrintedLine) -> bool:
    """Whether a line of a table of contents ends before this line: at its page number, or at the end of a title."""
    text = paragraph[-1].text
    if text[-1].isdigit():
        return load_rules("extract_pdf.toml")["leader"].pattern.search(fold(text)) is not None
    return text[-1] == "表" and line.text[0] not in "(（" and is_title(paragraph)


def is_title(paragraph: Sequence[PrintedLine]) -> bool:
    """Whether the lines are the whole title of a table, in a list of tables or above one: nothing goes on after it."""
    text = fold("".join(line.text for line in paragraph))
    return title_of(text) is not None and CLAUSE.search(text) is None


def _full(before: PrintedLine, line: PrintedLine, mine: Margins) -> bool:
    """Whether the next line's first word would have reached beyond the right margin, or nearly."""
    first = WORD.match(line.text)
    slack = 0.4 if before.text[-1] in STOPS and not mine.indented else 0.85
    return mine.right - before.x1 < _advance(line, first.end() if first else 1) + slack * before.size


def _goes_on(paragraph: Sequence[PrintedLine], line: PrintedLine, mine: Margins, its: Margins, *,
             closed: bool, opening: bool) -> bool:
    """Whether a line after a full one stands where the paragraph's further lines stand."""
    before, size = paragraph[-1], line.size
    indent, was = line.x0 - its.left, max(before.x0 - mine.left, 0)  # a hanging quotation mark is no outdent
    if opening and (closed or indent > 0.7 * size or not its.indented):
        return False
    if len(paragraph) > 1 or indent < was - 0.5 * size:
        return indent < was + 0.5 * size and (len(paragraph) > 1 or not opening or not closed)
    if indent > was + 0.5 * size:  # set in after a mark: the text of 1. or 注： in a block of its own
        mark = load_rules("extract_pdf.toml")["hanging"].pattern.match(fold(before.text))
        return mark is not None and abs(before.x0 + _advance(before, mark.end()) - line.x0) < 0.6 * size
    if indent > 0.7 * size:  # as far in as the line before: a block set in, or two openings one after the other
        return not its.indented and not closed
    return True


def _advance(line: PrintedLine, characters: int) -> float:
    """Width of the line's first characters."""
    if line.edges:
        return line.edges[characters] / 10 - line.x0
    return (line.x1 - line.x0) * characters / len(line.text)


def without_references(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines without the raised numbers of footnotes, which would read as digits of an amount."""
    kept = []
    for i, line in enumerate(lines):
        if len(line.text) <= 40 and REFERENCE.match(line.text):
            around = [*lines[max(0, i - 2):i], *lines[i + 1:i + 3]]
            if any(line.size < 0.8 * other.size and 0.1 * other.size < other.baseline - line.baseline < 0.8 * other.size
                   and other.x0 - other.size < line.x0 < other.x1 + other.size for other in around):
                continue
        kept.append(line)
    return kept


def _footnotes(lines: Sequence[PrintedLine]) -> set[int]:
    """Ids of the lines in small print at the foot of a page of prose."""
    found: set[int] = set()
    start = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and lines[i].page == lines[start].page:
            continue
        page, start = lines[start:i], i
        sizes = sorted(line.size for line in page if len(line.text) >= PROSE)
        if len(sizes) < 6:
            continue
        body, last = sizes[len(sizes) * 2 // 3], len(page)
        while last and page[last - 1].size < 0.85 * body:
            last -= 1
        if last * 2 > len(page):
            found |= {id(line) for line in page[last:]}
    return found
