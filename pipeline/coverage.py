"""Coverage: which share of the amounts is tied to a category, and which is checked, by kind of document."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import msgspec

from pipeline.problems import UsageError
from pipeline.results import Results
from pipeline.stages import LAST


class CoverageRow(msgspec.Struct):
    """A row a kind of document (`Document.type`); shares are None where there is nothing to divide by."""

    type: str
    documents: int
    linked: int
    """Amounts in running text that became facts: money, percentages and counts."""
    unlinked: int
    """Amounts in running text that did not, each listed in its record with the reason."""
    linked_share: float | None
    money_share: float | None
    """Of the sums of money in running text, the share that became facts."""
    cells: int
    """Facts of tables."""
    supported: float | None
    """Of all facts of money, the share that the document's own arithmetic supports."""
    contradicted: float | None
    why: dict[str, int]
    """The reasons of the unlinked amounts, most frequent first."""


class _Fact(msgspec.Struct):
    source: str
    kind: str
    outcome: str


class _Unlinked(msgspec.Struct):
    kind: str
    why: str


class _Document(msgspec.Struct):
    type: str | None


class _Record(msgspec.Struct):
    """What is counted of a record; the rest of the JSON is passed over."""

    document: _Document
    facts: list[_Fact]
    unlinked: list[_Unlinked]


def coverage(outputs: Path) -> list[CoverageRow]:
    """A row a kind of document, the largest first; empty where the folder holds no records. Reads every current record."""
    try:
        results = Results(outputs)
    except UsageError:
        return []
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    whys: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in results.entries.values():
        record = results.store.load(LAST, results.prints[LAST], entry.document_id, _Record)
        if record is not None:
            kind = record.document.type or ""
            counts[kind].update(_counted(record))
            whys[kind].update(item.why for item in record.unlinked)
    rows = [_row(kind, count, whys[kind]) for kind, count in counts.items()]
    return sorted(rows, key=lambda row: (-row.documents, row.type))


def _counted(record: _Record) -> Counter[str]:
    count = Counter(documents=1, unlinked=len(record.unlinked), lost=sum(item.kind == "money" for item in record.unlinked))
    for fact in record.facts:
        text, money = fact.source == "text", fact.kind == "money"
        count["linked" if text else "cells"] += 1
        if money:
            count["money"] += 1
            count["tied"] += text
            count[fact.outcome] += 1
    return count


def _row(kind: str, count: Counter[str], why: Counter[str]) -> CoverageRow:
    return CoverageRow(kind, count["documents"], count["linked"], count["unlinked"], _share(count["linked"], count["unlinked"]),
                       _share(count["tied"], count["lost"]), count["cells"],
                       _share(count["supported"], count["money"] - count["supported"]),
                       _share(count["contradicted"], count["money"] - count["contradicted"]), dict(why.most_common()))


def _share(part: int, rest: int) -> float | None:
    return round(part / (part + rest), 4) if part + rest else None
