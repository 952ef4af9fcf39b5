"""Schema: the tables of the database, made from `pipeline.tables`, and the steps from one version to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import regex

from pipeline.problems import UsageError
from pipeline.tables import TABLES

if TYPE_CHECKING:
    from pipeline.load.databases import Database

TEXT, INTEGER = "text", "integer"
TYPES = {
    "sqlite": {TEXT: "TEXT", INTEGER: "INTEGER", "decimal": "", "list": "TEXT", "ids": "TEXT", "box": "TEXT", "object": "TEXT"},
    "postgresql": {TEXT: "text", INTEGER: "integer", "decimal": "numeric", "list": "text[]", "ids": "integer[]", "box": "real[]",
                   "object": "jsonb"},
}
"""A decimal has no affinity in SQLite: what a number holds exactly is one, the rest is text (parts.py)."""
FEN = {"sqlite": r"CASE WHEN typeof(\1) <> 'text' AND ABS(\1) < 90000000000000 THEN CAST(ROUND(\1 * 100) AS INTEGER) END",
       "postgresql": r"ROUND(\1 * 100)"}
"""Whole fen. In SQLite NULL from 90 trillion yuan on, where a REAL no longer tells two fen apart."""
EXTRA: dict[str, tuple[tuple[str, str], ...]] = {"documents": (("body_id", TEXT),)}
"""Columns that only the database has."""
OWN: dict[str, tuple[tuple[str, str], ...]] = {
    "loads": (("document_id", TEXT), ("digest", TEXT), ("fingerprint", TEXT)),
    "bodies": (("body_id", TEXT), ("name", TEXT), ("region_code", TEXT), ("government", TEXT), ("extent", TEXT)),
    "body_names": (("body_id", TEXT), ("name", TEXT), ("first_year", INTEGER), ("last_year", INTEGER)),
    "functional_codes": (("code", TEXT), ("name", TEXT), ("level", TEXT), ("budget", TEXT), ("valid_from", INTEGER), ("valid_to", INTEGER)),
    "economic_codes": (("code", TEXT), ("name", TEXT), ("level", TEXT), ("scheme", TEXT), ("valid_from", INTEGER), ("valid_to", INTEGER)),
    "revenue_codes": (("code", TEXT), ("name", TEXT), ("level", TEXT)),
    "indicators": (("id", TEXT), ("name", TEXT), ("english", TEXT), ("value_type", TEXT), ("part_of", TEXT)),
    "regions": (("code", TEXT), ("name", TEXT), ("level", TEXT), ("province", TEXT), ("city", TEXT), ("valid_from", INTEGER),
                ("valid_to", INTEGER)),
}
"""loads: which form of each record is loaded. bodies: who issues documents, the same over the years."""
KEYS: dict[str, tuple[str, ...]] = {
    "documents": ("document_id",), "sections": ("document_id", "section_id"), "facts": ("document_id", "fact_id"),
    "checks": ("document_id", "check_id"), "loads": ("document_id",), "bodies": ("body_id",), "body_names": ("body_id", "name"),
}
INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("presences", ("document_id",)), ("unlinked", ("document_id",)), ("problems", ("document_id",)),
    ("documents", ("body_id", "year")), ("facts", ("category", "year")), ("facts", ("code", "year")),
    ("functional_codes", ("code",)), ("economic_codes", ("code",)), ("regions", ("code",)),
)
VERSION = 4
"""1: decimals in SQLite as far as a number goes; body ids by the body's whole name. 2: year_checks by slower joins. 3: no values of what
is unlinked."""
VIEWS = Path(__file__).with_name("views.sql")


def fields(table: str) -> tuple[tuple[str, str], ...]:
    """(name, kind) of a table's columns in the order of its rows; kinds are those of pipeline.tables."""
    return OWN[table] if table in OWN else (*((column.name, column.type) for column in TABLES[table]), *EXTRA.get(table, ()))


def kinds(table: str) -> list[str]:
    return [kind for _, kind in fields(table)]


def columns(table: str, dialect: str) -> list[tuple[str, str]]:
    """(name, SQL type) of a table's columns in the order of its rows."""
    return [(name, TYPES[dialect][kind]) for name, kind in fields(table)]


def create(table: str, dialect: str) -> str:
    """CREATE TABLE; keys are indexes of their own, made after the first bulk load."""
    inside = ", ".join(f'"{name}" {kind}' for name, kind in columns(table, dialect))
    return f'CREATE TABLE IF NOT EXISTS "{table}" ({inside})'


def indexes() -> list[tuple[str, str]]:
    """(table, CREATE INDEX) of every key and index."""
    unique = [(table, True, names) for table, names in KEYS.items()]
    found = []
    for table, is_key, names in [*unique, *((table, False, names) for table, names in INDEXES)]:
        name = f"{table}_{'key' if is_key else '_'.join(names)}"
        listed = ", ".join(f'"{each}"' for each in names)
        found.append((table, f'CREATE {"UNIQUE " if is_key else ""}INDEX IF NOT EXISTS "{name}" ON "{table}" ({listed})'))
    return found


def migrate(base: Database) -> None:
    """Makes the tables, or brings those of an older version up to date; UsageError for a newer one."""
    with base.transaction():
        base.execute("CREATE TABLE IF NOT EXISTS juesuan_schema (version INTEGER)")
        found = base.query("SELECT version FROM juesuan_schema")
        version = int(found[0][0]) if found else 0
        if version > VERSION:
            raise UsageError(f"{base.name}: was made by a newer juesuan (schema {version}, this one knows {VERSION}): upgrade, or load into another")
        if version == 0:
            for table in [*TABLES, *OWN]:
                base.execute(create(table, base.dialect))
            base.execute(f"INSERT INTO juesuan_schema VALUES ({VERSION})")
        if version < VERSION:
            from pipeline.load.migrations import STEPS

            drop_views(base)
            for step in range(version, VERSION) if version else ():
                STEPS[step](base)
            base.execute(f"UPDATE juesuan_schema SET version = {VERSION}")
            for statement in views(base.dialect).values():
                base.execute(statement)
    if base.query("SELECT document_id FROM documents LIMIT 1"):  # an earlier load may have ended before its indexes
        base.finish()


def views(dialect: str) -> dict[str, str]:
    """CREATE VIEW of each view, by its name, those first that others are made of."""
    text = regex.sub(r"^--.*\n", "", VIEWS.read_text(encoding="utf-8"), flags=regex.MULTILINE)
    text = regex.sub(r"FEN\(([a-z.]+)\)", FEN[dialect], text)
    return {statement.split()[2]: statement for part in text.split(";\n") if (statement := part.strip())}


def drop_views(base: Database) -> None:
    for name in reversed(views(base.dialect)):
        base.execute(f"DROP VIEW IF EXISTS {name}")
