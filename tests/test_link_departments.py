"""Linking in departments' accounts and budgets: one sentence of the genre a case, with the reason it is there."""

from __future__ import annotations

import pytest
from link_text import links_of, shown

CASES = [
    # kind, text, facts, remark
    ("budget", "公务接待费预算支出5万元，本年数小于上年预算数2万元，主要是严格执行规定作出的选择。",
     ["5万元 公务接待费 level approved 2024", "2万元 公务接待费 change approved 2024 b:approved 2023 minus"],
     "小于 is a direction where what it compares with follows; no slogan of a reason is a category"),
    ("accounts", "项目验收合格率大于90%。", ["90% 项目验收合格率 other None 2023 at_least"], "elsewhere 大于 is a limit"),
    ("budget", "公务用车购置费0万元，与2023年预算一致0万元，主要原因是本部门无公务用车。",
     ["0万元 公务用车购置费 level approved 2024", "0万元 公务用车购置费 change approved 2024 b:approved 2023 flat"],
     "the 0 behind 一致 is a change of nothing"),
    ("budget", "检察（款）：2024年预算支出合计16万元。", ["16万元 检察 level approved 2024"],
     "a total behind an item and a colon is the item's"),
    ("budget", "2024年部门支出预算安排与2023年相比（2023年部门支出预算安排为80万元），增加5万元，增长6.25%。",
     ["80万元 支出总计 level approved 2023", "5万元 支出总计 change approved 2024 b:approved 2023",
      "6.25% 支出总计 growth approved 2024 b:approved 2023"], "the base's own figure in brackets"),
    ("budget", "单位预留机动经费预算数为9万元。与上年相比增加8万元（上年仅安排预留机动1万元），增长8倍。",
     ["9万元 单位预留机动经费 level approved 2024", "8万元 单位预留机动经费 change approved 2024 b:approved 2023",
      "1万元 单位预留机动经费 level approved 2023", "8倍 单位预留机动经费 growth approved 2024 b:approved 2023"],
     "the growth behind a bracket is not that of the base in it"),
    ("budget", "公务车购置及运行费3万元，其中：公务车运行费3万元。",
     ["3万元 公务用车购置及运行维护费 level approved 2024", "3万元 公务用车运行维护费 level approved 2024"],
     "the cars' items in whatever words"),
    ("budget", "政府采购预算9万元，其中，货物类政府采购支出预算4万元，服务类政府采购支出预算5万元。",
     ["9万元 政府采购支出总额 level approved 2024", "4万元 政府采购货物支出 level approved 2024",
      "5万元 政府采购服务支出 level approved 2024"], "the class of goods before 政府采购"),
]


@pytest.mark.parametrize("kind, text, facts, remark", CASES, ids=[case[3] for case in CASES])
def test_sentences(kind: str, text: str, facts: list[str], remark: str) -> None:
    whole, links = links_of(text, kind)
    assert [shown(whole, link) for link in links.links] == facts, remark


def test_a_unit_below_has_its_own_divisions() -> None:
    _, links = links_of("某市某局下设3个职能科室。某某服务中心下设2个职能科室。")
    assert [link.category for link in links.links] == ["内设机构数", "某某服务中心内设机构数"]


def test_guests_of_an_event_are_no_reception() -> None:
    _, links = links_of("全年将接待海外友好人士10批200人次。")
    assert not links.links


SLIPS = [
    ("accounts", "办公费决算3万元，年初预算5万元，增加2万元。", "2万元", "the sentence's two figures move the other way"),
    ("budget", "2024年财政拨款支出9万元，比2024年预算增加1万元。", "1万元", "a figure compared with itself"),
    ("accounts", "绩效目标涉及预算金额300万元，绩效监控涉及资金280万元，绩效自评涉及金额121.83元，公务接待费2万元。", "121.83元",
     "元 among figures in 万元"),
]


@pytest.mark.parametrize("kind, text, slip, remark", SLIPS, ids=[case[3] for case in SLIPS])
def test_a_slip_that_its_own_clause_shows_is_flagged(kind: str, text: str, slip: str, remark: str) -> None:
    whole, links = links_of(text, kind)
    assert [whole[link.start:link.end] for link in links.links if "typo" in link.flags] == [slip], remark


@pytest.mark.parametrize("text", ["办公费决算3万元，年初预算5万元，减少2万元。", "公务接待费3万元，人均98.50元，比上年减少1万元。",
                                  "办公费年初预算5万元，决算3万元，比2022年增加1万元。"])
def test_what_agrees_or_compares_with_another_year_is_no_slip(text: str) -> None:
    _, links = links_of(text)
    assert not [link for link in links.links if "typo" in link.flags]


def test_a_line_that_announces_a_list_gives_its_fund_to_the_items() -> None:
    text = "二、支出说明\n财政拨款支出主要内容如下：\n1．行政运行（项）5万元，用于办公。\n2．事业运行（项）3万元，用于办公。\n三、机关运行经费情况\n机关运行经费2万元。"
    _, links = links_of(text, "budget")
    assert [(link.category, link.fund) for link in links.links] == [("行政运行", "财政拨款"), ("事业运行", "财政拨款"), ("机关运行经费", None)]
