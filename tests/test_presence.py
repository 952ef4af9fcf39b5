"""Completeness: the titles each required table and part goes by, and the four states it can be in."""

from __future__ import annotations

import pytest
from check_links import Doc

from pipeline.check.presence import squeezed
from pipeline.patterns import load_rules, marked
from pipeline.reading import fold

RULES = load_rules("presence.toml").rules


def state(doc: Doc, item: str) -> tuple[str, str]:
    (found,) = [presence for presence in doc.checks().presences if presence.item == item]
    return found.state, found.note


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_of_each_rule(rule: object) -> None:
    for example in rule.yes:  # type: ignore[attr-defined]
        text, spans = marked(example)
        match = rule.pattern.search(fold(text))  # type: ignore[attr-defined]
        assert match and match.span() == spans[0][:2], example
    for example in rule.no:  # type: ignore[attr-defined]
        assert not rule.pattern.search(fold(example)), example  # type: ignore[attr-defined]


@pytest.mark.parametrize("title, item", [
    ("2024年度部门收入支出决算总表", "收入支出决算总表"),
    ("财政拨款“三公”经费支出决算表", "财政拨款“三公”经费支出决算表"),
    ("一般公共预算财政拨款基本支出决算明细表", "一般公共预算财政拨款基本支出决算表"),
    ("政府性基金预算财政拨款收入支出决算表", "政府性基金预算财政拨款收入支出决算表"),
])
def test_a_title_belongs_to_one_table(title: str, item: str) -> None:
    names = [rule.data["item"] for rule in RULES if rule.data["kind"] == "table" and "final" in rule.data["documents"]
             and rule.pattern.search(squeezed(title))]
    assert names == [item]


def test_the_four_states_of_a_table() -> None:
    doc = Doc(title="某局2023年度部门决算")
    doc.table("收入决算表", ["本年收入合计"], [(None, "合计", ["0.00"])])
    doc.table("政府性基金预算财政拨款收入支出决算表", ["合计"], [(None, "合计", [""])], note="本部门无政府性基金预算，故本表无数据。")
    doc.table("国有资本经营预算财政拨款收入支出决算表", ["合计"], [(None, "合计", [""])])
    assert state(doc, "收入决算表") == ("present", "")
    assert state(doc, "政府性基金预算财政拨款收入支出决算表") == ("declared_empty", "本部门无政府性基金预算，故本表无数据。")
    assert state(doc, "国有资本经营预算财政拨款收入支出决算表") == ("present", "表内无数字，亦无说明")
    assert state(doc, "支出决算表") == ("missing", "")


def test_the_four_states_of_a_part() -> None:
    doc = Doc(title="某局2023年度部门决算")
    doc.heading("八、政府性基金预算财政拨款收入支出决算情况说明").write("本年度无此项支出。")
    doc.heading("（一）机关运行经费支出情况").say("机关运行经费", "0.00万元", "机关运行经费")
    doc.heading("（二）其他情况").say("政府采购支出总额", "5.00万元", "政府采购支出总额")
    assert state(doc, "政府性基金预算情况说明") == ("declared_empty", "本年度无此项支出")
    assert state(doc, "机关运行经费情况说明")[0] == "present"
    assert state(doc, "政府采购情况说明")[0] == "folded"
    assert state(doc, "名词解释")[0] == "missing"


def test_what_is_asked_depends_on_kind_year_and_place() -> None:
    def items(**mentions: object) -> set[str]:
        return {presence.item for presence in Doc(**mentions).checks().presences}

    assert items(type="预算执行情况报告") == set()
    assert "政府采购情况表" in items(type="部门决算", region="北京市")
    assert "政府采购情况表" not in items(type="部门决算", region="上海市")
    assert "一般公共预算支出表" in items(type="部门预算")
    assert "高等学校财政拨款支出决算表" in items(type="单位决算", body="某大学")


