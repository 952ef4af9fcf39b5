"""Tables that hold data, tables that only arrange a page, and tables that were flattened into tabs."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.extract.building import Grid, GridCell, Piece

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


def with_tabs_as_tables(lines: list[str]) -> Iterator[list[str] | Grid]:
    """Runs of lines that are no table, and the grids between them: rows of at least three cells divided by tabs.

    Two cells divided by a tab are as often a table of contents.
    """
    run: list[str] = []
    rows: list[str] = []
    for line in [*lines, ""]:
        if line.count("\t") >= 2:
            rows.append(line)
            continue
        if rows:
            grid = tabbed(rows)
            if grid is None:
                run += rows
            else:
                yield run
                yield grid
                run = []
            rows = []
        run.append(line)
    yield run


def tabbed(rows: list[str]) -> Grid | None:
    """The grid of lines with tabs; None where they hold too few numbers in too few rows."""
    cells = [GridCell(i, j, [Piece(text.rstrip())] if text.strip() else [])
             for i, row in enumerate(rows) for j, text in enumerate(row.split("\t"))]
    numbers = sum(NUMBER.fullmatch(cell.text) is not None for cell in cells if cell.pieces)
    grid = Grid(cells)
    return grid if len(rows) >= 2 and numbers >= 2 and holds_data(grid) else None
