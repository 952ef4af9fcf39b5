"""Blocks of lines that look numbered and head nothing: lists of entries that come again, attachments, notes."""

from __future__ import annotations

import regex

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.segment.lines import Paragraph
from pipeline.segment.marks import read_mark

LONGEST_ENTRY = 90
"""Characters of the longest entry of a list."""
GLUED = 400
"""The same where the entries were run together."""
WRAPS = 12
"""Lines without a number that a note's item may have beyond its first."""
ANY = -1
"""What the first item of a note may be numbered: notes go on from page to page."""
UNIT = regex.compile(r"(?:金额)?单位 ?[:：]")
_YEAR = regex.compile(r"^\d{1,4}年度?")


def bare_blocks(reading: Reading, paragraphs: list[Paragraph]) -> list[tuple[int, int]]:
    """Half-open ranges of bare numbered lines that come again later, as headings or as table titles.

    They are tables of contents without a name, such as a part's own list of its tables.
    """
    runs = _runs(paragraphs)
    if not runs:
        return []
    last: dict[str, int] = {_key(table.title, 0): len(paragraphs) for table in reading.tables if table.continues is None}
    for i, paragraph in enumerate(paragraphs):
        if paragraph.table is None and not paragraph.skip and len(paragraph.text) <= LONGEST_ENTRY:
            key = _key(paragraph.text, paragraph.mark.length if paragraph.mark else 0)
            last[key] = max(i, last.get(key, 0))
    blocks = []
    for first, end in runs:
        again = [len(p.text) <= LONGEST_ENTRY and last.get(_key(p.text, p.mark.length if p.mark else 0), 0) > i
                 for i, p in enumerate(paragraphs[first:end], first)]
        if block := _block(paragraphs, first, end, again):
            blocks.append(block)
    return blocks


def _runs(paragraphs: list[Paragraph]) -> list[tuple[int, int]]:
    """Runs of lines that can be entries, three of them numbered; two in a row may have no number."""
    runs, i = [], 0
    while i < len(paragraphs):
        if paragraphs[i].mark is None or not _bare_line(paragraphs, i):
            i += 1
            continue
        end = j = i
        numbered = 0
        while j < len(paragraphs) and j < end + 3 and _bare_line(paragraphs, j):
            j += 1
            if paragraphs[j - 1].mark:
                end, numbered = j, numbered + 1
        if numbered >= 3:
            runs.append((i, end))
        i = end
    return runs


def _key(title: str, length: int) -> str:
    """A title without its number, white space and the year it begins with: a table's number may have eaten digits of that."""
    return _YEAR.sub("", "".join(title[length:].split()).replace("（", "(").replace("）", ")"))


def _bare_line(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether a paragraph can be an entry: short and open, and no table or unit line comes next."""
    text = paragraphs[i].text
    if paragraphs[i].table is not None or paragraphs[i].skip or text[-1] in "。；：" or UNIT.match(text):
        return False
    if i + 1 < len(paragraphs) and (paragraphs[i + 1].table is not None or UNIT.match(paragraphs[i + 1].text)):
        return False
    return len(text) <= LONGEST_ENTRY or (len(text) <= GLUED and "。" not in text and "，" not in text)


def _block(paragraphs: list[Paragraph], first: int, end: int, again: list[bool]) -> tuple[int, int] | None:
    """The part of a run from the first to the last entry that comes again, if most in it do."""
    if True not in again:
        return None
    start, stop = again.index(True), len(again) - again[::-1].index(True)
    marks = [paragraph.mark for paragraph in paragraphs[first + start:first + stop] if paragraph.mark]
    if len(marks) < 3 or 2 * sum(again) < stop - start or 3 * (stop - start - len(marks)) > len(marks):
        return None
    styles = {mark.style for mark in marks}
    while start and (mark := paragraphs[first + start - 1].mark) and mark.style in styles:
        start -= 1
    opening = paragraphs[first + start].mark
    if opening is None or opening.value != 1:  # forms repeat their 三、 四、 五、 page after page
        return None
    last = marks[-1]
    while first + stop < end and (mark := paragraphs[first + stop].mark) and mark.style == last.style and mark.value == last.value + 1:
        last, stop = mark, stop + 1
    return first + start, first + stop


def attachments(paragraphs: list[Paragraph], resets: set[int]) -> None:
    """Attachment lines and the items of a note lose their numbers; an annex begins new numbering, and so does what follows a report."""
    rules = load_rules("headings.toml")
    opener, note, file, closing = (rules[name].pattern for name in ("attachment", "note", "file", "closing"))
    expected = wraps = 0
    noted = False
    for i, paragraph in enumerate(paragraphs):
        if paragraph.table is not None:
            expected = 0
            continue
        text, mark = paragraph.text, paragraph.mark
        if text[0] == "附" and (match := opener.match(fold(text[:40]))):
            rest = read_mark(fold(text[match.end():]).lstrip())
            number, noted = match["n"], False
            expected = rest.value + 1 if rest else int(number) + 1 if number.isdigit() else 1
            resets.add(i)
        elif text[0] in "备注说填编" and (match := note.match(text)) and not (text == "说明" and _is_open(paragraphs, i - 1)):
            rest = read_mark(fold(text[match.end():]).lstrip())
            expected, noted, wraps = rest.value + 1 if rest else ANY, True, WRAPS
        elif expected and mark and expected in (mark.value, ANY) and mark.style.rank >= 40 and (noted or text[-1] not in "。；"):
            paragraph.mark, paragraph.skip = None, not noted
            expected, wraps = mark.value + 1, WRAPS
        elif noted and expected > 1 and mark is None and wraps:
            wraps -= 1
        else:
            expected = 0
        if text[0] == "以" and closing.search(text) and i + 1 < len(paragraphs):
            resets.add(i + 1)
        if paragraph.mark and len(text) < 90 and file.search(text):
            paragraph.mark, paragraph.skip = None, True


def _is_open(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether a line is a title that the next one can end: 关于支出的 before 说明."""
    return i >= 0 and paragraphs[i].table is None and len(paragraphs[i].text) <= LONGEST_ENTRY and paragraphs[i].text[-1] not in "。；：:"
