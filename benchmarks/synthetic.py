"""Synthetic records in an outputs folder: many documents of many facts, to measure store and load with."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from pipeline.fingerprints import fingerprints
from pipeline.index import Entry, Index
from pipeline.records import Document, Fact, Record
from pipeline.store import Store, begin_packed

CATEGORIES = ("基本支出", "项目支出", "工资福利支出", "商品和服务支出", "公务接待费", "本年收入合计", "财政拨款收入")


def record(i: int, facts: int) -> Record:
    """The i-th document, its figures all different."""
    document = hashlib.sha256(str(i).encode()).hexdigest()
    found = tuple(Fact(
        fact_id=k, source="table" if k % 5 else "text", text=f"{i * 7 + k:,}.{k % 100:02}", kind="money",
        value=Decimal(i * 7 + k) + Decimal(k % 100) / 100, unit="元", category=CATEGORIES[k % 7], code=f"208{k % 100:02}{i % 100:02}",
        measure="level", phase=("approved", "executed")[k % 2], year=2015 + i % 10, fund="一般公共预算", quote="本年收入合计，比上年增加",
        section_id=k % 20, section_path="第二部分 决算情况说明 > 一、收入支出决算总体情况", table="收入支出决算总表",
        row_label="行政单位离退休", column_label="本年支出合计/基本支出", page=k % 30, bbox=(72.0, 100.5, 200.25, 112.0),
        char_start=k * 20, char_end=k * 20 + 10, rule="amount-arabic") for k in range(facts))
    row = Document(document_id=document, source=f"in/{i}.pdf", media_type="application/pdf", title=f"某局{2015 + i % 10}年度部门决算",
                   body=f"某区某局{i // 10}", region_code="310107", year=2015 + i % 10, type="部门决算", pages=30, facts=facts)
    return Record(document=row, facts=found)


def fill(outputs: Path, *, documents: int, facts: int, packed: bool = False) -> None:
    """Makes the folder what a run over so many documents would have left."""
    if packed:
        begin_packed(outputs)
    store, index, fingerprint = Store(outputs), Index(outputs), fingerprints()["record"]
    for i in range(documents):
        each = record(i, facts)
        store.write("record", fingerprint, each.document.document_id, each)
        index.add(Entry(f"/in/{i}.pdf", f"in/{i}.pdf", each.document.document_id, 1, 1))
    index.close()
