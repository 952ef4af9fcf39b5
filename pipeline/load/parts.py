"""Parts: rows as a small SQLite database of their own, whose tables a larger one takes over record by record.

Binding 34 values a row is what inserting into SQLite costs. Workers do it side by side, each into a part of its own;
`INSERT INTO … SELECT * FROM part` then copies whole records and costs a tenth.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from pipeline.load.light import box_texts
from pipeline.load.schema import create, kinds
from pipeline.tables import Row

PAGE = 16_384
"""Bytes of a page: a third faster than the default for rows this wide. Parts and databases must agree."""
DIGITS, INTEGER_DIGITS = 15, 18
"""So many digits come back from a REAL, and from an INTEGER, as they went in."""
ROWS = 256
"""Rows of one statement. A third of the columns of so many neighbours hold one value each, which need not be bound."""
FEW, LONG = 16, 1_000
"""Rows that do not repay a statement of their own; characters of a value that is better bound."""

# The module asks for an adapter of None, at three times the cost of binding it, unless there is one written in C.
sqlite3.register_adapter(type(None), {}.get)  # type: ignore[arg-type]


class Part:
    """Gathers the rows of a batch."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in (f"page_size = {PAGE}", "journal_mode = OFF", "synchronous = OFF"):  # nobody reads half a part
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("BEGIN")
        self.tables: set[str] = set()

    def add(self, table: str, rows: Sequence[Row], *, clean: bool) -> None:
        """Adds rows of a table; nothing needs escaping here, `clean` or not."""
        if table not in self.tables:
            self.tables.add(table)
            self.connection.execute(create(table, "sqlite"))
        insert(self.connection, table, rows)

    def close(self) -> None:
        """Writes what is not on disk yet."""
        self.connection.execute("COMMIT")
        self.connection.close()


def insert(connection: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    """Inserts rows, their decimals as exact numbers, their lists as JSON."""
    turns = [CELLS.get(kind) for kind in kinds(table)]
    for first in range(0, len(rows), ROWS):
        some = rows[first:first + ROWS]
        cells = [turn(values) if turn else values for turn, values in zip(turns, zip(*some, strict=True), strict=True)]
        marks = [_literal(values) for values in cells] if len(some) >= FEW else ["?"] * len(cells)
        bound = [values for values, mark in zip(cells, marks, strict=True) if mark == "?"]
        connection.executemany(f'INSERT INTO "{table}" VALUES ({", ".join(marks)})', zip(*bound, strict=True) if bound else [()] * len(some))


def _literal(values: Sequence[Any]) -> str:
    """What stands in the statement for a column: its value where it has but one, or a mark.

    A REAL is always bound: SQLite does not read every decimal as exactly as Python.
    """
    value = values[0]
    if value != values[-1] or values.count(value) != len(values):
        return "?"
    if value is None:
        return "NULL"
    if isinstance(value, str) and len(value) <= LONG and "\0" not in value:  # a literal would end at NUL
        return "'" + value.replace("'", "''") + "'"
    return str(value) if isinstance(value, int) else "?"


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


def _boxes(values: Sequence[Any]) -> Sequence[str | None]:
    """As JSON; a light record (light.py) has it already."""
    texts = box_texts(values)
    return [None if text == "null" else text for text in texts] if "null" in texts else texts


CELLS: dict[str, Callable[[Sequence[Any]], Sequence[Any]]] = {
    "decimal": _decimals, "list": _lists, "ids": _lists, "box": _boxes, "object": _json}
