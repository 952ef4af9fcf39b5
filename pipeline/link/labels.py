"""Labels: what a row's label says by itself. Tables and documents print the same ones, so each is read once."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from pipeline.link.columns import NUMBERED, NUMBERING, TIER, columns_data, first, lossy, place, plain
from pipeline.link.lists import Listed, allowed
from pipeline.link.outline import shortened
from pipeline.link.places import PHASE, PHASED, undated
from pipeline.patterns import load_table
from pipeline.recognise.lexicon import Name, lexicon

TOTAL = re.compile(r"^(?:本年)?(?:合计|总计|小计|共计|合\s*计|总\s*计)$")
FUND = re.compile(r"^[一二三四五六七八九十、.\d]*(?:其中:)?(一般公共预算|政府性基金预算|国有资本经营预算)(?:财政)?(?:拨款)?$")
STOCKS = re.compile(r"债务|债券|结余|结转|余额|限额|赤字|还本|付息|发行|利息|本金|收入|支出|收支|总量|增长|基金$")
"""What a date before it dates."""
DEBTS = re.compile(r"债务|债券")
HAN = regex.compile(r"\p{Han}")
TOP = re.compile(r"^[一二三四五六七八九十]{1,3}、")
KEPT = 1 << 14
"""Labels remembered; an archive has no end of them."""


@cache
def by_code() -> dict[str, list[tuple[int, int, str]]]:
    """Code → (first year, last year, official name) of the functional, economic and revenue lists."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for name in ("functional", "economic", "revenue"):
        for row in load_table(f"codes/{name}.csv"):
            if row["code"][:1].isdigit():
                first_year, last_year = int(row.get("valid_from") or 0), int(row.get("valid_to") or 9999)
                found.setdefault(row["code"], []).append((first_year, last_year, row["name"]))
    return found


@lru_cache(maxsize=KEPT)
def official(code: str, label: str, year: int | None) -> str:
    """The name that a code has: the printed one where it was official at some time, else the year's."""
    names = by_code().get(code)
    if not names:
        return label
    if any(name == label for _, _, name in names):
        return label
    valid = [name for start, end, name in names if year is None or start <= year <= end]
    return (valid or [names[-1][2]])[-1]


def named_part(label: str) -> str:
    """A label of several cells without the cells that name nothing: 某项目/P21430600-0045, 其他资金/小计."""
    if "/" not in label:
        return label
    return "/".join(part for part in label.split("/") if HAN.search(part) and not TOTAL.match(part)) or label


class Item(NamedTuple):
    """A label read by itself."""

    name: str
    """Without its numbering and level."""
    total: bool
    """It is a total or names nothing: the column must say what its figures are about."""
    fund: str | None


@lru_cache(maxsize=KEPT)
def item(label: str) -> Item:
    printed = plain(label)
    name = named_part(printed)
    if name[:1] in NUMBERED:
        name = NUMBERING.sub("", name)
    if name[-1:] == ")":
        name = TIER.sub("", name)
    fund = FUND.match(printed) if "预算" in printed else None
    return Item(name, not name or bool(TOTAL.match(name)) or not HAN.search(name), fund[1] if fund else None)


@lru_cache(maxsize=KEPT)
def top_item(label: str) -> str:
    """The name of the functional item that a label among expenditure may be: 十八、住房保障 is 住房保障支出."""
    name = item(label).name
    return name + "支出" if name in shortened() and TOP.match(plain(label)) else name


class Dated(NamedTuple):
    """A label of a government's table read by itself: 全省/2019年末地方政府债务余额."""

    scope: str | None
    label: str
    """Without the scope."""
    bare: str
    """Without the date and the phase."""
    phase: str | None
    debts: bool


@lru_cache(maxsize=KEPT)
def dated(label: str) -> Dated:
    scope = None
    if "/" in label and (where := place(label.partition("/")[0])):
        scope, label = where, label.partition("/")[2]
    bare = undated(label)
    phase = first(columns_data()["phase"], "phase", label) if label.endswith(PHASED) and PHASE.search(label) else "approved" if bare.endswith("限额") else None
    if bare != label and not phase and not STOCKS.search(bare):
        bare = label  # the year is a part of a project's name: 2018年某某公路改造
    return Dated(scope, label, bare, phase, bool(DEBTS.search(bare)))


@lru_cache(maxsize=2 * KEPT)
def known(label: str, kind: str, year: int, above: str | None, listed: Listed) -> tuple[str, str | None]:
    """The name and code that the lists give a label, `above` being the code of the row it is a part of."""
    names = candidates(label, kind, above, listed)
    if not names:
        return label, None
    valid = [name for name in names if name.first <= year <= name.last] or names
    chosen = ([name for name in valid if above and name.code and name.code.startswith(above)]
              or [name for name in valid if name.source == "named"]
              or [name for name in valid if name.source == listed.wanted and name.level == "类"]
              or [name for name in valid if name.source == listed.wanted] or valid)
    if lossy(label, chosen[0].name):
        chosen = [name for name in valid if name.source != "named"]
        if not chosen:
            return label, None
    codes = {name.code for name in chosen}
    return chosen[0].name, chosen[0].code if len(codes) == 1 else None


def candidates(label: str, kind: str, above: str | None, listed: Listed) -> list[Name]:
    """The meanings of a label, its usual ending left out or not, that this table can mean."""
    by_name = lexicon(kind).by_name
    ending = "" if label in columns_data()["rest"] else listed.side
    for written in (label, label.removesuffix("小计").removesuffix("合计"), label + "费", label + ending):
        meanings = by_name.get(written)  # mostly none
        if meanings and (names := [name for name in meanings if name.source != "stop" and fits(name, label, above, listed)]):
            return names
    return []


def fits(name: Name, label: str, above: str | None, listed: Listed) -> bool:
    """Whether a table can mean a name. 教育 alone in a table of both sides may be a transfer, 教育支出 may not."""
    if not name.code or (above and name.code.startswith(above)):
        return True
    if name.source == "functional" and name.level == "类" and not label.endswith("支出") and listed.both:
        return False
    return allowed(name.code, name.name, listed)
