"""Copying: rows in the text form of PostgreSQL's COPY."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from pipeline.load.schema import kinds
from pipeline.tables import Row

NULL = "\\N"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})
"""PostgreSQL's text holds no NUL."""
Values = Sequence[Any]


class Lines:
    """Gathers the rows of a batch."""

    def __init__(self) -> None:
        self.blocks: dict[str, list[bytes]] = {}

    def add(self, table: str, rows: Sequence[Row], *, clean: bool) -> None:
        self.blocks.setdefault(table, []).append(lines(kinds(table), rows, clean=clean))

    def content(self) -> dict[str, bytes]:
        """The lines of each table."""
        return {table: b"".join(blocks) for table, blocks in self.blocks.items()}


def lines(of: Sequence[str], rows: Sequence[Row], *, clean: bool = False) -> bytes:
    """A line a row, tabs between the cells; `clean` promises that no text holds anything to escape."""
    if not rows:
        return b""
    turns = CLEAN if clean else CELLS
    cells = [turns[kind](values) for kind, values in zip(of, zip(*rows, strict=True), strict=True)]
    return ("\n".join(map("\t".join, zip(*cells, strict=True))) + "\n").encode()


def _clean(values: Values) -> Values:
    return [NULL if value is None else value for value in values] if None in values else values


def _text(values: Values) -> Values:
    return [NULL if value is None else value.translate(ESCAPES) for value in values]


def _number(values: Values) -> Values:
    return [NULL if value is None else str(value) for value in values] if None in values else list(map(str, values))


def _list(values: Values) -> Values:
    """Texts or numbers in PostgreSQL's braces; most lists are empty."""
    return [_braces(value) if value else "{}" for value in values] if any(values) else ["{}"] * len(values)


def _braces(value: Sequence[str | int]) -> str:
    parts = [str(part) if isinstance(part, int) else '"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in value]
    return "{" + ",".join(parts).translate(ESCAPES) + "}"


def _box(values: Values) -> Values:
    """The JSON of a list of numbers (light.py), or its numbers: `[1,2]` → `{1,2}`."""
    texts = [str(value, "ascii") if isinstance(value, msgspec.Raw) else msgspec.json.encode(value).decode() for value in values]
    return [NULL if text == "null" else "{" + text[1:-1] + "}" for text in texts]


def _object(values: Values) -> Values:
    return [msgspec.json.encode(value).decode().replace("\\u0000", "").translate(ESCAPES) for value in values]


CELLS: dict[str, Callable[[Values], Values]] = {
    "text": _text, "integer": _number, "decimal": _number, "list": _list, "ids": _list, "box": _box, "object": _object}
CLEAN = {**CELLS, "text": _clean}
