"""Outline: the functional codes of a table that prints names only, from the order in which 类, 款 and 项 follow each other.

行政运行 alone may be one of two hundred items; below 一般公共服务支出 and 人大事务 it is 2010101. Such tables list the
classification in the order of its codes, so a name that would go back in it has lost its place, and gets no code.
Where tables do print their codes, those read off the order were the printed ones for 7,524 rows, others for 3 (其他支出,
whose 类, 款 and 项 share a name), and open for 804.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.recognise.lexicon import Name, lexicon

AID = "219"
"""援助其他地区支出, whose items are called like the other 类, without their 支出."""


class Place(NamedTuple):
    """Where a table stands in the classification."""

    top: str = ""
    """Code of the 类."""
    group: str = ""
    """Code of the 款."""
    last: str = ""
    """The last code that was given."""


def outline(labels: Iterable[str | None], year: int | None, place: Place, spent: bool = False) -> tuple[list[Name | None], Place]:
    """The item that each label names, None where its place is not certain, and the place after the last.

    `place` is where the table began: a table that is continued goes on where its last page ended. Where all is `spent`,
    国防 names the 类 国防支出 unless it is the next item of aid to other regions.
    """
    found: list[Name | None] = []
    known, tops = lexicon("government").by_name, shortened() if spent else frozenset()
    for label in labels:
        name = None
        if label in tops and place.top != AID and (longer := items_of(f"{label}支出", year).get("类")):
            name = following({"类": longer}, place)
        valid = items_of(label, year) if name is None and label and label in known else {}
        if valid:
            name = following(valid, place)
        if name is not None:
            place = moved(name, place)
        elif valid:
            place = Place()  # an item of another place: a page is missing, or this is no outline
        found.append(name)
    return found, place


@cache
def shortened() -> frozenset[str]:
    """The names of the 类 without their 支出: 国防."""
    return frozenset(written.removesuffix("支出") for written, names in lexicon("government").by_name.items() if written.endswith("支出")
                     and any(name.level == "类" and name.source == "functional" for name in names))


class Items(NamedTuple):
    """The items of one name and level in the order of their codes: 行政运行 is the name of two hundred."""

    codes: list[str]
    names: list[Name]


@lru_cache(maxsize=1 << 14)
def items_of(label: str, year: int | None) -> dict[str, Items]:
    """Level → the functional items of a name in a year."""
    names = [name for name in lexicon("government").by_name.get(label, ()) if name.source == "functional" and name.code]
    valid = [name for name in names if year is None or name.first <= year <= name.last] or names
    found: dict[str, Items] = {}
    for name in sorted(valid, key=lambda name: name.code or ""):
        codes, items = found.setdefault(name.level, Items([], []))
        codes.append(name.code or "")
        items.append(name)
    return found


def following(items: dict[str, Items], place: Place) -> Name | None:
    """The one item among those of a name that can come next: in the 款, else the next 款 of the 类, else a 类."""
    for level, within in (("项", place.group), ("款", place.top), ("类", "2")):
        if within and level in items:
            codes, names = items[level]
            begin, end = max(bisect_right(codes, place.last), bisect_left(codes, within)), bisect_left(codes, within + ":")
            if begin < end:  # ":" is behind all digits
                return names[begin] if codes[begin] == codes[end - 1] else None
    return None


def moved(name: Name, place: Place) -> Place:
    """The place behind an item."""
    code = name.code or ""
    if name.level == "类":
        return Place(code, "", code)
    return Place(place.top, code if name.level == "款" else place.group, code)
