"""A grid as a matrix: for each place the cell that covers it, and what kind of thing each cell prints."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from pipeline.extract.building import Grid, GridCell
from pipeline.patterns import load_rules
from pipeline.reading import fold

SPACE = regex.compile(r"[\s\u200b\ufeff]+")


@cache
def pattern(rule: str) -> regex.Pattern[str]:
    """A rule of patterns/extract_tables.toml."""
    return load_rules("extract_tables.toml")[rule].pattern


def squeeze(text: str) -> str:
    """The text without white space, punctuation as printed."""
    if " " not in text and text.isprintable():  # no other white space is printable
        return text
    return SPACE.sub("", text)


@cache
def counted_units() -> dict[str, str]:
    """The ending of a heading that names a count → its unit: 人数 → 人."""
    groups: dict[str, list[str]] = load_rules("extract_tables.toml").data["counts"]
    return {ending: unit for unit, endings in groups.items() for ending in endings}


def own_unit(text: str) -> str | None:
    """The unit that a heading or a row's name has of its own: `车辆数（辆）` → 辆, `在职人数` → 人; None for money.

    `text` is folded.
    """
    found = pattern("own-unit").search(text)
    if found:
        return str(found["unit"])
    found = pattern("counted").search(text)
    if not found:
        return None
    word = found[0].split("(")[0]
    return next((unit for ending, unit in counted_units().items() if word.endswith(ending)), None)


class Cell:
    """A cell of the matrix: its place, its text without white space (`label`, and folded: `text`) and its kind."""

    __slots__ = ("column", "columns", "end", "indent", "kind", "label", "row", "rows", "start", "text")

    def __init__(self, raw: GridCell) -> None:
        printed = raw.text
        self.row, self.column, self.rows, self.columns = raw.row, raw.column, raw.rows, raw.columns
        self.label, self.text, self.kind = reading_of(printed)
        lead = len(printed) - len(printed.lstrip())
        self.start = raw.start + lead
        self.end = raw.start + len(printed.rstrip()) if self.label else raw.start
        self.indent = float(lead)
        if raw.pieces and raw.pieces[0].box:
            self.indent += raw.pieces[0].box[0] / 6


def kind_of(text: str) -> str:
    """`blank`, `number` or `text`; a lone dash is blank.

    >>> kind_of('2,106.66'), kind_of('-'), kind_of('2,10666')
    ('number', 'blank', 'text')
    """
    if not text or pattern("blank").search(text):
        return "blank"
    return "number" if pattern("number").search(text) else "text"


@lru_cache(maxsize=1 << 14)
def reading_of(printed: str) -> tuple[str, str, str]:
    """What a cell's text says: without white space; the same folded; its kind. Tables repeat texts, and ask twice."""
    label = squeeze(printed)
    text = fold(label)
    return label, text, kind_of(text)


class Matrix:
    """Rows × columns of cells; a merged cell stands at every place it covers, None where the grid has no cell."""

    def __init__(self, grid: Grid) -> None:
        self.cells = sorted((Cell(cell) for cell in grid.cells), key=lambda cell: (cell.row, cell.column))
        # Places where no cell begins do not count: web pages write colspan=100 for "the whole width".
        self.height = max((cell.row + 1 for cell in self.cells), default=0)
        self.width = max((cell.column + 1 for cell in self.cells), default=0)
        for cell in self.cells:
            cell.rows = min(cell.rows, self.height - cell.row)
            cell.columns = min(cell.columns, self.width - cell.column)
        self.at: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in self.at[cell.row : cell.row + cell.rows]:
                row[cell.column : cell.column + cell.columns] = [cell] * cell.columns

    def row(self, r: int) -> list[Cell]:
        """The cells that begin in a row, blank ones too, from left to right."""
        found: list[Cell] = []
        for cell in self.at[r]:
            if cell is not None and cell.row == r and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def printed(self, r: int) -> list[Cell]:
        """The cells with text that begin in a row."""
        return [cell for cell in self.row(r) if cell.text]

    def own(self, r: int, c: int) -> Cell | None:
        """The cell that begins at this row and covers this column, if one does."""
        cell = self.at[r][c]
        return cell if cell is not None and cell.row == r else None
