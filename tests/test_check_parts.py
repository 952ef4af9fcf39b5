"""Parts against their whole: closed and open lists, changes, bounds, balances and one indicator's values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from check_links import Doc

from pipeline.check.identities import identities
from pipeline.patterns import Rule, load_rules, marked
from pipeline.reading import fold

PLAN = {"base_phase": "approved", "base_year": 2023}
SANGONG = ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费")


@pytest.mark.parametrize("whole, parts, result, remark", [
    ("23.50", ("0.00", "20.50", "3.00"), "pass", "all three add up"),
    ("23.51", ("0.00", "20.50", "3.00"), "rounding", "a hundredth over three parts"),
    ("29.40", ("0.00", "20.50", "3.00"), "fail", "the scheme is complete, so falling short counts"),
    ("20.00", ("0.00", "20.50", "3.00"), "fail", "the parts exceed the whole"),
    ("29.40", ("0.00", "20.50"), "insufficient_data", "a part was not read"),
])
def test_sum_of_a_known_scheme(whole: str, parts: tuple[str, ...], result: str, remark: str) -> None:
    doc = Doc()
    doc.say("“三公”经费", f"{whole}万元", "“三公”经费")
    for name, amount in zip(SANGONG, parts, strict=False):
        doc.say(f"，{name}", f"{amount}万元", name)
    assert [check.result for check in doc.results("parts")] == [result], remark


@pytest.mark.parametrize("second, result, remark", [
    ("40.00万元", "pass", "the list is complete"),
    ("30.00万元", "insufficient_data", "an open list may leave items out"),
    ("50.00万元", "fail", "items exceed their class"),
])
def test_items_of_a_class(second: str, result: str, remark: str) -> None:
    doc = Doc()
    doc.say("教育支出", "100.00万元", "教育支出", code="205")
    doc.say("，其中普通教育", "60.00万元", "普通教育", code="20502")
    doc.say("，职业教育", second, "职业教育", code="20503")
    assert [check.result for check in doc.results("parts")] == [result], remark


def listed(first: str, second: str) -> Doc:
    """A whole of 100 with two parts that only the text marks as such, each with its share."""
    doc = Doc()
    whole = doc.say("专项", "100.00万元", "甲专项")
    for name, amount, share in (("乙", first, "60.0%"), ("丙", second, "40.0%")):
        doc.say(f"，{name}", amount, name, part_of=whole)
        doc.say("占", share, name, measure="share", whole="甲专项")
    return doc


def test_shares_that_add_up_to_100_close_a_list() -> None:
    assert [check.result for check in listed("60.00万元", "30.00万元").results("parts")] == ["fail"]
    open_list = listed("60.00万元", "30.00万元")
    open_list.links = [link for link in open_list.links if link.measure == "level"]
    assert open_list.results("parts") == []


def test_two_phases_changed_places() -> None:
    doc = Doc()
    doc.say("基本支出决算", "95.00万元", "基本支出")
    doc.say("，年初预算", "90.00万元", "基本支出", phase="approved")
    for name, done, plan in (("人员经费", "60.00万元", "65.00万元"), ("公用经费", "30.00万元", "30.00万元")):
        doc.say(f"；{name}", done, name)
        doc.say("，预算", plan, name, phase="approved")
    assert {(check.result, check.suggestion) for check in doc.results("parts")} == {("fail", "两数对调（决算与预算互换）")}


def test_changes_of_a_closed_list_add_up_and_an_unchanged_item_counts_as_zero() -> None:
    for change, result in (("5.00万元", "pass"), ("7.00万元", "fail")):
        doc = Doc()
        doc.say("教育支出", "100.00万元", "教育支出", code="205")
        doc.say("，比年初预算增加", change, "教育支出", measure="change", code="205", **PLAN)
        doc.say("。普通教育", "60.00万元", "普通教育", code="20502")
        doc.say("，增加", "5.00万元", "普通教育", measure="change", code="20502", **PLAN)
        doc.say("。职业教育", "40.00万元", "职业教育", code="20503")
        doc.write("，与年初预算持平。")
        assert [check.result for check in doc.results("parts-change")] == [result]


def test_a_part_exceeds_its_whole() -> None:
    doc = Doc()
    doc.say("收、支总计", "100.00万元", "收支总计")
    doc.say("。财政拨款收、支总计", "110.00万元", "财政拨款收支总计", fund="财政拨款")
    (check,) = doc.results("bound")
    assert (check.result, check.difference) == ("fail", 100000)


def test_one_indicator_with_two_values_and_the_unit_that_explains_it() -> None:
    doc = Doc()
    for before, amount in (("一处", "121.83万元"), ("。另一处", "121.83万元"), ("。又一处", "121.83元")):
        doc.say(before, amount, "政府采购支出总额")
    assert [check.result for check in doc.results("same")] == ["pass", "fail"]
    assert [check.result for check in doc.results("unit")] == ["fail"]
    assert "元/万元" in (doc.results("unit")[0].suggestion or "")


def test_a_part_of_another_figure_is_not_the_indicator() -> None:
    doc = Doc()
    doc.say("项目支出", "100.00万元", "项目支出")
    whole = doc.say("。甲局支出", "70.00万元", "甲局支出")
    doc.say("，其中项目支出", "30.00万元", "项目支出", part_of=whole)
    assert [check.result for check in doc.results("same")] == ["insufficient_data"]


def report(total: str, balance: str) -> Doc:
    doc = Doc(type="政府决算报告")
    fund = {"fund": "一般公共预算", "scope": "全市"}
    doc.say("一般公共预算收入", "750.55亿元", "一般公共预算收入", **fund)
    doc.say("，加上转移性收入", "692.70亿元", "转移性收入", **fund)
    doc.say("，收入总计", "1443.25亿元", "总收入", **fund)
    doc.say("；支出", "1037.15亿元", "一般公共预算支出", **fund)
    doc.say("，加上转移性支出", "279.22亿元", "转移性支出", **fund)
    doc.say("，支出总计", total, "总支出", **fund)
    doc.say("；结余", balance, "年终结余", **fund)
    return doc


def test_running_totals_and_the_balance_of_a_report() -> None:
    right = report("1316.37亿元", "126.88亿元")
    assert [check.result for check in right.results("running-total")] == ["pass", "pass"]
    assert [check.result for check in right.results("balance")] == ["pass"]
    wrong = report("1613.37亿元", "126.88亿元")
    assert [(check.result, check.suggestion) for check in wrong.results("running-total")] == [
        ("pass", None), ("fail", "数字换位")]
    assert [check.result for check in wrong.results("balance")] == ["fail"]


def test_a_total_that_is_not_spelled_out_proves_nothing() -> None:
    doc = Doc(type="政府决算报告")
    doc.say("主要是上级补助收入", "60.00亿元", "上级补助收入")
    doc.say("、调入资金", "10.00亿元", "调入资金")
    doc.say("，总收入", "90.00亿元", "总收入")
    assert [check.result for check in doc.results("running-total")] == ["insufficient_data"]


@pytest.mark.parametrize("scheme", [s for s in identities().sums if not s.codes], ids=lambda s: s.id)
def test_examples_of_each_sum(scheme: object) -> None:
    """The yes and no figures in patterns/identities.toml come out as they say."""
    for examples, result in ((scheme.yes, ("pass",)), (scheme.no, ("fail", "insufficient_data"))):  # type: ignore[attr-defined]
        assert examples
        for example in examples:
            whole, _, parts = example.partition(" = ")
            names = (*scheme.parts, *scheme.optional)  # type: ignore[attr-defined]
            doc = Doc()
            doc.say("合计", f"{Decimal(whole):.2f}元", scheme.whole[0])  # type: ignore[attr-defined]
            for name, amount in zip(names, parts.split(), strict=False):
                doc.say(f"，{name}", f"{Decimal(amount):.2f}元", name)
            found = {check.result for check in doc.results("parts") if check.links[0] == 0}
            assert found and found <= set(result), example


@pytest.mark.parametrize("bound", identities().bounds, ids=lambda b: b.id)
def test_examples_of_each_bound(bound: object) -> None:
    for examples, result in ((bound.yes, "pass"), (bound.no, "fail")):  # type: ignore[attr-defined]
        for example in examples:
            parts, _, whole = example.partition(" <= ")
            doc = Doc()
            doc.say("整体", f"{whole}.00元", bound.whole)  # type: ignore[attr-defined]
            for name, amount in zip(bound.part, parts.split(), strict=True):  # type: ignore[attr-defined]
                doc.say("。部分", f"{amount}.00元", name)
            assert result in [check.result for check in doc.results("bound")], example


@pytest.mark.parametrize("balance", identities().balances, ids=lambda b: b.id)
def test_examples_of_each_balance(balance: object) -> None:
    for examples, result in ((balance.yes, "pass"), (balance.no, "fail")):  # type: ignore[attr-defined]
        for example in examples:
            left, plus, minus = example.replace(" = ", " ").replace(" - ", " ").split()
            doc = Doc(type="政府决算报告")
            doc.say("收入", f"{plus}.00元", balance.plus[0])  # type: ignore[attr-defined]
            doc.say("，支出", f"{minus}.00元", balance.minus[0])  # type: ignore[attr-defined]
            doc.say("，结余", f"{left}.00元", balance.result[0])  # type: ignore[attr-defined]
            assert [check.result for check in doc.results("balance")] == [result], example


def test_every_identity_a_check_reports_is_named_in_both_languages() -> None:
    for kind in identities().kinds.values():
        assert kind.zh and kind.en and kind.scope


@pytest.mark.parametrize("rule", load_rules("identities.toml").rules, ids=lambda rule: rule.id)
def test_examples_of_each_cue(rule: Rule) -> None:
    for example in rule.yes:
        text, spans = marked(example)
        match = rule.pattern.search(fold(text))
        assert match and match.span() == spans[0][:2], example
    for example in rule.no:
        assert not rule.pattern.search(fold(example)), example
