"""Figures that are not the government's: sums of insurers, banks and firms, standards, thresholds; and what is no name of one."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

CASES = [
    ("发展农业保险，全年赔付农户5万元。为企业减轻缴费负担2亿元。", ["5万元 None none", "2亿元 None none"], "what an insurer pays, what a firm is spared"),
    ("全市评审项目9个，审定金额5亿元。某某银行注册资本增至8亿元。", ["5亿元 None none", "8亿元 None none"], "what was reviewed, a bank's capital"),
    ("安排铁路集团注册资本金9亿元。", ["9亿元 铁路集团注册资本金 level executed 2025"], "capital that the government pays in"),
    ("农村低保补助标准由500元提高到550元，每孩每年补贴3600元。", ["500元 None none", "550元 None none", "3600元 None none"], "standards"),
    ("可用财力5亿元。按照收支平衡原则，政府性基金预算相应安排支出5亿元。",
     ["5亿元 可用财力 level executed 2025", "5亿元 政府性基金预算支出 level executed 2025 f:政府性基金预算"], "what balances a budget is its spending"),
    ("全市一般公共预算收入4亿元，加上上级补助收入1亿元，收入总量5亿元。支出相应安排5亿元。",
     ["4亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市", "1亿元 上级补助收入 level executed 2025 f:一般公共预算 s:全市",
      "5亿元 总收入 level executed 2025 f:一般公共预算 s:全市", "5亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:全市"],
     "the same, in the other order"),
    ("某某科技小院获得某市果树学会5万元专项资金。", ["5万元 None none"], "what an association gave"),
    ("全市评审项目9个，评审金额5亿元，核减1亿元。", ["5亿元 None none", "1亿元 None none"], "what is cut of somebody else's is theirs too"),
    ("全市一般公共预算收入9亿元。7个县（区）一般公共预算收入超5亿元，其中3个县超6亿元。",
     ["9亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市", "5亿元 None none at_least", "6亿元 None none at_least"], "what each of several reaches"),
    ("全市一般公共预算收入9.1亿元，首次迈上9亿元台阶，增长4%。",
     ["9.1亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市", "9亿元 None none",
      "4% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市"], "a mark that is passed"),
    ("年末全省政府债务余额6亿元，低于国家核定我省债务限额7亿元。",
     ["6亿元 地方政府债务余额 level executed 2025 s:全省", "7亿元 地方政府债务限额 level approved 2025 s:全省"], "what it is below is a figure of its own"),
    ("每年可为企业减少用电成本3亿元。落实税收减免9亿元（中央级5亿元，地方级4亿元）。",
     ["3亿元 None none", "9亿元 None none", "5亿元 None none", "4亿元 None none"], "what firms are spared, and its parts"),
    ("通过统筹自有资金、增加财力等措施消化暂付款5亿元。", ["5亿元 消化暂付款 level executed 2025"], "the means are not what was reached"),
    ("加大政府性基金收入征缴，全市组织收入5亿元。", ["5亿元 政府性基金预算收入 level executed 2025 f:政府性基金预算 s:全市"], "组织 is a verb"),
]


@pytest.mark.parametrize(("body", "facts", "remark"), CASES, ids=[case[2] for case in CASES])
def test_thirds(body: str, facts: list[str], remark: str) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == facts, remark


@pytest.mark.parametrize("body", [
    "全市一般公共预算收入5亿元。实施提振消费行动，社会消费品零售总额增长3%。",
    "全市一般公共预算收入5亿元。完善创新体系，获专利金奖9项、占全国5%。",
    "查处案件3起，采购预算金额5万元。",
])
def test_no_category_is_better_than_another_one(body: str) -> None:
    text, found = links_of(body, "report")
    assert [text[start:end] for start, end, _ in found.unlinked if text[start:end] != "3起"][-1] in body[-8:]
