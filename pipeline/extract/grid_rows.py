"""The rows of one side: code, label and the row each one is a part of."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from pipeline.extract.grid_cells import Cell, Matrix, pattern
from pipeline.extract.grid_columns import Side
from pipeline.reading import fold

NUMBERING = [regex.compile(style) for style in (
    r"^[一二三四五六七八九十]{1,3}[、.]", r"^\([一二三四五六七八九十]{1,3}\)、?", r"^\d{1,2}[.、](?!\d)", r"^\(\d{1,2}\)、?", r"^[①-⑳]")]
LONG = 60
"""Characters: a longer cell describes the row, it does not name it."""
TOTAL = regex.compile(r"(?:合|总|小)计$|^合计")
PART = regex.compile(r"^其中[:：]")


@dataclass(slots=True)
class CodeReader:
    """Joins the code columns of one side; remembers the upper levels where a row repeats only its own."""

    levels: list[str] = field(default_factory=list)

    def read(self, cells: list[Cell | None]) -> str | None:
        """`208`, `05`, `01` → 2080501; `''`, `''`, `01` below it likewise; `2080501` alone as it is."""
        parts = [cell.text if cell and pattern("code").search(cell.text) else "" for cell in cells]
        deepest = max((i for i, part in enumerate(parts) if part), default=-1)
        if deepest < 0:
            return None
        code = ""
        for i in range(deepest + 1):
            part = parts[i] or (self.levels[i] if i < len(self.levels) else "")
            code = part if code and part.startswith(code) else code + part
            if parts[i]:
                self.levels[i:] = [*[""] * (i - len(self.levels)), parts[i]]
        return code


@dataclass(slots=True)
class Label:
    text: str
    code: str | None
    start: int
    end: int
    indent: float = 0.0


def label_of(cells: list[Cell], code: str | None) -> Label:
    """The row's name out of its label cells (several are joined by `/`), a code printed before it taken away."""
    named = [cell for cell in cells if cell.text and cell.kind != "blank"]
    named = [cell for cell in named if len(cell.text) <= LONG] or named
    if not named:
        return Label("", code, 0, 0)
    text = "/".join(dict.fromkeys(cell.label for cell in named))
    found = pattern("label-code").search(fold(text))
    if found and code in (None, found["code"]):
        return Label(text[found.start("label") :], found["code"], named[0].start, named[-1].end, named[-1].indent)
    return Label(text, code, named[0].start, named[-1].end, named[-1].indent)


def side_cells(matrix: Matrix, r: int, columns: list[int]) -> list[Cell]:
    """The different cells that cover these columns in a row, merged ones from above included."""
    found: list[Cell] = []
    for c in columns:
        cell = matrix.at[r][c]
        if cell is not None and cell not in found:
            found.append(cell)
    return found


def labels_of(matrix: Matrix, side: Side, r: int, codes: CodeReader) -> Label:
    """Code and name of a side's row. A total or a group's name may stand in the columns beside the names."""
    code_cells = [matrix.own(r, c) or matrix.at[r][c] for c in side.codes]
    code = codes.read(code_cells)
    cells = side_cells(matrix, r, side.labels)
    if not any(cell.text for cell in cells):
        cells = [cell for cell in side_cells(matrix, r, sorted(side.codes + side.others)) if cell.kind == "text"]
    return label_of(cells, code)


def level_of(label: str) -> int | None:
    """The depth of a numbered row name: 一、 0, （一） 1, 1. 2 …; None without a number."""
    folded = fold(label)
    return next((i for i, style in enumerate(NUMBERING) if style.search(folded)), None)


class Parents:
    """Finds, row by row, the earlier row each row is a part of."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.open: list[tuple[int, float, int]] = []
        self.part: int | None = None

    def of(self, index: int, label: Label) -> int | None:
        """The parent's index by code prefix, else by numbering (一、→（一）→1.), 其中： or indentation."""
        if label.code:
            self.codes[label.code] = index
            prefixes = (label.code[:n] for n in range(len(label.code) - 2, 2, -2))
            return next((self.codes[prefix] for prefix in prefixes if prefix in self.codes), None)
        level = level_of(label.text)
        if level is not None:
            return self.numbered(index, label, level)
        if TOTAL.search(label.text):
            self.open, self.part = [], None
            return None
        if PART.search(label.text):
            self.part = index - 1 if index else None
            return self.part
        inside = [entry for entry in self.open if label.indent > entry[1] + 0.7]
        return inside[-1][2] if inside else None

    def numbered(self, index: int, label: Label, level: int) -> int | None:
        while self.open and self.open[-1][0] >= level:
            self.open.pop()
        parent = self.open[-1][2] if self.open else None
        self.open.append((level, label.indent, index))
        return parent
