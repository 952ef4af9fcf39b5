"""The characters of a PDF page with their places, as parallel arrays, in one pass through PDFium's text API."""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from math import cos, pi, radians, sin

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.extract.layers_ink import SECOND, repair_codes
from pipeline.reading import Box

Matrix = tuple[float, float, float, float, float, float]
UNDECODED = "\ufffd"
"""Stands for a glyph whose character the file does not tell."""


@dataclass(slots=True)
class Characters:
    """A page's characters in the order of its content stream: item i of every field is about `text[i]`.

    Coordinates are points from the upper left corner of the page *turned so that its text reads from left to
    right* (`turn` says by how much; almost always 0, then they are the displayed page's). Spaces that the file
    prints are characters; spaces and breaks that PDFium makes up are not. `text` holds no control character.
    """

    text: str
    x0: np.ndarray
    """Left edge: the character's origin, not its ink."""
    x1: np.ndarray
    """Right edge: origin plus advance width."""
    top: np.ndarray
    """baseline − 0.88 × size. Fonts' own ascents are often wrong, the baseline is not."""
    bottom: np.ndarray
    """baseline + 0.12 × size."""
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
        return len(self.text)

    def select(self, chosen: np.ndarray) -> Characters:
        """The characters at these indices, in their order, or where a boolean mask is true."""
        indices = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        text = self.text
        return Characters("".join([text[i] for i in indices.tolist()]), self.x0[indices], self.x1[indices],
                          self.top[indices], self.bottom[indices], self.baseline[indices], self.size[indices],
                          self.width, self.height, self.matrix, self.turn, self.skew, self.repaired)

    def displayed(self, box: Box) -> Box:
        """A box of these coordinates on the page as it is displayed."""
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


def page_characters(page: pdfium.PdfPage) -> Characters:
    """The page's characters; empty where it has none. Slanted ones (watermarks) and those off the page are left out,
    those printed along another edge than most stand in `aside`."""
    textpage = page.get_textpage()
    try:
        codes, boxes, matrices, origins, sizes = _read(textpage)
        size = sizes * np.hypot(matrices[:, 2], matrices[:, 3])
        angles = np.rint(np.arctan2(matrices[:, 1], matrices[:, 0]) * (2 / pi) * 9).astype(np.int64) % 36  # tens of degrees
        turned = ((angles + 4) // 9) % 4  # quarter turns against the clock
        repaired = repair_codes(codes, boxes, origins, size, turned, partial(_ink_of, textpage))
    finally:
        textpage.close()
    votes = np.bincount(turned[codes > 32], minlength=4)
    text_turn = int(votes.argmax()) if votes.any() else page.get_rotation() // 90
    left, low, right, high = page.get_bbox()
    matrix, width, height = _turning(text_turn, left, low, right, high)
    keep = (np.abs((angles + 4) % 9 - 4) <= 1) & (size > 0)
    x0, x1 = _sides(matrix, boxes)
    baseline = matrix[1] * origins[:, 0] + matrix[3] * origins[:, 1] + matrix[5]
    # A font that lies about its widths or a scaled one: only the box's middle decides whether it is on the page.
    middle = (x0 + x1) / 2
    keep &= (middle > -1) & (middle < width + 1) & (baseline > -1) & (baseline < height + size + 1)
    keep &= (codes != 32) | (x1 - x0 > 0.01)  # PDFium's own spaces have no width
    keep &= (codes != 13) & (codes != 10) & (codes != SECOND)
    along = turned == text_turn
    aside = "" if along.all() else _decode(codes[keep & ~along & (codes > 32)])
    kept = np.flatnonzero(keep & along)
    codes, baseline, size = codes[kept], baseline[kept], size[kept]
    return Characters(_decode(codes), x0[kept], x1[kept], baseline - 0.88 * size, baseline + 0.12 * size, baseline,
                      size, width, height, matrix, (page.get_rotation() - text_turn * 90) % 360, repaired=repaired, aside=aside)


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


def _decode(codes: np.ndarray) -> str:
    """The text of PDFium's character codes, one character each."""
    codes = np.where(codes == 2, ord("-"), codes)  # PDFium's mark for a hyphen at a line's end
    codes = np.where(codes == 0xA0, 32, codes)
    bad = (codes < 32) | ((codes >= 0x7F) & (codes < 0xA0)) | ((codes >= 0xD800) & (codes < 0xE000))
    codes = np.where(bad | (codes >= 0xFFFE) & (codes < 0x10000) | (codes > 0x10FFFF), ord(UNDECODED), codes)
    return codes.astype("<u4").tobytes().decode("utf-32-le")


_P, _I = ctypes.c_void_p, ctypes.c_int


def _plain(function: object, result: type, *arguments: type) -> object:
    """The same C function taking plain addresses: called by `map`, four times as fast as through byref."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, _P).value)  # type: ignore[arg-type]


_unicode = _plain(raw.FPDFText_GetUnicode, ctypes.c_uint, _P, _I)
_loose_box = _plain(raw.FPDFText_GetLooseCharBox, _I, _P, _I, _P)
_matrix = _plain(raw.FPDFText_GetMatrix, _I, _P, _I, _P)
_origin = _plain(raw.FPDFText_GetCharOrigin, _I, _P, _I, _P, _P)
_ink = _plain(raw.FPDFText_GetCharBox, _I, _P, _I, _P, _P, _P, _P)
_font_size = _plain(raw.FPDFText_GetFontSize, ctypes.c_double, _P, _I)


def _ink_of(textpage: pdfium.PdfTextPage, index: int) -> tuple[float, float, float, float] | None:
    """left, right, bottom, top of a character's ink in user space; None where it has none."""
    box = np.zeros(4)
    at = box.ctypes.data
    handle = ctypes.cast(textpage.raw, _P).value
    if not _ink(handle, index, at, at + 8, at + 16, at + 24):  # type: ignore[operator]
        return None
    left, right, low, high = box.tolist()
    return left, right, low, high


def _codes(textpage: pdfium.PdfTextPage, handle: int | None, n: int) -> np.ndarray:
    """PDFium's code of each character: all at once where none is missing from its text, else one by one."""
    buffer = np.zeros(n + 1, np.uint16)
    pointer = buffer.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    if n and raw.FPDFText_GetText(textpage.raw, 0, n, pointer) == n + 1 and buffer[:n].all():
        return buffer[:n].astype(np.int64)
    return np.fromiter(map(_unicode, repeat(handle, n), range(n)), dtype=np.int64, count=n)  # type: ignore[call-overload]


def _read(textpage: pdfium.PdfTextPage) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Codes, loose boxes (left, top, right, bottom), matrices, origins and nominal sizes, straight from PDFium."""
    n = max(0, textpage.count_chars())
    handle = ctypes.cast(textpage.raw, _P).value
    codes = _codes(textpage, handle, n)
    boxes = np.zeros((n, 4), np.float32)
    at = boxes.ctypes.data
    deque(map(_loose_box, repeat(handle, n), range(n), range(at, at + 16 * n, 16)), 0)  # type: ignore[call-overload]
    matrices = np.zeros((n, 6), np.float32)
    at = matrices.ctypes.data
    deque(map(_matrix, repeat(handle, n), range(n), range(at, at + 24 * n, 24)), 0)  # type: ignore[call-overload]
    # The nominal size is the same as long as scale and height are.
    shape = np.column_stack((matrices[:, :4], np.rint((boxes[:, 1] - boxes[:, 3]) * 50)))
    fresh = np.ones(n, bool)
    fresh[1:] = (shape[1:] != shape[:-1]).any(axis=1)
    heads = np.flatnonzero(fresh).tolist()
    per_object = np.fromiter(map(_font_size, repeat(handle), heads), dtype=np.float64, count=len(heads))  # type: ignore[call-overload]
    sizes = per_object[np.cumsum(fresh) - 1] if n else np.zeros(0)
    origins = matrices[:, 4:6].astype(np.float64)
    small = np.minimum(np.abs(matrices[:, 0]), np.abs(matrices[:, 1]))
    if (small > 0.002 * np.maximum(np.abs(matrices[:, 0]), np.abs(matrices[:, 1]))).any():
        origins = np.zeros((n, 2))
        at = origins.ctypes.data
        deque(map(_origin, repeat(handle, n), range(n), range(at, at + 16 * n, 16), range(at + 8, at + 8 + 16 * n, 16)), 0)  # type: ignore[call-overload]
    return codes, boxes.astype(np.float64), matrices, origins, sizes
