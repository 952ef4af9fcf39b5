"""Rows: each number cell of a table as a Link, read from its row, its column and the table's title."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import regex

from pipeline.link.columns import WHOLES, View, column_views, columns_data, path_of, place, plain, title_view, year_in
from pipeline.link.context import Profile, fund_of, narrower
from pipeline.link.debt import debt, issued, of_kind
from pipeline.link.labels import dated, item, known, official
from pipeline.link.outline import Place, outline
from pipeline.link.places import by_places, heading, titled, undated
from pipeline.reading import Reading, Row, Table
from pipeline.recognise.lexicon import Name
from pipeline.records import Link, Mention, Mentions

ZERO = Decimal(0)


@lru_cache(maxsize=1 << 12)
def paid(title: str) -> bool:
    """Whether a table's transfers are paid to the governments below, not received from the one above."""
    rule = columns_data()["paid"]
    return bool(regex.search(rule["title"], title)) and not regex.search(rule["unless"], title)


@lru_cache(maxsize=1 << 12)
def total_of(title: str, kind: str, path: str) -> str | None:
    """The category that a table's title gives the total in a column; one of several that it names, only where the column names it too."""
    total = next((rule for rule in columns_data()["total"] if rule["search"](plain(title))), None)
    if total and "beside" in total and regex.search(total["beside"], plain(title)) and not total["search"](path):
        return None
    return total and (total.get("government", total["category"]) if kind == "government" else total["category"])


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
        self.totals = [total_of(table.title, self.kind, plain("/".join(column.path))) for column in table.columns]
        self.paths = [path_of(table.columns, i) for i in range(len(table.columns))] if self.by_places else []
        self.paid = columns_data()["paid"]["names"] if paid(table.title) else {}
        self.columns_first = "三公" in table.title and any(view.category for view in self.views)

    def outlined(self, table: Table) -> tuple[dict[int, Name], Place]:
        """The functional items of rows that print no code, by where the row begins."""
        if any(row.code for row in table.rows):
            return {}, Place()
        begun = self.places.get(table.continues, Place()) if table.continues is not None else Place()
        rows = sorted(table.rows, key=attrgetter("start"))
        items, place = outline([item(row.label).name for row in rows], self.title.year, begun)
        return {row.start: found for row, found in zip(rows, items, strict=True) if found}, place

    def cell(self, index: int, value: int, mention: Mention) -> None:
        table = self.reading.tables[index]
        at = table.values[value]
        view = self.views[at.column]
        row = table.rows[at.row]
        said = self.rows.get((at.row, view.side))
        if said is None:
            said = self.rows[at.row, view.side] = self.row(table, row, view)
        category, code, fund, year, phase, place_said = said
        breakdown, scope, total = view.breakdown, place_said or view.scope, self.totals[at.column]
        rule = "table/row"
        where = place(plain(row.label)) if self.by_places else None
        if where:
            path = self.paths[at.column] if view.measure == "level" else ()
            category, code, breakdown = heading(path, self.kind)
            category, scope, rule = category or total or titled(table.title), where, "table/place"
            category = category and (of_kind(category, table.title) or category)
        elif category is None or self.columns_first:
            crossing = category if self.columns_first and category != total else None
            category, code, breakdown, rule = view.category or total, view.code, crossing, "table/column"
            category = category or (self.profile.government and titled(table.title)) or plain(row.label) or "".join(table.columns[at.column].path[-1:]) or None
        elif breakdown == category or breakdown in WHOLES:
            breakdown = None
        if (self.kind == "government" and rule == "table/row" and category and "债" in category
                and (named_by_column := debt(category, map(plain, reversed(table.columns[at.column].path))))):
            category, breakdown = named_by_column, None
        if self.paid:
            category, code = self.paid.get(category, (category, code))
            category = f"{category}支出" if category and code and code.startswith("23001") and not category.endswith("支出") else category
        category = columns_data()["called"].get(category, category) if category else None
        measure = view.measure
        if measure == "level" and mention.kind in ("percent", "percentage_point"):
            measure = "other"
        start, end = (row.start, row.end) if rule == "table/row" else (None, None)
        self.links.append(Link(  # in the order of the fields: keywords take three times as long
            "table", mention.start, mention.end, mention.kind, mention.value or ZERO, mention.unit, mention.step,
            category, code, breakdown, measure, phase or view.phase, year or view.year, view.base_phase, view.base_year,
            total if measure == "share" else None, fund or narrower(view.fund, fund_of(category)), scope, mention.flags,
            None, start, end, None, index, at.row, at.column, rule))

    def row(self, table: Table, row: Row, view: View) -> Named:
        """What a row says: category, code and fund, and the year and phase that its own label names."""
        if row.code:
            return Named(official(row.code, item(row.label).name or row.code, view.year), row.code)
        if read := self.items.get(row.start):
            return Named(read.name, read.code)
        label, total, fund = item(row.label)
        if total:
            return Named(columns_data()["sides"].get(f"{view.side}/{label}") if view.side else None)
        when = "年初" if view.side == "收入" else "年末"
        carried = next((above for above in self.above(table, row) if "结转" in above.label and when in above.label), None) if fund else None
        if carried:
            return Named(self.row(table, carried, view).category, None, fund)
        if self.kind == "department":
            return Named(*self.named(table, row, label, view))
        return self.of_government(table, row, label, view)

    def of_government(self, table: Table, row: Row, label: str, view: View) -> Named:
        """A label of a government's table: 全省/一般债券, 2019年末地方政府债务余额 and the 一般债务 below it."""
        scope, label, bare, phase, debts = dated(label)
        year = year_in(label, view.year) if bare != label else None
        if row.parent is not None and year is None and (debts or phase):
            parent = self.row(table, table.rows[row.parent], view)
            year, phase = parent.year, parent.phase or phase
            bare = debt(bare, [undated(plain(table.rows[row.parent].label))]) or bare
        if "/" in bare:
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
        wanted = "revenue" if view.side == "收入" or ("收入" in table.title and "支出" not in table.title) else "functional"
        above = table.rows[row.parent].code if row.parent is not None else None
        return known(label, self.kind, view.side == "收入", view.year or 9999, wanted, above)
