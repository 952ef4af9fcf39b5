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
    """Blocks of lines, tabs between the cells; columns beyond `kinds` are text."""
    if not rows:
        return
    turns = [CELLS[kind] for kind in kinds]
    turns += [_text] * (len(rows[0]) - len(turns))
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
    return [NULL if value is None else "{" + ",".join(map(str, value)) + "}" if value else "{}" for value in values]


def _texts(values: tuple[Any, ...]) -> list[str]:
    return ["{}" if not value else _quoted(value) for value in values]


def _quoted(texts: Sequence[str]) -> str:
    inside = ",".join('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
    return ("{" + inside + "}").translate(ESCAPES)


def _object(values: tuple[Any, ...]) -> list[str]:
    return [msgspec.json.encode(value).decode().replace("\\u0000", "").translate(ESCAPES) for value in values]


CELLS: dict[str, Callable[[tuple[Any, ...]], list[str]]] = {
    "text": _text, "integer": _number, "decimal": _number, "list": _texts, "ids": _array, "box": _array, "object": _object}
