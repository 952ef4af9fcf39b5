"""From a raw grid of cells to Tables: title, unit, header paths, rows with codes, and the number cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msgspec import structs

from pipeline.extract.building import Grid
from pipeline.extract.grid_captions import (
    Caption,
    captions_of,
    is_noise,
    note_of,
    same_title,
    title_of,
    unit_in,
    weak_title_of,
)
from pipeline.extract.grid_cells import Cell, Matrix, own_unit, pattern
from pipeline.extract.grid_columns import Side, roles_of, sides_of
from pipeline.extract.grid_header import Header, find_header, path_of
from pipeline.extract.grid_rows import TOTAL, CodeReader, Label, Parents, labels_of, level_of
from pipeline.extract.grid_stack import SAME, below_header, fitted, is_indicators, stacked
from pipeline.reading import Column, Row, Table, Value, fold

PROSE = 120
"""A cell with more characters is running text, not a name."""


REST = 8
"""Characters: a longer one is no rest of a name."""


@dataclass(slots=True)
class Layout:
    """How a grid was read, kept so that a piece on the next page can be read alike."""

    width: int
    header: tuple[tuple[str, ...], ...]
    roles: list[str]
    sides: list[Side]
    edges: list[float] | None


def understand(grid: Grid, *, start: int, end: int, earlier: list[Table], between: list[str],
               last: Grid | None = None) -> list[Table]:
    """The tables that a raw grid prints; none where the grid only lays out running text.

    `earlier` are the document's tables so far, `between` the paragraphs since the last of them, `last` the grid that
    one came from: a grid without a header goes on with its columns. Cells must have their offsets.
    """
    tables: list[Table] = []
    parts = stacked(grid)
    starts = [start, *(min(cell.start for cell in part.cells) for part in parts[1:]), end]
    for i, part in enumerate(parts):
        known, above = [*earlier, *tables], [] if i else between
        if known and not above and is_lower_half(part, known[-1]):
            above = [known[-1].title]
        table = understood(part, starts[i], starts[i + 1], known, above, last if i == 0 else None)
        if table is not None:
            tables.append(table)
            grid.layout = part.layout
    return tables


def is_lower_half(grid: Grid, above: Table) -> bool:
    """Whether a grid heads the indicators of the performance form that the table above begins."""
    return is_indicators([cell for cell in grid.cells if cell.row == 0]) and bool(pattern("performance").search(above.title))


def understood(grid: Grid, start: int, end: int, earlier: list[Table], between: list[str], last: Grid | None) -> Table | None:
    """The one table that a grid prints."""
    headed = below_header(grid, stacked(last)[-1]) if last is not None and not between and only_header(earlier) else None
    matrix = Matrix(headed or grid)
    header = find_header(matrix)
    caption = captions_of(grid.captions)
    if matrix.width == 0 or (is_layout(matrix) and not header.form and not is_entitled(matrix, header, caption)):
        return None
    before = last.layout if last is not None and earlier and headed is None else None
    if before and before.edges and header.first == header.end and (finer := fitted(grid, before.edges)):
        matrix, header = Matrix(finer), find_header(Matrix(finer))
    layout = continued(matrix, grid, header, caption, before, earlier, between) if before else None
    goes_on = layout is not None
    if not goes_on and not caption.title:  # a title left alone at the foot of the page before
        above = captions_of(between)
        caption = Caption(above.title, caption.unit or above.unit, caption.note)
    grid.layout = layout = layout or fresh(matrix, grid, header)
    table = fill(matrix, header, layout, Table(start=start, end=end, page=grid.page))
    table = entitle(table, matrix, grid, header, caption)
    if goes_on or headed is not None:
        first = earlier[-1]
        table = structs.replace(table, title=first.title, unit=table.unit or first.unit, continues=len(earlier) - 1,
                                columns=table.columns if headed else first.columns)
    worth = bool(table.values) or goes_on or (table.columns and (table.note or table.title))
    return table if worth else None


def is_entitled(matrix: Matrix, header: Header, caption: Caption) -> bool:
    """Whether a unit above it, or a title and headings, say that a grid is a table, however much it explains."""
    headings = sum(1 for cell in matrix.cells if header.first <= cell.row < header.end and cell.text)
    return caption.unit is not None or (headings >= 3 and title_of(caption.title) is not None)


def only_header(earlier: list[Table]) -> bool:
    """Whether the last table printed its header at the foot of a page, and nothing below it."""
    return bool(earlier) and not earlier[-1].rows and not earlier[-1].values and bool(earlier[-1].columns)


def is_layout(matrix: Matrix) -> bool:
    """Whether the grid only places running text on a page."""
    texts = [cell for cell in matrix.cells if cell.text]
    numbers = sum(cell.kind == "number" for cell in texts)
    long = sum(len(cell.text) for cell in texts if len(cell.text) > PROSE)
    total = sum(len(cell.text) for cell in texts)
    return not texts or (long * 2 > total and numbers < 6)


def fresh(matrix: Matrix, grid: Grid, header: Header) -> Layout:
    roles = roles_of(matrix, header)
    paths = tuple(path_of(matrix, header, c) for c in range(matrix.width))
    return Layout(matrix.width, paths, roles, sides_of(matrix, header, roles), grid.edges)


def continued(matrix: Matrix, grid: Grid, header: Header, caption: Caption, before: Layout, earlier: list[Table],
              between: list[str]) -> Layout | None:
    """The layout of the table before where this grid goes on with it, else None."""
    first = earlier[-1]
    title = caption.title or header.title
    if header.form or matrix.width != before.width or grid.page - first.page not in (0, 1):
        return None
    if title and not same_title(title, first.title):
        return None
    pairs = zip(grid.edges or (), before.edges or (), strict=False)
    if len(grid.edges or ()) == before.width and any(abs(a - b) > SAME for a, b in pairs):
        return None
    strangers = [line for line in between if not is_noise(line) and not unit_in(line) and not title_of(line)]
    if any(line in strangers for line in grid.captions if not weak_title_of(line)):
        return None
    if header.first == header.end:
        return None if strangers else replace(before)
    # A repeated header says enough; below a page's last row stands a footnote or a name that did not fit its cell.
    same = tuple(path_of(matrix, header, c) for c in range(matrix.width)) == before.header
    return replace(before) if same and sum(map(len, strangers)) <= 60 else None


def with_whole_name(table: Table, grid: Grid, following: Table) -> Table:
    """The table with the name of its last row whole, where the next page prints the rest of it: 八、社会保障和就 | 业支出.

    The name fills its cell and is numbered, the rest is not, and has no code and no figures.
    """
    if not table.rows or not following.rows or not grid.edges:
        return table
    last, rest = table.rows[-1], following.rows[0]
    if level_of(last.label) is None or level_of(rest.label) is not None or len(rest.label) > REST or TOTAL.search(rest.label) \
            or rest.code or any(value.row == 0 for value in following.values):
        return table
    cell = next((cell for cell in grid.cells if cell.start <= last.start < cell.end), None)
    box = cell.pieces[-1].box if cell is not None and cell.pieces else None
    if cell is None or box is None or cell.column + cell.columns >= len(grid.edges):
        return table
    if grid.edges[cell.column + cell.columns] - box[2] > 1.3 * (box[3] - box[1]):
        return table
    return structs.replace(table, rows=(*table.rows[:-1], structs.replace(last, label=last.label + rest.label)))


def entitle(table: Table, matrix: Matrix, grid: Grid, header: Header, caption: Caption) -> Table:
    """The table with title, unit and note; what is printed inside the grid comes before the captions."""
    note = caption.note if not table.values else None
    if not table.values:
        inside = (note_of(cell.label) for cell in matrix.cells if cell.kind == "text")
        note = next(filter(None, inside), None) or next(filter(None, map(note_of, grid.after)), None) or note
    return structs.replace(table, title=header.title or caption.title, unit=header.unit or caption.unit, note=note)


def fill(matrix: Matrix, header: Header, layout: Layout, table: Table) -> Table:
    """The table's columns, rows and values."""
    columns: list[Column] = []
    places: dict[int, int] = {}
    for side in layout.sides:
        for c in side.values:
            places[c] = len(columns)
            columns.append(column_of(layout.header[c]))
    rows: list[Row] = []
    values: list[Value] = []
    readers = [(side, CodeReader(), Parents(), SideRows()) for side in layout.sides]
    for r in range(header.end, matrix.height):
        if repeats_header(matrix, r, header):
            continue
        for side, codes, parents, own in readers:
            label = labels_of(matrix, side, r, codes)
            cells = values_in(matrix, side, r)
            if not label.text and not label.code and not cells:
                continue
            own.indices.append(len(rows))
            rows.append(row_of(label, own, parents, cells, unit_of(matrix, side, r)))
            values += [Value(cell.start, cell.end, len(rows) - 1, places[c]) for c, cell in cells]
    return structs.replace(table, columns=tuple(columns), rows=tuple(rows), values=tuple(values))


class SideRows:
    """The indices in Table.rows of one side's rows."""

    def __init__(self) -> None:
        self.indices: list[int] = []
        self.groups: dict[int, str | None] = {}
        """Unit of each row without figures."""


def unit_of(matrix: Matrix, side: Side, r: int) -> str | None:
    """What the row prints in its column of units."""
    cells = (matrix.at[r][c] for c in side.units)
    return next((cell.text for cell in cells if cell is not None and cell.kind == "text"), None)


def row_of(label: Label, own: SideRows, parents: Parents, cells: list[tuple[int, Cell]], unit: str | None) -> Row:
    parent = parents.of(len(own.indices) - 1, label)
    unit = unit or own_unit(fold(label.text))
    if not cells:
        own.groups[len(own.indices) - 1] = unit
    elif parent is not None:  # 二、主要指标（万元）, a line without figures, names the unit of the rows it heads
        unit = unit or own.groups.get(parent)
    start, end = label.start, label.end
    if end <= start and cells:
        start = end = cells[0][1].start
    return Row(label.text, label.code, start, end, None if parent is None else own.indices[parent], unit)


def values_in(matrix: Matrix, side: Side, r: int) -> list[tuple[int, Cell]]:
    """The number cells of a side's row, each at the first column it covers."""
    found = []
    for c in side.values:
        cell = matrix.own(r, c)
        if cell is not None and cell.column == c and cell.kind == "number":
            found.append((c, cell))
    return found


def column_of(path: tuple[str, ...]) -> Column:
    """The column's path, and its unit where the header names one: 增长% → `%`, 车辆数（辆） → 辆."""
    texts = [fold(part) for part in reversed(path)]
    unit = next(filter(None, map(own_unit, texts)), None)
    return Column(path, unit or ("%" if texts and pattern("header-share").search(texts[0]) else None))


def repeats_header(matrix: Matrix, r: int, header: Header) -> bool:
    """Whether a body row prints a header row again (at the top of a printed page)."""
    texts = [cell.text for cell in matrix.printed(r)]
    return len(texts) > 1 and any(
        texts == [cell.text for cell in matrix.printed(h)] for h in range(header.first, header.end))
