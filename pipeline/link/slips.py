"""Slips that a figure's own clause shows: such links get the flag `typo`; their values stay what the words say."""

from __future__ import annotations

from decimal import Decimal

import regex
from msgspec import structs

from pipeline.records import Link

STOPS = regex.compile(r"[。\n]")
COMPARED = regex.compile(r"[比较与] ?(\d{4}) ?年(?!初)[^,，。;；\n]{0,12}$")
NEIGHBOURS = 2
"""Amounts on either side that must all be in 万元 for one in 元 to stand out."""
SMALL = Decimal(10000)
CENTS = Decimal("0.01")


def with_slips(folded: str, links: list[Link]) -> list[Link]:
    """The links of running text, in order, with `typo` where the clause is evidently wrong as written.

    减少 between a smaller and a larger figure, 比2024年增加 of a figure of 2024, 121.83元 among figures in 万元, an amount
    whose item was lost.
    """
    found = list(links)
    for i, link in enumerate(links):
        if "typo" not in link.flags and (wrong_way(folded, links, i) or same_year(folded, link) or unit_lost(links, i)):
            found[i] = structs.replace(link, flags=(*link.flags, "typo"))
    return found


def wrong_way(folded: str, links: list[Link], i: int) -> bool:
    """Whether the sentence's own two figures move against the words: 决算3万元，年初预算5万元，增加2万元."""
    link = links[i]
    if link.measure not in ("change", "growth") or not link.value or "double_negative" in link.flags:
        return False
    ends: dict[tuple[str | None, int | None], Decimal] = {}
    for other in reversed(links[max(0, i - 6):i]):
        if STOPS.search(folded, other.end, link.start):
            break
        if other.category == link.category and other.measure == "level" and other.kind == "money":
            ends.setdefault((other.phase, other.year), other.value)
    now, then = ends.get((link.phase, link.year)), ends.get((link.base_phase, link.base_year))
    return now is not None and then is not None and (now - then) * link.value < 0


def same_year(folded: str, link: Link) -> bool:
    """Whether a figure is compared with itself: 2024年预算…，比2024年预算增加5万元."""
    if link.measure not in ("change", "growth") or not link.year or (link.phase, link.year) != (link.base_phase, link.base_year):
        return False
    before = folded[max(0, link.start - 24):link.start]
    return any(int(found[1]) == link.year for found in COMPARED.finditer(before, overlapped=True))


def unit_lost(links: list[Link], i: int) -> bool:
    """Whether 121.83元 stands among figures in 万元 as one of them."""
    link = links[i]
    if link.unit != "元" or link.measure not in ("level", "change") or not 0 < abs(link.value) < SMALL or link.step != CENTS:
        return False
    money = [other for other in links[max(0, i - 8):i + 9] if other.kind == "money" and other.measure in ("level", "change")]
    at = money.index(link)
    beside = money[max(0, at - NEIGHBOURS):at] + money[at + 1:at + 1 + NEIGHBOURS]
    return len(beside) >= NEIGHBOURS + 1 and all(other.unit == "万元" for other in beside)
