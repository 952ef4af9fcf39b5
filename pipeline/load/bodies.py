"""Bodies: who issues documents, under one id over the years and through renames, so that a panel can be built."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import regex

from pipeline.patterns import load_rules, load_table
from pipeline.records import Document

if TYPE_CHECKING:
    from pipeline.load.databases import Database

NOISE = regex.compile(r"[\s“”\"'‘’《》〈〉（）()【】\[\]·]|本级|（汇总）|汇总")
PARTY = regex.compile(r"^(?:中国共产党|中共(?!中央))")
"""中共某市委员会 and 某市委 are one."""
COMMITTEE = regex.compile(r"(?<=[省市县区州盟旗])委员会(?=办公|组织|宣传|统|政法|机构|网络|社会|巡|党校)")
CENTRAL = regex.compile(r"^(?:中华人民共和国|国家|国务院|全国|中共中央|中国)")
WHOLE = regex.compile(r"(?:自治区|[省市县区州盟旗])本?级(?!部门)|汇总")
"""The government's own level (市本级), unlike the office of a department (局本级)."""
OWN = regex.compile(r"(?<!自治区|[省市县区州盟旗])本级")
SIGNS = regex.compile(r"(?:人民政府)?(?:财政[局厅]|审计[局厅])?|人民代表大会.*|人大.*")
"""Who signs what a whole government discloses; other bodies (a town, a development zone) speak for themselves."""
LEVELS = ("县级", "市级", "省级")


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
        """The body's id, or None where the document says neither body nor region."""
        body_id = identity(document)
        if body_id is None:
            return None
        name = normalised(document.body or "") if own_name(document) else governed(document)
        if body_id not in self.known:
            self.known.add(body_id)
            self.new[body_id] = (body_id, name, newest_code(document.region_code), government(document), extent(document))
        met = document.body or name
        first, last = self.names.get((body_id, met), (None, None))
        years = [year for year in (first, last, document.year) if year is not None]
        span = (min(years), max(years)) if years else (None, None)
        if span != (first, last) or (body_id, met) not in self.names:
            self.names[body_id, met] = span
            self.changed.add((body_id, met))
        return body_id

    def write(self) -> None:
        """Writes what is new; inside the caller's transaction."""
        self.base.insert("bodies", list(self.new.values()))
        mark = self.base.mark
        for body_id, name in self.changed:
            self.base.execute(f"DELETE FROM body_names WHERE body_id = {mark} AND name = {mark}", (body_id, name))
        self.base.insert("body_names", [(*key, *self.names[key]) for key in sorted(self.changed)])
        self.new, self.changed = {}, set()


def identity(document: Document) -> str | None:
    """The same for every year and former name of a body in a region: 区环境保护局 and 区生态环境局 are one.

    A government is known by its region alone, whoever signs for it (财政局, 人民政府 or nobody).
    """
    region, name = newest_code(document.region_code) or document.region or "", own_name(document)
    if not (name or (region and extent(document) == "政府")):
        return None
    return "b" + hashlib.sha256(f"{region}\n{name}\n{extent(document)}".encode()).hexdigest()[:15]


def own_name(document: Document) -> str:
    """The body's name within its region; '' for the region's government."""
    name = local(normalised(document.body or ""), document)
    return "" if extent(document) == "政府" and SIGNS.fullmatch(name) else name


def normalised(name: str) -> str:
    """Without white space, brackets and 本级, under the newest of its official names."""
    plain = COMMITTEE.sub("委", PARTY.sub("", NOISE.sub("", name)))
    for former, newest in renames():
        if plain.endswith(former):
            plain = plain[: len(plain) - len(former)] + newest
    return plain


def local(name: str, document: Document) -> str:
    """The name without its region's, which the code says already: 上海市普陀区财政局 and 普陀区财政局 → 财政局."""
    for region in (*chain(document.region_code or ""), document.region or ""):
        shorter = name.removeprefix(region)
        name = shorter if len(shorter) > 1 else name
    return name


def governed(document: Document) -> str:
    """The government a document speaks for, by its region's full name."""
    code = newest_code(document.region_code)
    names = chain(code or "")
    name = "".join(names[-2:]) or document.region or ""
    return name + ("行政公署" if name.endswith(("盟", "地区")) else "人民政府")


@cache
def chain(code: str) -> tuple[str, ...]:
    """Names from the province down to the region of a code: 310107 → 上海市, 普陀区."""
    row = _regions().get(code)
    if row is None:
        return ()
    names = (row["province"], row["city"] if row["city"] != "直辖" else "", row["name"])
    return tuple(dict.fromkeys(name for name in names if name))


@cache
def _regions() -> dict[str, dict[str, str]]:
    """The newest row of each code."""
    return {row["code"]: row for row in sorted(load_table("codes/regions.csv"), key=lambda row: row["valid_from"])}


def newest_code(code: str | None) -> str | None:
    """The code that a region bears today: a county that became a district stays the same region."""
    newer = _renamed()
    while code in newer:
        code = newer[code]
    return code


@cache
def _renamed() -> dict[str | None, str]:
    return {row["former"]: row["newest"] for row in load_table("regions_renamed.csv")}


@cache
def renames() -> tuple[tuple[str, str], ...]:
    """(former ending, newest ending) of names, the longest first; see patterns/bodies.csv."""
    rows = [(row["former"], row["newest"]) for row in load_table("bodies.csv")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def extent(document: Document) -> str:
    """部门: the department with its units; 单位: one unit alone; 本级: the department's own office; 政府: a whole government."""
    kind = document.type or ""
    if kind == "“三公”经费":  # of a whole level of government, or of one department
        return "政府" if WHOLE.search(document.title) or not document.body else "部门"
    if _kinds().get(kind) == "government":
        return "政府"
    if OWN.search(document.body or "") or OWN.search(document.title):
        return "本级"
    return "单位" if kind.startswith("单位") else "部门"


@cache
def _kinds() -> dict[str, str]:
    """Type of document → department | government."""
    return {rule.data["type"]: rule.data["kind"] for rule in load_rules("documents.toml").rules if "type" in rule.data}


def government(document: Document) -> str | None:
    """Level of government: 中央, 省级, 市级, 县级; None where neither code nor name says it."""
    code = document.region_code
    if code and len(code) == 6:
        return LEVELS[(code[4:] == "00") + (code[2:] == "0000")]
    return "中央" if CENTRAL.match(document.body or "") and not document.region else None
