"""Linking: sentences of the genre and the facts they state, one case a row with the reason it is there."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

from pipeline.link.cues import tokens
from pipeline.patterns import load_rules, marked
from pipeline.reading import fold

CASES = [
    # kind, text, facts, remark
    ("accounts", "与2023年年初预算相比，“三公”经费支出减少3万元。一是公务接待费减少1万元；二是公务用车运行维护费减少2万元。",
     ["3万元 “三公”经费 change executed 2023 b:approved 2023 minus", "1万元 公务接待费 change executed 2023 b:approved 2023 minus",
      "2万元 公务用车运行维护费 change executed 2023 b:approved 2023 minus"], "parts are compared with what the whole was compared with"),
    ("accounts", "2023年度收、支总计8元，比上年减少-2元，下降5.6%。",
     ["8元 收支总计 level executed 2023", "-2元 收支总计 change executed 2023 b:executed 2022 minus double_negative",
      "5.6% 收支总计 growth executed 2023 b:executed 2022 minus"], "a double negative: the words decide"),
    ("accounts", "本年支出合计9万元，其中：基本支出8万元，占88.9%；项目支出1万元，占支出合计的11.1%。",
     ["9万元 本年支出合计 level executed 2023", "8万元 基本支出 level executed 2023",
      "88.9% 基本支出 share executed 2023 w:本年支出合计", "1万元 项目支出 level executed 2023",
      "11.1% 项目支出 share executed 2023 w:本年支出合计"], "其中 opens parts, and the whole of their shares"),
    ("accounts", "公务接待费支出决算为3万元，完成年初预算的75%，比2022年度减少1万元。",
     ["3万元 公务接待费 level executed 2023", "75% 公务接待费 completion executed 2023 b:approved 2023",
      "1万元 公务接待费 change executed 2023 b:executed 2022 minus"], "completion and a base by year"),
    ("accounts", "公务接待费年初预算为4万元，支出决算为3万元，减少1万元。",
     ["4万元 公务接待费 level approved 2023", "3万元 公务接待费 level executed 2023",
      "1万元 公务接待费 change executed 2023 b:approved 2023 minus"], "a change between the two figures of the sentence"),
    ("accounts", "公务接待费2023年决算数0元，比2023年年初预算数0元，增加（减少）0元。",
     ["0元 公务接待费 level executed 2023", "0元 公务接待费 level approved 2023",
      "0元 公务接待费 change executed 2023 b:approved 2023 form_residue"], "a base with its own figure; the form's choice left standing"),
    ("accounts", "商品和服务支出：包括办公费、印刷费、差旅费等支出8万元，年初预算7万元。",
     ["8万元 商品和服务支出 level executed 2023", "7万元 商品和服务支出 level approved 2023"], "a list after 包括 is no subject"),
    ("accounts", "单价50万元以上的专用设备2台。", ["50万元 单价50万元以上专用设备 none at_least"], "a threshold is no figure"),
    ("budget", "会议费预算支出5万元，比上年预算增加1万元，增长25%。",
     ["5万元 会议费 level approved 2024", "1万元 会议费 change approved 2024 b:approved 2023",
      "25% 会议费 growth approved 2024 b:approved 2023"], "比上年 of a budget is the same phase"),
    ("budget", "一般公共预算收入预算5万元。", ["5万元 一般公共预算财政拨款收入 level approved 2024 f:一般公共预算"],
     "a department's name for its appropriation"),
    ("report", "2025年，全市一般公共预算收入80亿元，为预算的99.5%，比2024年（下同）增长1.5%。市级一般公共预算收入30亿元，下降0.4%。",
     ["80亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市",
      "99.5% 一般公共预算收入 completion executed 2025 b:approved 2025 f:一般公共预算 s:全市",
      "1.5% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全市",
      "30亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:市级",
      "0.4% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:市级 minus"], "下同, scope and fund of a government"),
    ("report", "全市一般公共预算收入60亿元，完成预算的101%（调整预算，下同）；一般公共预算支出90亿元，完成预算的99%。",
     ["60亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市",
      "101% 一般公共预算收入 completion executed 2025 b:adjusted 2025 f:一般公共预算 s:全市",
      "90亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:全市",
      "99% 一般公共预算支出 completion executed 2025 b:adjusted 2025 f:一般公共预算 s:全市"], "which budget is meant stands once, behind"),
    ("report", "全市一般公共预算收入预算25亿元，实际完成23亿元。支出预算46亿元，实际完成48亿元。",
     ["25亿元 一般公共预算收入 level approved 2025 f:一般公共预算 s:全市", "23亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市",
      "46亿元 一般公共预算支出 level approved 2025 f:一般公共预算 s:全市", "48亿元 一般公共预算支出 level executed 2025 f:一般公共预算 s:全市"],
     "支出预算 after an income is the same budget's spending"),
    ("budget", "会议费预算数5万元，比2023年全年数增加1万元。",
     ["5万元 会议费 level approved 2024", "1万元 会议费 change approved 2024 b:approved 2023"], "全年 takes no year that is said away"),
    ("report", "全市一般公共预算收入80亿元，加上上年结转收入、调入资金等9亿元，收入总量为89亿元。",
     ["80亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全市",
      "9亿元 上年结转收入、调入资金 level executed 2025 f:一般公共预算 s:全市",
      "89亿元 总收入 level executed 2025 f:一般公共预算 s:全市"], "a sum of several things is named by its list"),
    ("report", "2026年，全市一般公共预算收入安排85亿元，比2025年执行数增长6.3%。",
     ["85亿元 一般公共预算收入 level approved 2026 f:一般公共预算 s:全市",
      "6.3% 一般公共预算收入 growth approved 2026 b:executed 2025 f:一般公共预算 s:全市"], "a year after the reported one is the draft"),
    ("report", "教育支出12亿元，增长3%；产业发展（工业信息等）支出15亿元，增长2%。",
     ["12亿元 教育支出 level executed 2025", "3% 教育支出 growth executed 2025 b:executed 2024",
      "15亿元 产业发展支出 level executed 2025", "2% 产业发展支出 growth executed 2025 b:executed 2024"],
     "a name no list knows is never the category before it"),
    ("report", "统筹资金11亿元支持惠民消费券发放，带动消费60亿元。", ["11亿元 惠民消费券发放 level executed 2025", "60亿元 None none"],
     "what is paid for stands behind; others' money states no fact"),
    ("report", "全州一般公共预算收入108亿元，为年初预算106亿元的101.2%，较上年决算数增长3.2%。",
     ["108亿元 一般公共预算收入 level executed 2025 f:一般公共预算 s:全州", "106亿元 一般公共预算收入 level approved 2025 f:一般公共预算 s:全州",
      "101.2% 一般公共预算收入 completion executed 2025 b:approved 2025 f:一般公共预算 s:全州",
      "3.2% 一般公共预算收入 growth executed 2025 b:executed 2024 f:一般公共预算 s:全州"], "the planned figure stands between 为 and 的"),
    ("report", "税收收入预算数为190亿元，执行数为184亿元，增长3.1%，为预算数的96.8%。",
     ["190亿元 税收收入 level approved 2025", "184亿元 税收收入 level executed 2025",
      "3.1% 税收收入 growth executed 2025 b:executed 2024", "96.8% 税收收入 completion executed 2025 b:approved 2025"],
     "a report's rate is of the year before, unless it is the one between its two figures"),
    ("statement", "2022年一般公共预算“三公”经费支出5万元，比上年预算减少1万元。其中，公务接待费预算2万元，比上年减少1万元。",
     ["5万元 “三公”经费 level approved 2022 f:一般公共预算 s:省本级",
      "1万元 “三公”经费 change approved 2022 b:approved 2021 f:一般公共预算 s:省本级 minus",
      "2万元 公务接待费 level approved 2022 f:一般公共预算 s:省本级",
      "1万元 公务接待费 change approved 2022 b:approved 2021 f:一般公共预算 s:省本级 minus"], "parts inherit fund and scope"),
]


@pytest.mark.parametrize(("kind", "body", "facts", "remark"), CASES, ids=[case[3] for case in CASES])
def test_sentences(kind: str, body: str, facts: list[str], remark: str) -> None:
    text, found = links_of(body, kind)
    money = [shown(text, link) for link in found.links if link.kind != "count"]
    assert money == facts, remark


def test_a_heading_gives_the_category_and_says_so() -> None:
    _, found = links_of("一、“三公”经费财政拨款决算情况\n（一）公务接待费\n2023年决算数5元，比上年增加1元。")
    assert [(link.category, link.fund, "implicit_category" in link.flags) for link in found.links] == [("公务接待费", "财政拨款", True)] * 2


def test_a_reason_goes_to_the_change_it_explains() -> None:
    _, found = links_of("培训费支出5万元，比上年增加1万元，主要原因是培训班次增多。")
    assert [link.reason for link in found.links] == [None, "培训班次增多"]


def test_parts_point_at_their_whole() -> None:
    _, found = links_of("本年支出合计9万元，其中：基本支出8万元。")
    assert [link.part_of for link in found.links] == [None, 0]


def test_what_cannot_be_tied_is_listed() -> None:
    text, found = links_of("市本级一般公共预算收入28.7亿元，有效挖潜36.4亿元。", "report")
    assert [text[start:end] for start, end, _ in found.unlinked] == ["36.4亿元"]


CUES = [(cue["id"], cue) for cue in load_rules("link_cues.toml").data["cue"]]


@pytest.mark.parametrize(("name", "cue"), CUES, ids=[name for name, _ in CUES])
def test_cues_against_their_examples(name: str, cue: dict) -> None:
    for example in cue["yes"]:
        text, spans = marked(example)
        found = {(token.start, token.end) for token in tokens(fold(text), 0, len(text), []) if token.data and token.data.id == name}
        if cue["kind"] == "none":
            continue
        for start, end, _ in spans:
            assert any(first <= start and last >= end for first, last in found), f"{name} misses {text[start:end]} in {text}"
    for example in cue["no"]:
        found = {token.data.id for token in tokens(fold(example), 0, len(example), []) if token.data}
        assert name not in found, f"{name} fires in {example}"


FORMS = [(rule.id, case) for rule in load_rules("link_forms.toml").rules for case in rule.data["case"]]


@pytest.mark.parametrize(("name", "case"), FORMS, ids=[name for name, _ in FORMS])
def test_forms_give_their_category(name: str, case: str) -> None:
    body, spans = marked(case)
    text, found = links_of(body)
    title = len(text) - len(body) - 1
    categories = {(link.start - title, link.end - title): link.category for link in found.links}
    for start, end, category in spans:
        assert categories.get((start, end)) == category, (case, categories)
