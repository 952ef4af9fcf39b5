"""Neighbours: the Views of a table's columns, with what each takes from the columns beside it."""

from __future__ import annotations

from pipeline.link.columns import (
    RELATIVE,
    SIDED,
    View,
    column_view,
    headers,
    measured,
    path_of,
    place,
    plain,
    scope_in,
    stated,
)
from pipeline.reading import Column, Table
from pipeline.recognise.regions import find_region


def column_views(table: Table, title: View, *, kind: str) -> list[View]:
    """A View for each value column; a bare 增长% takes the levels to its left as figure and base."""
    views: list[View] = []
    sides = sides_of(table.columns)
    for index, column in enumerate(table.columns):
        text = plain("/".join(path_of(table.columns, index)))
        view = column_view(text, column, title, kind)
        if sides:
            view = view._replace(side=sides[index])
        views.append(view if view.measure in ("level", "other") else relative(view, text, views, title))
    if kind == "government" and placed(table.columns):
        return [with_place(view, column) for view, column in zip(views, table.columns, strict=True)]
    return views


def relative(view: View, text: str, views: list[View], title: View) -> View:
    """The View of a change, growth, completion or share, by the columns before it."""
    if views and view.scope == title.scope and not scope_in(text):
        view = view._replace(scope=views[-1].scope)
    if view.measure not in RELATIVE:
        return view
    if view.base_year is None and view.base_phase is None:
        view = beside(view, stated(text), views, title)
    if view.base_phase is None:
        view = view._replace(base_phase=view.phase)
    if view.measure == "completion" and view.base_phase == "approved":
        view = view._replace(base_phase=planned(view, text, views))
    return view


def planned(view: View, text: str, views: list[View]) -> str:
    """The phase of the budget that a completion is of: 完成预算% beside 调整预算数 is of that one, the budget in force at the
    end of the year, unless the words name 年初预算 or the table's own column 预算数."""
    if headers()["initial"].search(text):
        return "approved"
    phases = {other.phase for other in views if other.measure == "level" and other.year == view.year}
    return "adjusted" if "adjusted" in phases and ("approved" not in phases or "预算数" not in text) else "approved"


def placed(columns: tuple[Column, ...]) -> bool:
    """Whether columns are places: 无锡市, 徐州市."""
    return len(columns) > 2 and len([column for column in columns if len(column.path) == 1 and place(plain(column.path[0]))]) > 1


def with_place(view: View, column: Column) -> View:
    """The view of a place called without its 市 among other places."""
    word = plain(column.path[0]) if len(column.path) == 1 else ""
    if view.breakdown != word or view.category or not 2 <= len(word) <= 4 or (found := find_region(word, view.year)) is None or found[0] != word:
        return view
    return view._replace(scope=word, breakdown=None)


def sides_of(columns: tuple[Column, ...]) -> list[str]:
    """The side of each column where some are called 收入 and others 支出, a relative one going with those before it."""
    words = "".join(["".join(column.path) for column in columns])
    if "收入" not in words or "支出" not in words:
        return []
    found = [next((match["side"] for part in column.path if (match := headers()["side"].fullmatch(plain(part)))), "") for column in columns]
    if not {"收入", "支出"} <= set(found) or any(SIDED.match(plain(part)) for column in columns for part in column.path):
        return []
    for i, column in enumerate(columns):
        if i and not found[i] and measured(plain("/".join(column.path))):
            found[i] = found[i - 1]
    return found


def beside(view: View, stated: bool, views: list[View], title: View) -> View:
    """The figure and the base of a relative column that names no base: from the level columns before it.

    A growth is over the year before; a difference may also be one between a year's budget and its account.
    """
    if view.measure == "completion":
        return view._replace(base_phase=view.base_phase or "approved", base_year=view.base_year or view.year)
    levels = [other for other in views if other.measure == "level"]
    if levels and not stated:
        main = max(levels[:-3:-1], key=lambda other: other.year or 0)  # of the two nearest the later year, else the nearer
        view = view._replace(phase=main.phase, year=main.year)
    before = view.year - 1 if view.year else None
    if view.measure == "change":
        base = next((other for other in reversed(levels) if (other.phase, other.year) != (view.phase, view.year)), None)
    else:
        base = next((other for other in reversed(levels) if other.year == before), None)
    return view._replace(base_phase=base.phase if base else view.phase, base_year=base.year if base else before)
