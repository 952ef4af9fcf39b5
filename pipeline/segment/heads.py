"""Turns numbered paragraphs into headings."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.segment.contents import Contents, key_of
from pipeline.segment.lines import Paragraph
from pipeline.segment.marks import Mark, Style
from pipeline.segment.titles import canonical, cut_title, is_amount

ENDINGS = ("情况说明", "情况的说明", "说明", "的说明", "情况")
_SCORE = regex.compile(r"\d ?分")
LONGEST_SENTENCE = 60
"""Characters of the longest sentence taken for a heading because text follows it."""
SHORTEST_TEXT = 40
"""Characters of the shortest paragraph that shows that a sentence above it is a heading."""


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
    _sentences(reading, paragraphs, heads)
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
    if (joined in contents.entries and alone not in contents.entries) or _ends_torn(paragraph.text, following.text):
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


def _ends_torn(text: str, following: str) -> bool:
    """Whether a title's usual ending was torn: …支出情 and 况说明."""
    return any(following == ending[at:] and text.endswith(ending[:at]) for ending in ENDINGS for at in range(len(ending) - 1))


def _sentences(reading: Reading, paragraphs: list[Paragraph], heads: dict[int, Head]) -> None:
    """Items that are one short sentence with text under each of them are headings: （一）强化统筹，增强保障能力。"""
    order = [i for i in sorted(heads) if heads[i].style is not None]
    short = {i for i in order if _heads_text(paragraphs, i)}
    for at, i in enumerate(order):
        head, mark = heads[i], paragraphs[i].mark
        if head.kind != "R" or i not in short or mark is None:
            continue
        near = (_sibling(heads, order, at, step) for step in (-1, 1))
        if any(other in short for other in near):
            head.kind, head.end = "H", paragraphs[i].start + len(paragraphs[i].text) - 1
            head.title = reading.text[paragraphs[i].start + mark.length:head.end].strip()


def _heads_text(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether a numbered line is at most one short sentence, and a paragraph of text follows."""
    if i + 1 >= len(paragraphs) or len(paragraphs[i].text) > LONGEST_SENTENCE or is_amount(paragraphs[i].text) or _SCORE.search(paragraphs[i].text):
        return False
    following = paragraphs[i + 1]
    return not any(stop in paragraphs[i].text[:-1] for stop in "。；：！？") and paragraphs[i].text[-1] != "；" \
        and following.mark is None and following.table is None and not following.skip and len(following.text) >= SHORTEST_TEXT


def _sibling(heads: dict[int, Head], order: list[int], at: int, step: int) -> int | None:
    """The nearest heading of the same style before or after, nothing higher between them."""
    rank = heads[order[at]].style.rank  # type: ignore[union-attr]
    while 0 <= (at := at + step) < len(order):
        other = heads[order[at]].style
        assert other is not None
        if other.rank <= rank:
            return order[at] if other.rank == rank else None
    return None


def once(heads: list[Head]) -> list[Head]:
    """The headings without those that only repeat the one before: running titles of a table over several pages."""
    kept: list[Head] = []
    for head in heads:
        if not kept or head.kind == "R" or head.number != kept[-1].number or key_of(head.title) != key_of(kept[-1].title):
            kept.append(head)
    return kept
