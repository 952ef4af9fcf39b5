"""Where a grid's header begins and ends, and the header path of each column."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from pipeline.extract.grid_captions import is_noise, note_of, title_of, unit_in
from pipeline.extract.grid_cells import Cell, Matrix, pattern

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class Header:
    first: int
    """The first header row; the rows above print title, unit, table number."""
    end: int
    """The first body row."""
    title: str | None = None
    unit: str | None = None
    skip: frozenset[int] = frozenset()
    """Rows that number the columns (栏次 1 2 3)."""
    form: bool = False
    """A form of names and entries beside each other (项目名称 | 某项目), without column headings."""


def find_header(matrix: Matrix, top: int = 0) -> Header:
    """The header of the table that begins at row `top`; `first == end` where it has none."""
    header = banners(matrix, top)
    if is_form(matrix, header.first):
        header.end, header.form = header.first, True
        return header
    end = first_data_row(matrix, header.first)
    end = blank_rows_above(matrix, header.first, end)
    header.end = end
    skip = {r for r in range(header.first, min(end + 2, matrix.height)) if numbers_columns(matrix, r, header.first)}
    while header.end in skip:
        header.end += 1
    header.skip = frozenset(skip)
    for r in range(header.first, header.end):
        header.unit = header.unit or next((u for cell in matrix.printed(r) if (u := unit_in(cell.label))), None)
    return header


def is_form(matrix: Matrix, r: int) -> bool:
    """Whether the first row enters a name over the columns that follow, and the row below begins with another entry."""
    if r + 1 >= matrix.height:
        return False
    printed, below = matrix.printed(r), matrix.at[r + 1][0]
    return (len(printed) > 1 and bool(pattern("form").search(printed[0].text)) and printed[0].rows == 1
            and printed[1].columns > 1 and below is not None and below.kind == "text")


def banners(matrix: Matrix, top: int) -> Header:
    """Leaves out the rows above the header: blank ones, title, unit, table number, 编制单位."""
    header = Header(top, top)
    while header.first < matrix.height:
        printed = matrix.printed(header.first)
        if not all(is_banner(cell, matrix, alone=len(printed) == 1) for cell in printed):
            break
        for cell in printed:
            header.unit = header.unit or unit_in(cell.label)
            title = title_of(cell.label)
            if title and (header.title is None or len(printed) == 1):
                header.title = title
        header.first += 1
    return header


def is_banner(cell: Cell, matrix: Matrix, *, alone: bool) -> bool:
    if cell.kind != "text":
        return alone and cell.kind == "number" and matrix.width > 2 and bool(pattern("year").search(cell.text))
    if unit_in(cell.label) or is_noise(cell.label):
        return True
    if not alone or matrix.width == 1:
        return False
    return cell.columns >= matrix.width - 1 or title_of(cell.label) is not None or note_of(cell.label) is not None


def first_data_row(matrix: Matrix, first: int) -> int:
    """The first row with a number that is no year of a header and no number of a column."""
    for r in range(first, matrix.height):
        numbers = [cell for cell in matrix.printed(r) if cell.kind == "number"]
        if not numbers or numbers_columns(matrix, r, first):
            continue
        if not (r <= first + 1 and are_years(matrix, r, numbers)):
            return r
    return matrix.height


def are_years(matrix: Matrix, r: int, numbers: list[Cell]) -> bool:
    """Whether the numbers of a row are the years that head columns: different ones, or a lone one above no number."""
    texts = [cell.text for cell in numbers]
    if not all(pattern("year").search(text) for text in texts):
        return False
    if len(numbers) > 1:
        return len(set(texts)) > 1 and max(map(int, texts)) - min(map(int, texts)) <= len(texts)
    below = matrix.printed(r + 1) if r + 1 < matrix.height else []
    return not any(cell.kind == "number" and cell.column == numbers[0].column for cell in below)


def numbers_columns(matrix: Matrix, r: int, first: int) -> bool:
    """Whether a row only numbers the columns: `栏次 1 2 3=1+2`."""
    cells = matrix.printed(r)
    marks = [cell for cell in cells if not pattern("column-number-label").search(cell.text)]
    if not marks or (r == first and len(marks) == len(cells)):
        return False
    if not all(pattern("column-number").search(cell.text) for cell in marks):
        return False
    heads = [order(cell.text) for cell in marks]
    if len(marks) < len(cells) or any("=" in cell.text for cell in marks):
        return True
    return len(heads) > 1 and all(b - a == 1 for a, b in itertools.pairwise(heads))


def order(mark: str) -> int:
    """The place in its series of a column's number: `(3)`, `C`, `三` → 3."""
    text = mark.strip("()<>")
    return int(text) if text.isdigit() else LETTERS.find(text[0]) + 1 or "一二三四五六七八九十".find(text[0]) + 1


def blank_rows_above(matrix: Matrix, first: int, end: int) -> int:
    """The first body row: rows before the first number that are already data with blank cells count as body."""
    columns = [c for c in range(matrix.width) if any(is_number(matrix, r, c) for r in range(end, matrix.height))]
    columns = [c for c in columns if not counts_rows(matrix, end, c)]
    if not columns:
        filled = [r for r in range(first, matrix.height) if any(cell.columns < matrix.width for cell in matrix.printed(r))]
        last = matrix.at[filled[-1]] if filled else []
        columns = [c for c, cell in enumerate(last) if c and cell is not None and cell.kind == "blank"]
    if not columns:
        return end
    start = end
    while start > first and is_blank_data(matrix, start - 1, columns):
        start -= 1
    while first < start < end and not all(headed(matrix, first, start, c) for c in columns):
        start += 1
    return start


def counts_rows(matrix: Matrix, end: int, c: int) -> bool:
    """Whether a column numbers the rows: 1, 2, 3 …, nothing else below the header; the first may begin again in each group."""
    texts = [cell.text for r in range(end, matrix.height) if (cell := matrix.own(r, c)) and cell.kind == "number"]
    return all(text.isdigit() and len(text) < 4 for text in texts) and all(
        int(b) - int(a) == 1 or (c == 0 and b == "1" != a) for a, b in itertools.pairwise(texts)) and texts[0] == "1"


def headed(matrix: Matrix, first: int, end: int, c: int) -> bool:
    return any((cell := matrix.at[r][c]) and cell.text for r in range(first, end))


def is_blank_data(matrix: Matrix, r: int, columns: list[int]) -> bool:
    """Whether a row prints labels only: its cells in the value columns begin here and are blank."""
    texts = matrix.printed(r)
    if any(pattern("header-code").fullmatch(cell.text) or pattern("header-line").search(cell.text) for cell in texts):
        return False
    return all((cell := matrix.own(r, c)) is not None and cell.kind == "blank" for c in columns)


def is_number(matrix: Matrix, r: int, c: int) -> bool:
    cell = matrix.own(r, c)
    return cell is not None and cell.kind == "number"


def path_of(matrix: Matrix, header: Header, c: int) -> tuple[str, ...]:
    """The header texts above a column from the outermost inwards, without one that spans the whole table."""
    path: list[str] = []
    last: Cell | None = None
    for r in range(header.first, header.end):
        cell = matrix.at[r][c]
        if r in header.skip or cell is None or cell is last:
            continue
        if not cell.label:
            cell = spread_from(matrix, header, r, c) or cell
        last = cell
        if not cell.label or cell.columns >= matrix.width > 1 or unit_in(cell.label) == cell.label:
            continue
        if not path or path[-1] != cell.label:
            path.append(cell.label)
    return tuple(path)


def spread_from(matrix: Matrix, header: Header, r: int, c: int) -> Cell | None:
    """The heading left of a blank header cell that reads over it although nothing is merged.

    True only where the header merges nothing and both columns go on with headings of their own in the row below.
    """
    below = r + 1
    if any(cell.columns > 1 for h in range(header.first, header.end) for cell in matrix.row(h)):
        return None
    if below >= header.end or below in header.skip or not heads(matrix, below, c):
        return None
    for left in range(c - 1, -1, -1):
        cell = matrix.at[r][left]
        if cell is None or not heads(matrix, below, left):
            return None
        if cell.label:
            return cell
    return None


def heads(matrix: Matrix, r: int, c: int) -> bool:
    cell = matrix.own(r, c)
    return cell is not None and bool(cell.text)
