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
    section = paths.at(link.start)
    page, bbox = place(reading, link.start, link.end)
    table = row = column = None
    if link.table is not None:
        table = reading.tables[link.table]
        row = table.rows[link.table_row] if link.table_row is not None else None
        column = table.columns[link.table_column] if link.table_column is not None else None
    return Fact(fact_id=index, source=link.source, text=plain(reading.text[link.start:link.end]), kind=link.kind, value=link.value,
                unit=link.unit, category=link.category, code=link.code, breakdown=link.breakdown, measure=link.measure,
                phase=link.phase, year=link.year, base_phase=link.base_phase, base_year=link.base_year, whole=link.whole,
                fund=link.fund, scope=link.scope, flags=link.flags, quote=quote(reading.text, link.start, link.end),
                reason=link.reason, section_id=None if section is None else section.section_id, section_path=paths.path(section),
                table=None if table is None else table.title, row_code=None if row is None else row.code,
                row_label=None if row is None else row.label, column_label=None if column is None else "/".join(column.path),
                page=page, bbox=bbox, char_start=link.start, char_end=link.end, method=methods.get(page, "text"),
                outcome=outcome, rule=link.rule)


def plain(text: str) -> str:
    return text.replace("\n", "")


def place(reading: Reading, start: int, end: int) -> tuple[int, Box | None]:
    """The page a span begins on, and the box around its pieces there."""
    boxes = reading.boxes_of(start, end)
    if not boxes:
        return reading.page_of(start), None
    page = boxes[0][0]
    here = [box for number, box in boxes if number == page]
    return page, (min(box[0] for box in here), min(box[1] for box in here), max(box[2] for box in here), max(box[3] for box in here))


def quote(text: str, start: int, end: int) -> str:
    """10 to 60 characters of the original around a span: its clause where that fits, without line breaks."""
    room = max(QUOTE - (end - start), 0)
    first, last = max(0, start - room * 2 // 3), min(len(text), end + room // 3)
    for mark in MARKS:
        cut = text.rfind(mark, first, start)
        if cut >= 0 and end - cut > 10:
            first = cut + 1
        cut = text.find(mark, end, last)
        if cut >= 0 and cut - first > 10:
            last = cut
    return plain(text[first:last]).replace("\t", " ").strip()[:QUOTE] or plain(text[start:end])[:QUOTE]
