r"""Loads patterns/: TOML rules with their own examples, and CSV lexicons.

    [fragments]
    number = '\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?'

    [[rule]]
    id = 'amount-arabic'
    pattern = '(?<value>{number}) ?(?<unit>万?元)'
    yes = ['收入完成[[105.2万元 = 1052000]]', '[[3元]]']
    no = ['增长10.1%']

`{name}` in a pattern or a fragment stands for a fragment. Patterns match on folded text (`reading.fold`).
Every key of a rule other than those above is data for the stage that reads the file (`rule.data`).
Examples mark each match with [[ ]]; what follows ` = ` inside is the value the stage must give it.
"""

from __future__ import annotations

import csv
import os
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import regex

from pipeline.problems import UsageError

HOME = Path(__file__).resolve().parent
RULE_KEYS = {"id", "pattern", "yes", "no"}


def folder() -> Path:
    """The folder the patterns are read from: $JUESUAN_PATTERNS, else the checkout's, else the installed copy."""
    chosen = os.environ.get("JUESUAN_PATTERNS")
    places = [Path(chosen)] if chosen else [HOME.parent / "patterns", HOME / "_patterns"]
    for place in places:
        if place.is_dir():
            return place
    raise UsageError(f"no patterns folder at {' or '.join(map(str, places))}: set JUESUAN_PATTERNS to one")


@dataclass(frozen=True)
class Rule:
    id: str
    pattern: regex.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleFile:
    name: str
    rules: tuple[Rule, ...]
    fragments: dict[str, str]
    data: dict[str, Any]
    """Top-level tables of the file that are neither fragments nor rules."""

    def __getitem__(self, rule_id: str) -> Rule:
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(f"{self.name}: no rule {rule_id!r}; it has: {', '.join(r.id for r in self.rules)}")


def expand(pattern: str, fragments: dict[str, str], *, where: str, depth: int = 0) -> str:
    """The pattern with every `{name}` replaced by its fragment, as a group; quantifiers such as {1,3} stay."""
    if depth > 20:
        raise UsageError(f"{where}: fragments refer to each other in a circle")

    def replace(match: regex.Match[str]) -> str:
        name = match[1]
        if name not in fragments:
            raise UsageError(f"{where}: no fragment named '{name}'; known: {', '.join(sorted(fragments))}")
        return f"(?:{expand(fragments[name], fragments, where=where, depth=depth + 1)})"

    return regex.sub(r"(?<!\\[pP])\{([a-z_][a-z0-9_]*)\}", replace, pattern)


@cache
def load_rules(name: str) -> RuleFile:
    """The rules of `patterns/NAME`, compiled; UsageError says which rule is wrong and why."""
    path = folder() / name
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    fragments = content.pop("fragments", {})
    rules = []
    for entry in content.pop("rule", []):
        where = f"{name}: rule '{entry.get('id', '?')}'"
        if not {"id", "pattern"} <= entry.keys():
            raise UsageError(f"{where}: needs both id and pattern")
        try:
            compiled = regex.compile(expand(entry["pattern"], fragments, where=where))
        except regex.error as error:
            raise UsageError(f"{where}: {error}") from error
        data = {key: value for key, value in entry.items() if key not in RULE_KEYS}
        rules.append(Rule(entry["id"], compiled, tuple(entry.get("yes", ())), tuple(entry.get("no", ())), data))
    return RuleFile(name, tuple(rules), fragments, content)


@cache
def load_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the CSV lexicon `patterns/NAME` as dictionaries."""
    path = folder() / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file))
    except OSError as error:
        raise UsageError(f"{path}: {error}") from error


def marked(example: str) -> tuple[str, list[tuple[int, int, str | None]]]:
    """An example's plain text and its marked spans with the value asked for.

    >>> marked('收入[[3元 = 3]]')
    ('收入3元', [(2, 4, '3')])
    """
    text, spans = "", []
    for piece in regex.split(r"(\[\[.*?\]\])", example):
        if piece.startswith("[["):
            shown, _, value = piece[2:-2].partition(" = ")
            spans.append((len(text), len(text) + len(shown), value.strip() or None))
            text += shown
        else:
            text += piece
    return text, spans
