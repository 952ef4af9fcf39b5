"""What the header path of a column, its neighbours and the label of a row say of a table's figures."""

from __future__ import annotations

import pytest

from pipeline.link.columns import (
    View,
    column_view,
    columns_data,
    first,
    path_of,
    place,
    plain,
    title_view,
)
from pipeline.link.debt import debt, issued, of_kind
from pipeline.link.labels import named_part
from pipeline.link.neighbours import column_views
from pipeline.link.rows import paid
from pipeline.reading import Column, Table

RULES = [(key, rule[key], rule) for key in ("measure", "phase") for rule in columns_data()[key]]


@pytest.mark.parametrize(("key", "value", "rule"), RULES, ids=[f"{key}-{value}" for key, value, _ in RULES])
def test_rules_of_columns_keep_to_their_examples(key, value, rule) -> None:
    assert rule["yes"] and rule["no"]
    for text in rule["yes"]:
        assert first(columns_data()[key], key, plain(text)) == value
    for text in rule["no"]:
        assert first(columns_data()[key], key, plain(text)) != value


def views(*paths: str, percent: str = "", title: str = "2025年甲市一般公共预算支出执行情况表", kind: str = "government") -> list[View]:
    table = Table(0, 1, 1, title=title, columns=tuple(Column(tuple(path.split("/")), "%" if path in percent.split(" ") else None) for path in paths))
    return column_views(table, View(phase="executed", year=2025, scope="全市"), kind=kind)


@pytest.mark.parametrize(("paths", "percent", "expected", "remark"), [
    (("2024年决算数", "2025年预算数", "2025年执行数/金额", "2025年执行数/增长%"), "2025年执行数/增长%", ("growth", "executed", 2025, "executed", 2024),
     "a growth is over the year before, not over the year's budget"),
    (("2025年执行数", "2026年预算数", "增长%"), "增长%", ("growth", "approved", 2026, "executed", 2025), "a bare growth takes the levels to its left"),
    (("预算数", "决算数", "增减额"), "", ("change", "executed", 2025, "approved", 2025), "a difference may be one between budget and account"),
    (("决算数", "增长%"), "增长%", ("growth", "executed", 2025, "executed", 2024), "no level of the year before: the same phase"),
    (("预算数", "决算数", "决算数为预算数的%"), "决算数为预算数的%", ("completion", "executed", 2025, "approved", 2025), "the budget of the same year"),
    (("2025年执行数/占预算%",), "2025年执行数/占预算%", ("completion", "executed", 2025, "approved", 2025), "占预算 is a completion, not a share"),
    (("执行数为调整预算数的",), "执行数为调整预算数的", ("completion", "executed", 2025, "adjusted", 2025), "the sign stands with the unit"),
    (("预算数", "调整预算数", "决算数", "完成预算%"), "完成预算%", ("completion", "executed", 2025, "adjusted", 2025),
     "of the budget in force at the end of the year"),
    (("预算数", "调整预算数", "决算数", "为预算数的%"), "为预算数的%", ("completion", "executed", 2025, "approved", 2025), "a column called by its name"),
    (("预算数", "调整预算数", "决算数", "完成年初预算%"), "完成年初预算%", ("completion", "executed", 2025, "approved", 2025), "the first budget by name"),
    (("决算数为上年决算数的%",), "决算数为上年决算数的%", ("other", "executed", 2025, None, None), "a percent of last year's figure is no growth"),
    (("预算数为上年执行数的%",), "预算数为上年执行数的%", ("other", "approved", 2025, None, None), "the phase is that of the figure, not of the base"),
    (("2026年预算/比2025年执行数增减/%",), "2026年预算/比2025年执行数增减/%", ("growth", "approved", 2026, "executed", 2025), "a stated base"),
])
def test_measure_phase_year_and_base(paths, percent, expected, remark) -> None:
    view = views(*paths, percent=percent)[-1]
    assert (view.measure, view.phase, view.year, view.base_phase, view.base_year) == expected, remark


@pytest.mark.parametrize(("path", "breakdown", "scope", "remark"), [
    ("二○二五年/预算数", None, "全市", "a year is no category"), ("2025年执行数/乙县", None, "乙县", "a place is the scope"),
    ("本地区", None, "本地区", "so is the whole region"), ("2026年/一、省级实施金额", "省级实施金额", "省级", "its number is no part of a name"),
    ("其中:/利息", "利息", "全市", "其中 says nothing itself"),
])
def test_what_crosses_the_row(path, breakdown, scope, remark) -> None:
    view = views(path)[0]
    assert (view.breakdown, view.scope) == (breakdown, scope), remark


def test_a_part_belongs_to_the_column_before_it() -> None:
    columns = tuple(Column(tuple(path.split("/"))) for path in ("一般债券合计", "其中：/新增债券", "其中：/再融资债券", "专项债券合计", "其中：/新增债券"))
    assert [path_of(columns, index) for index in (0, 2, 4)] == [("一般债券合计",), ("一般债券", "再融资债券"), ("专项债券", "新增债券")]


@pytest.mark.parametrize(("label", "name"), [
    ("一、省本级", "省本级"), ("甲省合计", "甲省"), ("其中:乙自治县", "乙自治县"), ("丙市(含丁示范区)", "丙市"), ("教育支出", None), ("一般债务", None),
    ("二、市(州)合计", "市(州)"), ("大兴安岭合计", "大兴安岭"), ("基金合计", None),
])
def test_places_with_numbers_and_totals(label: str, name: str | None) -> None:
    assert place(label) == name


@pytest.mark.parametrize(("label", "said", "name", "remark"), [
    ("一般债务", ("地方政府债务余额",), "一般债务余额", "the row above says what is meant"),
    ("其中:专项债务", ("决算数", "新增债务限额"), "新增专项债务限额", "the first words that say it"),
    ("一般债务", ("地方政府债务还本",), "一般债务还本支出", "a payment is spending"),
    ("一般债务限额", ("提前下达的新增地方政府债务限额",), "新增一般债务限额", "a part of a new limit is new"),
    ("一般债务限额", ("地方政府债务限额",), None, "nothing to add"), ("一般债务", ("决算数",), None, "nothing says it"),
    ("教育支出", ("地方政府债务余额",), None, "no kind of debt"),
    ("地方政府债务限额", ("新增债务限额",), "新增地方政府债务限额", "all kinds, new"), ("地方政府债务限额", ("债务总限额",), None, "all kinds, all"),
])
def test_kinds_of_debt(label, said, name, remark) -> None:
    assert debt(label, said) == name, remark


def test_bonds_by_kind_and_by_purpose_in_either_order() -> None:
    assert issued(["新增债券", "专项债券合计"]) == "新增专项债券" == issued(["专项债券", "新增债券"])
    assert issued(["再融资债券", "一般债券"]) == "再融资一般债券"
    assert issued(["一般债券", "利息"]) is None and issued(["一般债券"]) is None


def test_a_title_that_speaks_of_one_kind_of_debt() -> None:
    assert of_kind("地方政府债务余额", "2025年甲市一般债务限额和余额情况表") == "一般债务余额"
    assert of_kind("地方政府债务余额", "2025年甲市一般债务和专项债务余额情况表") is None
    assert of_kind("债务还本支出", "2025年甲市一般债务情况表") == "一般债务还本支出"
    assert of_kind("上年结转收入", "2025年甲市一般债务情况表") is None


@pytest.mark.parametrize(("title", "scope", "remark"), [
    ("2025年各市县一般公共预算支出决算表", "各市县", "the levels below, not the document's own"),
    ("2025年省对各市专项转移支付决算表", "全市", "what is paid to them is the payer's"), ("2025年市级一般公共预算支出表", "市级", "a level"),
])
def test_the_scope_of_a_title(title: str, scope: str, remark: str) -> None:
    assert title_view(Table(0, 1, 1, title=title), phase="executed", year=2025, government=True, scope="全市").scope == scope, remark


@pytest.mark.parametrize(("label", "name"), [
    ("丙停车场建设项目/P21430600-0045", "丙停车场建设项目"), ("其他资金/小计", "其他资金"), ("教育支出", "教育支出"), ("合计/小计", "合计/小计"),
])
def test_cells_that_name_nothing_leave_the_label(label: str, name: str) -> None:
    assert named_part(label) == name


def test_transfers_are_paid_or_received() -> None:
    rule = columns_data()["paid"]
    assert all(paid(title) for title in rule["yes"]) and not any(paid(title) for title in rule["no"])


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
