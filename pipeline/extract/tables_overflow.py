"""Names that do not fit their cell: a last line printed over the cell below goes back to the cell it began in.

Sheets printed to PDF with too low rows do this; by place alone, two names would be read as one, letter by letter.
"""

from __future__ import annotations

import numpy as np

from pipeline.extract.pdf_characters import Characters
from pipeline.extract.tables_cells import Lattice


def with_overflow(characters: Characters, owner: np.ndarray, lattice: Lattice) -> np.ndarray:
    """The cell of each character, lines that overflow given to the cell above.

    A line overflows where it goes on, in the file, with the full last line of the cell above, starts at the same left
    edge a line's height below it, and the cell it lies in prints a text of its own.
    """
    firsts = runs_of(characters, owner)
    if len(firsts) < 2:
        return owner
    last = np.append(firsts[1:], len(owner)) - 1
    x0, x1, baseline, size = characters.x0[firsts], characters.x1[last], characters.baseline[firsts], characters.size[firsts]
    cell = owner[firsts]
    down = np.diff(baseline)
    height = size[1:]
    follows = (np.abs(np.diff(x0)) < 0.5 * height) & (down > 0.9 * height) & (down < 1.6 * height) & (np.diff(cell) != 0)
    shared = np.bincount(cell, minlength=len(lattice.cells)) > 1
    follows &= shared[cell[1:]]
    if not follows.any():
        return owner
    owner = owner.copy()
    for i in np.flatnonzero(follows) + 1:
        above, below = lattice.cells[owner[firsts[i - 1]]], lattice.cells[cell[i]]
        right = lattice.xs[above[1] + above[3]]
        if above[1] == below[1] and above[0] + above[2] == below[0] and x1[i - 1] + 1.8 * size[i - 1] >= right:
            owner[firsts[i] : last[i] + 1] = owner[firsts[i - 1]]
    return owner


def runs_of(characters: Characters, owner: np.ndarray) -> np.ndarray:
    """The index of the first character of each printed run: one line, in one cell, in the order of the file."""
    jump = np.abs(np.diff(characters.baseline)) > 0.3 * characters.size[1:]
    jump |= characters.x0[1:] < characters.x1[:-1] - characters.size[1:]
    jump |= np.diff(owner) != 0
    return np.concatenate(([0], np.flatnonzero(jump) + 1))
