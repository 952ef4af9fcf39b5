"""Names of several things joined, and of one kind of a thing: sentences of government reports and the facts they state."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

CASES = [
    ("全市教育和文化传媒支出5亿元，社会保障和医疗卫生支出6亿元，增长3%。",
     ["5亿元 教育和文化传媒支出 level executed 2025 s:全市", "6亿元 社会保障和医疗卫生支出 level executed 2025 s:全市",
      "3% 社会保障和医疗卫生支出 growth executed 2025 b:executed 2024 s:全市"], "two categories in one name are neither of them"),
    ("全市债务付息及发行费用支出3亿元。", ["3亿元 债务付息及发行费用支出 level executed 2025 s:全市"], "the second name stands behind the category"),
    ("全市“三公”经费、会议费和培训费支出同比下降8%。",
     ["8% “三公”经费、会议费和培训费支出 growth executed 2025 b:executed 2024 s:全市 minus"], "a growth of three things"),
    ("政府性基金预算支出9亿元，加上上解上级、补助下级、债务还本及调出资金4亿元。",
     ["9亿元 政府性基金预算支出 level executed 2025 f:政府性基金预算", "4亿元 上解上级、补助下级、债务还本及调出资金 level executed 2025 f:政府性基金预算"],
     "short names before the last one's full name"),
    ("返还性及财力性转移支付2亿元，消费税与增值税返还1亿元。",
     ["2亿元 返还性及财力性转移支付 level executed 2025", "1亿元 消费税与增值税返还 level executed 2025"], "a qualifier is a name here"),
    ("一般性转移支付8亿元，包括均衡性、革命老区等财力性转移支付5亿元。",
     ["8亿元 一般性转移支付 level executed 2025", "5亿元 财力性转移支付 level executed 2025"], "the kind behind 等 is meant, not its last member"),
    ("安排城镇化和产业园区专项资金3000万元，2025年安排引水工程和水利枢纽工程200万元。",
     ["3000万元 城镇化和产业园区专项资金 level executed 2025", "200万元 引水工程和水利枢纽工程 level executed 2025"], "a project's name goes on before 和"),
    ("全市和市级一般公共预算收入6亿元。", ["6亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:市级"], "scopes are no names"),
    ("全市债务限额空间2亿元，基本公共卫生服务配套补助资金300万元，上年结转安排的支出1亿元。",
     ["2亿元 债务限额空间 level executed 2025 s:全市", "300万元 基本公共卫生服务配套补助资金 level executed 2025 s:全市",
      "1亿元 上年结转安排的支出 level executed 2025 s:全市"], "what a name goes on to say is another thing than the category"),
    ("预算稳定调节基金，2025年初调入一般公共预算后余额为3亿元。", ["3亿元 预算稳定调节基金余额 level executed 2025"], "what is done before 后 is not the figure"),
    ("本次增加再融资债券5亿元（一般债券3亿元，专项债券2亿元）。",
     ["5亿元 再融资债券 change executed 2025 b:executed 2024", "3亿元 再融资一般债券 change executed 2025 b:executed 2024",
      "2亿元 再融资专项债券 change executed 2025 b:executed 2024"], "the parts of a change are changes"),
    ("教育支出5亿元，比上年增加1亿元（上年安排4亿元）。",
     ["5亿元 教育支出 level executed 2025", "1亿元 教育支出 change executed 2025 b:executed 2024", "4亿元 教育支出 level executed 2024"],
     "what a bracket says of the year before is no part of the change"),
    ("二十一、其他支出5亿元，增长3%。", ["5亿元 其他支出 level executed 2025", "3% 其他支出 growth executed 2025 b:executed 2024"],
     "an item's number is no name"),
    ("2025年，市级共安排对各县国有资本经营预算转移支付支出5亿元。",
     ["5亿元 国有资本经营预算转移支付支出 level executed 2025 f:国有资本经营预算 s:市级"], "安排对各县 is no place"),
]


@pytest.mark.parametrize(("body", "expected", "why"), CASES, ids=[case[2] for case in CASES])
def test_compounds(body: str, expected: list[str], why: str) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == expected, why
