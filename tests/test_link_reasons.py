"""Reasons, and percents of another year's figure: which figures a reason explains, and which it does not."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

CASES = [
    ("教育支出5亿元，比上年增加1亿元，主要是2025年教育支出0.8亿元由县级转列。",
     {"1亿元": "2025年教育支出0.8亿元由县级转列"}, "a figure inside a reason is not explained by it"),
    ("收入、支出总计各增加9亿元，增长3%。主要原因是基本支出增加5亿元、项目支出增加4亿元。",
     {"9亿元": "基本支出增加5亿元、项目支出增加4亿元", "3%": "基本支出增加5亿元、项目支出增加4亿元"}, "the changes before it, not those inside"),
    ("税收收入下降2%。因大宗商品价格回落，非税收入减少7亿元，下降5%。", {"7亿元": "大宗商品价格回落", "5%": "大宗商品价格回落"}, "a reason before its figures"),
    ("受减税政策影响，税收收入下降2%。", {"2%": "减税政策"}, "the same with 受"),
    ("政府性基金支出预算5亿元，由于年终结算补助增加，最终调整为6亿元。", {"6亿元": "年终结算补助增加"}, "a reason in the middle explains what follows its comma"),
    ("税收收入下降2%。第二次预算调整主要为调减新增债券3亿元。", {}, "what an adjustment consists of explains no earlier figure"),
    ("“三公”经费5万元，比上年减少1万元。减少的主要原因是厉行节约，统一压减公用经费10%。", {"1万元": "厉行节约，统一压减公用经费10%"}, "with a direction before it"),
]


@pytest.mark.parametrize(("body", "expected", "why"), CASES, ids=[case[2] for case in CASES])
def test_reasons(body: str, expected: dict[str, str], why: str) -> None:
    text, found = links_of(body, "report")
    assert {text[link.start:link.end]: link.reason for link in found.links if link.reason} == expected, why


@pytest.mark.parametrize(("body", "expected"), [
    ("全市教育支出5亿元，为上年决算数的98%，为年初预算的90%。",
     ["5亿元 教育支出 level executed 2025 s:全市", "98% 教育支出 other None 2025", "90% 教育支出 completion executed 2025 b:approved 2025 s:全市"]),
    ("其他支出预算数为上年执行数的108.4%。", ["108.4% 其他支出 other None 2025"]),
    ("全市税收收入5亿元，是2020年的2倍。", ["5亿元 税收收入 level executed 2025 s:全市", "2倍 税收收入 other None 2025"]),
])
def test_a_percent_of_another_year_completes_no_plan(body: str, expected: list[str]) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == expected


@pytest.mark.parametrize(("body", "expected"), [
    ("2026年市级一般公共预算安排“三公”经费9万元，比上年预算数减少1万元。其中，公务接待费预算安排4万元、减少0.5万元。",
     ["9万元 “三公”经费 level approved 2026 f:一般公共预算 s:市级", "1万元 “三公”经费 change approved 2026 b:approved 2025 f:一般公共预算 s:市级 minus",
      "4万元 公务接待费 level approved 2026 f:一般公共预算 s:市级", "0.5万元 公务接待费 change approved 2026 b:approved 2025 f:一般公共预算 s:市级 minus"]),
    ("公务接待费5万元，较上年较少2万元。",
     ["5万元 公务接待费 level executed 2025", "2万元 公务接待费 change executed 2025 b:executed 2024 minus"]),
    ("2025年市本级“三公”经费一般公共预算支出3万元。", ["3万元 “三公”经费 level executed 2025 f:一般公共预算 s:市本级"]),
    ("国内公务接待50批次，其中，外事接待6批次；公务车购置数量3辆。",
     ["50批次 国内公务接待批次 level executed 2025", "6批次 外事公务接待批次 level executed 2025", "3辆 公务用车购置数 level executed 2025"]),
])
def test_public_spending_items(body: str, expected: list[str]) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == expected
