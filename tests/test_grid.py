"""grid.understand: raw cells to tables."""

from __future__ import annotations

import pytest

from pipeline.extract.building import Builder, Grid, GridCell, Piece
from pipeline.patterns import load_rules, marked
from pipeline.reading import Reading, Table, fold


def grid(rows: list[list[str]], spans: dict[tuple[int, int], tuple[int, int]] | None = None, *, page: int = 0) -> Grid:
    """Cells of rows of texts; `spans` gives (rows, columns) of merged cells, None as text leaves a place out."""
    spans = spans or {}
    hidden = {(r + i, c + j) for (r, c), (down, across) in spans.items() for i in range(down) for j in range(across)} - set(spans)
    cells = [GridCell(r, c, [Piece(text, page)], *spans.get((r, c), (1, 1)))
             for r, row in enumerate(rows) for c, text in enumerate(row) if (r, c) not in hidden]
    return Grid(cells, page=page)


def read(*parts: str | Grid) -> Reading:
    builder = Builder()
    page = 0
    for part in parts:
        if isinstance(part, Grid):
            page = part.page
            builder.table(part)
        else:
            builder.paragraph([Piece(part, page)])
    return builder.build(document_id="d", source="s", media_type="text/plain")


def shown(reading: Reading, table: Table) -> list[tuple[str | None, str, str, str]]:
    return [(table.rows[v.row].code, table.rows[v.row].label, "/".join(table.columns[v.column].path), reading.text[v.start : v.end])
            for v in table.values]


TWO_SIDED = grid([
    ["收入", "", "支出", ""],
    ["项目", "决算数", "项目", "决算数"],
    ["一、财政拨款收入", "1,234.50", "一、教育支出", "1,000.00"],
    ["二、其他收入", "", "二、住房保障支出", "234.50"],
    ["本年收入合计", "1,234.50", "本年支出合计", "1,234.50"],
], {(0, 0): (1, 2), (0, 2): (1, 2)})


def test_two_sides_become_rows_of_their_own() -> None:
    reading = read("公开01表", "收入支出决算总表", "单位：万元", TWO_SIDED)
    [table] = reading.tables
    assert (table.title, table.unit) == ("收入支出决算总表", "万元")
    assert shown(reading, table) == [
        (None, "一、财政拨款收入", "收入/决算数", "1,234.50"),
        (None, "一、教育支出", "支出/决算数", "1,000.00"),
        (None, "二、住房保障支出", "支出/决算数", "234.50"),
        (None, "本年收入合计", "收入/决算数", "1,234.50"),
        (None, "本年支出合计", "支出/决算数", "1,234.50"),
    ]


CODED = grid([
    ["项目", "", "", "", "本年支出合计", "基本支出"],
    ["支出功能分类科目编码", "", "", "科目名称", "", ""],
    ["类", "款", "项", "", "", ""],
    ["栏次", "", "", "", "1", "2"],
    ["合计", "", "", "", "30.00", "20.00"],
    ["205", "", "", "教育支出", "30.00", "20.00"],
    ["", "02", "", "普通教育", "30.00", "20.00"],
    ["", "", "01", "学前教育", "10.00", "—"],
    ["205", "02", "02", "小学教育", "20.00", "20.00"],
], {(0, 0): (1, 4), (0, 4): (3, 1), (0, 5): (3, 1), (1, 0): (1, 3), (1, 3): (2, 1), (3, 0): (1, 4), (4, 0): (1, 4)})


def test_code_columns_are_joined_and_column_numbers_dropped() -> None:
    reading = read("支出决算表", "金额单位：元", CODED)
    [table] = reading.tables
    assert [row.code for row in table.rows] == [None, "205", "20502", "2050201", "2050202"]
    assert [row.label for row in table.rows] == ["合计", "教育支出", "普通教育", "学前教育", "小学教育"]
    assert [row.parent for row in table.rows] == [None, None, 1, 2, 2]
    assert [column.path for column in table.columns] == [("本年支出合计",), ("基本支出",)]
    assert table.unit == "元"
    assert ("2050201", "学前教育", "基本支出") not in [cell[:3] for cell in shown(reading, table)]  # a dash is blank


def test_a_heading_over_the_whole_table_is_no_part_of_paths() -> None:
    three = grid([["“三公”经费", "", ""], ["合计", "公务接待费", "会议费"], ["3.00", "1.00", "2.00"]], {(0, 0): (1, 3)})
    reading = read("“三公”经费支出表", "单位：万元", three)
    assert [column.path for column in reading.tables[0].columns] == [("合计",), ("公务接待费",), ("会议费",)]
    assert [value.row for value in reading.tables[0].values] == [0, 0, 0]


def test_title_and_unit_inside_the_grid() -> None:
    sheet = grid([
        ["表3", "", ""], ["2024年一般公共预算收入表", "", ""], ["", "", "单位：亿元"],
        ["项 目", "预算数", "增长%"], ["税收收入", "12.5", "-3.1"],
    ])
    reading = read(sheet)
    [table] = reading.tables
    assert (table.title, table.unit) == ("2024年一般公共预算收入表", "亿元")
    assert [column.unit for column in table.columns] == [None, "%"]


def test_units_of_rows_that_count() -> None:
    counts = grid([["项目", "统计数"], ["公务接待费", "1.20"], ["公务用车保有量（辆）", "3"], ["国内公务接待人次", "40"]])
    [table] = read("“三公”经费情况表", "单位：万元", counts).tables
    assert [row.unit for row in table.rows] == [None, "辆", "人"]


@pytest.mark.parametrize(("label", "parent"), [
    ("一、税收收入", None), ("（一）增值税", 0), ("1.国内增值税", 1), ("（二）消费税", 0), ("二、非税收入", None), ("其中：罚没收入", 4),
])
def test_parents_by_numbering(label: str, parent: int | None) -> None:
    labels = ["一、税收收入", "（一）增值税", "1.国内增值税", "（二）消费税", "二、非税收入", "其中：罚没收入"]
    [table] = read("收入预算表", grid([["项目", "预算数"], *([name, "1.0"] for name in labels)])).tables
    assert table.rows[labels.index(label)].parent == parent


HEAD = [["科目编码", "科目名称", "合计"]]


def test_a_grid_without_a_header_goes_on_with_the_table_before() -> None:
    first = grid([*HEAD, ["201", "一般公共服务支出", "5.00"]], page=1)
    second = grid([["20101", "人大事务", ""], ["2010101", "行政运行", "5.00"]], page=2)
    reading = read("支出表", "单位：万元", first, "- 2 -", second)
    assert [table.continues for table in reading.tables] == [None, 0]
    assert shown(reading, reading.tables[1]) == [("2010101", "行政运行", "合计", "5.00")]
    assert (reading.tables[1].title, reading.tables[1].unit) == ("支出表", "万元")


def test_a_new_title_or_prose_between_ends_a_table() -> None:
    first = grid([*HEAD, ["201", "一般公共服务支出", "5.00"]])
    again = grid([*HEAD, ["201", "一般公共服务支出", "7.00"]])
    reading = read("2023年支出表", first, "2024年支出表", again)
    assert [(table.title, table.continues) for table in reading.tables] == [("2023年支出表", None), ("2024年支出表", None)]


def test_an_empty_table_keeps_the_sentence_that_says_so() -> None:
    empty = grid([["科目编码", "科目名称", "本年支出"], ["", "合计", ""]])
    reading = read("政府性基金预算支出表", "单位：万元", empty, "注：本单位无政府性基金预算支出，故本表无数据。")
    [table] = reading.tables
    assert table.note == "注：本单位无政府性基金预算支出，故本表无数据。"
    assert not table.values and [column.path for column in table.columns] == [("本年支出",)]


def test_prose_in_a_grid_is_no_table() -> None:
    layout = grid([["网站导航", "首页"], ["这是一段很长的说明文字，" * 20, "联系我们"]])
    assert read(layout).tables == ()


@pytest.mark.parametrize(("header", "years"), [(["项目", "2023", "2024"], True), (["上解支出", "2023", "2023"], False)])
def test_years_head_columns_and_amounts_do_not(header: list[str], years: bool) -> None:
    rows = [header, ["税收收入", "5.0", "6.0"]] if years else [["项目", "预算数", "决算数"], header]
    reading = read("收入表", grid(rows))
    assert len(reading.tables[0].values) == 2


def test_hostile_spans_do_not_blow_up() -> None:
    cells = [GridCell(0, 0, [Piece("标题表")], 1, 10_000_000), GridCell(1, 0, [Piece("甲")]), GridCell(1, 1, [Piece("1.0")], 9_999, 1)]
    assert len(read(Grid(cells)).tables) <= 1


def test_prose_in_a_table_s_last_row_is_running_text() -> None:
    note = "说明：2024年公务接待费支出5万元，比上年增加1万元，主要原因是" + "接待任务增多，" * 6 + "按规定列支。"
    reading = read("“三公”经费决算表", grid([["项目", "决算数"], ["公务接待费", "5.00"], [note, ""]], {(2, 0): (1, 2)}))
    [table] = reading.tables
    assert [row.label for row in table.rows] == ["公务接待费"]
    assert reading.text[table.end:].startswith(note)


def test_patterns_hold_their_examples() -> None:
    for rule in load_rules("extract_tables.toml").rules:
        for example in rule.yes:
            text, spans = marked(example)
            assert [m.span() for m in rule.pattern.finditer(fold(text))] == [(a, b) for a, b, _ in spans], (rule.id, example)
        for example in rule.no:
            assert not rule.pattern.search(fold(example)), (rule.id, example)


FORM = grid([
    ["项目名称", "科普展览", "", "", "", ""],
    ["项目资金（万元）", "年度资金总额：", "", "120.00", "", "执行率分值"],
    ["", "其中：财政拨款", "", "100.00", "", ""],
    ["年度总体目标", "办好展览。" * 40, "", "", "", ""],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值"],
    ["", "产出指标", "数量指标", "展览场次", "≥12场", "20"],
    ["", "", "质量指标", "验收合格率", "95%", "10"],
    ["", "成本指标", "经济成本指标", "展览成本", "80万元", "10"],
], {(0, 1): (1, 5), (1, 0): (2, 1), (1, 1): (1, 2), (1, 3): (1, 2), (2, 1): (1, 2), (2, 3): (1, 2), (1, 5): (2, 1), (3, 1): (1, 5),
    (4, 0): (4, 1), (5, 1): (2, 1)})


def test_a_performance_form_is_cut_at_its_indicators() -> None:
    reading = read("项目支出绩效目标表", FORM)
    upper, lower = reading.tables
    assert upper.title == lower.title == "项目支出绩效目标表"
    assert [(label, text) for _, label, _, text in shown(reading, upper)] == [
        ("项目资金（万元）/年度资金总额：", "120.00"), ("项目资金（万元）/其中：财政拨款", "100.00")]
    assert {row.unit for row in upper.rows if "资金" in row.label} == {"万元"}
    assert shown(reading, lower) == [(None, "展览场次", "分值", "20"), (None, "验收合格率", "指标值", "95%"), (None, "验收合格率", "分值", "10"),
                                     (None, "展览成本", "指标值", "80万元"), (None, "展览成本", "分值", "10")]


def test_units_from_a_column_and_from_the_line_above_a_group() -> None:
    reading = read("指标表", grid([["三级指标", "指标值", "计量单位"], ["培训人数", "350", "人"], ["合格率", "95", "%"], ["成本", "12", "万元"]]),
                   "基本情况表", grid([["项目", "2024年"], ["一、企业户数（户）", ""], ["　省属企业", "34"], ["二、主要指标（万元）", ""], ["　资产总额", "5,100.00"]]))
    assert [row.unit for table in reading.tables for row in table.rows] == ["人", "%", "万元", "户", "户", "万元", "万元"]


def test_a_header_alone_at_the_foot_of_a_page_heads_the_rows_on_the_next() -> None:
    top = grid([["收入", "支出"]], {(0, 0): (1, 2), (0, 1): (1, 2)}, page=1)
    top.cells[1].column, top.edges = 2, [50.0, 150.0, 250.0, 350.0]
    rest = grid([["项目名称", "金额", "项目名称", "金额"], ["一、一般公共预算", "120.00", "一、基本支出", "80.00"]], page=2)
    rest.edges = top.edges
    reading = read("财政拨款收支预算总表", "单位：万元", top, rest)
    assert [(table.title, table.unit, table.continues) for table in reading.tables] == [
        ("财政拨款收支预算总表", "万元", None), ("财政拨款收支预算总表", "万元", 0)]
    assert shown(reading, reading.tables[1]) == [(None, "一、一般公共预算", "收入/金额", "120.00"), (None, "一、基本支出", "支出/金额", "80.00")]


def test_a_table_that_explains_much_is_a_table() -> None:
    """A long account in one column, few figures; without title and headings such a grid lays out running text."""
    rows = [["项目名称", "评价资金（万元）", "绩效目标实现情况", "评价分数"], ["水利补助", "6,387", "完成全部任务，" * 30, "93.37"]]
    [table] = read("重点绩效评价结果统计表", grid(rows)).tables
    assert [row.label for row in table.rows] == ["水利补助"] and [column.unit for column in table.columns] == ["万元", "分"]
    assert read("情况如下。", grid(rows[1:])).tables == ()


def test_a_name_broken_over_a_page_is_made_whole() -> None:
    def side(rows: list[tuple[str, str, str]], page: int) -> Grid:
        cells = [GridCell(r, c, [Piece(text, page, (60.0 + 90 * c, 20.0 * r, 60.0 + 90 * c + 10 * len(text), 20.0 * r + 10))])
                 for r, row in enumerate(rows) for c, text in enumerate(row)]
        return Grid(cells, page=page, edges=[55.0, 145.0, 235.0])

    whole = read("支出总表", "单位：万元", side([("项目", "预算数", "决算数"), ("七、科学技术支出", "2.00", "2.10"), ("八、社会保障和就业", "3.00", "3.10")], 1),
                 side([("支出", "", ""), ("九、卫生健康支出", "4.00", "4.10")], 2))
    assert [row.label for row in whole.tables[0].rows] == ["七、科学技术支出", "八、社会保障和就业支出"]
    apart = read("收入总表", "单位：万元", side([("项目", "预算数", "决算数"), ("七、其他收入", "2.00", "2.10")], 1), side([("上年结转", "", ""), ("合计", "2.00", "2.10")], 2))
    assert apart.tables[0].rows[-1].label == "七、其他收入"


def test_rows_numbered_anew_in_each_group_are_numbered() -> None:
    [table] = read("项目完成情况表", grid([["序号", "项目名称", "应产出数量"], ["一", "贷款类项目", ""], ["1", "水库还贷", "4"], ["2", "引水还贷", "3"],
                                           ["二", "工程类项目", ""], ["1", "监测站网", "12"], ["2", "水闸改造", "16"]])).tables
    assert [column.path for column in table.columns] == [("应产出数量",)]
    assert [row.label for row in table.rows] == ["贷款类项目", "水库还贷", "引水还贷", "工程类项目", "监测站网", "水闸改造"]
