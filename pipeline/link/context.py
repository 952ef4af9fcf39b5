"""Context: what the document's type and the headings above a figure say about it before its sentence does."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

import msgspec
import regex

from pipeline.link.cues import tokens
from pipeline.link.tiers import Tiers, tiers
from pipeline.patterns import load_rules
from pipeline.records import Mention, Mentions

BUDGETS = re.compile(r"(?:一般公共|政府性基金|国有资本经营|社会保险基金|公共财政|社保基金|部门|单位)预算")
"""Names of budgets and budget documents: the 预算 in them is no phase."""
WHOLE = regex.compile(r"(自治区|[省市区县州盟旗])(?:20\d\d年)?[和及与]$")
"""Before a level in a title: 某省和省本级财政决算 is of the whole province first."""
AREA = regex.compile(r"^(?![对向给及和与]|投入|支持|上划|\p{Han}*(?:对|各|安排|补助|下达|上解|自治区))[\p{Han}]{1,16}(?:开发区|新区|高新区|经开区|示范区|园区|自治县|自治州|[^地社全园景市片城山牧林矿]区|[^全州]县|[^全城]市|街道|(?<![城乡])镇)$")
"""A place, as the scope of a figure; not 全市, not a common noun in 区 or 市."""
SILENCE = " “”\"'‘’\n\t"
SILENT = re.compile(f"[{SILENCE}]+")
PLACE = regex.compile(r"(?:^|[^\p{Han}]|年)((?!年)\p{Han}{0,14}?(?:开发区|高新区|经开区|示范区|\p{Han}{2}园区|保税区|(?<!\p{Han})\p{Han}{1,6}新区))(?:\([^()]{2,30}\))?(?=20\d\d年|预算|收支|财政|一般|政府性|决算|情况|$)")
"""A place that a heading names: its section is of that place alone."""
PAID = re.compile(r"对(?:下|市县|市、县|区|县|各)[^,。]{0,12}(?:转移支付|税收返还|补助)|补助(?:下级|市县|区县|县区)|转移支付支出")


@cache
def context_data() -> dict[str, Any]:
    return load_rules("link_context.toml").data


@lru_cache(maxsize=1 << 14)
def fund_of(name: str | None) -> str | None:
    """The fund that a category's name implies: 政府性基金预算收入 → 政府性基金预算."""
    if not name:
        return None
    for part, fund in context_data()["funds"].items():
        if part in name:
            return str(fund) or None
    return None


@lru_cache(maxsize=1 << 14)
def phase_of(name: str) -> str | None:
    """The phase that a category has wherever it stands: 专项债务限额 → approved."""
    for ending, phase in context_data()["phases"].items():
        if name == ending or (len(ending) < 4 and name.endswith(ending)):
            return str(phase)
    return None


def apart(part: str, whole: str) -> bool:
    """Whether one is a receipt and the other an expense, so that neither is a part of the other."""
    return ("收入" in part) != ("收入" in whole) and ("支出" in part) != ("支出" in whole)


class Subject(NamedTuple):
    """What a quantity is about, and where that was read."""

    name: str
    code: str | None
    start: int
    end: int
    phase: str | None = None
    rule: str = "category"
    fund: str | None = None
    """The fund that its name implies or its writing adds: “三公”经费财政拨款 → 财政拨款."""
    sentence: int = -1
    """Number of the sentence it stands in; a figure of another sentence takes it implicitly."""


class Level(NamedTuple):
    """A figure itself, for the changes, shares and parts that refer to it."""

    place: int
    subject: Subject
    phase: str | None
    year: int | None
    fund: str | None
    scope: str | None
    end: int = 0
    value: Decimal = Decimal(0)
    part: bool = False
    """A part of another figure."""
    given: bool = False
    """Its clause says for whom it is, and so its parts are for them too: 转贷县区5亿元，其中：一般债券3亿元."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What holds for the whole document."""

    phase: str | None
    year: int | None
    government: bool
    scope: str | None
    body: str | None = None
    region: str | None = None
    tiers: Tiers | None = None


class Scene(msgspec.Struct):
    """What holds at a point of a section: set by its heading, moved by its sentences, copied into its children."""

    phase: str | None
    year: int | None
    fund: str | None = None
    scope: str | None = None
    headed: str | None = None
    """The scope that its heading or one above it names."""
    drafted: int | None = None
    """The year of the budget that its heading or one above it is about."""
    subject: Subject | None = None
    last: Level | None = None
    parent: Level | None = None
    """The level whose parts are being listed (其中：)."""
    divided: Level | None = None
    """The level whose parts the last sentence listed, which 分级次看 divides again."""
    parted: int = 0
    """How many parts the last sentence listed."""
    open_list: bool = False
    """The parts follow in the next lines (其中：at a line's end)."""
    definition: bool = False
    of_fund: bool = False
    """Its heading or one above it names a budget."""
    items: tuple[str | None, str | None] | None = None
    """Fund and scope before the list 一是…。二是… that is open."""
    insurance: str | None = None
    """The fund of the one insurance that the section or the lines before are about."""
    paid: bool = False
    """Its transfers are those paid to the governments below."""
    plan: str | None = None
    """The phase that a bare 预算 means in this section: 调整预算（以下简称预算）."""
    base: tuple[str | None, int | None] | None = None
    """A base of comparison stated once for all that follows (下同)."""
    listed: tuple[int, str] | None = None
    """Level and fund of the items that a line before them announces (财政拨款支出主要内容如下：)."""


def profile(mentions: Mentions, title: str) -> Profile:
    """The document's defaults from its type and its (folded) title."""
    kind = mentions.type or ""
    found = tokens(title, 0, len(title), [])
    scope = next((f"全{whole[1]}" if (whole := WHOLE.search(title, 0, token.start)) else title[token.start:token.end]
                  for token in found if token.kind == "scope"), None)
    years = sorted({int(year) for year in regex.findall(r"(?<!\d)20\d\d(?=年)", title)})
    rule: dict[str, Any] = next((rule for rule in context_data()["document"] if any(word in kind for word in rule["words"])
                                 and regex.search(rule.get("title", ""), title)), {})
    year = years[0] if rule.get("draft") and len(years) > 1 else mentions.year
    named = mentions.region if mentions.region and mentions.region in f"{mentions.title}{mentions.body}" else None
    government = bool(rule.get("government")) or (not rule and (scope is not None or mentions.kind == "government"))
    return Profile(phase=rule.get("phase", "executed"), year=year, government=government, scope=scope if government else None,
                   body=mentions.body, region=mentions.region, tiers=tiers(mentions.region_code, named))


def narrower(fund: str | None, above: str | None, *, heading: bool = False) -> str | None:
    """The fund that says more: 财政拨款 under a heading of one budget stays that budget's."""
    if fund is None:
        return above
    if fund == "财政拨款" and above not in (None, "财政拨款") and not heading:
        return above
    return fund


def squeezed(folded: str, start: int, end: int) -> str:
    """A stretch of the text as names are compared: without spaces and quotation marks."""
    text = folded[start:end]
    return text if text.isalnum() else SILENT.sub("", text)  # letters and digits alone, as most are: nothing to leave out


def inside(categories: tuple[Mention, ...], periods: tuple[Mention, ...], start: int, end: int,
           amounts: tuple[Mention, ...] = (), names: tuple[Mention, ...] = ()) -> list[tuple[str, Mention]]:
    """The mentions that start in [start, end), in order; an amount comes before a category at the same place."""
    found: list[tuple[str, Mention]] = []
    for kind, group in (("amount", amounts), ("category", categories), ("period", periods), ("name", names)):
        i = bisect_right(group, start - 1, key=lambda mention: mention.start)
        while i < len(group) and group[i].start < end:
            found.append((kind, group[i]))
            i += 1
    found.sort(key=lambda pair: pair[1].start)
    return found
