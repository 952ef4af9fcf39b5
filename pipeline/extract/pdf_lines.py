"""Printed lines of a page: its characters grouped by baseline, in the order of reading."""

from __future__ import annotations

import msgspec
import numpy as np

from pipeline.extract.building import Piece
from pipeline.extract.layers_torn import HINT, mend
from pipeline.extract.pdf_characters import Characters, text_of
from pipeline.extract.pdf_columns import columns, runs_of
from pipeline.reading import Box

BASELINE = 0.3
"""Of the font size: characters whose baselines differ by less stand on one line. Tops tell nothing: digits often
come from a second font with a wrong top."""
WORD_GAP = 0.5
"""Of the font size: a wider gap without a printed space becomes one space."""
LOOSE_GAP = 2.5
"""Of the font size: a line with a wider gap is no prose."""


class PrintedLine(msgspec.Struct, gc=False):
    """One line of the page (or of one of its columns), without the white space at its ends."""

    text: str
    edges: tuple[int, ...] | None
    """Left edge of each character and right edge of the last, in tenths of a point."""
    page: int
    """1-based."""
    x0: float
    x1: float
    baseline: float
    size: float
    """The largest font size in it."""
    box: Box
    """On the displayed page."""
    block: int = 0
    """The column it stands in, counted in reading order on its page."""
    smallest: float = 0.0
    """The smallest font size in it."""
    loose: bool = False
    """Torn by a gap of several characters, as the rows of a table or of a form are."""
    mended: bool = False
    """Spaces inside its numbers have been taken out."""

    def piece(self) -> Piece:
        return Piece(self.text, self.page, self.box, self.edges)


def printed_lines(characters: Characters, page: int) -> list[PrintedLine]:
    """The lines, column by column, each from left to right; duplicates printed for boldness are dropped."""
    if not characters:
        return []
    order, row = _by_baseline(characters)
    codes = characters.codes[order]
    x0, x1 = characters.x0[order], characters.x1[order]
    size, baseline = characters.size[order], characters.baseline[order]
    single = _without_doubles(codes, x0, size, row)
    if not single.all():
        codes, x0, x1, size, baseline, row = (field[single] for field in (codes, x0, x1, size, baseline, row))
    lines: list[PrintedLine] = []
    for block, mask in enumerate(columns(row, x0, x1, size)):
        fields = (codes, x0, x1, size, baseline, row)
        lines += _block_lines(characters, page, block, *(fields if mask.all() else (field[mask] for field in fields)))
    return lines


def _block_lines(characters: Characters, page: int, block: int, codes: np.ndarray, x0: np.ndarray, x1: np.ndarray,
                 size: np.ndarray, baseline: np.ndarray, row: np.ndarray) -> list[PrintedLine]:
    """The lines of one column; its characters come row by row, left to right."""
    blank = (codes == 32) | (codes == 0x3000)
    gap = np.where(row[1:] == row[:-1], x0[1:] - x1[:-1], 0) / np.maximum(size[1:], size[:-1])
    wide = np.flatnonzero((gap > WORD_GAP) & ~blank[1:] & ~blank[:-1])
    torn_apart = np.zeros(int(row[-1]) + 1, bool)
    torn_apart[row[1:][gap > LOOSE_GAP]] = True
    if len(wide):
        ends, starts = x1[wide], x0[wide + 1]
        times = np.ones(len(codes), np.int64)
        times[wide] = 2
        source = np.repeat(np.arange(len(codes)), times)
        codes, blank, x0, x1, size, baseline, row = (field[source] for field in (codes, blank, x0, x1, size, baseline, row))
        at = wide + np.arange(1, len(wide) + 1)
        codes[at], blank[at], x0[at], x1[at] = 32, True, ends, starts
    solid = np.flatnonzero(~blank)
    if not len(solid):
        return []
    sizes = size[solid]
    text, tenths = text_of(codes), np.rint(x0 * 10).astype(np.int64).tolist()
    starts, stops = runs_of(row[solid])
    first, last = solid[starts], solid[stops - 1]
    largest_of, smallest_of = np.maximum.reduceat(sizes, starts).tolist(), np.minimum.reduceat(sizes, starts).tolist()
    has_hint = HINT.search(text) is not None
    lines = []
    for start, end, base, left, right, edge, largest, smallest, loose in zip(
            first.tolist(), (last + 1).tolist(), baseline[first].tolist(), x0[first].tolist(), x1[last].tolist(),
            np.rint(x1[last] * 10).astype(np.int64).tolist(), largest_of, smallest_of, torn_apart[row[first]].tolist(), strict=True):
        box = (left, base - 0.88 * largest, right, base + 0.12 * largest)
        printed, edges = text[start:end], (*tenths[start:end], edge)
        if has_hint and HINT.search(printed):
            printed, edges = mend(printed, edges, largest)
        if characters.turn or characters.skew:
            box = characters.displayed(box)
        lines.append(PrintedLine(printed, None if characters.turn else edges, page, left, right, base, largest, box, block,
                                 smallest, loose, len(printed) < end - start))
    return lines


def _by_baseline(characters: Characters) -> tuple[np.ndarray, np.ndarray]:
    """An order (line by line, left to right) and each character's line number in that order."""
    down = np.argsort(characters.baseline, kind="stable")
    baseline, size = characters.baseline[down], characters.size[down]
    new = np.zeros(len(down), np.int64)
    new[1:] = baseline[1:] - baseline[:-1] > BASELINE * np.minimum(size[1:], size[:-1])
    group = np.cumsum(new)
    x0 = characters.x0[down]
    if not ((x0[1:] < x0[:-1]) & (new[1:] == 0)).any():  # as most files print them
        return down, group
    across = np.lexsort((x0, group))
    return down[across], group[across]


def _without_doubles(codes: np.ndarray, x0: np.ndarray, size: np.ndarray, group: np.ndarray) -> np.ndarray:
    """False for a character printed again over itself, shifted by a hair to look bold."""
    single = np.ones(len(codes), bool)
    near = (codes[1:] == codes[:-1]) & (group[1:] == group[:-1]) & (x0[1:] - x0[:-1] < 0.15 * size[1:])
    single[1:] = ~near
    return single
