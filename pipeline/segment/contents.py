"""Finds what is no body text: tables of contents and the cover before them; keeps what they list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import regex

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.segment.blocks import LONGEST_ENTRY, attachments, bare_blocks
from pipeline.segment.lines import Paragraph
from pipeline.segment.marks import Mark, read_mark
from pipeline.segment.titles import canonical, edit_distance, letters

LONGEST_NAMED = 36
"""Characters of the longest entry that is looked up among the canonical titles: two that were run together are none."""
COVER = 400
"""Characters of the longest cover page."""
_SQUEEZE = re.compile(r"[\s“”\"'‘’《》〈〉.·•⋯…‧∙。：:;；、,，_\-]+")
_LED = frozenset("0123456789)）.·•⋯…‧∙-—")
_DIGITS = regex.compile(r"\d+")
_PAGE_NUMBER = regex.compile(r"[( ]? ?\d{1,4} ?\)?$|PAGEREF.*$")


@dataclass(slots=True)
class Contents:
    entries: dict[str, Mark] = field(default_factory=dict)
    """Key of each entry of the table of contents → its number."""
    names: dict[str, Mark] = field(default_factory=dict)
    """Canonical name of each entry that has one → its number."""
    listed: set[str] = field(default_factory=set)
    """Keys of the entries without a number, and of each two lines that may be one."""
    skipped: list[tuple[int, int]] = field(default_factory=list)
    resets: set[int] = field(default_factory=set)
    """Indices of paragraphs that open an annex: numbering begins anew there."""
    open: list[Mark] = field(default_factory=list)
    """Entries that the next one can stand under, from the outermost."""

    def entered(self, mark: Mark) -> Mark:
        """The number of an entry together with that of the entry it stands under."""
        while self.open and self.open[-1].style.rank >= mark.style.rank:
            self.open.pop()
        placed = replace(mark, under=self.open[-1] if self.open else None)
        self.open.append(placed)
        return placed

    def place(self, title: str) -> Mark | None:
        """The number of the entry that lists a heading, by its words, its canonical name, or but for a slip or two."""
        key = key_of(title)
        if key in self.entries:
            return self.entries[key]
        if name := canonical(fold(title)):
            return self.names.get(name)
        if len(key) < 8 or not self.entries:
            return None
        bits, digits = letters(key), _DIGITS.findall(key)
        return next((mark for entry, mark in self.entries.items() if abs(len(entry) - len(key)) <= 2 and (letters(entry) ^ bits).bit_count() <= 4
                     and _DIGITS.findall(entry) == digits and edit_distance(entry, key) <= 2), None)


def key_of(title: str) -> str:
    """A title without its number, white space, marks and a page number, for telling whether it comes again."""
    folded = fold(title)
    mark = read_mark(folded)
    return _SQUEEZE.sub("", folded[mark.length if mark else 0:])


def find_contents(reading: Reading, paragraphs: list[Paragraph]) -> Contents:
    """Marks the paragraphs that are no body text with `skip` and says what the contents list."""
    found = Contents()
    attachments(paragraphs, found.resets)
    name = load_rules("headings.toml")["contents"].pattern
    opened = False
    i = 0
    while i < len(paragraphs):
        text = paragraphs[i].text
        if text[0] in "目0" and len(text) <= 12 and not paragraphs[i].skip and name.search(fold(text)):
            end = _contents_end(reading, paragraphs, i)
            if end > i + 1:
                _skip(paragraphs, i, end, found)
                if not opened and i and paragraphs[i - 1].end <= COVER and all(p.table is None for p in paragraphs[:i]):
                    for paragraph in paragraphs[:i]:
                        paragraph.skip, paragraph.mark = True, None
                    found.skipped.append((paragraphs[0].start, paragraphs[i - 1].end))
                opened = True
                i = end
                continue
        i += 1
    _leaders(paragraphs, found)
    for first, last in bare_blocks(reading, paragraphs):
        _skip(paragraphs, first, last, found)
    found.skipped = _merged(found.skipped)
    return found


def _skip(paragraphs: list[Paragraph], first: int, last: int, found: Contents) -> None:
    leader = load_rules("headings.toml")["leader"].pattern
    before = ""
    for paragraph in paragraphs[first:last]:
        paragraph.skip = True
        title = _unpaged(leader.sub("", fold(paragraph.text)))
        key = key_of(title)
        found.listed |= {key, before + key}
        before = key
        if paragraph.mark:
            mark = found.entered(paragraph.mark)
            found.entries.setdefault(key, mark)
            if len(title) <= LONGEST_NAMED and (name := canonical(title[mark.length:].strip())):
                found.names.setdefault(name, mark)
            paragraph.mark = None
    if last > first:
        found.skipped.append((paragraphs[first].start, paragraphs[last - 1].end))


def _contents_end(reading: Reading, paragraphs: list[Paragraph], opened: int) -> int:
    """Index after the last entry of the contents that `opened` begins.

    They end where their first entry comes again, where its kind of number begins anew, or at the first
    paragraph that is no entry; a new page may go on with them only by a numbered or a led entry.
    """
    leader = load_rules("headings.toml")["leader"].pattern
    first = key = None
    end = loose = page = 0
    for i in range(opened + 1, len(paragraphs)):
        paragraph = paragraphs[i]
        led = bool(leader.search(paragraph.text))
        numbered = paragraph.mark is not None or paragraph.text[0] in "表附"
        here = reading.page_of(paragraph.start)
        if key is None:
            first, key, page = paragraph.mark, key_of(_unpaged(paragraph.text)), here
        elif not led and (key == key_of(paragraph.text) or _again(first, paragraph.mark)):
            return i
        turned, page = here != page and not (end and _carries_on(paragraphs, i)), here
        if paragraph.table is not None or (not led and (
                len(paragraph.text) > LONGEST_ENTRY or ((paragraph.text[-1] in "。；" or turned) and not numbered))):
            break
        loose = i + 1
        if led or numbered:
            end = i + 1
    return end or loose


def _carries_on(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether a line without a number at the top of a page is the rest of an entry: the next one's number follows on."""
    before = next((paragraphs[j].mark for j in range(i - 1, -1, -1) if paragraphs[j].mark), None)
    after = paragraphs[i + 1].mark if i + 1 < len(paragraphs) else None
    return bool(before and after and after.style == before.style and after.value == before.value + 1
                and len(paragraphs[i + 1].text) <= LONGEST_ENTRY and paragraphs[i + 1].text[-1] not in "。；")


def _unpaged(text: str) -> str:
    return _PAGE_NUMBER.sub("", text.rstrip(" .·…⋯"))


def _again(first: Mark | None, mark: Mark | None) -> bool:
    """Whether the kind of number that opens the contents starts again at its first value."""
    return bool(first and mark and first.style == mark.style and first.value == mark.value and mark.style.rank <= 20)


def _leaders(paragraphs: list[Paragraph], found: Contents) -> None:
    """Lines with dot leaders or Word's field residue are entries wherever they stand."""
    leader = load_rules("headings.toml")["leader"].pattern
    for i, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if paragraph.skip or len(text) > 160 or paragraph.table is not None or not (text[-1] in _LED or "PAGEREF" in text):
            continue
        if leader.search(text) and (paragraph.mark or len(leader.sub("", text)) > 4):
            _skip(paragraphs, i, i + 1, found)
    _between(paragraphs, found)


def _between(paragraphs: list[Paragraph], found: Contents) -> None:
    """Entries without a leader over entries with one: the parts' names in a table of contents."""
    above = [i for i in range(len(paragraphs) - 1) if paragraphs[i].mark and not paragraphs[i].skip and paragraphs[i + 1].skip
             and len(paragraphs[i].text) <= LONGEST_ENTRY and paragraphs[i].text[-1] not in "。；："]
    inner = [i for i in above if i and paragraphs[i - 1].skip]
    following = {(mark.style, mark.value) for i in inner if (mark := paragraphs[i].mark)}
    for i in above:
        mark = paragraphs[i].mark
        if mark and (i in inner or (mark.style, mark.value + 1) in following):
            _skip(paragraphs, i, i + 1, found)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 3:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
