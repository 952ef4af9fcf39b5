"""Every rule of every file in patterns/ against its own examples, and against text made to hang it."""

from __future__ import annotations

import re
import time

import pytest

from pipeline.patterns import Rule, folder, load_rules, marked
from pipeline.reading import fold

FILES = sorted(path.name for path in folder().glob("*.toml"))
RULES = [(name, rule) for name in FILES for rule in load_rules(name).rules]
IDS = [f"{name}:{rule.id}" for name, rule in RULES]

HOSTILE = [
    ("digits", "1" * 4000),
    ("grouped digits", "1,234," * 700),
    ("spaced digits", "1 " * 2000),
    ("numerals", "一" * 4000),
    ("numerals with scales", "三千五百" * 1000),
    ("open brackets", "（" * 4000),
    ("nested brackets", "(一(" * 1300),
    ("letters and commas", "项目，" * 1300),
    ("marks", "（类）（款）（项）" * 400),
    ("years", "2023年度" * 700),
    ("spaces", " " * 4000),
    ("dashes", "—-" * 2000),
    ("dots", "……." * 1000),
    ("Han without an end", "预算执行情况和草案的报告" * 350),
    ("quotes", "“三公”" * 900),
]


def find(rule: Rule, text: str) -> list[tuple[int, int]]:
    """The spans the rule matches; a rule that says `whole = true` is only ever asked about a whole line."""
    if rule.data.get("whole"):
        return [match.span()] if (match := rule.pattern.fullmatch(text)) else []
    return [match.span() for match in rule.pattern.finditer(text)]


@pytest.mark.parametrize(("name", "rule"), RULES, ids=IDS)
def test_matches_its_own_examples(name: str, rule: Rule) -> None:
    assert rule.yes, f"{name}: rule '{rule.id}' has no example it must match"
    if rule.pattern.match(""):  # an optional surrounding: there is nothing it must not match
        return
    assert rule.no, f"{name}: rule '{rule.id}' has no example it must not match"
    for example in rule.yes:
        text, spans = marked(example)
        assert re.search(rule.data.get("gate", ""), fold(text)), f"{name}: the gate of '{rule.id}' keeps out its own {example!r}"
        found = find(rule, fold(text))
        ends = {fold(text)[end - 1] for _, end in found}
        assert ends <= set(rule.data.get("last", ends)), f"{name}: 'last' of '{rule.id}' keeps out its own {example!r}"
        missing = [text[start:end] for start, end, _ in spans if (start, end) not in found]
        assert not missing, f"{name}: rule '{rule.id}' misses {missing} in {example!r}; it finds {[text[a:b] for a, b in found]}"
    for example in rule.no:
        found = [example[start:end] for start, end in find(rule, fold(example))]
        assert not found, f"{name}: rule '{rule.id}' must not match {example!r} but finds {found}"


@pytest.mark.parametrize(("name", "rule"), RULES, ids=IDS)
def test_hostile_text_does_not_hang_it(name: str, rule: Rule) -> None:
    for what, text in HOSTILE:
        folded = fold(text)
        begun = time.process_time()
        sum(1 for _ in rule.pattern.finditer(folded, timeout=5))
        spent = time.process_time() - begun
        assert spent < 1, f"{name}: rule '{rule.id}' took {spent:.1f} s on {len(text)} characters of {what}"


@pytest.mark.parametrize("name", FILES)
def test_rule_names_are_unique(name: str) -> None:
    names = [rule.id for rule in load_rules(name).rules]
    assert len(names) == len(set(names))


def test_folding_keeps_the_length_of_everything() -> None:
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    assert len(fold(everything)) == len(everything)
