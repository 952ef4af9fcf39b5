"""Lines that are in the file but not on the page: text cells printed over two pages, each clipped to its part."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium

from pipeline.extract.pdf_lines import PrintedLine
from pipeline.extract.pdf_pages import PageContent

DPI = 50
DARK = 200
INKED = 0.3
"""Of its characters' width: less is what its neighbours reach into a line."""
LONG = 12
"""Characters from which a line is not repeated by chance."""


def drop_hidden(document: pdfium.PdfDocument, contents: Sequence[PageContent]) -> None:
    """Takes the lines out of `contents` that leave no ink; looks only where two pages tell the same lines.

    Spreadsheets print a cell that does not fit its page once a page, whole, and clip it: without this its text
    would be read twice.
    """
    doubtful: set[int] = set()
    for one, other in pairwise(contents):
        if one.page.method == other.page.method == "text" and _repeats(one.lines, other.lines):
            doubtful |= {one.page.number, other.page.number}
    for content in contents:
        if content.page.number in doubtful:
            with closing(document[content.page.number - 1]) as page:
                dark = page.render(scale=DPI / 72, grayscale=True).to_numpy() < DARK
            content.lines = [line for line in content.lines if _has_ink(dark, line)]


def _repeats(one: Sequence[PrintedLine], other: Sequence[PrintedLine]) -> bool:
    """Whether two pages share long lines in different places (a running head keeps its place)."""
    places = {line.text: line.baseline for line in one if len(line.text) >= LONG}
    return any(abs(places.get(line.text, line.baseline) - line.baseline) > 20 for line in other)


def _has_ink(dark: np.ndarray, line: PrintedLine) -> bool:
    x0, top, x1, bottom = (value * DPI / 72 for value in line.box)
    inked = dark[max(0, int(top)):max(0, int(bottom) + 1), max(0, int(x0)):max(0, int(x1) + 1)].any(axis=0)
    printed = sum(1 for character in line.text if character != " ") * line.size * DPI / 72
    return float(inked.sum()) > INKED * 0.5 * printed  # half: digits are narrow
