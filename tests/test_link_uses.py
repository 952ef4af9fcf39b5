"""What money is repaid with, spent from, paid or received as: none of it is what the figure is of."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

CASES = [
    ("全市偿还政府债务本金9亿元，其中：通过再融资债券偿还6亿元、安排预算资金偿还3亿元，支付政府债券利息2亿元。",
     ["9亿元 债务还本支出 level executed 2025 s:全市", "6亿元 债务还本支出 level executed 2025 s:全市",
      "3亿元 债务还本支出 level executed 2025 s:全市", "2亿元 债务付息支出 level executed 2025 s:全市"], "what a debt is repaid with"),
    ("全市到期债券本金9亿元，自有财力偿还3亿元。",
     ["9亿元 到期债券本金 level executed 2025 s:全市", "3亿元 债务还本支出 level executed 2025 s:全市"], "what falls due and what is repaid of it"),
    ("全市发行再融资债券6亿元。", ["6亿元 再融资债券 level executed 2025 s:全市"], "bonds issued are bonds"),
    ("2025年全市偿还政府债务本金9亿元，偿还2026年到期债务利息2亿元。",
     ["9亿元 债务还本支出 level executed 2025 s:全市", "2亿元 债务付息支出 level executed 2025 s:全市"], "when a debt falls due is not when it is paid"),
    ("省财政下达全市新增债券9亿元，其中分两批下达市本级新增债券4亿元。",
     ["9亿元 新增债券 level executed 2025 s:全市", "4亿元 新增债券 level executed 2025 s:市本级"], "who is given a part"),
    ("市级上年结转相应安排的支出5亿元，上年结转收入6亿元。",
     ["5亿元 上年结转相应安排的支出 level executed 2025 s:市级", "6亿元 上年结转收入 level executed 2025 s:市级"], "spent from what was carried over"),
    ("市级国有资本经营预算支出5亿元，加上向一般公共预算调出2亿元后，总支出7亿元。",
     ["5亿元 国有资本经营预算支出 level executed 2025 f:国有资本经营预算 s:市级", "2亿元 调出资金 level executed 2025 f:国有资本经营预算 s:市级",
      "7亿元 总支出 level executed 2025 f:国有资本经营预算 s:市级"], "what is moved is of the budget it leaves"),
    ("市级国有资本经营预算收入9亿元，其中4亿元调入一般公共预算统筹使用。",
     ["9亿元 国有资本经营预算收入 level executed 2025 f:国有资本经营预算 s:市级", "4亿元 调出资金 level executed 2025 f:国有资本经营预算 s:市级"],
     "moved, as is said behind the figure"),
    ("评价资金共9亿元，其中：中央资金4亿元，市级资金5亿元。",
     ["9亿元 评价资金 level executed 2025", "4亿元 中央资金 level executed 2025", "5亿元 市级资金 level executed 2025"], "whose money a part is"),
    ("全市一般公共预算收入5亿元，加上上级补助收入4亿元，一般公共预算收入总计9亿元；全市政府性基金支出预算总计3亿元。",
     ["5亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市", "4亿元 上级补助收入 level executed 2025 f:一般公共预算 s:全市",
      "9亿元 总收入 level executed 2025 f:一般公共预算 s:全市", "3亿元 总支出 level approved 2025 f:政府性基金预算 s:全市"],
     "the total of a budget's both sides is not its receipts"),
    ("2025年全市一般债务还本支出9亿元，利息支出5亿元；专项债券还本支出6亿元，付息和发行费支出4亿元。",
     ["9亿元 地方政府一般债务还本支出 level executed 2025 s:全市", "5亿元 地方政府一般债务付息支出 level executed 2025 s:全市",
      "6亿元 地方政府专项债务还本支出 level executed 2025 s:全市", "4亿元 专项债券付息和发行费支出 level executed 2025 s:全市"],
     "interest is of the kind of debt that the item before is of"),
    ("市本级债务转贷收入9亿元，其中：一般债券转贷收入5亿元、再融资债券转贷收入4亿元；转贷区级支出2亿元。",
     ["9亿元 债务转贷收入 level executed 2025 s:市本级", "5亿元 地方政府一般债务转贷收入 level executed 2025 s:市本级",
      "4亿元 再融资债券转贷收入 level executed 2025 s:市本级", "2亿元 债务转贷支出 level executed 2025 s:市本级"], "the kind of what is on-lent is said"),
    ("2024年税收返还收入9亿元，包括消费税和增值税税收返还6亿元。",
     ["9亿元 返还性收入 level executed 2024", "6亿元 消费税和增值税税收返还 level executed 2024"], "two things joined behind 包括"),
    ("市级公用经费支出5亿元。经评估，削减或取消的项目额度达2亿元。",
     ["5亿元 公用经费 level executed 2025 s:市级", "2亿元 削减或取消的项目额度 level executed 2025 s:市级"], "a word of change that describes a thing"),
    ("人员支出9亿元，其中，机关事业单位人员工资奖金津补贴支出5亿元。",
     ["9亿元 人员经费 level executed 2025", "5亿元 机关事业单位人员工资奖金津补贴支出 level executed 2025"], "an item of the economic list, said of somebody"),
    ("提前安排人员和运转经费等基本支出3亿元。", ["3亿元 基本支出 level executed 2025"], "the class that examples are of"),
    ("一是人员经费5亿元。二是专项支出3亿元，其中：部门（单位）运转经费支出1亿元。",
     ["5亿元 人员经费 level executed 2025", "3亿元 专项支出 level executed 2025", "1亿元 部门(单位)运转经费支出 level executed 2025"],
     "an ordinal is no part of a name, a bracket's word is"),
]


@pytest.mark.parametrize(("body", "facts", "remark"), CASES, ids=[case[2] for case in CASES])
def test_uses(body: str, facts: list[str], remark: str) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == facts, remark


@pytest.mark.parametrize(("body", "names"), [
    ("省对市、县一般公共预算转移支付总计9亿元，包括：县级基本财力保障机制奖补4亿元、资源枯竭型城市转移支付5亿元。",
     [("转移支付", None), ("县级基本财力保障机制奖补资金支出", "2300207"), ("资源枯竭型城市转移支付补助支出", "2300212")]),
    ("返还性收入9亿元。主要是按体制确定的补助，包括：增值税税收返还4亿元。", [("返还性收入", "11001"), ("增值税税收返还收入", "1100104")]),
])
def test_parts_of_a_transfer_are_paid_or_received_as_it_is(body: str, names: list[tuple[str, str | None]]) -> None:
    _, found = links_of(body, "report")
    assert [(link.category, link.code) for link in found.links] == names


def test_a_count_of_no_fact_leaves_no_scope() -> None:
    _, found = links_of("（五）市级预算的特点\n预算编制把握全市发展部署，总体体现5个导向。公用经费支出3亿元。", "report")
    assert [link.scope for link in found.links] == ["市级"]


def test_procurement_by_its_size() -> None:
    _, found = links_of("市级政府采购规模为9亿元，其中：货物类采购规模5亿元，服务类采购规模4亿元。", "report")
    assert [link.category for link in found.links] == ["政府采购支出总额", "政府采购货物支出", "政府采购服务支出"]
