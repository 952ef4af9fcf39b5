"""What PDFium's text API tells of a page: codes and boxes character by character, the rest run by run."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import repeat
from math import pi
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.extract.pdf_calls import Room, argument, plain

_unicode = plain(raw.FPDFText_GetUnicode, ctypes.c_uint)
_text = plain(raw.FPDFText_GetText, ctypes.c_int)
_loose_box = plain(raw.FPDFText_GetLooseCharBox)
_matrix = plain(raw.FPDFText_GetMatrix)
_origin = plain(raw.FPDFText_GetCharOrigin)
_ink = plain(raw.FPDFText_GetCharBox)
_font_size = plain(raw.FPDFText_GetFontSize, ctypes.c_double)
_TEXT: Any = (ctypes.c_ushort * 0x10000)()
_BOXES, _MATRICES = Room(ctypes.c_float, 4), Room(ctypes.c_float, 6)
_ORIGINS, _INKS = Room(ctypes.c_double, 2, apart=True), Room(ctypes.c_double, 4, apart=True)


@dataclass(slots=True)
class Runs:
    """What the characters of each run share: one direction, size and baseline."""

    origins: np.ndarray
    """x and y of each run's first origin."""
    size: np.ndarray
    turned: np.ndarray
    """Quarter turns against the clock."""
    slanted: np.ndarray
    """Turned by more than 15 degrees from a quarter."""


def read_runs(textpage: pdfium.PdfTextPage) -> tuple[np.ndarray, np.ndarray, np.ndarray, Runs]:
    """Codes, loose boxes (left, top, right, bottom), each character's run, and the runs."""
    n = max(0, textpage.count_chars())
    handle = argument(textpage.raw)
    codes = _codes(handle, n)
    boxes = _BOXES.filled(_loose_box, [handle] * n, range(n)).astype(np.float64)
    # A loose box spans ascent and descent of the font at its origin: characters one after the other with the same
    # top and bottom share baseline, size and direction. Not so text that runs up or down, nor white space, most of
    # which PDFium makes up: what has no extent is left out on every page, so nothing is asked of it.
    left, top, right, low = boxes.T
    alone = (np.abs(top - low) < 0.5) | (codes <= 32)
    fresh = alone.copy()
    fresh[1:] |= alone[:-1] | (top[1:] != top[:-1]) | (low[1:] != low[:-1])
    fresh &= ~(((codes == 32) | (codes == 13) | (codes == 10)) & (top == low) & (left == right))
    fresh[:1] = True
    heads = np.flatnonzero(fresh).tolist()
    matrices = _MATRICES.filled(_matrix, [handle] * len(heads), heads)
    if not matrices[:, 1:3].any():
        return codes, boxes, np.cumsum(fresh) - 1, _upright(matrices, _nominal(handle, heads))
    origins = matrices[:, 4:6].astype(np.float64)
    scale = np.abs(matrices[:, :2])
    if (scale.min(axis=1) > 0.002 * scale.max(axis=1)).any():  # slanted text: no two origins are level
        fresh, heads = np.ones(n, bool), list(range(n))
        matrices = _MATRICES.filled(_matrix, [handle] * n, heads)
        origins = _ORIGINS.filled(_origin, [handle] * n, heads)
    size = _nominal(handle, heads) * _heights(matrices)
    tens = np.rint(np.arctan2(matrices[:, 1], matrices[:, 0]) * (2 / pi) * 9).astype(np.int64) % 36  # of degrees
    runs = Runs(origins, size, ((tens + 4) // 9) % 4, np.abs((tens + 4) % 9 - 4) > 1)
    return codes, boxes, np.cumsum(fresh) - 1, runs


def _codes(handle: object, n: int) -> np.ndarray:
    """PDFium's code of each character: all at once where none is missing from its text, else one by one."""
    if 0 < n < len(_TEXT) and _text(handle, 0, n, ctypes.byref(_TEXT)) == n + 1:
        codes = np.frombuffer(_TEXT, np.uint16, n).astype(np.int64)
        if codes.all():
            return codes
    return np.fromiter(map(_unicode, repeat(handle, n), range(n)), dtype=np.int64, count=n)


def _nominal(handle: object, indices: list[int]) -> np.ndarray:
    """Font sizes before scaling."""
    return np.fromiter(map(_font_size, repeat(handle), indices), dtype=np.float64, count=len(indices))


def _upright(matrices: np.ndarray, nominal: np.ndarray) -> Runs:
    """The runs of text that is neither turned nor sheared, or upside down."""
    return Runs(matrices[:, 4:6].astype(np.float64), nominal * np.abs(matrices[:, 3]),
                np.where(matrices[:, 0] < 0, 2, 0), np.zeros(len(matrices), bool))


def _heights(matrices: np.ndarray) -> np.ndarray:
    """By how much each matrix stretches upwards: a shear, which makes upright letters italic, does not count."""
    a, b, c, d = matrices[:, :4].T
    sheared = np.abs(a * c + b * d) > 0.01 * np.abs(a * d - b * c)
    return np.where(sheared, np.abs(a * d - b * c) / np.maximum(np.hypot(a, b), 1e-6), np.hypot(c, d))


def ink_of(textpage: pdfium.PdfTextPage, index: int) -> tuple[float, float, float, float] | None:
    """left, right, bottom, top of a character's ink in user space; None where it has none."""
    left, right, low, high = _INKS.filled(_ink, [argument(textpage.raw)], [index])[0].tolist()
    return (left, right, low, high) if (left, right, low, high) != (0, 0, 0, 0) else None
