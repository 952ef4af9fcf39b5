"""Tables without lines: rows of numbers that stand in columns below a header. Nothing where that is not certain."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.extract.building import Grid, GridCell, Piece
from pipeline.extract.grid_captions import is_noise, title_of, unit_in
from pipeline.extract.pdf_characters import Characters
from pipeline.extract.pdf_lines import PrintedLine, printed_lines
from pipeline.extract.tables_names import Filled, Printed, printed
from pipeline.extract.tables_split import split_rows
from pipeline.reading import Box

GAP = 1.2
"""Of the font size: wider white space divides cells."""
ROWS, COLUMNS = 4, 2
"""So many rows with numbers in so many columns at least."""
HEADER = 5
"""So many lines a header can have."""

Cells = list[Printed]
"""The pieces of one printed line, from left to right."""


@dataclass(slots=True)
class Column:
    x0: float
    x1: float
    number: bool


def loose_grids(characters: Characters, page: int) -> list[tuple[Box, Grid]]:
    """The page's unruled tables among these characters, from top to bottom, with their boxes."""
    if characters.turn or not len(characters):
        return []
    lines = [pieces_of(line) for line in sorted(printed_lines(characters, page), key=lambda line: line.baseline)]
    found, i = [], 0
    while i < len(lines):
        if not is_row(lines[i]):
            i += 1
            continue
        end = run_end(lines, i)
        grid = grid_of(lines, i, end, page)
        if grid is not None:
            found.append(grid)
        i = end
    return found


def pieces_of(line: PrintedLine) -> Cells:
    """A printed line cut at its wide gaps."""
    text, edges = line.text, line.edges
    if not edges:
        return []
    cells, start, i = [], 0, 0
    while i <= len(text):
        stop = i
        while i < len(text) and text[i] in " \u3000":
            i += 1
        wide = i == len(text) or (i > stop and edges[i] - edges[stop] >= 10 * GAP * line.size)
        if wide and stop > start:
            box = (edges[start] / 10, line.box[1], edges[stop] / 10, line.box[3])
            piece = Piece(text[start:stop], line.page, box, edges[start : stop + 1])
            cells.append(printed(piece, line.baseline, line.size, box[0], box[2]))
            start = i
        i += 1
    return cells


def is_row(cells: Cells) -> bool:
    """Whether a line prints a name and numbers in columns after it."""
    return sum(cell.number for cell in cells) >= COLUMNS and not cells[0].number


def run_end(lines: list[Cells], first: int) -> int:
    """Where the rows that begin at a line end: at a wide gap, or after the last line that is a row."""
    last = first
    for i in range(first + 1, len(lines)):
        if not lines[i] or lines[i][0].baseline - lines[i - 1][0].baseline > 4 * lines[first][0].size:
            break
        if is_row(lines[i]):
            last = i
        elif i - last > 3:
            break
    return last + 1


def grid_of(lines: list[Cells], first: int, end: int, page: int) -> tuple[Box, Grid] | None:
    """The grid of rows first to end - 1 and the header above them; None where columns or header are not certain."""
    rows = [cells for cells in lines[first:end] if is_row(cells)]
    columns = columns_of(lines[first:end])
    if len(rows) < ROWS or columns is None or sum(column.number for column in columns) < COLUMNS:
        return None
    top = header_start(lines, first)
    header = header_cells(lines[top:first], columns)
    if header is None:
        return None
    body = [Filled(first - top, c, 1, 1, limit(columns, c), float("-inf")) for c in range(len(columns))]
    for cells in lines[first:end]:
        for cell in cells:
            place = place_in(cell, columns)
            if place is None:
                return None
            body[place].lines.append(cell)
    inside = [cell for cells in lines[top:end] for cell in cells]
    box = (min(cell.x0 for cell in inside), min(cell.baseline - cell.size for cell in inside),
           max(cell.x1 for cell in inside), max(cell.baseline + 0.2 * cell.size for cell in inside))
    blanks = [Filled(r, c, 1, 1, 0.0, float("-inf")) for r in range(first - top) for c in range(len(columns))]
    below = [cell for cell in split_rows([*blanks, *body]) if cell.row >= first - top]
    return box, Grid([*header, *below], page=page, edges=[column.x0 for column in columns])


def columns_of(lines: list[Cells]) -> list[Column] | None:
    """The columns that the pieces of lines fall into, by overlap; None where one line has two pieces in one column."""
    pieces = sorted((cell for cells in lines for cell in cells), key=lambda cell: cell.x0)
    groups: list[Cells] = []
    edge = float("-inf")
    for cell in pieces:
        if cell.x0 > edge:
            groups.append([])
        groups[-1].append(cell)
        edge = max(edge, cell.x1)
    columns = []
    for group in groups:
        baselines = [cell.baseline for cell in group]
        if len(set(baselines)) < len(baselines):
            return None
        numbers = [cell for cell in group if cell.number]
        if len(numbers) * 2 > len(group) and not aligned(numbers):
            return None
        columns.append(Column(group[0].x0, max(cell.x1 for cell in group), len(numbers) * 2 > len(group)))
    return columns


def aligned(numbers: Cells) -> bool:
    """Whether the numbers of a column end, or are centred, at one place."""
    size = numbers[0].size
    ends = np.array([cell.x1 for cell in numbers])
    middles = np.array([(cell.x0 + cell.x1) / 2 for cell in numbers])
    return bool(np.ptp(ends) <= size or np.ptp(middles) <= size)


def limit(columns: list[Column], c: int) -> float:
    """How far a name in a column can reach."""
    return columns[c].x1 + 1.0


def place_in(cell: Printed, columns: list[Column]) -> int | None:
    return next((c for c, column in enumerate(columns) if column.x0 - 0.1 <= cell.x0 and cell.x1 <= column.x1 + 0.1), None)


def header_start(lines: list[Cells], first: int) -> int:
    """The first line of the header above a row: below title and unit, and no further than lines are close."""
    start = first
    while start > max(0, first - HEADER):
        above = lines[start - 1]
        text = "".join(cell.piece.text for cell in above)
        if not above or title_of(text) or unit_in(text) or is_noise(text) or lines[start][0].baseline - above[0].baseline > 4 * above[0].size:
            break
        start -= 1
    return start


def header_cells(lines: list[Cells], columns: list[Column]) -> list[GridCell] | None:
    """The header's pieces as cells over the columns they stand above; None where a column of numbers has none."""
    middles = [(a.x1 + b.x0) / 2 for a, b in pairwise(columns)]
    left, right = [float("-inf"), *middles], [*middles, float("inf")]
    covered: set[int] = set()
    found = []
    for r, cells in enumerate(lines):
        taken: set[int] = set()
        for cell in cells:
            over = [c for c in range(len(columns)) if cell.x0 < right[c] - cell.size / 2 and cell.x1 > left[c] + cell.size / 2]
            if not over or cell.number or taken & set(over):
                return None
            taken |= set(over)
            covered |= set(over)
            found.append(GridCell(r, over[0], [cell.piece], 1, len(over)))
    return found if all(c in covered for c, column in enumerate(columns) if column.number) else None
