"""The places of headings in the tree, and what tells kinds of headings apart."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.reading import fold
from pipeline.segment.heads import Head
from pipeline.segment.titles import canonical


@dataclass(slots=True)
class Node:
    head: Head
    parent: int | None
    rank: float
    value: int
    level: int
    under: int
    """Level that its children start from: its own, but an article (第X条) adds none."""


def fundless(title: str) -> str | None:
    """A title's canonical name without its budget: 一般公共预算收支 and 政府性基金预算收支 are of one kind."""
    name = canonical(fold(title))
    return name.split("预算", 1)[1] if name and "预算" in name else None


def is_prose(head: Head) -> bool:
    """Whether a heading has no number and is no table's title."""
    return head.style is None and not head.table


def is_shelf(head: Head) -> bool:
    """Whether an unnumbered heading is a part by the table of contents: what follows stands in it."""
    return head.style is None and head.place is not None and head.place.style.rank < 20
