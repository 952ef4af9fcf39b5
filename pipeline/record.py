"""The record: links become facts that can be read without the document, beside the document's own row."""

from __future__ import annotations

from pipeline.problems import Problem
from pipeline.reading import Box, Reading
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
)

QUOTE = 60
MARKS = "。；！？;\n\t"


def record(reading: Reading, sections: Sections, mentions: Mentions, links: Links, checks: Checks) -> Record:
    """What the document says: its row, sections, facts, checks and what could not be linked or read."""
    paths = Paths(sections.sections)
    methods = {page.number: page.method for page in reading.pages}
    outcomes = checks.outcomes
    facts = tuple(fact(reading, paths, methods, index, link, outcomes[index] if index < len(outcomes) else "unchecked")
                  for index, link in enumerate(links.links))
    unlinked = tuple(Unlinked(text=plain(reading.text[start:end]), quote=quote(reading.text, start, end), why=why,
                              page=reading.page_of(start), char_start=start, char_end=end)
                     for start, end, why in links.unlinked)
    problems = (*reading.problems, *sections.problems, *mentions.problems, *links.problems, *checks.problems)
    return Record(document=document(reading, mentions, facts, unlinked, checks, problems), sections=sections.sections, facts=facts,
                  checks=checks.checks, presences=checks.presences, unlinked=unlinked, problems=problems)


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
        self.paths: dict[int, str] = {}

    def at(self, offset: int) -> Section | None:
        """The innermost section that holds the offset."""
        return section_at(self.sections, self.starts, offset)

    def path(self, section: Section | None) -> str:
        """Titles from the outermost heading inwards, joined with ` / `."""
        if section is None:
            return ""
        if section.section_id not in self.paths:
            above = "" if section.parent_id is None else self.path(self.sections[section.parent_id])
            self.paths[section.section_id] = f"{above} / {section.title}" if above else section.title
        return self.paths[section.section_id]


def fact(reading: Reading, paths: Paths, methods: dict[int, str], index: int, link: Link, outcome: str) -> Fact:
    """One row of the facts table."""
    text, start, end = reading.text, link.start, link.end
    section = paths.at(start)
    page, bbox = place(reading, start, end)
    table = row = column = None
    if link.table is not None:
        table = reading.tables[link.table]
        row = table.rows[link.table_row] if link.table_row is not None else None
        column = table.columns[link.table_column] if link.table_column is not None else None
    return Fact(  # in the order of the fields: keywords take three times as long, and most of the stage is this line
        index, link.source, plain(text[start:end]), link.kind, link.value, link.unit,
        link.category, link.code, link.breakdown, link.measure, link.phase, link.year, link.base_phase, link.base_year,
        link.whole, link.fund, link.scope, link.flags, quote(text, start, end), link.reason,
        None if section is None else section.section_id, paths.path(section),
        None if table is None else table.title, None if row is None else row.code, None if row is None else row.label,
        None if column is None else "/".join(column.path), page, bbox, start, end, methods.get(page, "text"), outcome, link.rule)


def plain(text: str) -> str:
    return text.replace("\n", "") if "\n" in text else text


def place(reading: Reading, start: int, end: int) -> tuple[int, Box | None]:
    """The page a span begins on, and the box around its pieces there."""
    boxes = reading.boxes_of(start, end)
    if not boxes:
        return reading.page_of(start), None
    page, box = boxes[0]
    for number, other in boxes[1:]:
        if number == page:
            box = (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
    return page, box


def quote(text: str, start: int, end: int) -> str:
    """10 to 60 characters of the original around a span: its clause where that fits, without line breaks."""
    room = max(QUOTE - (end - start), 0)
    floor, last = max(0, start - room * 2 // 3), min(len(text), end + room // 3)
    before, after, first = text[floor:start], text[end:last], floor
    for mark in MARKS:  # `in` first: most marks are absent, and asking costs a fifth of finding
        if mark in before and end - (cut := floor + before.rindex(mark)) > 10:
            first = max(first, cut + 1)
        if mark in after and (cut := end + after.index(mark)) - first > 10:
            last = min(last, cut)
    return plain(text[first:last]).replace("\t", " ").strip()[:QUOTE] or plain(text[start:end])[:QUOTE]
