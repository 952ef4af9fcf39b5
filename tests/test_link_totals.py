"""What a column without a name of its own is, by the table's title."""

from __future__ import annotations

import pytest

from pipeline.link.columns import headline
from pipeline.link.neighbours import column_views
from pipeline.link.rows import total_of
from pipeline.reading import Column, Table

BOTH = "2025年部门“三公”经费和机关运行经费预算表"
THREE = "一般公共预算“三公”经费、会议费、培训费支出预算表"


@pytest.mark.parametrize(("title", "path", "category"), [
    ("财政拨款“三公”经费支出决算表", "合计", "“三公”经费"),
    (BOTH, "“三公”经费预算数/合计", "“三公”经费"),
    (BOTH, "机关运行经费预算数", None),  # another thing that the title names
    (THREE, "“三公”经费/小计", "“三公”经费"),
    (THREE, "合计", None),  # of all three
    ("一般公共预算基本支出决算表", "合计", "基本支出"),
])
def test_total_by_title(title: str, path: str, category: str | None) -> None:
    assert total_of(title, "department", path) == category


def test_a_column_named_with_its_figure() -> None:
    table = Table(0, 9, 1, title=BOTH, columns=(Column(("机关运行经费预算数",), "万元"),))
    (view,) = column_views(table, headline(BOTH, "approved", 2025, False, None), kind="department")
    assert (view.category, view.phase) == ("机关运行经费", "approved")


@pytest.mark.parametrize(("path", "category", "breakdown"), [
    (("支出预算", "基本支出"), "基本支出", "基本支出"),  # not the whole above it: rows crossed with both would state two figures
    (("一般公共预算支出", "项目支出"), "项目支出", "项目支出"),
    (("收入预算", "事业收入"), "事业收入", "事业收入"),
    (("支出预算", "合计"), "支出总计", "支出总计"),
    (("公务用车购置及运行费", "购置费"), "公务用车购置费", "公务用车购置及运行维护费"),  # short for a part of what stands above
    (("公务用车购置及运行费", "运行维护费"), "公务用车运行维护费", "公务用车购置及运行维护费"),
    (("公务用车购置及运行费", "小计"), "公务用车购置及运行维护费", "公务用车购置及运行维护费"),
])
def test_the_column_below_a_whole_is_the_breakdown(path: tuple[str, ...], category: str, breakdown: str) -> None:
    title = "2026年部门支出预算总表"
    (view,) = column_views(Table(0, 9, 1, title=title, columns=(Column(path, "元"),)), headline(title, "approved", 2026, False, None), kind="department")
    assert (view.category, view.breakdown) == (category, breakdown)
