"""How lines are printed: which reach the right edge of the text, which are set in larger type."""

from __future__ import annotations

from bisect import bisect_right

from pipeline.reading import Line, Reading

LARGER = 1.1
"""How much taller a line is that is set in larger type than another."""
WIDE = 20
"""Characters of a printed line that shows where a page's text ends."""


class Layout:
    """The printed lines of a Reading; where a medium has no boxes, nothing is full or large."""

    def __init__(self, reading: Reading) -> None:
        self.lines = reading.lines
        self.edges: dict[int, float] | None = None
        """Page → right edge of its text, once somebody asked."""

    def line(self, offset: int) -> Line | None:
        """The printed line that holds a character, where its place is known."""
        line = self.lines[bisect_right(self.lines, offset, key=lambda line: line.start) - 1] if self.lines else None
        return line if line is not None and line.box is not None else None

    def fills(self, offset: int) -> bool:
        """Whether the line that holds a character is printed to the right edge of its page's text."""
        line = self.line(offset)
        if line is None or line.box is None:
            return False
        if self.edges is None:
            self.edges = {}
            for other in self.lines:
                if other.box and other.end - other.start >= WIDE:
                    self.edges[other.page] = max(other.box[2], self.edges.get(other.page, 0))
        width = (line.box[2] - line.box[0]) / max(1, line.end - line.start)
        return line.box[2] > self.edges.get(line.page, float("inf")) - 1.5 * width

    def is_larger(self, offset: int, other: int) -> bool:
        """Whether the line that holds one character is set in larger type than the line that holds another."""
        line, below = self.line(offset), self.line(other)
        if line is None or below is None or line.box is None or below.box is None:
            return False
        return line.box[3] - line.box[1] > LARGER * (below.box[3] - below.box[1])
