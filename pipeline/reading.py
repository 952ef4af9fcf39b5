"""Reading: what extraction leaves of a document, one text and the place of every printed line in it.

Offsets everywhere are code points into `Reading.text`; a span is half open, `text[start:end]`.
A paragraph, a table row or a heading ends with ``\\n``; a printed line that only wraps is joined to the next
without a character; table cells are separated by ``\\t``. Nothing inside a printed line is changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, cached_property
from typing import Any

import msgspec

from pipeline.problems import Problem

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points (1/72 inch) from the page's upper left corner."""


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One printed run of characters: a line of a paragraph, or a line inside one table cell."""

    start: int
    end: int
    page: int
    """1-based; 0 where the medium has no pages."""
    box: Box | None = None
    edges: tuple[int, ...] | None = None
    """Left edge of each character and the right edge of the last, in tenths of a point; None without boxes."""


class Page(msgspec.Struct, frozen=True, array_like=True, gc=False):
    number: int
    width: float
    height: float
    method: str = "text"
    """How its characters were read: `text` (the file's own) or `ocr`."""


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One side of one row of a table: what its values are about."""

    label: str
    """The row's name, wrapped lines joined, white space removed: 一、一般公共服务支出."""
    code: str | None = None
    """The classification code, 类/款/项 columns joined: 2080505."""
    start: int = 0
    end: int = 0
    """Where the label is printed."""
    parent: int | None = None
    """Index of the row this one is a part of (其中, indentation, code prefix); None where unknown."""
    unit: str | None = None
    """The row's own unit where its name says one (公务用车保有量（辆）); it goes before column and table."""


class Column(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A value column: the header path from the outermost merged cell inwards."""

    path: tuple[str, ...]
    unit: str | None = None
    """The column's own unit where its header names one (`%`, `人`); else the table's holds."""


class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One number cell that is not blank: `Reading.text[start:end]` is the cell as displayed."""

    start: int
    end: int
    row: int
    column: int


class Table(msgspec.Struct, frozen=True):
    """A table after its grid was understood. `text[start:end]` holds all of it, headers included."""

    start: int
    end: int
    page: int
    title: str = ""
    """As printed, without the unit and table-number captions beside it; '' where none was found."""
    unit: str | None = None
    """元, 万元, 亿元 … as the unit line says; None where nothing says it."""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    values: tuple[Value, ...] = ()
    note: str | None = None
    """The sentence by which the publisher declares the table empty (本表无数据)."""
    continues: int | None = None
    """Index in Reading.tables of the piece on the page before that this one goes on (title, unit and columns are
    repeated here)."""


class Reading(msgspec.Struct, frozen=True, dict=True):
    """`dict` is for what is derived once and used by many stages; only the fields are written and compared."""

    document_id: str
    """sha-256 of the document's bytes."""
    source: str
    """Path as given; a member of an archive is `archive.zip!/member.pdf`."""
    media_type: str
    text: str
    lines: tuple[Line, ...] = ()
    """In the order of the text; every character but the separators lies in exactly one."""
    pages: tuple[Page, ...] = ()
    tables: tuple[Table, ...] = ()
    charset: str | None = None
    title: str | None = None
    """A title found outside the text (HTML <title>, document properties), a hint only."""
    problems: tuple[Problem, ...] = ()

    @cached_property
    def folded(self) -> str:
        """The text as patterns match on it."""
        return fold(self.text)

    @cached_property
    def line_starts(self) -> list[int]:
        """Where each of `lines` starts."""
        return [line.start for line in self.lines]

    def page_of(self, offset: int) -> int:
        """The page on which a character is printed; 0 where the medium has no pages."""
        i = bisect_right(self.line_starts, offset) - 1
        return self.lines[i].page if i >= 0 else 0

    def boxes_of(self, start: int, end: int) -> list[tuple[int, Box]]:
        """(page, box) of each printed piece of a span, cut to its characters where their edges are known."""
        found = []
        for i in range(max(0, bisect_right(self.line_starts, start) - 1), len(self.lines)):
            line = self.lines[i]
            if line.start >= end:
                break
            if line.box is not None and line.end > start:
                found.append((line.page, cut_box(line, max(start, line.start), min(end, line.end), line.box)))
        return found

    def place_of(self, start: int, end: int) -> tuple[int, Box | None]:
        """The page a span begins on, and the box around its pieces there."""
        i = bisect_right(self.line_starts, start) - 1
        line = self.lines[i] if i >= 0 else None
        if line is not None and start < end <= line.end:  # nearly every figure stands on one printed line
            return line.page, None if line.box is None else cut_box(line, start, end, line.box)
        boxes = self.boxes_of(start, end)
        if not boxes:
            return self.page_of(start), None
        page, box = boxes[0]
        for number, other in boxes[1:]:
            if number == page:
                box = (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
        return page, box

    def table_at(self, offset: int) -> Table | None:
        """The table that prints a character, if any."""
        i = bisect_right(self.tables, offset, key=lambda table: table.start) - 1
        return self.tables[i] if i >= 0 and offset < self.tables[i].end else None


def cut_box(line: Line, start: int, end: int, box: Box) -> Box:
    """The box of a line's characters from `start` to `end`; the whole box where their edges are unknown."""
    edges, first = line.edges, line.start
    return (edges[start - first] / 10, box[1], edges[end - first] / 10, box[3]) if edges else box


_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Brackets, stops and quotes that mean the same thing in this genre; each maps one character to one.
_FOLDS = _FULL | str.maketrans("　\u00a0\u2002\u2003\u2009\t−–—―﹣﹪﹐﹒〔〕【】［］", "      -----%,.()()()")
# A full-width comma or stop between clauses is not a digit separator: it keeps its own shape.
for _mark in "，：；！？":
    _FOLDS.pop(ord(_mark), None)
_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, _FOLDS)))}]")
_LONG = 64
"""Characters from which an array is cheaper than one character after the other (50 ns each)."""


def fold(text: str) -> str:
    """The text with full-width letters, digits and brackets made ASCII, for matching.

    Same length, so offsets stay valid: `fold('１２．５％')` → `'12.5%'`. Not NFKC, which changes lengths
    and makes `①2亿元` into `12亿元`.
    """
    if len(text) > _LONG:
        frombuffer, table = _arrays()
        codes = frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
        return str(table.take(codes).tobytes().decode("utf-16-le", "surrogatepass"))
    return text.translate(_FOLDS) if _FOLDED.search(text) else text


@cache
def _arrays() -> tuple[Any, Any]:
    """numpy's view of bytes, and UTF-16 code unit → its fold; imported late: a command that only looks needs no numpy."""
    import numpy as np

    table = np.arange(1 << 16, dtype="<u2")
    table[list(_FOLDS)] = list(_FOLDS.values())
    return np.frombuffer, table
