"""Quantities in running text: money in yuan, percents, percentage points and counts.

One pass of one pattern, made of the rules in patterns/amounts.toml, over the text between the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import regex
from msgspec import structs

from pipeline.patterns import Rule, load_rules
from pipeline.recognise.numerals import read_arabic, read_numeral
from pipeline.records import Mention

_SENTENCE = regex.compile(r"[。\n]")
_TORN = regex.compile(r"(?<![0-9.,，])[0-9][0-9,， ]*$")
_SCALE = regex.compile(r"(?:万亿|亿|万)?$")
_COMMA = regex.compile(r"[，,](?=[0-9])")


class Matcher(NamedTuple):
    """The rules of amounts.toml, ready to run."""

    scan: re.Pattern[str]
    """A number and the character that decides which rules are tried (stdlib re: four times as fast here)."""
    by_next: dict[str, tuple[Rule, ...]]
    """That character → the rules it calls for."""
    words: tuple[Rule, ...]
    """Rules that begin with a word or a Chinese numeral."""
    before: tuple[tuple[str, str], ...]
    """(word, flag), longest first."""
    after: tuple[tuple[str, str], ...]
    before_words: tuple[str, ...]
    after_words: tuple[str, ...]
    change: tuple[str, ...]
    between: tuple[str, ...]
    moved: tuple[str, ...]


@cache
def matcher() -> Matcher:
    file = load_rules("amounts.toml")
    calls: dict[str, list[Rule]] = {}
    for rule in file.rules:
        for mark in rule.data.get("next", ""):
            calls.setdefault(mark, []).append(rule)
    by_next = {mark: tuple(rules) for mark, rules in calls.items()}
    scan = re.compile(rf"(?<![0-9])[0-9]++(?:[,，.][0-9]++)*+ {{0,4}}+([{re.escape(''.join(calls))}])")
    sides = [tuple(sorted(((word, flag) for flag, words in file.data["flags"][side].items() for word in words),
                          key=lambda pair: -len(pair[0]))) for side in ("before", "after")]
    words = tuple(rule for rule in file.rules if "next" not in rule.data)
    before, after = sides
    return Matcher(scan, by_next, words, before, after, tuple(word for word, _ in before), tuple(word for word, _ in after),
                   tuple(file.data["bare"]["change"]), tuple(file.data["range"]["between"]), tuple(file.data["range"]["unless"]))


def find_amounts(text: str, folded: str, gaps: Iterable[tuple[int, int]]) -> list[Mention]:
    """The quantities of `text` inside `gaps` (the spans that no table prints), in order.

    >>> [(m.kind, m.value, m.unit) for m in find_amounts('占10.5%', '占10.5%', [(0, 6)])]
    [('percent', Decimal('10.5'), '%')]
    """
    found: list[Mention] = []
    for start, end in gaps:
        found += _arabic(text, folded, start, end)
        found += _worded(text, folded, start, end)
    return _apart(sorted(found, key=lambda mention: (mention.start, -mention.end)), folded)


def _arabic(text: str, folded: str, start: int, end: int) -> list[Mention]:
    machine = matcher()
    found: list[Mention] = []
    bare: list[tuple[int, Rule, regex.Match[str]]] = []
    done = start
    for candidate in machine.scan.finditer(folded, start, end):
        if candidate.start() < done:
            continue
        for rule in machine.by_next[candidate[1]]:
            match = _match(rule.pattern, folded, candidate, done)
            if match is not None:
                break
        else:
            continue
        if match.end() > end:
            continue
        done = match.end()
        if "bare" in rule.data:
            bare.append((len(found), rule, match))
        else:
            found += read_match(rule, match, text, folded)
    return found + [mention for item in bare if (mention := _read_bare(item, found, text, folded))]


def _match(pattern: regex.Pattern[str], folded: str, candidate: re.Match[str], done: int) -> regex.Match[str] | None:
    """The rule's match at the candidate number, with the sign or the digits that a space parts from it."""
    start = candidate.start()
    previous = folded[start - 1:start]
    if previous == " " and folded[start - 2:start - 1] in tuple("0123456789,，"):
        lead = _TORN.search(folded, max(done, start - 24), start)
        if lead and (match := pattern.match(folded, lead.start())) and match.end() > start:
            return match
    if previous and previous in "-+负" and start > done and (match := pattern.match(folded, start - 1)):
        return match
    if match := pattern.match(folded, start):
        return match
    for comma in _COMMA.finditer(folded, start, candidate.end()):  # 5，12万元: two clauses, not one number
        if match := pattern.match(folded, comma.end()):
            return match
    return None


def _worded(text: str, folded: str, start: int, end: int) -> list[Mention]:
    return [mention for rule in matcher().words for match in rule.pattern.finditer(folded, start, end)
            for mention in read_match(rule, match, text, folded)]


def _apart(mentions: list[Mention], folded: str) -> list[Mention]:
    """Without those that overlap an earlier or longer one; two joined by a dash are a range: 5万元—10万元."""
    kept: list[Mention] = []
    for mention in mentions:
        if kept and mention.start < kept[-1].end:
            continue
        if kept and mention.start - kept[-1].end <= 2 and _is_range(kept[-1], mention, folded):
            kept[-1] = structs.replace(kept[-1], flags=(*kept[-1].flags, "range_low"))
            mention = structs.replace(mention, flags=(*mention.flags, "range_high"))
        kept.append(mention)
    return kept


def _is_range(low: Mention, high: Mention, folded: str) -> bool:
    machine = matcher()
    if "range_low" in low.flags:  # one written range is one already
        return False
    return (low.kind == high.kind and low.unit == high.unit and (low.value or 0) < (high.value or 0)
            and folded[low.end:high.start].strip() in machine.between
            and not folded[max(0, low.start - 2):low.start].rstrip().endswith(machine.moved))


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
    scale = groups.get("scale") or ("" if groups.get("value") is None else _SCALE.search(groups["value"] or "")[0])
    unit = (scale + (text[slice(*match.span("unit"))] if groups.get("unit") else "")).replace(" ", "")
    common = {"kind": data["kind"], "unit": unit or None, "step": step, "rule": rule.id}
    low = groups.get("low")
    if low is None:
        return [Mention(start=start, end=end, value=value, flags=flags, **common)]
    first, _ = read_arabic(low, groups.get("scale") or "")
    if first >= value:  # 108.3% -18.0%: two cells of a row
        return []
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


def _read_bare(item: tuple[int, Rule, regex.Match[str]], found: list[Mention], text: str, folded: str) -> Mention | None:
    """A number without 元 or without any unit, where its neighbours in the sentence leave no doubt."""
    index, rule, match = item
    previous = found[index - 1] if index else None
    following = found[index] if index < len(found) else None
    near = [m for m in (previous, following) if m and m.kind != "count" and _same_sentence(folded, m, match)]
    if not near:
        return None
    mention = read_match(rule, match, text, folded)[0]
    if rule.data["bare"] == "multiplier":
        return mention
    flags = (*mention.flags, "unit_missing")
    if rule.data["bare"] == "percent":
        follows = previous in near and previous is not None and previous.kind == "money"
        if follows and previous and _is_change(folded, previous) and match.start() - previous.end <= 8:
            return structs.replace(mention, flags=flags)
        return _bare_money(mention, match, near, flags) if len(match["value"]) > 3 and match["value"][-3] == "." else None
    return _bare_money(mention, match, near, flags)


def _bare_money(mention: Mention, match: regex.Match[str], near: list[Mention], flags: tuple[str, ...]) -> Mention | None:
    unit = next((m.unit for m in near if m.kind == "money" and m.unit), None)
    if unit is None:
        return None
    value, step = read_arabic(match["value"], unit.removesuffix("元"))
    return structs.replace(mention, kind="money", flags=flags, step=step,
                           value=-value if (mention.value or 0) < 0 else value)


def _same_sentence(folded: str, mention: Mention, match: regex.Match[str]) -> bool:
    first, last = sorted(((mention.start, mention.end), match.span()))
    return last[0] - first[1] <= 60 and not _SENTENCE.search(folded, first[1], last[0])


def _is_change(folded: str, mention: Mention) -> bool:
    return folded[max(0, mention.start - 6):mention.start].rstrip(" 了约近-").endswith(matcher().change)
