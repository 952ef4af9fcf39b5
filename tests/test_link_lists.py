"""Which items the names of a table can be: by its budget, its sides and what it is divided into."""

from __future__ import annotations

import pytest
from link_tables import DEPARTMENT, links_of, named

from pipeline.link.columns import columns_data, lossy
from pipeline.link.lists import listed

ONE = ["2025年决算数"]


@pytest.mark.parametrize(("title", "label", "expected", "remark"), [
    ("2025年社会保险基金收入决算表", "利息收入", ("利息收入", None), "an item of the general budget is none of the funds"),
    ("2025年社会保险基金支出决算表", "其他支出", ("其他支出", None), "229 is an item of the other budgets"),
    ("2025年社会保险基金收入决算表", "失业保险基金", ("失业保险基金收入", "10202"), "the side that the title says"),
    ("2025年社会保险基金支出决算表", "失业保险基金", ("失业保险基金支出", "20902"), "the other side"),
    ("2025年社会保险基金收支决算表", "失业保险基金", ("失业保险基金", None), "neither side"),
    ("2025年社会保险基金结余表", "失业保险基金", ("失业保险基金", None), "what is left over is no spending"),
    ("2025年一般公共预算支出决算表（按经济分类）", "住房公积金", ("住房公积金", "50103"), "an item by economic purpose"),
    ("2025年一般公共预算支出决算表（按经济分类）", "基础设施建设", ("基础设施建设", None), "of several groups; no item of a special bond"),
    ("2025年国有资本经营预算支出决算表", "资本性支出", ("资本性支出", "2230401"), "the item of the state-capital budget"),
    ("2025年一般公共预算支出决算表", "资本性支出", ("资本性支出", None), "not in another budget"),
    ("2025年国有资本经营收入决算表", "合计", ("国有资本经营预算收入", None), "the title's total"),
    ("2025年新增债券用途情况表", "其他", ("其他", None), "what is left of a list is no item"),
    ("2025年中央对某省一般性转移支付表", "均衡性转移支付", ("均衡性转移支付收入", "1100202"), "received"),
    ("2025年某省对市县一般性转移支付表", "均衡性转移支付", ("均衡性转移支付", "2300202"), "paid"),
    ("2025年一般公共预算支出决算表", "地方政府一般债务还本支出", ("地方政府一般债务还本支出", "23103"), "not the 类 that it is a part of"),
    ("2025年一般公共预算收支平衡表", "从国有资本经营预算调入", ("从国有资本经营预算调入", None), "not all that was moved"),
    ("2025年一般公共预算收支平衡表", "教育", ("教育", None), "a transfer or a 类"),
    ("2025年债券使用情况表", "2021年某某公路改造", ("2021年某某公路改造", None), "a year in a project's name"),
])
def test_names_of_governments(title, label, expected, remark) -> None:
    assert named((title, ONE, {label: "5"})) == [expected], remark


def test_a_class_without_its_ending_is_one_among_expenditure() -> None:
    rows = {label: "5" for label in ("一般公共服务", "人大事务", "行政运行", "国防", "教育")}
    assert named(("2025年一般公共预算支出决算表", ONE, rows)) == [
        ("一般公共服务支出", "201"), ("人大事务", "20101"), ("行政运行", "2010101"), ("国防支出", "203"), ("教育支出", "205")]


def test_below_aid_the_same_words_are_its_items_unless_numbered() -> None:
    rows = {label: "5" for label in ("十五、援助其他地区支出", "教育", "十六、住房保障")}
    assert [code for _, code in named(("2025年一般公共预算支出决算表", ONE, rows))] == ["219", "21902", "221"]


def test_the_budget_of_a_title_that_calls_it_state_capital_income() -> None:
    link, = links_of(("2025年国有资本经营收入决算表", ONE, {"利润收入": "5"}))
    assert (link.fund, link.code) == ("国有资本经营预算", "1030601")


def test_columns_of_both_sides() -> None:
    columns = ["全市收入预算", "全市收入完成", "占预算%", "市本级支出预算", "市本级支出完成", "占预算%"]
    found = links_of(("2025年社会保险基金收支完成情况表", columns, {"合计": "9 8 89 7 6 86", "失业保险基金": "5 4 80 3 2 67"}))
    assert [(link.category, link.scope) for link in found] == [(f"{name}{side}", scope) for name in ("社会保险基金", "失业保险基金")
                                                               for side, scope in (("收入", "全市"), ("支出", "市本级")) for _ in range(3)]
    assert [link.measure for link in found][:3] == ["level", "level", "completion"]


def test_what_is_carried_over_makes_the_grand_total() -> None:
    rows = {"当年收入小计": "5", "上年结转资金": "1", "收入合计": "6"}
    assert [name for name, _ in named(("收支预算总表", ["收入/金额"], rows), profile=DEPARTMENT)][-1] == "收入总计"
    assert named(("收支预算总表", ["收入/金额"], {"收入合计": "6"}), profile=DEPARTMENT)[0][0] == "本年收入合计"


def test_a_region_without_a_level_is_the_whole_beside_tables_of_a_level() -> None:
    whole, level = ("2025年某省一般公共预算收入决算表", ONE, {"增值税": "9"}), ("2025年某省省级一般公共预算收入决算表", ONE, {"增值税": "5"})
    assert [link.scope for link in links_of(whole, level)] == [None, "省级"]
    assert [link.scope for link in links_of(whole)] == ["省级"], "what the document's title says"
    other = ("2025年某省（市、县）本级一般公共预算收入决算表", ONE, {"增值税": "5"})
    assert [link.scope for link in links_of(level, other)] == ["省级", "省级"], "a level, whatever stands in brackets"


def test_limits_are_of_few_kinds() -> None:
    assert listed("2025年甲市一般公共预算收入表", "government", "一般公共预算", "") is listed("2025年甲市一般公共预算收入表", "government", "一般公共预算", "")
    assert listed("2025年甲市增值税收入表", "government", None, "") == listed("2024年乙市印花税收入表", "government", None, "")


def test_words_that_a_category_keeps() -> None:
    keeps = columns_data()["keeps"]
    assert all(lossy(text, "债务还本支出") for text in keeps["yes"]) and not any(lossy(text, "调入资金") for text in keeps["no"])
