"""Leftovers: the one item of “三公” whose name was lost in print, told by the total that its figure completes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.link.context import Subject
from pipeline.records import Mention

if TYPE_CHECKING:
    from pipeline.link.walk import Walk

TOTAL = "“三公”经费"
CARS = "公务用车购置及运行维护费"
CAR_PARTS = ("公务用车购置费", "公务用车运行维护费")
ITEMS = ("因公出国（境）费", "公务接待费", CARS)
BETWEEN = ("phase", "close")
"""What may stand between an item's name and its figure: 预算, a bracket's end."""


def left_out(walk: Walk, mention: Mention) -> Subject | None:
    """The item that the line names nowhere, where its figure and the others' make the total: 严控290.5万元 → 公务接待费."""
    found = figures(walk)
    total = found.pop(TOTAL, None)
    if total is None:
        return None
    cars = [found.pop(part) for part in CAR_PARTS if part in found]
    if cars:
        found.setdefault(CARS, sum(cars, Decimal(0)))
    missing = [item for item in ITEMS if item not in found]
    if len(missing) != 1 or sum(found.values(), mention.value or Decimal(0)) != total:
        return None
    return Subject(missing[0], None, mention.start, mention.end, None, "leftover")


def figures(walk: Walk) -> dict[str, Decimal]:
    """The money right behind each item's name in the line, the first of each."""
    found: dict[str, Decimal] = {}
    tokens = walk.tokens
    for i, token in enumerate(tokens):
        if token.kind == "category" and token.data.name in (TOTAL, *CAR_PARTS, *ITEMS):
            after = next((other for other in tokens[i + 1:i + 4] if other.kind not in BETWEEN), None)
            if after is not None and after.kind == "amount" and after.data.kind == "money" and after.start - token.end <= 6:
                found.setdefault(token.data.name, after.data.value)
    return found
