"""Titles above the tables of a PDF: kept on every page, never joined with what follows, and what stands aside is named."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas
from test_pdf import HEIGHT, WIDTH, Line, draw, read


def tables(*pages: list[Line], head: str = "", foot: str = "") -> bytes:
    """Pages with these lines at the top, a running head and foot, and below them a ruled table of two columns."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for n, lines in enumerate(pages):
        for _, y, text in [(60.0, 40.0, head), *lines, (60.0, 800.0, foot)]:
            canvas.setFont("STSong-Light", 10 if text == head else 16)
            canvas.drawCentredString(WIDTH / 2, HEIGHT - y, text)
        canvas.setFont("STSong-Light", 10)
        rows = [("项目", "决算数"), (f"第{n}项支出", f"{n + 1}.50"), (f"第{n}项其他支出", f"{n + 2}.50")]
        for i, row in enumerate(rows):
            for x, text in zip((110, 310), row, strict=True):
                canvas.drawString(x, HEIGHT - 215 - 20 * i, text)
        canvas.grid([100, 300, 500], [HEIGHT - 200 - 20 * i for i in range(4)])
        canvas.showPage()
    canvas.save()
    return file.getvalue()


TITLE: list[Line] = [(0, 70, "2023年某省一般公共预算支出"), (0, 95, "功能分类决算表"), (0, 120, "单位：万元")]


def test_a_title_repeated_on_every_page_of_its_table_stays() -> None:
    reading = read(tables(*[TITLE] * 4))
    assert {table.title for table in reading.tables} == {"2023年某省一般公共预算支出功能分类决算表"}
    assert [table.continues for table in reading.tables] == [None, 0, 1, 2]
    assert {table.unit for table in reading.tables} == {"万元"}


def test_a_running_head_above_titles_is_dropped() -> None:
    pages: list[list[Line]] = [[(0, 90, f"{kind}决算表"), (0, 120, "单位：万元")] for kind in ("收入", "支出", "财政拨款", "三公")]
    reading = read(tables(*pages, head="某局2023年度决算公开表"))
    assert [table.title for table in reading.tables] == ["收入决算表", "支出决算表", "财政拨款决算表", "三公决算表"]
    assert "公开表" not in reading.text


def test_a_word_left_over_belongs_to_the_title_above() -> None:
    title: list[Line] = [(0, 70, "“三公”经费、会议费、培训费支出预算"), (0, 95, "　　表"), (0, 120, "单位：万元")]
    [table] = read(tables(title)).tables
    assert table.title == "“三公”经费、会议费、培训费支出预算表"


def test_titles_of_a_list_of_tables_stay_apart() -> None:
    """Long enough to fill their lines; the last at the foot of a page, before the next page's title."""
    entries = ["1.16 2023年省对市县转移支付分项目分地区决算表", "1.17 2023年某省地方政府一般债务余额情况分项目表",
               "3.2023年某省地方政府专项债务分地区余额情况表（草案）", "4.2023年某省地方政府债务还本付息情况分地区总表"]
    text = read(draw([(90, 100 + 30 * i, entry) for i, entry in enumerate(entries)], [(90, 100, "第二部分某省财政厅二〇二三年度部门决算情况说明")])).text
    assert text.splitlines() == [*entries, "第二部分某省财政厅二〇二三年度部门决算情况说明"]


def test_text_along_another_edge_is_named() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for aside in ("3", "本页金额单位为万元"):
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(90, 500, "部门支出共计一百二十万元")
        canvas.rotate(90)
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(100, -50, aside)
        canvas.showPage()
    canvas.save()
    reading = read(file.getvalue())
    assert [problem.kind for problem in reading.problems] == ["part-skipped"]
    assert reading.problems[0].page == 2 and "本页金额单位" in reading.problems[0].message
