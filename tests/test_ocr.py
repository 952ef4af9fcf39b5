"""OCR: numbers put right, pictures straightened, ruled lines found; a page read whole where OCR is installed."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import pytest

from pipeline.extract import ocr
from pipeline.extract.ocr_digits import repaired
from pipeline.extract.pdf import read_pdf
from pipeline.sources import Options

NUMBERS = [
    # as read, as repaired, doubtful, remark
    ("支出2.112.86万元", "支出2,112.86万元", [], "points for commas"),
    ("支出2，112.86万元", "支出2,112.86万元", [], "a wide comma"),
    ("支出2,112,86万元", "支出2,112.86万元", [], "a comma for the point"),
    ("支出1，653万元", "支出1,653万元", [], "a lone group of three"),
    ("1，234，567元", "1,234,567元", [], "several groups"),
    ("支出2,112.86万元", "支出2,112.86万元", [], "right as it is"),
    ("增长5.3%，12个项目", "增长5.3%，12个项目", [], "a comma between clauses"),
    ("2024，653个", "2024，653个", [], "a year before a comma"),
    ("2025.12.31", "2025.12.31", [], "a date"),
    ("结余1,23.4万元", "结余1,23.4万元", ["1,23.4"], "no number is written so, and two could be meant"),
]


@pytest.mark.parametrize(("text", "expected", "doubtful", "remark"), NUMBERS, ids=[case[3] for case in NUMBERS])
def test_numbers(text: str, expected: str, doubtful: list[str], remark: str) -> None:
    found, _, unsure = repaired(text)
    assert found == expected
    assert unsure == doubtful


def test_length_is_kept_on_hostile_text() -> None:
    text = "1.,，" * 20_000
    assert len(repaired(text)[0]) == len(text)


def rows_of_ink(degrees: float) -> np.ndarray:
    """A picture with bars for lines of text, going down to the right by so many degrees."""
    ys, xs = np.mgrid[0:1200, 0:900]
    level = ys - (xs - 450) * math.tan(math.radians(degrees))
    inside = (xs > 100) & (xs < 800) & (level > 100) & (level < 1100) & ((xs // 14) % 3 > 0)
    return inside & ((level % 40) < 16)


@pytest.mark.parametrize("degrees", [0.0, 0.6, -1.3, 3.0])
def test_skew_is_found(degrees: float) -> None:
    pytest.importorskip("cv2")
    from pipeline.extract.ocr_image import skew_of

    assert skew_of(rows_of_ink(degrees)) == pytest.approx(degrees, abs=0.1)


def test_ruled_lines_are_found_and_erased() -> None:
    pytest.importorskip("cv2")
    from pipeline.extract.ocr_image import prepared

    grey = np.full((1200, 900), 255, np.uint8)
    for y in (200, 260, 320):
        grey[y:y + 3, 100:800] = 0
    for x in (100, 450, 798):
        grey[200:323, x:x + 3] = 0
    grey[225:240, 200:230] = 0
    picture = prepared(grey, 200 / 72)
    assert len(picture.horizontal) == len(picture.vertical) == 3
    assert sorted(round(y * 200 / 72) for y, _, _ in picture.horizontal) == pytest.approx([201, 261, 321], abs=2)
    assert picture.pixels[232, 215] == 0, "what stands in a cell stays"
    assert picture.pixels[201, 300] == 255


@pytest.fixture(scope="module")
def scan() -> bytes:
    """A page that is only a picture: a paragraph and a ruled table, skewed by half a degree."""
    from PIL import Image, ImageDraw, ImageFont

    fonts = [path for path in Path("/usr/share/fonts").rglob("*.tt[cf]") if "CJK" in path.name and "Regular" in path.name]
    if not fonts:
        pytest.skip("no Chinese font to draw with")
    font = ImageFont.truetype(str(fonts[0]), 42)
    image = Image.new("L", (1654, 1100), 255)
    pen = ImageDraw.Draw(image)
    for i, text in enumerate(("　　2024年度本部门收入总计1,234.56万元，支出总", "计2,345.67万元，其中基本支出895.10万元。")):
        pen.text((200, 150 + 75 * i), text, 0, font)
    for y in range(400, 641, 80):
        pen.line((200, y, 1400, y), 0, 3)
    for x in (200, 800, 1400):
        pen.line((x, 400, x, 640), 0, 3)
    for i, (name, value) in enumerate((("项目", "预算数"), ("工资福利支出", "1,200.50"), ("公务接待费", "3.08"))):
        pen.text((240, 412 + 80 * i), name, 0, font)
        pen.text((1000, 412 + 80 * i), value, 0, font)
    file = io.BytesIO()
    image.rotate(0.5, fillcolor=255).save(file, "PDF", resolution=200)
    return file.getvalue()


def test_a_scan_is_read(scan: bytes) -> None:
    if not ocr.available():
        pytest.skip("OCR is not installed")
    reading = read_pdf(scan, document_id="0" * 64, source="a.pdf", options=Options())
    assert [page.method for page in reading.pages] == ["ocr"]
    assert "支出总计2,345.67万元，其中基本支出895.10万元。\n" in reading.text
    assert "工资福利支出\t1,200.50\n公务接待费\t3.08\n" in reading.text
    start = reading.text.index("2,345.67")
    [(page, (x0, top, x1, bottom))] = reading.boxes_of(start, start + 8)
    assert page == 1
    middle = (x0 + x1) / 2 * 200 / 72, (top + bottom) / 2 * 200 / 72
    assert middle == (pytest.approx(330, abs=40), pytest.approx(250, abs=25))


def test_without_ocr_the_page_is_named(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    reading = read_pdf(scan, document_id="0" * 64, source="a.pdf", options=Options())
    assert reading.text == ""
    [problem] = reading.problems
    assert problem.kind == "page-unreadable" and problem.page == 1
    assert "pip install" in problem.message
