"""Ruled lines → tables as rectangular cells on a lattice of row and column lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from pipeline.extract.tables_lines import SNAP, Lines
from pipeline.reading import Box


@dataclass(slots=True)
class Lattice:
    """A ruled table: its row and column lines, and for each unit of the lattice the cell it belongs to."""

    xs: np.ndarray
    ys: np.ndarray
    owner: np.ndarray
    """Cell index of each unit (row, column)."""
    cells: list[tuple[int, int, int, int]]
    """Row, column, rows, columns of each cell."""
    corners: dict[int, int] = field(default_factory=dict)
    """Cell → the wider cell above it that goes down into it: no line is drawn between them."""

    @property
    def box(self) -> Box:
        return float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1])


Part = tuple[float, float, float]
"""Position of a line, from, to."""


def lattices(horizontal: Lines, vertical: Lines) -> list[Lattice]:
    """The tables that the lines draw, from top to bottom."""
    found = [lattice for rows, columns in components(horizontal, vertical) if (lattice := lattice_of(rows, columns))]
    found = [lattice for lattice in found if not any(inside(lattice.box, other.box) for other in found)]
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def inside(box: Box, other: Box) -> bool:
    """Whether a box lies within another, which is not the same: a frame drawn inside a cell is no table."""
    return box is not other and box != other and all(
        low - SNAP <= value <= high + SNAP for value, low, high in (
            (box[0], other[0], other[2]), (box[2], other[0], other[2]), (box[1], other[1], other[3]), (box[3], other[1], other[3])))


def components(horizontal: Lines, vertical: Lines) -> list[tuple[list[Part], list[Part]]]:
    """Groups of lines that touch each other, as (horizontal, vertical) parts."""
    rows = [(y, start, end) for y, stretches in horizontal.items() for start, end in stretches]
    columns = [(x, start, end) for x, stretches in vertical.items() for start, end in stretches]
    if not rows or not columns:
        return []
    h, v = np.array(rows), np.array(columns)
    touch = (v[:, 0] >= h[:, 1, None] - SNAP) & (v[:, 0] <= h[:, 2, None] + SNAP)
    touch &= (h[:, 0, None] >= v[:, 1] - SNAP) & (h[:, 0, None] <= v[:, 2] + SNAP)
    found, free = [], touch.any(axis=0)
    while free.any():
        mine, beside = np.zeros(len(v), bool), np.zeros(len(h), bool)
        mine[free.argmax()] = True
        new = mine
        while new.any():
            reached = touch[:, new].any(axis=1) & ~beside
            beside |= reached
            new = touch[reached].any(axis=0) & ~mine
            mine |= new
        free &= ~mine
        found.append(([rows[i] for i in np.flatnonzero(beside).tolist()], [columns[i] for i in np.flatnonzero(mine).tolist()]))
    return found


def lattice_of(rows: list[Part], columns: list[Part]) -> Lattice | None:
    """The lattice of one group of touching lines; None where it holds fewer than two rows or columns."""
    rows, columns = closed(rows, columns)
    ys, xs = np.array(sorted({part[0] for part in rows})), np.array(sorted({part[0] for part in columns}))
    height, width = len(ys) - 1, len(xs) - 1
    if height < 1 or width < 1 or height * width < 2:
        return None
    # The outermost lines are walls even where they are not drawn.
    over = drawn(rows, ys, xs)
    beside = drawn(columns, xs, ys)
    over[0] = over[-1] = [True] * width
    beside[0] = beside[-1] = [True] * height
    owner, cells = cells_of(over, list(zip(*beside, strict=True)))
    return Lattice(xs, ys, owner, cells, corners_of(over, owner, cells)) if len(cells) > 1 else None


def corners_of(over: Sequence[Sequence[bool]], owner: np.ndarray, cells: list[tuple[int, int, int, int]]) -> dict[int, int]:
    """The lower part of each cell that has the shape of an L, around a smaller one (其中) at its right, and its upper part."""
    found = {}
    for i, (r, c, _, columns) in enumerate(cells):
        if r and not any(over[r][c : c + columns]):
            above = int(owner[r - 1, c])
            if cells[above][1] == c and cells[above][3] > columns:
                found[i] = above
    return found


def closed(rows: list[Part], columns: list[Part]) -> tuple[list[Part], list[Part]]:
    """The lines, with the outer ones added that an open-sided table leaves out."""
    left, right = min(x for x, _, _ in columns), max(x for x, _, _ in columns)
    top, bottom = min(y for y, _, _ in rows), max(y for y, _, _ in rows)
    far_left, far_right = median(start for _, start, _ in rows), median(end for _, _, end in rows)
    high, low = min(start for _, start, _ in columns), max(end for _, _, end in columns)
    reach = max(rows, key=lambda part: part[2] - part[1])
    upright = max(columns, key=lambda part: part[2] - part[1])
    if left - far_left > 8:
        columns = [*columns, (far_left, upright[1], upright[2])]
    if far_right - right > 8:
        columns = [*columns, (far_right, upright[1], upright[2])]
    if top - high > 8:
        rows = [*rows, (high, reach[1], reach[2])]
    if low - bottom > 8:
        rows = [*rows, (low, reach[1], reach[2])]
    return rows, columns


def drawn(parts: list[Part], positions: np.ndarray, across: np.ndarray) -> list[list[bool]]:
    """For each line position and each step across: whether the line is drawn there (judged at the step's middle)."""
    middles = ((across[1:] + across[:-1]) / 2).tolist()
    walls = [[False] * len(middles) for _ in range(len(positions))]
    places = {position: row for row, position in enumerate(positions.tolist())}
    for position, start, end in parts:
        first, stop = bisect_left(middles, start - 0.5), bisect_right(middles, end + 0.5)
        walls[places[position]][first:stop] = [True] * (stop - first)
    return walls


def cells_of(over: Sequence[Sequence[bool]], beside: Sequence[Sequence[bool]]) -> tuple[np.ndarray, list[tuple[int, int, int, int]]]:
    """Units of the lattice joined where no wall stands between them.

    over[r][c]: a wall above unit (r, c); beside[r][c]: one to the left of it. Units that would join to anything but
    a rectangle (a line has a gap) stay single.
    """
    height, width = len(over) - 1, len(over[0])
    owner = [[-1] * width for _ in range(height)]
    cells: list[tuple[int, int, int, int]] = []
    for r in range(height):
        for c in range(width):
            if owner[r][c] >= 0:
                continue
            columns = 1
            while c + columns < width and not beside[r][c + columns] and owner[r][c + columns] < 0:
                columns += 1
            rows = 1
            while r + rows < height and same_below(over, beside, r + rows, c, columns, width):
                rows += 1
            for row in owner[r : r + rows]:
                row[c : c + columns] = [len(cells)] * columns
            cells.append((r, c, rows, columns))
    return np.array(owner), cells


def same_below(over: Sequence[Sequence[bool]], beside: Sequence[Sequence[bool]], r: int, c: int, columns: int, width: int) -> bool:
    """Whether row r goes on with the cell above it: no wall between, none inside, walls at both ends."""
    if any(over[r][c : c + columns]) or any(beside[r][c + 1 : c + columns]):
        return False
    return beside[r][c] and (c + columns == width or beside[r][c + columns])
