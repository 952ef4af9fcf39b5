"""The rules of amounts.toml ready to run, and what a match of one of them says: value, unit, step, flags."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import regex

from pipeline.patterns import Rule, load_rules
from pipeline.recognise.numerals import read_arabic, read_numeral
from pipeline.records import Mention

_SCALE = regex.compile(r"(?:万亿|亿|万)?$")


class Matcher(NamedTuple):
    """The rules of amounts.toml, ready to run."""

    scan: re.Pattern[str]
    """A number and the character that decides which rules are tried (stdlib re: four times as fast here)."""
    by_next: dict[str, tuple[Rule, ...]]
    """That character → the rules it calls for."""
    words: tuple[tuple[re.Pattern[str], Rule], ...]
    """Rules that begin with a word or a Chinese numeral, each behind what must be there for it to be tried."""
    before: tuple[tuple[str, str], ...]
    """(word, flag), longest first."""
    after: tuple[tuple[str, str], ...]
    before_words: tuple[str, ...]
    after_words: tuple[str, ...]
    change: tuple[str, ...]
    between: tuple[str, ...]
    moved: tuple[str, ...]
    alone: regex.Pattern[str]
    multiplied: tuple[str, ...]
    unreadable: re.Pattern[str]


@cache
def matcher() -> Matcher:
    file = load_rules("amounts.toml")
    calls: dict[str, list[Rule]] = {}
    for rule in file.rules:
        for mark in rule.data.get("next", ""):
            calls.setdefault(mark, []).append(rule)
    by_next = {mark: tuple(rules) for mark, rules in calls.items()}
    # Lookahead and backreference: a possessive group is matched wrongly by re before Python 3.11.5 (1.2.万).
    # The first digit stands before the look behind it: re then skips all that is no digit.
    scan = re.compile(rf"[0-9](?<![0-9].)(?=([0-9]*(?:[,，.][0-9]+)*))\1 {{0,4}}+(?P<next>[{re.escape(''.join(calls))}])")
    sides = [tuple(sorted(((word, flag) for flag, words in file.data["flags"][side].items() for word in words),
                          key=lambda pair: -len(pair[0]))) for side in ("before", "after")]
    words = tuple((re.compile(rule.data.get("gate", "")), rule) for rule in file.rules if "next" not in rule.data)
    before, after = sides
    return Matcher(scan, by_next, words, before, after, tuple(word for word, _ in before), tuple(word for word, _ in after),
                   tuple(file.data["bare"]["change"]), tuple(file.data["range"]["between"]), tuple(file.data["range"]["unless"]),
                   regex.compile(file.data["aside"]["line"]), tuple(file.data["multiplier"]["after"]),
                   re.compile(file.data["unreadable"]["figure"]))


def read_match(rule: Rule, match: regex.Match[str], text: str, folded: str) -> list[Mention]:
    """The one mention a match stands for, two for a range, none where the number cannot be read."""
    data, groups = rule.data, match.groupdict()
    start, end = match.span()
    number = _value(data, groups)
    if number is None:
        return []
    value, step = number
    flags = _limits(folded, start, end)
    if groups.get("more") or groups.get("late"):
        flags = (*flags, "at_least") if "at_least" not in flags else flags
    sign = groups.get("sign")
    if sign == "-" and not _is_minus(text, folded, start):
        start, sign = start + 1, None
    if sign and sign in "-负":
        value = -value
    written = groups.get("value") or ""
    scale = groups.get("scale") or (_SCALE.search(written)[0] if written[-1:] in ("万", "亿") else "")
    unit = (scale + (text[slice(*match.span("unit"))] if groups.get("unit") else "")).replace(" ", "") or None
    kind, low = data["kind"], groups.get("low")
    if low is None:  # in the order of the fields, which is quicker
        return [Mention(kind, start, end, value, unit, step, flags, None, None, (), None, rule.id)]
    first, _ = read_arabic(low, groups.get("scale") or "")
    if first >= value:  # 108.3% -18.0%: two cells of a row
        return []
    low_end = match.end("lowunit") if groups.get("lowunit") else match.end("low")
    return [Mention(kind, start, low_end, first, unit, step, (*flags, "range_low"), rule=rule.id),
            Mention(kind, match.start("value"), end, value, unit, step, (*flags, "range_high"), rule=rule.id)]


def _value(data: dict[str, Any], groups: dict[str, str | None]) -> tuple[Decimal, Decimal] | None:
    written = groups.get("value")
    if written is None:
        return (Decimal(data["value"]), Decimal(1)) if "value" in data else None
    if written[0] in "0123456789" and written[-1] in "0123456789":
        scale = groups.get("scale") or ""
        if not scale and data.get("bare") == "multiplier":
            scale = groups["unit"] or ""
        number: tuple[Decimal, Decimal] | None = read_arabic(written, scale)
    else:
        number = read_numeral(written)
    if number is None:
        return None
    value, step = number
    if "jiao" in groups:
        for group, weight in (("jiao", Decimal("0.1")), ("fen", Decimal("0.01"))):
            if (mark := groups.get(group)) and (digit := read_numeral(mark)):
                value, step = value + digit[0] * weight, weight
    if groups.get("half"):
        value, step = value + Decimal("0.5"), Decimal("0.1")
    times = data.get("times")
    return (value * Decimal(times), step * Decimal(times)) if times else (value, step)


def _is_minus(text: str, folded: str, start: int) -> bool:
    """A hyphen before a number is its sign, a dash only behind a word of change: 收入—5万元 has none."""
    previous = folded[start - 1:start]
    if previous in "-)%元" and previous:
        return False
    if text[start] in "—–―":
        return folded[max(0, start - 2):start] in matcher().change
    return True


def _limits(folded: str, start: int, end: int) -> tuple[str, ...]:
    """Flags of the words that touch the quantity: 约, 不超过 before; 左右, （含）以上 behind."""
    machine = matcher()
    flags: tuple[str, ...] = ()
    before = folded[max(0, start - 6):start].rstrip()
    if before.endswith(machine.before_words):
        flags = (next(flag for word, flag in machine.before if before.endswith(word)),)
    after = folded[end:end + 7].lstrip()
    if after.startswith(machine.after_words):
        flag = next(flag for word, flag in machine.after if after.startswith(word))
        return flags if flag in flags else (*flags, flag)
    return flags
