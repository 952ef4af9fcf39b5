"""Paragraphs: printed lines that only wrap, across columns and pages, put together again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.extract.pdf_lines import PrintedLine
from pipeline.patterns import load_rules
from pipeline.reading import fold

_WORD = regex.compile(r"[0-9A-Za-z.,%/:+\-]{1,40}+[，。；：、！？）》”’」』】,.;:)]{0,3}|.[，。；：、！？）》”’」』】,.;:)%]{0,3}")
_STOPS = frozenset("。！？；：!?;:")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of one column begin and end."""

    left: float
    right: float
    spacing: float
    """The usual distance between baselines."""
    indented: bool
    """Paragraphs open with an indent here, so a line that does not is no opening."""


class Margin:
    """The margins of each column of each page, from its own lines where it has enough, else from its like."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        columns: dict[tuple[int, int], list[PrintedLine]] = defaultdict(list)
        for line in lines:
            columns[line.page, line.block].append(line)
        self.own = {key: _measure(found) for key, found in columns.items()}
        whole: dict[int, list[PrintedLine]] = defaultdict(list)
        for line in lines:
            whole[line.block].append(line)
        self.like = {block: _measure(found) or _extent(found) for block, found in whole.items()}

    def of(self, line: PrintedLine) -> Margins:
        own, like = self.own[line.page, line.block], self.like[line.block]
        return own or like


def _measure(lines: Sequence[PrintedLine]) -> Margins | None:
    """The margins that at least three lines keep; None where they do not show."""
    size = Counter(round(line.size, 1) for line in lines).most_common(1)[0][0]
    step = max(size / 2, 1.0)
    rights = Counter(round(line.x1 / step) for line in lines)
    shared = [edge for edge, n in rights.items() if n + rights[edge - 1] + rights[edge + 1] >= 3]
    lefts = Counter(round(line.x0 / step) for line in lines)
    starts = [edge for edge, n in lefts.items() if n + lefts[edge + 1] >= 2]
    if len(lines) < 4 or not shared or not starts:
        return None
    right = max(line.x1 for line in lines if abs(round(line.x1 / step) - max(shared)) <= 1)
    left = min(line.x0 for line in lines if abs(round(line.x0 / step) - min(starts)) <= 1)
    steps = sorted(b.baseline - a.baseline for a, b in pairwise(lines)
                   if a.page == b.page and b.baseline - a.baseline > 0.5 * size)
    indents = sum(1 for line in lines if size * 1.4 < line.x0 - left < size * 3)
    at_left = sum(1 for line in lines if line.x0 - left < size * 0.7)
    spacing = steps[len(steps) // 2] if steps else 1.5 * size
    return Margins(left, right, spacing, indents >= 2 and at_left >= 2 and indents * 8 >= at_left)


def _extent(lines: Sequence[PrintedLine]) -> Margins:
    size = lines[0].size
    return Margins(min(line.x0 for line in lines), max(line.x1 for line in lines), 1.5 * size, False)


def joins(one: PrintedLine, other: PrintedLine, of: Margin) -> bool:
    """Whether `other` goes on the paragraph that `one` is the last line of so far.

    It does where its first word would not have fitted into `one`, and nothing marks it as an opening: an indent,
    a mark such as （二）, a larger gap, another size.
    """
    mine, its = of.of(one), of.of(other)
    if one.loose or other.loose or abs(one.size - other.size) > 0.12 * one.size:
        return False
    moved = one.page != other.page or one.block != other.block
    if not moved and other.baseline - one.baseline > 1.45 * max(mine.spacing, 1.1 * one.size):
        return False
    first = _WORD.match(other.text)
    word = _width(other, first.end()) if first else other.size
    if mine.right - one.x1 >= word + 0.6 * one.size:
        return False
    indent, was = other.x0 - its.left, one.x0 - mine.left
    closed = one.text[-1] in _STOPS
    opening = load_rules("extract_pdf.toml")["opening"].pattern.match(fold(other.text)) is not None
    if indent > 0.7 * other.size and indent > was + 0.5 * other.size:
        return False
    if indent > 0.7 * other.size:  # as far in as the line before: a block set in, or two openings one after the other
        return not its.indented and not opening and not closed
    if opening and (closed or not its.indented):
        return False
    return not (closed and not its.indented and one.text[-1] in "：:")


def _width(line: PrintedLine, characters: int) -> float:
    if line.edges:
        return line.edges[characters] / 10 - line.x0
    return (line.x1 - line.x0) * characters / len(line.text)


def paragraphs(lines: Sequence[PrintedLine], of: Margin) -> list[list[PrintedLine]]:
    """The lines in their order, those of one paragraph together."""
    found: list[list[PrintedLine]] = []
    for line in lines:
        if found and joins(found[-1][-1], line, of):
            found[-1].append(line)
        else:
            found.append([line])
    return found
