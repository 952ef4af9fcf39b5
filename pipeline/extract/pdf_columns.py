"""Columns of prose on one page, as newspapers and gazettes set them, in the order of reading."""

from __future__ import annotations

import numpy as np

ROWS = 8
"""So many rows at least keep the same gutter free."""
GAP = 0.8
"""Of the font size: a narrower gap in a row is no gutter."""
FULL = 0.8
"""Of a column's width: prose fills it with the median line, the cells of a table do not."""
WORDS = 8
"""Characters that the median line of a column of prose has at least."""


def columns(row: np.ndarray, x0: np.ndarray, x1: np.ndarray, size: np.ndarray) -> list[np.ndarray]:
    """Masks of the characters of each block in reading order; one mask of all where the page has one column.

    Takes the characters row by row (`row` ascends), each row from left to right.
    """
    everything = [np.ones(len(row), bool)]
    level, between = row[1:] == row[:-1], x0[1:] - x1[:-1]
    gap = np.flatnonzero(level & (between > GAP * size[1:]))
    if len(gap) < ROWS:
        return everything
    gutters = _gutters(x1[gap], x0[gap + 1])
    if not gutters:
        return everything
    middle = np.array([(low + high) / 2 for low, high in gutters])
    rows = int(row[-1]) + 1
    crossed = np.zeros(rows, bool)
    # Two neighbours cross it, since a hanging quotation mark reaches into the gutter by itself.
    close = np.flatnonzero(level & (between < 0.25 * size[1:]))
    across = middle.searchsorted(x0[close], "right") < middle.searchsorted(x1[close + 1], "left")
    crossed[row[close[across]]] = True
    column = middle.searchsorted((x0 + x1) / 2)
    band = _longest(~crossed)
    if band is None:
        return everything
    first, last = band
    inside = (row >= first) & (row < last)
    if not _prose(row[inside], column[inside], x0[inside], x1[inside], len(gutters) + 1):
        return everything
    blocks = [row < first, *(inside & (column == i) for i in range(len(gutters) + 1)), row >= last]
    return [block for block in blocks if block.any()]


def runs_of(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each run of equal values starts and stops."""
    changes = (values[1:] != values[:-1]).nonzero()[0] + 1
    return np.concatenate(([0], changes)), np.concatenate((changes, [len(values)]))


def _gutters(lows: np.ndarray, highs: np.ndarray) -> list[tuple[int, int]]:
    """Intervals of x, in whole points, that many gaps leave free together."""
    width = int(highs.max()) + 2
    begin, end = (np.maximum(edges, 0).astype(np.int64) for edges in (np.ceil(lows), np.floor(highs)))
    free = np.cumsum(np.bincount(begin, minlength=width + 1) - np.bincount(end, minlength=width + 1))
    enough = free >= max(ROWS, int(0.5 * free.max()))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], enough.astype(np.int8), [0]))))
    return [(low, high) for low, high in edges.reshape(-1, 2).tolist() if high - low >= 2]


def _longest(free: np.ndarray) -> tuple[int, int] | None:
    """First and last + 1 of the longest run of rows that no character crosses; None under ROWS rows."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0])))).reshape(-1, 2)
    first, last = max(edges.tolist(), key=lambda run: run[1] - run[0], default=(0, 0))
    return (first, last) if last - first >= ROWS else None


def _prose(row: np.ndarray, column: np.ndarray, x0: np.ndarray, x1: np.ndarray, count: int) -> bool:
    """Whether the rows fill the columns as running text does."""
    for i in range(count):
        mine = np.flatnonzero(column == i)
        starts, stops = runs_of(row[mine])
        if len(starts) < ROWS / 2 or _median(stops - starts) < WORDS:
            return False
        left, right = float(x0[mine].min()), float(np.percentile(x1[mine], 98))
        widths = x1[mine[stops - 1]] - x0[mine[starts]]
        if _median(widths) < FULL * (right - left):
            return False
    return True


def _median(values: np.ndarray) -> float:
    """np.median of a short array, in a fifth of its time."""
    ordered = np.sort(values)
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
