"""Headings line by line: numbers, titles, canonical names."""

from __future__ import annotations

import pytest

from pipeline.reading import fold
from pipeline.segment.marks import chinese, read_mark
from pipeline.segment.titles import canonical, cut_title

MARKS = [
    ("一、主要职能", "cn", 1, "一、", "the plain form"),
    ("二.收入情况", "cn", 2, "二.", "a point for 、"),
    ("三 、支出情况", "cn", 3, "三 、", "a space inside"),
    ("十二、政府采购", "cn", 12, "十二、", "two numerals"),
    ("（二）支出决算", "cn-paren", 2, "（二）", "full width"),
    ("(二)支出决算", "cn-paren", 2, "(二)", "half width"),
    ("（ 三 ）结构情况", "cn-paren", 3, "（ 三 ）", "spaces in brackets"),
    ("1.财务管理", "digit", 1, "1.", "the plain form"),
    ("１．财务管理", "digit", 1, "１．", "full width"),
    ("1、财务管理", "digit", 1, "1、", "、 for a point"),
    ("12 .财务管理", "digit", 12, "12 .", "a space before the point"),
    ("3.2024年主要任务", "digit", 3, "3.", "a year after the point is no decimal"),
    ("（1）项目概况", "digit-paren", 1, "（1）", "full width"),
    ("第 一 部 分 概况", "part", 1, "第 一 部 分", "spaces"),
    ("第三章 收支", "part", 3, "第三章", "a chapter"),
    ("第十二条 本办法", "article", 12, "第十二条", "an article"),
    ("①数量指标", "glyph", 1, "①", "circled"),
    ("㈡ 流动展览", "glyph", 2, "㈡", "bracketed numeral in one character"),
    ("§102021年支出表", "sign", 10, "§10", "a year sticks to the number"),
    ("3.2 关于政府性基金的说明", "decimal", 2, "3.2 ", "two figures"),
]


@pytest.mark.parametrize(("text", "style", "value", "written", "remark"), MARKS, ids=[case[0] for case in MARKS])
def test_numbers(text: str, style: str, value: int, written: str, remark: str) -> None:
    mark = read_mark(fold(text))
    assert mark is not None
    assert (mark.style.name, mark.value, text[:mark.length]) == (style, value, written)


NO_MARKS = [
    ("2024年度收入合计10万元", "a year"), ("17130.42万元，占", "an amount at a line's start"), ("1.06万元", "a decimal"), ("12.31日", "a date"),
    ("一、二、三产业", "industries"), ("一是加强管理", "一是"), ("第五次全国经济普查", "第五次"), ("2080505 行政单位离退休", "a code"), ("（类）", "no numeral"),
    ("5、6月份", "months"), ("（2024）12号", "a document number"), ("3.2亿元", "an amount with one decimal"), ("第一部分为人员经费", "the subject of a sentence"),
]


@pytest.mark.parametrize(("text", "remark"), NO_MARKS, ids=[case[1] for case in NO_MARKS])
def test_what_only_looks_like_a_number(text: str, remark: str) -> None:
    assert read_mark(fold(text)) is None


def test_chinese_numerals() -> None:
    assert [chinese(n) for n in ("一", "十", "十一", "二十", "二十三", "一百零二", "二 十")] == [1, 10, 11, 20, 23, 102, 20]


TITLES = [
    ("工资福利支出：包括基本工资3元。", "工资福利支出", "R", "cut at the colon"),
    ("科普项目130,700.00元，用于展览。", "科普项目", "R", "cut at the amount"),
    ("“教育支出（类）”2023年度决算10.50元，比", "“教育支出（类）”2023年度决算", "R", "brackets and quotes hold"),
    ("改进措施（请对照问题，分别填写）", "改进措施（请对照问题，分别填写）", "H", "a comma in brackets"),
    ("质量指标完成情况。", "质量指标完成情况", "H", "the final stop is dropped"),
    ("加强收支统筹，确保运行平稳", "加强收支统筹，确保运行平稳", "H", "a slogan is a heading"),
    ("本局下设2个科室，各科室职责如下：", "本局下设2个科室，各科室职责如下", "H", "ends in a colon"),
    ("负责日常工作；组织会议，起草文件。", "负责日常工作；组织会议", "R", "； does not cut, ， does"),
    ("完成交办的其他任务，做好服务。", "完成交办的其他任务", "R", "a sentence"),
    ("普及计划: 科学素质是基础。", "普及计划", "R", "an ASCII colon"),
    ("债务余额情况 2025年政府债务限额5亿元", "债务余额情况", "R", "a space before the text"),
    ("展览全年2期", "展览全年2期", "H", "2期 is no amount"),
]


@pytest.mark.parametrize(("text", "title", "kind", "remark"), TITLES, ids=[case[3] for case in TITLES])
def test_titles_are_cut(text: str, title: str, kind: str, remark: str) -> None:
    start, end, found = cut_title(fold(text))
    assert (text[start:end], found) == (title, kind)


NAMES = [
    ("2023年度收入支出决算总体情况说明", "收入支出决算总体情况"),
    ("收入支出决算总体情况说明（金额到分，以下同）", "收入支出决算总体情况"),
    ("政拨款收入支出决算总体情况", "财政拨款收入支出决算总体情况"),
    ("“三公”经费财政拨款支出决算总体情况说明", "“三公”经费"),
    ("临溪县档案局主要职能", "主要职能"),
    ("全市一般公共预算执行情况", "一般公共预算收支执行情况"),
    ("市级国有资本经营预算", "国有资本经营预算收支"),
    ("全市一般公共预算草案（代编）", "一般公共预算收支预算"),
    ("专业性名词解释", "名词解释"),
    ("国有资产占有使用情况说明", "国有资产占用"),
    ("深化财税体制改革", None),
    ("收支决算表", None),
    ("临溪县收支预算总表", "收支预算总表"),
    ("收支预算总表情况说明", "收入支出预算总体情况"),
    ("2024年全区政府性基金收入决算表", "政府性基金预算收入决算表"),
    ("各市县一般公共预算支出决算表", None),
    ("2022年黑龙江省本级政府性基金收支总表", "政府性基金预算收支总表"),
    ("2025年全省地方政府专项债务余额情况表", "地方政府专项债务余额情况表"),
    ("2021年自治区对市县税收返还和转移支付分地区决算表", "税收返还和转移支付分地区表"),
    ("政府法定债务情况", "地方政府债务"),
    ("做好2026年财政工作的主要措施", "下一步工作措施"),
    ("省级预算调整情况", "预算调整"),
    ("预算调整方案编制要求", None),
    ("城乡社区支出预算", None),
    ("一般公共服务支出预算", None),
    ("一般公共预算收入", None),
    ("重点生态功能区转移支付", None),
]


@pytest.mark.parametrize(("title", "name"), NAMES, ids=[case[0] for case in NAMES])
def test_canonical_names(title: str, name: str | None) -> None:
    assert canonical(fold(title)) == name
