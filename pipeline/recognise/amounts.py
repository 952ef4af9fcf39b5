"""Quantities in running text: money in yuan, percents, percentage points and counts.

One pass of one pattern, made of the rules in patterns/amounts.toml, over the text between the tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import regex

from pipeline.patterns import Rule, load_rules
from pipeline.recognise.numerals import read_arabic, read_numeral
from pipeline.records import Mention

_STARTS = "(?=[-+负0-9零一二两三四五六七八九十百千翻壹贰叁肆伍陆柒捌玖拾貳參陸兩叄¥￥])"
_SENTENCE = regex.compile(r"[。\n]")
_GROUPED = regex.compile(r"[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]{2}")


class Matcher(NamedTuple):
    pattern: regex.Pattern[str]
    rules: tuple[Rule, ...]
    marks: tuple[int, ...]
    """The empty group that ends each rule's alternative (`lastgroup` is not reliable with repeated names)."""
    before: tuple[tuple[str, str], ...]
    """(word, flag), longest first."""
    after: tuple[tuple[str, str], ...]
    bare: dict[str, tuple[str, ...]]


@cache
def matcher() -> Matcher:
    """The rules of amounts.toml as one pattern; the group that ends an alternative names its rule."""
    file = load_rules("amounts.toml")
    parts = [f"(?:{rule.pattern.pattern}(?P<rule_{i}>))" for i, rule in enumerate(file.rules)]
    sides = [tuple(sorted(((word, flag) for flag, words in file.data["flags"][side].items() for word in words),
                          key=lambda pair: -len(pair[0]))) for side in ("before", "after")]
    bare = {key: tuple(words) for key, words in file.data["bare"].items()}
    pattern = regex.compile(_STARTS + "(?:" + "|".join(parts) + ")")
    marks = tuple(pattern.groupindex[f"rule_{i}"] for i in range(len(parts)))
    return Matcher(pattern, file.rules, marks, sides[0], sides[1], bare)


def find_amounts(text: str, folded: str, gaps: Iterable[tuple[int, int]]) -> list[Mention]:
    """The quantities of `text` inside `gaps` (the spans that no table prints), in order.

    >>> [(m.kind, m.value, m.unit) for m in find_amounts('占10.5%', '占10.5%', [(0, 6)])]
    [('percent', Decimal('10.5'), '%')]
    """
    found: list[Mention] = []
    bare: list[tuple[int, Rule, regex.Match[str]]] = []
    machine = matcher()
    for start, end in gaps:
        for match in machine.pattern.finditer(folded, start, end):
            rule = machine.rules[match.group(*machine.marks).index("")]
            if "bare" in rule.data:
                bare.append((len(found), rule, match))
            else:
                found += read_match(rule, match, text, folded)
    if bare:
        found += [mention for item in bare if (mention := _read_bare(item, found, text, folded))]
        found.sort(key=lambda mention: mention.start)
    return found


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
    unit = ((groups.get("scale") or "") + (text[slice(*match.span("unit"))] if groups.get("unit") else "")).replace(" ", "")
    common = {"kind": data["kind"], "unit": unit or None, "step": step, "rule": rule.id}
    low = groups.get("low")
    if low is None:
        return [Mention(start=start, end=end, value=value, flags=flags, **common)]
    first, _ = read_arabic(low, groups.get("scale") or "")
    low_end = match.end("lowunit") if groups.get("lowunit") else match.end("low")
    return [Mention(start=start, end=low_end, value=first, flags=(*flags, "range_low"), **common),
            Mention(start=match.start("value"), end=end, value=value, flags=(*flags, "range_high"), **common)]


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
        return folded[max(0, start - 2):start] in matcher().bare["change"]
    return True


def _limits(folded: str, start: int, end: int) -> tuple[str, ...]:
    """Flags of the words that touch the quantity: 约, 不超过 before; 左右, （含）以上 behind."""
    machine, flags = matcher(), ()
    before, after = folded[max(0, start - 6):start].rstrip(), folded[end:end + 7].lstrip()
    for word, flag in machine.before:
        if before.endswith(word):
            flags = (flag,)
            break
    for word, flag in machine.after:
        if after.startswith(word):
            return (*flags, flag) if flag not in flags else flags
    return flags


def _read_bare(item: tuple[int, Rule, regex.Match[str]], found: list[Mention], text: str, folded: str) -> Mention | None:
    """A number without 元 or without any unit, where its neighbours in the sentence leave no doubt."""
    index, rule, match = item
    machine = matcher()
    before = folded[max(0, match.start() - 8):match.start()].rstrip(" -约近")
    if not before.endswith(machine.bare["after"]):
        return None
    previous = found[index - 1] if index else None
    following = found[index] if index < len(found) else None
    near = [m for m in (previous, following) if m and m.kind != "count" and _same_sentence(folded, m, match)]
    if rule.data["bare"] == "multiplier":
        return read_match(rule, match, text, folded)[0] if near else None
    change = before.endswith(machine.bare["change"])
    if change and previous in near and previous and previous.kind == "money" and \
            _is_change(folded, previous) and match.start() - previous.end <= 8:
        return _without_unit(rule, match, text, folded, "percent", None)
    money = [m for m in near if m.kind == "money" and m.unit]
    if not money or not _GROUPED.fullmatch(match["value"]):
        return None
    return _without_unit(rule, match, text, folded, "money", money[0].unit)


def _without_unit(rule: Rule, match: regex.Match[str], text: str, folded: str, kind: str, unit: str | None) -> Mention | None:
    mention = read_match(rule, match, text, folded)[0]
    scale = (unit or "").removesuffix("元").removesuffix("整")
    number = read_arabic(match["value"], scale) if scale else (abs(mention.value or Decimal(0)), mention.step)
    value = -number[0] if (mention.value or 0) < 0 else number[0]
    return Mention(kind=kind, start=mention.start, end=mention.end, value=value, step=number[1],
                   flags=(*mention.flags, "unit_missing"), rule=rule.id)


def _same_sentence(folded: str, mention: Mention, match: regex.Match[str]) -> bool:
    first, last = sorted(((mention.start, mention.end), match.span()))
    return last[0] - first[1] <= 60 and not _SENTENCE.search(folded, first[1], last[0])


def _is_change(folded: str, mention: Mention) -> bool:
    return folded[max(0, mention.start - 6):mention.start].rstrip(" 了约近-").endswith(matcher().bare["change"])
