"""Characters that a PDF's text layer tells wrongly while their ink leaves no doubt: points, commas, dashes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

SECOND = -1
"""Code of the second half of a character that PDFium tells in two halves."""
WIDE = 0.85
"""Of the font size: an ASCII mark with such an advance is printed as the Chinese one."""
CHINESE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_IS_MARK = np.zeros(0x80, bool)
"""By ASCII code."""
_IS_MARK[[ord(mark) for mark in (*CHINESE, ".")]] = True
InkOf = Callable[[int], tuple[float, float, float, float] | None]


def repair_codes(codes: np.ndarray, boxes: np.ndarray, origins: np.ndarray, sizes: np.ndarray, angles: np.ndarray,
                 ink_of: InkOf) -> int:
    """Puts the right code for each glyph whose ink tells it into `codes`; how many it was.

    Takes PDFium's codes, loose boxes, origins, printed sizes and directions (quarter turns against the clock);
    `ink_of(i)` gives left, right, bottom and top of a glyph's ink. Founder's fonts (E-BZ) print decimal points as U+E010 or U+1001B0, which loses them: 335.3 reads
    3353; and full stops as ASCII points.
    """
    _unite_halves(codes)

    def shape_of(i: int) -> tuple[float, float, float] | None:
        return _shape(ink_of(i), origins[i], float(sizes[i]), int(angles[i]))

    repaired = 0
    unknown = (codes >= 0xE000) | (codes == 0)
    if unknown.any():
        unknown &= ((codes < 0xF900) | (codes >= 0xF0000)) & (sizes > 0)
    for i in np.flatnonzero(unknown).tolist():
        shape = shape_of(i)
        character = character_of_ink(*shape) if shape else None
        if character:
            codes[i] = ord(character)
            repaired += 1
    for i in _wide_marks(codes, boxes, sizes, angles):
        mark = CHINESE.get(chr(codes[i]))
        if mark is None:
            shape = shape_of(i)
            mark = "。" if shape and shape[0] >= 0.17 else None  # the ring of 。 is larger than any point
        if mark:
            codes[i] = ord(mark)
            repaired += 1
    return repaired


def _wide_marks(codes: np.ndarray, boxes: np.ndarray, sizes: np.ndarray, angles: np.ndarray) -> list[int]:
    """The indices of ASCII marks as wide as a hanzi, but for those between digits: 1,234 in a font of one width."""
    marks = np.flatnonzero(_IS_MARK[np.minimum(codes, 0x7F)])
    box, size = boxes[marks], sizes[marks]
    advances = np.where(angles[marks] % 2 == 0, np.abs(box[:, 2] - box[:, 0]), np.abs(box[:, 1] - box[:, 3]))
    wide = marks[(advances >= WIDE * size) & (size > 0)].tolist()
    return [i for i in wide if not 0 < i < len(codes) - 1 or not (_is_digit(codes[i - 1]) and _is_digit(codes[i + 1]))]


def _is_digit(code: int) -> bool:
    return 48 <= code < 58 or 0xFF10 <= code < 0xFF1A


def _unite_halves(codes: np.ndarray) -> None:
    """One code for each pair of surrogates, which PDFium tells as two characters in one place."""
    if len(codes) < 2 or codes.max() < 0xD800:
        return
    high = np.flatnonzero((codes[:-1] & ~0x3FF) == 0xD800)
    high = high[(codes[high + 1] & ~0x3FF) == 0xDC00]
    codes[high] = 0x10000 + ((codes[high] & 0x3FF) << 10) + (codes[high + 1] & 0x3FF)
    codes[high + 1] = SECOND


def _shape(ink: tuple[float, float, float, float] | None, origin: np.ndarray, size: float,
           quarter: int) -> tuple[float, float, float] | None:
    """Width, bottom and top of the ink of a glyph turned by so many quarters, from the baseline, in font sizes."""
    if ink is None:
        return None
    left, right, low, high = ink[0] - origin[0], ink[1] - origin[0], ink[2] - origin[1], ink[3] - origin[1]
    if quarter % 2:
        left, right, low, high = low, high, -right, -left
    if quarter >= 2:
        low, high = -high, -low
    return float(right - left) / size, float(low) / size, float(high) / size


def character_of_ink(width: float, low: float, high: float) -> str | None:
    """The mark that a glyph of this shape can only be; None where it can be others.

    >>> character_of_ink(0.13, 0.14, 0.28), character_of_ink(0.13, -0.1, 0.12)
    ('.', ',')
    """
    height = high - low
    if width <= 0 or height <= 0:
        return None
    if width < 0.22 and height < 0.22 and 0.6 < width / height < 1.6 and -0.05 < low < 0.2:
        return "."
    if width < 0.25 and 0.15 < height < 0.35 and -0.25 < low < -0.05:
        return ","
    if width < 0.25 and height < 0.25 and low > 0.22:
        return "·"
    if width > 0.6 and height < 0.2 and 0.15 < low < 0.5:
        return "—"
    return None
