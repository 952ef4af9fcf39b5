"""Printed lines of a page: its characters grouped by baseline, in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.extract.building import Piece
from pipeline.extract.layers_torn import HINT, mend
from pipeline.extract.pdf_characters import Characters
from pipeline.extract.pdf_columns import columns
from pipeline.reading import Box

BASELINE = 0.3
"""Of the font size: characters whose baselines differ by less stand on one line. Tops tell nothing: digits often
come from a second font with a wrong top."""
WORD_GAP = 0.5
"""Of the font size: a wider gap without a printed space becomes one space."""
LOOSE_GAP = 2.5
"""Of the font size: a line with a wider gap is no prose."""


@dataclass(slots=True)
class PrintedLine:
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
    codes = np.frombuffer(characters.text.encode("utf-32-le"), "<u4")[order]
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
    wide = np.flatnonzero((gap > WORD_GAP) & ~blank[1:] & ~blank[:-1]) + 1
    loose = set(row[1:][gap > LOOSE_GAP].tolist())
    if len(wide):
        ends, starts = x1[wide - 1], x0[wide]
        source = np.insert(np.arange(len(codes)), wide, wide - 1)
        codes, blank, x0, x1, size, baseline, row = (field[source] for field in (codes, blank, x0, x1, size, baseline, row))
        at = wide + np.arange(len(wide))
        codes[at], blank[at], x0[at], x1[at] = 32, True, ends, starts
    text = codes.tobytes().decode("utf-32-le")
    tenths, solid = np.rint(x0 * 10).astype(np.int64).tolist(), np.flatnonzero(~blank)
    runs = _runs(row[solid], solid)
    firsts = np.searchsorted(solid, [first for first, _ in runs])
    sizes = size[solid]
    largest_of = np.maximum.reduceat(sizes, firsts).tolist() if runs else []
    smallest_of = np.minimum.reduceat(sizes, firsts).tolist() if runs else []
    torn = HINT.search(text) is not None
    lines = []
    for (first, last), largest, smallest in zip(runs, largest_of, smallest_of, strict=True):
        base, left, right = float(baseline[first]), float(x0[first]), float(x1[last - 1])
        box = (left, base - 0.88 * largest, right, base + 0.12 * largest)
        edges = (*tenths[first:last], round(right * 10))
        printed = text[first:last]
        if torn and HINT.search(printed):
            printed, edges = mend(printed, edges, largest)
        if characters.turn or characters.skew:
            box = characters.displayed(box)
        lines.append(PrintedLine(printed, None if characters.turn else edges, page, left, right, base, largest, box, block,
                                 smallest, int(row[first]) in loose, len(printed) < last - first))
    return lines


def _by_baseline(characters: Characters) -> tuple[np.ndarray, np.ndarray]:
    """An order (line by line, left to right) and each character's line number in that order."""
    down = np.argsort(characters.baseline, kind="stable")
    baseline, size = characters.baseline[down], characters.size[down]
    new = np.zeros(len(down), np.int64)
    new[1:] = baseline[1:] - baseline[:-1] > BASELINE * np.minimum(size[1:], size[:-1])
    group = np.cumsum(new)
    across = np.lexsort((characters.x0[down], group))
    return down[across], group[across]


def _without_doubles(codes: np.ndarray, x0: np.ndarray, size: np.ndarray, group: np.ndarray) -> np.ndarray:
    """False for a character printed again over itself, shifted by a hair to look bold."""
    single = np.ones(len(codes), bool)
    near = (codes[1:] == codes[:-1]) & (group[1:] == group[:-1]) & (x0[1:] - x0[:-1] < 0.15 * size[1:])
    single[1:] = ~near
    return single


def _runs(groups: np.ndarray, indices: np.ndarray) -> list[tuple[int, int]]:
    """First index and last + 1 of each run of equal groups."""
    if not len(groups):
        return []
    cuts = np.flatnonzero(groups[1:] != groups[:-1])
    firsts = indices[np.concatenate(([0], cuts + 1))]
    lasts = indices[np.concatenate((cuts, [len(groups) - 1]))] + 1
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))
