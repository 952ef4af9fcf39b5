"""Sums of several years: under the last of them, and told apart from that year's own."""

from __future__ import annotations

import pytest
from link_text import links_of

CASES = [
    ("“十四五”时期，全市一般公共预算收入9亿元。2025年，全市一般公共预算收入2亿元。", ["9亿元"], "a plan's period"),
    ("五年来，全市民生支出累计90亿元，其中教育支出30亿元。", ["90亿元", "30亿元"], "and its parts"),
    ("“十四五”时期，财政实力不断增强。全市一般公共预算支出累计完成90亿元。全市教育支出5亿元。", ["90亿元"], "a sentence that goes on with 累计"),
    ("2021年至2025年安排产业资金9亿元，2025年教育支出3亿元。", ["9亿元"], "years from one to another, and then one of them"),
    ("全年累计发行债券9亿元。", [], "within a year"),
    ("“十四五”时期，全市一般公共预算收入从2021年的5亿元增加到2025年的9亿元。", [], "single years of a period"),
]


@pytest.mark.parametrize(("body", "several", "why"), CASES, ids=[case[2] for case in CASES])
def test_sums_of_several_years_are_flagged(body: str, several: list[str], why: str) -> None:
    text, found = links_of(body, "report")
    assert [text[link.start:link.end] for link in found.links if "multi_year" in link.flags] == several, why
