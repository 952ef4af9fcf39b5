"""Copying: rows in the text form of PostgreSQL's COPY, in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from pipeline.tables import Row

BLOCK = 2_000
"""Rows joined into one write."""
NULL = "\\N"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})
"""PostgreSQL's text holds no NUL."""


def lines(kinds: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    """Blocks of lines, tabs between the cells."""
    turns = [CELLS[kind] for kind in kinds]
    for start in range(0, len(rows), BLOCK):
        by_column = zip(*rows[start:start + BLOCK], strict=True)
        cells = [turn(column) for turn, column in zip(turns, by_column, strict=True)]
        yield "\n".join(map("\t".join, zip(*cells, strict=True))) + "\n"


def _text(values: tuple[Any, ...]) -> list[str]:
    """A column of texts; those that hold nothing to escape (nearly all) are passed through untouched."""
    joined = "".join(value for value in values if value)
    if "\\" in joined or "\t" in joined or "\n" in joined or "\r" in joined or "\0" in joined:
        return [NULL if value is None else value.translate(ESCAPES) for value in values]
    return [NULL if value is None else value for value in values]


def _number(values: tuple[Any, ...]) -> list[str]:
    return [NULL if value is None else str(value) for value in values]


def _array(values: tuple[Any, ...]) -> list[str]:
    """Lists, or the JSON of lists: `[1,2]` → `{1,2}`."""
    return [_braces(value) for value in values]


def _braces(value: Any) -> str:
    if value is None:
        return NULL
    text = (bytes(value) if isinstance(value, msgspec.Raw) else msgspec.json.encode(value)).decode()
    if text == "[]":
        return "{}"
    if text == "null":
        return NULL
    if "\\" in text:  # JSON and PostgreSQL agree on \" and \\ but on no other escape
        texts = [part.replace("\\", "\\\\").replace('"', '\\"') for part in msgspec.json.decode(text)]
        return ("{" + ",".join(f'"{part}"' for part in texts) + "}").translate(ESCAPES)
    return "{" + text[1:-1] + "}"


def _object(values: tuple[Any, ...]) -> list[str]:
    return [msgspec.json.encode(value).decode().replace("\\u0000", "").translate(ESCAPES) for value in values]


CELLS: dict[str, Callable[[tuple[Any, ...]], list[str]]] = {
    "text": _text, "integer": _number, "decimal": _number, "list": _array, "ids": _array, "box": _array, "object": _object}
