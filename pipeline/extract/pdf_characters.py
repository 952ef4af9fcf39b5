"""The characters of a PDF page with their places, as parallel arrays, in one pass through PDFium's text API."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import cos, radians, sin

import numpy as np
import pypdfium2 as pdfium

from pipeline.extract.layers_ink import SECOND, repair_codes
from pipeline.extract.pdf_runs import ink_of, read_runs
from pipeline.reading import Box

Matrix = tuple[float, float, float, float, float, float]
UNDECODED = "\ufffd"
"""Stands for a glyph whose character the file does not tell."""


@dataclass(slots=True)
class Characters:
    """A page's characters in the order of its content stream: item i of every field is about character i.

    Coordinates are points from the upper left corner of the page *turned so that its text reads from left to
    right* (`turn` says by how much; almost always 0, then they are the displayed page's). Spaces that the file
    prints are characters; spaces and breaks that PDFium makes up are not. None is a control character.
    """

    codes: np.ndarray
    """Code points."""
    x0: np.ndarray
    """Left edge: the character's origin, not its ink."""
    x1: np.ndarray
    """Right edge: origin plus advance width."""
    baseline: np.ndarray
    """The origin's distance from the top: the same for all characters of a printed line."""
    size: np.ndarray
    """Font size in points as printed."""
    width: float
    """Of the page, as turned."""
    height: float
    matrix: Matrix
    """From PDF user space to these coordinates: x' = a·x + c·y + e, y' = b·x + d·y + f."""
    turn: int = 0
    """Degrees clockwise from these coordinates to the displayed page: 0, 90, 180 or 270."""
    skew: float = 0.0
    """Degrees by which a scanned page was turned against the clock to stand straight, about its centre."""
    repaired: int = 0
    """How many of the page's characters the file does not tell, but their ink does: a point, a comma, a dash."""
    aside: str = ""
    """What is printed along another edge of the page, and is not among the characters."""

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def text(self) -> str:
        return text_of(self.codes)

    @property
    def top(self) -> np.ndarray:
        """Upper edges. Fonts' own ascents are often wrong, the baseline is not."""
        return self.baseline - 0.88 * self.size

    @property
    def bottom(self) -> np.ndarray:
        return self.baseline + 0.12 * self.size

    def select(self, chosen: np.ndarray) -> Characters:
        """The characters at these indices, in their order, or where a boolean mask is true."""
        indices = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return Characters(self.codes[indices], self.x0[indices], self.x1[indices], self.baseline[indices],
                          self.size[indices], self.width, self.height, self.matrix, self.turn, self.skew, self.repaired)

    def displayed(self, box: Box) -> Box:
        """A box of these coordinates on the page as it is displayed."""
        if not self.turn and not self.skew:
            return box
        x0, top, x1, bottom = box
        if self.turn == 90:
            return self.height - bottom, x0, self.height - top, x1
        if self.turn == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turn == 270:
            return top, self.width - x1, bottom, self.width - x0
        if self.skew:
            x, y = (x0 + x1) / 2 - self.width / 2, (top + bottom) / 2 - self.height / 2
            sine, cosine = sin(radians(self.skew)), cos(radians(self.skew))
            right, down = x * (cosine - 1) - y * sine, x * sine + y * (cosine - 1)
            return x0 + right, top + down, x1 + right, bottom + down
        return box


def text_of(codes: np.ndarray) -> str:
    """The text of code points."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le")


def codes_of(text: str) -> np.ndarray:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le"), "<u4")


def page_characters(page: pdfium.PdfPage) -> Characters:
    """The page's characters; empty where it has none. Slanted ones (watermarks) and those off the page are left out,
    those printed along another edge than most stand in `aside`."""
    textpage = page.get_textpage()
    try:
        codes, boxes, run, runs = read_runs(textpage)
        turned = runs.turned[run]
        size = runs.size[run]
        repaired = repair_codes(codes, boxes, runs.origins[run], size, turned, partial(ink_of, textpage))
    finally:
        textpage.close()
    votes = np.bincount(turned[codes > 32], minlength=4)
    text_turn = int(votes.argmax()) if votes.any() else page.get_rotation() // 90
    left, low, right, high = page.get_bbox()
    matrix, width, height = _turning(text_turn, left, low, right, high)
    baselines = matrix[1] * runs.origins[:, 0] + matrix[3] * runs.origins[:, 1] + matrix[5]
    keep = (~runs.slanted & (runs.size > 0) & (baselines > -1) & (baselines < height + runs.size + 1))[run]
    x0, x1 = _sides(matrix, boxes)
    # A font that lies about its widths or a scaled one: only the box's middle decides whether it is on the page.
    middle = (x0 + x1) / 2
    keep &= (middle > -1) & (middle < width + 1)
    keep &= (codes != 32) | (x1 - x0 > 0.01)  # PDFium's own spaces have no width
    keep &= (codes != 13) & (codes != 10) & (codes != SECOND)
    along = turned == text_turn
    aside = "" if along.all() else text_of(_decoded(codes[keep & ~along & (codes > 32)]))
    kept = np.flatnonzero(keep & along)
    return Characters(_decoded(codes[kept]), x0[kept], x1[kept], baselines[run[kept]], size[kept], width, height, matrix,
                      (page.get_rotation() - text_turn * 90) % 360, repaired=repaired, aside=aside)


def _turning(quarter: int, left: float, low: float, right: float, high: float) -> tuple[Matrix, float, float]:
    """The matrix that makes text with this many quarter turns upright, and the page's size in it."""
    if quarter == 1:
        return (0, 1, 1, 0, -low, -left), high - low, right - left
    if quarter == 2:
        return (-1, 0, 0, 1, right, -low), right - left, high - low
    if quarter == 3:
        return (0, -1, -1, 0, high, right), high - low, right - left
    return (1, 0, 0, -1, -left, high), right - left, high - low


def _sides(matrix: Matrix, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Left and right edges of user-space boxes given as left, top, right, bottom."""
    a, _, c, _, e, _ = matrix
    one, other = a * boxes[:, 0] + c * boxes[:, 1] + e, a * boxes[:, 2] + c * boxes[:, 3] + e
    return np.minimum(one, other), np.maximum(one, other)


def _clean() -> np.ndarray:
    """For each code of the basic plane its code in `Characters.codes`."""
    clean = np.arange(0x10000, dtype=np.uint32)
    clean[2] = ord("-")  # PDFium's mark for a hyphen at a line's end
    clean[0xA0] = 32
    for low, high in ((0, 2), (3, 32), (0x7F, 0xA0), (0xD800, 0xE000), (0xFFFE, 0x10000)):
        clean[low:high] = ord(UNDECODED)
    return clean


_CLEAN = _clean()


def _decoded(codes: np.ndarray) -> np.ndarray:
    """The code points of PDFium's character codes."""
    if not len(codes) or codes.max() < 0x10000:
        return _CLEAN[codes]
    known = np.where(codes > 0x10FFFF, ord(UNDECODED), codes)
    return np.where(known < 0x10000, _CLEAN[np.minimum(known, 0xFFFF)], known).astype(np.uint32)
