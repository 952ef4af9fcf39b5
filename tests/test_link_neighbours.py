"""What a column takes from those beside it, and what columns say where the rows are places."""

from __future__ import annotations

import pytest
from link_tables import links_of

from pipeline.link.columns import headline
from pipeline.link.debt import of_kind
from pipeline.link.places import heading, titled, undated

PLACES = {"甲市": "9 8 7 6", "乙市": "5 4 3 2", "丙县": "5 4 3 2"}


def test_a_relative_column_is_of_the_level_before_it() -> None:
    columns = ["一般公共预算收入/金额", "一般公共预算收入/比上年增长%", "一般公共预算支出", "增长%"]
    found = links_of(("2025年各市县一般公共预算收支情况表", columns, PLACES))
    assert [link.category for link in found[:4]] == ["一般公共预算收入", "一般公共预算收入", "一般公共预算支出", "一般公共预算支出"]


def test_an_amount_of_change_below_its_words() -> None:
    columns = ["2026年预算/建议数", "2026年预算/比2025年执行数增减/金额", "2026年预算/比2025年执行数增减/%"]
    found = links_of(("全市一般公共预算收入2026年预算（草案）", columns, {"增值税": "9 -1 -10"}))
    assert [(link.measure, link.phase, link.base_phase, link.base_year) for link in found] == [
        ("level", "approved", None, None), ("change", "approved", "executed", 2025), ("growth", "approved", "executed", 2025)]


def test_a_place_called_without_its_ending_among_places() -> None:
    columns = ["合计", "南京", "无锡市", "徐州市"]
    found = links_of(("2025年省对市县专项转移支付分地区预算表", columns, {"交通发展专项资金": "9 8 7 6"}))
    assert [link.scope for link in found][1:] == ["南京", "无锡市", "徐州市"]
    assert found[1].breakdown is None


@pytest.mark.parametrize(("path", "expected", "remark"), [
    (("专项债券额度", "新增专项债券"), ("新增专项债券", None), "the finer name says all"),
    (("一般债务转贷收入", "再融资一般债券"), ("地方政府一般债务转贷收入", "再融资一般债券"), "the header says more than the kind"),
    (("一般债务还本付息额", "一般债券还本付息额", "本金"), ("一般债务还本付息支出", "一般债券还本付息额/本金"), "what stands between is not lost"),
])
def test_headings_of_debt(path, expected, remark) -> None:
    category, _, breakdown = heading(path, "government")
    assert (category, breakdown) == expected, remark


def test_service_of_one_kind_of_bonds() -> None:
    assert of_kind("还本付息额", "地方政府专项债券发行及还本付息情况表") == "专项债券还本付息额"
    assert of_kind("限额", "某省一般债务分地区余额情况表") == "一般债务限额"
    assert of_kind("还本付息额", "地方政府债券发行及还本付息情况表") is None


def test_a_completion_is_of_the_only_budget_that_the_table_prints() -> None:
    title, rows = "2025年国有资本经营预算收入完成情况表", {"利润收入": "9 8 89"}
    assert links_of((title, ["调整预算数", "完成数", "占预算%"], rows))[-1].base_phase == "adjusted"
    assert links_of((title, ["年初预算数", "完成数", "占预算%"], rows))[-1].base_phase == "approved"
    assert links_of((title, ["调整预算数", "完成数", "完成年初预算%"], rows))[-1].base_phase == "approved"


def test_limits_that_the_title_alone_calls_new() -> None:
    rows = {"某省": "9", "甲市": "5", "乙市": "4"}
    assert {link.category for link in links_of(("2025年提前下达新增专项债务限额安排情况表", ["专项债务限额"], rows))} == {"新增专项债务限额"}
    found = links_of(("2025年新增债务限额安排情况表", ["债务限额总额", "新增专项债务限额"], {label: f"{figure} 1" for label, figure in rows.items()}))
    assert {link.category for link in found} == {"债务限额总额", "新增专项债务限额"}


def test_dates_before_a_debt() -> None:
    columns = ["上年末地方政府债务余额", "本年地方政府债务余额限额（预算数）", "其中：政府外贷"]
    found = links_of(("2025年甲市政府专项债务限额和余额情况表", columns, {label: "9 8 7" for label in PLACES}))
    assert [(link.category, link.year) for link in found[:3]] == [("专项债务余额", 2024), ("地方政府专项债务余额限额", 2025), ("政府外贷", 2025)]


def test_years_that_belong_to_a_name() -> None:
    assert undated("2023-2025年某某水利工程") == "2023-2025年某某水利工程"
    assert titled("2025年省对市县一般性转移支付分地区预算表（二）") == "省对市县一般性转移支付"
    assert titled("2026年市对区县转移支付支出预算（草案）") == "市对区县转移支付支出"


@pytest.mark.parametrize(("title", "phase"), [
    ("2025年新增专项债券项目明细情况表", "executed"), ("2027年重点项目表", "approved"), ("2026年重点项目表", "approved"),
    ("2025年债务限额情况表", "approved"),
])
def test_a_table_of_another_year_in_a_budget(title: str, phase: str) -> None:
    assert headline(title, "approved", 2026, True, None).phase == phase
