"""Tables of two sides: what a column's head says of the rows under it."""

from __future__ import annotations

import pytest

from pipeline.link.columns import View, column_view
from pipeline.reading import Column


@pytest.mark.parametrize(("path", "side", "breakdown", "remark"), [
    (("收入", "金额"), "收入", None, "the plain head"),
    (("本年收入", "预算数"), "收入", None, "of the year"),
    (("财政拨款收入", "预算数"), "收入", None, "the head of a side divides nothing"),
    (("财政拨款支出", "一般公共预算"), "支出", "一般公共预算", "a fund under it does"),
    (("收入预算", "财政拨款收入"), "", "财政拨款收入", "a source of income in one column of several is no side"),
])
def test_sides(path: tuple[str, ...], side: str, breakdown: str | None, remark: str) -> None:
    view = column_view("/".join(path), Column(path), View(), "department")
    assert (view.side, view.breakdown) == (side, breakdown), remark
