"""What each column of a grid is — code, label, line number, remark, value — and which belong to one side."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from pipeline.extract.grid_cells import Cell, Matrix, pattern
from pipeline.extract.grid_header import Header, path_of
from pipeline.reading import fold


@dataclass(slots=True)
class Side:
    """The columns that say one row: 收入 and 支出 side by side are two."""

    codes: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    """Columns that say each row's unit: 度量单位."""
    others: list[int] = field(default_factory=list)
    """Columns before the values that neither name nor value a row: line numbers, remarks, who is in charge."""


def roles_of(matrix: Matrix, header: Header) -> list[str]:
    """`code`, `label`, `line`, `remark`, `unit` or `value` for each column."""
    roles = []
    for c in range(matrix.width):
        leaf = leaf_of(matrix, header, c)
        body = [cell for r in range(header.end, matrix.height) if (cell := matrix.own(r, c)) and cell.text]
        own = [cell for cell in body if cell.column == c]
        # A column that has nothing of its own is a part of the names that are merged over it.
        roles.append(role_of(leaf, own or [cell for cell in body if cell.kind == "text" and cell.columns < matrix.width]))
    return roles


def leaf_of(matrix: Matrix, header: Header, c: int) -> str:
    return fold((path_of(matrix, header, c) or ("",))[-1])


def role_of(leaf: str, body: list[Cell]) -> str:
    digits = [cell for cell in body if pattern("code").search(cell.text)]
    numbers = sum(cell.kind == "number" for cell in body)
    texts = sum(cell.kind == "text" for cell in body)
    if pattern("header-line").search(leaf) and texts <= len(body) / 2:
        return "line"
    if pattern("header-code").search(leaf) and len(digits) >= numbers and (digits or not texts):
        return "code"
    if pattern("header-remark").search(leaf):
        return "remark"
    if pattern("header-unit").search(leaf):
        return "unit"
    if pattern("header-target").search(leaf):
        return "value"
    if is_codes(digits, body):
        return "code"
    if is_lines(leaf, digits, body):
        return "line"
    if texts > numbers:
        return "line" if all(pattern("column-number").search(cell.text) for cell in body) else "label"
    if not numbers and (pattern("header-name").search(leaf) or not leaf):
        return "label"
    return "value"


def is_codes(digits: list[Cell], body: list[Cell]) -> bool:
    """Whether an unnamed column holds classification codes: 3, 5 or 7 digits, each under one of its prefixes."""
    codes = {cell.text for cell in digits}
    if len(digits) < 3 or len(digits) < len(body) - 1 or not all(len(code) in (3, 5, 7, 9) for code in codes):
        return False
    nested = sum(code[:-2] in codes for code in codes if len(code) > 3)
    return nested * 2 >= len(codes) > 1


def is_lines(leaf: str, digits: list[Cell], body: list[Cell]) -> bool:
    """Whether an unnamed column counts its rows: 1, 2, 3 …"""
    if leaf or len(digits) < 4 or len(digits) < len(body) - 1:
        return False
    counts = [int(cell.text) for cell in digits]
    return all(b - a == 1 for a, b in itertools.pairwise(counts))


def sides_of(matrix: Matrix, header: Header, roles: list[str]) -> list[Side]:
    """The sides from left to right, each with at least one value column."""
    sides = [Side()]
    for c, role in enumerate(roles):
        side = sides[-1]
        if role in ("code", "label") and side.values and begins_side(matrix, header, roles, c):
            side = Side()
            sides.append(side)
        if role == "code":
            side.codes.append(c)
        elif role == "label" and not side.values:
            side.labels.append(c)
        elif role == "value":
            side.values.append(c)
        elif role == "unit":
            side.units.append(c)
        elif not side.values:
            side.others.append(c)
    for side in sides:
        named = [c for c in side.labels if not pattern("header-attribute").search(leaf_of(matrix, header, c))]
        tiers = [c for c in side.labels if pattern("tier").search(leaf_of(matrix, header, c))]
        named = tiers[-1:] if len(tiers) > 1 else named
        side.others += [c for c in side.labels if named and c not in named]
        side.labels = named or side.labels
    return [side for side in sides if side.values]


def begins_side(matrix: Matrix, header: Header, roles: list[str], c: int) -> bool:
    """Whether a label or code after value columns opens another side: its heading names items, values follow."""
    if "value" not in roles[c + 1 :]:
        return False
    if header.first == header.end:
        return True
    path = [fold(part) for part in path_of(matrix, header, c)]
    return any(pattern("header-label").search(part) or pattern("header-code").search(part) for part in path)
