"""Tables: the columns of what is exported and loaded, and a record's rows in them; one definition for all formats."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from pipeline.records import Record, section_paths

Row = tuple[Any, ...]


class Column(NamedTuple):
    name: str
    type: str
    """text | integer | decimal | list (of texts) | ids (list of integers) | box (four numbers) | object."""
    about: str


def _columns(text: str) -> tuple[Column, ...]:
    return tuple(Column(*line.strip().split(" ", 2)) for line in text.strip().splitlines())


TABLES: dict[str, tuple[Column, ...]] = {
    "documents": _columns("""
        document_id text sha-256 of the document's bytes
        source text path as given; archive!/member for a member of an archive
        media_type text what the content is, whatever its name says
        title text title as printed
        body text issuing body as the document names it
        region text region as written
        region_code text GB/T 2260 code of the region
        year integer fiscal year
        type text kind of document: 部门决算, 单位预算 …
        pages integer number of pages; 0 where the medium has none
        characters integer characters of the text
        tables integer number of tables
        facts integer number of facts
        unlinked integer number of quantities that could not be tied to a category
        contradictions integer number of failed checks
        problems integer number of problems
        manifest object the manifest's columns for this document"""),
    "sections": _columns("""
        document_id text the document
        section_id integer position in reading order, from 0
        parent_id integer the section it lies in
        level integer 1 第X部分, 2 一、, 3 （一）, 4 1., 5 （1）, 6 ①
        number text as written; empty for an unnumbered heading
        title text as written
        canonical text the same title across layouts
        kind text H: a heading on its own line; R: a numbered item whose text runs on
        path text the titles from the outermost section to this one
        char_start integer offset of its first character in the text
        char_end integer offset after its last character, parts included
        page integer page of the heading
        flags list remarks"""),
    "facts": _columns("""
        document_id text the document
        fact_id integer number within the document
        source text text or table
        text text the quantity as printed, unit included
        kind text money, percent, percentage_point or count
        value decimal yuan, percent, percentage points or pieces; changes are signed
        unit text unit as written
        category text what the quantity is about, canonical name
        code text classification code, where beyond doubt
        breakdown text second category that crosses the first
        measure text level, change, growth, share, completion, none or other
        phase text approved, adjusted or executed
        year integer fiscal year
        base_phase text phase that a change, growth or completion is compared with
        base_year integer year that it is compared with
        whole text for a share: the whole
        fund text budget that the figure is limited to
        scope text 全市, 市本级 …; for governments
        flags list double_negative, unit_missing, approximate …
        quote text 10 to 60 characters of the original around it
        reason text the stated reason
        section_id integer the section it stands in
        section_path text the titles of the sections around it, from the outermost; as in sections.path
        table text title of its table
        row_code text classification code of the row as printed
        row_label text label of the row as printed
        column_label text header path of the column
        page integer page it is printed on
        bbox box x0, top, x1, bottom in points from the page's upper left
        char_start integer offset of its first character in the text
        char_end integer offset after its last character
        method text text or ocr
        outcome text supported, contradicted or unchecked by the document's own arithmetic
        rule text the rule that found it"""),
    "checks": _columns("""
        document_id text the document
        check_id integer number within the document
        identity text the identity tried
        result text pass, rounding, fail, not_applicable or insufficient_data
        expected decimal what the other figures give
        found decimal what is printed
        difference decimal found less expected
        tolerance decimal what the written precision allows
        fact_ids ids the facts on both sides
        message text in Chinese
        message_en text in English
        suggestion text the likely slip; changes no fact"""),
    "presences": _columns("""
        document_id text the document
        item text a part or table that this kind of document must publish
        state text present, declared_empty, folded or missing
        page integer where
        char_start integer where
        char_end integer where
        note text the publisher's sentence"""),
    "unlinked": _columns("""
        document_id text the document
        text text the quantity as printed
        kind text money, percent, percentage_point or count
        value decimal yuan, percent, percentage points or pieces; as printed, without the sign of the words
        unit text unit as written
        quote text the original around it
        why text why it could not be tied to a category
        page integer where
        char_start integer where
        char_end integer where"""),
    "problems": _columns("""
        document_id text the document; empty where the source could not be read at all
        source text path as given
        kind text kind of problem
        stage text the stage that met it
        page integer page; 0 where none
        char_start integer offset, where known
        message text what, where, and what to do next"""),
}
_OWN = {name: tuple(column.name for column in columns) for name, columns in TABLES.items()}
_FACT = attrgetter(*_OWN["facts"][1:])
document_row = attrgetter(*_OWN["documents"])
"""A Document → its row of the table `documents`."""


def rows(record: Record) -> Iterator[tuple[str, Row]]:
    """(table, row) of everything a record says; the order of a row is that of TABLES."""
    document = record.document.document_id
    yield "documents", document_row(record.document)
    paths = section_paths(record.sections)
    for s in record.sections:
        yield "sections", (document, s.section_id, s.parent_id, s.level, s.number, s.title, s.canonical, s.kind,
                           paths[s.section_id], s.start, s.end, s.page, s.flags)
    for fact in record.facts:
        yield "facts", (document, *_FACT(fact))
    for c in record.checks:
        yield "checks", (document, c.check_id, c.identity, c.result, c.expected, c.found, c.difference, c.tolerance,
                         c.links, c.message, c.message_en, c.suggestion)
    for p in record.presences:
        yield "presences", (document, p.item, p.state, p.page, p.start, p.end, p.note)
    for u in record.unlinked:
        yield "unlinked", (document, u.text, u.kind, u.value, u.unit, u.quote, u.why, u.page, u.char_start, u.char_end)
    for problem in record.problems:
        yield "problems", (document, record.document.source, problem.kind, problem.stage, problem.page, problem.start, problem.message)
