"""Rows: each number cell of a table as a Link, read from its row, its column and the table's title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from operator import attrgetter, itemgetter

import msgspec

from pipeline.link.columns import (
    RELATIVE,
    WHOLES,
    View,
    columns_data,
    headers,
    measured,
    path_of,
    place,
    plain,
    title_view,
    year_in,
)
from pipeline.link.context import Profile, fund_of, narrower
from pipeline.link.debt import debt, issued, new_limits, of_kind
from pipeline.link.labels import dated, item, known, official, top_item
from pipeline.link.lists import allowed, listed, paid, spent, total_of
from pipeline.link.neighbours import column_views
from pipeline.link.outline import Place, outline
from pipeline.link.places import by_places, giver, heading, levelled, titled, undated, whole_region
from pipeline.link.subjects import known as known_name
from pipeline.reading import Reading, Row, Table, Value
from pipeline.recognise.lexicon import Name
from pipeline.records import Link, Mention, Mentions

ZERO = Decimal(0)
INSURANCE = "社会保险基金预算"
YEARLY = re.compile(r"^[当本]年(收入|支出)[小合]计$")


class Named(msgspec.Struct, frozen=True, gc=False):
    """What a row's label says."""

    category: str | None = None
    """None where the column must say it."""
    code: str | None = None
    fund: str | None = None
    year: int | None = None
    phase: str | None = None
    scope: str | None = None


Own = tuple[Named, str | None, str | None, str | None, int | None, int | None]
"""What a row says of its cells: its label, read, and the category, code and fund that come of it; where the label is printed."""


class Rows:
    """The tables of a document."""

    def __init__(self, reading: Reading, mentions: Mentions, profile: Profile) -> None:
        self.reading, self.profile = reading, profile
        self.government = profile.government
        self.kind = "government" if profile.government else "department"
        self.names: dict[str, str] = columns_data()["called"]
        self.links: list[Link] = []
        self.table, self.opened = -1, Table(0, 0, 0)
        self.cells = mentions.cells
        self.places: dict[int, Place] = {}
        self.yearly: set[str] = set()
        self.levelled = levelled(profile.scope, [table.title for table in reading.tables])

    def read(self) -> list[Link]:
        """The links of every cell, in the order of the text."""
        for table, cells in groupby(self.cells, itemgetter(0)):
            self.open(table)
            self.fill(cells)
        return self.links

    def open(self, index: int) -> None:
        table = self.reading.tables[index]
        if self.table < 0 or table.title != self.opened.title or table.columns != self.opened.columns:
            self.head(table)  # else the next page of a table
        self.table, self.opened = index, table
        self.items, self.places[index] = self.outlined(table)
        self.by_places = self.government and by_places(table)
        if self.by_places and not self.headings:
            for i in range(len(table.columns)):
                self.headings.append(self.heading(table, i))
        if not self.government:
            before = self.yearly if table.continues is not None else set()
            self.yearly = before | {match[1] for row in table.rows if (match := YEARLY.match(row.label))}
        self.fresh = self.government and new_limits(self.named_so, table)
        self.mixed = self.by_places or self.columns_first

    def head(self, table: Table) -> None:
        """What the title and the columns of a table say."""
        profile = self.profile
        self.named_so = plain(table.title)
        scope = None if self.levelled and whole_region(table.title, profile.region) else profile.scope
        scope = giver(table.title) or scope if scope and scope.startswith("全") else scope
        self.title = title_view(table, phase=profile.phase, year=profile.year, government=profile.government, scope=scope)
        self.views = column_views(table, self.title, kind=self.kind)
        self.totals = [total_of(table.title, self.kind, plain("/".join(column.path))) for column in table.columns]
        self.headings: list[tuple[str | None, str | None, str | None]] = []
        self.paid = columns_data()["paid"]["names"] if paid(table.title) else {}
        self.columns_first = "三公" in table.title and any(view.category for view in self.views)

    def outlined(self, table: Table) -> tuple[dict[int, Name], Place]:
        """The functional items of rows that print no code, by where the row begins."""
        if any(row.code for row in table.rows):
            return {}, Place()
        begun = self.places.get(table.continues, Place()) if table.continues is not None else Place()
        rows = sorted(table.rows, key=attrgetter("start"))
        own = spent(self.named_so)
        items, place = outline([top_item(row.label) if own else item(row.label).name for row in rows], self.title.year, begun, own)
        if own and self.title.fund == "一般公共预算" and "经济" not in self.named_so:  # nothing but functional items is in question
            return {row.start: found for row, found in zip(rows, items, strict=True) if found}, place
        of = listed(self.named_so, self.kind, self.title.fund, "")._replace(borrows=True)  # below aid, the order tells its items
        return {row.start: found for row, found in zip(rows, items, strict=True) if found and allowed(found.code or "", found.name, of)}, place

    def fill(self, cells: Iterable[tuple[int, int, Mention]]) -> None:
        """Adds the links of the open table; one loop, for a call for each cell takes a quarter of what its link does."""
        values, views, totals, mixed, government = self.opened.values, self.views, self.totals, self.mixed, self.government
        owns: dict[str, dict[int, Own]] = defaultdict(dict)
        sides = [owns[view.side] for view in views]
        """By column what the rows say, which is the same for all columns of a side."""
        for index, value, mention in cells:
            at = values[value]
            line, column, kind = at.row, at.column, mention.kind
            measure, phase, year, base_phase, base_year, view_fund, view_scope, _, _, _, breakdown = view = views[column]
            said, category, code, fund, start, end = sides[column].get(line) or self.own(line, view, sides[column])
            scope, rule = said.scope or view_scope, "table/row"
            if category is None or mixed or (government and "债" in category):
                category, code, breakdown, scope, rule = self.crossed(at, view, said)
                category, code, fund = self.finished(category, code)
                if rule != "table/row":
                    start = end = None
            elif breakdown == said.category or breakdown in WHOLES:
                breakdown = None
            if measure == "level" and (kind == "percent" or kind == "percentage_point"):
                measure = "other"
            self.links.append(Link(  # in the order of the fields: keywords take three times as long
                "table", mention.start, mention.end, kind, mention.value or ZERO, mention.unit, mention.step,
                category, code, breakdown, measure, said.phase or phase, said.year or year, base_phase, base_year,
                totals[column] if measure == "share" else None, said.fund or (narrower(view_fund, fund) if view_fund and fund else view_fund or fund), scope, mention.flags,
                None, start, end, None, index, line, column, rule))

    def own(self, index: int, view: View, owns: dict[int, Own]) -> Own:
        """What a row says of all its cells on one side of the table."""
        row = self.opened.rows[index]
        said = self.row(self.opened, row, view)
        found = owns[index] = said, *self.finished(said.category, said.code), row.start, row.end
        return found

    def crossed(self, at: Value, view: View, said: Named) -> tuple[str | None, str | None, str | None, str | None, str]:
        """Category, code, breakdown, scope and rule of a cell whose row alone does not say what it is about."""
        row, column = self.opened.rows[at.row], self.opened.columns[at.column]
        category, code, breakdown, total = said.category, said.code, view.breakdown, self.totals[at.column]
        scope = said.scope or view.scope
        where = place(plain(row.label)) if self.by_places else None
        if where:
            category, code, breakdown = self.headings[at.column]
            category = category or total or titled(self.opened.title)
            if category and (of := of_kind(category, self.opened.title)):
                category, code = known_name(of, self.kind)
            return category, code, breakdown, where, "table/place"
        if category is None or self.columns_first:
            crossing = category if self.columns_first and category != total else None
            category = (view.category or total or (titled(self.opened.title) if self.government else None)
                        or plain(row.label) or "".join(column.path[-1:]) or None)
            if category and item(category).total:
                category = titled(self.opened.title) or category
            return category, view.code, crossing, scope, "table/column"
        if breakdown == category or breakdown in WHOLES:
            breakdown = None
        if self.government and "债" in category and (named_by_column := debt(category, map(plain, reversed(column.path)))):
            (category, code), breakdown = known_name(named_by_column, self.kind), None
        return category, code, breakdown, scope, "table/row"

    def finished(self, category: str | None, code: str | None) -> tuple[str | None, str | None, str | None]:
        """A category under the name it goes by, its code, and the fund that the name says."""
        if not category:
            return None, code, None
        if self.fresh and headers()["debt-limits"].fullmatch(category):
            category = "新增" + category
        if self.paid:
            category, code = self.paid.get(category, (category, code))
            category = f"{category}支出" if code and code.startswith("23001") and not category.endswith("支出") else category
        category = self.names.get(category, category)
        return category, code, fund_of(category)

    def heading(self, table: Table, index: int) -> tuple[str | None, str | None, str | None]:
        """What a column says of the places in its rows; a relative one that names nothing is of the level before it."""
        view = self.views[index]
        path = path_of(table.columns, index) if view.measure != "other" else ()
        if view.measure != "level":
            path = tuple(part for part in path if not measured(plain(part)))
        category, code, breakdown = heading(path, self.kind)
        if category is None and view.measure in RELATIVE and index:
            return self.headings[index - 1]
        known = code and allowed(code, category or "", listed(self.named_so, self.kind, view.fund, view.side))
        return category, code if known else None, breakdown

    def row(self, table: Table, row: Row, view: View) -> Named:
        """What a row says: category, code and fund, and the year and phase that its own label names."""
        if row.code:
            return Named(official(row.code, item(row.label).name or row.code, view.year), row.code)
        if read := self.items.get(row.start):
            return Named(read.name, read.code)
        label, total, fund = item(row.label)
        if total:
            if self.kind == "government" and view.side and view.fund == INSURANCE:
                return Named(INSURANCE.removesuffix("预算") + view.side)
            return Named(columns_data()["sides"].get(f"{view.side}/{label}") if view.side else None)
        if label[2:] == "合计" and label[:2] in self.yearly:  # behind 本年收入合计 and what was carried over
            return Named(label[:2] + "总计")
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
        above = table.rows[row.parent].code if row.parent is not None else None
        return known(label, self.kind, view.year or 9999, above, listed(self.named_so, self.kind, view.fund, view.side))
