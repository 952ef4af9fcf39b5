"""Finds what is no body text: tables of contents, the cover before them, lists of attachments."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from pipeline.patterns import load_rules
from pipeline.reading import Reading, fold
from pipeline.segment.lines import Paragraph
from pipeline.segment.marks import Mark, read_mark
from pipeline.segment.titles import canonical, edit_distance

LONGEST_ENTRY = 90
"""Characters of the longest entry of a table of contents."""
GLUED = 400
"""The same where the entries were run together."""
COVER = 400
"""Characters of the longest cover page."""
_SQUEEZE = regex.compile(r"[\s“”\"'‘’《》〈〉.·•⋯…‧∙。：:;；、,，_\-]+")
_UNIT = regex.compile(r"(?:金额)?单位 ?[:：]")
_YEAR = regex.compile(r"^\d{1,4}年度?")
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


    def place(self, title: str) -> Mark | None:
        """The number of the entry that lists a heading, by its words, its canonical name, or but for a slip or two."""
        key = key_of(title)
        if key in self.entries:
            return self.entries[key]
        if name := canonical(fold(title)):
            return self.names.get(name)
        digits = _DIGITS.findall(key)
        return next((mark for entry, mark in self.entries.items() if abs(len(entry) - len(key)) <= 2 and len(key) >= 8
                     and len(set(entry) ^ set(key)) <= 4 and _DIGITS.findall(entry) == digits and edit_distance(entry, key) <= 2), None)


def key_of(title: str) -> str:
    """A title without its number, white space, marks and a page number, for telling whether it comes again."""
    folded = fold(title)
    mark = read_mark(folded)
    return _SQUEEZE.sub("", folded[mark.length if mark else 0:])


def find_contents(reading: Reading, paragraphs: list[Paragraph]) -> Contents:
    """Marks the paragraphs that are no body text with `skip` and says what the contents list."""
    found = Contents()
    _attachments(paragraphs, found)
    rules = load_rules("headings.toml")
    opened = False
    i = 0
    while i < len(paragraphs):
        text = paragraphs[i].text
        if not paragraphs[i].skip and len(text) <= 12 and rules["contents"].pattern.search(fold(text)):
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
    _bare(reading, paragraphs, found)
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
            found.entries.setdefault(key, paragraph.mark)
            if name := canonical(title[paragraph.mark.length:].strip()):
                found.names.setdefault(name, paragraph.mark)
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
        if not paragraph.skip and paragraph.table is None and len(paragraph.text) <= 160 and leader.search(paragraph.text):
            text = leader.sub("", paragraph.text)
            if paragraph.mark or len(text) > 4:
                _skip(paragraphs, i, i + 1, found)


def _bare(reading: Reading, paragraphs: list[Paragraph], found: Contents) -> None:
    """A block of bare numbered lines that come again later, as headings or table titles, is a table of contents."""
    last: dict[str, int] = {_yearless(table.title): len(paragraphs) for table in reading.tables if table.continues is None}
    keys = {}
    for i, paragraph in enumerate(paragraphs):
        if paragraph.table is None and not paragraph.skip and len(paragraph.text) <= LONGEST_ENTRY:
            keys[i] = key = _yearless(paragraph.text)
            last[key] = max(i, last.get(key, 0))
    again = [paragraph.table is None and not paragraph.skip and len(paragraph.text) <= LONGEST_ENTRY
             and last.get(keys[i], 0) > i for i, paragraph in enumerate(paragraphs)]
    i = 0
    while i < len(paragraphs):
        end = j = i
        while j < len(paragraphs) and j < end + 3 and _bare_line(paragraphs, j):
            j += 1
            if paragraphs[j - 1].mark or again[j - 1]:
                end = j
        if end - i >= 3:
            _skip_block(paragraphs, i, end, again[i:end], found)
        i = max(end, i + 1)


def _yearless(title: str) -> str:
    """A title's key without the year it begins with: its number may have eaten digits of it."""
    return _YEAR.sub("", key_of(title))


def _bare_line(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether a paragraph can be an entry: short and open, and no table or unit line comes next."""
    text = paragraphs[i].text
    if paragraphs[i].table is not None or paragraphs[i].skip or text[-1] in "。；：" or _UNIT.match(text):
        return False
    if i + 1 < len(paragraphs) and (paragraphs[i + 1].table is not None or _UNIT.match(paragraphs[i + 1].text)):
        return False
    return len(text) <= LONGEST_ENTRY or (len(text) <= GLUED and "。" not in text and "，" not in text)


def _skip_block(paragraphs: list[Paragraph], first: int, end: int, again: list[bool], found: Contents) -> None:
    """Skips the part of a run of bare entries from the first to the last that comes again, if most in it do."""
    if True not in again:
        return
    start, stop = again.index(True), len(again) - again[::-1].index(True)
    marks = [paragraph.mark for paragraph in paragraphs[first + start:first + stop] if paragraph.mark]
    if len(marks) < 3 or 2 * sum(again) < stop - start:
        return
    styles = {mark.style for mark in marks}
    while start and (mark := paragraphs[first + start - 1].mark) and mark.style in styles:
        start -= 1
    last = marks[-1]
    while first + stop < end and (mark := paragraphs[first + stop].mark) and mark.style == last.style and mark.value == last.value + 1:
        last, stop = mark, stop + 1
    _skip(paragraphs, first + start, first + stop, found)


def _attachments(paragraphs: list[Paragraph], found: Contents) -> None:
    """Attachment lines and the items of a note lose their numbers; a line that only names an annex begins new numbering."""
    rules = load_rules("headings.toml")
    opener, note, file = rules["attachment"].pattern, rules["note"].pattern, rules["file"].pattern
    expected, noted = 0, False
    for i, paragraph in enumerate(paragraphs):
        if paragraph.table is not None:
            expected = 0
            continue
        text = paragraph.text
        if text[0] == "附" and (match := opener.match(fold(text[:40]))):
            rest = read_mark(fold(text[match.end():]).lstrip())
            number, noted = match["n"], False
            expected = rest.value + 1 if rest else int(number) + 1 if number.isdigit() else 1
            found.resets.add(i)
        elif text[0] in "注备说填编" and (match := note.match(text)):
            rest = read_mark(fold(text[match.end():]).lstrip())
            expected, noted = rest.value + 1 if rest else 1, True
        elif expected and paragraph.mark and paragraph.mark.value == expected and paragraph.mark.style.rank >= 40 and (noted or text[-1] not in "。；"):
            paragraph.mark, paragraph.skip = None, not noted
            expected += 1
        else:
            expected = 0
        if paragraph.mark and len(text) < 90 and file.search(text):
            paragraph.mark, paragraph.skip = None, True


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 3:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
