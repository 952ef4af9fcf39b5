"""What a figure takes over from the one before it and from the plan that measured it: sentences of the genre and their facts."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

CASES = [
    ("全县一般公共预算收入9亿元，完成年初预算数8亿元的112.5%，增长5%。其中：税收收入6亿元，增长3%。",
     ["9亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全县", "8亿元 一般公共预算收入 level approved 2025 f:一般公共预算 s:全县",
      "112.5% 一般公共预算收入 completion executed 2025 b:approved 2025 f:一般公共预算 s:全县",
      "5% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全县",
      "6亿元 税收收入 level executed 2025 f:一般公共预算 s:全县", "3% 税收收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全县"],
     "the parts are of the receipts, not of the plan that measures them"),
    ("（一）一般公共预算调整方案\n全区收入预算总计调整为9亿元，调增3亿元。其中：区本级收入不变；转移性收入调整为6亿元，调增3亿元，主要是调增上级补助收入2亿元、债务转贷收入1亿元。",
     ["9亿元 总收入 level adjusted 2025 f:一般公共预算 s:全区", "3亿元 总收入 change adjusted 2025 b:approved 2025 f:一般公共预算 s:全区",
      "6亿元 转移性收入 level adjusted 2025 f:一般公共预算 s:全区", "3亿元 转移性收入 change adjusted 2025 b:approved 2025 f:一般公共预算 s:全区",
      "2亿元 上级补助收入 change executed 2025 b:approved 2025 f:一般公共预算 s:全区",
      "1亿元 债务转贷收入 change executed 2025 b:approved 2025 f:一般公共预算 s:全区"],
     "the verb is that of the whole list, and an item without a figure changes no scope"),
    ("全市一般公共预算收入9亿元，扣除留抵退税因素后增长2%，按自然口径计算下降3%。",
     ["9亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市", "2% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市",
      "3% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市 minus"], "two ways to count one growth"),
    ("全市一般公共预算支出9亿元。其中，市级一般公共预算支出3亿元；区市一般公共预算支出6亿元。\n主要支出科目如下：教育支出2亿元。",
     ["9亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:全市", "3亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:市级",
      "6亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:区市", "2亿元 教育支出 level executed 2025 f:一般公共预算 s:全市"],
     "behind a paragraph's parts the whole's scope holds"),
    ("市第九届人民代表大会第一次会议批准年初一般公共预算收入9亿元。一般公共预算支出总计9亿元，其中：本级支出6亿元，转移性支出3亿元。",
     ["9亿元 一般公共预算收入 level approved 2025 f:一般公共预算", "9亿元 总支出 level approved 2025 f:一般公共预算",
      "6亿元 一般公共预算支出 level approved 2025 f:一般公共预算", "3亿元 转移性支出 level approved 2025 f:一般公共预算"],
     "the assembly's budget goes on with its other side, and 本级支出 is a part of the total"),
    ("从中央政府性基金预算、中央国有资本经营预算调入3亿元，收入总量为9亿元。", ["3亿元 调入资金 level executed 2025", "9亿元 总收入 level executed 2025"],
     "the budget that gives is not the figure's"),
    ("全县一般公共预算收入3亿元，加上上划中省市收入2亿元，财政收入完成5亿元，财政支出完成8亿元。",
     ["3亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全县", "2亿元 上划中省市收入 level executed 2025 f:一般公共预算 s:全县",
      "5亿元 财政收入 level executed 2025 f:一般公共预算 s:全县", "8亿元 财政支出 level executed 2025 f:一般公共预算 s:全县"], "what is handed up is no place"),
]


CASES += [
    ("全市新增地方政府债券9亿元，包括一般债券3亿元，专项债券6亿元。其中：用于公路建设2亿元，占比22.2%。",
     ["9亿元 新增债券 level executed 2025 s:全市", "3亿元 新增一般债券 level executed 2025 s:全市", "6亿元 新增专项债券 level executed 2025 s:全市",
      "2亿元 公路建设 level executed 2025 s:全市", "22.2% 公路建设 share executed 2025 w:新增债券 s:全市"], "uses are of what the kinds make up"),
    ("全市政府直接债务余额9亿元、政府或有债务余额3亿元，债务率为60%，低于警戒线40个百分点。",
     ["9亿元 政府直接债务余额 level executed 2025 s:全市", "3亿元 政府或有债务余额 level executed 2025 s:全市", "60% 债务率 other None 2025"],
     "a debt that is not direct is another one, and a limit is no base"),
    ("（一）一般公共预算收支安排\n2026年总财力预计9亿元，全年支出预计9亿元。",
     ["9亿元 总收入 level approved 2026 f:一般公共预算", "9亿元 一般公共预算支出 level approved 2026 f:一般公共预算"], "the draft's own spending"),
]


@pytest.mark.parametrize(("body", "facts", "why"), CASES, ids=[case[2] for case in CASES])
def test_report(body: str, facts: list[str], why: str) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == facts, why


MONTH = [
    ("9月份，全国财政收入9亿元，比去年同月增加1亿元。其中，地方财政支出5亿元。全国财政收入中税收收入6亿元，比预算增幅低1个百分点。",
     ["9亿元 全国财政收入 level executed 2025", "1亿元 全国财政收入 change executed 2025 b:executed 2024", "5亿元 地方财政支出 level executed 2025",
      "6亿元 税收收入 level executed 2025", "1个百分点 税收收入 change executed 2025 b:approved 2025 minus"]),
]


@pytest.mark.parametrize(("body", "facts"), MONTH)
def test_the_months_of_a_state(body: str, facts: list[str]) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links] == facts


def test_spending_is_never_the_receipts_before_it() -> None:
    text, found = links_of("（一）收支安排\n2026年总财力预计9亿元，全年支出预计8亿元。", "report")
    assert [shown(text, link) for link in found.links] == ["9亿元 总收入 level approved 2026"]
    assert [text[start:end] for start, end, _ in found.unlinked] == ["8亿元"]


def test_what_was_newly_given_is_named_behind_it() -> None:
    text, found = links_of("2023年财政拨款收入总计900万元。收入变动较大的主要原因是2023年新增了80万元抗旱资金，主要用于购置设备。")
    assert [shown(text, link).split(" level")[0] for link in found.links[1:]] == ["80万元 抗旱资金"]


def test_a_change_behind_two_years_figures_is_of_the_later() -> None:
    text, found = links_of("2023年公务接待费8万元，2022年公务接待费12万元，与上年对比减少4万元；2023年培训费5万元，2022年6万元；减少1万元。")
    assert [(link.year, link.base_year) for link in found.links if link.measure == "change"] == [(2023, 2022), (2023, 2022)], text


def test_money_behind_a_number_of_visits_is_what_was_spent() -> None:
    text, found = links_of("公务接待20批次，100人次，支出2万元，较上年减少1万元。", "accounts")
    assert [shown(text, link).split(" level")[0] for link in found.links[2:3]] == ["2万元 公务接待费"]
