"""Copying: rows in the text form of PostgreSQL's COPY."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pipeline.load.light import box_texts
from pipeline.load.schema import kinds
from pipeline.tables import Row

NULL = "\\N"
ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""}
"""The backslash first, since the others make some. PostgreSQL's text holds no NUL."""
ROWS = 256
"""Rows turned at a time: those of a large document would leave the processor's cache between two steps."""
Values = Sequence[Any]


class Lines:
    """Gathers the rows of a batch."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.blocks: dict[str, list[bytes]] = {}

    def add(self, table: str, rows: Sequence[Row], *, clean: bool) -> None:
        self.blocks.setdefault(table, []).append(lines(kinds(table), rows, clean=clean))

    def close(self) -> None:
        """Writes the file: how many bytes each table has, in a first line, and then these."""
        with self.path.open("wb") as file:
            file.write(msgspec.json.encode({table: sum(map(len, blocks)) for table, blocks in self.blocks.items()}) + b"\n")
            for blocks in self.blocks.values():
                file.writelines(blocks)


def blocks_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """(table, lines) of a file that `Lines` wrote."""
    with path.open("rb") as file:
        for table, size in msgspec.json.decode(file.readline()).items():
            yield table, file.read(size)


def lines(of: Sequence[str], rows: Sequence[Row], *, clean: bool = False) -> bytes:
    """A line a row, tabs between the cells; `clean` promises that no text holds anything to escape."""
    turns = [(CLEAN if clean else CELLS)[kind] for kind in of]
    found = []
    for first in range(0, len(rows), ROWS):
        cells = [turn(values) for turn, values in zip(turns, zip(*rows[first:first + ROWS], strict=True), strict=True)]
        found.append("\n".join(map("\t".join, zip(*cells, strict=True))) + "\n")
    return "".join(found).encode()


def _clean(values: Values) -> Values:
    return [NULL if value is None else value for value in values] if None in values else values


def _text(values: Values) -> Values:
    """Looks for what needs escaping in all at once: there seldom is any."""
    together = "".join(filter(None, values))
    if not any(sign in together for sign in ESCAPES):
        return _clean(values)
    return [NULL if value is None else _escaped(value) for value in values]


def _escaped(text: str) -> str:
    for sign, escape in ESCAPES.items():
        text = text.replace(sign, escape)
    return text


def _number(values: Values) -> Values:
    return [NULL if value is None else str(value) for value in values] if None in values else list(map(str, values))


def _list(values: Values) -> Values:
    """Texts or numbers in PostgreSQL's braces; most lists are empty."""
    return [_braces(value) if value else "{}" for value in values] if any(values) else ["{}"] * len(values)


def _braces(value: Sequence[str | int]) -> str:
    parts = [str(part) if isinstance(part, int) else '"' + part.replace("\\", "\\\\").replace('"', '\\"') + '"' for part in value]
    return "{" + _escaped(",".join(parts)) + "}"


def _box(values: Values) -> Values:
    """The JSON of a list of numbers (light.py), or its numbers: `[1,2]` → `{1,2}`."""
    return [NULL if text == "null" else "{" + text[1:-1] + "}" for text in box_texts(values)]


def _object(values: Values) -> Values:
    return [_escaped(msgspec.json.encode(value).decode().replace("\\u0000", "")) for value in values]


CELLS: dict[str, Callable[[Values], Values]] = {
    "text": _text, "integer": _number, "decimal": _number, "list": _list, "ids": _list, "box": _box, "object": _object}
CLEAN = {**CELLS, "text": _clean}
