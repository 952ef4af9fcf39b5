"""OCR: the characters of a page that has no text layer, or one that lies, read from its picture by rapidocr."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import regex

from pipeline.extract.ocr_digits import repaired
from pipeline.extract.ocr_image import Picture, picture_of
from pipeline.extract.pdf_characters import Characters, codes_of

INSTALL = "pip install 'juesuan[ocr]'"
SURE = 0.55
"""Score under which a digit is doubtful."""
LEGIBLE = 0.5
"""Mean score of a line under which it is noise: a stamp, a photograph."""
EM = 0.9
"""Font size over the height of the box that the detector draws round a line."""
STRAY = regex.compile(r"(?<=\d[.,]) (?=\d)|(?<=\d) (?=[.,]\d)")
"""Spaces that the recogniser sees round the marks inside a number."""


CLAUSE = regex.compile(r"(?<=[\u4e00-\u9fff）)%％”》]),|,(?=[\u4e00-\u9fff“（《])|;|(?<=[\u4e00-\u9fff]):")
"""ASCII marks that the recogniser gives at random for the Chinese ones between clauses."""
CHINESE = {",": "，", ";": "；", ":": "："}


@dataclass(slots=True)
class OcrPage:
    characters: Characters
    picture: Picture
    doubtful: list[str] = field(default_factory=list)
    """Numbers that may be misread."""
    repaired: int = 0
    """Numbers whose marks were put right."""


@dataclass(slots=True)
class _Line:
    text: str
    spans: list[tuple[float, float]]
    """Left and right edge of each character, pixels."""
    middle: float
    height: float
    scores: list[float]


def available() -> bool:
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@cache
def _engine() -> Any:
    """rapidocr without its angle classifier, which turns good lines upside down and so destroys them."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.use_cls": False, "Global.max_side_len": 4000, "Global.log_level": "error"})


def read_picture(page: pdfium.PdfPage) -> OcrPage:
    """The page's characters as OCR reads them, in its displayed coordinates, levelled."""
    picture = picture_of(page)
    found = OcrPage(_no_characters(page, picture), picture)
    lines = [line for line in _lines(picture.pixels) if np.mean(line.scores) >= LEGIBLE]
    for line in lines:
        line.text, count, doubtful = repaired(line.text)
        found.repaired += count
        found.doubtful += doubtful
        weak = [c for c, score in zip(line.text, line.scores, strict=True) if score < SURE and c.isdigit()]
        if weak and not doubtful:
            found.doubtful.append(line.text[:24])
    if lines:
        found.characters = _characters(lines, page, picture)
    return found


def _lines(pixels: np.ndarray) -> list[_Line]:
    result = _engine()(np.repeat(pixels[:, :, None], 3, axis=2), use_cls=False, return_word_box=True,
                       return_single_char_box=True)
    if result.boxes is None or result.txts is None:
        return []
    words = result.word_results or [()] * len(result.txts)
    found = []
    for box, text, score, pieces in zip(result.boxes, result.txts, result.scores, words, strict=True):
        text = CLAUSE.sub(lambda mark: CHINESE[mark[0]], STRAY.sub("", text.strip()))
        if text:
            top, bottom = float(np.mean(box[:2, 1])), float(np.mean(box[2:, 1]))
            spans, scores = _spans(text, pieces, float(box[:, 0].min()), float(box[:, 0].max()), float(score))
            found.append(_Line(text, spans, (top + bottom) / 2, bottom - top, scores))
    return found


def _spans(text: str, pieces: Any, left: float, right: float, score: float) -> tuple[list[tuple[float, float]], list[float]]:
    """Edges and score of each character: the recogniser's where it tells all of them, else shared out evenly."""
    told: list[tuple[str, float, float, float]] = []
    for piece, sure, quad in pieces:
        xs = [point[0] for point in quad]
        step = (max(xs) - min(xs)) / max(1, len(piece))
        told += [(c, min(xs) + i * step, min(xs) + (i + 1) * step, float(sure)) for i, c in enumerate(piece) if c != " "]
    solid = [i for i, c in enumerate(text) if c != " "]
    if len(told) != len(solid):
        step = (right - left) / len(text)
        return [(left + i * step, left + (i + 1) * step) for i in range(len(text))], [score] * len(text)
    spans, scores = [(0.0, 0.0)] * len(text), [1.0] * len(text)
    for i, (_, x0, x1, sure) in zip(solid, told, strict=True):
        spans[i], scores[i] = (x0, x1), sure
    for i, c in enumerate(text):
        if c == " ":
            spans[i] = (spans[i - 1][1], max(spans[i + 1][0], spans[i - 1][1] + 1))
    return spans, scores


def _characters(lines: list[_Line], page: pdfium.PdfPage, picture: Picture) -> Characters:
    """Lines of OCR as a page's characters; within a line each reaches to the next, so that no space is made up."""
    text, x0, x1, baseline, size = "".join(line.text for line in lines), [], [], [], []
    for line in lines:
        em = EM * line.height
        starts = [span[0] for span in line.spans]
        x0 += starts
        x1 += [min(max(span[1], after), span[1] + 1.2 * em) for span, after in
               zip(line.spans, [*starts[1:], line.spans[-1][1]], strict=True)]
        baseline += [line.middle + 0.38 * em] * len(line.text)
        size += [em] * len(line.text)
    fields = [np.array(values) / picture.scale for values in (x0, x1, baseline, size)]
    left, right, base, em_size = fields
    width, height = page.get_size()
    return Characters(codes_of(text), left, np.maximum(right, left + 0.1), base, em_size, width, height,
                      (1, 0, 0, -1, 0, height), skew=picture.skew)


def _no_characters(page: pdfium.PdfPage, picture: Picture) -> Characters:
    width, height = page.get_size()
    nothing = np.zeros(0)
    return Characters(codes_of(""), nothing, nothing, nothing, nothing, width, height,
                      (1, 0, 0, -1, 0, height), skew=picture.skew)
