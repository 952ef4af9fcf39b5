"""Turns paragraphs into headings: numbered ones, table titles, and evident unnumbered ones."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.segment.contents import Contents, key_of
from pipeline.segment.lines import Paragraph
from pipeline.segment.marks import Mark, Style, read_mark, style_named
from pipeline.segment.titles import canonical, cut_title

SHORTEST_BODY = 40
"""Characters of the shortest paragraph that can be the text under an unnumbered heading."""
LONGEST_PLAIN = 32
_SPACE = regex.compile(r"\s+")


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


def find_heads(reading: Reading, paragraphs: list[Paragraph], contents: Contents) -> list[Head]:
    """All headings in the order of the text."""
    heads: dict[int, Head] = {}
    swallowed: set[int] = set()
    for i, paragraph in enumerate(paragraphs):
        if paragraph.mark and not paragraph.skip and (head := _numbered(reading, paragraphs, i, contents, swallowed)):
            heads[i] = head
    titles = _table_titles(reading, paragraphs, heads)
    first = next((i for i, paragraph in enumerate(paragraphs) if i in heads or _is_body(paragraph)), 0)
    for i in range(len(paragraphs) - 1, -1, -1):
        if i not in heads and i not in swallowed and i not in titles and (head := _plain(reading, paragraphs, i, heads, contents, i > first)):
            heads[i] = head
    heads.update({i: head for i, head in titles.items() if i not in heads})
    ordered = [heads[i] for i in sorted(heads)]
    for i in sorted(heads):
        heads[i].bare = i + 1 in heads
    return ordered


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
    alone, joined = key_of(paragraph.text), key_of(both)
    if (joined in contents.entries and alone not in contents.entries) or following.text in ("说明", "情况说明", "情况", "的说明"):
        return True
    assert paragraph.mark
    length = paragraph.mark.length
    return canonical(paragraph.text[length:]) is None and canonical(fold(both[length:])) is not None


def _table_titles(reading: Reading, paragraphs: list[Paragraph], heads: dict[int, Head]) -> dict[int, Head]:
    """Index of the paragraph → heading, for each table that has a title of its own."""
    found: dict[int, Head] = {}
    at = 0
    last_title = ""
    for table in reading.tables:
        while at < len(paragraphs) and paragraphs[at].start < table.start:
            at += 1
        title = _SPACE.sub("", table.title).lstrip("：:、.，")
        if len(title) < 4 or table.continues is not None or title == last_title or title[-1] in "。：:；，":
            continue
        last_title = title
        for i in range(min(at + 3, len(paragraphs)) - 1, max(at - 10, -1), -1):
            paragraph = paragraphs[i]
            if paragraph.skip or i in found or paragraph.start >= table.end:
                continue
            if (span := _where(reading.text[paragraph.start:paragraph.end], title)) is not None:
                if i not in heads:
                    found[i] = _titled(reading, paragraph.start + span[0], paragraph.start + span[1])
                break
    return found


def _where(text: str, title: str) -> tuple[int, int] | None:
    """Span of a squeezed title in a line that says little else."""
    squeezed = _SPACE.sub("", text)
    at = squeezed.find(title)
    if at < 0 or len(squeezed) > len(title) + 24:
        return None
    places = [i for i, character in enumerate(text) if not character.isspace()]
    return places[at], places[at + len(title) - 1] + 1


def _titled(reading: Reading, start: int, end: int) -> Head:
    text = fold(reading.text[start:end])
    mark = read_mark(text)
    if mark and mark.length < len(text):
        return Head(start, end, reading.text[start:start + mark.length].strip(), reading.text[start + mark.length:end].strip(), "H",
                    mark.style, mark.value, table=True)
    return Head(start, end, "", reading.text[start:end], "H", table=True)


def _plain(reading: Reading, paragraphs: list[Paragraph], i: int, heads: dict[int, Head], contents: Contents, inside: bool) -> Head | None:
    """The unnumbered heading that a paragraph is, if it evidently is one; later paragraphs are decided already."""
    paragraph = paragraphs[i]
    if paragraph.skip or paragraph.mark or paragraph.table is not None or not 4 <= len(paragraph.text) <= LONGEST_PLAIN:
        return None
    title = paragraph.text.rstrip("。：: ")
    place = contents.place(title)
    glossary = load_rules("headings.toml")["glossary"].pattern
    if place is None and not (inside and (_opens_list(paragraphs, i, heads) or (_opens_text(paragraphs, i, heads) and _stands_alone(paragraphs, i)))):
        return None
    if place is not None and (not _follows(paragraphs, i, heads) or paragraph.text[-1] == "。"):
        return None
    end = paragraph.start + len(title)
    if place is None and glossary.search(title):
        place = Mark(style_named("cn"), 0, 0)
    return Head(paragraph.start, end, "", reading.text[paragraph.start:end], "H", place=place)


def _is_body(paragraph: Paragraph) -> bool:
    return paragraph.table is None and not paragraph.skip and len(paragraph.text) >= SHORTEST_BODY and paragraph.text[-1] == "。"


def _looks_plain(text: str) -> bool:
    rules = load_rules("headings.toml")
    if text[-1] in "：:":
        return bool(rules["plain-colon"].pattern.search(text))
    return not rules["plain-no"].pattern.search(text)


def _opens_list(paragraphs: list[Paragraph], i: int, heads: dict[int, Head]) -> bool:
    """Whether a line names what the numbered headings below it, from 一、 or （一） on, are about."""
    following = heads.get(i + 1)
    if following is None or following.style is None or following.value != 1 or following.style.rank > 30 or (i and paragraphs[i - 1].mark):
        return False
    text = paragraphs[i].text
    return _looks_plain(text) and "，" not in text and bool(load_rules("headings.toml")["plain-named"].pattern.search(text))


def _opens_text(paragraphs: list[Paragraph], i: int, heads: dict[int, Head]) -> bool:
    """Whether what follows can be the text of an unnumbered heading."""
    if i + 1 >= len(paragraphs):
        return False
    text, following = paragraphs[i].text, paragraphs[i + 1]
    if i + 1 in heads:
        head = heads[i + 1]
        if head.style and key_of(head.title) == key_of(text):
            return True
        if not _looks_plain(text) or head.table:
            return False
        named = load_rules("headings.toml")["plain-named"].pattern.search(text)
        return head.style is None or (head.value == 1 and bool(head.style.rank >= 40 or named))
    if following.table is not None or following.skip or not _looks_plain(text):
        return False
    return (len(following.text) >= SHORTEST_BODY and following.text[-1] in "。；：:！”）)") or (bool(canonical(fold(text))) and len(following.text) >= 20)


def _stands_alone(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether what comes before is finished: a sentence, a heading, a table."""
    if i == 0:
        return False
    before = paragraphs[i - 1]
    if before.mark or before.table is not None or before.skip or before.text[-1] in "。；：:！？”）)":
        return True
    return i > 1 and len(before.text) <= LONGEST_PLAIN and _looks_plain(before.text) and paragraphs[i - 2].text[-1] in "。；！？”"


def _follows(paragraphs: list[Paragraph], i: int, heads: dict[int, Head]) -> bool:
    return i + 1 < len(paragraphs) and (i + 1 in heads or not paragraphs[i + 1].skip)
