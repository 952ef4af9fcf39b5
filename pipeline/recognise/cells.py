"""Number cells of the tables that were understood: each cell's figure in base units.

The column's unit, else the row's, else the table's holds; △ and accounting brackets are minus signs.
"""

from __future__ import annotations

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
def _units() -> tuple[dict[str, str], regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """Money unit → scale; the pattern of percent headers; of a unit at a label's end; of a number cell."""
    data = load_rules("amounts_cells.toml")
    return data.data["money"], data["percent-header"].pattern, data["unit-at-end"].pattern, data["number-cell"].pattern


def find_cells(reading: Reading, folded: str) -> tuple[list[tuple[int, int, Mention]], list[Problem]]:
    """(table, value, mention) of each number cell, and a Problem for each table whose unit is printed nowhere."""
    found: list[tuple[int, int, Mention]] = []
    problems: list[Problem] = []
    number = _units()[3]
    for i, table in enumerate(reading.tables):
        columns = [_measure(_unit(column.unit, fold("".join(column.path)), table)) for column in table.columns]
        rows = [_row_measure(row.label) for row in table.rows]
        missing = False
        for j, value in enumerate(table.values):
            measure = rows[value.row] or columns[value.column]
            text = folded[value.start:value.end]
            if text.isdecimal() or ("," not in text and text.replace(".", "", 1).isdecimal() and text[-1] != "." != text[0]):
                digits, minus = text, False
            elif match := number.fullmatch(text.strip()):
                digits, minus = match["value"], bool(match["minus"] or match["open"])
                measure = _measure("%") if match["percent"] else measure
            else:
                continue
            amount, step = read_arabic(digits, measure.scale)
            if measure.times is not None:
                amount, step = amount * measure.times, step * measure.times
            flags = () if measure.unit else ("unit_missing",)
            missing = missing or not measure.unit
            found.append((i, j, Mention(measure.kind, value.start, value.end, -amount if minus else amount, measure.unit, step,
                                        flags, rule="cell")))
        if missing and table.continues is None:
            problems.append(Problem(kind="unit-missing", stage="recognise", page=table.page, start=table.start,
                                    message=f"the table {table.title or 'without a title'!r} prints no unit: its figures are "
                                            "read as yuan; look at the original before using them"))
    return found, problems


class Measure(NamedTuple):
    """What a figure in a unit is."""

    kind: str
    unit: str | None
    scale: str = ""
    times: Decimal | None = None


@cache
def _measure(unit: str | None) -> Measure:
    money = _units()[0]
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
    _, percent, at_end, _ = _units()
    if percent.search(header):
        return "%"
    match = at_end.search(header)
    return match["unit"] if match else table.unit


@cache
def _row_measure(label: str) -> Measure | None:
    match = _units()[2].search(fold(label))
    return _measure(match["unit"]) if match else None
