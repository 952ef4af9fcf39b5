"""Grid: one logical table, its pieces on several pages joined, with the link of each number cell."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.check.ledger import Ledger
from pipeline.check.precision import INEXACT
from pipeline.reading import Column, Row, fold

DROPPED = re.compile(r"^(?:金额|数额|合计数|栏次|行次|)$")
"""Header words that say nothing about what a column holds."""
SLOT = re.compile(r"(?:预算|决算|执行|完成|预计|调整)数?$|^\d{4}年|^二[○〇零O0]|^(?:本|上)年数$")
"""Header words that name a phase or a year: columns of different slots are never added up."""
PARTIAL = re.compile(r"其中|比|增减|增长|%|占|同口径")
"""Header words of columns that are no part of their group's total."""


@dataclass
class Grid:
    title: str
    rows: list[Row] = field(default_factory=list)
    columns: tuple[Column, ...] = ()
    cells: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    """Row → column → index of a money level."""
    relative: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    """Row → column → index of a growth, completion, share or change."""
    piece_starts: list[int] = field(default_factory=list)


def grids_of(ledger: Ledger) -> list[Grid]:
    """The document's tables that hold links, in order."""
    tables = ledger.reading.tables
    place: dict[int, tuple[Grid, int]] = {}
    grids: list[Grid] = []
    for index, table in enumerate(tables):
        before = place.get(table.continues) if table.continues is not None else None
        if before is not None and before[0].columns == table.columns:
            grid = before[0]
        else:
            grid = Grid(table.title, columns=table.columns)
            grids.append(grid)
        place[index] = grid, len(grid.rows)
        grid.piece_starts.append(len(grid.rows))
        grid.rows += table.rows
    for i, link in enumerate(ledger.links):
        row, column = link.table_row, link.table_column
        if link.table is None or row is None or column is None or (link.flags and not INEXACT.isdisjoint(link.flags)):
            continue
        grid, offset = place[link.table]
        if link.measure == "level":
            if link.kind == "money":
                grid.cells[offset + row][column] = i
        elif link.measure in ("growth", "completion", "share", "change"):
            grid.relative[offset + row][column] = i
    return [grid for grid in grids if grid.cells]


@dataclass(frozen=True)
class Group:
    """A total column and the columns that make it up."""

    total: int
    parts: tuple[int, ...]
    names: tuple[str, ...]


def name_of(column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what a column holds, its phase or year): 公务用车/小计/决算数 → ((公务用车, 小计), (决算数,))."""
    names, slot = [], []
    for word in column.path:
        word = fold(word).replace(" ", "")
        if SLOT.search(word) and "三公" not in word:
            slot.append(word)
        elif not DROPPED.match(word):
            names.append(word)
    return tuple(names), tuple(slot)


def groups_of(columns: tuple[Column, ...], totals: frozenset[str]) -> list[Group]:
    """Each column that is the total of its siblings (合计 = 基本支出 + 项目支出), nested groups by their own total."""
    slots: dict[tuple[str, ...], dict[tuple[str, ...], int]] = defaultdict(dict)
    for index, column in enumerate(columns):
        names, slot = name_of(column)
        if names and not column.unit and not any(PARTIAL.search(name) for name in names):
            slots[slot].setdefault(names, index)
    found = []
    for slot, named in slots.items():
        del slot
        for names, index in named.items():
            if names[-1] in totals:
                parts = members(named, names[:-1], totals)
                if parts:
                    found.append(Group(index, tuple(i for _, i in parts), tuple(name for name, _ in parts)))
    return found


def members(named: dict[tuple[str, ...], int], prefix: tuple[str, ...], totals: frozenset[str]) -> list[tuple[str, int]]:
    """The columns directly below a header that add up to its total."""
    depth, found = len(prefix), []
    for child in dict.fromkeys(names[depth] for names in named if len(names) > depth and names[:depth] == prefix):
        if child in totals:
            continue
        path = (*prefix, child)
        own = named.get(path)
        if own is None:
            own = next((named[*path, total] for total in totals if (*path, total) in named), None)
        if own is not None:
            found.append((child, own))
        else:
            found += members(named, path, totals)
    return found
