"""Fiscal Data Package: budget lines and documents as CSV with a `datapackage.json` that gives each column its fiscal meaning.

Functional codes also carry their division and group in the United Nations' COFOG (patterns/cofog.csv; approximate where
a Chinese class spans several). A line is a money figure that states a level with a phase and a year; the same line read
from text and table stands once.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.export_cells import plain, safe
from pipeline.load.bodies import identity
from pipeline.patterns import load_table
from pipeline.records import Document, Fact, Record

SPECIFICATION = "https://specs.frictionlessdata.io/fiscal-data-package/"
LINE: tuple[tuple[str, str, str, str], ...] = (
    # name, Table Schema type, columnType of the specification ('' where it has none), title
    ("line_id", "string", "budget-line-id", "document and fact"),
    ("year", "integer", "date:fiscal-year", "fiscal year"),
    ("body_id", "string", "administrative-classification:generic:level1:code", "issuing body, the same over the years"),
    ("body", "string", "administrative-classification:generic:level1:label", "issuing body"),
    ("region_code", "string", "geo-source:address:county:code", "GB/T 2260"),
    ("functional_1", "string", "functional-classification:generic:level1:code", "类"),
    ("functional_2", "string", "functional-classification:generic:level2:code", "款"),
    ("functional_3", "string", "functional-classification:generic:level3:code", "项"),
    ("cofog_division", "string", "functional-classification:cofog:division:code", "COFOG division"),
    ("cofog_group", "string", "functional-classification:cofog:group:code", "COFOG group"),
    ("economic_1", "string", "economic-classification:generic:level1:code", "经济分类 类"),
    ("economic_2", "string", "economic-classification:generic:level2:code", "经济分类 款"),
    ("category", "string", "", "category by its canonical name"),
    ("breakdown", "string", "", "second category that crosses the first"),
    ("fund", "string", "fin-source:generic:level1:code", "budget that the figure is limited to"),
    ("scope", "string", "", "全市, 市本级 …"),
    ("direction", "string", "direction", "revenue or expenditure"),
    ("phase", "string", "phase:id", "approved, adjusted or executed"),
    ("value", "number", "value", "yuan"),
    ("currency", "string", "value-currency:code", "ISO 4217"),
    ("outcome", "string", "", "supported, contradicted or unchecked by the document's own arithmetic"),
    ("page", "integer", "", "page of the document"),
    ("quote", "string", "", "as printed"),
    ("document_id", "string", "", "sha-256 of the document"),
)
DOCUMENT: tuple[tuple[str, str, str, str], ...] = tuple(
    (name, "integer" if name == "year" else "string", "", "") for name in ("document_id", "source", "title", "body", "region", "year", "type"))
PHASES = frozenset({"approved", "adjusted", "executed"})


def export_fdp(records: Iterable[Record], folder: Path) -> dict[str, int]:
    """Writes budget.csv, documents.csv and datapackage.json; returns the rows of each table."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = {"budget": 0, "documents": 0}
    with (folder / "budget.csv").open("w", encoding="utf-8", newline="") as budget, \
            (folder / "documents.csv").open("w", encoding="utf-8", newline="") as documents:
        lines, rows = csv.writer(budget), csv.writer(documents)
        lines.writerow([field[0] for field in LINE])
        rows.writerow([field[0] for field in DOCUMENT])
        for record in records:
            rows.writerow([_cell(getattr(record.document, field[0])) for field in DOCUMENT])
            counts["documents"] += 1
            for line in budget_lines(record):
                lines.writerow([_cell(value) for value in line])
                counts["budget"] += 1
    (folder / "datapackage.json").write_text(json.dumps(package(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return counts


def _cell(value: Any) -> Any:
    return safe(value) if isinstance(value, str) else plain(value) if isinstance(value, Decimal) else value


def budget_lines(record: Record) -> Iterator[tuple[Any, ...]]:
    """The record's budget lines, each once, in the order of LINE."""
    d = record.document
    body = identity(d)
    seen = set()
    for fact in record.facts:
        if fact.kind != "money" or fact.measure != "level" or fact.year is None or fact.phase not in PHASES or not fact.category:
            continue
        key = (fact.category, fact.code, fact.breakdown, fact.fund, fact.scope, fact.phase, fact.year, fact.value)
        if key not in seen:
            seen.add(key)
            yield _line(d, body, fact)


def _line(d: Document, body: str | None, fact: Fact) -> tuple[Any, ...]:
    code = fact.code or ""
    functional = code if code.startswith("2") else ""
    economic = code if code.startswith(("3", "5")) else ""
    division, group = _cofog(functional)
    return (f"{d.document_id}:{fact.fact_id}", fact.year, body, d.body, d.region_code,
            functional[:3] or None, functional[:5] if len(functional) >= 5 else None, functional if len(functional) == 7 else None,
            division, group, economic[:3] or None, economic if len(economic) == 5 else None, fact.category, fact.breakdown, fact.fund,
            fact.scope, direction(fact), fact.phase, fact.value, "CNY", fact.outcome, fact.page or None, fact.quote, d.document_id)


def _cofog(functional: str) -> tuple[str | None, str | None]:
    """Division and group of a functional code, from its 款, else its 类."""
    known = _cofog_rows()
    row = known.get(functional[:5]) or known.get(functional[:3]) or {}
    return row.get("division") or None, row.get("group") or None


@cache
def _cofog_rows() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in load_table("cofog.csv")}


def direction(fact: Fact) -> str | None:
    """revenue or expenditure, by the code's list or else the category's last word; None where neither tells."""
    if fact.code:
        return "revenue" if fact.code.startswith("1") else "expenditure"
    for ending, found in (("收入", "revenue"), ("收入合计", "revenue"), ("支出", "expenditure"), ("支出合计", "expenditure"),
                          ("经费", "expenditure"), ("费", "expenditure")):
        if (fact.category or "").endswith(ending):
            return found
    return None


def package() -> dict[str, Any]:
    """The descriptor: Table Schema with a columnType on each field that has a fiscal meaning."""
    return {
        "profile": "tabular-data-package", "name": "juesuan", "title": "预决算公开数据 Chinese public budgets and final accounts",
        "specification": SPECIFICATION, "countryCode": "CN", "version": __version__,
        "resources": [
            {"name": "budget", "path": "budget.csv", "profile": "tabular-data-resource", "encoding": "utf-8", "schema": {
                "fields": [_field(*field) for field in LINE], "primaryKey": ["line_id"], "missingValues": [""],
                "foreignKeys": [{"fields": ["document_id"], "reference": {"resource": "documents", "fields": ["document_id"]}}]}},
            {"name": "documents", "path": "documents.csv", "profile": "tabular-data-resource", "encoding": "utf-8", "schema": {
                "fields": [_field(*field) for field in DOCUMENT], "primaryKey": ["document_id"], "missingValues": [""]}},
        ],
    }


def _field(name: str, kind: str, column: str, title: str) -> dict[str, Any]:
    constraints = {"phase": {"enum": sorted(PHASES)}, "direction": {"enum": ["expenditure", "revenue"]}, "value": {"required": True}}
    field: dict[str, Any] = {"name": name, "type": kind}
    field |= {"title": title} if title else {}
    field |= {"columnType": column} if column else {}
    return field | ({"constraints": constraints[name]} if name in constraints else {})
