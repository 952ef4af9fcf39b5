"""The record: links become facts that can be read without the document, beside the document's own row."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.problems import Problem
from pipeline.reading import Box, Line, Reading
from pipeline.records import (
    Checks,
    Document,
    Fact,
    Link,
    Links,
    Mentions,
    Record,
    Section,
    Sections,
    Unlinked,
    section_at,
    section_paths,
)

QUOTE = 60
MARKS = "。；！？;\n\t"
CELLS = "\n\t"
"""The marks of a table without sentences."""
UNPLACED = Line(0, 0, 0)


def record(reading: Reading, sections: Sections, mentions: Mentions, links: Links, checks: Checks) -> Record:
    """What the document says: its row, sections, facts, checks and what could not be linked or read."""
    outcomes = checks.outcomes or ("unchecked",) * len(links.links)
    facts = tuple(Facts(reading, sections).all(links.links, outcomes))
    unlinked = tuple(left_over(reading, mentions, links))
    problems = (*reading.problems, *sections.problems, *mentions.problems, *links.problems, *checks.problems)
    return Record(document=document(reading, mentions, facts, unlinked, checks, problems), sections=sections.sections, facts=facts,
                  checks=checks.checks, presences=checks.presences, unlinked=unlinked, problems=problems)


def left_over(reading: Reading, mentions: Mentions, links: Links) -> Iterator[Unlinked]:
    """A row for each quantity that could not be tied, with what it says by itself."""
    amounts = {mention.start: mention for mention in mentions.amounts} if links.unlinked else {}
    for start, end, why in links.unlinked:
        amount = amounts.get(start)
        said = (amount.kind, amount.value, amount.unit) if amount else ("", None, None)
        yield Unlinked(plain(reading.text[start:end]), quote(reading.text, start, end), why, reading.page_of(start), start, end, *said)


def document(reading: Reading, mentions: Mentions, facts: tuple[Fact, ...], unlinked: tuple[Unlinked, ...], checks: Checks,
             problems: tuple[Problem, ...]) -> Document:
    """The document's own row; the job adds the manifest's columns."""
    return Document(document_id=reading.document_id, source=reading.source, media_type=reading.media_type, title=mentions.title,
                    body=mentions.body, region=mentions.region, region_code=mentions.region_code, year=mentions.year,
                    type=mentions.type, pages=len(reading.pages), characters=len(reading.text), tables=len(reading.tables),
                    facts=len(facts), unlinked=len(unlinked),
                    contradictions=sum(check.result == "fail" for check in checks.checks), problems=len(problems))


class Paths:
    """The section of an offset and its path of titles."""

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self.sections = sections
        self.starts = [section.start for section in sections]
        self.paths = section_paths(sections)
        self.since = self.until = 0
        """Where the section found last is the innermost: there `found` holds without another look."""
        self.found: tuple[int | None, str] = None, ""

    def at(self, offset: int) -> tuple[int | None, str]:
        """Id and path of the innermost section that holds the offset."""
        section = section_at(self.sections, self.starts, offset)
        i = bisect_right(self.starts, offset)
        self.since, self.until = offset, self.starts[i] if i < len(self.starts) else sys.maxsize
        if section is not None:
            self.until = min(self.until, section.end)
        self.found = (None, "") if section is None else (section.section_id, self.paths[section.section_id])
        return self.found


class Around(NamedTuple):
    """What the facts of one table share."""

    title: str
    codes: list[str | None]
    """Of each row, as its label."""
    labels: list[str]
    columns: list[str]
    marks: str
    """Those of MARKS that a quote from the table can meet: mostly tab and line feed alone."""


class Facts:
    """Makes the facts of one document."""

    def __init__(self, reading: Reading, sections: Sections) -> None:
        self.reading = reading
        self.paths = Paths(sections.sections)
        self.methods = {page.number: page.method for page in reading.pages}
        self.tables: dict[int, Around] = {}

    def all(self, links: tuple[Link, ...], outcomes: tuple[str, ...]) -> Iterator[Fact]:
        """One row of the facts table for each link; one loop, for a call for each of a table's cells takes as long as the row."""
        reading, paths, tables, methods, since, until = self.reading, self.paths, self.tables, self.methods, 0, 0
        text, spaced, lines, starts = reading.text, reading.text.replace("\t", " "), reading.lines, reading.line_starts
        for index, (link, outcome) in enumerate(zip(links, outcomes, strict=True)):
            start, end = link.start, link.end
            shown = text[start:end]
            if "\n" in shown:
                shown = plain(shown)
            section_id, path = paths.found if paths.since <= start < paths.until else paths.at(start)
            line = lines[bisect_right(starts, start) - 1] if starts else UNPLACED
            first, edges, box = line.start, line.edges, line.box
            bbox: Box | None
            if edges and box and first <= start < end <= line.end:  # as Reading.place_of would say
                page, bbox = line.page, (edges[start - first] / 10, box[1], edges[end - first] / 10, box[3])
            else:
                page, bbox = reading.place_of(start, end)
            title = code = label = column = None
            if link.table is not None and link.table_row is not None and link.table_column is not None:
                title, codes, labels, columns, marks = tables.get(link.table) or self.around(link.table)
                code, label, column = codes[link.table_row], labels[link.table_row], columns[link.table_column]
                if not since <= start < until:
                    since, until = text.rfind("\n", 0, start) + 1, text.find("\n", start)
                near = cell_quote(text, spaced, start, end, since, until) if marks == CELLS and end <= until else quote(text, start, end, marks)
            else:
                near = quote(text, start, end)
            # In the order of the fields: keywords take three times as long. In two tuples: Python builds those of more than
            # thirty members, and calls with as many arguments, by appending one after the other, which takes a quarter longer.
            most = (index, link.source, shown, link.kind, link.value, link.unit, link.category, link.code, link.breakdown, link.measure,
                    link.phase, link.year, link.base_phase, link.base_year, link.whole, link.fund, link.scope, link.flags, near, link.reason,
                    section_id, path, title, code, label, column, page, bbox, start, end)
            rest = methods.get(page, "text"), outcome, link.rule
            yield Fact(*(most + rest))

    def around(self, index: int) -> Around:
        table = self.reading.tables[index]
        near = self.reading.text[max(0, table.start - QUOTE):table.end + QUOTE]
        found = Around(table.title, [row.code for row in table.rows], [row.label for row in table.rows],
                       ["/".join(column.path) for column in table.columns], "".join(mark for mark in MARKS if mark in near))
        self.tables[index] = found
        return found


def plain(text: str) -> str:
    return text.replace("\n", "")


def quote(text: str, start: int, end: int, marks: str = MARKS) -> str:
    """10 to 60 characters of the original around a span: its clause where that fits, without line breaks."""
    room = QUOTE - end + start
    if room < 0:
        room = 0
    first, last = start - room * 2 // 3, end + room // 3
    if first < 0:
        first = 0
    near = text[first:last]
    for mark in marks:
        if mark not in near:  # most are not, and one look for both sides takes a third off all of this
            continue
        cut = text.rfind(mark, first, start)
        if cut >= 0 and end - cut > 10:
            first = cut + 1
        cut = text.find(mark, end, last)
        if cut - first > 10:
            last = cut
    found = text[first:last]
    if "\n" in found:
        found = found.replace("\n", "")
    if "\t" in found:
        found = found.replace("\t", " ")
    return found.strip()[:QUOTE] or plain(text[start:end])[:QUOTE]


def cell_quote(text: str, spaced: str, start: int, end: int, row: int, row_end: int) -> str:
    """`quote` of a cell of the printed row text[row:row_end], in whose table only CELLS are marks; in three quarters of its time.

    `spaced` is the text with spaces for tabs.
    """
    room = QUOTE - end + start
    if room < 0:
        room = 0
    first, last = start - room * 2 // 3, end + room // 3
    if first < 0:
        first = 0
    if row > first and end - row >= 10:
        first = row
    if row_end < last and row_end - first > 10:
        last = row_end
    if end - start >= 10 or text[start - 1] != "\t":  # a short cell's quote begins with the cells before it
        cut = text.rfind("\t", first, start)
        if cut >= 0 and end - cut > 10:
            first = cut + 1
    cut = end if text[end] == "\t" else text.find("\t", end, last)
    if cut - first > 10:
        last = cut
    found = spaced[first:last]
    if "\n" in found:
        found = found.replace("\n", "")
    return found.strip()[:QUOTE] or plain(text[start:end])[:QUOTE]
