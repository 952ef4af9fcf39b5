"""The tables of a PDF page as raw grids: cells from ruled lines, text from the page's characters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.extract.building import Grid, Piece
from pipeline.extract.pdf_characters import Characters
from pipeline.extract.pdf_lines import printed_lines
from pipeline.extract.pdf_objects import Objects
from pipeline.extract.tables_cells import Lattice, lattices
from pipeline.extract.tables_lines import ruled_lines
from pipeline.extract.tables_loose import loose_grids
from pipeline.extract.tables_names import Filled, Printed, printed
from pipeline.extract.tables_overflow import with_overflow
from pipeline.extract.tables_split import split_rows
from pipeline.reading import Box

APART = 100_000.0
"""Points by which the baselines of different cells are moved apart, so that no line runs over two cells."""
CLOSE = 0.3
"""Of the font size: characters nearer than this are set as one text."""
RUN_OVER = 0.05
"""Share of close neighbours with a wall between them: 0.03 at most in real tables, mostly none."""
DIGITS = 16
"""Fewer digits outside the ruled tables make no table."""


def find_grids(objects: Objects, characters: Characters, *, number: int) -> list[tuple[Box, Grid]]:
    """A page's tables from top to bottom: box (in the coordinates of `characters`) and grid of each.

    The characters inside a box belong to its grid. `number` is the page's, from 1.
    """
    found: list[tuple[Box, Grid]] = []
    outside = np.ones(len(characters), bool)
    middle_x, middle_y = middles_of(characters)
    for lattice in lattices(*ruled_lines(objects, characters)):
        if is_run_over(lattice, characters):
            continue
        grid = grid_of(lattice, characters, number)
        x0, top, x1, bottom = lattice.box
        outside &= (middle_x < x0) | (middle_x > x1) | (middle_y < top) | (middle_y > bottom)
        if grid is not None:
            found.append((lattice.box, grid))
    if np.count_nonzero(digits_of(characters) & outside) >= DIGITS:
        found += loose_grids(characters.select(outside), number)
    return sorted(found, key=lambda item: item[0][1])


def is_run_over(lattice: Lattice, characters: Characters) -> bool:
    """Whether text runs on over the walls, as it does over the shades and underlines of running text."""
    x, y = middles_of(characters)
    chosen = np.flatnonzero((x > lattice.xs[0]) & (x < lattice.xs[-1]) & (y > lattice.ys[0]) & (y < lattice.ys[-1]))
    column, row = np.searchsorted(lattice.xs, x[chosen]) - 1, np.searchsorted(lattice.ys, y[chosen]) - 1
    owner = lattice.owner[row, column]
    size = characters.size[chosen]
    gap = (characters.x0[chosen][1:] - characters.x1[chosen][:-1]) / size[1:]
    near = (np.abs(np.diff(characters.baseline[chosen])) < 0.3 * size[1:]) & (np.abs(gap) < CLOSE)
    over = int((near & (np.diff(owner) != 0) & (np.diff(column) != 0) & (np.diff(row) == 0)).sum())
    return over > RUN_OVER * near.sum() and (over > 1 or len(lattice.cells) <= 4)


def middles_of(characters: Characters) -> tuple[np.ndarray, np.ndarray]:
    return (characters.x0 + characters.x1) / 2, characters.baseline - 0.3 * characters.size


def digits_of(characters: Characters) -> np.ndarray:
    codes = characters.codes
    return (codes >= 48) & (codes <= 57)


def grid_of(lattice: Lattice, characters: Characters, page: int) -> Grid | None:
    """The lattice's cells with their printed lines; None where they hold no text."""
    middle_x, middle_y = middles_of(characters)
    column = np.searchsorted(lattice.xs, middle_x) - 1
    row = np.searchsorted(lattice.ys, middle_y) - 1
    inside = (column >= 0) & (column < len(lattice.xs) - 1) & (row >= 0) & (row < len(lattice.ys) - 1)
    if not inside.any():
        return None
    chosen = np.flatnonzero(inside)
    owner = lattice.owner[row[chosen], column[chosen]]
    xs, ys = lattice.xs.tolist(), lattice.ys.tolist()
    cells = [Filled(r, c, rows, columns, xs[c + columns], (ys[r] + ys[r + rows]) / 2) for r, c, rows, columns in lattice.cells]
    within = characters.select(chosen)
    for cell, line in lines_of(within, with_overflow(within, owner, lattice), page):
        cells[cell].lines.append(line)
    for lower, upper in lattice.corners.items():
        if cells[lower].lines and cells[upper].lines and not any(line.number for i in (lower, upper) for line in cells[i].lines):
            cells[upper].lines += cells[lower].lines
            cells[lower].lines = []
    return Grid(split_rows(cells), page=page, edges=lattice.xs[:-1].tolist())


def lines_of(characters: Characters, owner: np.ndarray, page: int) -> list[tuple[int, Printed]]:
    """(cell, printed line) for all cells at once, lines of a cell from top to bottom."""
    apart = replace(characters, baseline=characters.baseline + owner * APART)
    found = []
    for line in printed_lines(apart, page):
        cell = int((line.baseline + APART / 2) // APART)
        baseline = line.baseline - cell * APART
        box = (line.x0, baseline - 0.88 * line.size, line.x1, baseline + 0.12 * line.size)
        piece = Piece(line.text, page, characters.displayed(box), line.edges)
        found.append((cell, printed(piece, baseline, line.size, line.x0, line.x1)))
    return found
