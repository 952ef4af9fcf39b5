"""Linking in what a government tells of its measures: whose money it is, what it is called, what it is no longer of."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

CASES = [
    ("转贷我市政府债券5亿元，其中：一般债券5亿元（再融资债券2亿元，新增债券3亿元）。",
     ["5亿元 政府债券 level executed 2025 s:全市", "5亿元 一般债券 level executed 2025 s:全市",
      "2亿元 再融资一般债券 level executed 2025 s:全市", "3亿元 新增一般债券 level executed 2025 s:全市"],
     "the parts of one kind of bonds are of that kind"),
    ("一般债券5亿元，再融资债券3亿元。",
     ["5亿元 一般债券 level executed 2025", "3亿元 再融资债券 level executed 2025"], "side by side they are no parts"),
    ("市本级收支总计从年初预算的5亿元调整为6亿元。经批准，市本级收支总计从6亿元调整为7亿元。",
     ["5亿元 收支总计 level approved 2025 s:市本级", "6亿元 收支总计 level adjusted 2025 s:市本级",
      "6亿元 收支总计 level adjusted 2025 s:市本级", "7亿元 收支总计 level adjusted 2025 s:市本级"], "adjusted a second time"),
    ("全市完成各项税费收入8亿元。安排市级财力2亿元，支持机场建设。投入湖泊保护资金3亿元。",
     ["8亿元 各项税费收入 level executed 2025 s:全市", "2亿元 财力 level executed 2025 s:市级",
      "3亿元 湖泊保护资金 level executed 2025"], "whose money one figure is says nothing of the next"),
    ("一是全市一般公共预算收入5亿元。二是争取上级补助资金3亿元。三是全市一般公共预算支出6亿元。",
     ["5亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市", "3亿元 上级补助收入 level executed 2025",
      "6亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:全市"], "an item is not of the budget that another named"),
    ("市本级预算稳定调节基金年初余额5亿元，年内动用2亿元，年末余额4亿元。",
     ["5亿元 预算稳定调节基金年初余额 level executed 2025 s:市本级", "2亿元 动用预算稳定调节基金 level executed 2025 s:市本级",
      "4亿元 预算稳定调节基金余额 level executed 2025 s:市本级"], "the stabilisation fund: opening, used, closing"),
    ("安排3,000万元用于农村公路养护、6,000万元用于农业产业发展。",
     ["3,000万元 农村公路养护 level executed 2025", "6,000万元 农业产业发展 level executed 2025"], "the next amount is no part of a name"),
    ("公共服务提升支出5亿元，比上年提升3%。",
     ["5亿元 公共服务提升支出 level executed 2025", "3% 公共服务提升支出 growth executed 2025 b:executed 2024"],
     "提升 in a name is no direction"),
    ("月湖入选示范湖泊并获奖补5亿元。捕获样本经费3亿元。",
     ["5亿元 奖补 level executed 2025", "3亿元 捕获样本经费 level executed 2025"], "who received it is no part of the name"),
    ("①专项支出。安排5亿元，占比30%。——偿债支出。安排1亿元。",
     ["5亿元 专项支出 level executed 2025", "30% 专项支出 share executed 2025", "1亿元 偿债支出 level executed 2025"], "a sentence that is a mere name"),
    ("安排5亿元支持产业园建设、消费提升等。安排6亿元专项资金支持重点产业发展。",
     ["5亿元 产业园建设、消费提升等 level executed 2025", "6亿元 重点产业发展 level executed 2025"], "all that the word leads to"),
    ("按时拨付养老金和代发待遇5亿元。2025年全市需安排利息支出6亿元。",
     ["5亿元 养老金和代发待遇 level executed 2025", "6亿元 利息支出 level executed 2025 s:全市"], "words before a name that are none of it"),
    ("全市债务支出9亿元。其中，新增债券市本级使用1亿元、新增债券转贷区市5亿元、再融资债券转贷区市3亿元。",
     ["9亿元 债务支出 level executed 2025 s:全市", "1亿元 新增债券 level executed 2025 s:市本级", "5亿元 新增债券 level executed 2025 s:区市",
      "3亿元 再融资债券 level executed 2025 s:区市"], "what is passed on is of those who get it"),
    ("安排政府投资项目资金5亿元。安排资金6亿元，支持实施重建项目187个。全年累计到位各类项目资金7亿元。",
     ["5亿元 政府投资项目资金 level executed 2025", "6亿元 重建项目 level executed 2025", "7亿元 各类项目资金 level executed 2025"],
     "a project's money, without its verbs and its count"),
    ("省级分配我市债券9亿元。其中：新增债券5亿元，再融资债券4亿元。\n1.新增债券5亿元。用于农田水利。\n2.再融资债券4亿元。",
     ["9亿元 债券 level executed 2025 s:全市", "5亿元 新增债券 level executed 2025 s:全市", "4亿元 再融资债券 level executed 2025 s:全市",
      "5亿元 新增债券 level executed 2025 s:全市", "4亿元 再融资债券 level executed 2025 s:全市"], "an item takes up a figure again"),
    ("二、2026年预算草案\n（一）绩效管理\n落实绩效要求，2025年对9个项目开展事后评价。绩效评价资金共5亿元。",
     ["5亿元 绩效评价资金 level executed 2025"], "what was done is of the year in which it was done"),
    ("债券额度安排越秀区7亿元（其中：一般债券1亿元）、海珠区9亿元、荔湾区3亿元。",
     ["7亿元 债券额度 level executed 2025 s:越秀区", "1亿元 一般债券 level executed 2025 s:越秀区", "9亿元 债券额度 level executed 2025 s:海珠区",
      "3亿元 债券额度 level executed 2025 s:荔湾区"], "a list of places"),
    ("全省新增债务限额9亿元，其中：省本级及十三市8亿元；大连市1亿元。",
     ["9亿元 新增债务限额 level approved 2025 s:全省", "8亿元 新增债务限额 level approved 2025 s:省本级及十三市",
      "1亿元 新增债务限额 level approved 2025 s:大连市"], "some places together, and one alone"),
    ("发行新增债券5亿元，再融资债券3亿元，共计8亿元。",
     ["5亿元 新增债券 level executed 2025", "3亿元 再融资债券 level executed 2025"], "a sum of two things is of neither"),
    ("全市革命老区转移支付9亿元，比2024年增加3亿元，主要是财政部提前下达2025年资金比2024年增加2亿元。",
     ["9亿元 革命老区转移支付 level executed 2025 s:全市", "3亿元 革命老区转移支付 change executed 2025 b:executed 2024 s:全市",
      "2亿元 财政部提前下达资金 change executed 2025 b:executed 2024 s:全市"], "the subject of a reason"),
    ("全市一般公共预算支出9亿元，其中：人员支出3亿元，占支出的33%；上年结转支出1亿元。",
     ["9亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:全市", "3亿元 人员经费 level executed 2025 f:一般公共预算 s:全市",
      "33% 人员经费 share executed 2025 w:一般公共预算支出 f:一般公共预算 s:全市", "1亿元 上年结转支出 level executed 2025 f:一般公共预算 s:全市"],
     "a share of all that is spent"),
    ("安排5亿元支持保障性安居工程建设。全市保障和改善民生投入6亿元，增长3%。",
     ["5亿元 保障性安居工程建设 level executed 2025", "6亿元 保障和改善民生投入 level executed 2025 s:全市",
      "3% 保障和改善民生投入 growth executed 2025 b:executed 2024 s:全市"], "保障 and 投入 are of the name"),
    ("全市资产处置收入实现5亿元。奖励资金到位3亿元。全市还本2亿元、支付利息1亿元。",
     ["5亿元 资产处置收入 level executed 2025 s:全市", "3亿元 奖励资金 level executed 2025 s:全市", "2亿元 债务还本支出 level executed 2025 s:全市",
      "1亿元 债务付息支出 level executed 2025 s:全市"], "what is done behind a name is none of it"),
    ("2025年中央预算内基本建设投资共计下达9亿元，其中：省本级4亿元，市县级5亿元。",
     ["9亿元 中央预算内基本建设投资 level executed 2025", "4亿元 中央预算内基本建设投资 level executed 2025 s:省本级",
      "5亿元 中央预算内基本建设投资 level executed 2025 s:市县级"], "投资下达 is a name and a verb"),
    ("收支变化相抵后，全省年终结转相应减少5亿元，其中，省本级减少6亿元，市县级增加1亿元。",
     ["5亿元 年终结转 change executed 2025 b:executed 2024 s:全省 minus", "6亿元 年终结转 change executed 2025 b:executed 2024 s:省本级 minus",
      "1亿元 年终结转 change executed 2025 b:executed 2024 s:市县级"], "the parts of a change"),
    ("筹集风险补偿资金2亿元，吸引银行发放贷款9亿元。",
     ["2亿元 风险补偿资金 level executed 2025", "9亿元 None none"], "a bank's loans are not the government's"),
]


@pytest.mark.parametrize(("body", "facts", "remark"), CASES, ids=[case[2] for case in CASES])
def test_narrative(body: str, facts: list[str], remark: str) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == facts, remark


def test_what_follows_a_change_of_nothing_known_is_of_nothing_known() -> None:
    text, found = links_of("全市项目支出9亿元。深化预算绩效管理，压紧压实结果应用，节约资金超6亿元，较上年提升10%。", "report")
    assert [text[link.start:link.end] for link in found.links] == ["9亿元"]


@pytest.mark.parametrize(("body", "names"), [
    ("市对县区税收返还5亿元，包括：所得税基数返还2亿元。", [("返还性支出", "23001"), ("所得税基数返还支出", "2300102")]),
    ("全市收到税收返还5亿元，其中所得税基数返还2亿元。", [("返还性收入", None), ("所得税基数返还", None)]),
])
def test_a_refund_is_paid_or_received(body: str, names: list[tuple[str, str | None]]) -> None:
    _, found = links_of(body, "report")
    assert [(link.category, link.code) for link in found.links] == names


def test_other_money_of_a_department_is_no_other_revenue() -> None:
    text, found = links_of("2．其他资金收入预算总计5万元。", "budget")
    assert [shown(text, link) for link in found.links] == ["5万元 其他资金 level approved 2024"]
