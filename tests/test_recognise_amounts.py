"""Amounts: the value, unit, flags and precision of every written form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec import structs

from pipeline.patterns import load_rules, marked
from pipeline.reading import Column, Reading, Row, Table, Value, fold
from pipeline.recognise.amounts import find_amounts, set_aside, unreadable
from pipeline.recognise.cells import find_cells, money_in_words
from pipeline.recognise.figures import matcher
from pipeline.recognise.numerals import read_numeral
from pipeline.records import Mention


def amounts(text: str) -> list[Mention]:
    return find_amounts(text, fold(text), [(0, len(text))])


EXAMPLES = [(rule, example) for rule in load_rules("amounts.toml").rules for example in rule.yes]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule.id}:{example}" for rule, example in EXAMPLES])
def test_examples_have_the_value_they_ask_for(rule, example) -> None:
    text, spans = marked(example)
    found = {(mention.start, mention.end): mention for mention in amounts(text)}
    for start, end, value in spans:
        if value is not None:
            assert (start, end) in found, f"{text[start:end]!r} not found in {[text[a:b] for a, b in found]}"
            mention = found[start, end]
            assert mention.value == Decimal(value)
            assert mention.kind == rule.data["kind"]


CASES = [
    # text, [(as written, kind, value, unit, flags)], remark
    ("收、支总计10,674,949.98元", [("10,674,949.98元", "money", "10674949.98", "元", ())], "thousands separators"),
    ("比上年减少-631,321.21 元，下降5.6%", [("-631,321.21 元", "money", "-631321.21", "元", ()), ("5.6%", "percent", "5.6", "%", ())],
     "a printed minus stays; the space belongs to the text, not to the unit"),
    ("收入1,421, 486万元，支出34, 203万元", [("1,421, 486万元", "money", "14214860000", "万元", ()), ("34, 203万元", "money", "342030000", "万元", ())],
     "a space behind a separator: one number, not two"),
    ("安排１，２３４．５０万元", [("１，２３４．５０万元", "money", "12345000", "万元", ())], "full width, comma too"),
    ("增长5，12万元用于维修", [("12万元", "money", "120000", "万元", ())], "a full-width comma between clauses is no separator"),
    ("标准为5—10万元", [("5", "money", "50000", "万元", ("range_low",)), ("10万元", "money", "100000", "万元", ("range_high",))], "range, one unit"),
    ("标准5万元至10万元不等", [("5万元", "money", "50000", "万元", ("range_low",)), ("10万元", "money", "100000", "万元", ("range_high",))],
     "range, two units"),
    ("由5万元至10万元", [("5万元", "money", "50000", "万元", ()), ("10万元", "money", "100000", "万元", ())], "a move is no range"),
    ("增长5%-8%", [("5%", "percent", "5", "%", ("range_low",)), ("8%", "percent", "8", "%", ("range_high",))], "range of percents"),
    ("投入三千五百万元", [("三千五百万元", "money", "35000000", "万元", ())], "Chinese numerals"),
    ("合同价人民币壹佰贰拾万元整", [("壹佰贰拾万元整", "money", "1200000", "万元", ())], "formal numerals"),
    ("总投资1亿2千万元", [("1亿2千万元", "money", "120000000", "万元", ())], "two scales"),
    ("规模4.78万亿元", [("4.78万亿元", "money", "4780000000000", "万亿元", ())], "万亿"),
    ("约两亿元，近3.5千万元", [("两亿元", "money", "200000000", "亿元", ("approximate",)),
                       ("3.5千万元", "money", "35000000", "千万元", ("approximate",))], "words of approximation"),
    ("不超过200万元，超过5%，80%以上，30万元以内", [
        ("200万元", "money", "2000000", "万元", ("at_most",)), ("5%", "percent", "5", "%", ("at_least",)),
        ("80%", "percent", "80", "%", ("at_least",)), ("30万元", "money", "300000", "万元", ("at_most",))], "limits"),
    ("单价50万元（含）以上", [("50万元", "money", "500000", "万元", ("at_least",))], "a limit behind a bracket"),
    ("支持3000余万元", [("3000余万元", "money", "30000000", "万元", ("at_least",))], "余: more than"),
    ("完成百分之九十五点五", [("百分之九十五点五", "percent", "95.5", "百分之", ())], "percent in words"),
    ("增长2.6倍，占七成，下降1.2‰", [("2.6倍", "percent", "260", "倍", ()), ("七成", "percent", "70", "成", ()),
                             ("1.2‰", "percent", "0.12", "‰", ())], "倍, 成 and ‰ as percent"),
    ("提高2.4个百分点", [("2.4个百分点", "percentage_point", "2.4", "个百分点", ())], "points are no percents"),
    ("编制17名，实有10人，车辆3辆，设备0台（套），面积199万平方米", [
        ("17名", "count", "17", "名", ()), ("10人", "count", "10", "人", ()), ("3辆", "count", "3", "辆", ()),
        ("0台（套）", "count", "0", "台（套）", ()), ("199万平方米", "count", "1990000", "万平方米", ())], "counts in base units"),
    ("接待12批次、120人次，得分99.43分", [("12批次", "count", "12", "批次", ()), ("120人次", "count", "120", "人次", ()),
                              ("99.43分", "count", "99.43", "分", ())], "batches, visits, scores"),
    ("书记一位、副主席两位", [("一位", "count", "1", "位", ()), ("两位", "count", "2", "位", ())], "counts in Chinese numerals"),
    ("收入合计5,000.00元，比上年减少  631.21 ，下降5.6%", [
        ("5,000.00元", "money", "5000.00", "元", ()), ("631.21", "money", "631.21", None, ("unit_missing",)),
        ("5.6%", "percent", "5.6", "%", ())], "a missing 元, read by the sentence's unit"),
    ("与上年相比减少100 万元，减少 9.52，主要原因", [
        ("100 万元", "money", "1000000", "万元", ()), ("9.52", "percent", "9.52", None, ("unit_missing",))],
     "a missing % behind a change in money"),
    ("年初预算5万元，支出增加0.39 万，增长7%", [
        ("5万元", "money", "50000", "万元", ()), ("0.39 万", "money", "3900", "万", ()), ("7%", "percent", "7", "%", ())],
     "万 without 元 beside money"),
    ("项目总预算1720.00万，其中支持发展870.00万，", [("1720.00万", "money", "17200000", "万", ()), ("870.00万", "money", "8700000", "万", ())],
     "万 without 元 behind a word for money, then beside money"),
    ("补助1 234 567.50元", [("1 234 567.50元", "money", "1234567.50", "元", ())], "groups parted by spaces"),
]


@pytest.mark.parametrize(("text", "expected", "remark"), CASES, ids=[case[2] for case in CASES])
def test_written_forms(text: str, expected: list, remark: str) -> None:
    found = [(text[m.start:m.end], m.kind, m.value, m.unit, m.flags) for m in amounts(text)]
    assert found == [(written, kind, Decimal(value), unit, flags) for written, kind, value, unit, flags in expected]


NONE = [
    ("单位：万元", "a bare unit"),
    ("2023年度部门决算", "a year"),
    ("2023年12月31日", "a date"),
    ("财预〔2022〕107号", "a document's number"),
    ("电话：010-69842456", "a telephone number"),
    ("2080505机关事业单位基本养老保险缴费支出", "a code"),
    ("1.工资福利支出", "an item's number"),
    ("第3名、第三个、前10名", "ordinals"),
    ("2024年1元旦", "a holiday"),
    ("3欧元、1200亿美元、5港元", "other currencies"),
    ("占账面无形资产总额的%", "a percent sign without its number"),
    ("三元区、统一元数据", "words that hold 元"),
    ("一成不变、完成", "words that hold 成"),
    ("产业倍增、番禺区", "words that hold 倍 and 番"),
    ("行政运行 1,013 - 66.7", "cells of a row"),
    ("①2亿立方米", "a circled number is no digit, a volume no money"),
    ("http://a.cn/?q=30%25%2020%", "an address"),
    ("3个月、24小时、5年", "durations"),
    ("人才总量超719万、高技能人才166.5万，人次增至2.73亿、", "people in 万 and 亿"),
]


@pytest.mark.parametrize(("text", "remark"), NONE, ids=[case[1] for case in NONE])
def test_what_is_no_quantity(text: str, remark: str) -> None:
    assert [text[m.start:m.end] for m in amounts(text)] == []


STEPS = [("1.50万元", "100"), ("1200万元", "10000"), ("10,674,949.98元", "0.01"), ("5.6%", "0.1"), ("三千五百万元", "1000000"), ("1亿2千万元", "10000000")]


@pytest.mark.parametrize(("text", "step"), STEPS)
def test_step_is_the_weight_of_the_last_digit(text: str, step: str) -> None:
    assert amounts(text)[0].step == Decimal(step)


NUMERALS = [
    ("一亿零五百万", "105000000"), ("五亿零六", "500000006"), ("两千四百五", "2450"), ("一万三", "13000"), ("一百零五", "105"),
    ("4.78万亿", "4780000000000"), ("二○二三", "2023"), ("八千三百八十五万二千三百二十六点三三", "83852326.33"),
    ("四十九兆九千五百九十二億", "49959200000000"), ("十", "10"), ("二十几万", "200000"),
]


@pytest.mark.parametrize(("written", "value"), NUMERALS)
def test_numerals(written: str, value: str) -> None:
    number = read_numeral(written)
    assert number is not None
    assert number[0] == Decimal(value)


def table(cells: list[str], *, unit: str | None, header: str = "决算数", own: str | None = None, label: str = "项目") -> Reading:
    text, values = "", []
    for i, cell in enumerate(cells):
        values.append(Value(len(text), len(text) + len(cell), i, 0))
        text += cell + "\t"
    rows = tuple(Row(label) for _ in cells)
    return Reading("id", "a.txt", "text/plain", text, tables=(
        Table(0, len(text), 1, "收入决算表", unit, (Column((header,), own),), rows, tuple(values)),))


CELLS = [
    (table(["1,234.50", "(12.3)", "△5", "-7"], unit="万元"), ["12345000", "-123000", "-50000", "-70000"], "money", "accounting minus signs"),
    (table(["12.5"], unit="亿元"), ["1250000000"], "money", "亿元"),
    (table(["98.1"], unit="万元", header="为预算的%"), ["98.1"], "percent", "the header says %"),
    (table(["3"], unit="万元", own="辆"), ["3"], "count", "the column's own unit holds"),
    (table(["12"], unit="万元", label="公务用车保有量（辆）"), ["12"], "count", "the row's unit holds"),
    (table(["12"], unit="万元", label="其他文化支出(项)"), ["120000"], "money", "(项) is a tier, not a unit"),
    (table(["93.6"], unit="万元", header="决算数为上年决算数的%", label="车辆(辆)"), ["93.6"], "percent", "a percent column stays one"),
    (table(["1.5%"], unit="万元"), ["1.5"], "percent", "the cell prints its sign"),
]


@pytest.mark.parametrize(("reading", "values", "kind", "remark"), CELLS, ids=[case[3] for case in CELLS])
def test_cells(reading: Reading, values: list[str], kind: str, remark: str) -> None:
    cells, problems = find_cells(reading, fold(reading.text))
    assert [mention.value for _, _, mention in cells] == [Decimal(value) for value in values]
    assert {mention.kind for _, _, mention in cells} == {kind}
    assert not problems


def test_a_table_without_a_unit_is_a_problem() -> None:
    reading = table(["5"], unit=None)
    cells, problems = find_cells(reading, fold(reading.text))
    assert cells[0][2].flags == ("unit_missing",)
    assert [problem.kind for problem in problems] == ["unit-missing"]


def test_scores_without_a_unit_are_no_money() -> None:
    reading = table(["5", "10"], unit=None, header="指标值")
    cells, problems = find_cells(reading, fold(reading.text))
    assert not cells and [problem.kind for problem in problems] == ["unit-missing"]
    assert "2 figures" in problems[0].message


def test_money_in_the_words_of_a_table_is_named() -> None:
    reading = table(["1,306", "说明：共支出7677万元"], unit="万元")
    reading = structs.replace(reading, tables=(structs.replace(reading.tables[0], values=reading.tables[0].values[:1]),))
    assert [reading.text[start:end] for start, end in money_in_words(reading, fold(reading.text))] == ["7677万元"]


@pytest.mark.parametrize("header", ["权重", "分值（90）", "序号", "科目编码"])
def test_weights_and_codes_are_no_quantities(header: str) -> None:
    reading = table(["5"], unit="万元", header=header)
    assert find_cells(reading, fold(reading.text)) == ([], [])


def test_labels_of_charts_are_set_aside() -> None:
    text = "基本支出, 55.98%\n9.82%\n项目支出, 34.2% 其他, 0.8%\n3.3% 结转\n满意度100%\n占本年支出合计的88.6%\n增长5%，\n"
    kept, aside = set_aside(fold(text), amounts(text))
    assert [text[m.start:m.end] for m in aside] == ["55.98%", "9.82%", "34.2%", "0.8%", "3.3%"]
    assert [text[m.start:m.end] for m in kept] == ["100%", "88.6%", "5%"]


def test_digits_that_make_no_number_are_reported_not_guessed() -> None:
    text = "比上年增加542,62万元，收入2.112.86元，增长954.%，支出1,234.5万元。"
    found = amounts(text)
    assert [text[m.start:m.end] for m in found] == ["1,234.5万元"]
    assert [text[a:b] for a, b in unreadable(fold(text), [(0, len(text))], found)] == ["542,62万元", "2.112.86元", "954.%"]


def test_two_figures_with_a_stop_between_are_never_one() -> None:
    """re before Python 3.11.5 matches possessive groups wrongly: it read 1.2.万."""
    assert matcher().scan.search("1.2.万") is None


@pytest.mark.parametrize(("text", "read", "reported"), [
    ("支出1,099, 160万元", ["10991600000"], 0), ("支出1,099 ,160.50元", ["1099160.50"], 0), ("支出12,3 45.00万元", [], 1),
    ("支出 5 ,160元", [], 1), ("支出1,099 45.00万元", ["450000"], 0),
])
def test_numbers_torn_by_spaces_are_whole_or_none(text: str, read: list[str], reported: int) -> None:
    found = amounts(text)
    assert [str(m.value) for m in found] == read
    assert len(unreadable(fold(text), [(0, len(text))], found)) == reported


def test_a_number_of_a_list_of_money_without_its_unit_is_money() -> None:
    found = amounts("结算补助收入5803万元、农村补助收入699、其他补助收入269万元，编制35、支出2023、其他支出5万元")
    assert [(str(m.value), m.flags) for m in found if "unit_missing" in m.flags] == [("6990000", ("unit_missing",))]
