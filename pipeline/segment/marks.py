"""The number that opens a heading: what it is, as it is written, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from pipeline.patterns import load_rules

CHINESE = {numeral: i for i, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0}
GLYPHS = {chr(first + i): i + 1 for first, many in ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x3220, 10)) for i in range(many)}
UNNUMBERED = -1
"""Value of a heading that no number can come after."""
OPENERS = frozenset("第§一二三四五六七八九十百(0123456789") | GLYPHS.keys() | frozenset("（０１２３４５６７８９")
"""First characters of a numbered line, half and full width: anything else is not even looked at."""


@dataclass(slots=True, frozen=True)
class Style:
    name: str
    level: int
    """The guide's level of headings numbered this way."""
    rank: int
    """What pops what: a heading closes all open ones of its own rank and of larger ones."""


@dataclass(slots=True, frozen=True)
class Mark:
    style: Style
    value: int
    length: int
    """Characters of the line that the number takes, its point or bracket included."""
    under: Mark | None = None
    """The number of the entry that holds it, in a table of contents."""


@cache
def _styles() -> tuple[tuple[Style, regex.Pattern[str]], ...]:
    return tuple((Style(rule.id, rule.data["level"], rule.data["rank"]), rule.pattern)
                 for rule in load_rules("headings.toml").rules if rule.data["kind"] == "number")


@cache
def _by_opener() -> dict[str, tuple[tuple[Style, regex.Pattern[str]], ...]]:
    """For each first character, the styles that can begin with it: one or two regexes a line instead of ten."""
    kinds = {"第": "第", "§": "§", "(": "("} | dict.fromkeys("0123456789", "0") | dict.fromkeys(CHINESE, "一") | {"十": "一", "百": "一"}
    kinds |= dict.fromkeys(GLYPHS, "①")
    wanted = {"第": ("part", "subpart", "article"), "§": ("sign",), "(": ("cn-paren", "digit-paren"), "0": ("digit", "decimal", "digit-half"),
              "一": ("cn", "cn-half"), "①": ("glyph",)}
    return {opener: tuple(pair for pair in _styles() if pair[0].name in wanted[kind]) for opener, kind in kinds.items()}


def style_named(name: str) -> Style:
    return next(style for style, _ in _styles() if style.name == name)


def chinese(numeral: str) -> int:
    """What a Chinese numeral below 200 counts; white space inside is passed over.

    >>> chinese('二十一'), chinese('一 十'), chinese('二〇')
    (21, 10, 20)
    """
    total, digit = 0, 0
    for character in numeral:
        if character == "百":
            total, digit = total + 100 * (digit or 1), 0
        elif character == "十":
            total, digit = total + 10 * (digit or 1), 0
        elif character in CHINESE:
            digit = digit * 10 + CHINESE[character]
    return total + digit


def read_mark(line: str) -> Mark | None:
    """The number at the start of a folded line without its leading space, if there is one.

    >>> mark = read_mark('(二)当年预算执行情况'); mark.style.name, mark.value, mark.length
    ('cn-paren', 2, 3)
    """
    for style, pattern in _by_opener().get(line[:1], ()):
        if found := pattern.match(line):
            groups = found.groupdict()
            if glyph := groups.get("g"):
                value = GLYPHS[glyph]
            elif digits := groups.get("d"):
                value = int(digits)
            else:
                value = chinese(groups["n"])
            return Mark(style, value, found.end())
    return None
