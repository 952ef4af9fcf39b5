"""The ruled lines of a PDF page: path objects as horizontal and vertical lines, snapped and joined."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.extract.pdf_characters import Characters, Matrix

THIN = 3.0
"""Points: a rectangle thinner than this is a line."""
SNAP = 3.0
"""Points: parallel lines nearer than this are one; ends nearer than this are joined."""
FEW = 4
"""A page with fewer path objects has no ruled table."""
MOST = 200_000
"""Path objects beyond this number draw maps and pictures, not tables."""

Lines = dict[float, list[tuple[float, float]]]
"""Position of each line (y of a horizontal, x of a vertical one) and the stretches it is drawn on, in order."""


def ruled_lines(page: pdfium.PdfPage, characters: Characters) -> tuple[Lines, Lines]:
    """Horizontal and vertical lines in the coordinates of `characters`; both empty where the page has few paths."""
    boxes = np.array(list(path_boxes(page)), np.float64).reshape(-1, 5)
    if len(boxes) < FEW:
        return {}, {}
    thin = np.minimum(np.abs(boxes[:, 2] - boxes[:, 0]), np.abs(boxes[:, 3] - boxes[:, 1])) < THIN
    if (thin | (boxes[:, 4] > 0)).sum() >= FEW:  # where lines are drawn, filled areas are only background
        boxes = boxes[thin | (boxes[:, 4] > 0)]
    x0, top, x1, bottom = turned(boxes, characters.matrix)
    wide, high = x1 - x0, bottom - top
    keep = (wide < 0.95 * characters.width) | (high < 0.95 * characters.height)
    keep &= (x1 > 0) & (bottom > 0) & (x0 < characters.width) & (top < characters.height)
    x0, top, x1, bottom, wide, high = (field[keep] for field in (x0, top, x1, bottom, wide, high))
    flat, upright = (high < THIN) & (wide >= high), (wide < THIN) & (wide < high)
    solid = ~flat & ~upright
    middle_y, middle_x = (top + bottom) / 2, (x0 + x1) / 2
    horizontal = np.concatenate([np.column_stack((middle_y, x0, x1))[flat], np.column_stack((top, x0, x1))[solid],
                                 np.column_stack((bottom, x0, x1))[solid]])
    vertical = np.concatenate([np.column_stack((middle_x, top, bottom))[upright], np.column_stack((x0, top, bottom))[solid],
                               np.column_stack((x1, top, bottom))[solid]])
    return joined(horizontal), joined(vertical)


def turned(boxes: np.ndarray, matrix: Matrix) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """User-space boxes (left, bottom, right, top) as x0, top, x1, bottom of the turned page."""
    a, b, c, d, e, f = matrix
    xs = np.stack([a * boxes[:, 0] + c * boxes[:, 1] + e, a * boxes[:, 2] + c * boxes[:, 3] + e])
    ys = np.stack([b * boxes[:, 0] + d * boxes[:, 1] + f, b * boxes[:, 2] + d * boxes[:, 3] + f])
    return xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)


def joined(lines: np.ndarray) -> Lines:
    """Lines (position, from, to) with near positions made one and touching stretches joined."""
    found: Lines = {}
    if not len(lines):
        return found
    lines = lines[np.argsort(lines[:, 0], kind="stable")]
    breaks = np.flatnonzero(np.diff(lines[:, 0]) > SNAP) + 1
    for group in np.split(lines, breaks):
        position = float(group[:, 0].mean())
        stretches: list[tuple[float, float]] = []
        for start, end in sorted(zip(group[:, 1].tolist(), group[:, 2].tolist(), strict=True)):
            if stretches and start <= stretches[-1][1] + SNAP:
                stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
            else:
                stretches.append((start, end))
        stretches = [(start, end) for start, end in stretches if end - start > SNAP]
        if stretches:
            found[position] = stretches
    return found


_bounds = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, *[ctypes.c_void_p] * 4)(
    ctypes.cast(raw.FPDFPageObj_GetBounds, ctypes.c_void_p).value)  # type: ignore[arg-type]
_type = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFPageObj_GetType, ctypes.c_void_p).value)  # type: ignore[arg-type]
_object = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFPage_GetObject, ctypes.c_void_p).value)  # type: ignore[arg-type]
_segments = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFPath_CountSegments, ctypes.c_void_p).value)  # type: ignore[arg-type]


_draw_mode = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFPath_GetDrawMode, ctypes.c_void_p).value)  # type: ignore[arg-type]

Stroke = tuple[float, float, float, float, float]
"""Left, bottom, right, top in user space; 1 where the outline itself is drawn, 0 where only an area is filled."""


def path_boxes(page: pdfium.PdfPage) -> Iterator[Stroke]:
    """The box of each path on the page; of each stroke where a path draws many."""
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value
    for i in range(min(MOST, raw.FPDFPage_CountObjects(page))):
        yield from object_boxes(_object(handle, i), 0)


_corners, _modes = (ctypes.c_float * 4)(), (ctypes.c_int * 2)()
_at = [ctypes.addressof(_corners) + 4 * i for i in range(4)]
_mode_at = [ctypes.addressof(_modes) + 4 * i for i in range(2)]


def object_boxes(item: int, depth: int) -> Iterator[Stroke]:
    """The boxes of one page object, given by its address."""
    kind = _type(item)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        stroked = 1 if _draw_mode(item, *_mode_at) and _modes[1] else 0
        if _segments(item) > 5:
            yield from strokes(ctypes.cast(item, raw.FPDF_PAGEOBJECT), matrix_of(item), stroked)
        elif _bounds(item, *_at):
            yield (*_corners, stroked)  # type: ignore[misc]
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 5:
        form, matrix = ctypes.cast(item, raw.FPDF_PAGEOBJECT), matrix_of(item)
        for i in range(min(MOST, raw.FPDFFormObj_CountObjects(form))):
            inner = ctypes.cast(raw.FPDFFormObj_GetObject(form, i), ctypes.c_void_p).value or 0
            for x0, y0, x1, y1, outlined in object_boxes(inner, depth + 1):
                (x0, y0), (x1, y1) = apply(matrix, x0, y0), apply(matrix, x1, y1)
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), outlined


def matrix_of(item: int) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(ctypes.cast(item, raw.FPDF_PAGEOBJECT), matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def strokes(path: object, matrix: Matrix, stroked: int) -> Iterator[Stroke]:
    """The straight strokes, along the axes, of a path that draws more than a rectangle."""
    x, y = ctypes.c_float(), ctypes.c_float()
    pen: tuple[float, float] | None = None
    for i in range(min(MOST, raw.FPDFPath_CountSegments(path))):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = apply(matrix, x.value, y.value)
        if pen is not None and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            across, along = abs(point[0] - pen[0]), abs(point[1] - pen[1])
            if min(across, along) < 1 < max(across, along):
                yield min(point[0], pen[0]), min(point[1], pen[1]), max(point[0], pen[0]), max(point[1], pen[1]), stroked
        pen = point
