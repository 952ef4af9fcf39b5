"""Regions of a title or a body, and their GB/T 2260 codes in a year (patterns/codes/regions.csv)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.patterns import load_table


class Region(NamedTuple):
    code: str
    name: str
    province: str
    city: str
    first: int
    last: int


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    """Name with and, for provinces and prefectures, without its suffix → the regions that bear it."""
    found: dict[str, list[Region]] = defaultdict(list)
    for row in load_table("codes/regions.csv"):
        region = Region(row["code"], row["name"], row["province"], row["city"], int(row["valid_from"] or 0), int(row["valid_to"] or 9999))
        found[row["name"]].append(region)
        if row["level"] != "county" and (short := _SUFFIX.sub("", row["name"])) != row["name"] and len(short) > 1:
            found[short].append(region)
    return {name: tuple(regions) for name, regions in found.items()}


_SUFFIX = regex.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|(?:\p{Han}{1,6}族)+自治州|地区|盟)$")


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = tuple(_by_name())
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), names


def find_region(text: str, year: int | None) -> tuple[str, str | None] | None:
    """(region as written, its code) of the first region named; a chain such as 上海市普陀区 counts as one.

    >>> find_region('上海市普陀区财政局', 2024)
    ('上海市普陀区', '310107')
    """
    automaton, names = _automaton()
    chain: list[str] = []
    begin = end = 0
    for index, start, stop in automaton.find_matches_as_indexes(text):
        if chain and start != end:
            break
        begin, end = (begin if chain else start), stop
        chain.append(names[index])
    if not chain:
        return None
    written = text[begin:end]
    return written, _code(chain, year)


def _code(chain: list[str], year: int | None) -> str | None:
    """The code of the chain's last region, where the others and the year leave one."""
    regions = _by_name()[chain[-1]]
    above = {region.name for name in chain[:-1] for region in _by_name()[name]}
    fitting = [r for r in regions if year is None or r.first <= year <= r.last] or list(regions)
    if above:
        fitting = [r for r in fitting if r.province in above or r.city in above] or fitting
    codes = {r.code for r in fitting}
    return codes.pop() if len(codes) == 1 else None
