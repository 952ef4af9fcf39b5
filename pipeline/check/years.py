"""Between documents: what one year's disclosure says of another year, against that year's own disclosure.

A carry-over opens a year at what closed the last; a change over last year implies last year's figure; the initial
budget that final accounts repeat is the one the budget published. Corrections of errors and reorganisations excuse a
difference, so every identity here is soft.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec
import regex

from pipeline.check.identities import identities
from pipeline.check.precision import FACTORS, Figure, minus, tolerance, verdict
from pipeline.records import Fact, Record

NUMBER = regex.compile(r"\d[\d,]*(?:\.(\d+))?")
Side = tuple[str, int]
"""(document_id, fact_id)."""
Key = tuple[str | None, str | None, str | None, str | None, str | None]
"""category, code, breakdown, fund, scope."""


class YearCheck(msgspec.Struct, frozen=True):
    """One identity tried on the facts of two documents of one body."""

    identity: str
    result: str
    """pass | rounding | fail."""
    here: Side
    """The fact that speaks of the other year or document."""
    there: Side
    """The fact it is held against."""
    expected: Decimal
    found: Decimal
    difference: Decimal
    tolerance: Decimal
    message: str
    message_en: str


def across(records: Iterable[Record]) -> list[YearCheck]:
    """Every identity between two documents of the same body in a run, bodies in order of first appearance."""
    bodies: dict[tuple[str | None, str], list[Record]] = defaultdict(list)
    for record in records:
        if record.document.body:
            bodies[record.document.region_code, record.document.body].append(record)
    return [check for group in bodies.values() if len(group) > 1 for check in within(group)]


def within(records: list[Record]) -> Iterator[YearCheck]:
    """The identities between the documents of one body; only figures that their own document does not contradict."""
    known: dict[tuple[Key, str | None, int | None], list[tuple[str, Fact]]] = defaultdict(list)
    for record in records:
        for fact in record.facts:
            if fact.measure == "level" and fact.kind == "money" and fact.category and fact.outcome != "contradicted":
                known[key_of(fact), fact.phase, fact.year].append((record.document.document_id, fact))
    for record in records:
        name, done = record.document.document_id, set()
        for fact in record.facts:
            if fact.kind != "money" or not fact.category or fact.outcome == "contradicted":
                continue
            for identity, key, phase, year, expected in claims(fact, record):
                other = next((pair for pair in known.get((key, phase, year), ()) if pair[0] != name), None)
                if other is not None and (identity, key) not in done:
                    done.add((identity, key))
                    yield compare(identity, (name, fact), other, expected)


def claims(fact: Fact, record: Record) -> Iterator[tuple[str, Key, str | None, int | None, Figure]]:
    """What a fact says of another document: (identity, key, phase, year, the figure it implies there)."""
    year = fact.year or 0
    if fact.measure == "level" and fact.phase == "executed" and fact.category == "年初结转和结余":
        yield "carry-over", ("年末结转和结余", *key_of(fact)[1:]), "executed", year - 1, figure(fact)
    if fact.measure == "level" and fact.phase == "approved" and "决算" in (record.document.type or ""):
        yield "budget-repeated", key_of(fact), "approved", fact.year, figure(fact)
    if fact.measure == "change" and fact.base_phase == fact.phase and fact.base_year == year - 1:
        level = next((other for other in record.facts if other.measure == "level" and key_of(other) == key_of(fact) and (
            other.phase, other.year, other.kind) == (fact.phase, fact.year, "money")), None)
        if level is not None:
            yield "year-before", key_of(fact), fact.base_phase, fact.base_year, minus(figure(level), figure(fact))


def compare(identity: str, here: tuple[str, Fact], there: tuple[str, Fact], implied: Figure) -> YearCheck:
    printed, kind = figure(there[1]), identities().kinds[identity]
    found, name = there[1].value, there[1].category
    return YearCheck(
        identity, verdict(implied, printed), (here[0], here[1].fact_id), (there[0], there[1].fact_id), implied.value, found,
        found - implied.value, tolerance(implied, printed),
        f"{kind.zh}：{name}据{here[1].year}年度文件应为{implied.value:,f}元，{there[1].year}年度文件所载为{found:,f}元。",
        f"{kind.en}: “{name}” is {implied.value:,f} yuan by the document of {here[1].year}, "
        f"{found:,f} in the document of {there[1].year}.")


def key_of(fact: Fact) -> Key:
    return fact.category, fact.code, fact.breakdown, fact.fund, fact.scope


def figure(fact: Fact) -> Figure:
    """A fact's value with the precision of its printed digits."""
    match = NUMBER.search(fact.text)
    step = FACTORS.get(fact.unit or "元", Decimal(1)).scaleb(-len(match[1] or "")) if match else Decimal(0)
    return Figure(fact.value, fact.value - step / 2, fact.value + step / 2)
