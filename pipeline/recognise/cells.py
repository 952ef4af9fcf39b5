"""Number cells of the tables that were understood: each cell's figure in base units.

The column's unit, else the row's, else the table's holds; △ and accounting brackets are minus signs.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import regex

from pipeline.patterns import load_rules
from pipeline.problems import Problem
from pipeline.reading import Reading, Table
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
        units = [_unit(column.unit, "".join(column.path), table) for column in table.columns]
        rows = [_row_unit(row.label) for row in table.rows]
        missing = False
        for j, value in enumerate(table.values):
            match = number.fullmatch(folded[value.start:value.end].strip())
            if match is None:
                continue
            unit = rows[value.row] or units[value.column]
            if match["percent"]:
                unit = "%"
            mention = _mention(match, unit, value.start, value.end)
            missing = missing or "unit_missing" in mention.flags
            found.append((i, j, mention))
        if missing and table.continues is None:
            problems.append(Problem(kind="unit-missing", stage="recognise", page=table.page, start=table.start,
                                    message=f"表“{table.title or '无题'}”未注明单位，数值按元读取: the unit of this table is printed nowhere"))
    return found, problems


def _unit(own: str | None, header: str, table: Table) -> str | None:
    if own:
        return own
    _, percent, at_end, _ = _units()
    if percent.search(header):
        return "%"
    match = at_end.search(header)
    return match["unit"] if match else table.unit


@cache
def _row_unit(label: str) -> str | None:
    match = _units()[2].search(label)
    return match["unit"] if match else None


def _mention(match: regex.Match[str], unit: str | None, start: int, end: int) -> Mention:
    money = _units()[0]
    kind, scale, times = "money", "", Decimal(1)
    if unit in ("%", "％"):
        kind = "percent"
    elif unit == "‰":
        kind, times = "percent", Decimal("0.1")
    elif unit is not None and unit in money:
        scale = money[unit]
    elif unit is not None:
        kind, scale = "count", "万" if unit.startswith("万") else ""
    value, step = read_arabic(match["value"], scale)
    value, step = value * times, step * times
    if match["minus"] or match["open"]:
        value = -value
    return Mention(kind=kind, start=start, end=end, value=value, unit=unit, step=step, rule="cell",
                   flags=() if unit else ("unit_missing",))
