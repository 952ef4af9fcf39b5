"""Which printed lines of a column of names are one name, and which row of numbers each name belongs to.

Where no lines divide the rows, a name broken over two lines and two rows of names look alike. What tells them apart:
a line that breaks fills its cell, the middle of a broken name is level with its number, a new item has a number of
its own (一、). The cheapest reading of the whole column wins.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left

import msgspec

from pipeline.extract.building import Piece
from pipeline.extract.grid_cells import reading_of, squeeze
from pipeline.extract.grid_rows import level_of

SAME = 0.45
"""Of the font size: baselines nearer than this are one row."""
LONGEST = 5
"""Lines a name in an unruled row can have."""
ALONE, UNNAMED, LOOSE, UNLEVEL = 1.0, 1.5, 0.6, 0.4
"""Costs: a name without numbers, numbers without a name, a name whose lines stand as far apart as rows, and one whose
first or last line, not its middle, is level with the numbers."""


class Printed(msgspec.Struct, gc=False):
    """A printed line in a cell."""

    piece: Piece
    baseline: float
    size: float
    x0: float
    x1: float
    number: bool


class Filled(msgspec.Struct, gc=False):
    """A cell of the lattice with its printed lines."""

    row: int
    column: int
    rows: int
    columns: int
    right: float
    """The right edge of the cell."""
    centre: float
    """Half-way between its upper and its lower line."""
    lines: list[Printed] = []


Block = tuple[list[Printed], "int | None"]
"""The lines of one name, and the row it belongs to; None where no number stands level with it."""


def printed(piece: Piece, baseline: float, size: float, x0: float, x1: float) -> Printed:
    return Printed(piece, baseline, size, x0, x1, reading_of(piece.text)[2] == "number")


def nearest(baseline: float, marks: list[float]) -> int:
    """The index of the mark nearest to a baseline; marks are sorted."""
    i = bisect_left(marks, baseline)
    return min((j for j in (i - 1, i) if 0 <= j < len(marks)), key=lambda j: abs(marks[j] - baseline))


def is_level(line: Printed, marks: list[float]) -> bool:
    return abs(marks[nearest(line.baseline, marks)] - line.baseline) <= line.size * SAME


def middle(block: list[Printed]) -> float:
    return (block[0].baseline + block[-1].baseline) / 2


def blocks_of(cell: Filled, marks: list[float]) -> list[Block]:
    """The names in a cell from top to bottom, each with the index of its mark."""
    lines = sorted(cell.lines, key=lambda line: line.baseline)
    pitch = min((b - a for a, b in itertools.pairwise(marks)), default=0.0)
    if sum(line.number for line in lines) * 2 > len(lines):
        return [([line], place_of([line], marks, pitch)) for line in lines]
    return cheapest(lines, marks, pitch, cell.right)


def place_of(block: list[Printed], marks: list[float], pitch: float) -> int | None:
    """The mark level with the middle of a block, give or take part of a row."""
    i = nearest(middle(block), marks)
    reach = max(block[0].size * SAME, 0.4 * pitch)
    return i if abs(marks[i] - middle(block)) <= reach else None


def joins(before: Printed, line: Printed, right: float) -> bool:
    """Whether a line can go on with the name of the line before: that one fills its cell, this one has no number."""
    full = before.x1 + 2.5 * before.size >= right
    close = line.baseline - before.baseline <= 2.2 * max(line.size, before.size)
    return full and close and not line.number and level_of(squeeze(line.piece.text)) is None


def cheapest(lines: list[Printed], marks: list[float], pitch: float, right: float) -> list[Block]:
    """The reading of a column of names that costs least. best[i]: cost, last block's start and mark, for lines[:i]."""
    start: tuple[float, int, int | None, int] = (0.0, 0, None, -1)
    best: list[dict[int, tuple[float, int, int | None, int]]] = [{-1: start}]
    for i in range(1, len(lines) + 1):
        found: dict[int, tuple[float, int, int | None, int]] = {}
        for first in range(i - 1, max(-1, i - 1 - LONGEST), -1):
            if first < i - 1 and not joins(lines[first], lines[first + 1], right):
                break
            for place, cost in choices(lines[first:i], marks, pitch):
                for used, entry in best[first].items():
                    if place is not None and place <= used:
                        continue
                    last = used if place is None else place
                    skipped = 0 if place is None else place - used - 1
                    total = entry[0] + cost + UNNAMED * skipped
                    if last not in found or total < found[last][0]:
                        found[last] = (total, first, place, used)
        keep = sorted(found.items(), key=lambda item: item[1][0])[:6]
        best.append(dict(keep))
    return traced(lines, best, len(marks))


def choices(block: list[Printed], marks: list[float], pitch: float) -> list[tuple[int | None, float]]:
    """(mark or None, cost) of each way to place a block."""
    loose = sum(b.baseline - a.baseline > 0.9 * pitch for a, b in itertools.pairwise(block)) * LOOSE
    found: list[tuple[int | None, float]] = [(None, ALONE + loose)]
    place = place_of(block, marks, pitch)
    if place is not None:
        off = abs(marks[place] - middle(block)) / max(block[0].size, pitch)
        found.append((place, off + loose))
    if len(block) > 1:
        found += [(nearest(line.baseline, marks), UNLEVEL + 2 * loose) for line in (block[0], block[-1]) if is_level(line, marks)]
    return found


def traced(lines: list[Printed], best: list[dict[int, tuple[float, int, int | None, int]]], marks: int) -> list[Block]:
    """The blocks of the cheapest reading, from top to bottom."""
    used = min(best[-1], key=lambda last: best[-1][last][0] + UNNAMED * (marks - 1 - last))
    i, blocks = len(lines), []
    while i:
        _, first, place, before = best[i][used]
        blocks.append((lines[first:i], place))
        i, used = first, before
    return blocks[::-1]
