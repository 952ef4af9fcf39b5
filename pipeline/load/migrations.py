"""Migrations: each step from one version of the database to the next; what was loaded stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.load.bodies import Bodies
from pipeline.load.schema import create
from pipeline.records import Document

if TYPE_CHECKING:
    from pipeline.load.databases import Database


def exact_decimals(base: Database) -> None:
    """1 → 2: decimals keep all their digits in SQLite, and bodies get the ids of today.

    Digits that version 1 lost are only in the records: their documents count as changed, so that the load that
    migrates also replaces them.
    """
    if base.dialect == "sqlite":
        for table, decimals in (("facts", ("value",)), ("checks", ("expected", "found", "difference", "tolerance"))):
            base.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_1"')
            base.execute(create(table, base.dialect))
            base.execute(f'INSERT INTO "{table}" SELECT * FROM "{table}_1"')
            lossy = " OR ".join(f"typeof({name}) = 'real' AND LENGTH(REPLACE(LTRIM({name}, '-0.'), '.', '')) >= 15" for name in decimals)
            base.execute(f"UPDATE loads SET digest = '' WHERE document_id IN (SELECT document_id FROM \"{table}_1\" WHERE {lossy})")
            base.execute(f'DROP TABLE "{table}_1"')
    new_body_ids(base)


def new_body_ids(base: Database) -> None:
    """Finds every document's body again from what its own row says."""
    base.execute("DELETE FROM bodies")
    base.execute("DELETE FROM body_names")
    bodies = Bodies(base)
    names = ("document_id", "source", "media_type", "title", "body", "region", "region_code", "year", "type")
    for row in base.query(f"SELECT {', '.join(names)} FROM documents ORDER BY source"):
        body_id = bodies.of(Document(**dict(zip(names, row, strict=True))))
        base.execute(f"UPDATE documents SET body_id = {base.mark} WHERE document_id = {base.mark}", (body_id, row[0]))
    bodies.write()


def same_paths(base: Database) -> None:
    """2 → 3: views, which are made anew after every step, and sections.path, which is written as facts.section_path is: documents
    where it was another count as changed, so that the load that migrates replaces them."""
    base.execute("UPDATE loads SET digest = '' WHERE document_id IN (SELECT document_id FROM sections WHERE number <> '' OR parent_id IS NOT NULL)")


def valued(base: Database) -> None:
    """3 → 4: what is unlinked has its kind, value and unit: documents with such rows count as changed."""
    old = ("document_id", "text", "quote", "why", "page", "char_start", "char_end")
    named = ", ".join(f'"{name}"' for name in old)
    base.execute('ALTER TABLE "unlinked" RENAME TO "unlinked_3"')
    base.execute(create("unlinked", base.dialect))
    base.execute(f'INSERT INTO "unlinked" ({named}) SELECT {named} FROM "unlinked_3"')
    base.execute('DROP TABLE "unlinked_3"')
    base.execute('UPDATE loads SET digest = \'\' WHERE document_id IN (SELECT document_id FROM "unlinked")')


STEPS: dict[int, Callable[[Database], None]] = {1: exact_decimals, 2: same_paths, 3: valued}
"""Version → what leads from it to the next."""
