"""Dimensions: the code lists of patterns/codes as tables, so that facts can be joined with names and levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from pipeline.load.schema import OWN
from pipeline.patterns import load_table
from pipeline.tables import Row

if TYPE_CHECKING:
    from pipeline.load.databases import Database

YEAR = regex.compile(r"\d{4}")
LISTS: dict[str, tuple[str, ...]] = {
    "functional_codes": ("codes/functional.csv",), "economic_codes": ("codes/economic.csv",), "revenue_codes": ("codes/revenue.csv",),
    "indicators": ("codes/indicators.csv", "codes/sangong.csv"), "regions": ("codes/regions.csv",),
}


def load_dimensions(base: Database) -> None:
    """Makes each list in the database what it is in patterns/; writes nothing where it already is."""
    for table, files in LISTS.items():
        rows = [_row(table, entry) for file in files for entry in load_table(file)]
        there = base.query(f'SELECT * FROM "{table}"')
        if sorted(map(repr, rows)) != sorted(repr(tuple(row)) for row in there):
            with base.transaction():
                base.execute(f'DELETE FROM "{table}"')
                base.insert(table, rows)


def _row(table: str, entry: dict[str, str]) -> Row:
    return tuple(_year(entry.get(name)) if kind == "integer" else entry.get(name) or None for name, kind in OWN[table])


def _year(text: str | None) -> int | None:
    """The year in `2018` or `<=2009`; None where it is not known."""
    found = YEAR.search(text or "")
    return int(found[0]) if found else None
