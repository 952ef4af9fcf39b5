"""Rows that no line divides: a cell with a column of numbers becomes one cell a row, by baselines.

Many offices rule only the columns of a table, or only its frame and header.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from pipeline.extract.building import GridCell, Piece
from pipeline.extract.grid_cells import kind_of, squeeze
from pipeline.extract.grid_rows import level_of
from pipeline.reading import fold

SAME = 0.45
"""Of the font size: baselines nearer than this are one row."""


@dataclass(slots=True)
class Printed:
    """A printed line in a cell."""

    piece: Piece
    baseline: float
    size: float
    x0: float
    x1: float
    number: bool


@dataclass(slots=True)
class Filled:
    """A cell of the lattice with its printed lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: list[Printed] = field(default_factory=list)


def printed(piece: Piece, baseline: float, size: float, x0: float, x1: float) -> Printed:
    return Printed(piece, baseline, size, x0, x1, kind_of(fold(squeeze(piece.text))) == "number")


def split_rows(cells: list[Filled]) -> list[GridCell]:
    """Grid cells of filled lattice cells, rows that only baselines tell apart made rows."""
    height = max(cell.row + cell.rows for cell in cells)
    bands: list[list[Filled]] = [[] for _ in range(height)]
    for cell in cells:
        if cell.rows == 1:
            bands[cell.row].append(cell)
    rows = [baselines_of(band) for band in bands]
    first = [0]
    for row in rows:
        first.append(first[-1] + max(1, len(row)))
    found = []
    for cell in cells:
        own = rows[cell.row] if cell.rows == 1 else []
        if own and len(cell.lines) and fits(cell, own):
            found += spread(cell, own, first[cell.row])
        else:
            span = first[cell.row + cell.rows] - first[cell.row]
            if own and not cell.lines:
                found += [GridCell(first[cell.row] + i, cell.column, [], 1, cell.columns) for i in range(len(own))]
            else:
                found.append(GridCell(first[cell.row], cell.column, [line.piece for line in cell.lines], span, cell.columns))
    return found


def baselines_of(band: list[Filled]) -> list[float]:
    """The baselines of the rows printed in one band of the lattice; empty where it is one row."""
    columns = [numbers for cell in band if len(numbers := [line for line in cell.lines if line.number]) > 1]
    if not columns or all(is_wrapped(numbers) for numbers in columns):
        return []
    size = columns[0][0].size
    marks = merged([line.baseline for cell in band for line in cell.lines if line.number], size * SAME)
    labels = [cell for cell in band if any(not line.number for line in cell.lines)]
    if len(columns) < 2 and not any(shared(cell, marks, size) > 1 for cell in labels):
        return []
    pitch = min((b - a for a, b in itertools.pairwise(marks)), default=size)
    alone = [middle(block) for cell in labels for block in blocks_of(cell, marks, pitch)
             if place_of(block, marks, pitch) is None]
    return merged(marks + alone, size * SAME)


def is_wrapped(lines: list[Printed]) -> bool:
    """Whether the number lines of a cell are one long number broken over lines."""
    texts = [fold(squeeze(line.piece.text)) for line in lines]
    return any(text.endswith((",", ".")) for text in texts[:-1]) or any(text.startswith((",", ".")) for text in texts[1:])


def merged(values: list[float], tolerance: float) -> list[float]:
    """Sorted values with near ones made one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > tolerance:
            found.append(value)
    return found


def nearest(baseline: float, marks: list[float]) -> int:
    return min(range(len(marks)), key=lambda i: abs(marks[i] - baseline))


def shared(cell: Filled, marks: list[float], size: float) -> int:
    """On how many of these baselines a cell prints a line."""
    return len({i for line in cell.lines if abs(marks[i := nearest(line.baseline, marks)] - line.baseline) <= size * SAME})


def blocks_of(cell: Filled, marks: list[float], pitch: float) -> list[list[Printed]]:
    """The cell's lines, those of a name that is broken over lines together.

    They follow each other closer than rows do, only the first has a number (一、), and at most one is level with a row.
    """
    blocks: list[list[Printed]] = []
    for line in sorted(cell.lines, key=lambda line: line.baseline):
        close = min(1.6 * line.size, 0.85 * pitch) if pitch < 2 * line.size else 1.6 * line.size
        if blocks and not line.number and line.baseline - blocks[-1][-1].baseline <= close and not numbered(line):
            levels = {nearest(other.baseline, marks) for other in [*blocks[-1], line] if is_level(other, marks)}
            if len(levels) < 2:
                blocks[-1].append(line)
                continue
        blocks.append([line])
    return blocks


def numbered(line: Printed) -> bool:
    return level_of(squeeze(line.piece.text)) is not None


def is_level(line: Printed, marks: list[float]) -> bool:
    return abs(marks[nearest(line.baseline, marks)] - line.baseline) <= line.size * SAME


def middle(block: list[Printed]) -> float:
    return (block[0].baseline + block[-1].baseline) / 2


def place_of(block: list[Printed], marks: list[float], pitch: float) -> int | None:
    """The row a block of lines names: the one level with it or with its middle, give or take part of a row."""
    for line in block:
        if is_level(line, marks):
            return nearest(line.baseline, marks)
    i = nearest(middle(block), marks)
    reach = max(block[0].size * SAME * (1 + (len(block) > 1)), 0.4 * pitch)
    return i if abs(marks[i] - middle(block)) <= reach else None


def spread(cell: Filled, rows: list[float], first: int) -> list[GridCell]:
    """One grid cell a row, each block of lines given to the row it stands level with, else to the nearest."""
    pitch = min((b - a for a, b in itertools.pairwise(rows)), default=0.0)
    parts: list[list[Piece]] = [[] for _ in rows]
    for block in blocks_of(cell, rows, pitch):
        place = place_of(block, rows, pitch)
        parts[nearest(middle(block), rows) if place is None else place] += [line.piece for line in block]
    return [GridCell(first + i, cell.column, pieces, 1, cell.columns) for i, pieces in enumerate(parts)]


def fits(cell: Filled, rows: list[float]) -> bool:
    """Whether a cell's lines belong to the rows one by one; a single line between two rows spans them all."""
    return len(cell.lines) > 1 or is_level(cell.lines[0], rows)
