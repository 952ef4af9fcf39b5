"""Spreadsheets as they are displayed: number formats applied, hidden sheets, rows and columns left out."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

import regex
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from pipeline.extract.building import Builder, Grid, GridCell, Piece
from pipeline.extract.layout import NUMBER, holds_data
from pipeline.extract.office_convert import converted
from pipeline.extract.office_package import Package
from pipeline.extract.sheets_format import displayed
from pipeline.extract.sniff import XLS, XLSX
from pipeline.problems import DocumentError, Problem
from pipeline.reading import Reading
from pipeline.sources import Options

BIG = 40_000_000
"""Bytes of XML from which on formats are given up: openpyxl takes ten times as much memory."""
UNNAMED = regex.compile(r"(?:sheet|工作表|表)\s*\d*(?: \(\d+\))?", regex.I)


@dataclass
class Sheet:
    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    """(row, column) → what is displayed; blank cells are left out."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False


def read_xlsx(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    package = Package(data, source, options)
    package.refuse_entities()
    size = sum(info.file_size for name, info in package.names.items() if name.startswith("xl/worksheets/"))
    try:
        sheets, unformatted = (by_openpyxl(data), False) if size <= BIG else (by_calamine(data, source), True)
    except DocumentError:
        raise
    except Exception:  # openpyxl raises anything at all on styles it does not expect
        sheets, unformatted = by_calamine(data, source), True
    return reading_of(sheets, unformatted, document_id=document_id, source=source, media_type=XLSX)


def read_sheets(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    """XLS; XLSB and ODS too, but without their number formats."""
    unformatted = not data.startswith(b"\xd0\xcf\x11\xe0")
    if unformatted:
        Package(data, source, options)
        sheets = by_calamine(data, source)
    else:
        try:
            sheets = by_xlrd(data, source)
        except DocumentError:
            raise
        except Exception:  # xlrd too; calamine reads some of what it cannot
            sheets, unformatted = by_calamine(data, source), True
    return reading_of(sheets, unformatted, document_id=document_id, source=source, media_type=XLS)


def read_by_conversion(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    """Excel 2 to 4 and Excel 2003 XML."""
    return read_xlsx(converted(data, "xlsx", source, options), document_id=document_id, source=source, options=options)


def read_ods(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    """OpenDocument: through LibreOffice, which knows its formats; without it the values as stored."""
    Package(data, source, options)
    try:
        return read_by_conversion(data, document_id=document_id, source=source, options=options)
    except DocumentError as error:
        if error.problem.kind != "missing-tool":
            raise
    return read_sheets(data, document_id=document_id, source=source, options=options)


def by_openpyxl(data: bytes) -> list[Sheet]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    sheets = []
    for page in workbook.worksheets:
        sheet = Sheet(page.title, hidden=page.sheet_state != "visible")
        sheet.merged = [(area.min_row, area.min_col, area.max_row, area.max_col) for area in page.merged_cells.ranges]
        sheet.hidden_rows = {row for row, its in page.row_dimensions.items() if its.hidden or its.height == 0}
        for its in page.column_dimensions.values():
            if its.hidden or its.width == 0:
                sheet.hidden_columns.update(range(its.min or 0, (its.max or 0) + 1))
        for (row, column), cell in page._cells.items():
            if cell.value is not None and (text := displayed(cell.value, cell.number_format)).strip():
                sheet.cells[row, column] = text
        sheets.append(sheet)
    return sheets


def by_xlrd(data: bytes, source: str) -> list[Sheet]:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise DocumentError("encrypted-file", f"{source} needs a password: open it and save it without one") from error
        raise
    sheets = []
    for page in book.sheets():
        sheet = Sheet(page.name, hidden=page.visibility != 0)
        sheet.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in page.merged_cells]
        sheet.hidden_rows = {row for row, its in page.rowinfo_map.items() if its.hidden}
        sheet.hidden_columns = {column for column, its in page.colinfo_map.items() if its.hidden}
        for row in range(page.nrows):
            for column in range(page.row_len(row)):
                cell = page.cell(row, column)
                value = cell.value
                if cell.ctype == xlrd.XL_CELL_DATE:
                    value = xlrd.xldate_as_datetime(value, book.datemode)
                elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    value = bool(value)
                elif cell.ctype == xlrd.XL_CELL_ERROR:
                    value = xlrd.error_text_from_code.get(value, "#N/A")
                code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else ""
                if (text := displayed(value, code)).strip():
                    sheet.cells[row, column] = text
        sheets.append(sheet)
    return sheets


def by_calamine(data: bytes, source: str) -> list[Sheet]:
    """The values without formats or hidden rows; reads what the others give up on."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for meta in book.sheets_metadata:
            if str(meta.typ).rpartition(".")[2] != "WorkSheet":
                continue
            page = book.get_sheet_by_name(meta.name)
            sheet = Sheet(meta.name, hidden=str(meta.visible).rpartition(".")[2] != "Visible")
            sheet.merged = [(*first, *last) for first, last in page.merged_cell_ranges or ()]
            for row, values in enumerate(page.to_python(skip_empty_area=False)):
                for column, value in enumerate(values):
                    if (text := displayed(value, "")).strip():
                        sheet.cells[row, column] = text
            sheets.append(sheet)
    except PasswordError as error:
        raise DocumentError("encrypted-file", f"{source} needs a password: open it and save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise DocumentError("damaged-file", f"{source} is cut off or broken ({error}): fetch it again") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what calamine does on some broken workbooks; it is no Exception
            raise
        raise DocumentError("damaged-file", f"{source} is broken and cannot be read as a workbook: fetch it again") from None
    return sheets


def reading_of(sheets: list[Sheet], unformatted: bool, *, document_id: str, source: str, media_type: str) -> Reading:
    builder = Builder()
    for sheet in sheets:
        if not sheet.hidden:
            for grid in grids(sheet):
                add(builder, grid)
    return builder.build(document_id=document_id, source=source, media_type=media_type,
                         problems=tuple(problems(sheets, unformatted, source)))


def add(builder: Builder, grid: Grid) -> None:
    """A table where the cells are data; sheets also hold explanations, a paragraph in a cell."""
    if holds_data(grid):
        builder.table(grid)
        return
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        for piece in cell.pieces:
            builder.paragraph([Piece(piece.text.strip())])


def grids(sheet: Sheet) -> Iterator[Grid]:
    """The sheet's tables: cut where a blank row is followed by another title."""
    shown = [place for place in sheet.cells if place[0] not in sheet.hidden_rows and place[1] not in sheet.hidden_columns]
    if not shown:
        return
    rows = sorted({row for row, _ in shown})
    used = [column for _, column in shown]
    columns = [column for column in range(min(used), max(used) + 1) if column not in sheet.hidden_columns]
    part: list[int] = []
    for row in rows:
        if part and row - part[-1] > 1 and starts_table(sheet, row, part):
            yield grid_of(sheet, part, columns)
            part = []
        part.append(row)
    if part:
        yield grid_of(sheet, part, columns)


def starts_table(sheet: Sheet, row: int, before: list[int]) -> bool:
    """Whether a row after a blank one is a title: alone, no number, with numbers above it."""
    own = [text for (r, column), text in sheet.cells.items() if r == row and column not in sheet.hidden_columns]
    above = any(r in before and NUMBER.fullmatch(text) for (r, _), text in sheet.cells.items())
    return len(own) == 1 and above and bool(regex.search(r"表[^，。；]{0,8}$", own[0].strip()))


def grid_of(sheet: Sheet, rows: list[int], columns: list[int]) -> Grid:
    """The displayed cells, counted without the hidden ones and blank rows; a merged cell spans what is left of it."""
    place = {row: i for i, row in enumerate(rows)}, {column: i for i, column in enumerate(columns)}
    covered: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for top, left, bottom, right in sheet.merged:
        down = [place[0][row] for row in range(top, min(bottom, rows[-1]) + 1) if row in place[0]]
        across = [place[1][column] for column in range(left, right + 1) if column in place[1]]
        if down and across:
            covered.update((row, column) for row in down for column in across)
            cells.append(GridCell(down[0], across[0], pieces_of(sheet.cells.get((top, left), "")), len(down), len(across)))
    for row, i in place[0].items():
        for column, j in place[1].items():
            if (i, j) not in covered:
                cells.append(GridCell(i, j, pieces_of(sheet.cells.get((row, column), ""))))
    return Grid(cells, captions=[] if UNNAMED.fullmatch(sheet.name.strip()) else [sheet.name.strip()])


def pieces_of(text: str) -> list[Piece]:
    return [Piece(line) for line in regex.split(r"[\r\n]+", text) if line]


def problems(sheets: list[Sheet], unformatted: bool, source: str) -> Iterator[Problem]:
    """What was left out, so that nothing is missing unseen."""
    if unformatted:
        yield Problem("part-skipped", f"{source}: number formats and hidden rows could not be read: figures stand as stored")
    for sheet in sheets:
        if sheet.hidden and sheet.cells:
            yield Problem("part-skipped", f"{source}: sheet {sheet.name} is hidden and was not read")
        rows = {row for row, _ in sheet.cells} & sheet.hidden_rows
        columns = {column for _, column in sheet.cells} & sheet.hidden_columns
        if not sheet.hidden and (rows or columns):
            yield Problem("part-skipped", f"{source}: sheet {sheet.name}: {len(rows)} hidden rows and {len(columns)} hidden "
                          "columns were not read")
