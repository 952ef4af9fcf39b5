"""Every name a category can be written with, as one automaton for departments and one for governments.

Names come from the code lists in patterns/codes/ and from patterns/categories.csv, whose aliases may hold
alternatives: `收{、/}支总{计/额}` stands for four names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import product
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.patterns import load_table
from pipeline.reading import fold

SILENT = re.compile(r"[ “”\"'‘’「」『』《》]")
"""White space and quotes say nothing about which category is meant; matching leaves them out."""
_BRACES = regex.compile(r"\{([^}]*)\}")
_STRONG = regex.compile(r"(?:支出|收入|费|费用|补贴|补助|津贴|离退休|缴费|公积金|养老金|抚恤金|收入|基金|资金|经费|税|余额|限额|结余|债券)$")
_PHASES = {"预算": "approved", "决算": "executed"}
_SCHEMES = {"department": "部门预算支出经济分类", "government": "政府预算支出经济分类"}
_TRANSFERS, _RETURNS = "23002", ("税收返还支出", "基数返还支出")
"""The items of 一般性转移支付, which governments write without their 支出 too."""
_NEVER = ("209", "219", "230")
"""Social insurance funds, aid to other regions, transfers: a department's own accounts have no items of theirs, but its
text has their names as ordinary words (基本养老金), and some are other items' too (一般公共服务)."""


class Name(NamedTuple):
    """One meaning of a written name."""

    name: str
    code: str | None
    level: str
    """类, 款, 项, 目; '' outside the classifications."""
    source: str
    """functional | economic | revenue | named | stop; short: a functional item's name without its 支出."""
    first: int = 0
    last: int = 9999
    phase: str | None = None
    """The phase that the alias itself names: 收入预算总计 → approved."""
    weak: bool = False
    """An ordinary word too: a category only with a mark, a code, or an amount right behind it."""


class Lexicon(NamedTuple):
    automaton: AhoCorasick
    meanings: tuple[tuple[Name, ...], ...]
    """For each pattern of the automaton."""
    by_name: dict[str, tuple[Name, ...]]
    """Squeezed name → meanings."""


def squeeze(text: str) -> str:
    """The text folded, without white space and quotes: how names are compared."""
    text = fold(text)
    return text if text.isalnum() else SILENT.sub("", text)


@cache
def lexicon(kind: str) -> Lexicon:
    """The names that hold in documents of a `department` or a `government`."""
    found: dict[str, dict[Name, None]] = defaultdict(dict)
    official: dict[str, set[str]] = defaultdict(set)
    for row in (*load_table("codes/functional.csv"), *load_table("codes/revenue.csv")):
        official[row["name"]].add(row["code"])
    for row in load_table("categories.csv"):
        if row["where"] not in ("", kind):
            continue
        codes = official[row["name"]] if row["where"] == "government" else set()  # other ways of writing an item
        code = min(codes) if len(codes) == 1 else None
        source = "stop" if row["group"] == "stop" else "named"
        for written, phase, doubtful in [(squeeze(row["name"]), None, False), *_aliases(row["aliases"])]:
            weak = bool(row["weak"]) or doubtful or len(written) < 3
            said = code if row["group"] != "transfer" or written.endswith(("收入", "支出")) else None  # paid or received
            found[written].setdefault(Name(row["name"], said, "", source, phase=phase, weak=weak))
    for written, meaning in _classified(kind):
        found[written].setdefault(meaning)
    by_name = {written: tuple(meanings) for written, meanings in found.items() if len(written) > 1}
    patterns = by_name | _shortened(by_name)
    automaton = AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)
    return Lexicon(automaton, tuple(patterns.values()), by_name)


def _shortened(names: dict[str, tuple[Name, ...]]) -> dict[str, tuple[Name, ...]]:
    """Functional items without their 支出, where that is no other item's name: only 住房保障（类） is meant by that."""
    found = {}
    for written, meanings in names.items():
        functional = tuple(meaning for meaning in meanings if meaning.source == "functional")
        if functional and written.endswith("支出") and len(written) > 5 and written[:-2] not in names:
            found[written[:-2]] = tuple(meaning._replace(source="short", weak=True) for meaning in functional)
    return found


def _aliases(aliases: str) -> list[tuple[str, str | None, bool]]:
    """Each way of writing, the phase it names, and whether it ends with `?`, which makes it an ordinary word.

    收入{预算/决算/}总计 → 收入预算总计 (approved), 收入决算总计 (executed), 收入总计.
    """
    written: dict[str, tuple[str | None, bool]] = {}
    for alias in filter(None, aliases.split("|")):
        pieces = _BRACES.split(alias.removesuffix("?"))
        choices = [piece.split("/") if i % 2 else [piece] for i, piece in enumerate(pieces)]
        phased = [i for i, choice in enumerate(choices) if {"预算", "决算"} <= set(choice)]
        for choice in product(*choices):
            phase = next((_PHASES[choice[i]] for i in phased if choice[i] in _PHASES), None)
            if name := squeeze("".join(choice)):
                written.setdefault(name, (phase, alias.endswith("?")))
    return [(name, phase, doubtful) for name, (phase, doubtful) in written.items()]


def _classified(kind: str) -> list[tuple[str, Name]]:
    """(written, meaning) of the official lists."""
    found = []
    functional = load_table("codes/functional.csv")
    own = {row["name"] for row in functional if not row["code"].startswith(_NEVER)}
    for row in functional:
        meaning = _official(row, "functional")
        if kind == "department" and row["code"].startswith(_NEVER):
            if row["name"] in own or row["name"] + "支出" in own:
                continue
            meaning = meaning._replace(weak=True)
        found.append((squeeze(row["name"]), meaning))
        if kind == "government" and row["name"].endswith("支出") and (row["code"].startswith(_TRANSFERS) or row["name"].endswith(_RETURNS)):
            name = row["name"].removesuffix("支出")  # as written it says neither that it is paid nor that it is received
            found += [(squeeze(written), meaning._replace(name=name)) for written in (name, *_curtailed(name))]
    for row in load_table("codes/economic.csv"):
        if row["scheme"] == _SCHEMES[kind] or not row["scheme"].endswith("预算支出经济分类"):
            found += [(squeeze(written), _official(row, "economic"))
                      for written in (row["name"], *row["aliases"].split("|")) if written and not written.endswith(")")]
    for row in load_table("codes/revenue.csv"):
        if kind == "government" and row["code"].startswith("1"):
            found += [(squeeze(written), _official(row, "revenue"))
                      for written in (row["name"], *row["aliases"].split("|")) if written and not written.endswith(")")]
    return found


def _curtailed(name: str) -> list[str]:
    """What a transfer is also called: 县级基本财力保障机制奖补|资金, 资源枯竭型城市转移支付|补助."""
    return [name.removesuffix(tail) for tail in ("资金", "补助") if name.endswith(("奖补资金", "奖励资金", "转移支付补助")) and name.endswith(tail)]


def _official(row: dict[str, str], source: str) -> Name:
    weak = (len(row["name"]) < 7 and not _STRONG.search(row["name"])) or (row["name"].endswith("资金") and len(row["name"]) < 5)
    return Name(row["name"], row["code"], row["level"], source, int(row.get("valid_from") or 0),
                int(row.get("valid_to") or 9999), weak=weak)


@cache
def official_names(kind: str) -> dict[tuple[str, int], tuple[str, ...]]:
    """(level, length) → functional names, for mending slips of the pen."""
    grouped: dict[tuple[str, int], dict[str, None]] = defaultdict(dict)
    for written, meanings in lexicon(kind).by_name.items():
        for meaning in meanings:
            if meaning.source == "functional":
                grouped[meaning.level, len(written)].setdefault(written)
    return {key: tuple(names) for key, names in grouped.items()}


@cache
def codes_in_use() -> dict[str, tuple[Name, ...]]:
    """Functional code → its names over the years."""
    grouped: dict[str, list[Name]] = defaultdict(list)
    for row in load_table("codes/functional.csv"):
        grouped[row["code"]].append(_official(row, "functional"))
    return {code: tuple(names) for code, names in grouped.items()}
