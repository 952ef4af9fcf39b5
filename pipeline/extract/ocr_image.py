"""The picture of a page made ready for reading: upright, straight, its ruled lines found and erased."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians, tan

import numpy as np
import pypdfium2 as pdfium

DPI = 200
LONGEST = 5_000
"""Pixels of the longer side at most: larger pages (newspapers, posters) are drawn at a lower resolution."""
DARK = 160
"""Grey below which a pixel is ink."""
STEEPEST = 4.0
"""Degrees: a page skewed by more was not meant to be straight."""
RULE = 22.0
"""Points: no stroke of a character at body size is longer, hardly a ruled line is shorter."""

Stretch = tuple[float, float, float]
"""Position of a ruled line, from, to; points."""


@dataclass(slots=True)
class Picture:
    pixels: np.ndarray
    """Grey, straightened, ruled lines erased."""
    scale: float
    """Pixels a point."""
    skew: float
    """Degrees by which the page was turned against the clock to stand straight."""
    horizontal: list[Stretch]
    vertical: list[Stretch]


def picture_of(page: pdfium.PdfPage) -> Picture:
    """The page as displayed, ready to be read."""
    scale = min(DPI / 72, LONGEST / max(page.get_size()))
    grey = page.render(scale=scale, grayscale=True).to_numpy()
    return prepared(grey, scale)


def prepared(grey: np.ndarray, scale: float) -> Picture:
    """A grey picture straightened, its ruled lines told and erased."""
    import cv2

    skew = skew_of(grey < DARK)
    if abs(skew) > 0.05:
        height, width = grey.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
        grey = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    else:
        skew, grey = 0.0, grey.copy()
    dark = (grey < DARK).astype(np.uint8)
    length = max(20, round(RULE * scale))
    masks = [_lines(dark, length, 1), _lines(dark, 1, length)]
    horizontal = [(y, x0, x1) for x0, y, x1, _ in _boxes(masks[0], scale)]
    vertical = [(x, y0, y1) for x, y0, _, y1 in _boxes(masks[1], scale)]
    if len(horizontal) >= 2 and len(vertical) >= 2:  # else strokes and underlines, not a table
        grey[cv2.dilate(masks[0] | masks[1], np.ones((3, 3), np.uint8)) > 0] = 255
    return Picture(grey, scale, skew, horizontal, vertical)


def skew_of(dark: np.ndarray) -> float:
    """Degrees to turn the picture against the clock so that its rows of ink are level: the sharpest row profile."""
    step = max(1, dark.shape[0] // 900)
    ys, xs = np.nonzero(dark[::step, ::step])
    if len(ys) < 500:
        return 0.0
    if len(ys) > 60_000:
        chosen = np.random.default_rng(0).choice(len(ys), 60_000, replace=False)
        ys, xs = ys[chosen], xs[chosen]
    best, width = 0.0, STEEPEST
    for spacing in (0.25, 0.1, 0.02):
        angles = np.arange(best - width, best + width + spacing / 2, spacing)
        best = float(max(angles, key=lambda angle: _sharpness(ys, xs, float(angle))))
        width = spacing
    return best if abs(best) < STEEPEST else 0.0


def _sharpness(ys: np.ndarray, xs: np.ndarray, angle: float) -> float:
    rows = np.rint(ys - xs * tan(radians(angle))).astype(np.int64)
    profile = np.bincount(rows - rows.min())
    return float((profile.astype(np.float64) ** 2).sum())




def _lines(dark: np.ndarray, width: int, height: int) -> np.ndarray:
    """The pixels of lines at least as long as the box; breaks of a pixel or two are bridged first."""
    import cv2

    gap = np.ones((1, 5) if width > height else (5, 1), np.uint8)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, gap)
    opened: np.ndarray = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((height, width), np.uint8))
    return opened


def _boxes(mask: np.ndarray, scale: float) -> list[tuple[float, float, float, float]]:
    """x0, y0, x1, y1 in points of each thin connected piece; x0 = x1 or y0 = y1 is its middle."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for left, top, width, height, _ in stats[1:count].tolist():
        if min(width, height) > 3 * scale:  # a filled area
            continue
        x0, y0, x1, y1 = left / scale, top / scale, (left + width) / scale, (top + height) / scale
        if width > height:
            found.append((x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
        else:
            found.append(((x0 + x1) / 2, y0, (x0 + x1) / 2, y1))
    return found
