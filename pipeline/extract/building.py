"""Builds a Reading's text, lines and tables from what a reader finds, in reading order.

Every reader (PDF, HTML, Office, sheets, plain) speaks only to `Builder`: `paragraph` for a logical line,
`table` for a raw grid of cells. Understanding the grid (headers, codes, sides, units) is `grid.py`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from pipeline.problems import Problem
from pipeline.reading import Box, Line, Page, Reading, Table

if TYPE_CHECKING:
    from pipeline.extract.grid import Layout


class Piece(msgspec.Struct, gc=False):
    """One printed run of characters, on one line of the page or of a cell."""

    text: str
    page: int = 0
    box: Box | None = None
    edges: tuple[int, ...] | None = None


class GridCell(msgspec.Struct, gc=False):
    """One cell as the medium has it; a merged cell stands once, at its upper left corner."""

    row: int
    column: int
    pieces: list[Piece]
    rows: int = 1
    columns: int = 1
    start: int = 0
    end: int = 0
    """Set by the Builder: where the cell's text lies in Reading.text."""

    @property
    def text(self) -> str:
        if len(self.pieces) == 1:
            return self.pieces[0].text
        return "".join([piece.text for piece in self.pieces])


@dataclass(slots=True)
class Grid:
    cells: list[GridCell]
    page: int = 0
    captions: list[str] = field(default_factory=list)
    """The paragraphs printed above on the same page, nearest last (title, 单位：万元); else set by the Builder."""
    after: list[str] = field(default_factory=list)
    """Notes printed directly below, where the reader knows them."""
    edges: list[float] | None = None
    """Left edge of each column on the page, where the medium has places."""
    layout: Layout | None = None
    """Set by `grid.understand`: how the columns were read."""


@dataclass(slots=True)
class Above:
    """A paragraph that may caption the next table."""

    text: str
    page: int
    box: Box | None
    """Of its last line."""
    lines: int = 1


NOTE = 60
"""Characters: a longer last row of one cell that ends sentences is a note under the table."""


def notes_below(grid: Grid) -> list[GridCell]:
    """Takes the running text out of a grid that a table's last rows print across it: 说明：2024年…支出5万元，…。"""
    found: list[GridCell] = []
    while True:
        bottom = max((cell.row for cell in grid.cells), default=0)
        last = [cell for cell in grid.cells if cell.row == bottom and cell.text.strip()]
        if bottom < 2 or len(last) != 1 or last[0].columns < 2 or len(last[0].text) < NOTE or "。" not in last[0].text:
            return found[::-1]
        found += last
        grid.cells = [cell for cell in grid.cells if cell.row < bottom]


@dataclass
class Builder:
    """Collects text; `build` returns the Reading. Separators belong to no Line."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    recent: list[Above] = field(default_factory=list)
    """The paragraphs since the last table."""
    last: Grid | None = None
    """The grid of the last table."""

    def paragraph(self, pieces: list[Piece]) -> None:
        """One logical line: its printed lines are joined without a character and closed by a newline."""
        start = self.length
        self._write(pieces)
        if self.length > start:
            text = "".join(piece.text for piece in pieces)
            if self.tables and len(self.recent) < 3:
                self._note(text)
            here = [piece for piece in pieces if piece.page == pieces[-1].page]
            self.recent.append(Above("".join(piece.text for piece in here), here[-1].page, here[-1].box, len(here)))
            self._separate("\n")

    def _note(self, text: str) -> None:
        """Keeps the sentence below an empty table that declares it so."""
        from pipeline.extract.grid_captions import note_of

        table = self.tables[-1]
        if not table.values and table.note is None and (note := note_of(text)):
            self.tables[-1] = msgspec.structs.replace(table, note=note)

    def table(self, grid: Grid) -> None:
        """A grid, row by row, cells separated by tabs; becomes a Table where `grid.understand` makes sense of it."""
        from pipeline.extract.grid import understand, with_whole_name
        from pipeline.extract.grid_captions import unwrapped

        notes = notes_below(grid)
        start = self.length
        rows = 1 + max((cell.row for cell in grid.cells), default=-1)
        by_row: list[list[GridCell]] = [[] for _ in range(rows)]
        for cell in grid.cells:
            by_row[cell.row].append(cell)
        for row in by_row:
            for i, cell in enumerate(sorted(row, key=lambda cell: cell.column)):
                if i:
                    self._separate("\t")
                cell.start = self.length
                self._write(cell.pieces)
                cell.end = self.length
            self._separate("\n")
        grid.captions = grid.captions or unwrapped([above for above in self.recent if above.page == grid.page])
        between = [above.text for above in self.recent]
        found = understand(grid, start=start, end=self.length, earlier=self.tables, between=between, last=self.last)
        if found:
            if self.last and found[0].continues == len(self.tables) - 1:
                self.tables[-1] = with_whole_name(self.tables[-1], self.last, found[0])
            self.tables += found
            self.last, self.recent = grid, []
        for note in notes:
            self.paragraph(note.pieces)

    def _write(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if not piece.text:
                continue
            text = piece.text.replace("\n", " ").replace("\t", " ")
            start, self.length = self.length, self.length + len(text)
            self.parts.append(text)
            self.lines.append(Line(start, self.length, piece.page, piece.box, piece.edges))

    def _separate(self, mark: str) -> None:
        self.parts.append(mark)
        self.length += len(mark)

    def build(self, *, document_id: str, source: str, media_type: str, pages: tuple[Page, ...] = (),
              charset: str | None = None, title: str | None = None, problems: tuple[Problem, ...] = ()) -> Reading:
        return Reading(document_id=document_id, source=source, media_type=media_type, text="".join(self.parts),
                       lines=tuple(self.lines), pages=pages, tables=tuple(self.tables), charset=charset, title=title,
                       problems=problems)
