"""PDF text: what stands where, what is dropped, what is joined — on pages drawn here and on real ones."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.pdf import read_pdf
from pipeline.problems import DocumentError
from pipeline.reading import Reading
from pipeline.sources import Options

SHARED = Path(__file__).parents[1].parent / "shared" / "corpus"
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
WIDTH, HEIGHT, SIZE, STEP = 595, 842, 16, 28
LEFT, INDENT, RIGHT = 90, 122, 506
"""26 characters of 16 points fill a line, 24 an indented one."""

Line = tuple[float, float, str]


def draw(*pages: list[Line], size: float = SIZE, **options: object) -> bytes:
    """A PDF whose pages hold these (x, distance from the top, text)."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), **options)  # type: ignore[arg-type]
    for page in pages:
        canvas.setFont("STSong-Light", size)
        for x, y, text in page:
            canvas.drawString(x, HEIGHT - y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def read(data: bytes, **options: object) -> Reading:
    return read_pdf(data, document_id="0" * 64, source="a.pdf", options=Options(**{"ocr": "never", **options}))  # type: ignore[arg-type]


def column(*texts: str, top: float = 100) -> list[Line]:
    """Lines one below the other; an indent is written as two full-width spaces."""
    return [(INDENT if text.startswith("　　") else LEFT, top + i * STEP, text.lstrip("　")) for i, text in enumerate(texts)]


FULL = "本部门二〇二四年度收入总计较上年增加的主要原因是基建项"
FIRST = "　　" + FULL[:24]

PARAGRAPHS = [
    # lines → paragraphs, remark
    ([FIRST, "目支出增加。"], [FULL[:24] + "目支出增加。"], "a wrapped line is joined without a character"),
    ([FIRST, FULL[:25], "目。", FIRST, "完。"], [FULL[:24] + FULL[:25] + "目。", FULL[:24] + "完。"], "an indent opens a paragraph"),
    (["　　一、收入情况", FIRST, "目。"], ["一、收入情况", FULL[:24] + "目。"], "a heading stays on its own line"),
    ([FIRST, FULL[:22] + "1,2", "34万元。"], [FULL[:24] + FULL[:22] + "1,234万元。"], "an amount that a line break tears"),
    ([FIRST, FULL[:26], "（二）项。"], [FULL[:24] + FULL[:26] + "（二）项。"], "a mark at the margin where openings are indented"),
    ([FIRST, FULL[:25] + "。", "　　（二）支出情况"], [FULL[:24] + FULL[:25] + "。", "（二）支出情况"], "a mark after a full line that is closed"),
    ([FIRST, FULL[:20], "98.76万元（含税）。"], [FULL[:24] + FULL[:20] + "98.76万元（含税）。"], "a number that did not fit leaves the line short"),
]


@pytest.mark.parametrize(("lines", "expected", "remark"), PARAGRAPHS, ids=[case[2] for case in PARAGRAPHS])
def test_lines_become_paragraphs(lines: list[str], expected: list[str], remark: str) -> None:
    filler = ["", "", FIRST, FULL[:26], FULL[:26], "毕。", FIRST, FULL[:26], "毕。"]
    text = read(draw(column(*lines, *filler))).text
    assert text.split("\n")[: len(expected)] == expected


def test_a_paragraph_runs_over_a_page_break() -> None:
    one = [*column(FIRST, FULL[:26], FULL[:26], FULL[:26], FULL[:23] + "支出1"), (290, 800, "- 1 -")]
    other = [*column("2.5万元。", FIRST, FULL[:26], FULL[:26], "毕。"), (290, 800, "- 2 -")]
    text = read(draw(one, other)).text
    assert "支出12.5万元。\n" in text
    assert "- 1 -" not in text


def test_every_character_has_its_place() -> None:
    reading = read(draw(column(FIRST, "支出12.5万元。")))
    start = reading.text.index("12.5")
    [(page, (x0, top, x1, bottom))] = reading.boxes_of(start, start + 4)
    assert page == 1
    assert (x0, x1) == (pytest.approx(LEFT + 2 * SIZE, abs=0.3), pytest.approx(LEFT + 2 * SIZE + 3.5 * SIZE / 2, abs=4))
    assert top < 100 + STEP < bottom < 100 + STEP + 4
    for line in reading.lines:
        assert line.edges is not None and len(line.edges) == line.end - line.start + 1
        assert list(line.edges) == sorted(line.edges)


def test_digits_in_a_smaller_font_stand_on_the_same_line() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(LEFT, 700, "收入")
    canvas.drawString(LEFT + 70, 700, "万元")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(LEFT + 33, 701, "123.45")
    canvas.save()
    assert read(file.getvalue()).text == "收入123.45万元\n"


def test_characters_printed_twice_for_boldness_count_once() -> None:
    page = [(LEFT, 100, "合计11万元"), (LEFT + 0.4, 100, "合计11万元")]
    assert read(draw(page)).text == "合计11万元\n"


FEET = [
    ("- {} -", "between dashes"), ("—{}—", "between long dashes"), ("第{}页", "第N页"), ("{}", "a bare number that runs on"),
    ("第 {} 页 共 4 页", "with the number of pages"), ("某某局 2024 年度部门决算 {}", "running foot"),
]


@pytest.mark.parametrize(("foot", "remark"), FEET, ids=[case[1] for case in FEET])
def test_running_feet_are_dropped(foot: str, remark: str) -> None:
    pages = [[*column(FIRST, f"第{n}项支出完成。"), (280, 800, foot.format(n))] for n in range(1, 5)]
    lines = read(draw(*pages)).text.split("\n")
    assert len(lines) == 5 and all("支出完成" in line for line in lines[:4])


def test_what_only_looks_like_furniture_stays() -> None:
    """The unit above the table of every page is no running head, a number in the middle no page number."""
    pages = [[(400, 60, "单位：万元"), *column(FIRST, "数如下。", "7", top=200)] for _ in range(4)]
    text = read(draw(*pages)).text
    assert text.count("单位：万元") == 4
    assert text.count("\n7\n") == 4


def test_newspaper_columns_are_read_one_after_the_other() -> None:
    words = ["本级收入执行情况良好，", "财政支出保障重点领域，"]
    page = [(60.0, 60.0, "关于预算执行情况的报告")]
    page += [(60 + 190 * i, 100 + 14 * j, words[i]) for i in range(2) for j in range(12)]
    text = read(draw(page, size=14)).text
    assert text.index(words[1]) > text.rindex(words[0])


def test_sideways_text_is_read_and_boxed_where_it_stands() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.rotate(90)
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(100, -50, "支出12.5万元")
    canvas.save()
    reading = read(file.getvalue())
    assert reading.text == "支出12.5万元\n"
    x0, _, x1, bottom = reading.lines[0].box or (0, 0, 0, 0)
    assert x1 - x0 == pytest.approx(16, abs=1) and 30 < x0 < 50 and bottom == pytest.approx(HEIGHT - 100, abs=2)


def test_a_cell_clipped_to_two_pages_is_read_once() -> None:
    """A spreadsheet prints the whole cell on both pages and clips it; the file holds its text twice."""
    texts = [f"第{n}项工作支出一百二十万元，主要用于项目建设。" for n in "一二三四五六"]
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for shift in (560, -100):
        clip = canvas.beginPath()
        clip.rect(0, HEIGHT - 740, WIDTH, 640)
        canvas.clipPath(clip, stroke=0)
        canvas.setFont("STSong-Light", 12)
        for i, text in enumerate(texts):
            canvas.drawString(60, HEIGHT - shift - 60 * i, text)
        canvas.showPage()
    canvas.save()
    assert read(file.getvalue()).text.replace("\n", "") == "".join(texts)


def test_a_password_is_named() -> None:
    with pytest.raises(DocumentError) as error:
        read(draw(column("收入"), encrypt="secret"))
    assert error.value.problem.kind == "encrypted-file"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", draw(column("收入"))[:300], b""], ids=["header", "cut", "nothing"])
def test_a_broken_file_is_named(data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        read(data)
    assert error.value.problem.kind == "damaged-file"


def test_too_many_pages_are_named() -> None:
    with pytest.raises(DocumentError) as error:
        read(draw(*([column("收入")] * 3)), max_pages=2)
    assert error.value.problem.kind == "too-large"


REAL = [
    # file, what must stand in one paragraph, what must not stand anywhere, remark
    ("hohhot_2025_budget_report.pdf", "受市人民政府委托，现将2025年预算执行情况和2026年预算草案提请本次人民代表大会审查，并请各位政协委员", "—各位代表", "six newspaper columns"),
    ("tianjin_2025_budget_report.pdf", "一般公共预算收入２２２１.７亿元，完成预算１０１.１％", "\ufffd", "decimal points without a character"),
    ("jiangsu_suqian_2026_budget_report.pdf", "上级补助收入124.02亿元", "—2—", "an amount at a line's start, page numbers"),
    ("shandong_2025_detailed.pdf", "基金收入2.19亿元", "", "a paragraph that ends on the next page"),
]


@pytest.mark.parametrize(("name", "inside", "outside", "remark"), REAL, ids=[case[3] for case in REAL])
def test_real_documents(name: str, inside: str, outside: str, remark: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the shared corpus is not here")
    text = read(path.read_bytes()).text
    assert inside in text
    assert not outside or outside not in text


def test_amounts_are_whole_on_real_pages() -> None:
    """No paragraph of prose breaks off inside an amount."""
    path = SHARED / "jincheng_2025_budget_report.pdf"
    if not path.exists():
        pytest.skip("the shared corpus is not here")
    lines = read(path.read_bytes()).text.split("\n")
    torn = [(a[-12:], b[:12]) for a, b in pairwise(lines)
            if len(a) > 25 and re.search(r"[\d.,]$", a) and re.match(r"[\d.,]*[万亿元%]", b)]
    assert torn == []
