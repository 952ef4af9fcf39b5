"""Corrects headings by their siblings: numbers of the wrong kind, unnumbered ones that stand in for a number."""

from __future__ import annotations

from pipeline.segment.heads import Head
from pipeline.segment.marks import Mark

LIST = 3
"""Bare items that make a list."""


def right_kinds(heads: list[Head]) -> None:
    """Gives a heading numbered in the wrong style the style of its siblings.

    `1、甲` followed by `二、乙` with no 一、 before it counts as 一、: the next sibling tells.
    """
    numbered = [head for head in heads if head.style]
    for y, head in enumerate(numbered):
        assert head.style
        if head.value < 2 or head.style.rank > 30:
            continue
        x = y - 1
        while x >= 0 and numbered[x].style.rank > head.style.rank:  # type: ignore[union-attr]
            x -= 1
        before = numbered[x] if x >= 0 else None
        same = before is not None and before.style == head.style
        if (before is not None and same and before.value != head.value - 2) or (not same and head.value != 2):
            continue
        for candidate in numbered[x + 1:y]:
            if candidate.value == head.value - 1 and candidate.kind == "H" and _lone(candidate, numbered[x + 1:y]):
                candidate.style = head.style
                candidate.flags.append("kind_mismatch")
                break


def _lone(candidate: Head, window: list[Head]) -> bool:
    """Whether no neighbour carries on a heading's own style of numbering."""
    at = window.index(candidate)
    for other in window[at + 1:]:
        if other.style == candidate.style:
            if other.value == candidate.value + 1:
                return False
            break
        if other.style and candidate.style and other.style.rank < candidate.style.rank:
            break
    return not any(other.style == candidate.style and other.value == candidate.value - 1 for other in window[:at])


def stand_in(heads: list[Head]) -> None:
    """An unnumbered heading before a （二） that no （一） precedes has the level that （一） would have."""
    seen: dict[float, int] = {}
    for i, head in enumerate(heads):
        if head.style:
            seen = {rank: value for rank, value in seen.items() if rank < head.style.rank} | {head.style.rank: head.value}
        elif not head.table and head.place is None:
            following = next((other for other in heads[i + 1:i + 8] if other.style), None)
            if following and following.style and following.value == 2 and following.style.rank not in seen:
                head.place = Mark(following.style, 1, 0)
                seen[following.style.rank] = 1


def bare_items(heads: list[Head]) -> None:
    """Three or more of `1、办公室`, `2、人事处` … with no text between them are items of a list, which head nothing."""
    run: list[Head] = []
    for head in [*heads, None]:
        goes_on = head is not None and run and run[-1].bare and head.style == run[-1].style and head.value == run[-1].value + 1
        if not goes_on:
            items = [item for item in run if item.bare]
            for item in items if len(items) >= LIST else []:
                item.kind = "R"
            run = []
        if head is not None and head.kind == "H" and head.style is not None and head.style.rank == 40 and not head.table:
            run.append(head)
        else:
            run = []
