"""Number cells of the tables that were understood: each cell's figure in base units.

A unit in the cell itself holds; a percent column is percent; else the unit of the row's name, the column's, the one of
the row's column of units or of its group, the table's. △ and accounting brackets are minus
signs. Where no unit is printed a figure is money only if nothing says that it is a score, a target or a number of items.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from pipeline.patterns import load_rules
from pipeline.problems import Problem
from pipeline.reading import Reading, Table, fold
from pipeline.recognise.numerals import read_arabic
from pipeline.records import Mention

_PLAIN = re.compile(r"\d+(?:\.\d+)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,8})?")
"""Most cells; re is three times as fast as the pattern that also knows signs, brackets and units."""
LONGEST = 40
"""Characters of money in words, from its first digit to 元, at most."""


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
    read: dict[str | None, dict[str, Figure | None]] = defaultdict(dict)
    """Unit → figure as printed → what it says: half of all cells repeat another one of their document."""
    for i, table in enumerate(reading.tables):
        headers = [fold("".join(column.path)) for column in table.columns]
        units = [column.unit or _header_unit(header) for column, header in zip(table.columns, headers, strict=True)]
        columns = [_measure(unit or table.unit) for unit in units]
        passed = {index for index, column in enumerate(table.columns) if _pattern("no-quantity").search(fold("/".join(column.path)))}
        score = [_no_money(table.title + header) for header in headers]
        rows = [_row_measure(row.label) for row in table.rows]
        given = [_measure(row.unit) if row.unit else None for row in table.rows]
        measured = any(rows) or any(given)
        missing, left, around = False, 0, None
        for j, value in enumerate(table.values):
            column, start, end = value.column, value.start, value.end
            if column in passed:
                continue
            measure = columns[column]
            if measured and measure.kind != "percent":
                measure = rows[value.row] or (None if units[column] else given[value.row]) or measure
            written, alike = folded[start:end], read[measure.unit]
            figure = alike[written] if written in alike else alike.setdefault(written, _figure(written, measure))
            if figure is None:
                continue
            kind, unit, amount, step = figure
            if not unit:
                if score[column]:
                    left += 1
                    continue
                around = around if missing else _around(reading.tables, i)
                missing = True
                if around and kind == "money":
                    amount, step = (number * read_arabic("1", _money()[around])[0] for number in (amount, step))
            found.append((i, j, Mention(kind, start, end, amount, unit, step, () if unit else ("unit_missing",), None, None, (), None,
                                        "cell")))
        if missing and table.continues is None:
            problems.append(_no_unit(table, f"its figures are read {f'in {around} like the tables beside it' if around else 'as yuan'}; "
                                            "look at the original before using them"))
        if left:
            problems.append(_no_unit(table, f"{left} figures that look like scores, targets or numbers of items are not read"))
    return found, problems


def _around(tables: tuple[Table, ...], index: int) -> str | None:
    """The unit of the tables before and after one that prints none, where they agree; of the only one at an end."""
    before = next((table.unit for table in reversed(tables[:index]) if table.unit in _money()), None)
    after = next((table.unit for table in tables[index + 1:] if table.unit in _money()), None)
    return before or after if before == after or not (before and after) else None


def money_in_words(reading: Reading, folded: str) -> list[tuple[int, int]]:
    """The amounts that stand in the words of tables, outside their value cells: none of them becomes a fact."""
    search = _pattern("money-in-words").search
    found = []
    for table in reading.tables:
        floor, held = table.start, None
        while (yuan := folded.find("元", floor, table.end)) >= 0:  # it ends with the only 元 it has: no search in all the figures
            match = search(folded, max(floor, yuan - LONGEST), yuan + 1)
            floor = yuan + 1
            if match is None:
                continue
            held = held or sorted((value.start, value.end) for value in table.values)
            i = bisect_right(held, (match.start(), len(folded))) - 1
            if i < 0 or held[i][1] <= match.start():
                found.append(match.span())
    return found


def _no_unit(table: Table, what: str) -> Problem:
    return Problem(kind="unit-missing", stage="recognise", page=table.page, start=table.start,
                   message=f"the table {table.title or 'without a title'!r} prints no unit: {what}")


Figure = tuple[str, str | None, Decimal, Decimal]
"""Kind, unit, value and step of a cell."""


class Measure(NamedTuple):
    """What a figure in a unit is."""

    kind: str
    unit: str | None
    scale: str = ""
    times: Decimal | None = None


def _figure(text: str, measure: Measure) -> Figure | None:
    """A cell as printed; None where it is no number."""
    minus = False
    if not _PLAIN.fullmatch(text):
        match = _pattern("number-cell").fullmatch(text.strip())
        if match is None:
            return None
        text, minus = match["value"], bool(match["minus"] or match["open"])
        own = "%" if match["percent"] else match["unit"]
        measure = _measure(own.strip()) if own else measure
    amount, step = read_arabic(text, measure.scale)
    if measure.times is not None:
        amount, step = amount * measure.times, step * measure.times
    return measure.kind, measure.unit, -amount if minus else amount, step


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


@lru_cache(maxsize=1 << 12)
def _header_unit(header: str) -> str | None:
    if _pattern("percent-header").search(header):
        return "%"
    match = _pattern("unit-at-end").search(header)
    return match["unit"] if match else None


@lru_cache(maxsize=1 << 14)
def _row_measure(label: str) -> Measure | None:
    match = _pattern("unit-at-end").search(fold(label)) if label[-1:] in ")）" else None
    return _measure(match["unit"]) if match and match["unit"] != "项" else None  # (项) marks the tier of a classification


@lru_cache(maxsize=1 << 12)
def _no_money(text: str) -> bool:
    return _pattern("no-money").search(fold(text)) is not None
