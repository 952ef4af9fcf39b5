"""Spreadsheets as they are displayed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from pipeline.extract.sheets import Sheet, grids, read_sheets, read_xlsx
from pipeline.extract.sheets_format import displayed
from pipeline.reading import Reading
from pipeline.sources import Options

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
NUMBERS = [
    (3345.8900000001, "General", "3345.89", "what arithmetic leaves behind is not displayed"),
    (1234567890.12, "General", "1234567890.12", "all digits, however narrow the column"),
    (1e15, "General", "1000000000000000", "no exponent"),
    (0.1 + 0.2, "", "0.3", "no format is General"),
    (5.0, "General", "5", "whole"),
    (3345.8900000001, "#,##0.00", "3,345.89", "thousands"),
    (1234567.891, "#,##0", "1,234,568", "rounded as displayed"),
    (2.5, "0", "3", "half away from zero"),
    (1.005, "0.00", "1.01", "decimal, not binary, halves"),
    (-5.2, "0.00_);[RED]\\(0.00\\)", "(5.20)", "negative in parentheses"),
    (-1234.5, ACCOUNTING, "-1,234.50", "accounting"),
    (0, ACCOUNTING, "-", "accounting's zero"),
    (0, "0;-0;", "", "zero not displayed"),
    (0, "#,##0.00", "0.00", "zero"),
    (-0.001, "0.00", "0.00", "no minus before nothing"),
    (0.1234, "0.00%", "12.34%", "percent"),
    (-0.5, "0%", "-50%", "negative percent"),
    (12345, "0!.0,", "1.2", "ten thousands, the trick of Chinese books"),
    (12345678, '#,##0.00,"千元"', "12,345.68千元", "thousands by a trailing comma"),
    (12.3, '0.0"万元"', "12.3万元", "a unit in quotes"),
    (0.5, "#.00", ".50", "no leading zero"),
    (12, "#.##", "12", "no bare point"),
    (98990.08, "#0.00", "98990.08", "digits beyond the placeholders"),
    (5, "000000", "000005", "leading zeros"),
    (20805, "@", "20805", "text"),
    (1500, "[>=1000]#,##0;0", "1,500", "a condition"),
    (7, "[>=1000]#,##0;0", "7", "its else"),
    (100, "[$¥-804]#,##0.00", "¥100.00", "currency"),
    (True, "General", "TRUE", "logical"),
    ("部门", "0.00", "部门", "text in a number format"),
    (None, "0.00", "", "blank"),
    (datetime(2024, 8, 6), "[$-804]yyyy\\-m\\-d", "2024-8-6", "a date"),
    (datetime(2024, 8, 6), 'yyyy"年"m"月"d"日";@', "2024年8月6日", "in Chinese"),
    (datetime(2024, 8, 6, 9, 5), "yyyy-mm-dd hh:mm", "2024-08-06 09:05", "minutes after hours"),
    (datetime(2024, 8, 6), "General", "2024-08-06", "a date without a format"),
]


@pytest.mark.parametrize(("value", "code", "text", "remark"), NUMBERS, ids=[row[-1] for row in NUMBERS])
def test_displayed(value: object, code: str, text: str, remark: str) -> None:
    assert displayed(value, code) == text


@pytest.mark.parametrize("code", ['"', "[", "\\", "0.0.0.0", "??/??", "0E+00", "[DBNum2]General", ";;;", "*", "_", "#" * 500, "," * 500])
@pytest.mark.parametrize("value", [0, -1.5, 1e300, float("nan"), float("inf")])
def test_no_format_raises(value: float, code: str) -> None:
    assert isinstance(displayed(value, code), str)


def workbook(fill: Callable[[Any], None]) -> Reading:
    from openpyxl import Workbook

    book = Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return read_xlsx(file.getvalue(), document_id="0" * 64, source="a.xlsx", options=Options())


def accounts(book: Any) -> None:
    sheet = book.active
    for row in (["部门支出决算表"], ["单位：万元"], ["项目", "本年决算"], [None, "基本支出", "项目支出"],
                ["教育支出", 100.5000000001, 20], ["合计", 100.5, 20]):
        sheet.append(row)
    for area in ("A1:C1", "A3:A4", "B3:C3"):
        sheet.merge_cells(area)
    for cell in (*sheet[5][1:], *sheet[6][1:]):
        cell.number_format = "#,##0.00"


def test_workbook() -> None:
    reading = workbook(accounts)
    (table,) = reading.tables
    assert (table.title, table.unit) == ("部门支出决算表", "万元")
    assert [column.path for column in table.columns] == [("本年决算", "基本支出"), ("本年决算", "项目支出")]
    assert [reading.text[value.start:value.end] for value in table.values] == ["100.50", "20.00", "100.50", "20.00"]
    assert reading.problems == ()


def test_hidden_rows_and_columns_leave_the_merged_header_right() -> None:
    def fill(book: Any) -> None:
        accounts(book)
        sheet = book.active
        sheet.unmerge_cells("A1:C1")
        sheet.insert_rows(5)
        sheet["A5"], sheet["B5"] = "AD_CODE#", "XE_Y1#"
        sheet.row_dimensions[5].hidden = True
        sheet["E6"] = "密"
        sheet.column_dimensions["E"].hidden = True

    reading = workbook(fill)
    assert "AD_CODE" not in reading.text and "密" not in reading.text
    assert [column.path for column in reading.tables[0].columns] == [("本年决算", "基本支出"), ("本年决算", "项目支出")]
    assert [problem.kind for problem in reading.problems] == ["part-skipped"]


def test_each_sheet_is_a_table_and_prose_is_none() -> None:
    def fill(book: Any) -> None:
        accounts(book)
        book.create_sheet("说明")["A1"] = "一、收入情况\n本年收入105.20万元。"
        book.create_sheet("空表")

    reading = workbook(fill)
    assert len(reading.tables) == 1
    assert reading.text.endswith("一、收入情况\n本年收入105.20万元。\n")


def test_two_tables_in_a_sheet() -> None:
    cells = {(1, 1): "收入表", (2, 1): "项目", (2, 2): "金额", (3, 1): "合计", (3, 2): "5",
             (5, 1): "支出表", (6, 1): "项目", (6, 2): "金额", (7, 1): "合计", (7, 2): "6"}
    assert [len(grid.cells) for grid in grids(Sheet("Sheet1", cells))] == [6, 6]


def test_values_without_formats_are_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> list[Sheet]:
        raise TypeError("a style nobody expects")

    monkeypatch.setattr("pipeline.extract.sheets.by_openpyxl", broken)
    reading = workbook(accounts)
    assert "100.5\t20" in reading.text
    assert [problem.kind for problem in reading.problems] == ["part-skipped"]


def test_xls_rows_numbers_and_hidden_rows() -> None:
    """A BIFF8 stream written by hand: one number 1234.5 in the format #,##0.00."""
    import struct

    from documents.make import biff
    from documents.ole import container

    def start(kind: int) -> tuple[int, bytes]:
        return 0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6)

    font = (0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    formats = [(0xE0, struct.pack("<HHHBBBBIIH", 0, code, 0, 0, 0, 0, 0, 0, 0, 0)) for code in (0, 4)]
    sheet = biff(start(0x10), (0x0208, struct.pack("<HHHHHHI", 1, 0, 1, 255, 0, 0, 0x20)),
                 *((0x0203, struct.pack("<HHHd", row, 0, 1, value)) for row, value in ((0, 1234.5), (1, 9.0), (2, 2.0))), (0x0A, b""))
    parts = [start(5), (0x42, struct.pack("<H", 1200)), font, *formats]
    length = len(biff(*parts)) + 4 + 8 + 1 + 4
    book = biff(*parts, (0x85, struct.pack("<IHBB", length, 0, 1, 0) + b"A"), (0x0A, b"")) + sheet
    reading = read_sheets(container({"Workbook": book}), document_id="", source="a.xls", options=Options())
    assert reading.text == "1,234.50\n2.00\n"
    assert "1 hidden rows" in reading.problems[0].message


def test_ods_without_libreoffice_gives_values_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.make import packed

    from pipeline.extract.sheets import read_ods
    from pipeline.extract.sniff import ODS

    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="float" office:value="105.2"><text:p>105.20</text:p></table:table-cell>'
    content = (f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body>'
               f'<office:spreadsheet><table:table table:name="A"><table:table-row>{cell}</table:table-row></table:table>'
               '</office:spreadsheet></office:body></office:document-content>')
    data = packed({"mimetype": ODS.encode(), "META-INF/manifest.xml": b"<m/>", "content.xml": content.encode()}, deflate=False)
    monkeypatch.setenv("PATH", "")
    reading = read_ods(data, document_id="", source="a.ods", options=Options())
    assert reading.text == "105.2\n"
    assert [problem.kind for problem in reading.problems] == ["part-skipped"]
