"""Cells of exports as text: exact decimals, and nothing that a spreadsheet would compute."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

FORMULA = tuple("=+-@\t\r\n'＝＋－＠")
"""A spreadsheet takes a cell that begins with one of these for a formula (full width too); `'` makes undoing exact."""


def safe(text: str | None) -> str:
    """A text cell that no spreadsheet computes: one `'` before a dangerous beginning; strip one to get it back.

    >>> safe('=1+1'), safe('收入')
    ("'=1+1", '收入')
    """
    if not text:
        return ""
    return "'" + text if text.startswith(FORMULA) else text


def plain(number: Decimal | None) -> str:
    """A decimal without an exponent: 1E+7 → 10000000."""
    return "" if number is None else format(number, "f")


CELLS: dict[str, Callable[[Any], Any]] = {
    "text": safe,
    "integer": lambda value: value,
    "decimal": plain,
    "list": lambda values: safe("|".join(values)),
    "ids": lambda values: " ".join(map(str, values)),
    "box": lambda values: " ".join(f"{value:.1f}" for value in values) if values else "",
    "object": lambda value: msgspec.json.encode(value).decode() if value else "",
}
