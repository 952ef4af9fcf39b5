"""Headings that are printed on several lines, in larger type, glued to others, or that repeat; and notes that are none."""

from __future__ import annotations

from pipeline.reading import Line, Reading, Table
from pipeline.records import Section
from pipeline.segment import segment

BODY = "本年度各项工作按照年初计划有序推进，预算执行总体平稳，各项任务均已按时完成，资金使用合规有效。"


def sections(text: str, *, lines: tuple[Line, ...] = (), tables: tuple[Table, ...] = ()) -> tuple[Section, ...]:
    return segment(Reading(document_id="0", source="a.pdf", media_type="application/pdf", text=text, lines=lines, tables=tables)).sections


def outline(text: str, **more: tuple) -> list[tuple[int, str, str]]:
    return [(s.level, s.number, s.title) for s in sections(text, **more)]


def table(text: str, cells: str, title: str, continues: int | None = None) -> Table:
    start = text.index(cells)
    return Table(start, start + len(cells), 1, title=title, continues=continues)


def printed(text: str, *, large: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """A line of 400 points for each line of the text, those in `large` in larger type."""
    found, start = [], 0
    for line in text.split("\n"):
        if line:
            found.append(Line(start, start + len(line), 1, (90.0, 100.0, 490.0, 122.0 if line in large else 116.0)))
        start += len(line) + 1
    return tuple(found)


def test_a_title_on_several_lines_is_one() -> None:
    cells = "项目\t金额\n教育\t5\n"
    text = f"第二部分 决算表\n2.3 2024年临溪县一般公共预算\n支出明细表\n（按功能分类）\n单位：万元\n{cells}第三部分 说明\n{BODY}\n"
    found = outline(text, tables=(table(text, cells, "2024年临溪县一般公共预算支出明细表（按功能分类）"),))
    assert found == [(1, "第二部分", "决算表"), (2, "2.3", "2024年临溪县一般公共预算支出明细表（按功能分类）"), (1, "第三部分", "说明")]


def test_a_torn_title_that_repeats_over_pages_is_one_heading() -> None:
    first, second = "项目\t金额\n教育\t5\n", "项目\t金额\n科技\t6\n"
    text = f"第二部分 决算表\n3.1 临溪县一般公共预算\n支出表\n{first}3.1 临溪县一般公共预算\n支出表\n{second}"
    title = "3.1临溪县一般公共预算支出表"
    assert outline(text, tables=(table(text, first, title), table(text, second, title, 0))) == [
        (1, "第二部分", "决算表"), (2, "3.1", "临溪县一般公共预算支出表")]


def test_captions_of_tables_without_a_grid() -> None:
    text = f"五、绩效目标表\n（一）科普项目\n科普展览经费项目支出\n绩效目标表\n（2024年度）\n项目名称\t科普展览\n（二）其他\n{BODY}\n"
    assert (4, "", "科普展览经费项目支出绩效目标表（2024年度）") in outline(text)
    text = f"第二部分 决算表\n会议费、培训费和接待费支出\n预算表\n部门：临溪县财政局 单位：万元\n第三部分 说明\n{BODY}\n"
    assert (2, "", "会议费、培训费和接待费支出预算表") in outline(text)


def test_a_number_glued_to_the_year_is_no_part_of_the_title() -> None:
    assert outline(f"一、情况\n{BODY}\n表242025年全县收入表\n单位：万元\n") == [(2, "一、", "情况"), (3, "", "2025年全县收入表")]


def test_tables_after_the_text_hang_under_no_item() -> None:
    cells = "项目\t金额\n教育\t5\n"
    text = f"一、情况\n{BODY}\n二、措施\n（一）加强统筹。{BODY * 4}\n2024年全县收入表\n{cells}名词解释\n1.基本支出：指{BODY}\n"
    found = sections(text, tables=(table(text, cells, "2024年全县收入表"),))
    assert [s.parent_id for s in found] == [None, None, 1, None, None, 4]


def test_a_list_after_a_tables_title_is_not_the_tables() -> None:
    cells = "项目\t金额\n教育\t5\n"
    text = f"2024年评分表\n{cells}一、基本情况\n{BODY}\n（一）概况\n{BODY}\n二、结论\n{BODY}\n"
    assert [level for level, *_ in outline(text, tables=(table(text, cells, "2024年评分表"),))] == [2, 2, 3, 2]


def test_notes_go_on_over_wrapped_lines_and_pages() -> None:
    text = f"一、情况\n{BODY}\n备注：1.本表收入不含上年结余，按照规定\n编入下年预算。\n2.各数四舍五入。\n备注：\n3.支出含上年结转。\n4.其他。\n"
    assert [number for _, number, _ in outline(text)] == ["一、"]
    text = f"备注：无。\n关于2024年支出的\n说明\n1.教育支出5元。\n2.科技支出6元。\n{BODY}\n"
    assert [number for _, number, _ in outline(text)] == ["1.", "2."]


def test_a_glossary_at_the_end_is_one() -> None:
    text = f"一、情况\n{BODY}\n附件下载\n名词解释\n1.三保：保工资、保运转、保基本民生。\n2.零基预算：不以上年为基数。\n"
    assert [s.definition for s in sections(text)] == [False, True, True, True]


def test_titles_in_larger_type() -> None:
    title = "一般公共预算转移支付收入说明"
    text = f"一、情况\n{BODY}\n{title}\n{BODY}\n"
    assert title not in [t for *_, t in outline(text, lines=printed(text))]
    assert title in [t for *_, t in outline(text, lines=printed(text, large=(title,)))]
    first, second = "2024年临溪县水利专项资金", "绩效评价报告"
    text = f"一、情况\n{BODY}\n{first}\n{second}\n{BODY}\n"
    assert (3, "", first + second) in outline(text, lines=printed(text, large=(first, second)))


def test_a_title_goes_on_after_a_conjunction() -> None:
    text = f"一、情况\n{BODY}\n二、措施\n{BODY}\n关于2024年县本级转移支付情况\n及2025年安排的说明\n一、税收返还\n{BODY}\n二、其他\n{BODY}\n"
    assert (2, "", "关于2024年县本级转移支付情况及2025年安排的说明") in outline(text)


def test_titles_run_together_are_taken_apart() -> None:
    pieces = ["第四部分 有关说明", "4.1 关于转移支付的说明", "4.2 关于债务的说明"]
    text = f"第三部分 决算表\n{BODY}\n{''.join(pieces[:2])}\n{BODY}\n{pieces[2]}\n{BODY}\n"
    at = text.index(pieces[1])
    lines = (Line(0, at, 1), Line(at, len(text), 1))
    assert [number for _, number, _ in outline(text, lines=lines)] == ["第三部分", "第四部分", "4.1", "4.2"]


def test_a_divider_page_is_not_said_twice() -> None:
    text = f"三、债务情况\n{BODY}\n四、草案说明\n草 案 说 明\n{BODY}\n"
    assert [title for *_, title in outline(text)] == ["债务情况", "草案说明"]


def test_bare_items_are_a_list() -> None:
    text = f"一、机构\n1、办公室\n2、人事科\n3、预算科\n二、职责\n{BODY}\n"
    assert [s.kind for s in sections(text)] == ["H", "R", "R", "R", "H"]


def test_one_sentence_with_text_under_it_is_a_heading() -> None:
    heads = f"（一）强化统筹，增强保障能力。\n{BODY}\n（二）优化结构，落实重点支出。\n{BODY}\n"
    assert [(s.kind, s.title) for s in sections(f"一、措施\n{heads}")][1:] == [("H", "强化统筹，增强保障能力"), ("H", "优化结构，落实重点支出")]
    items = f"（一）拟订规划，组织实施。\n（二）管理资产，编制报告。\n{BODY}\n"
    assert [(s.kind, s.title) for s in sections(f"一、职责\n{items}")][1:] == [("R", "拟订规划"), ("R", "管理资产")]


def test_what_stands_under_another_entry_of_the_contents() -> None:
    text = f"预算\n目录\n一、编报说明\n二、财政预算说明\n（一）关于收入的说明\n（二）关于支出的说明\n编报说明\n一、执行数为快报数，以决算为准。\n" \
           f"二、全县数为代编数，以汇总为准。\n关于收入的说明\n{BODY}\n关于支出的说明\n{BODY}\n"
    assert [(s.parent_id, s.level) for s in sections(text)] == [(None, 2), (0, 3), (0, 3), (None, 3), (None, 3)]


def test_a_list_that_begins_anew_under_a_bare_heading_is_its_own() -> None:
    text = f"三、债务情况\n{BODY}\n四、草案说明\n一、债务情况说明\n{BODY}\n二、转移支付说明\n{BODY}\n"
    assert [s.parent_id for s in sections(text)] == [None, None, 1, 1]


def test_tables_stand_in_the_part_that_the_contents_name() -> None:
    cells = "项目\t金额\n教育\t5\n"
    text = f"决算\n目录\n第一部分 概况\n第二部分 2024年度部门决算表\n第三部分 说明\n第一部分 概况\n{BODY}\n2024年度部门决算表\n收入决算表\n{cells}第三部分 说明\n{BODY}\n"
    assert [(s.level, s.parent_id) for s in sections(text, tables=(table(text, cells, "收入决算表"),))] == [(1, None), (1, None), (2, 1), (1, None)]


def test_a_definition_with_amounts_of_the_body_is_none() -> None:
    text = "三、经费情况\n（一）机关运行经费是指公用经费，2024年预算安排12.33亿元。\n（二）“三公”经费：指因公出国等经费。\n"
    assert [s.definition for s in sections(text)] == [False, False, True]


def test_a_report_ends_where_it_says_so() -> None:
    text = f"第三部分 重点工作\n一、强化统筹\n{BODY}\n以上报告，请予审议。\n有关名词解释\n1.零基预算：指{BODY}\n"
    assert [s.parent_id for s in sections(text)] == [None, 0, None, 2]


def test_a_report_inside_a_list_has_its_own_numbers() -> None:
    text = f"一、决算报告\n各位委员：\n{BODY}\n一、收支情况\n{BODY}\n二、下一步工作\n{BODY}\n三、建议\n{BODY}\n二、决算说明\n{BODY}\n"
    assert [s.parent_id for s in sections(text)] == [None, 0, 0, 0, None]


def test_endings_and_colons_of_titles() -> None:
    text = f"第一部分：临溪县档案局概况\n{BODY}\n二、2024年度“三公”经费支出情\n况说明\n{BODY}\n"
    assert outline(text) == [(1, "第一部分", "临溪县档案局概况"), (2, "二、", "2024年度“三公”经费支出情况说明")]
