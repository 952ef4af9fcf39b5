"""Whose money a figure of a government's report is, and of which budget: sentences of the genre and the facts they state."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

CASES = [
    ("（一）市级债务情况\n2025年省级分配我市政府债券9亿元。其中：新增债券6亿元。再融资债券3亿元。",
     ["9亿元 政府债券 level executed 2025 s:全市", "6亿元 新增债券 level executed 2025 s:全市", "3亿元 再融资债券 level executed 2025 s:市级"],
     "the parts in the next sentence are of 我市 too, what follows is not"),
    ("市级政府债务余额9亿元；县区政府债务余额6亿元，其中：一般债务2亿元。",
     ["9亿元 地方政府债务余额 level executed 2025 s:市级", "6亿元 地方政府债务余额 level executed 2025 s:县区",
      "2亿元 一般债务余额 level executed 2025 s:县区"], "the debt of the governments below"),
    ("（一）国有资本经营预算\n市级国有资本经营预算收入3亿元，预计支出2亿元，调入一般公共预算1亿元，结余0.1亿元。",
     ["3亿元 国有资本经营预算收入 level executed 2025 f:国有资本经营预算 s:市级", "2亿元 国有资本经营预算支出 level executed 2025 f:国有资本经营预算 s:市级",
      "1亿元 调出资金 level executed 2025 f:国有资本经营预算 s:市级", "0.1亿元 结余 level executed 2025 f:国有资本经营预算 s:市级"],
     "what leaves a budget is of that budget"),
    ("——社会保险基金预算完成情况。收入完成5亿元，增长3%；支出完成4亿元。",
     ["5亿元 社会保险基金收入 level executed 2025 f:社会保险基金预算", "3% 社会保险基金收入 growth executed 2025 b:executed 2024 f:社会保险基金预算",
      "4亿元 社会保险基金支出 level executed 2025 f:社会保险基金预算"], "a heading inside a paragraph"),
    ("（一）市级一般公共预算支出安排\n安排人才专项资金300万元，统一用于全市高层次人才引进。\n安排茶产业专项资金200万元。",
     ["300万元 人才专项资金 level approved 2025 f:一般公共预算 s:市级", "200万元 茶产业专项资金 level approved 2025 f:一般公共预算 s:市级"],
     "for whom it is used is no scope"),
    ("（一）市级重点支出安排情况\n全市教育支出9亿元。安排市级财力700万元，支持工业发展。\n安排财政贴息资金200万元。",
     ["9亿元 教育支出 level approved 2025 s:全市", "700万元 财力 level approved 2025 s:市级", "200万元 财政贴息 level approved 2025 s:市级"],
     "behind an aside the heading's scope holds"),
    ("滨江经开区一般债务、专项债务余额分别为3亿元、4亿元。",
     ["3亿元 一般债务余额 level executed 2025 s:滨江经开区", "4亿元 专项债务余额 level executed 2025 s:滨江经开区"], "a place before a kind of debt"),
    ("（一）社会保险基金预算\n●失业保险基金收入5亿元，支出4亿元。\n●生育保险基金收入3亿元，支出完成2亿元，为预算的90%。",
     ["5亿元 失业保险基金收入 level executed 2025 f:社会保险基金预算", "4亿元 失业保险基金支出 level executed 2025 f:社会保险基金预算",
      "3亿元 生育保险基金收入 level executed 2025 f:社会保险基金预算", "2亿元 生育保险基金支出 level executed 2025 f:社会保险基金预算",
      "90% 生育保险基金支出 completion executed 2025 b:approved 2025 f:社会保险基金预算"], "支出 behind one insurance's receipts is that insurance's"),
    ("市级社会保险基金预算收入安排145亿元，其中财政补助收入61亿元；安排支出137亿元，当年结余7亿元。",
     ["145亿元 社会保险基金收入 level executed 2025 f:社会保险基金预算 s:市级", "61亿元 财政补助收入 level executed 2025 f:社会保险基金预算 s:市级",
      "137亿元 社会保险基金支出 level executed 2025 f:社会保险基金预算 s:市级", "7亿元 当年收支结余 level executed 2025 f:社会保险基金预算 s:市级"],
     "subsidies to a fund are no appropriation"),
    ("行政事业性收入预算数为5335万元，减少298万元。",
     ["5335万元 行政事业性收入 level approved 2025", "298万元 行政事业性收入 change approved 2025 b:approved 2024 minus"],
     "收入 before 预算数 belongs to the name"),
    ("发行新增专项债券5亿元，其中：社会事业领域3亿元，其他方面2亿元。",
     ["5亿元 新增专项债券 level executed 2025", "3亿元 社会事业领域 level executed 2025", "2亿元 其他方面 level executed 2025"], "fields as parts"),
    ("二、滨江管理区\n（一）2025年预算执行情况\n1.一般公共预算\n一般公共预算收入5亿元。\n三、临港度假区\n（一）2025年预算执行情况\n一般公共预算收入3亿元。",
     ["5亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:滨江管理区", "3亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:临港度假区"],
     "a heading that is a place"),
    ("滨江高新技术产业开发区（南山新区）2025年预算执行情况：一般公共预算收入5亿元，加上级转移支付等3亿元。",
     ["5亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:滨江高新技术产业开发区",
      "3亿元 上级转移支付 level executed 2025 f:一般公共预算 s:滨江高新技术产业开发区"], "a label with a place's second name"),
    ("市本级一般公共预算收支总计由9亿元调整为8亿元；滨江新区政府性基金预算收支总计由5亿元调整为6亿元。",
     ["9亿元 收支总计 level approved 2025 f:一般公共预算 s:市本级", "8亿元 收支总计 level adjusted 2025 f:一般公共预算 s:市本级",
      "5亿元 收支总计 level approved 2025 f:政府性基金预算 s:滨江新区", "6亿元 收支总计 level adjusted 2025 f:政府性基金预算 s:滨江新区"],
     "a place before a budget's name"),
    ("2025年末，我市地方政府债务余额9亿元，控制在债务限额以内，其中市级6亿元、区级3亿元；我市一般债务余额2亿元，其中市级1亿元。",
     ["9亿元 地方政府债务余额 level executed 2025 s:全市", "6亿元 地方政府债务余额 level executed 2025 s:市级",
      "3亿元 地方政府债务余额 level executed 2025 s:区级", "2亿元 一般债务余额 level executed 2025 s:全市", "1亿元 一般债务余额 level executed 2025 s:市级"],
     "a tier among the parts is of its figure alone, and of what was divided"),
    ("市本级留用新增债券9亿元，其中一般债券5亿元、专项债券4亿元；转贷县区6亿元，其中一般债券2亿元、专项债券4亿元。",
     ["9亿元 新增债券 level executed 2025 s:市本级", "5亿元 新增一般债券 level executed 2025 s:市本级", "4亿元 新增专项债券 level executed 2025 s:市本级",
      "6亿元 新增债券 level executed 2025 s:县区", "2亿元 新增一般债券 level executed 2025 s:县区", "4亿元 新增专项债券 level executed 2025 s:县区"],
     "the parts of what is on-lent are on-lent"),
    ("2025年，滨江经济技术开发区一般公共预算收入9亿元，增长5%。区级一般公共预算支出6亿元。",
     ["9亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:滨江经济技术开发区",
      "5% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:滨江经济技术开发区",
      "6亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:滨江经济技术开发区"], "区级 behind a zone's figures is that zone's"),
    ("——一般公共预算完成情况。滨江化工园区收入完成9亿元，支出完成6亿元。",
     ["9亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:滨江化工园区",
      "6亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:滨江化工园区"], "a place before 收入 alone"),
    ("全市发行政府债券9亿元，其中：新增债券5亿元、再融资债券4亿元。分级次看，市本级使用3亿元（新增债券2亿元、再融资债券1亿元），县区使用6亿元（新增债券3亿元）。",
     ["9亿元 政府债券 level executed 2025 s:全市", "5亿元 新增债券 level executed 2025 s:全市", "4亿元 再融资债券 level executed 2025 s:全市",
      "3亿元 政府债券 level executed 2025 s:市本级", "2亿元 新增债券 level executed 2025 s:市本级", "1亿元 再融资债券 level executed 2025 s:市本级",
      "6亿元 政府债券 level executed 2025 s:县区", "3亿元 新增债券 level executed 2025 s:县区"], "what is viewed by levels is what the sentence before divided"),
    ("全州一般公共预算收入9亿元，调入资金3亿元（政府性基金预算调入1亿元，国有资本经营预算调入2亿元），上年结转4亿元。",
     ["9亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全州", "3亿元 调入资金 level executed 2025 f:一般公共预算 s:全州",
      "1亿元 调入资金 level executed 2025 f:一般公共预算 s:全州", "2亿元 调入资金 level executed 2025 f:一般公共预算 s:全州",
      "4亿元 上年结转收入 level executed 2025 f:一般公共预算 s:全州"], "a budget that gives is not the budget of what it gives"),
    ("全国一般公共预算收入9亿元。加上从中央政府性基金预算、中央国有资本经营预算调入2亿元，收入总量为11亿元。中央一般公共预算支出6亿元。",
     ["9亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全国", "2亿元 调入资金 level executed 2025 f:一般公共预算 s:全国",
      "11亿元 总收入 level executed 2025 f:一般公共预算 s:全国", "6亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:中央"],
     "the central government's own report"),
    ("2025年，各乡（镇）、县本级一般公共预算支出9亿元。", ["9亿元 一般公共预算支出 level executed 2025 f:一般公共预算"], "two levels together"),
    ("市级政府一般债务余额9亿元，县（市、区）政府一般债务余额6亿元。",
     ["9亿元 一般债务余额 level executed 2025 s:市级", "6亿元 一般债务余额 level executed 2025 s:县(市、区)"], "a level below before a kind of debt"),
    ("预备费5亿元，实际支出3亿元，主要用于救灾，剩余2亿元。",
     ["5亿元 预备费 level executed 2025", "3亿元 预备费 level executed 2025"], "what is left is not what was spent on"),
    ("安排防汛市级补助资金100万元。", ["100万元 防汛市级补助资金 level executed 2025"], "a tier inside a name"),
]


@pytest.mark.parametrize(("body", "expected", "why"), CASES, ids=[case[2] for case in CASES])
def test_scopes_and_funds(body: str, expected: list[str], why: str) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == expected, why


@pytest.mark.parametrize("body", [
    "全市教育支出5亿元。全市金融机构存贷款余额90亿元，同比增长9%。",
    "安排奖补资金5亿元，支持银行为企业发放贷款30亿元，增长6%。",
    "教育支出5亿元。社会消费品零售总额实现500亿元、同比增长8%。",
])
def test_the_money_of_others_and_its_growth_are_no_facts(body: str) -> None:
    text, found = links_of(body, "report")
    assert [link.measure for link in found.links] == ["level", "none"]
    assert [text[start:end] for start, end, _ in found.unlinked] == [body[body.rindex("增长") + 2:-1]]


def test_a_title_that_names_a_province_and_its_own_level_is_of_the_whole_first() -> None:
    _, found = links_of("2022年末政府债务余额9亿元。省本级支出5亿元。", "final")
    assert [link.scope for link in found.links] == ["全省", "省本级"]
