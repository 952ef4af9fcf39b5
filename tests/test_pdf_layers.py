"""Text layers that lie: told from good ones; what their ink leaves no doubt about is repaired."""

from __future__ import annotations

import io
import random

import numpy as np
import pypdfium2 as pdfium
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.layers import Layer, judge
from pipeline.extract.layers_ink import SECOND, character_of_ink, repair_codes
from pipeline.extract.layers_torn import mend
from pipeline.extract.pdf import read_pdf
from pipeline.extract.pdf_characters import page_characters
from pipeline.extract.pdf_objects import page_objects
from pipeline.sources import Options

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
GOOD = "二〇二四年度本部门收入总计一千二百万元，比上年增加一百万元，主要原因是项目支出增加。"


def page_of(*lines: str) -> pdfium.PdfPage:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("STSong-Light", 12)
    for i, line in enumerate(lines):
        canvas.drawString(60, 780 - 20 * i, line)
    canvas.save()
    return pdfium.PdfDocument(file.getvalue())[0]


def layer_of(*lines: str) -> Layer:
    page = page_of(*lines)
    return judge(page, page_characters(page), page_objects(page))


LAYERS = [
    ((GOOD,) * 8, Layer.GOOD, "prose"),
    (("1,234.56 2,345.67 3,456.78",) * 20, Layer.GOOD, "a page of a table that has only numbers, nothing else in sight"),
    (("某局二〇二四年度部门决算",), Layer.GOOD, "a cover"),
    ((GOOD, "≥95% ＝100 ※ ☆ ① Ⅲ §3 ±0.5 m²") * 4, Layer.GOOD, "signs as tables of targets have them"),
    (("!\"#$%&'()*+,-./0123 ;<=>?@ABCD", "^_`abc{|}~¡¢£¤¥¦§¨©ª«¬") * 6, Layer.LIES, "glyph numbers for characters"),
    (("À¼½\"R¾¿Á “ÁÂÃ”LÄÅ wÆhÇÈÉ¶Ê，LËÌÍ»¼½ÈÉ¿ÎÏÐÑÒ",) * 4, Layer.LIES, "glyph numbers beyond ASCII"),
    ((), Layer.BLANK, "an empty page"),
]


@pytest.mark.parametrize(("lines", "expected", "remark"), LAYERS, ids=[case[2] for case in LAYERS])
def test_layers(lines: tuple[str, ...], expected: Layer, remark: str) -> None:
    assert layer_of(*lines) is expected


def test_any_hanzi_are_no_text() -> None:
    """A map that is off by one gives hanzi, but none of those that every page has."""
    rare = [chr(code) for code in range(0x5000, 0x9000)]
    chosen = random.Random(1)
    assert layer_of(*("".join(chosen.choice(rare) for _ in range(36)) for _ in range(8))) is Layer.LIES


def test_a_lying_page_gives_no_text_but_a_problem() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("STSong-Light", 12)
    for i in range(12):
        canvas.drawString(60, 780 - 20 * i, "!\"#$&'335@[]^_`{|}~¡¢£¤¥¦§¨©ª«¬")
    canvas.save()
    reading = read_pdf(file.getvalue(), document_id="0" * 64, source="a.pdf", options=Options(ocr="never"))
    assert reading.text == ""
    assert [problem.kind for problem in reading.problems] == ["page-unreadable"]


INK = [
    # width, bottom, top in font sizes → character, remark
    (0.13, 0.14, 0.28, ".", "the decimal point of Founder's E-BZ"),
    (0.12, -0.01, 0.11, ".", "a point on the baseline"),
    (0.13, -0.10, 0.12, ",", "a comma hangs below the baseline"),
    (0.82, 0.23, 0.39, "—", "a leader of dashes"),
    (0.14, 0.35, 0.50, "·", "a middle dot"),
    (0.40, 0.00, 0.70, None, "a digit: its ink may be any"),
    (0.0, 0.0, 0.0, None, "no ink"),
]


@pytest.mark.parametrize(("width", "low", "high", "expected", "remark"), INK, ids=[case[4] for case in INK])
def test_ink_that_leaves_no_doubt(width: float, low: float, high: float, expected: str | None, remark: str) -> None:
    assert character_of_ink(width, low, high) == expected


def repair(text: str, inks: dict[int, tuple[float, float, float]], *, em: float = 1.0) -> tuple[str, int]:
    """The text after repair; each character is `em` × 10 points wide, `inks` gives width, bottom and top."""
    codes = np.array([ord(character) for character in text], np.int64)
    left = np.arange(len(text)) * 10.0
    boxes = np.column_stack((left, np.full(len(text), 9.0), left + 10 * em, np.full(len(text), -1.0)))
    origins = np.column_stack((left, np.zeros(len(text))))

    def ink_of(i: int) -> tuple[float, float, float, float] | None:
        if i not in inks:
            return None
        width, low, high = inks[i]
        return left[i], left[i] + 10 * width, 10 * low, 10 * high

    count = repair_codes(codes, boxes, origins, np.full(len(text), 10.0), np.zeros(len(text), np.int64), ink_of)
    return "".join(chr(code) for code in codes if code != SECOND), count


REPAIRS = [
    ("335\ue0103亿", {3: (0.13, 0.02, 0.15)}, "335.3亿", "a private-use point"),
    ("335\udbc0\uddb03亿", {3: (0.13, 0.02, 0.15), 4: (0.13, 0.02, 0.15)}, "335.3亿", "the same in two halves"),
    ("335\ue0103亿", {3: (0.5, 0.0, 0.7)}, "335\ue0103亿", "a glyph that may be anything stays unknown"),
    ("增长.其", {2: (0.21, -0.1, 0.1)}, "增长。其", "a full stop told as a point"),
    ("增长.其", {2: (0.10, -0.1, 0.0)}, "增长.其", "a small point in a wide cell may be a point"),
    ("收入,其", {}, "收入，其", "a comma as wide as a hanzi"),
    ("1,234", {}, "1,234", "in a font of one width a comma between digits stays"),
]


@pytest.mark.parametrize(("text", "inks", "expected", "remark"), REPAIRS, ids=[case[3] for case in REPAIRS])
def test_repairs(text: str, inks: dict[int, tuple[float, float, float]], expected: str, remark: str) -> None:
    repaired, count = repair(text, inks)
    assert repaired == expected
    assert (count > 0) == (expected != text)


def test_narrow_marks_are_left_alone() -> None:
    assert repair("收入,其", {}, em=0.5) == ("收入,其", 0)


TORN = [
    # printed, gap in font sizes → text, remark
    ("收入1 2 3 . 4亿元", 0.5, "收入123.4亿元", "a number in single digits"),
    ("支出1 , 2 3 4 . 5 6万元", 0.4, "支出1,234.56万元", "with a comma"),
    ("增长12 . 5%", 0.3, "增长12.5%", "spaces round the point"),
    ("1 2 3 4 5", 0.5, "1 2 3 4 5", "the numbers of columns"),
    ("1. 2025年收入", 0.5, "1. 2025年收入", "an item's number before a year"),
    ("12 34万元", 0.5, "12 34万元", "two cells or one number: not certain"),
    ("1 2 . 5亿元", 2.0, "1 2 . 5亿元", "wide gaps part columns"),
]


@pytest.mark.parametrize(("text", "gap", "expected", "remark"), TORN, ids=[case[3] for case in TORN])
def test_torn_numbers(text: str, gap: float, expected: str, remark: str) -> None:
    edges, at = [0], 0
    for character in text:
        at += round(120 * (gap if character == " " else 0.5))
        edges.append(at)
    mended, kept = mend(text, tuple(edges), 12.0)
    assert mended == expected
    assert len(kept) == len(mended) + 1 and kept[-1] == edges[-1]
