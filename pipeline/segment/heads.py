"""Turns numbered paragraphs into headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.segment.contents import Contents, key_of
from pipeline.segment.lines import Paragraph
from pipeline.segment.marks import Mark, Style
from pipeline.segment.titles import canonical, cut_title


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
    """Index of the paragraph → its numbered heading; and the paragraphs taken up by another's."""
    heads: dict[int, Head] = {}
    swallowed: set[int] = set()
    for i, paragraph in enumerate(paragraphs):
        if paragraph.mark and not paragraph.skip and (head := _numbered(reading, paragraphs, i, contents, swallowed)):
            heads[i] = head
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
    if alone == key_of(following.text):
        return False
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


def once(heads: list[Head]) -> list[Head]:
    """The headings without those that only repeat the one before: running titles of a table over several pages."""
    kept: list[Head] = []
    for head in heads:
        if not kept or head.kind == "R" or head.number != kept[-1].number or key_of(head.title) != key_of(kept[-1].title):
            kept.append(head)
    return kept
