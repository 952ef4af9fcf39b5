"""Turns paragraphs into headings: numbered ones and the titles of tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import regex

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.segment.blocks import LONGEST_ENTRY, UNIT
from pipeline.segment.contents import Contents, key_of
from pipeline.segment.lines import Paragraph
from pipeline.segment.marks import Mark, Style, read_mark
from pipeline.segment.titles import canonical, cut_title

_SPACE = regex.compile(r"\s+")
_TABLE = regex.compile(r"表(?:[(（].{1,20}[)）])?$")


@dataclass(slots=True)
class Head:
    """A heading before it has its place in the tree."""

    start: int
    end: int
    number: str
    title: str
    kind: str
    style: Style | None = None
    value: int = 0
    place: Mark | None = None
    """The number it would have, where the table of contents or its neighbours tell."""
    bare: bool = False
    """No text stands between it and the next heading."""
    table: bool = False
    """A table's title."""
    flags: list[str] = field(default_factory=list)


def numbered_heads(reading: Reading, paragraphs: list[Paragraph], contents: Contents) -> tuple[dict[int, Head], set[int]]:
    """Index of the paragraph → its numbered heading or its table's title; and the paragraphs taken up by another's."""
    heads: dict[int, Head] = {}
    swallowed: set[int] = set()
    for i, paragraph in enumerate(paragraphs):
        if paragraph.mark and not paragraph.skip and (head := _numbered(reading, paragraphs, i, contents, swallowed)):
            heads[i] = head
    heads |= {i: head for i, head in _table_titles(reading, paragraphs, heads).items() if i not in swallowed}
    heads |= {i: head for i, head in _captions(reading, paragraphs, heads).items() if i not in swallowed}
    return heads, swallowed


def _numbered(reading: Reading, paragraphs: list[Paragraph], i: int, contents: Contents, swallowed: set[int]) -> Head | None:
    paragraph = paragraphs[i]
    mark = paragraph.mark
    assert mark is not None
    start, end, kind = cut_title(paragraph.text[mark.length:])
    flags = []
    last = paragraph
    if kind in ("", "H") and i + 1 < len(paragraphs) and _wrapped(paragraph, paragraphs[i + 1], contents, bool(kind)):
        last = paragraphs[i + 1]
        swallowed.add(i + 1)
        offset, kind = paragraph.start + mark.length + start, "H"
        title_end = last.start + len(last.text.rstrip("。：:；; "))
    elif not kind:
        return None
    else:
        offset, title_end = paragraph.start + mark.length + start, paragraph.start + mark.length + end
    title = reading.text[offset:title_end].replace("\n", "").strip()
    if "(" in reading.text[paragraph.start:paragraph.start + mark.length]:
        flags.append("half_width")
    return Head(paragraph.start, title_end, reading.text[paragraph.start:paragraph.start + mark.length].strip(), title, kind,
                mark.style, mark.value, flags=flags)


def _wrapped(paragraph: Paragraph, following: Paragraph, contents: Contents, titled: bool) -> bool:
    """Whether a heading goes on in the next line: a number alone, or a title known only with that line."""
    if following.mark or following.table is not None or following.skip or len(following.text) > 40:
        return False
    if not titled:
        return not any(stop in following.text[:-1] for stop in "。；")
    if paragraph.text[-1] in "。：:；" or len(following.text) > 20 or following.text[-1] in "。；，：:":
        return False
    both = paragraph.text + following.text
    if paragraph.text[-1].isdigit() and following.text[0] == "年":
        return True
    alone, joined = key_of(paragraph.text), key_of(both)
    if (joined in contents.entries and alone not in contents.entries) or following.text in ("说明", "情况说明", "情况", "的说明"):
        return True
    assert paragraph.mark
    length = paragraph.mark.length
    named = load_rules("headings.toml")["plain-named"].pattern
    if paragraph.text[length:].lstrip().startswith("关于") and not named.search(paragraph.text) and named.search(following.text):
        return True
    if place := contents.place(following.text):
        return (place.style, place.value) == (paragraph.mark.style, paragraph.mark.value)
    if canonical(fold(following.text)):
        return False
    return canonical(paragraph.text[length:]) is None and canonical(fold(both[length:])) is not None


def _table_titles(reading: Reading, paragraphs: list[Paragraph], heads: dict[int, Head]) -> dict[int, Head]:
    """Index of the paragraph → heading, for each table that has a title of its own."""
    found: dict[int, Head] = {}
    last_title = ""
    for i, paragraph in enumerate(paragraphs):
        if paragraph.table is None or paragraph.table < 0:
            continue
        table = reading.tables[paragraph.table]
        title = _SPACE.sub("", table.title).lstrip("：:、.，")
        if len(title) < 4 or table.continues is not None or title == last_title or title[-1] in "。：:；，":
            continue
        last_title = title
        inside = _line_with(reading.text, paragraph.start, min(paragraph.end, paragraph.start + 300), title)
        if inside is not None:
            found[i] = _titled(reading, *inside)
            continue
        for j in range(i - 1, max(i - 8, -1), -1):
            above = paragraphs[j]
            if above.skip or j in found or above.table is not None:
                break
            if (span := _where(reading.text[above.start:above.end], title)) is not None:
                if j not in heads:
                    found[j] = _titled(reading, above.start + span[0], above.start + span[1])
                break
    return found


def _captions(reading: Reading, paragraphs: list[Paragraph], heads: dict[int, Head]) -> dict[int, Head]:
    """Titles of tables that were not understood, such as empty ones: `…表` directly above a line that states the unit."""
    found = {}
    for i, (paragraph, following) in enumerate(pairwise(paragraphs)):
        if following.table is None and following.text[0] in "单金" and UNIT.match(following.text) and i not in heads \
                and not paragraph.skip and paragraph.mark is None and 4 <= len(paragraph.text) <= LONGEST_ENTRY and _TABLE.search(paragraph.text):
            found[i] = _titled(reading, paragraph.start, paragraph.end)
    return found


def once(heads: list[Head]) -> list[Head]:
    """The headings without those that only repeat the one before: running titles of a table over several pages."""
    kept: list[Head] = []
    for head in heads:
        if not kept or head.kind == "R" or head.number != kept[-1].number or key_of(head.title) != key_of(kept[-1].title):
            kept.append(head)
    return kept


def _line_with(text: str, start: int, end: int, title: str) -> tuple[int, int] | None:
    """Where one of a table's first lines prints its title."""
    for line in text[start:end].split("\n")[:4]:
        if line and (span := _where(line, title)) is not None:
            return start + span[0], start + span[1]
        start += len(line) + 1
    return None


def _where(text: str, title: str) -> tuple[int, int] | None:
    """Span of a squeezed title in a line that says little else."""
    squeezed = _SPACE.sub("", text)
    at = squeezed.find(title)
    if at < 0 or len(squeezed) > len(title) + 24:
        return None
    places = [i for i, character in enumerate(text) if not character.isspace()]
    return _whole_year(text, places[at]), places[at + len(title) - 1] + 1


def _whole_year(text: str, at: int) -> int:
    """Where a title begins that lost digits of its year to the table's number: 表12026年 is 表1 and 2026年."""
    for lost in (1, 2, 3):
        if at >= lost and regex.match(r"20\d\d ?年", text[at - lost:at + 6]):
            return at - lost
    return at


def _titled(reading: Reading, start: int, end: int) -> Head:
    text = fold(reading.text[start:end])
    mark = read_mark(text)
    if mark and mark.length < len(text):
        return Head(start, end, reading.text[start:start + mark.length].strip(), reading.text[start + mark.length:end].strip(), "H",
                    mark.style, mark.value, table=True)
    return Head(start, end, "", reading.text[start:end], "H", table=True)
