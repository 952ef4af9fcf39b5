"""Rows: each number cell of a table as a Link, read from its row, its column and the table's title."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from pipeline.link.columns import (
    NUMBERING,
    TIER,
    View,
    column_views,
    columns_data,
    first,
    named,
    path_of,
    place,
    plain,
    title_view,
    year_in,
)
from pipeline.link.context import Profile, fund_of
from pipeline.link.debt import debt, issued, of_kind
from pipeline.link.outline import Place, outline
from pipeline.link.places import PHASE, by_places, heading, titled, undated
from pipeline.patterns import load_table
from pipeline.reading import Reading, Row, Table
from pipeline.recognise.lexicon import Name, lexicon
from pipeline.records import Link, Mention, Mentions

TOTAL = regex.compile(r"^(?:本年)?(?:合计|总计|小计|共计|合\s*计|总\s*计)$")
FUND = regex.compile(r"^[一二三四五六七八九十、.\d]*(?:其中:)?(一般公共预算|政府性基金预算|国有资本经营预算)(?:财政)?(?:拨款)?$")
DEBTS = regex.compile(r"债务|债券")
HAN = regex.compile(r"\p{Han}")


@cache
def by_code() -> dict[str, list[tuple[int, int, str]]]:
    """Code → (first year, last year, official name) of the functional, economic and revenue lists."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for name in ("functional", "economic", "revenue"):
        for row in load_table(f"codes/{name}.csv"):
            if row["code"][:1].isdigit():
                first_year = int(regex.sub(r"\D", "", row.get("valid_from") or "") or 0)
                last_year = int(regex.sub(r"\D", "", row.get("valid_to") or "") or 9999)
                found.setdefault(row["code"], []).append((first_year, last_year, row["name"]))
    return found


def official(code: str, label: str, year: int | None) -> str:
    """The name that a code has: the printed one where it was official at some time, else the year's."""
    names = by_code().get(code)
    if not names:
        return label
    if any(name == label for _, _, name in names):
        return label
    valid = [name for start, end, name in names if year is None or start <= year <= end]
    return (valid or [names[-1][2]])[-1]


def named_part(label: str) -> str:
    """A label of several cells without the cells that name nothing: 某项目/P21430600-0045, 其他资金/小计."""
    if "/" not in label:
        return label
    return "/".join(part for part in label.split("/") if HAN.search(part) and not TOTAL.match(part)) or label


def paid(title: str) -> bool:
    """Whether a table's transfers are paid to the governments below, not received from the one above."""
    rule = columns_data()["paid"]
    return bool(regex.search(rule["title"], title)) and not regex.search(rule["unless"], title)


class Named(NamedTuple):
    """What a row's label says."""

    category: str | None = None
    """None where the column must say it."""
    code: str | None = None
    fund: str | None = None
    year: int | None = None
    phase: str | None = None
    scope: str | None = None


class Rows:
    """The tables of a document."""

    def __init__(self, reading: Reading, mentions: Mentions, profile: Profile) -> None:
        self.reading, self.profile = reading, profile
        self.kind = "government" if profile.government else "department"
        self.links: list[Link] = []
        self.table = -1
        self.cells = mentions.cells
        self.places: dict[int, Place] = {}

    def read(self) -> list[Link]:
        """The links of every cell, in the order of the text."""
        for table, value, mention in self.cells:
            if table != self.table:
                self.open(table)
            self.cell(table, value, mention)
        return self.links

    def open(self, index: int) -> None:
        table = self.reading.tables[index]
        profile = self.profile
        self.table = index
        self.title = title_view(table, phase=profile.phase, year=profile.year, government=profile.government, scope=profile.scope)
        self.views = column_views(table, self.title, kind=self.kind)
        self.rows: dict[tuple[int, str], Named] = {}
        self.items, self.places[index] = self.outlined(table)
        self.by_places = profile.government and by_places(table)
        total = next((rule for rule in columns_data()["total"] if rule["search"](plain(table.title))), None)
        self.total = total and (total.get("government", total["category"]) if profile.government else total["category"])
        self.paid = columns_data()["paid"]["names"] if paid(table.title) else {}
        self.columns_first = "三公" in table.title and any(view.category for view in self.views)

    def outlined(self, table: Table) -> tuple[dict[int, Name], Place]:
        """The functional items of rows that print no code, by where the row begins."""
        if any(row.code for row in table.rows):
            return {}, Place()
        begun = self.places.get(table.continues, Place()) if table.continues is not None else Place()
        rows = sorted(table.rows, key=lambda row: row.start)
        labels = [TIER.sub("", NUMBERING.sub("", named_part(plain(row.label)))) for row in rows]
        items, place = outline(labels, self.title.year, begun)
        return {row.start: item for row, item in zip(rows, items, strict=True) if item}, place

    def cell(self, index: int, value: int, mention: Mention) -> None:
        table = self.reading.tables[index]
        at = table.values[value]
        view = self.views[at.column]
        row = table.rows[at.row]
        key = (at.row, view.side)
        if key not in self.rows:
            self.rows[key] = self.row(table, row, view)
        said = self.rows[key]
        category, code, fund = said[:3]
        breakdown, scope = view.breakdown, said.scope or view.scope
        rule = "row"
        where = place(plain(row.label)) if self.by_places else None
        if where:
            path = path_of(table.columns, at.column) if view.measure == "level" else ()
            category, code, breakdown = heading(path, self.kind)
            category, scope, rule = category or self.total or titled(table.title), where, "place"
            category = category and (of_kind(category, table.title) or category)
        elif category is None or self.columns_first:
            crossing = category if self.columns_first and category != self.total else None
            category, code, breakdown, rule = view.category or self.total, view.code, crossing, "column"
            category = category or (self.profile.government and titled(table.title)) or plain(row.label) or "".join(table.columns[at.column].path[-1:]) or None
        elif breakdown in (category, "本年收入合计", "本年支出合计", "收入总计", "支出总计"):
            breakdown = None
        if self.kind == "government" and rule == "row" and category:
            named_by_column = debt(category, map(plain, reversed(table.columns[at.column].path)))
            if named_by_column:
                category, breakdown = named_by_column, None
        category, code = self.paid.get(category, (category, code))
        measure = view.measure
        if mention.kind in ("percent", "percentage_point") and measure == "level":
            measure = "other"
        self.links.append(Link(
            source="table", start=mention.start, end=mention.end, kind=mention.kind, value=mention.value or Decimal(0), unit=mention.unit,
            step=mention.step, category=category, code=code, breakdown=breakdown, measure=measure, phase=said.phase or view.phase,
            year=said.year or view.year, base_phase=view.base_phase, base_year=view.base_year,
            whole=self.total if measure == "share" else None, fund=fund or view.fund or fund_of(category), scope=scope,
            flags=mention.flags, category_start=row.start if rule == "row" else None,
            category_end=row.end if rule == "row" else None, table=index, table_row=at.row, table_column=at.column,
            rule=f"table/{rule}"))

    def row(self, table: Table, row: Row, view: View) -> Named:
        """What a row says: category, code and fund, and the year and phase that its own label names."""
        printed = plain(row.label)
        label = TIER.sub("", NUMBERING.sub("", named_part(printed)))
        if row.code:
            return Named(official(row.code, label or row.code, view.year), row.code)
        if item := self.items.get(row.start):
            return Named(item.name, item.code)
        if not label or TOTAL.match(label) or not HAN.search(label):
            return Named(columns_data()["sides"].get(f"{view.side}/{label}") if view.side else None)
        fund = FUND.match(printed)
        when = "年初" if view.side == "收入" else "年末"
        carried = next((above for above in self.above(table, row) if "结转" in above.label and when in above.label), None) if fund else None
        if fund and carried:
            return Named(self.row(table, carried, view).category, None, fund[1])
        if self.kind == "department":
            return Named(*self.named(table, row, label, view))
        return self.of_government(table, row, label, view)

    def of_government(self, table: Table, row: Row, label: str, view: View) -> Named:
        """A label of a government's table: 全省/一般债券, 2019年末地方政府债务余额 and the 一般债务 below it."""
        scope = None
        if "/" in label and (where := place(label.partition("/")[0])):
            scope, label = where, label.partition("/")[2]
        bare = undated(label)
        phase = first(columns_data()["phase"], "phase", label) if PHASE.search(label) else "approved" if bare.endswith("限额") else None
        year = year_in(label, view.year) if bare != label else None
        if row.parent is not None and year is None and (DEBTS.search(bare) or phase):
            parent = self.row(table, table.rows[row.parent], view)
            year, phase = parent.year, parent.phase or phase
            bare = debt(bare, [undated(plain(table.rows[row.parent].label))]) or bare
        bare = issued(bare.split("/")) or bare
        return Named(*self.named(table, row, bare, view), None, year, phase if bare != label or year else None, scope)

    def above(self, table: Table, row: Row) -> list[Row]:
        """The rows that a fund's row may be a part of: its parent, else those just before it, on either side."""
        if row.parent is not None:
            return [table.rows[row.parent]]
        before = [other for other in table.rows if other.start < row.start]
        return before[:-9:-1]

    def named(self, table: Table, row: Row, label: str, view: View) -> tuple[str, str | None]:
        """The official or customary name of a label, and its code where the side of the table leaves no doubt."""
        names = [name for name in lexicon(self.kind).by_name.get(label, ()) if name.source != "stop"]
        if not names:
            found = named(label, self.kind, "收入" if view.side == "收入" else "支出")
            names = [found] if found else []
        if not names:
            return label, None
        year = view.year or 9999
        valid = [name for name in names if name.first <= year <= name.last] or names
        wanted = "revenue" if view.side == "收入" or ("收入" in table.title and "支出" not in table.title) else "functional"
        above = table.rows[row.parent].code if row.parent is not None else None
        chosen = ([name for name in valid if above and name.code and name.code.startswith(above)]
                  or [name for name in valid if name.source == "named"]
                  or [name for name in valid if name.source == wanted and name.level == "类"]
                  or [name for name in valid if name.source == wanted] or valid)
        codes = {name.code for name in chosen}
        return chosen[0].name, chosen[0].code if len(codes) == 1 else None
