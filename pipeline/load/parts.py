"""Parts: rows as a small SQLite database in memory, whose tables a larger one takes over page by page.

Binding 34 values a row is what inserting into SQLite costs. Workers do it side by side, each into a part of its own;
`INSERT INTO … SELECT * FROM part` then copies whole records and costs a tenth.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from pipeline.load.schema import columns, create, kinds
from pipeline.tables import Row

PAGE = 16_384
"""Bytes of a page: a third faster than the default for rows this wide. Parts and databases must agree."""
DIGITS, INTEGER_DIGITS = 15, 18
"""So many digits come back from a REAL, and from an INTEGER, as they went in."""

# The module asks for an adapter of None, at three times the cost of binding it, unless there is one written in C.
sqlite3.register_adapter(type(None), {}.get)  # type: ignore[arg-type]


class Part:
    """Gathers the rows of a batch."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.execute(f"PRAGMA page_size = {PAGE}")
        self.connection.execute("BEGIN")
        self.tables: set[str] = set()

    def add(self, table: str, rows: Sequence[Row], *, clean: bool) -> None:
        """Adds rows of a table; nothing needs escaping here, `clean` or not."""
        if table not in self.tables:
            self.tables.add(table)
            self.connection.execute(create(table, "sqlite"))
        insert(self.connection, table, rows)

    def content(self) -> bytes:
        """The database file; empty where there is no table."""
        self.connection.execute("COMMIT")
        found = self.connection.serialize() if self.tables else b""
        self.connection.close()
        return found


def insert(connection: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    """Inserts rows, their decimals as exact numbers, their lists as JSON."""
    marks = ", ".join("?" * len(columns(table, "sqlite")))
    cells = [CELLS[kind](values) if kind in CELLS else values
             for kind, values in zip(kinds(table), zip(*rows, strict=True), strict=True)] if rows else []
    connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', zip(*cells, strict=True))


def number(text: str) -> int | float | str:
    """A number where SQLite gives all its digits back, else the exact text.

    >>> number("1.50"), number("2.00"), number("12345678901234567"), number("12345678901234567.89")
    (1.5, 2, 12345678901234567, '12345678901234567.89')
    """
    if "E" in text:
        text = format(Decimal(text), "f")
    if len(text) <= DIGITS or len(text.strip("-").replace(".", "")) <= DIGITS:
        found = float(text)
        return int(found) if found.is_integer() else found
    return int(text) if "." not in text and len(text.strip("-")) <= INTEGER_DIGITS else text


def _decimals(values: Sequence[str | Decimal | None]) -> list[Any]:
    return [None if value is None else number(str(value)) for value in values]


def _json(values: Sequence[Any]) -> list[str | None]:
    return [None if value is None else msgspec.json.encode(value).decode() for value in values]


def _lists(values: Sequence[Sequence[str]]) -> list[str]:
    return [msgspec.json.encode(value).decode() if value else "[]" for value in values]


def _boxes(values: Sequence[Any]) -> list[str | None]:
    """As JSON; a light record (light.py) has it already."""
    texts = [str(value, "ascii") if isinstance(value, msgspec.Raw) else msgspec.json.encode(value).decode() for value in values]
    return [None if text == "null" else text for text in texts]


CELLS: dict[str, Callable[[Sequence[Any]], Sequence[Any]]] = {
    "decimal": _decimals, "list": _lists, "ids": _lists, "box": _boxes, "object": _json}
