"""Inside a table row: the total column is the sum of the columns it heads, and printed rates follow from the row's amounts."""

from __future__ import annotations

from collections import defaultdict

from pipeline.check.grids import Grid, Group, groups_of
from pipeline.check.identities import identities
from pipeline.check.ledger import Ledger, Tally
from pipeline.check.precision import Figure, figure, minus, percent, total, verdict
from pipeline.check.slips import cut_off
from pipeline.records import Link

PROVEN = 3
"""Rows that must add up before an unknown group of columns counts as a sum."""


def row_totals(grid: Grid, ledger: Ledger, tally: Tally) -> None:
    """合计 = 基本支出 + 项目支出 in every row; an unread cell proves nothing."""
    words = identities().words
    known, totals = frozenset(words["known_columns"]), frozenset(words["total_columns"])
    for group in groups_of(grid.columns, totals):
        cases = [case for row in grid.cells if (case := row_case(grid, group, row, ledger.links))]
        good = sum(1 for *_, agree in cases if agree)
        bad = len(cases) - good
        if not set(group.names) <= known and (good < PROVEN or bad * 3 > good):
            continue
        misread = bad > 1 and bad * 2 > good
        for whole, parts, blank, summed, _ in cases:
            short = summed.value < ledger.links[whole].value and blank
            tally.judge("row", whole, parts, summed, doubtful=bool(misread or short))


def row_case(grid: Grid, group: Group, row: int,
             links: tuple[Link, ...]) -> tuple[int, tuple[int, ...], bool, Figure, bool] | None:
    """(total, parts, whether a part is blank, their sum, whether it agrees) of one row; None where nothing adds up."""
    cells = grid.cells[row]
    whole = cells.get(group.total)
    parts = tuple(cells[i] for i in group.parts if i in cells)
    if whole is None or not parts:
        return None
    summed = total(figure(links[i]) for i in parts)
    return whole, parts, len(parts) < len(group.parts), summed, verdict(summed, figure(links[whole])) != "fail"


def row_rates(grid: Grid, ledger: Ledger, tally: Tally) -> None:
    """增长%, 完成预算% and 增减额 of a row against its own amounts; a column that mostly disagrees has another base."""
    links = ledger.links
    columns: dict[int, list[tuple[int, tuple[int, ...], Figure]]] = defaultdict(list)
    for row, cells in grid.relative.items():
        levels: dict[tuple[str | None, int | None, str | None, str | None], int | None] = {}
        for i in grid.cells.get(row, {}).values():
            level = links[i]
            key = (level.phase, level.year, level.category, level.breakdown)
            levels[key] = None if key in levels else i  # only a row's one amount of a phase and year can be meant
        for column, index in cells.items():
            link = links[index]
            now = levels.get((link.phase, link.year, link.category, link.breakdown))
            base = levels.get((link.base_phase, link.base_year, link.category, link.breakdown))
            if now is None or base is None or now == base:
                continue
            expected = rate(link, figure(links[now]), figure(links[base]))
            if expected is not None:
                columns[column].append((index, (now, base), expected))
    for cases in columns.values():
        bad = sum(1 for index, _, expected in cases if verdict(expected, figure(links[index])) == "fail")
        misread = (bad > 1 and bad * 3 > len(cases)) or not ledger.departmental
        for index, used, expected in cases:
            shape = {"change": "{0}−{1}", "growth": "({0}−{1})÷{1}"}.get(links[index].measure, "{0}÷{1}")
            tally.judge("table-growth", index, used, expected, shape, doubtful=misread,
                        slip=cut_off(expected, links[index]))


def rate(link: Link, now: Figure, base: Figure) -> Figure | None:
    if link.measure == "change":
        return minus(now, base)
    if link.measure == "growth":
        return percent(minus(now, base), base)
    return percent(now, base) if link.measure == "completion" else None
