"""Splits of a figure by kind of debt and by level of government, and what ends one: sentences of government reports."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

CASES = [
    ("全市政府债务限额9亿元（一般债务4亿元，专项债务5亿元），全市政府债务余额8亿元，其中：一般债务3亿元、占比37.5%。",
     ["9亿元 地方政府债务限额 level approved 2025 s:全市", "4亿元 一般债务限额 level approved 2025 s:全市",
      "5亿元 专项债务限额 level approved 2025 s:全市", "8亿元 地方政府债务余额 level executed 2025 s:全市",
      "3亿元 一般债务余额 level executed 2025 s:全市", "37.5% 一般债务余额 share executed 2025 w:地方政府债务余额 s:全市"],
     "a kind of debt is a limit or a balance as its whole is"),
    ("全市发行新增债券7亿元，其中一般债券2亿元、专项债券5亿元；再融资债券6亿元（一般债券6亿元）。",
     ["7亿元 新增债券 level executed 2025 s:全市", "2亿元 新增一般债券 level executed 2025 s:全市",
      "5亿元 新增专项债券 level executed 2025 s:全市", "6亿元 再融资债券 level executed 2025 s:全市",
      "6亿元 再融资一般债券 level executed 2025 s:全市"], "kinds of bonds"),
    ("全市新增一般债券9亿元，其中市级留用4亿元，转贷县区5亿元；新增专项债券3亿元。",
     ["9亿元 新增一般债券 level executed 2025 s:全市", "4亿元 新增一般债券 level executed 2025 s:市级",
      "5亿元 新增一般债券 level executed 2025 s:县区", "3亿元 新增专项债券 level executed 2025 s:全市"],
     "levels of government are scopes of the figure before, and of it alone"),
    ("全市新增债券9亿元，其中：一般债券4亿元，专项债券5亿元；转贷县区2亿元。",
     ["9亿元 新增债券 level executed 2025 s:全市", "4亿元 新增一般债券 level executed 2025 s:全市",
      "5亿元 新增专项债券 level executed 2025 s:全市", "2亿元 新增债券 level executed 2025 s:县区"],
     "behind the list's end a level is of the whole"),
    ("从转移支付资金情况看，长宁县5亿元，同比下降6.1%。",
     ["5亿元 转移支付 level executed 2025 s:长宁县", "6.1% 转移支付 growth executed 2025 b:executed 2024 s:长宁县 minus"],
     "what the places are told of stands before them"),
    ("全市政府债务余额9亿元。分性质看，一般债务4亿元；分级次看，市本级3亿元。",
     ["9亿元 地方政府债务余额 level executed 2025 s:全市", "4亿元 一般债务余额 level executed 2025 s:全市",
      "3亿元 地方政府债务余额 level executed 2025 s:市本级"], "divided in another way, the whole is the same"),
    ("全市政府债务余额9亿元。分性质看，一般债务4亿元，占44%。分级次看，市本级3亿元，县、区6亿元。",
     ["9亿元 地方政府债务余额 level executed 2025 s:全市", "4亿元 一般债务余额 level executed 2025 s:全市", "44% 一般债务余额 share executed 2025 s:全市",
      "3亿元 地方政府债务余额 level executed 2025 s:市本级", "6亿元 地方政府债务余额 level executed 2025 s:县、区"], "also in the next sentence"),
    ("全市教育支出5亿元，占一般公共预算比重保持在15%以上，占全省的比重为5%。",
     ["5亿元 教育支出 level executed 2025 s:全市", "15% 教育支出 share executed 2025 w:一般公共预算支出 f:一般公共预算 s:全市 at_least",
      "5% 教育支出 share executed 2025 s:全市"], "a share's whole is before 比重; a larger place is no scope"),
    ("全市一般公共预算收入中税收增长4%，占比达到70%。",
     ["4% 税收收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市",
      "70% 税收收入 share executed 2025 w:一般公共预算收入 f:一般公共预算 s:全市"], "a figure is of what is a part, not of what it is a part of"),
    ("市级财力安排如下：\n——公共设施建设方面9亿元，占5.6%。\n——其他方面4亿元，占2%。",
     ["9亿元 公共设施建设 level executed 2025", "5.6% 公共设施建设 share executed 2025",
      "4亿元 其他方面 level executed 2025", "2% 其他方面 share executed 2025"], "what is left over is not the last item's"),
    ("全市税收收入5亿元，下降2%，剔除一次性因素后增长3%（不含开发区1亿元）。",
     ["5亿元 税收收入 level executed 2025 s:全市", "2% 税收收入 growth executed 2025 b:executed 2024 s:全市 minus",
      "3% 税收收入 growth executed 2025 b:executed 2024 s:全市", "1亿元 税收收入 level executed 2025 s:开发区"],
     "a growth without something is the figure's own"),
    ("全市一般公共预算收入预算5亿元，实际完成6亿元，为预算的120%，增长3%。",
     ["5亿元 一般公共预算收入 level approved 2025 f:一般公共预算 s:全市", "6亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市",
      "120% 一般公共预算收入 completion executed 2025 b:approved 2025 f:一般公共预算 s:全市",
      "3% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市"],
     "what is measured by the plan already grows against the year before"),
    ("全市一般公共预算收入6亿元，增长3%，超收收入1亿元用于化解债务。",
     ["6亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市",
      "3% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市",
      "1亿元 超收收入 level executed 2025 f:一般公共预算 s:全市"], "超收收入 is a receipt, no growth"),
    ("市本级一般公共预算总收入和总支出由5亿元调整为6亿元，调增1亿元。",
     ["5亿元 收支总计 level approved 2025 f:一般公共预算 s:市本级", "6亿元 收支总计 level adjusted 2025 f:一般公共预算 s:市本级",
      "1亿元 收支总计 change adjusted 2025 b:approved 2025 f:一般公共预算 s:市本级"], "both sides of an adjusted budget are one figure"),
    ("全市总收入和总支出分别为5亿元、6亿元。", ["5亿元 总收入 level executed 2025 s:全市", "6亿元 总支出 level executed 2025 s:全市"],
     "分别 tells them apart"),
    ("全市偿还到期债券本息5亿元，其中：本金3亿元，利息2亿元。",
     ["5亿元 债务还本付息支出 level executed 2025 s:全市", "3亿元 债务还本支出 level executed 2025 s:全市",
      "2亿元 债务付息支出 level executed 2025 s:全市"], "principal and interest"),
    ("市本级一般公共预算收入5亿元，加上一般债务转贷3亿元；市本级一般公共预算支出6亿元，加上债务转贷1亿元。",
     ["5亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:市本级", "3亿元 债务转贷收入 level executed 2025 f:一般公共预算 s:市本级",
      "6亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:市本级", "1亿元 债务转贷支出 level executed 2025 f:一般公共预算 s:市本级"],
     "the side of a balance"),
    ("从国有资本收益中调入3亿元，统筹用于保障公共服务支出。", ["3亿元 调入资金 level executed 2025"], "what is moved is not named by what it is for"),
]


@pytest.mark.parametrize(("body", "facts", "remark"), CASES, ids=[case[2] for case in CASES])
def test_splits(body: str, facts: list[str], remark: str) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == facts, remark


def test_debts_behind_a_budget_are_of_no_one_budget() -> None:
    _, found = links_of("（一）预算收支\n市本级一般公共预算收入5亿元。\n（二）政府债务情况\n全市政府债务余额9亿元。", "report")
    assert [link.fund for link in found.links] == ["一般公共预算", None]


def test_a_debt_behind_a_budget_s_paragraph_is_not_of_that_budget() -> None:
    _, found = links_of("市本级社会保险基金预算收入5亿元。\n全市政府债务余额9亿元，其中，一般债务4亿元。", "report")
    assert [link.fund for link in found.links] == ["社会保险基金预算", None, None]


def test_a_debt_heading_under_a_budget_stays_of_it() -> None:
    _, found = links_of("一、一般公共预算\n（一）政府债务情况\n全市发行再融资债券9亿元。", "report")
    assert [link.fund for link in found.links] == ["一般公共预算"]


@pytest.mark.parametrize(("body", "category", "code"), [
    ("省对市县转移支付9亿元，其中：均衡性转移支付5亿元。", "均衡性转移支付支出", "2300202"),
    ("上级下达我市均衡性转移支付5亿元。", "均衡性转移支付", None),
    ("均衡性转移支付补助收入5亿元。", "均衡性转移支付收入", "1100202"),
    ("市对县区产粮（油）大县奖励资金5亿元。", "产粮（油）大县奖励资金", None),
])
def test_a_transfer_is_paid_or_received_or_it_has_no_code(body: str, category: str, code: str | None) -> None:
    _, found = links_of(body, "report")
    assert (found.links[-1].category, found.links[-1].code) == (category, code)


def test_an_item_inside_a_paragraph_keeps_what_the_paragraph_s_heading_says() -> None:
    _, found = links_of("（一）市本级一般公共预算“三公”经费情况\n说明：“三公”经费支出5万元。具体来说：一、公务接待费。公务接待费支出2万元。", "report")
    assert [(link.fund, link.scope) for link in found.links] == [("一般公共预算", "市本级")] * 2


def test_a_quota_passed_down_in_addition_is_no_change_of_the_limit() -> None:
    text, found = links_of("（一）上级下达我市债务限额情况\n本次增加下达专项债务限额9亿元。", "report")
    assert [shown(text, link) for link in found.links] == ["9亿元 新增专项债务限额 level approved 2025 s:全市"]


def test_an_item_below_its_class_s_heading_is_of_its_own_line() -> None:
    _, found = links_of("（三）住房保障支出（类）\n住房改革支出（款）：2018年预算支出合计5万元。", "budget")
    assert [(link.category, link.code) for link in found.links] == [("住房改革支出", "22102")]
