"""Tables that hold data, and tables that only arrange a page."""

from __future__ import annotations

import regex

from pipeline.extract.building import Grid

NUMBER = regex.compile(r"\s*+[-－—]?[\d,，.]{1,24}%?\s*+")
LONG = 200
"""A cell of more characters is prose."""


def holds_data(grid: Grid) -> bool:
    """Whether a table is a grid of short cells; else its cells are to be read as paragraphs, one after another.

    A page put into one big cell, a frame around a chapter, and a row of columns of prose are no data.
    """
    rows = {cell.row for cell in grid.cells}
    columns = {cell.column for cell in grid.cells}
    if len(rows) < 2 or len(columns) < 2:
        return False
    texts = [cell.text.strip() for cell in grid.cells]
    if sum(NUMBER.fullmatch(text) is not None for text in texts) >= 6:
        return True
    return sum(len(text) for text in texts if len(text) > LONG) <= 0.5 * sum(map(len, texts))
