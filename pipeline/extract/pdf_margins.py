"""Margins: where the printed lines of a page's column begin and end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.pdf_lines import PrintedLine

PROSE = 12
"""Characters from which a line says something about margins; headings and cells are shorter."""
LONG = 28
"""Characters from which a line is prose whatever stands around it."""
ENOUGH = 4
"""Lines of prose from which a page speaks for itself."""


@dataclass(frozen=True, slots=True)
class Margins:
    left: float
    right: float
    spacing: float
    """The usual distance between baselines."""
    indented: bool
    """Paragraphs open with an indent here, so a line that does not is no opening."""


class Margin:
    """The margins that hold for a line: its page's own where the page has enough prose, else those of its like."""

    def __init__(self, lines: Sequence[PrintedLine], widths: Mapping[int, float]) -> None:
        found: dict[tuple[int, int], list[PrintedLine]] = defaultdict(list)
        for line in lines:
            found[line.page, line.block].append(line)
        self.widths = widths
        self.prose = {key: [line for line in column if _is_prose(line)] for key, column in found.items()}
        self.own = {key: measure(self.prose[key], column) for key, column in found.items()
                    if len(self.prose[key]) >= ENOUGH}
        self.others: dict[tuple[int, int], Margins] = {}

    def of(self, line: PrintedLine) -> Margins:
        key = line.page, line.block
        margins = self.own.get(key) or self.others.get(key)
        if margins is None:
            margins = self.others[key] = self._like(key)
        if key in self.own or len(line.text) < LONG or line.loose:
            return margins
        # A note below a table keeps to margins of its own.
        right = max(other.x1 for other in self.prose[key])
        return Margins(margins.left, right, margins.spacing, margins.indented)

    def _like(self, key: tuple[int, int]) -> Margins:
        """The margins of the nearest page of the same width; the left one as far as the page's own lines agree."""
        page, block = key
        mine = self.prose.get(key, [])
        alike = [other for other in self.own
                 if other[1] == block and abs(self.widths[other[0]] - self.widths[page]) < 5]
        nearest = min(alike, key=lambda other: (abs(other[0] - page), other[0]), default=None)
        if nearest is None:
            return measure(mine, mine) if mine else Margins(0, self.widths[page], 20, False)
        other = self.own[nearest]
        left = min((line.x0 for line in mine), default=other.left)
        if abs(left - other.left) < 3.5 * 12:
            left = min(left, other.left)
        return Margins(left, other.right, other.spacing, other.indented)


def _is_prose(line: PrintedLine) -> bool:
    return len(line.text) >= PROSE and not line.loose


def measure(prose: Sequence[PrintedLine], column: Sequence[PrintedLine]) -> Margins:
    """The margins of a column's prose; one line that sticks out among many is no margin."""
    size = sorted(line.size for line in prose)[len(prose) // 2]
    lefts, rights = sorted(line.x0 for line in prose), sorted(line.x1 for line in prose)
    left = next((x for i, x in enumerate(lefts) if sum(1 for other in lefts[i:] if other - x < 0.3 * size) * 8
                 >= len(lefts)), lefts[0])
    right = rights[-2] if len(prose) >= 6 and rights[-1] - rights[-2] > 1.5 * size else rights[-1]
    steps = sorted(b.baseline - a.baseline for a, b in pairwise(prose)
                   if a.page == b.page and b.baseline - a.baseline > 0.5 * size)
    indents = sum(1 for line in column if 1.4 * size < line.x0 - left < 3 * size)
    at_left = sum(1 for line in column if line.x0 - left < 0.7 * size)
    spacing = steps[len(steps) // 2] if steps else 1.5 * size
    return Margins(left, right, spacing, indents >= 2 and at_left >= 2 and indents * 8 >= at_left)
