"""Tables by places: what a header path and a row's label say."""

from __future__ import annotations

import pytest

from pipeline.link.columns import place
from pipeline.link.places import by_places, giver, heading, titled, undated
from pipeline.reading import Row, Table


@pytest.mark.parametrize(("label", "name", "remark"), [
    ("某某市", "某某市", "a city"), ("其中:省本级", "省本级", "a level"), ("省本级(含某示范区)", "省本级", "a note in brackets is no part of it"),
    ("全省", "全省", "the whole"), ("某某自治县", "某某自治县", "a county"), ("教育支出", None, "a category"), ("一般债务", None, "a kind of debt"),
])
def test_places(label: str, name: str | None, remark: str) -> None:
    assert place(label) == name, remark


@pytest.mark.parametrize(("path", "expected", "remark"), [
    (("2018年债务限额", "一般债务"), ("一般债务限额", None), "the kind goes into the name"),
    (("2018年债务余额（决算数）", "专项债务"), ("专项债务余额", None), "the phase is no part of the name"),
    (("2025年政府债务限额（预计数）",), ("地方政府债务限额", None), "a forecast is a phase"),
    (("2024年年末政府债务余额",), ("地方政府债务余额", None), "the date is no part of the name"),
    (("2018年债务限额",), ("地方政府债务限额", None), "the canonical name of the whole"),
    (("2024年还本付息额", "本金"), ("还本付息额", "本金"), "what crosses it is the breakdown"),
    (("预算数",), (None, None), "a phase alone names nothing"),
])
def test_headings(path: tuple[str, ...], expected: tuple[str | None, str | None], remark: str) -> None:
    category, _, breakdown = heading(path, "government")
    assert (category, breakdown) == expected, remark


@pytest.mark.parametrize(("label", "bare"), [
    ("2019年末地方政府债务余额决算数", "地方政府债务余额"), ("2020年地方政府债务限额", "地方政府债务限额"), ("教育支出", "教育支出"),
])
def test_dates_and_phases_leave_the_label(label: str, bare: str) -> None:
    assert undated(label) == bare


@pytest.mark.parametrize(("title", "name"), [
    ("2021年某省对市县政府性基金转移支付分地区决算表", "某省对市县政府性基金转移支付"), ("2025年某市新增债务限额安排情况表", "某市新增债务限额"), ("附表", None),
    ("情况表", None),
])
def test_a_title_names_what_its_columns_leave_open(title: str, name: str | None) -> None:
    assert titled(title) == name


@pytest.mark.parametrize(("title", "level"), [
    ("2025年某市对各区市专项转移支付执行情况表", "市级"), ("某省对下转移支付分项目表", "省级"), ("某市一般公共预算收入表", None), ("自治区对市县转移支付表", None),
])
def test_a_table_of_transfers_is_of_the_level_that_pays(title: str, level: str | None) -> None:
    assert giver(title) == level


def test_one_level_among_items_makes_no_table_by_places() -> None:
    rows = lambda *labels: Table(0, 1, 1, rows=tuple(Row(label) for label in labels))  # noqa: E731
    assert by_places(rows("某市", "市本级", "甲县", "乙县"))
    assert not by_places(rows("市本级", "教育支出", "卫生健康支出", "住房保障支出"))
