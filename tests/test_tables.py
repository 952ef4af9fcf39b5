"""PDF tables: ruled lines and characters of drawn pages to grids."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pypdfium2 as pdfium
import pytest

from pipeline.extract.building import Grid
from pipeline.extract.pdf_characters import page_characters
from pipeline.extract.pdf_objects import page_objects
from pipeline.extract.tables import find_grids
from pipeline.extract.tables_lines import joined

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
cidfonts = pytest.importorskip("reportlab.pdfbase.cidfonts")
pdfmetrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
WIDTH, HEIGHT = 400, 300


class Sheet:
    """A page drawn with y from the top."""

    def __init__(self) -> None:
        self.file = io.BytesIO()
        self.canvas = canvas.Canvas(self.file, pagesize=(WIDTH, HEIGHT))
        pdfmetrics.registerFont(cidfonts.UnicodeCIDFont("STSong-Light"))

    def rules(self, xs: list[float], ys: list[float], *, within: bool = True) -> None:
        """Vertical lines at xs, horizontal ones at ys; without the inner horizontal ones where not `within`."""
        for x in xs:
            self.canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1])
        for y in ys if within else (ys[0], ys[1], ys[-1]):
            self.canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)

    def text(self, x: float, y: float, text: str, size: float = 9) -> None:
        self.canvas.setFont("STSong-Light", size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def grids(self) -> list[Grid]:
        self.canvas.showPage()
        self.canvas.save()
        page = pdfium.PdfDocument(self.file.getvalue())[0]
        return [grid for _, grid in find_grids(page_objects(page), page_characters(page), number=1)]


def rows(grid: Grid) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


def fill(sheet: Sheet, xs: list[float], ys: list[float], texts: list[list[str]]) -> None:
    for y, row in zip(ys, texts, strict=False):
        for x, text in zip(xs, row, strict=False):
            if text:
                sheet.text(x + 4, y + 14, text)


TEXTS = [["项目", "预算数", "决算数"], ["教育支出", "10.00", "9.50"], ["住房保障支出", "", "2.50"]]
XS, YS = [40.0, 160.0, 240.0, 320.0], [40.0, 60.0, 80.0, 100.0]


def ruled(sheet: Sheet) -> None:
    sheet.rules(XS, YS)


def only_columns(sheet: Sheet) -> None:
    sheet.rules(XS, YS, within=False)


def open_sides(sheet: Sheet) -> None:
    for x in XS[1:-1]:
        sheet.canvas.line(x, HEIGHT - YS[0], x, HEIGHT - YS[-1])
    for y in YS:
        sheet.canvas.line(XS[0], HEIGHT - y, XS[-1], HEIGHT - y)


def thin_rectangles(sheet: Sheet) -> None:
    for x in XS:
        sheet.canvas.rect(x, HEIGHT - YS[-1], 0.5, YS[-1] - YS[0], stroke=0, fill=1)
    for y in YS:
        sheet.canvas.rect(XS[0], HEIGHT - y, XS[-1] - XS[0], 0.5, stroke=0, fill=1)


def shaded(sheet: Sheet) -> None:
    sheet.canvas.setFillGray(0.9)
    for x in XS[:-1]:
        sheet.canvas.rect(x + 5, HEIGHT - YS[1] + 3, 60, 12, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.rules(XS, YS)


@pytest.mark.parametrize("draw", [ruled, only_columns, open_sides, thin_rectangles, shaded])
def test_cells_however_the_lines_are_drawn(draw: Callable[[Sheet], None]) -> None:
    sheet = Sheet()
    draw(sheet)
    fill(sheet, XS, YS, TEXTS)
    [grid] = sheet.grids()
    assert rows(grid) == TEXTS


def test_a_merged_cell_stands_once() -> None:
    sheet = Sheet()
    sheet.rules([40, 320], [40, 60, 80])
    for x in (160, 240):
        sheet.canvas.line(x, HEIGHT - 60, x, HEIGHT - 80)
    sheet.text(44, 54, "“三公”经费")
    fill(sheet, [40, 160, 240], [60], [["合计", "接待费", "会议费"]])
    [grid] = sheet.grids()
    assert [(cell.row, cell.column, cell.columns, cell.text) for cell in grid.cells][:2] == [(0, 0, 3, "“三公”经费"), (1, 0, 1, "合计")]


def test_names_broken_over_lines_keep_their_numbers() -> None:
    """Rows without lines between them: the second name fills its cell and goes on below; its number stands in the middle."""
    sheet = Sheet()
    sheet.rules([40, 121, 200, 280], [40, 60, 160], within=False)
    fill(sheet, [40, 121, 200], [40], [["项目", "预算数", "决算数"]])
    for y, name in [(74, "教育支出"), (92, "专项转移支付安排"), (103, "的支出"), (121, "其他支出"), (139, "一、合计")]:
        sheet.text(44, y, name)
    for y, a, b in [(74, "1.00", "1.10"), (97.5, "2.00", "2.20"), (121, "3.00", "3.30"), (139, "6.00", "6.60")]:
        sheet.text(150, y, a)
        sheet.text(230, y, b)
    [grid] = sheet.grids()
    assert rows(grid)[1:] == [["教育支出", "1.00", "1.10"], ["专项转移支付安排的支出", "2.00", "2.20"], ["其他支出", "3.00", "3.30"],
                              ["一、合计", "6.00", "6.60"]]


def test_a_long_number_on_two_lines_is_one_number() -> None:
    sheet = Sheet()
    sheet.rules([40, 160, 200, 240], [40, 60, 90])
    fill(sheet, [40, 160, 200], [40], [["项目", "甲", "乙"]])
    sheet.text(44, 78, "教育支出")
    for x in (162, 202):
        sheet.text(x, 72, "1,234,")
        sheet.text(x, 83, "567.00")
    [grid] = sheet.grids()
    assert rows(grid)[1] == ["教育支出", "1,234,567.00", "1,234,567.00"]


def test_a_name_that_overflows_returns_to_its_cell() -> None:
    sheet = Sheet()
    sheet.rules([40, 121, 200], [40, 60, 80])
    sheet.text(42, 54, "机关事业单位养老")
    sheet.text(42, 66, "保险缴费")
    sheet.text(150, 54, "1.00")
    sheet.text(64, 68, "职业年金缴费")
    sheet.text(150, 74, "2.00")
    [grid] = sheet.grids()
    assert rows(grid) == [["机关事业单位养老保险缴费", "1.00"], ["职业年金缴费", "2.00"]]


def test_a_frame_around_prose_is_no_table() -> None:
    sheet = Sheet()
    sheet.rules([40, 320], [40, 200])
    sheet.canvas.line(60, HEIGHT - 220, 90, HEIGHT - 220)
    sheet.text(60, 100, "本部门收支情况如下")
    assert sheet.grids() == []


def test_near_lines_are_one() -> None:
    assert joined(np.array([[10.0, 0, 50], [11.0, 52, 90], [40.0, 0, 1]])) == {10.5: [(0.0, 90.0)]}


def test_numbers_in_columns_below_a_header_need_no_lines() -> None:
    sheet = Sheet()
    sheet.text(150, 30, "2024年收支情况表")
    sheet.text(300, 48, "单位：万元")
    fill(sheet, [40, 200, 300], [50], [["项目", "预算数", "决算数"]])
    for i, (name, a, b) in enumerate([("教育支出", "1,000.00", "950.00"), ("农林水支出", "20.00", ""), ("其他支出", "3.00", "2.50"),
                                      ("科学技术支出", "5.00", "4.00"), ("合计", "1,028.00", "956.50")]):
        y = 84 + 18 * i
        sheet.text(44, y, name)
        for right, number in ((240, a), (340, b)):
            sheet.canvas.drawRightString(right, HEIGHT - y, number)
    [grid] = sheet.grids()
    assert rows(grid)[0] == ["项目", "预算数", "决算数"]
    assert rows(grid)[1:3] == [["教育支出", "1,000.00", "950.00"], ["农林水支出", "20.00", ""]]
    assert rows(grid)[-1] == ["合计", "1,028.00", "956.50"]


def test_prose_with_numbers_is_no_table() -> None:
    sheet = Sheet()
    for i in range(8):
        sheet.text(40, 40 + 16 * i, f"支出 {100 + i}.50 万元，比上年增长 {i}.5 %，完成 {90 + i} %。")
    assert sheet.grids() == []


def test_shades_behind_words_are_no_table() -> None:
    """Text that was highlighted, or copied from a web page: the shades touch, and the words run on over their edges."""
    sheet = Sheet()
    for i, cut in enumerate([(3, 8, 15), (6, 11, 20), (2, 9, 17), (5, 14, 21)]):
        y = 60 + 16 * i
        sheet.canvas.setFillGray(0.95)
        for first, last in zip((0, *cut), (*cut, 28), strict=True):
            sheet.canvas.rect(40 + 9 * first, HEIGHT - y - 4, 9 * (last - first), 16, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        sheet.text(40, y, "全市支出同比增长主要用于保障基本民生和重点项目建设支出")
    assert sheet.grids() == []


def test_a_heading_around_a_smaller_box_is_one_heading() -> None:
    """The cell has the shape of an L: no line parts 新增一般 from 债务限额 below it, beside the box of 其中."""
    sheet = Sheet()
    for y in (40, 80, 100):
        sheet.canvas.line(40, HEIGHT - y, 320, HEIGHT - y)
    sheet.canvas.line(240, HEIGHT - 60, 320, HEIGHT - 60)
    for x, top in ((40, 40), (160, 40), (240, 60), (320, 40)):
        sheet.canvas.line(x, HEIGHT - top, x, HEIGHT - 100)
    fill(sheet, [40, 160], [44, 60], [["地区", "新增一般"], ["", "债务限额"]])
    sheet.text(244, 74, "其中：外贷")
    fill(sheet, [40, 160, 240], [80], [["广东省", "322.36", "1.65"]])
    [grid] = sheet.grids()
    assert rows(grid) == [["地区", "新增一般债务限额"], ["", "其中：外贷"], ["广东省", "322.36", "1.65"]]
