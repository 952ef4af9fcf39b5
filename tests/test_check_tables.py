"""Inside tables, between them, and between tables and text."""

from __future__ import annotations

import pytest
from check_links import Doc

ITEMS = [("205", "教育支出", ["100.00", "60.00", "40.00"]), ("20502", "普通教育", ["70.00", "40.00", "30.00"]),
         ("2050201", "学前教育", ["70.00", "40.00", "30.00"]), ("20503", "职业教育", ["30.00", "20.00", "10.00"]),
         (None, "合计", ["100.00", "60.00", "40.00"])]
COLUMNS = ["合计", "基本支出", "项目支出"]


def with_cell(row: int, column: int, text: str) -> list[tuple[str | None, str, list[str]]]:
    rows = [(code, label, list(cells)) for code, label, cells in ITEMS]
    rows[row][2][column] = text
    return rows


def found(doc: Doc, *identities: str) -> set[tuple[str, str]]:
    return {(check.identity, check.result) for check in doc.checks().checks
            if check.identity in (identities or ("row", "hierarchy", "column"))}


def test_a_table_that_adds_up_passes_in_rows_and_columns() -> None:
    doc = Doc()
    doc.table("支出决算表", COLUMNS, ITEMS)
    assert found(doc) == {("row", "pass"), ("hierarchy", "pass"), ("column", "pass")}
    assert "unchecked" not in doc.checks().outcomes


def test_one_wrong_cell_is_the_publishers() -> None:
    doc = Doc()
    doc.table("支出决算表", COLUMNS, with_cell(3, 2, "20.00"))
    fails = [check for check in doc.checks().checks if check.result == "fail"]
    assert {check.identity for check in fails} == {"row", "hierarchy"}


@pytest.mark.parametrize("row, column, text, remark", [
    (3, 2, "", "an unread cell"),
    (1, 0, "", "an unread heading"),
])
def test_an_unread_cell_is_never_the_publishers(row: int, column: int, text: str, remark: str) -> None:
    doc = Doc()
    doc.table("支出决算表", COLUMNS, with_cell(row, column, text))
    assert ("row", "fail") not in found(doc), remark


def test_an_unread_row_is_insufficient_data() -> None:
    doc = Doc()
    doc.table("支出决算表", COLUMNS, [ITEMS[0], ITEMS[1], ITEMS[2], ITEMS[4]])
    assert ("hierarchy", "insufficient_data") in found(doc)
    assert not {pair for pair in found(doc) if pair[1] == "fail"}


def test_a_hundredth_over_many_items_is_rounding() -> None:
    doc = Doc()
    rows = [(f"2050{i}", f"甲{i}", ["10.00"]) for i in range(1, 8)]
    doc.table("支出决算表", ["合计"], [("205", "教育支出", ["70.03"]), *rows])
    assert found(doc) == {("hierarchy", "rounding")}


def test_items_printed_side_by_side_add_up_across_the_halves() -> None:
    doc = Doc()
    doc.table("基本支出决算表", ["人员/金额", "公用/金额"], [
        ("301", "工资福利支出", ["50.00", ""]), ("302", "商品和服务支出", ["", "30.00"]),
        ("30101", "基本工资", ["50.00", ""]), ("30201", "办公费", ["", "10.00"]), ("30299", "其他商品和服务支出", ["20.00", ""])])
    assert found(doc, "hierarchy") == {("hierarchy", "pass")}




def test_text_and_table_give_one_indicator_one_value() -> None:
    for amount, result in (("100.00万元", "pass"), ("0.10万元", "fail")):
        doc = Doc()
        doc.say("教育支出", amount, "教育支出", code="205")
        doc.say("。普通教育", "70.00万元", "普通教育", code="20502")
        doc.table("支出决算表", COLUMNS, ITEMS)
        assert result in [check.result for check in doc.results("same") if 0 in check.links]


def test_two_tables_that_mostly_disagree_are_about_different_things() -> None:
    doc = Doc(type="政府预算表")
    for title, factor in (("甲表", 1), ("乙表", 3)):
        doc.table(title, ["金额"], [(None, f"{name}收入", [f"{(i + 1) * factor}.00"]) for i, name in enumerate("甲乙丙丁")])
    assert found(doc, "same") == {("same", "insufficient_data")}


def test_fixed_rows_add_up_to_the_year_and_to_the_total() -> None:
    doc = Doc()
    doc.table("收入支出决算总表", ["收入/决算数"], [
        (None, "一、财政拨款收入", ["80.00"]), (None, "八、其他收入", ["20.00"]), (None, "本年收入合计", ["100.00"]),
        (None, "年初结转和结余", ["5.00"]), (None, "总计", ["105.00"])])
    assert found(doc, "column") == {("column", "pass")}


def test_what_the_text_calls_an_item_against_its_column() -> None:
    for words, result in (("项目支出", "pass"), ("基本支出", "fail")):
        doc = Doc()
        doc.write(f"主要用于：学前教育运转等{words}。")
        doc.say("支出决算为", "30.00万元", "学前教育", code="2050201")
        doc.table("支出决算表", COLUMNS, [("2050201", "学前教育", ["30.00", "", "30.00"])])
        assert [check.result for check in doc.results("kind")] == [result]
