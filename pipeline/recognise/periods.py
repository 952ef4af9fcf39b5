"""Fiscal years and spans of years in running text (patterns/periods.toml)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import regex

from pipeline.patterns import Rule, load_rules
from pipeline.recognise.numerals import read_numeral
from pipeline.records import Mention


@cache
def _machine() -> tuple[regex.Pattern[str], tuple[Rule, ...], tuple[int, ...]]:
    rules = load_rules("periods.toml").rules
    pattern = regex.compile("|".join(f"(?:{rule.pattern.pattern}(?P<rule_{i}>))" for i, rule in enumerate(rules)))
    return pattern, rules, tuple(pattern.groupindex[f"rule_{i}"] for i in range(len(rules)))


def find_periods(folded: str, gaps: Iterable[tuple[int, int]]) -> list[Mention]:
    """The periods inside `gaps`, in order, with the first and the last year of a span.

    >>> [(m.years, m.rule) for m in find_periods('2021-2023年累计', [(0, 12)])]
    [((2021, 2023), 'year-span')]
    """
    pattern, rules, marks = _machine()
    found = []
    for start, end in gaps:
        for match in pattern.finditer(folded, start, end):
            rule = rules[match.group(*marks).index("")]
            if years := _years(rule, match.groupdict()):
                found.append(Mention(kind="period", start=match.start(), end=match.end(), years=years, rule=rule.id))
    return found


def _years(rule: Rule, groups: dict[str, str | None]) -> tuple[int, ...]:
    if "first" in rule.data:
        return rule.data["first"], rule.data["first"] + rule.data["years"] - 1
    if groups.get("numeral"):
        number = read_numeral((groups["numeral"] or "").replace("O", "○"))
        return (int(number[0]),) if number else ()
    year = int(groups["year"] or 0)
    year += 2000 if year < 100 else 0
    return (year, int(groups["last"] or 0)) if groups.get("last") else (year,)
