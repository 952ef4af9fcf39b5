"""Inside a clause: change, growth, share and completion against the levels beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from check_links import Doc

LAST = {"base_phase": "executed", "base_year": 2022}
PLAN = {"base_phase": "approved", "base_year": 2023}


@pytest.mark.parametrize("level, change, sign, growth, result, remark", [
    ("110.00万元", "10.00万元", 1, "10.0%", "pass", "10 ÷ 100"),
    ("106.5万元", "9.5万元", 1, "9.79%", "pass", "rounds half up"),
    ("90.00万元", "10.00万元", -1, "10%", "pass", "a decrease of a tenth"),
    ("90.00万元", "10.00万元", -1, "11.1%", "fail", "divided by this year instead of last"),
    ("3万元", "1万元", 1, "52%", "rounding", "whole 万元 leave 20 % to 150 % open"),
    ("110.00万元", "10.00万元", 1, "9.9%", "fail", "beyond the half steps"),
])
def test_growth(level: str, change: str, sign: int, growth: str, result: str, remark: str) -> None:
    doc = Doc()
    doc.say("支出", level, "项目支出")
    doc.say("，比上年变动", change, "项目支出", sign, measure="change", **LAST)
    doc.say("，变动", growth, "项目支出", sign, measure="growth", **LAST)
    assert [check.result for check in doc.results("growth")] == [result], remark


def test_growth_cut_off_instead_of_rounded_is_suggested() -> None:
    doc = Doc()
    doc.say("支出", "105.68万元", "项目支出")
    doc.say("，比上年增加", "5.68万元", "项目支出", measure="change", **LAST)
    doc.say("，增长", "5.6%", "项目支出", measure="growth", **LAST)
    (check,) = doc.results("growth")
    assert (check.result, check.suggestion) == ("fail", "截尾未进位")


def test_growth_from_nothing_fails_but_a_base_too_small_to_print_excuses_it() -> None:
    for growth, result in (("100%", "fail"), ("200000%", "insufficient_data")):
        doc = Doc()
        doc.say("支出", "20.00万元", "培训费")
        doc.say("，比上年增加", "20.00万元", "培训费", measure="change", **LAST)
        doc.say("，增长", growth, "培训费", measure="growth", **LAST)
        assert [check.result for check in doc.results("zero-base")] == [result]


def test_growth_on_a_comparable_basis_is_not_computed() -> None:
    doc = Doc()
    doc.say("收入", "110.00亿元", "税收收入")
    doc.say("，比上年增加", "10.00亿元", "税收收入", measure="change", **LAST)
    doc.say("，同口径增长", "5.0%", "税收收入", measure="growth", **LAST)
    assert [check.result for check in doc.results("growth")] == ["not_applicable"]


@pytest.mark.parametrize("now, plan, change, sign, result, slip, remark", [
    ("139.00万元", "195.00万元", "56.00万元", -1, "pass", None, "less than planned"),
    ("139.00万元", "195.00万元", "56.00万元", 1, "fail", "方向（增减相反）", "the word says more"),
    ("139.00万元", "195.00万元", "65.00万元", -1, "fail", None, "neither digits nor direction"),
    ("1390.00万元", "1953.00万元", "536.00万元", -1, "fail", "数字换位", "two digits changed places"),
])
def test_change(now: str, plan: str, change: str, sign: int, result: str, slip: str | None, remark: str) -> None:
    doc = Doc()
    doc.say("决算", now, "基本支出")
    doc.say("，年初预算", plan, "基本支出", phase="approved")
    doc.say("，变动", change, "基本支出", sign, measure="change", **PLAN)
    (check,) = doc.results("change")
    assert (check.result, check.suggestion) == (result, slip), remark


def test_a_double_negative_contradicts_itself_and_names_both_figures() -> None:
    doc = Doc()
    doc.say("总计", "1,000.00元", "收支总计")
    doc.say("，比上年减少", "-50.00元", "收支总计", measure="change", flags=("double_negative",), **LAST)
    (check,) = doc.results("direction")
    assert (check.result, check.expected, check.found) == ("fail", Decimal("-50.00"), Decimal("50.00"))
    assert "方向词" in check.message and "minus sign" in check.message_en


@pytest.mark.parametrize("part, share, result, remark", [
    ("25.00万元", "25.0%", "pass", "exact"),
    ("24.96万元", "25.0%", "pass", "rounds to it"),
    ("25.00万元", "25.1%", "fail", "beyond half a step"),
])
def test_share(part: str, share: str, result: str, remark: str) -> None:
    doc = Doc()
    doc.say("本年支出合计", "100.00万元", "本年支出合计")
    doc.say("，其中：项目支出", part, "项目支出")
    doc.say("，占", share, "项目支出", measure="share", whole="本年支出合计")
    assert [check.result for check in doc.results("share")] == [result], remark


def test_a_share_of_a_whole_that_was_not_read_is_insufficient() -> None:
    doc = Doc()
    doc.say("项目支出", "25.00万元", "项目支出")
    doc.say("，占", "25.0%", "项目支出", measure="share", whole="本年支出合计")
    assert [check.result for check in doc.results("share")] == ["insufficient_data"]


@pytest.mark.parametrize("plan, done, rate, result", [
    ("200.00万元", "190.00万元", "95%", "pass"),
    ("200.00万元", "190.00万元", "100%", "fail"),
    ("0.00万元", "0.00万元", "0%", "not_applicable"),
])
def test_completion(plan: str, done: str, rate: str, result: str) -> None:
    doc = Doc()
    doc.say("年初预算", plan, "公务接待费", phase="approved")
    doc.say("，决算", done, "公务接待费")
    doc.say("，完成", rate, "公务接待费", measure="completion", **PLAN)
    assert [check.result for check in doc.results("completion")] == [result]


def test_figures_that_name_a_neighbourhood_take_no_part() -> None:
    doc = Doc()
    doc.say("支出约", "110万元", "项目支出", flags=("approximate",))
    doc.say("，比上年增加", "10.00万元", "项目支出", measure="change", **LAST)
    doc.say("，增长", "50%", "项目支出", measure="growth", **LAST)
    assert doc.results("growth") == []


def test_a_level_in_a_later_section_is_not_what_a_growth_refers_to() -> None:
    doc = Doc()
    doc.heading("一、收入").say("收入", "10.00万元", "其他收入")
    doc.write("。甲。乙。丙。丁。").heading("二、支出")
    doc.say("增长", "50%", "其他收入", measure="growth", **LAST)
    assert [check.result for check in doc.checks().checks] == []
