"""Tables by places: a row names a place, so its column says what the figure is about, and the place is its scope."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.link.columns import NUMBERING, columns_data, first, named, place, plain, scope_in
from pipeline.link.debt import debt, issued
from pipeline.reading import Table

DATE = re.compile(r"^20\d\d(?![-—~至])年?(?:年?[末底初度])?|^(?:[上本]年)?(?:年?[末底])?(?=(?:地方)?政府)")
LEVEL = re.compile(r"本级|转移支付")
"""A title of one level, however it is written (某市(县、区)本级), or of what one level pays."""
STOCK = ("债务限额", "债务余额")
BONDS = re.compile(r"^(?:新增|再融资|置换)(?:一般|专项)债[券务]$")
KIND = re.compile(r"^(?:一般|专项)债[券务](?:额度|资金|合计|小计)?$")
"""A name that says no more than the header above it, 一般债券."""
PHASE = re.compile(r"\(?(?:(?:预计)?(?:决算|执行|预算|实际)|预计)数\)?$")
PHASED = ("数", "数)")
"""How a name ends in which PHASE can be found."""
GIVER = re.compile(r"([省市州])(?:本?级)?对(?:各|下|所辖|市|县|区)")
"""In the title of a table of transfers: the level that pays."""
TITLE = re.compile(r"^(?:.{0,12}20\d\d年(?:度|末)?)?(?P<name>.*?)(?:(?:分(?:地区|项目|市县|市|县|区)|安排|使用|执行|决算|预算|情况|明细|计划|分配|汇总)+表?|表)(?:\((?:[一二三四五六七八九十\d]{1,2}|草案|代编)\)){0,2}$")


def by_places(table: Table) -> bool:
    """Whether most rows of a table are places; a single 本级 among items is not enough."""
    labels = [row.label for row in table.rows if row.label]
    others = 0
    for label in labels:
        others += not is_place(label)
        if 2 * others >= len(labels):  # known when half of them are read
            return False
    return bool(labels)


@lru_cache(maxsize=1 << 14)
def is_place(label: str) -> bool:
    return bool(place(plain(label)))


def levelled(scope: str | None, titles: Iterable[str]) -> bool:
    """Whether the document tells the tables of one level of government, which its own title names, from other tables."""
    return bool(scope) and not (scope or "").startswith("全") and any(scope_in(plain(title)) for title in titles)


@lru_cache(maxsize=1 << 12)
def whole_region(title: str, region: str | None) -> bool:
    """Whether a title names the region and no level of it: 2023年某省一般公共预算收入表 beside 2023年某省本级一般公共预算收入表."""
    title = plain(title)
    return bool(region) and (region or "") in title and scope_in(title) is None and not LEVEL.search(title)


@lru_cache(maxsize=1 << 12)
def giver(title: str) -> str | None:
    """The level whose payments a table of transfers lists: 某市对各区市专项转移支付执行情况表 → 市级."""
    match = GIVER.search(plain(title))
    return f"{match[1]}级" if match else None


@lru_cache(maxsize=1 << 14)
def undated(label: str) -> str:
    """2019年末地方政府债务余额决算数 → 地方政府债务余额."""
    label = DATE.sub("", label)
    return PHASE.sub("", label) if label.endswith(PHASED) else label


@lru_cache(maxsize=1 << 12)
def titled(title: str) -> str | None:
    """What a table by places is about where its columns say no more than 决算数: 2021年…转移支付分地区决算表."""
    match = TITLE.match(plain(title))
    return match["name"] if match and len(match["name"]) > 3 else None


@lru_cache(maxsize=1 << 12)
def heading(path: tuple[str, ...], kind: str) -> tuple[str | None, str | None, str | None]:
    """Category, code and breakdown that a column's header path gives: 债务限额/一般债务 → 一般债务限额."""
    words = [word for part in path if (word := NUMBERING.sub("", undated(plain(part)))) and not columns_data()["neutral"]["match"](word)
             and not (first(columns_data()["phase"], "phase", word) and len(word) < 4 and word not in ("限额", "余额"))]
    words = [word for word in words if not place(word)]
    if not words:
        return None, None, None
    name, breakdown = words[0], words[-1] if len(words) > 1 else None
    within = "/".join(words[1:])
    whole = breakdown and (debt(breakdown, words[:1]) or debt(name, words[1:]) or issued(words)
                           or (breakdown if breakdown.endswith(STOCK) or (BONDS.match(breakdown) and KIND.match(name)) else None))
    name, breakdown = (whole, None) if whole else (name, within or None)
    found = named(name, kind) or named("地方政府" + name.removeprefix("政府"), kind)
    return (found.name, found.code, breakdown) if found else (name, None, breakdown)
