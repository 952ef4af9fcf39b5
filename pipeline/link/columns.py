"""Columns: what a table's title and a column's header path say about every figure under them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from pipeline.link.context import BUDGETS, fund_of
from pipeline.link.cues import tokens
from pipeline.patterns import load_rules
from pipeline.reading import Column, Table, fold
from pipeline.recognise.lexicon import Name, lexicon, squeeze
from pipeline.recognise.regions import find_region

NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.]{1,2}|其中:?|加:|减:|[-—]+)+")
NUMBERED = frozenset("一二三四五六七八九十(0123456789其加减-—")
"""The characters that NUMBERING can begin with."""
TIER = re.compile(r"\([类款项]级?\)$")
YEAR = re.compile(r"(20\d\d)(?=年|预算|决算|地方|执行|$)")
WHOLES = frozenset({"本年收入合计", "本年支出合计", "收入总计", "支出总计"})
FIGURE = re.compile(r"(?:预算|决算)数$")
"""机关运行经费预算数 names 机关运行经费."""
BASE = re.compile(r"(?<![占可同])比(?!重|例|率)|较|完成|为(?=.{0,14}(?:%|的$))|占(?=.{0,12}(?:%|预算数?$))")
STOPS = str.maketrans("：，；", ":,;")
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
CHINESE_YEAR = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
FUND = re.compile(r"^(?:其中:)?(?:一般公共预算|政府性基金预算|国有资本经营预算)(?:财政)?(?:拨款)?$")
EACH = re.compile(r"(?<!对)各(?:市县|县市区|县区|区县|市州|地市|市|县|区)(?=一般|政府性|国有|社会|税收|债务)")
PART = re.compile(r"^其中:?$")
SIDE = re.compile(r"^(?:本年)?(收入|支出)$")
SIDED = re.compile(r"^(?:本年|财政拨款)?(收入|支出)$")
"""The head of one side of a two-sided table: 财政拨款收入/预算数 beside 财政拨款支出/合计."""
RELATIVE = ("growth", "change", "completion")
PLACE = regex.compile(r"^(?:其中:)?(?P<name>全[省市区县州盟旗]|各?[市县区]\([市县区州盟旗、]{1,9}\)|本地区|市县级?|\p{Han}{0,14}本级|\p{Han}{1,14}(?:省|市|区|县|州|旗|盟|兵团))"
                      r"(?:\(.{1,20}\))?(?:合计|小计|汇总)?$")
PLACED = frozenset("级省市区县州旗盟团)计总")
"""How a label that is a place can end; most end otherwise, and need no pattern."""
AHEAD = {"上年": -1, "去年": -1, "上一年": -1, "下年": 1}


class View(NamedTuple):
    """What a title, or a column below it, says."""

    measure: str = "level"
    phase: str | None = None
    year: int | None = None
    base_phase: str | None = None
    base_year: int | None = None
    fund: str | None = None
    scope: str | None = None
    category: str | None = None
    code: str | None = None
    side: str = ""
    """收入 | 支出, where the header says which side of a two-sided table this is."""
    breakdown: str | None = None


@cache
def headers() -> dict[str, regex.Pattern[str]]:
    """The rules of link_headers.toml by their names."""
    return {rule.id: rule.pattern for rule in load_rules("link_headers.toml").rules}


@cache
def columns_data() -> dict[str, Any]:
    data = load_rules("link_columns.toml").data
    for key in ("measure", "phase"):
        for rule in data[key]:
            rule["search"] = regex.compile(rule["words"]).search
    for rule in (*data["total"], data["paid"]):
        rule["search"] = regex.compile(rule["title"]).search
        if but := rule.get("beside") or rule.get("unless"):
            rule["but"] = regex.compile(but).search
    data["keeps"]["find"] = regex.compile(data["keeps"]["words"]).findall
    data["neutral"]["match"] = regex.compile(data["neutral"]["words"]).match
    return data


@cache
def totals() -> frozenset[str]:
    """Categories of whole tables: above a column they only say what it is a part of (支出预算/基本支出)."""
    data = columns_data()
    return WHOLES.union(*((rule["category"], rule.get("government", "")) for rule in data["total"]))


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """A header without spaces, in ASCII where it can be: 二○二五年执行数 → 2025年执行数."""
    text = squeeze(text)
    if "，" in text or "：" in text or "；" in text:
        text = text.translate(STOPS)
    return CHINESE_YEAR.sub(lambda match: match[0].translate(DIGITS), text) if "二" in text else text


def first(rules: list[dict[str, Any]], key: str, text: str) -> str | None:
    return next((str(rule[key]) for rule in rules if rule["search"](text)), None)


def measured(header: str) -> str | None:
    """The measure that a header names; None where its figures are levels."""
    return first(columns_data()["measure"], "measure", header)


def year_in(text: str, year: int | None) -> int | None:
    """The fiscal year a header names: 2025年 or, from the table's own year, 上年."""
    found = YEAR.search(text)
    if found:
        return int(found[1])
    ahead = next((offset for word, offset in AHEAD.items() if word in text), None)
    return year + ahead if ahead is not None and year is not None else None


@lru_cache(maxsize=1 << 12)
def scope_in(text: str) -> str | None:
    folded = fold(text)
    return next((folded[token.start:token.end] for token in tokens(folded, 0, len(folded), []) if token.kind == "scope"), None)


@lru_cache(maxsize=1 << 14)
def place(label: str) -> str | None:
    """The place or level of government that a label is no more than: 一、省本级, 四川省合计, 其中:某某县."""
    if label[-1:] not in PLACED:
        return None
    bare = NUMBERING.sub("", label)
    match = PLACE.match(bare)
    if match:
        return match["name"]
    short = bare[:-2] if bare[-2:] in ("合计", "小计") and 3 < len(bare) < 9 else ""
    return short if short and (found := find_region(short, None)) and found[0] == short else None  # 大兴安岭合计


def title_view(table: Table, *, phase: str | None, year: int | None, government: bool, scope: str | None) -> View:
    """What holds for a whole table."""
    return headline(table.title, phase, year, government, scope)


@lru_cache(maxsize=1 << 12)
def headline(title: str, phase: str | None, year: int | None, government: bool, scope: str | None) -> View:
    title = plain(title)
    data = columns_data()
    named = YEAR.search(title)
    own = int(named[1]) if named else year
    stated = first(data["phase"], "phase", BUDGETS.sub("", title))
    if stated is None and government and own and year and own != year:
        stated = "approved" if own > year else "executed" if phase == "approved" else None
    below = EACH.search(title)
    side = "支出" if "支出" in title and "收入" not in title else ""
    return View(phase=stated or phase, year=own, side=side,
                fund=fund_of(title) or ("国有资本经营预算" if "国有资本经营" in title else None),
                scope=(below[0] if below else scope_in(title) or scope) if government else None)


def path_of(columns: tuple[Column, ...], index: int) -> tuple[str, ...]:
    """A column's header path; under 其中 it is a part of the column before: 一般债券合计 | 其中/新增债券."""
    path = columns[index].path
    if not path or not PART.match(plain(path[0])):
        return path
    whole = next((other.path for other in reversed(columns[:index]) if other.path and not PART.match(plain(other.path[0]))), ())
    return (*(part.removesuffix("合计").removesuffix("小计") for part in whole[:1]), *path[1:])


@lru_cache(maxsize=1 << 12)
def column_view(text: str, column: Column, title: View, kind: str) -> View:
    data = columns_data()
    measure = "level"
    if column.unit in ("%", None) or "%" in text:
        measure = measured(text) or ("other" if column.unit == "%" else "level")
    cut = BASE.search(text) if measure in RELATIVE or measure == "other" else None
    main, base = (text[:cut.start()], text[cut.end():]) if cut else (text, "")
    category = code = fund = breakdown = scope = None
    side = ""
    for depth, part in enumerate(column.path):
        word = plain(part)
        sided = SIDED.match(word) if depth + 1 < len(column.path) and not depth else SIDE.match(word)
        side = side or (sided[1] if sided else "")
        found = None if data["neutral"]["match"](word) or measure not in ("level",) else named(word, kind) or named(FIGURE.sub("", word), kind)
        if category in data["nested"]:
            found = named(data["nested"][category] + word, kind) or found
        fund = fund_of(word) or fund
        if FUND.match(word):
            breakdown = word
            found = named(word + (side or ("支出" if title.side == "支出" else "收入")), kind) or found
        if found:
            inner = breakdown is None or breakdown in totals()
            category, code = found.name, found.code
            breakdown = found.name if inner and not sided else breakdown  # a side of the table divides nothing
        elif kind == "government" and (where := place(word)):
            scope = where
        elif measure == "level" and not data["neutral"]["match"](word) and not first(data["phase"], "phase", word):
            breakdown = NUMBERING.sub("", word)
    year = year_in(main, title.year)
    phase = first(data["phase"], "phase", BUDGETS.sub("", main))
    base_phase = first(data["phase"], "phase", BUDGETS.sub("", base)) if base and measure != "other" else None
    base_year = year_in(base, year or title.year) if base and measure != "other" else None
    if measure == "completion" and base_phase is None and "预算" in text:
        base_phase = "approved"
    if measure == "completion" and base_phase:
        phase, base_year = "executed", base_year or year or title.year
    return View(measure=measure, phase=phase or title.phase, year=year or title.year, base_phase=base_phase, base_year=base_year,
                fund=fund or title.fund, scope=scope or scope_in(text) or title.scope if title.scope or kind == "government" else None,
                category=category, code=code, side=side, breakdown=breakdown)


def stated(text: str) -> bool:
    """Whether a header names the year or the phase of its figure: 2025年执行数/增长%."""
    return YEAR.search(text) is not None or first(columns_data()["phase"], "phase", BUDGETS.sub("", text)) is not None


@lru_cache(maxsize=1 << 14)
def named(word: str, kind: str) -> Name | None:
    """The category that a header is the name of, with its usual ending left out or not."""
    word = NUMBERING.sub("", word)
    for written in (word, word.removesuffix("小计").removesuffix("合计"), word + "费"):
        found = [name for name in lexicon(kind).by_name.get(written, ()) if name.source != "stop"]
        if found:
            return next((name for name in found if not lossy(word, name.name)), Name(word, None, "", "named"))
    return None


def lossy(label: str, name: str) -> bool:
    """Whether a customary name leaves out what tells a label from the one above it: 一般债务还本支出 from 债务还本支出."""
    return any(word not in name for word in columns_data()["keeps"]["find"](label))
