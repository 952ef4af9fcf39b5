"""The heading tree: levels, parents, contents, and what is no heading."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.reading import Line, Reading, Table, fold
from pipeline.records import Section
from pipeline.segment import segment

SHARED = Path(__file__).parents[1].parent / "shared"
BODY = "本年度各项工作按照年初计划有序推进，预算执行总体平稳，各项任务均已按时完成，资金使用合规有效。"
"""A paragraph long enough to be the text under a heading."""


def reading(text: str, *, lines: tuple[Line, ...] = (), tables: tuple[Table, ...] = ()) -> Reading:
    return Reading(document_id="0", source="a.txt", media_type="text/plain", text=text, lines=lines, tables=tables)


def sections(text: str, **more: tuple) -> tuple[Section, ...]:
    return segment(reading(text, **more)).sections


def outline(text: str, **more: tuple) -> list[tuple[int, str, str]]:
    """(level, number, title) of each section."""
    return [(s.level, s.number, s.title) for s in sections(text, **more)]


def test_levels_follow_the_style_of_the_number() -> None:
    text = f"某局决算\n第一部分 概况\n一、职能\n{BODY}\n（一）收入\n1.拨款\n（1）人员\n①工资\n{BODY}\n第二部分 说明\n一、总体\n{BODY}\n"
    assert [level for level, *_ in outline(text)] == [1, 2, 3, 4, 5, 6, 1, 2]
    found = sections(text)
    assert [s.parent_id for s in found] == [None, 0, 1, 2, 3, 4, None, 6]
    assert found[0].end == found[6].start and found[5].end == found[6].start and found[6].end == len(text)


def test_offsets_are_exact() -> None:
    text = "决算\n  一、主要职能：\n" + BODY + "\n（一）收入 10.50 万元，增长1%。\n"
    for section in sections(text):
        assert text[section.start:].startswith(section.number)
        assert text[section.start:section.heading_end].endswith(section.title)


TREES = [
    ("a level is skipped", "一、概况\n(1)甲部门\n(2)乙部门\n二、收入\n", [(2, "一、"), (5, "(1)"), (5, "(2)"), (2, "二、")]),
    ("the wrong kind of number", f"第三部分 说明\n1、接待费情况\n（一）总体情况\n{BODY}\n二、采购情况\n三、资产情况\n",
     [(1, "第三部分"), (2, "1、"), (3, "（一）"), (2, "二、"), (2, "三、")]),
    ("a number is missing", "（二）具体情况\n1、甲支出5元\n2、乙支出5元\n4、丙支出5元\n", [(3, "（二）"), (4, "1、"), (4, "2、"), (4, "4、")]),
    ("a list inside a list goes deeper", "一、工作\n1.甲情况\n2.乙情况\n1.子项一\n2.子项二\n3.子项三\n3.丙情况\n",
     [(2, "一、"), (4, "1."), (4, "2."), (5, "1."), (5, "2."), (5, "3."), (4, "3.")]),
    ("a list starts again", "一、工作\n1.甲\n2.乙\n1.丙\n2.丁\n", [(2, "一、"), (4, "1."), (4, "2."), (4, "1."), (4, "2.")]),
    ("an article adds no level", "一、职能\n第一条 根据规定，制定本规定。\n第二条 本局职责是：\n（一）负责管理。\n（二）负责监督。\n",
     [(2, "一、"), (3, "第一条"), (3, "第二条"), (3, "（一）"), (3, "（二）")]),
]


@pytest.mark.parametrize(("remark", "text", "levels"), TREES, ids=[case[0] for case in TREES])
def test_trees(remark: str, text: str, levels: list[tuple[int, str]]) -> None:
    assert [(level, number) for level, number, _ in outline(text)] == levels


def test_flags_tell_what_was_odd() -> None:
    flags = {s.number: s.flags for s in sections(f"第二部分 说明\n1、甲情况\n二、乙情况\n(一)丙情况\n{BODY}\n（三）丁情况\n")}
    assert flags["第二部分"] == ("number_gap",)
    assert flags["1、"] == ("kind_mismatch",)
    assert flags["(一)"] == ("half_width",)
    assert flags["（三）"] == ("number_gap",)


UNNUMBERED = [
    ("between paragraphs", f"一、任务\n{BODY}\n强化科学普及，提升公众素养\n{BODY}\n", "强化科学普及，提升公众素养", 3),
    ("stands in for a missing （一）", f"一、概况\n部门机构职责:\n{BODY}\n（二）人员情况\n{BODY}\n", "部门机构职责", 3),
    ("directly before its numbered twin", f"（2）指标\n质量指标完成情况。\n1.质量指标完成情况。\n{BODY}\n", "质量指标完成情况", 6),
    ("over a list that starts again", f"一、甲\n二、乙\n{BODY}\n展览专项经费情况说明\n一、概述\n{BODY}\n二、依据\n{BODY}\n", "展览专项经费情况说明", 2),
    ("a glossary closes the list before it", f"一、甲\n（一）乙\n{BODY}\n名 词 解 释\n基本支出：指{BODY}\n", "名 词 解 释", 2),
]


@pytest.mark.parametrize(("remark", "text", "title", "level"), UNNUMBERED, ids=[case[0] for case in UNNUMBERED])
def test_unnumbered_headings(remark: str, text: str, title: str, level: int) -> None:
    assert (level, "", title) in outline(text)


PLAIN_TEXT = [
    ("an answer", f"一、甲情况\n{BODY}\n无\n{BODY}\n"),
    ("a score", f"一、甲情况\n{BODY}\n自评总分：90分\n{BODY}\n"),
    ("a form's sentence", f"一、甲情况\n{BODY}\n本年度无此项支出\n{BODY}\n"),
    ("a salutation", f"一、甲情况\n{BODY}\n各位代表：\n{BODY}\n"),
    ("a signature", f"一、甲情况\n{BODY}\n临溪县财政局\n2024年7月1日\n"),
    ("a list of units", f"一、甲情况\n具体明细如下：\n临溪县公路管理所\n临溪县航道管理所\n临溪县运输管理所\n{BODY}\n"),
    ("a sentence that goes on", f"一、甲情况\n{BODY[:-1]}，\n全力做好服务工作\n{BODY}\n"),
    ("inside a quotation", f"一、甲情况\n{BODY}\n持续深化城市建设\n换新”，{BODY}\n"),
]


@pytest.mark.parametrize(("remark", "text"), PLAIN_TEXT, ids=[case[0] for case in PLAIN_TEXT])
def test_short_lines_that_head_nothing(remark: str, text: str) -> None:
    assert [number for _, number, _ in outline(text)] == ["一、"]


def test_lists_inside_a_paragraph_are_no_headings() -> None:
    text = "一、职责\n1、宣传科学知识；2、开展学术交流；3、反映会员意见；4、完成其他事项。\n二、人员\n"
    assert [number for _, number, _ in outline(text)] == ["一、", "二、"]


def test_items_run_together_are_taken_apart() -> None:
    text = "一、职能\n（一）负责会计管理。\n（二）负责规则。（三）负责票据管理，做好收缴。\n（四）负责国库。\n"
    assert [number for _, number, _ in outline(text)] == ["一、", "（一）", "（二）", "（三）", "（四）"]
    assert [number for _, number, _ in outline("1、甲工作\n展览2期。㈡ 流动展览6次。\n2、乙工作\n")] == ["1、", "2、"]


def test_headings_glued_to_a_line_are_cut_where_a_printed_line_begins() -> None:
    text = "三、实施主体\n临溪县商务局四、实施方案\n" + BODY + "\n五、实施周期\n"
    starts = [0, text.index("临溪"), text.index("四、"), text.index(BODY), text.index("五、")]
    lines = tuple(Line(start, end, 1) for start, end in zip(starts, [*starts[1:], len(text)], strict=True))
    assert [number for _, number, _ in outline(text, lines=lines)] == ["三、", "四、", "五、"]


CONTENTS = [
    ("named, its first entry comes again", "某局决算\n目 录\n第一部分 概况\n一、主要职能\n第二部分 名词解释\n第一部分 概况\n一、主要职能\n" + BODY + "\n第二部分 名词解释\n"),
    ("dot leaders", "某局决算\n第一部分 概况………………1\n一、主要职能………………2\n第二部分 名词解释......9\n第一部分 概况\n一、主要职能\n" + BODY + "\n第二部分 名词解释\n"),
    ("Word's residue", "第一部分 概况 PAGEREF _Toc1 h 3\n一、主要职能 PAGEREF _Toc2 h 3\n第二部分 名词解释 PAGEREF _Toc3 h 4\n第一部分 概况\n一、主要职能\n"
     + BODY + "\n第二部分 名词解释\n"),
    ("bare, comes again", "第一部分 概况\n一、主要职能\n第二部分 名词解释\n第一部分 概况\n一、主要职能\n" + BODY + "\n第二部分 名词解释\n" + BODY),
]


@pytest.mark.parametrize(("remark", "text"), CONTENTS, ids=[case[0] for case in CONTENTS])
def test_contents_are_left_out(remark: str, text: str) -> None:
    found = segment(reading(text))
    assert [(s.number, s.title) for s in found.sections] == [("第一部分", "概况"), ("一、", "主要职能"), ("第二部分", "名词解释")]
    first = found.sections[0].start
    assert found.skipped and all(end <= first for _, end in found.skipped)


def test_contents_tell_the_level_of_unnumbered_headings() -> None:
    text = f"预算\n目录\n一、部门主要职能\n二、机构设置\n三、其他相关情况说明\n临溪县商务局主要职能\n{BODY}\n1、负责甲。\n2、负责乙。\n" \
           f"临溪县商务局机构设置\n{BODY}\n其他相关情况说明\n一、采购情况\n{BODY}\n"
    assert [(level, title) for level, number, title in outline(text) if number not in ("1、", "2、")] == [
        (2, "临溪县商务局主要职能"), (2, "临溪县商务局机构设置"), (2, "其他相关情况说明"), (3, "采购情况")]


def test_forms_that_repeat_are_no_contents() -> None:
    form = "三、实施主体\n商务局\n四、实施方案\n详见附表\n五、实施周期\n全年\n"
    assert len(outline(f"一、甲\n二、乙\n{form}一、甲\n二、乙\n{form}")) >= 8


def test_attachments_and_notes_are_no_headings() -> None:
    text = f"一、情况\n{BODY}\n附件：1.收支总表\n2.三公经费表\n3.绩效表.pdf\n"
    assert [number for _, number, _ in outline(text)] == ["一、"]
    assert [number for _, number, _ in outline(f"一、情况\n{BODY}\n注：1.本表以万元为单位。\n2.四舍五入。\n")] == ["一、"]


def test_an_annex_begins_new_numbering() -> None:
    found = sections(f"一、情况\n{BODY}\n二、建议\n{BODY}\n附件1\n一、甲区\n{BODY}\n")
    assert [s.parent_id for s in found] == [None, None, None]
    assert found[1].end < found[2].start


def test_glossaries_are_definitions() -> None:
    text = f"一、收入\n1.工资福利支出：包括基本工资等支出5.00万元。\n{BODY}\n二、名词解释\n1.基本支出：指为保障机构运转的支出。\n2.科普计划：科学素质是基础。\n"
    assert [s.definition for s in sections(text)] == [False, False, True, True, True]


def test_tables_hold_no_headings_but_their_title_is_one() -> None:
    title, rows = "收入支出决算总表\n", "项目\t金额\n一、一般公共服务支出\t5.00\n二、外交支出\t1.00\n"
    text = f"第二部分 决算表\n{title}{rows}第三部分 说明\n{BODY}\n"
    start = text.index("项目\t")
    found = outline(text, tables=(Table(start, start + len(rows), 1, title="收入支出决算总表"),))
    assert found == [(1, "第二部分", "决算表"), (2, "", "收入支出决算总表"), (1, "第三部分", "说明")]


def test_a_table_over_several_pages_has_one_heading() -> None:
    text = "第二部分 决算表\n支出决算表\n单位：万元\n项目\t1\n支出决算表\n单位：万元\n项目\t2\n第三部分 说明\n"
    assert [title for _, _, title in outline(text)] == ["决算表", "支出决算表", "说明"]


def test_headings_on_two_lines_are_joined() -> None:
    text = f"一、甲\n{BODY}\n第三部分 临溪县财政局2024\n年度部门决算情况说明\n一、总体情况\n{BODY}\n（二）\n支出情况\n{BODY}\n"
    titles = [title for _, _, title in outline(text)]
    assert "临溪县财政局2024年度部门决算情况说明" in titles and "支出情况" in titles


def test_title_and_empty_text() -> None:
    assert outline("2024年度临溪县财政局\n部门决算\n") == []
    assert outline("") == [] and outline("\n\n \n") == []


HOSTILE = ["一、" * 3000, "(一)\n" * 3000, "1.\n" * 3000, "……\n" * 3000, "一" * 20000, "（" * 20000, "目录\n" * 2000, "附件1\n" * 2000,
           "1、甲；2、乙；" * 1500, "一、甲\n" * 3000, "“" * 9000, "第一部分 概况\n一、甲\n" * 1500]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6].strip() for text in HOSTILE])
def test_hostile_text_is_done_with_soon(text: str) -> None:
    begun = time.process_time()
    found = segment(reading(text))
    assert time.process_time() - begun < 2
    for section in found.sections:
        assert section.start < section.heading_end <= section.end <= len(text)


def test_gold_of_our_own_corpus() -> None:
    """Text documents of ours: every heading, with its level."""
    from pipeline.extract import extract
    from pipeline.sources import Options, Source

    corpus = Path(__file__).parents[1] / "corpus"
    for document in sorted(corpus.glob("*.txt")):
        gold = corpus / "gold" / f"{document.stem}.sections.tsv"
        rows = [line.split("\t") for line in gold.read_text(encoding="utf-8").splitlines()[1:]]
        found = segment(extract(Source(document), Options())).sections
        assert [(s.level, s.number, s.title) for s in found] == [(int(row[0]), row[1], row[2]) for row in rows], document.name


GOLD = ["g1_mentougou_kexie_2023", "g2_putuo_caizheng_2024", "g3_chongqing_jiaowei_2018", "g4_jiangsu_gaoyuan_2018", "g5_fuzhou_2025", "g6_hainan_sangong_2022"]


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the gold of real documents is not there")
@pytest.mark.parametrize("name", GOLD)
def test_gold_of_real_documents(name: str) -> None:
    """At most one heading in fifty is missed, invented or given another level."""
    import csv
    from collections import Counter

    from pipeline.extract import extract
    from pipeline.sources import Options, Source

    with (SHARED / "corpus" / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        document = next(SHARED / "corpus" / row["file"] for row in csv.DictReader(file) if row["gold"] == name)
    with (SHARED / "gold" / f"{name}.sections.tsv").open(encoding="utf-8", newline="") as file:
        gold = Counter((int(row["level"]), plain(row["number"]), plain(row["title"])) for row in csv.DictReader(file, delimiter="\t"))
    found = segment(extract(Source(document), Options(ocr="never"))).sections
    ours = Counter((s.level, plain(s.number), plain(s.title)) for s in found)
    assert sum(((gold - ours) + (ours - gold)).values()) <= gold.total() / 25, (gold - ours, ours - gold)


def plain(text: str) -> str:
    return "".join(fold(text).split()).strip("。：:、.")
