"""Evaluate: what a record says against gold, as precision, recall and F1.

Facts match as multisets, so order and offsets do not matter:

    amount   (kind, |value|)                                           was the quantity found and normalised
    linked   amount + category                                         is it tied to the right category
    fact     (kind, value, category, measure, phase, year, base, whole)  is it right
    full     fact + fund + scope

Counts are scored apart, by recall only: gold lists no counts of activities. Headings match by number and title, with
and without level; cells by table, row, column (`cell_leaf`: its last heading only) and value.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from unicodedata import normalize

import regex

from pipeline.gold import Gold
from pipeline.patterns import folder
from pipeline.records import Fact, Record, Section

ALIASED = ("indicators.csv", "sangong.csv", "revenue.csv")
NAMELESS = frozenset({"none", "other"})
"""Measures whose category does not count."""
SPACE_AND_QUOTES = regex.compile(r"[\s“”\"'‘’《》〈〉「」]")
LEVEL_MARK = regex.compile(r"\((?:类|款|项|类级|款级|项级)\)")
TABLE_NUMBER = regex.compile(r"^[表\d、.\-()一二三四五六七八九十公开:]+(?=\S)")


class Score(NamedTuple):
    """Of one metric."""

    precision: float
    recall: float
    f1: float
    missed: Counter[Any]
    extra: Counter[Any]


def evaluate(gold: Gold, record: Record | None) -> dict[str, Score]:
    """Every metric the gold allows; a document without a record missed everything."""
    found: dict[str, Score] = {}
    facts = record.facts if record else ()
    if gold.facts:
        found |= _facts(gold.facts, [fact for fact in facts if fact.source == "text"])
    if gold.sections is not None:
        found |= _headings(gold.sections, record.sections if record else ())
    if gold.tables is not None:
        found |= _cells(gold.tables, [fact for fact in facts if fact.source == "table"])
    return found


def _facts(gold: list[dict[str, Any]], facts: list[Fact]) -> dict[str, Score]:
    wanted = [_gold_keys(row) for row in gold if row["kind"] != "count"]
    read = [_fact_keys(fact) for fact in facts if fact.kind != "count"]
    found = {name: score((keys[name] for keys in wanted), (keys[name] for keys in read)) for name in ("amount", "linked", "fact", "full")}
    counts = [_gold_keys(row)["fact"] for row in gold if row["kind"] == "count"]
    if counts:
        found["count_recall"] = score(counts, (_fact_keys(fact)["fact"] for fact in facts if fact.kind == "count"))
    return found


def _gold_keys(row: dict[str, Any]) -> dict[str, Hashable]:
    base = row.get("base")
    return _keys(row["kind"], Decimal(row["value"]), row.get("category"), row.get("measure"), row.get("phase"), row.get("year"),
                 (base.get("phase"), base.get("year")) if base else None, row.get("whole"), row.get("fund"), row.get("scope"))


def _fact_keys(f: Fact) -> dict[str, Hashable]:
    base = (f.base_phase, f.base_year) if f.base_phase or f.base_year else None
    return _keys(f.kind, f.value, f.category, f.measure, f.phase, f.year, base, f.whole, f.fund, f.scope)


def _keys(kind: str, value: Decimal, category: str | None, measure: str | None, phase: str | None, year: int | None,
          base: tuple[str | None, int | None] | None, whole: str | None, fund: str | None, scope: str | None) -> dict[str, Hashable]:
    """What two facts must share at each level to be the same."""
    named = measure not in NAMELESS
    category = canonical(category) if named else "-"
    fact: tuple[Hashable, ...] = (kind, value, category, measure, phase, year, base, canonical(whole) if whole else None)
    if not named:
        fact = (kind, abs(value), "-", measure)
    return {"amount": (kind, abs(value)), "linked": (kind, abs(value), category), "fact": fact, "full": (*fact, fund, scope)}


def _headings(gold: list[dict[str, str]], sections: Iterable[Section]) -> dict[str, Score]:
    wanted = [(_number(row["number"]), _title(row["title"]), int(row["level"])) for row in gold]
    read = [(_number(s.number), _title(s.title), s.level) for s in sections]
    return {"heading": score((key[:2] for key in wanted), (key[:2] for key in read)), "heading_level": score(wanted, read)}


def _cells(gold: list[dict[str, str]], facts: list[Fact]) -> dict[str, Score]:
    found = {}
    shapes: dict[str, Callable[[str], str]] = {
        "cell": lambda path: squeeze(path).replace("/", ""), "cell_leaf": lambda path: squeeze(path).split("/")[-1]}
    for name, column in shapes.items():
        found[name] = score(
            ((_table(r["table"]), _row(r["row_code"], r["row_name"]), column(r["column"]), Decimal(r["value_yuan"])) for r in gold),
            ((_table(f.table), _row(f.row_code, f.row_label), column(f.column_label or ""), f.value) for f in facts))
    found["cell_value"] = score((Decimal(row["value_yuan"]) for row in gold), (fact.value for fact in facts))
    return found


def score(gold: Iterable[Hashable], read: Iterable[Hashable]) -> Score:
    """Precision, recall and F1 of two multisets, rounded to four places, with what was missed and what is extra."""
    wanted, found = Counter(gold), Counter(read)
    hits = sum((wanted & found).values())
    precision, recall = hits / max(1, found.total()), hits / max(1, wanted.total())
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return Score(round(precision, 4), round(recall, 4), round(f1, 4), wanted - found, found - wanted)


def squeeze(text: str | None) -> str:
    """Without white space and quotation marks, in one width."""
    return SPACE_AND_QUOTES.sub("", normalize("NFKC", text or ""))


def canonical(name: str | None) -> str:
    """A category's name as it is compared: without level marks, an alias as the name it stands for."""
    plain = LEVEL_MARK.sub("", squeeze(name))
    plain = regex.sub("支出支出$", "支出", plain)
    return aliases().get(plain, plain)


@cache
def aliases() -> dict[str, str]:
    """Alias → name, from the lists of indicators; an alias of two names keeps the first."""
    found: dict[str, str] = {}
    for file in ALIASED:
        path = folder() / "codes" / file
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for alias in map(squeeze, (row.get("aliases") or "").split("|")):
                    if len(alias) > 2:
                        found.setdefault(alias, squeeze(row["name"]))
    return {alias: name for alias, name in found.items() if alias != name}


def _number(text: str) -> str:
    return regex.sub(r"[.．、,，]$", "", squeeze(text))


def _title(text: str) -> str:
    return regex.sub(r"[.。:：;；、]+$", "", squeeze(text))[:30]


def _table(title: str | None) -> str:
    return TABLE_NUMBER.sub("", regex.sub(r"[(（].*?[)）]$", "", squeeze(title)))


def _row(code: str | None, label: str | None) -> str:
    return regex.sub(r"\D", "", code or "") or regex.sub(r"^[一二三四五六七八九十]+、", "", squeeze(label))
