"""Linking in reports of whole governments: sentences of the genre and the facts they state."""

from __future__ import annotations

import pytest
from link_text import links_of, reading, shown

from pipeline.link.tiers import tiers
from pipeline.recognise import recognise
from pipeline.segment import segment

CASES = [
    ("市级一般公共预算收入5亿元，加上调用政府性基金预算等收入4亿元、上年结余1亿元，收入总计10亿元。",
     ["5亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:市级",
      "4亿元 调用政府性基金预算等收入 level executed 2025 f:一般公共预算 s:市级", "1亿元 上年结转收入 level executed 2025 f:一般公共预算 s:市级",
      "10亿元 总收入 level executed 2025 f:一般公共预算 s:市级"], "what is moved keeps the fund of its sentence"),
    ("一、2026年预算草案\n2025年偿还地方政府债券本金8亿元。2026年偿还地方政府债券本金9亿元。",
     ["8亿元 债务还本支出 level executed 2025", "9亿元 债务还本支出 level approved 2026"],
     "a year before the draft's was carried out"),
    ("市人民代表大会批准的全市一般公共预算收入为60亿元，一般公共预算支出为90亿元，执行中支出预算调整为95亿元。",
     ["60亿元 一般公共预算收入 level approved 2025 f:一般公共预算 s:全市", "90亿元 一般公共预算支出 level approved 2025 f:一般公共预算 s:全市",
      "95亿元 一般公共预算支出 level adjusted 2025 f:一般公共预算 s:全市"], "as passed holds for both, adjusted to is adjusted"),
    ("全市一般公共预算支出完成90亿元，为变动预算（以下简称“预算”）的95%，下降5%。",
     ["90亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:全市",
      "95% 一般公共预算支出 completion executed 2025 b:adjusted 2025 f:一般公共预算 s:全市",
      "5% 一般公共预算支出 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市 minus"], "a bracket between the plan and its percent"),
    ("全市一般公共预算收入预算25亿元，实际完成23亿元，为预算的92%，增长3%。",
     ["25亿元 一般公共预算收入 level approved 2025 f:一般公共预算 s:全市", "23亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市",
      "92% 一般公共预算收入 completion executed 2025 b:approved 2025 f:一般公共预算 s:全市",
      "3% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市"], "a growth without a base is on the year before"),
    ("市本级政府性基金预算收入完成16亿元，增长3%；预算支出执行34亿元，为预算的98%。",
     ["16亿元 政府性基金预算收入 level executed 2025 f:政府性基金预算 s:市本级",
      "3% 政府性基金预算收入 growth executed 2025 b:executed 2024 f:政府性基金预算 s:市本级",
      "34亿元 政府性基金预算支出 level executed 2025 f:政府性基金预算 s:市本级",
      "98% 政府性基金预算支出 completion executed 2025 b:approved 2025 f:政府性基金预算 s:市本级"], "预算支出 is the same budget's spending"),
    ("全市一般公共预算收入4亿元，加上上级补助和县级上解收入3亿元、上年结余收入1亿元，减上解上级支出0.5亿元。",
     ["4亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市", "3亿元 上级补助和县级上解收入 level executed 2025 f:一般公共预算 s:全市",
      "1亿元 上年结余收入 level executed 2025 f:一般公共预算 s:全市", "0.5亿元 上解支出 level executed 2025 f:一般公共预算 s:全市"],
     "a sum by 加 and 减, with a name of two things"),
    ("市本级对县转移支付支出77亿元，其中：均衡性转移支付16亿元，专项转移支付10亿元。",
     ["77亿元 转移支付支出 level executed 2025 s:市本级", "16亿元 均衡性转移支付支出 level executed 2025 s:市本级",
      "10亿元 专项转移支付 level executed 2025 s:市本级"], "a kind of transfer that is paid is the item of the code list"),
    ("市本级非税收入5亿元，其中国有资本经营收入2亿元，占非税收入比重的四成。",
     ["5亿元 非税收入 level executed 2025 s:市本级", "2亿元 国有资本经营收入 level executed 2025 f:一般公共预算 s:市本级",
      "四成 国有资本经营收入 share executed 2025 w:非税收入 f:一般公共预算 s:市本级"], "an income of the general budget, not the capital budget"),
    ("全市争取上级资金50亿元，其中，某某基础设施补短板8亿元、增长75%，专项债5亿元、增长57%。",
     ["50亿元 上级资金 level executed 2025 s:全市", "5亿元 专项债券 level executed 2025 s:全市",
      "57% 专项债券 growth executed 2025 b:executed 2024 s:全市"], "what follows a figure of no known category is not the topic's"),
    ("全市一般债务、专项债务余额分别为28亿元、65亿元。",
     ["28亿元 一般债务余额 level executed 2025 s:全市", "65亿元 专项债务余额 level executed 2025 s:全市"], "names that share their ending"),
    ("全市债务余额24亿元（含高新区4亿元），增长3%。基础养老金最低标准提高到206元/月。",
     ["24亿元 地方政府债务余额 level executed 2025 s:全市", "4亿元 地方政府债务余额 level executed 2025 s:高新区",
      "3% 地方政府债务余额 growth executed 2025 b:executed 2024 s:全市", "206元 None none"], "a part in a bracket leaves the scope alone; so much for each"),
]


@pytest.mark.parametrize(("body", "facts", "remark"), CASES, ids=[case[2] for case in CASES])
def test_sentences_of_reports(body: str, facts: list[str], remark: str) -> None:
    text, found = links_of(body, "report")
    assert [shown(text, link) for link in found.links if link.kind != "count"] == facts, remark


def parts(body: str) -> list[tuple[str, str | None]]:
    text, found = links_of(body, "report")
    return [(text[link.start:link.end], None if link.part_of is None else text[found.links[link.part_of].start:found.links[link.part_of].end])
            for link in found.links]


def test_parts_in_a_bracket_are_parts_of_the_figure_before_it() -> None:
    assert parts("全市发行债券100亿元，其中新增债券70亿元（一般债券20亿元、专项债券50亿元），再融资债券30亿元。") == [
        ("100亿元", None), ("70亿元", "100亿元"), ("20亿元", "70亿元"), ("50亿元", "70亿元"), ("30亿元", "100亿元")]


def test_a_total_or_a_sum_ends_the_parts() -> None:
    assert parts("全市一般公共预算收入20亿元，其中：税收收入12亿元，加上转移性收入25亿元，收入总计45亿元。")[2:] == [("25亿元", None), ("45亿元", None)]


def test_an_example_is_no_part() -> None:
    assert parts("全市教育支出30亿元。其中，我市入选试点城市，连续两年名列前茅，获得奖补资金5亿元。")[1] == ("5亿元", None)


def test_a_scope_above_the_document_is_never_a_figures() -> None:
    own = tiers("140500", "晋城市")
    assert own and not own.reports("省级", "奖补资金")
    assert own.reports("市本级", "") and own.reports("县级", "一般公共预算") and not own.reports("县级", "基本财力")


def test_the_reason_in_a_bracket_ends_with_it() -> None:
    _, found = links_of("市本级税收收入5亿元，增长3%（主要是煤炭价格上涨），非税收入4亿元，增长2%。", "report")
    assert [link.reason for link in found.links] == [None, "煤炭价格上涨", None, None]


def test_a_reason_is_of_the_figure_before_it_not_of_another_tiers() -> None:
    _, found = links_of("全市一般公共预算收入9亿元，增长3%。市本级一般公共预算收入5亿元，下降2%，主要是煤炭价格下跌。", "report")
    assert [link.reason for link in found.links] == [None, None, None, "煤炭价格下跌"]


def test_spending_beside_one_thing_is_that_things() -> None:
    _, found = links_of("2025年市本级安排预备费12亿元，实际支出3亿元。", "report")
    assert [(link.category, link.phase) for link in found.links] == [("预备费", "executed")] * 2


def test_the_parts_by_government_of_a_line_above() -> None:
    _, found = links_of("专项债券520亿元。\n其中：分配市本级330亿元；转贷区级190亿元。", "report")
    assert [(link.category, link.scope) for link in found.links[1:]] == [("专项债券", "市本级"), ("专项债券", "区级")]


def test_a_gazette_is_of_the_year_of_the_budget_report_it_prints() -> None:
    read = reading("某市人民政府公报\n2026年第10期\n政府工作报告\n关于某市2025年预算执行情况和2026年预算草案的\n报告\n各位代表:")
    found = recognise(read, segment(read))
    assert (found.year, found.title) == (2025, "关于某市2025年预算执行情况和2026年预算草案的报告")


LEFT_OUT = [
    ("市本级一般公共预算收入29亿元（不含高新区4亿元），增长2%。", [("一般公共预算收入", "市本级"), ("一般公共预算收入", "高新区"), ("一般公共预算收入", "市本级")]),
    ("全市一般公共预算支出总计39亿元，扣除上解支出2亿元后安排37亿元。", [("总支出", "全市"), ("上解支出", "全市")]),
    ("全市一般公共预算收入19亿元。支出年初预算合计53亿元。", [("一般公共预算收入", "全市"), ("一般公共预算支出", "全市")]),
    ("全市一般公共预算支出33亿元，加上再融资一般债券还本支出4亿元。", [("一般公共预算支出", "全市"), ("再融资一般债券还本支出", "全市")]),
    ("全市税收收入8亿元，其中：地方工商税收2亿元。", [("税收收入", "全市"), ("地方工商税收", "全市")]),
    ("产粮（油）大县奖励资金4亿元。", [("产粮（油）大县奖励资金", None)]),
    ("全市年初一般公共支出预算11亿元。", [("一般公共预算支出", "全市")]),
    ("市级港澳台事务预算增加0.2亿元。", [("港澳台事务", "市级")]),
    ("全市筹集资金45亿元坚决打好碧水保卫战。", [("打好碧水保卫战", "全市")]),
]


@pytest.mark.parametrize(("body", "facts"), LEFT_OUT)
def test_what_is_left_out_planned_or_done_is_named_by_its_own_words(body: str, facts: list[tuple[str, str]]) -> None:
    _, found = links_of(body, "report")
    assert [(link.category, link.scope) for link in found.links][:len(facts)] == facts


def test_the_totals_of_a_budget_are_not_its_plan() -> None:
    _, found = links_of("全市一般公共预算收入22亿元，预算总收入36亿元。", "report")
    assert [link.phase for link in found.links] == ["executed", "executed"]


@pytest.mark.parametrize(("body", "facts"), [
    ("二、社会保险基金预算\n市人民代表大会批准的市本级2025年支出预算为31亿元，实际完成30亿元。", ["社会保险基金支出"] * 2),
    ("二、政府性基金预算\n2026年市级政府性基金预算总收入75亿元，安排支出75亿元。", ["总收入", "政府性基金预算支出"]),
])
def test_spending_of_the_budget_in_hand(body: str, facts: list[str]) -> None:
    _, found = links_of(body, "report")
    assert [link.category for link in found.links] == facts


def test_a_place_of_the_code_list_is_a_place_whatever_it_ends_in() -> None:
    _, found = links_of("专项债券30亿元，其中：罗湖区10亿元、南山区11亿元、宝安区9亿元。", "report")
    assert [(link.category, link.scope) for link in found.links[1:]] == [("专项债券", "罗湖区"), ("专项债券", "南山区"), ("专项债券", "宝安区")]


def test_what_a_completion_is_measured_by_is_no_base_of_the_change() -> None:
    text, found = links_of("全市一般公共预算收入完成278亿元，为调整预算的95%（与汇总调整预算相比，下同），下降16%（与2024年决算数相比，下同）。", "report")
    assert shown(text, found.links[2]) == "16% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市 minus"


def test_a_dated_balance_is_the_balance() -> None:
    _, found = links_of("市级预算稳定调节基金余额3亿元，安排预算稳定调节基金1亿元后，2025年末余额2亿元。", "report")
    assert found.links[-1].category == "预算稳定调节基金余额"
