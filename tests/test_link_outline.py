"""Functional codes read off the order of a table's names."""

from __future__ import annotations

from pipeline.link.outline import Place, outline

START = Place()


def codes(*labels: str, place: Place = START) -> list[str | None]:
    items, _ = outline(labels, 2022, place)
    return [item.code if item else None for item in items]


def test_an_item_belongs_to_the_group_above_it() -> None:
    assert codes("一般公共服务支出", "人大事务", "行政运行", "一般行政管理事务", "政协事务", "行政运行") == [
        "201", "20101", "2010101", "2010102", "20102", "2010201"]


def test_what_goes_back_in_the_order_has_lost_its_place() -> None:
    assert codes("一般公共服务支出", "政协事务", "行政运行", "某某事务（本级自定）", "行政运行", "事业运行", "财政事务", "行政运行") == [
        "201", "20102", "2010201", None, None, None, None, None], "nothing is certain until the next 类"
    assert codes("一般公共服务支出", "政协事务", "行政运行", "行政运行", "教育支出", "普通教育", "学前教育") == [
        "201", "20102", "2010201", None, "205", "20502", "2050201"]


def test_a_name_without_its_place_has_no_code() -> None:
    assert codes("行政运行", "机关服务") == [None, None]


def test_a_table_goes_on_where_its_last_page_ended() -> None:
    _, place = outline(["教育支出", "普通教育", "学前教育"], 2022, Place())
    assert codes("小学教育", "初中教育", "职业教育", "中等职业教育", place=place) == ["2050202", "2050203", "20503", "2050302"]


def test_other_labels_do_not_disturb_the_order() -> None:
    assert codes("支出合计", "教育支出", "其中：某项目", "教育管理事务", "行政运行") == [None, "205", None, "20501", "2050101"]
