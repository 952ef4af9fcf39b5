"""Bodies: who issues documents, under one id over the years and through renames, so that a panel can be built."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import regex

from pipeline.patterns import load_table
from pipeline.records import Document

if TYPE_CHECKING:
    from pipeline.load.databases import Database

NOISE = regex.compile(r"[\s“”\"'‘’《》〈〉（）()【】\[\]·]|本级|（汇总）|汇总")
CENTRAL = regex.compile(r"^(?:中华人民共和国|国家|国务院|全国|中共中央|中国)")
GOVERNMENT = ("县级", "市级", "省级")


class Bodies:
    """Gives each document its body's id and keeps the names that were met."""

    def __init__(self, base: Database) -> None:
        self.base = base
        self.known = {row[0] for row in base.query("SELECT body_id FROM bodies")}
        self.names: dict[tuple[str, str], tuple[int | None, int | None]] = {
            (row[0], row[1]): (row[2], row[3]) for row in base.query("SELECT body_id, name, first_year, last_year FROM body_names")}
        self.new: dict[str, tuple[str | None, ...]] = {}
        self.changed: set[tuple[str, str]] = set()

    def of(self, document: Document) -> str | None:
        """The body's id, or None where the document names none."""
        if not document.body:
            return None
        body_id = identity(document.body, document.region_code, extent(document))
        if body_id not in self.known:
            self.known.add(body_id)
            self.new[body_id] = (body_id, normalised(document.body), document.region_code, government(document), extent(document))
        first, last = self.names.get((body_id, document.body), (None, None))
        years = [year for year in (first, last, document.year) if year is not None]
        span = (min(years), max(years)) if years else (None, None)
        if span != (first, last) or (body_id, document.body) not in self.names:
            self.names[body_id, document.body] = span
            self.changed.add((body_id, document.body))
        return body_id

    def write(self) -> None:
        """Writes what is new; inside the caller's transaction."""
        self.base.insert("bodies", list(self.new.values()))
        mark = self.base.mark
        for body_id, name in self.changed:
            self.base.execute(f"DELETE FROM body_names WHERE body_id = {mark} AND name = {mark}", (body_id, name))
        self.base.insert("body_names", [(*key, *self.names[key]) for key in sorted(self.changed)])
        self.new, self.changed = {}, set()


def identity(name: str, region_code: str | None, scope: str) -> str:
    """The same for every year and former name of a body in a region: 区环境保护局 and 区生态环境局 are one."""
    return "b" + hashlib.sha256(f"{region_code or ''}\n{normalised(name)}\n{scope}".encode()).hexdigest()[:15]


def normalised(name: str) -> str:
    """Without white space, brackets and 本级, under the newest of its official names."""
    plain = NOISE.sub("", name)
    for former, newest in renames():
        if plain.endswith(former):
            plain = plain[: len(plain) - len(former)] + newest
    return plain


@cache
def renames() -> tuple[tuple[str, str], ...]:
    """(former ending, newest ending) of names, the longest first; see patterns/bodies.csv."""
    rows = [(row["former"], row["newest"]) for row in load_table("bodies.csv")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def extent(document: Document) -> str:
    """部门: the department with its units; 单位: one unit alone; 本级: the department's own office; 政府: a whole government."""
    if "本级" in (document.body or "") or "本级" in document.title:
        return "本级"
    kind = document.type or ""
    return "单位" if kind.startswith("单位") else "政府" if kind.startswith(("政府", "预算执行", "债务")) else "部门"


def government(document: Document) -> str | None:
    """Level of government: 中央, 省级, 市级, 县级; None where neither code nor name says it."""
    code = document.region_code
    if code and len(code) == 6:
        return GOVERNMENT[(code[4:] == "00") + (code[2:] == "0000")]
    return "中央" if CENTRAL.match(document.body or "") and not document.region else None
