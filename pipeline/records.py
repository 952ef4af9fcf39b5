"""The values that stages hand on after the Reading: sections, mentions, links, checks and the record."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from typing import Any

import msgspec

from pipeline.problems import Problem


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """A numbered (or evident unnumbered) heading and the text under it."""

    section_id: int
    """Position in reading order, from 0."""
    parent_id: int | None
    level: int
    """1 第X部分, 2 一、, 3 （一）, 4 1., 5 （1）, 6 ①; restarts nest deeper (see gold/GUIDE)."""
    number: str
    """As written; '' for an unnumbered heading."""
    title: str
    kind: str
    """`H` on a line of its own, `R` a numbered item whose text runs on in the same line."""
    start: int
    heading_end: int
    """Half-open span of the heading itself (number and title)."""
    end: int
    """Where the section ends, its descendants included."""
    canonical: str | None = None
    """The title's canonical form (收入支出决算总体情况 …), the same across layouts; None where it is none of them."""
    definition: bool = False
    """A glossary entry: amounts under it are no facts of this body."""
    flags: tuple[str, ...] = ()
    page: int = 0
    """Where the heading is printed; 0 where the medium has no pages."""


def section_at(sections: tuple[Section, ...], starts: list[int], offset: int) -> Section | None:
    """The innermost section that holds a character; `starts` are the sections' starts, in order."""
    i = bisect_right(starts, offset) - 1
    section = sections[i] if i >= 0 else None
    while section is not None and section.end <= offset:
        section = None if section.parent_id is None else sections[section.parent_id]
    return section


def section_paths(sections: tuple[Section, ...]) -> dict[int, str]:
    """Each section's titles from the outermost inwards, by its id: 决算情况说明 / 总体情况."""
    paths: dict[int, str] = {}
    for section in sections:  # a parent comes before its children
        above = "" if section.parent_id is None else paths[section.parent_id]
        paths[section.section_id] = f"{above} / {section.title}" if above else section.title
    return paths


class Sections(msgspec.Struct, frozen=True):
    """The segment stage's artefact."""

    sections: tuple[Section, ...] = ()
    skipped: tuple[tuple[int, int], ...] = ()
    """Spans that are no body text: tables of contents, cover pages."""
    problems: tuple[Problem, ...] = ()


class Mention(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A recognised span of the text and what it says by itself."""

    kind: str
    """money | percent | percentage_point | count | category | period | body | region | project."""
    start: int
    end: int
    value: Decimal | None = None
    """Unsigned by words: the figure as written in base units (yuan, percent, pieces); a printed minus stays."""
    unit: str | None = None
    """As written, None where none is written (then the value is read by the context's unit)."""
    step: Decimal | None = None
    """The weight of the last written digit in base units: 1.50万元 → 100."""
    flags: tuple[str, ...] = ()
    name: str | None = None
    """Canonical name of a category, body, region or project."""
    code: str | None = None
    """Classification code, where beyond doubt."""
    years: tuple[int, ...] = ()
    """Fiscal years of a period: one, or first and last."""
    phase: str | None = None
    """Phase of the budget cycle that the mention itself names (年初预算数 → approved)."""
    rule: str = ""
    """The rule in patterns/ that found it."""


class Mentions(msgspec.Struct, frozen=True):
    """The recognise stage's artefact. Each tuple is in the order of the text and free of overlaps in itself."""

    amounts: tuple[Mention, ...] = ()
    """Quantities in running text: money, percents, points, counts."""
    categories: tuple[Mention, ...] = ()
    periods: tuple[Mention, ...] = ()
    names: tuple[Mention, ...] = ()
    """Bodies, regions, projects."""
    cells: tuple[tuple[int, int, Mention], ...] = ()
    """(table, value, mention) for each number cell of Reading.tables[table].values[value]."""
    title: str = ""
    body: str | None = None
    region: str | None = None
    region_code: str | None = None
    year: int | None = None
    type: str | None = None
    """The document's own row: title, issuing body, region, fiscal year and type (部门决算 …)."""
    kind: str | None = None
    """Whose names of categories hold: department | government."""
    problems: tuple[Problem, ...] = ()


class Link(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A quantity tied to its category and everything needed to read it alone; words as in the guide."""

    source: str
    """text | table."""
    start: int
    end: int
    kind: str
    value: Decimal
    """Signed by the words around it."""
    unit: str | None
    step: Decimal | None
    category: str | None
    """None for measure `none` and `other` where nothing is named."""
    code: str | None = None
    breakdown: str | None = None
    """The second category that crosses the first (a table's column: 基本支出)."""
    measure: str = "level"
    phase: str | None = None
    year: int | None = None
    base_phase: str | None = None
    base_year: int | None = None
    whole: str | None = None
    fund: str | None = None
    scope: str | None = None
    flags: tuple[str, ...] = ()
    reason: str | None = None
    """The text after 主要原因 that explains it."""
    category_start: int | None = None
    category_end: int | None = None
    """Where the category was read, for those who look."""
    part_of: int | None = None
    """Index (in Links.links) of the level this one is a part of (其中)."""
    table: int | None = None
    table_row: int | None = None
    table_column: int | None = None
    """Indices into Reading.tables, its rows and its columns."""
    rule: str = ""


class Links(msgspec.Struct, frozen=True):
    """The link stage's artefact, in the order of the text."""

    links: tuple[Link, ...] = ()
    unlinked: tuple[tuple[int, int, str], ...] = ()
    """(start, end, why) of each quantity that could not be tied to a category."""
    problems: tuple[Problem, ...] = ()


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """One arithmetic identity tried on this document's facts."""

    check_id: int
    identity: str
    """Key in patterns/identities.toml."""
    result: str
    """pass | rounding | fail | not_applicable | insufficient_data."""
    links: tuple[int, ...]
    """Indices of the links on both sides."""
    expected: Decimal | None = None
    found: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    message: str = ""
    """One sentence in Chinese."""
    message_en: str = ""
    suggestion: str | None = None
    """The likely slip; changes no fact."""


class Presence(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether a part or table that this kind of document must publish is there."""

    item: str
    state: str
    """present | declared_empty | folded | missing."""
    page: int = 0
    start: int | None = None
    end: int | None = None
    note: str = ""


class Checks(msgspec.Struct, frozen=True):
    """The check stage's artefact."""

    checks: tuple[Check, ...] = ()
    presences: tuple[Presence, ...] = ()
    outcomes: tuple[str, ...] = ()
    """For each link: supported | contradicted | unchecked."""
    problems: tuple[Problem, ...] = ()


class Fact(msgspec.Struct, frozen=True, gc=False):
    """One row of the facts table; the names are those of gold/GUIDE.md and of the database."""

    fact_id: int
    source: str
    text: str
    """Equals the document's characters at its offsets."""
    kind: str
    value: Decimal
    unit: str | None = None
    category: str | None = None
    code: str | None = None
    breakdown: str | None = None
    measure: str = "level"
    phase: str | None = None
    year: int | None = None
    base_phase: str | None = None
    base_year: int | None = None
    whole: str | None = None
    fund: str | None = None
    scope: str | None = None
    flags: tuple[str, ...] = ()
    quote: str = ""
    reason: str | None = None
    section_id: int | None = None
    section_path: str = ""
    table: str | None = None
    row_code: str | None = None
    row_label: str | None = None
    column_label: str | None = None
    page: int = 0
    bbox: tuple[float, float, float, float] | None = None
    char_start: int = 0
    char_end: int = 0
    method: str = "text"
    """text | ocr: how the characters were read."""
    outcome: str = "unchecked"
    """supported | contradicted | unchecked, by the document's own arithmetic."""
    rule: str = ""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The document's own row."""

    document_id: str
    source: str
    media_type: str
    title: str = ""
    body: str | None = None
    region: str | None = None
    region_code: str | None = None
    year: int | None = None
    type: str | None = None
    pages: int = 0
    characters: int = 0
    tables: int = 0
    facts: int = 0
    unlinked: int = 0
    contradictions: int = 0
    problems: int = 0
    manifest: dict[str, Any] = {}
    """The manifest's columns for this document, carried along as they were given."""


class Unlinked(msgspec.Struct, frozen=True):
    """A quantity that could not be tied to a category: found and normalised all the same."""

    text: str
    quote: str
    why: str
    page: int
    char_start: int
    char_end: int
    kind: str = ""
    value: Decimal | None = None
    """As printed, in yuan, percent or pieces: no word's sign is on it."""
    unit: str | None = None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says: the last stage's artefact, and what `juesuan` exports and loads."""

    document: Document
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    """`links` of a check are fact_ids here: a fact's id is its link's index."""
    presences: tuple[Presence, ...] = ()
    unlinked: tuple[Unlinked, ...] = ()
    problems: tuple[Problem, ...] = ()
