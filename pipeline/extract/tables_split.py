"""Rows that no line divides: a cell with a column of numbers becomes one cell a row, by baselines.

Many offices rule only the columns of a table, or only its frame and header.
"""

from __future__ import annotations

from pipeline.extract.building import GridCell, Piece
from pipeline.extract.grid_cells import squeeze
from pipeline.extract.tables_names import SAME, Filled, Printed, blocks_of, is_level, middle, nearest
from pipeline.reading import fold


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
        if own and not names_all(cell, own):
            found += spread(cell, own, first[cell.row])
        else:
            span = first[cell.row + cell.rows] - first[cell.row]
            found.append(GridCell(first[cell.row], cell.column, [line.piece for line in cell.lines], span, cell.columns))
    return found


def names_all(cell: Filled, rows: list[float]) -> bool:
    """Whether a cell prints one name for all the rows of its band: in the middle of a cell that holds several."""
    if not cell.lines or cell.lines[-1].baseline - cell.lines[0].baseline > 2.2 * cell.lines[0].size * (len(cell.lines) - 1):
        return False
    block = middle(cell.lines) - 0.38 * cell.lines[0].size
    return not cell.lines[0].number and abs(block - cell.centre) < 0.6 * cell.lines[0].size and len(cell.lines) < len(rows)


def baselines_of(band: list[Filled]) -> list[float]:
    """The baselines of the rows printed in one band of the lattice; empty where it is one row."""
    columns = [numbers for cell in band if len(numbers := [line for line in cell.lines if line.number]) > 1]
    if not columns or all(is_wrapped(numbers) for numbers in columns):
        return []
    size = columns[0][0].size
    marks = merged([line.baseline for cell in band for line in cell.lines if line.number], size * SAME)
    names = [cell for cell in band if any(not line.number for line in cell.lines)]
    if len(columns) < 2 and not any(shared(cell, marks) > 1 for cell in names):
        return []
    lone = [middle(block) for cell in names for block, place in blocks_of(cell, marks) if place is None]
    return merged(marks + lone, size * SAME)


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


def shared(cell: Filled, marks: list[float]) -> int:
    """On how many of these baselines a cell prints a line."""
    return len({nearest(line.baseline, marks) for line in cell.lines if is_level(line, marks)})


def spread(cell: Filled, rows: list[float], first: int) -> list[GridCell]:
    """One grid cell a row, each name given to the row it stands level with, else to the nearest."""
    parts: list[list[Piece]] = [[] for _ in rows]
    for block, place in blocks_of(cell, rows):
        parts[nearest(middle(block), rows) if place is None else place] += [line.piece for line in block]
    return [GridCell(first + i, cell.column, pieces, 1, cell.columns) for i, pieces in enumerate(parts)]
