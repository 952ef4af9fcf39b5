"""One grid that holds several tables below each other, as Word and sheets have them, cut at their titles."""

from __future__ import annotations

import itertools
from bisect import bisect_left

from msgspec.structs import replace

from pipeline.extract.building import Grid, GridCell
from pipeline.extract.grid_captions import is_noise, title_of, unit_in
from pipeline.extract.grid_cells import pattern, reading_of, squeeze

SAME = 6.0
"""Points: column edges nearer than this are the same."""


def stacked(grid: Grid) -> list[Grid]:
    """The tables of a grid from top to bottom, each with rows and columns of its own; mostly one.

    Columns where no cell begins below the captions are left out: tables of different widths share one set of columns.
    """
    rows: list[list[GridCell]] = [[] for _ in range(1 + max((cell.row for cell in grid.cells), default=-1))]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    cuts = [0, *cuts_of(rows), len(rows)]
    return [part(grid, rows, first, last) for first, last in itertools.pairwise(cuts) if first < last]


def cuts_of(rows: list[list[GridCell]]) -> list[int]:
    """The rows at which another table begins: a title alone in its row, below numbers and above more of them; the
    header of the indicators in a performance form."""
    width = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    lower = {r for r in range(1, len(rows)) if is_indicators(rows[r])}
    heads = [r for r in range(1, len(rows)) if r in lower or is_title(rows[r], width)]
    if width < 2 or not heads:
        return []
    numbers = [sum(reading_of(cell.text)[2] == "number" for cell in row) for row in rows]
    cuts, last = [], 0
    for r in heads:
        if r in lower:
            cuts.append(r)
            last = r
            continue
        if not any(numbers[last:r]) or not any(numbers[r:]):
            continue
        first = r
        while first - 1 > last and is_around(rows[first - 1]):
            first -= 1
        if any(numbers[last:first]):
            cuts.append(first)
            last = r
    return cuts


def is_indicators(row: list[GridCell]) -> bool:
    """Whether a row heads indicators: 一级指标 | 二级指标 | 三级指标 | 指标值."""
    return sum(pattern("tier").search(reading_of(cell.text)[1]) is not None for cell in row) >= 2


def is_title(row: list[GridCell], width: int) -> bool:
    printed = [cell for cell in row if cell.text.strip()]
    if len(printed) != 1 or title_of(printed[0].text) is None:
        return False
    # A name in the first column of a row without numbers is a title only where it is merged over the others.
    return printed[0].columns >= max(2, 0.6 * width) or (printed[0].columns == 1 and len(row) == 1)


def is_around(row: list[GridCell]) -> bool:
    """Whether a row prints nothing but a table number or a unit."""
    return all(not cell.text.strip() or is_noise(cell.text) or unit_in(cell.text) for cell in row)


def part(grid: Grid, rows: list[list[GridCell]], first: int, last: int) -> Grid:
    """Rows first to last - 1 as a grid of its own."""
    inner = [row for row in rows[first:last] if not is_around(row) and not is_title(row, 2)]
    kept = sorted({0, *(cell.column for row in inner or rows[first:last] for cell in row)})
    if last - first == len(rows) and fills(grid, kept):
        return grid
    cells = []
    for cell in (cell for row in rows[first:last] for cell in row):
        left = bisect_left(kept, cell.column)
        columns = bisect_left(kept, cell.column + cell.columns) - left
        if columns:  # a caption's cell between two columns
            cells.append(replace(cell, row=cell.row - first, column=left, columns=columns))
        elif cell.text.strip():
            cells.append(replace(cell, row=cell.row - first, column=max(0, left - 1), columns=1))
    edges = [grid.edges[c] for c in kept] if grid.edges else None
    return Grid(cells, page=grid.page, captions=[] if first else grid.captions, after=grid.after if last == len(rows) else [],
                edges=edges)


def fills(grid: Grid, columns: list[int]) -> bool:
    """Whether these are all columns of the grid, so that nothing of it needs to change."""
    width = max(cell.column + cell.columns for cell in grid.cells)
    return columns[-1] + 1 == len(columns) == width and (grid.edges is None or len(grid.edges) == width)


def fitted(grid: Grid, edges: list[float]) -> Grid | None:
    """The grid on the finer columns that begin at these edges; None where its own columns do not begin there.

    The last row of a table, alone on its page, shows only the columns that it does not merge.
    """
    if not grid.edges or len(grid.edges) >= len(edges):
        return None
    places = [min(range(len(edges)), key=lambda i: abs(edges[i] - edge)) for edge in grid.edges]
    if any(abs(edges[i] - edge) > SAME for i, edge in zip(places, grid.edges, strict=True)) or places != sorted(set(places)):
        return None
    places.append(len(edges))
    cells = [replace(cell, column=places[cell.column], columns=places[cell.column + cell.columns] - places[cell.column])
             for cell in grid.cells]
    return Grid(cells, page=grid.page, captions=grid.captions, after=grid.after, edges=edges)


def below_header(grid: Grid, last: Grid) -> Grid | None:
    """The grid with the header above it that the page before ends with; None where their columns do not agree."""
    if grid.page != last.page + 1 or not grid.edges or not last.edges:
        return None
    if len(grid.edges) == len(last.edges):
        same = all(abs(a - b) <= SAME for a, b in zip(grid.edges, last.edges, strict=True))
        head = last if same else None
    else:
        head = fitted(last, grid.edges)
    if head is None or texts_of(head, 0) == texts_of(grid, 0):
        return None
    height = 1 + max(cell.row for cell in head.cells)
    return Grid([*head.cells, *(replace(cell, row=cell.row + height) for cell in grid.cells)], page=grid.page,
                captions=grid.captions, after=grid.after, edges=grid.edges)


def texts_of(grid: Grid, row: int) -> list[str]:
    return [squeeze(cell.text) for cell in grid.cells if cell.row == row]
