"""The ruled lines of a PDF page: path objects as horizontal and vertical lines, snapped and joined."""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from pipeline.extract.pdf_calls import ADDRESS, Room, plain
from pipeline.extract.pdf_characters import Characters, Matrix
from pipeline.extract.pdf_objects import Objects, form_objects

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


def ruled_lines(objects: Objects, characters: Characters) -> tuple[Lines, Lines]:
    """Horizontal and vertical lines in the coordinates of `characters`; both empty where the page has few paths."""
    boxes = path_boxes(objects)
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
    if not len(lines):
        return {}
    lines = lines[np.argsort(lines[:, 0], kind="stable")]
    firsts = np.flatnonzero(np.diff(lines[:, 0], prepend=-np.inf) > SNAP)
    group = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(lines)))
    positions = (np.add.reduceat(lines[:, 0], firsts) / np.bincount(group)).tolist()
    order = np.lexsort((lines[:, 2], lines[:, 1], group))
    found: Lines = {}
    last, begun, reach = -1, 0.0, 0.0
    for index, start, end in zip(group[order].tolist(), lines[order, 1].tolist(), lines[order, 2].tolist(), strict=True):
        if index == last and start <= reach + SNAP:
            reach = max(reach, end)
            continue
        if last >= 0 and reach - begun > SNAP:
            found.setdefault(positions[last], []).append((begun, reach))
        last, begun, reach = index, start, end
    if reach - begun > SNAP:
        found.setdefault(positions[last], []).append((begun, reach))
    return found


_bounds = plain(raw.FPDFPageObj_GetBounds)
_draw_mode = plain(raw.FPDFPath_GetDrawMode)
_count = plain(raw.FPDFPath_CountSegments, ctypes.c_int)
_segment = plain(raw.FPDFPath_GetPathSegment, ADDRESS)
_point = plain(raw.FPDFPathSegment_GetPoint)
_kind = plain(raw.FPDFPathSegment_GetType, ctypes.c_int)
_placing = plain(raw.FPDFPageObj_GetMatrix)
_BOUNDS, _POINTS, _MATRICES = Room(ctypes.c_float, 4, apart=True), Room(ctypes.c_float, 2, apart=True), Room(ctypes.c_float, 6)
_MODES = Room(ctypes.c_int, 2, apart=True)


def path_boxes(objects: Objects, depth: int = 0) -> np.ndarray:
    """The box of each path; of each straight stroke along the axes where a path draws more than a rectangle.

    One row each: left, bottom, right, top in user space; 1 where the outline itself is drawn, 0 where only an area
    is filled.
    """
    if len(objects) > MOST:
        objects = Objects(objects.handles[:MOST], objects.kinds[:MOST])
    paths = objects.of_kind(raw.FPDF_PAGEOBJ_PATH)
    boxes = np.zeros((len(paths), 5))
    boxes[:, :4] = _BOUNDS.filled(_bounds, paths)
    boxes[:, 4] = _MODES.filled(_draw_mode, paths)[:, 1] != 0
    many = np.fromiter(map(_count, paths), np.int64, len(paths)) > 5
    found = [boxes[~many], *(strokes(paths[i], boxes[i, 4]) for i in np.flatnonzero(many).tolist())]
    for form in objects.of_kind(raw.FPDF_PAGEOBJ_FORM) if depth < 5 else ():
        inner = path_boxes(form_objects(form, MOST), depth + 1)
        inner[:, :4] = np.column_stack(turned(inner, matrix_of(form)))
        found.append(inner)
    return np.concatenate(found)


def matrix_of(handle: Any) -> Matrix:
    a, b, c, d, e, f = _MATRICES.filled(_placing, [handle])[0].tolist()
    return a, b, c, d, e, f


def strokes(path: Any, stroked: float) -> np.ndarray:
    """The straight strokes, along the axes, of a path that draws more than a rectangle."""
    count = min(MOST, _count(path))
    segments = list(map(_segment, repeat(path, count), range(count)))
    points = _POINTS.filled(_point, segments).astype(np.float64)
    a, b, c, d, e, f = matrix_of(path)
    points = np.column_stack((a * points[:, 0] + c * points[:, 1] + e, b * points[:, 0] + d * points[:, 1] + f))
    straight = np.fromiter(map(_kind, segments), np.int64, count) == raw.FPDF_SEGMENT_LINETO
    pen, point = points[:-1], points[1:]
    apart = np.abs(point - pen)
    kept = straight[1:] & (apart.min(axis=1) < 1) & (apart.max(axis=1) > 1)
    pen, point = pen[kept], point[kept]
    return np.column_stack((np.minimum(pen, point), np.maximum(pen, point), np.full(len(pen), stroked)))
