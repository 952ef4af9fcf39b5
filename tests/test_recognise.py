"""Categories, periods, names, and the document's own row."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.patterns import load_table
from pipeline.reading import Reading, fold
from pipeline.recognise import recognise
from pipeline.recognise.categories import find_categories
from pipeline.recognise.documents import describe
from pipeline.recognise.lexicon import lexicon
from pipeline.recognise.names import mend_body, names_in
from pipeline.recognise.periods import find_periods
from pipeline.recognise.regions import find_region
from pipeline.recognise.resolve import lookup
from pipeline.records import Sections

SHARED = Path(__file__).parents[1].parent / "shared"


def categories(text: str, *, year: int = 2023, kind: str = "department") -> list[tuple[str, str | None, str | None]]:
    """(as written, name where it differs, code)."""
    found = find_categories(fold(text), [(0, len(text))], year=year, kind=kind)
    return [(text[m.start:m.end], m.name, m.code) for m in found]


PATHS = [
    ("“科学技术支出（类）”2023年度决算5万元", "科学技术支出", "206", "quotes and brackets"),
    ("科学技术支出支出5万元", "科学技术支出", "206", "支出 twice"),
    ("公共安全（类）支出5万元", "公共安全支出", "204", "支出 behind the mark"),
    ("住房保障（类）5万元", "住房保障支出", "221", "支出 left out"),
    ("社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）5万元", "行政单位离退休", "2080501", "a path"),
    ("一般公共服务支出(类)-财政事务(款)-一般行政管理事务(项)5万元", "一般行政管理事务", "2010602", "hyphens; the path tells namesakes apart"),
    ("“一般公共服务支出(类）统战事务（款）一般行政管理事务（项）”科目5万元", "一般行政管理事务", "2013402", "mixed brackets, 科目"),
    ("法院（款）一般行政事务管理（项）支出5万元", "一般行政管理事务", "2040502", "a slip of the pen"),
    ("人大事务行政运行（项）支出5万元", "行政运行", "2010101", "the upper item without a mark"),
    ("2080505机关事业单位基本养老保险缴费支出5万元", "机关事业单位基本养老保险缴费支出", "2080505", "a printed code"),
    ("社会保障和就业支出（208类）行政事业单位养老支出（05款）行政单位离退休（01项）5万元", "行政单位离退休", "2080501", "codes inside the marks"),
    ("一般公共服务（类）5万元", "一般公共服务支出", "201", "a 类's former name, now only a 款's"),
    ("机关事业单位职业年金缴费（项）支出5万元", "机关事业单位职业年金缴费支出", "2080506", "an item's name without its 支出, an economic name inside"),
    ("其它行政事业单位养老支出（项）5万元", "其他行政事业单位养老支出", "2080599", "其它 is 其他"),
    ("卫生健康支出（类）某某事务（款）5万元", "某某事务", None, "a marked name that no list knows: as written, no code"),
    ("住房公积金5万元", "住房公积金", None, "functional or economic: no code"),
    ("工资福利支出5万元", "工资福利支出", "301", "economic"),
]


@pytest.mark.parametrize(("text", "name", "code", "remark"), PATHS, ids=[case[3] for case in PATHS])
def test_classification_items(text: str, name: str, code: str | None, remark: str) -> None:
    found = categories(text)
    assert [item[1:] for item in found] == [(name, code)]
    assert text.startswith(found[0][0].strip("“"), text.find(found[0][0]))


def test_a_particle_more_or_less_is_no_slip() -> None:
    found = categories("未归口管理行政单位离退休费（项）5万元", year=2018)
    assert [item[1:] for item in found] == [("未归口管理的行政单位离退休", "2080504")]


def test_names_of_insurance_funds_are_ordinary_words_of_departments() -> None:
    text = "基本养老金、职业年金缴费下达部门，增加预算5万元"
    assert [item[1] for item in categories(text)] == ["职业年金缴费"]


@pytest.mark.parametrize(("text", "name", "code"), [
    ("科技支出5亿元", "科学技术支出", "206"),
    ("专项债务还本支出5亿元", "地方政府专项债务还本支出", "23104"),
    ("政府一般债务付息5亿元", "地方政府一般债务付息支出", "23203"),
    ("一般债券还本支出5亿元", "地方政府一般债券还本支出", "2310301"),
    ("债务还本5亿元", "债务还本支出", "231"),
    ("税收返还5亿元", "返还性收入", None),
])
def test_other_ways_of_writing_an_item_have_its_code(text, name, code):
    assert [item[1:] for item in categories(text, kind="government")] == [(name, code)]


def test_a_path_is_one_mention_from_its_first_to_its_last_mark() -> None:
    text = "其中：社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）84.65万元"
    assert categories(text)[0][0] == "社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）"


TOTALS = [
    ("2023年度收、支总计5万元", "department", ["收支总计"], "收、支"),
    ("收入、支出预算总计5万元", "department", ["收支总计"], "预算 inside"),
    ("本年收入预算合计5万元", "department", ["本年收入合计"], "预算 inside"),
    ("财政拨款收、支总预算5万元", "department", ["财政拨款收支总计"], "总预算"),
    ("一般公共预算收入5万元", "department", ["一般公共预算财政拨款收入"], "a department's name for it"),
    ("一般公共预算收入5亿元", "government", ["一般公共预算收入"], "a government's"),
    ("结转下年5万元", "department", ["年末结转和结余"], "departments"),
    ("结转下年5亿元", "government", ["结转下年"], "governments"),
    ("“三公”经费财政拨款支出5万元", "department", ["“三公”经费"], "quotes inside the name"),
    ("因公出国(境)费用5万元", "department", ["因公出国（境）费"], "half-width brackets"),
    ("公务用车购置及运行费5万元", "department", ["公务用车购置及运行维护费"], "short form"),
    ("单价50万元以上的专用设备0台", "department", ["单价50万元以上专用设备"], "an amount inside the name"),
    ("工业增加值增长5%", "government", [], "a look-alike"),
    ("一、收入支出决算总表", "department", [], "a table's title is no category"),
    ("公安机关人员5人", "department", [], "an ordinary word"),
    ("车辆购置税5亿元", "government", ["车辆购置税"], "longer than 车辆"),
    ("使用一般公共预算财政拨款安排基本支出5万元", "department", ["基本支出"], "a fund is no category"),
]


@pytest.mark.parametrize(("text", "kind", "names", "remark"), TOTALS, ids=[f"{case[3]}: {case[0]}" for case in TOTALS])
def test_totals_and_indicators(text: str, kind: str, names: list[str], remark: str) -> None:
    assert [name for _, name, _ in categories(text, kind=kind)] == names


YEARS = [
    ("行政事业单位离退休（款）5万元", 2018, "行政事业单位离退休", "20805", "the name of its year"),
    ("行政事业单位离退休（款）5万元", 2022, "行政事业单位离退休", "20805", "a former name keeps its wording, takes the code"),
    ("医疗卫生与计划生育支出（类）5万元", 2018, "医疗卫生与计划生育支出", "210", "the name of its year"),
    ("扶贫（款）5万元", 2021, "扶贫", "21305", "until 2021"),
]


@pytest.mark.parametrize(("text", "year", "name", "code", "remark"), YEARS, ids=[f"{case[1]} {case[4]}" for case in YEARS])
def test_names_hold_in_their_years(text: str, year: int, name: str, code: str, remark: str) -> None:
    assert [item[1:] for item in categories(text, year=year)] == [(name, code)]


def test_no_code_for_indicators() -> None:
    for text in ("公务接待费5万元", "会议费5万元", "机关运行经费5万元"):
        for kind in ("department", "government"):
            assert [code for _, _, code in categories(text, kind=kind)] == [None]


def test_the_phase_inside_a_name() -> None:
    text = "收入预算总计5万元，支出决算总计5万元"
    assert [m.phase for m in find_categories(text, [(0, len(text))], year=2023, kind="department")] == ["approved", "executed"]


def test_spaces_and_quotes_do_not_hide_a_name() -> None:
    assert [item[:2] for item in categories("其中： 教 育 支 出 5万元", kind="government")] == [("教 育 支 出", "教育支出")]


def test_lookup_of_row_labels() -> None:
    assert lookup("一、一般公共服务支出", year=2023, kind="department") == ("一般公共服务支出", "201")
    assert lookup("行政运行", year=2023, kind="department", code="2010601") == ("行政运行", "2010601")
    assert lookup("某某工作经费", year=2023, kind="department") == ("某某工作经费", None)


@pytest.mark.parametrize("kind", ["department", "government"])
def test_every_listed_name_is_found(kind: str) -> None:
    words = lexicon(kind)
    missed = []
    for row in load_table("codes/functional.csv"):
        if row["verification"] != "A" or len(row["name"]) < 2:
            continue
        text = fold(f"{row['name']}（{row['level']}）5万元")
        found = find_categories(text, [(0, len(text))], year=int(row["valid_to"] or 2024), kind=kind)
        if not any(m.name in (row["name"], row["name"] + "支出") for m in found):
            missed.append(row["name"])
    assert not missed
    assert len(words.meanings) > 3000


PERIODS = [
    ("2023年度决算", [(2023,)]), ("比2022 年减少", [(2022,)]), ("2021-2023年累计", [(2021, 2023)]), ("截至2023年12月31日", [(2023,)]),
    ("二○二五年全市收入", [(2025,)]), ("“十四五”时期累计", [(2021, 2025)]), ("金额2023.50元", []), ("编号20231201", []),
]


@pytest.mark.parametrize(("text", "years"), PERIODS)
def test_periods(text: str, years: list[tuple[int, ...]]) -> None:
    assert [m.years for m in find_periods(fold(text), [(0, len(text))])] == years


COVERS = [
    ("上海市普陀区财政局\n2024年度部门决算\n目 录\n", "上海市普陀区财政局2024年度部门决算", "上海市普陀区财政局", "上海市普陀区", "310107", 2024, "部门决算"),
    ("2018年度江苏省高级\n人民法院预算公开\n2018年2月24日\n目 录\n", "2018年度江苏省高级人民法院预算公开", "江苏省高级人民法院", "江苏省", "320000", 2018, "部门预算"),
    ("上海市普陀区2025年区级部门预算\n预算主管部门：上海市普陀区司法局\n目 录\n", "上海市普陀区2025年区级部门预算", "上海市普陀区司法局", "上海市普陀区",
     "310107", 2025, "部门预算"),
    ("市九届人大六次\n会议文件（十五）\n关于岳阳市2025年预算执行情况与\n2026年预算草案的报告\n——2025年12月27日在会上\n岳阳市财政局\n各位代表：\n",
     "关于岳阳市2025年预算执行情况与2026年预算草案的报告", "岳阳市财政局", "岳阳市", "430600", 2025, "预算执行情况报告"),
    ("2022年海南省省本级“三公”经费汇总情况\n经海南省财政厅汇总，2022年一般公共预算“三公”经费支出5万元。\n", "2022年海南省省本级“三公”经费汇总情况",
     "海南省财政厅", "海南省", "460000", 2022, "“三公”经费"),
    ("龙泉市2018年“三公”经费决算情况\n根据财政部、省财政厅关于公开的要求，经龙泉市财政局汇总，2018年“三公”经费决算5万元。\n",
     "龙泉市2018年“三公”经费决算情况", "龙泉市财政局", "龙泉市", "331181", 2018, "“三公”经费"),
    ("2024年1-9月财政收支情况\n1-9月，全市一般公共预算收入9亿元。泽州县3亿元，沁水县2亿元。\n", "2024年1-9月财政收支情况", None, None, None, 2024,
     "财政收支情况"),
    ("表1-1\n34 安徽省2025年地方政府一般债务余额情况表\n单位：亿元\n", "安徽省2025年地方政府一般债务余额情况表", None, "安徽省", "340000", 2025, "债务表"),
    ("西南大学\n2023年度部门预算\n2023年4月\n目 录\n", "西南大学2023年度部门预算", "西南大学", None, None, 2023, "部门预算"),
]


@pytest.mark.parametrize(("text", "title", "body", "region", "code", "year", "kind"), COVERS, ids=[case[1] for case in COVERS])
def test_the_documents_own_row(text: str, title: str, body: str | None, region: str | None, code: str | None, year: int, kind: str) -> None:
    row = describe(Reading("id", "a.txt", "text/plain", text), fold(text), Sections())
    assert (row.title, row.body, row.region, row.region_code, row.year, row.type) == (title, body, region, code, year, kind)


def test_tables_captioned_with_a_department_are_its_own() -> None:
    text = "公开01表\n收支预算总表\n部门：某省某办公厅 单位：万元\n收入\t支出\n"
    row = describe(Reading("id", "a.txt", "text/plain", text), fold(text), Sections())
    assert (row.type, row.body) == ("部门预算", "某省某办公厅")
    text = text.replace("部门：某省某办公厅", "编制部门：某省财政厅")
    assert describe(Reading("id", "a.txt", "text/plain", text), fold(text), Sections()).type == "政府预算表"


REGIONS = [
    ("北京市门头沟区科学技术协会", 2023, ("北京市门头沟区", "110109")), ("普陀区财政局", 2023, ("普陀区", None)),
    ("舟山市普陀区", 2023, ("舟山市普陀区", "330903")), ("大理白族自治州", 2023, ("大理白族自治州", "532900")), ("西南大学", 2023, None),
]


@pytest.mark.parametrize(("text", "year", "expected"), REGIONS)
def test_regions(text: str, year: int, expected: tuple[str, str | None] | None) -> None:
    assert find_region(text, year) == expected


NAMES = [
    ("主要用于安排科普展览项目支出", "project", ["科普展览项目"]), ("和老旧小区改造工程", "project", ["老旧小区改造工程"]),
    ("门头沟区科普服务中心下设", "body", ["门头沟区科普服务中心"]), ("用于基本支出", "project", []),
]


@pytest.mark.parametrize(("text", "kind", "names"), NAMES)
def test_names(text: str, kind: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in names_in(text, kind)] == names


def test_a_slip_in_the_titles_body_is_mended_by_the_text() -> None:
    text = "某县科技服务中心。" + "临溪区科学技术协会的职责。" * 4
    assert mend_body("青山市临溪区科协技术协会", "青山市临溪区", text) == "青山市临溪区科学技术协会"
    assert mend_body("青山市临溪区财政局", "青山市临溪区", "临溪区财政局。" * 3) == "青山市临溪区财政局"


def test_every_mention_is_in_order_and_free_of_overlaps() -> None:
    seed = SHARED / "corpus" / "000_fc6a7c8eb364d807.txt"
    if not seed.is_file():
        pytest.skip("the corpus lies beside the checkout")
    text = seed.read_text(encoding="utf-8")
    found = recognise(Reading("id", "a.txt", "text/plain", text), Sections())
    for group in (found.amounts, found.categories, found.periods, found.names):
        assert group
        for left, right in pairwise(group):
            assert left.start < left.end <= right.start


def test_a_remark_inside_a_name_does_not_hide_it() -> None:
    text = fold("政府性基金（含专项债）支出291亿元")
    found = find_categories(text, [(0, len(text))], year=2025, kind="government")
    assert [(mention.name, text[mention.start:mention.end]) for mention in found] == [("政府性基金预算支出", "政府性基金(含专项债)支出")]
