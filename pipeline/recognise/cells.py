"""Number cells of the tables that were understood: each cell's figure in base units.

A percent column is percent; else the row's unit, the column's, the table's holds. △ and accounting brackets are minus
signs. Where no unit is printed a figure is money only if nothing says that it is a score, a target or a number of items.
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from pipeline.patterns import load_rules
from pipeline.problems import Problem
from pipeline.reading import Reading, Table, fold
from pipeline.recognise.numerals import read_arabic
from pipeline.records import Mention


@cache
def _money() -> dict[str, str]:
    """Unit of money → its scale."""
    money: dict[str, str] = load_rules("amounts_cells.toml").data["money"]
    return money


@cache
def _pattern(rule: str) -> regex.Pattern[str]:
    return load_rules("amounts_cells.toml")[rule].pattern


def find_cells(reading: Reading, folded: str) -> tuple[list[tuple[int, int, Mention]], list[Problem]]:
    """(table, value, mention) of each number cell, and a Problem for each table whose unit is printed nowhere."""
    found: list[tuple[int, int, Mention]] = []
    problems: list[Problem] = []
    number = _pattern("number-cell")
    for i, table in enumerate(reading.tables):
        headers = [fold("".join(column.path)) for column in table.columns]
        columns = [_measure(_unit(column.unit, header, table)) for column, header in zip(table.columns, headers, strict=True)]
        passed = {index for index, column in enumerate(table.columns) if _pattern("no-quantity").search(fold("/".join(column.path)))}
        score = [_no_money(table.title + header) for header in headers]
        rows = [_row_measure(row.label) for row in table.rows]
        missing, left = False, 0
        for j, value in enumerate(table.values):
            if value.column in passed:
                continue
            measure = columns[value.column]
            if measure.kind != "percent":
                measure = rows[value.row] or measure
            text = folded[value.start:value.end]
            if text.isdecimal() or ("," not in text and text.replace(".", "", 1).isdecimal() and text[-1] != "." != text[0]):
                digits, minus = text, False
            elif match := number.fullmatch(text.strip()):
                digits, minus = match["value"], bool(match["minus"] or match["open"])
                measure = _measure("%") if match["percent"] else measure
            else:
                continue
            if not measure.unit and score[value.column]:
                left += 1
                continue
            amount, step = read_arabic(digits, measure.scale)
            if measure.times is not None:
                amount, step = amount * measure.times, step * measure.times
            flags = () if measure.unit else ("unit_missing",)
            missing = missing or not measure.unit
            found.append((i, j, Mention(measure.kind, value.start, value.end, -amount if minus else amount, measure.unit, step,
                                        flags, rule="cell")))
        if missing and table.continues is None:
            problems.append(_no_unit(table, "its figures are read as yuan; look at the original before using them"))
        if left:
            problems.append(_no_unit(table, f"{left} figures that look like scores, targets or numbers of items are not read"))
    return found, problems


def money_in_words(reading: Reading, folded: str) -> list[tuple[int, int]]:
    """The amounts that stand in the words of tables, outside their value cells: none of them becomes a fact."""
    search = _pattern("money-in-words").finditer
    found = []
    for table in reading.tables:
        held = sorted((value.start, value.end) for value in table.values)
        for match in search(folded, table.start, table.end):
            i = bisect_right(held, (match.start(), len(folded))) - 1
            if i < 0 or held[i][1] <= match.start():
                found.append(match.span())
    return found


def _no_unit(table: Table, what: str) -> Problem:
    return Problem(kind="unit-missing", stage="recognise", page=table.page, start=table.start,
                   message=f"the table {table.title or 'without a title'!r} prints no unit: {what}")


class Measure(NamedTuple):
    """What a figure in a unit is."""

    kind: str
    unit: str | None
    scale: str = ""
    times: Decimal | None = None


@cache
def _measure(unit: str | None) -> Measure:
    money = _money()
    if unit is None or unit in money:
        return Measure("money", unit, money[unit] if unit else "")
    if unit in ("%", "％"):
        return Measure("percent", unit)
    if unit == "‰":
        return Measure("percent", unit, "", Decimal("0.1"))
    return Measure("count", unit, "万" if unit.startswith("万") else "")


def _unit(own: str | None, header: str, table: Table) -> str | None:
    if own:
        return own
    if _pattern("percent-header").search(header):
        return "%"
    match = _pattern("unit-at-end").search(header)
    return match["unit"] if match else table.unit


@cache
def _row_measure(label: str) -> Measure | None:
    match = _pattern("unit-at-end").search(fold(label))
    return _measure(match["unit"]) if match and match["unit"] != "项" else None  # (项) marks the tier of a classification


@cache
def _no_money(text: str) -> bool:
    return _pattern("no-money").search(fold(text)) is not None
