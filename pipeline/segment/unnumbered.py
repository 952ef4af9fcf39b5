"""Finds headings without a number: those that the contents list, and short lines that evidently head a text."""

from __future__ import annotations

from functools import cache

import regex

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.segment.contents import Contents, key_of
from pipeline.segment.heads import Head
from pipeline.segment.layout import Layout
from pipeline.segment.lines import Paragraph
from pipeline.segment.marks import UNNUMBERED, Mark, style_named
from pipeline.segment.titles import canonical

SHORTEST_BODY = 40
"""Characters of the shortest paragraph that can be the text under an unnumbered heading."""
SHORTEST_KNOWN = 20
"""The same under a heading whose title is a canonical one."""
LONGEST_PLAIN = 32


@cache
def _rule(name: str) -> regex.Pattern[str]:
    return load_rules("headings.toml")[name].pattern


def split_pages(reading: Reading, paragraphs: list[Paragraph], contents: Contents) -> list[Paragraph]:
    """The paragraphs with a heading at the top of a page cut off the text before it, where the contents list it."""
    if not contents.listed:
        return paragraphs
    result = []
    for paragraph in paragraphs:
        if paragraph.breaks and paragraph.table is None and not paragraph.skip:
            for cut in _page_heads(reading, paragraph, contents):
                head = paragraph.text[:cut - paragraph.start].rstrip()
                result.append(Paragraph(paragraph.start, paragraph.start + len(head), head, paragraph.mark))
                paragraph = Paragraph(cut, paragraph.end, fold(paragraph.text[cut - paragraph.start:]))
        result.append(paragraph)
    return result


def _page_heads(reading: Reading, paragraph: Paragraph, contents: Contents) -> list[int]:
    """Offsets of the printed lines inside a paragraph that begin a page and that the contents list."""
    if reading.page_of(paragraph.start) == reading.page_of(paragraph.end - 1):
        return []
    found = []
    for at, end in zip(paragraph.breaks, (*paragraph.breaks[1:], len(paragraph.text)), strict=True):
        text, start = paragraph.text[at:end].strip(), paragraph.start + at
        if len(text) <= LONGEST_PLAIN and reading.page_of(start) != reading.page_of(start - 1) and \
                (contents.place(text) or key_of(text) in contents.listed):
            found.append(start)
    return found


class Unnumbered:
    """Looks for them from the last paragraph to the first, so that what follows a line is known already."""

    def __init__(self, reading: Reading, paragraphs: list[Paragraph], heads: dict[int, Head], contents: Contents) -> None:
        self.reading, self.paragraphs, self.heads, self.contents = reading, paragraphs, heads, contents
        self.layout = Layout(reading)

    def find(self, taken: set[int]) -> None:
        """Adds them to `heads`; paragraphs in `taken` are spoken for, and so is what says again what the heading above says."""
        first = next((i for i, paragraph in enumerate(self.paragraphs) if i in self.heads or _is_body(paragraph)), 0)
        for i in range(len(self.paragraphs) - 1, -1, -1):
            if i in self.heads or i in taken or not _is_short(self.paragraphs[i]):
                continue
            if self._said_above(i):
                taken.add(i)
                continue
            last = self._last_line(i, taken)
            if self._is_known(i) or (i > first and (last > i or self._is_evident(i))):
                for j in range(i + 1, last + 1):
                    self.heads.pop(j, None)
                self.heads[i] = self._head(i, last)

    def _head(self, first: int, last: int) -> Head:
        start, tail = self.paragraphs[first].start, self.paragraphs[last]
        end = tail.start + len(tail.text.rstrip("。：: "))
        title = self.reading.text[start:end].replace("\n", "")
        place = self.contents.place(title)
        if place is None and _rule("glossary").search(title.replace(" ", "")):
            place = Mark(style_named("cn"), UNNUMBERED, 0)
        return Head(start, end, "", title, "H", place=place)

    def _last_line(self, i: int, taken: set[int]) -> int:
        """Index of the paragraph in which a heading printed on two lines ends; `i` where it has one line."""
        if i + 1 >= len(self.paragraphs) or i + 1 in taken or not _is_short(self.paragraphs[i + 1], 1):
            return i
        first, second = self.paragraphs[i].text, self.paragraphs[i + 1].text
        if first[-1] in "。：:；" or second[-1] in "。；":
            return i
        key = key_of(first + second)
        if (key in self.contents.listed or key in self.contents.entries) and key_of(first) not in self.contents.listed:
            return i + 1
        torn = first.startswith("关于") and _rule("plain-named").search(second) and (second[0] in "及与和的" or not _rule("plain-named").search(first))
        if not torn and self._is_larger(i) and self._is_larger(i + 1) and second[0] not in "(（" and _looks_plain(first):
            torn = not _rule("plain-named").search(first) and _rule("plain-named").search(second)
        return i + 1 if torn and (self._has_text(i + 1) or self._is_over_list(i + 1)) else i

    def _is_known(self, i: int) -> bool:
        """Whether the contents list it, and something follows that it can head."""
        title = self.paragraphs[i].text.rstrip("：: ")
        if title[-1:] == "。" or title[:1] == "(" or "：" in title or (self.contents.place(title) is None and key_of(title) not in self.contents.listed):
            return False
        return i + 1 < len(self.paragraphs) and (i + 1 in self.heads or not self.paragraphs[i + 1].skip)

    def _is_evident(self, i: int) -> bool:
        if self._opens_list(i) or self._repeats(i) or self._opens_glossary(i):
            return True
        return self._has_text(i) and _looks_plain(self.paragraphs[i].text) and self._stands_alone(i) and not self._fills_line(i)

    def _fills_line(self, i: int) -> bool:
        """Whether a line was wrapped at the right edge of its page's text, and is no heading.

        A title in larger type may be as wide as the text.
        """
        return self.layout.fills(self.paragraphs[i].end - 1) and not self._is_larger(i)

    def _is_larger(self, i: int) -> bool:
        """Whether a line is set in larger type than the text below it, short lines left out."""
        text = next((other for other in self.paragraphs[i + 1:i + 4] if other.table is None and len(other.text) > LONGEST_PLAIN), None)
        return text is not None and self.layout.is_larger(self.paragraphs[i].end - 1, text.start)

    def _repeats(self, i: int) -> bool:
        """`指标完成情况。` directly before `1.指标完成情况。`."""
        head = self.heads.get(i + 1)
        return head is not None and head.style is not None and key_of(head.title) == key_of(self.paragraphs[i].text)

    def _said_above(self, i: int) -> bool:
        """`草 案 说 明` directly after `四、草案说明`: a divider page and the title over the text."""
        head = self.heads.get(i - 1)
        return head is not None and head.style is not None and key_of(head.title) == key_of(self.paragraphs[i].text)

    def _opens_list(self, i: int) -> bool:
        """Whether a line names what the numbered headings below it, from 一、 or （一） on, are about."""
        if not self._is_over_list(i) or (i and self.paragraphs[i - 1].mark):
            return False
        text = self.paragraphs[i].text
        return _looks_plain(text) and "，" not in text and bool(_rule("plain-named").search(text))

    def _is_over_list(self, i: int) -> bool:
        """Whether a heading numbered 一、 or （一） comes next."""
        head = self.heads.get(i + 1)
        return head is not None and head.style is not None and head.value == 1 and head.style.rank <= 30

    def _opens_glossary(self, i: int) -> bool:
        """Whether a line only says 名词解释, or the like, and the terms follow."""
        text = self.paragraphs[i].text.rstrip("：: ")
        if i + 1 >= len(self.paragraphs) or not _rule("glossary-line").search(text.replace(" ", "")):
            return False
        head = self.heads.get(i + 1)
        return (head is not None and head.value == 1) or bool(_rule("definition").match(fold(self.paragraphs[i + 1].text)))

    def _has_text(self, i: int) -> bool:
        """Whether what follows can be the text of an unnumbered heading."""
        if i + 1 >= len(self.paragraphs):
            return False
        head, following = self.heads.get(i + 1), self.paragraphs[i + 1]
        if head is not None:
            return not head.table and (head.style is None or (head.value == 1 and head.style.rank >= 40))
        if following.table is not None or following.skip or not _begins(following.text):
            return False
        known = len(following.text) >= SHORTEST_KNOWN and canonical(fold(self.paragraphs[i].text)) is not None
        return known or (len(following.text) >= SHORTEST_BODY and following.text[-1] in "。；：:！”）)")

    def _stands_alone(self, i: int) -> bool:
        """Whether what comes before is finished: a sentence, a heading, a table, another unnumbered heading."""
        if i == 0:
            return False
        before = self.paragraphs[i - 1]
        if _is_finished(before):
            return True
        return i > 1 and len(before.text) <= LONGEST_PLAIN and _looks_plain(before.text) and _is_finished(self.paragraphs[i - 2])


def _is_finished(paragraph: Paragraph) -> bool:
    return bool(paragraph.mark) or paragraph.table is not None or paragraph.skip or paragraph.text[-1] in "。；：:！？”）)"


def _is_short(paragraph: Paragraph, least: int = 4) -> bool:
    return not paragraph.skip and paragraph.mark is None and paragraph.table is None and least <= len(paragraph.text) <= LONGEST_PLAIN


def _is_body(paragraph: Paragraph) -> bool:
    return paragraph.table is None and not paragraph.skip and len(paragraph.text) >= SHORTEST_BODY and paragraph.text[-1] == "。"


def _looks_plain(text: str) -> bool:
    return bool(_rule("plain-colon").search(text)) if text[-1] in "：:" else not _rule("plain-no").search(text)


def _begins(text: str) -> bool:
    """Whether a paragraph can begin like this: not with a stop or inside a quotation."""
    quote = next((character for character in text if character in "“”"), "“")
    return text[0] not in "，。；：、”）)》,;:" and quote == "“"
