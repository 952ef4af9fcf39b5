"""Quantities in running text: money in yuan, percents, percentage points and counts.

One pass of one pattern, made of the rules in patterns/amounts.toml, over the text between the tables.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

import regex
from msgspec import structs

from pipeline.patterns import Rule
from pipeline.recognise.bare import read_bare
from pipeline.recognise.figures import matcher, read_match
from pipeline.records import Mention

_TORN = regex.compile(r"(?<![0-9.,，])[0-9][0-9,， ]*$")
_CUT = regex.compile(r"[,，][0-9]{1,2} +$|[0-9] ,$")
_COMMA = re.compile(r"[，,](?=[0-9])")


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


def set_aside(folded: str, amounts: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """(kept, aside): percents that make up their line, such as a chart's label (基本支出, 55.98%), are set aside."""
    alone = matcher().alone
    kept: list[Mention] = []
    aside: list[Mention] = []
    for mention in amounts:
        if mention.kind == "percent":
            start = folded.rfind("\n", max(0, mention.start - 120), mention.start) + 1
            end = folded.find("\n", mention.end, mention.end + 120)
            if (start or mention.start < 120) and end > 0 and alone.match(folded[start:end]):
                aside.append(mention)
                continue
        kept.append(mention)
    return kept, aside


def unreadable(folded: str, gaps: Iterable[tuple[int, int]], amounts: list[Mention]) -> list[tuple[int, int]]:
    """Figures with a unit whose digits make no number, outside the amounts that were read: 542,62万元."""
    starts = [mention.start for mention in amounts]
    found = []
    for start, end in gaps:
        for match in matcher().unreadable.finditer(folded, start, end):
            i = bisect_left(starts, match.end()) - 1
            if i < 0 or amounts[i].end <= match.start():
                found.append(match.span())
    return found


def _arabic(text: str, folded: str, start: int, end: int) -> list[Mention]:
    machine = matcher()
    found: list[Mention] = []
    bare: list[tuple[int, Rule, regex.Match[str]]] = []
    done = start
    for candidate in machine.scan.finditer(folded, start, end):
        if candidate.start() < done:
            continue
        read = _match(machine.by_next[candidate["next"]], folded, candidate, done)
        if read is None:
            continue
        rule, match = read
        if match.end() > end:
            continue
        done = match.end()
        if "bare" in rule.data:
            bare.append((len(found), rule, match))
        else:
            found += read_match(rule, match, text, folded)
    for shift, (index, rule, match) in enumerate(bare):
        if mention := read_bare((index, rule, match), found, text, folded):
            found.insert(index, mention)
            bare[shift + 1:] = [(i + 1, other, later) for i, other, later in bare[shift + 1:]]
    return found


def _match(rules: tuple[Rule, ...], folded: str, candidate: re.Match[str], done: int) -> tuple[Rule, regex.Match[str]] | None:
    """The first rule that matches at the candidate number, and its match."""
    start = candidate.start()
    starts = _starts(folded, start, candidate.end(), done)
    for rule in rules:
        match_at = rule.pattern.match
        for at in starts:
            match = match_at(folded, at)
            if match is not None and match.end() > start:
                return rule, match
    return None


def _starts(folded: str, start: int, end: int, done: int) -> list[int]:
    """Where an amount can begin: with the digits that a space parts from its number, with a sign, the number, a part of it."""
    starts = []
    two = folded[start - 2:start] if start > 1 else folded[:start]
    if (two[-1:] == " " and two[:1] in tuple("0123456789,，")) or two == " ,":
        lead = _TORN.search(folded, max(done, start - 24), start)
        if lead:
            starts.append(lead.start())
            if _CUT.search(folded, lead.start(), start):  # 12,3 45.00万元: the rest of a number is none
                return starts
    if two and two[-1] in "-+负" and start > done:
        starts.append(start - 1)
    starts.append(start)
    number = folded[start:end]
    if "," in number or "，" in number:  # 5，12万元: two clauses, not one number
        starts += [comma.end() for comma in _COMMA.finditer(folded, start, end)]
    return starts


def _worded(text: str, folded: str, start: int, end: int) -> list[Mention]:
    return [mention for gate, rule in matcher().words if gate.search(folded, start, end)
            for match in rule.pattern.finditer(folded, start, end) for mention in read_match(rule, match, text, folded)]


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
