"""From a file to a Reading: text, the same text from every format, and the invariants of all Readings."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.extract.plain import paragraphs, read_text
from pipeline.problems import DocumentError
from pipeline.reading import Reading
from pipeline.sources import Options, Source

HERE = Path(__file__).parents[1]
SAMPLES = HERE / "corpus"
CORPUS = HERE.parent / "shared" / "corpus"


def read(text: str, charset: str = "utf-8") -> Reading:
    return read_text(text.encode(charset), document_id="0" * 64, source="a.txt", options=Options())


LINES = [
    ("一、收入\n收入3万元。\n", "一、收入\n收入3万元。\n", "a line is a paragraph"),
    ("一、收入\r\n二、支出\r三、结余", "一、收入\n二、支出\n三、结余\n", "line ends of every system"),
    ("一\n\n \n二\n", "一\n二\n", "blank lines leave nothing"),
    ("　　收入 3 万元  \n", "　　收入 3 万元  \n", "nothing inside a line changes"),
    ("收入\x00\x073万元\n", "收入3万元\n", "control characters are not printed"),
    ("收入\t支出\n", "收入 支出\n", "a lone tab is a gap"),
]


@pytest.mark.parametrize(("text", "result", "remark"), LINES, ids=[row[-1] for row in LINES])
def test_lines(text: str, result: str, remark: str) -> None:
    assert read(text).text == result


WRAPPED = """第二部分 部门决算情况说明
一、收入支出决算总体情况
本年度收入总计 1,205.30 万元，支出总计 1,205.30 万元，与上年相
比增加 35.20 万元，增长 3.0%。主要原因是人员经费按照规定标准有
所增加，以及新增了一项由区财政安排的专门项目。
（一）收入决算情况
本年度收入合计 1,180.00 万元，其中财政拨款收入 1,150.00 万元，
占 97.5%；其他收入 30.00 万元，占 2.5%，主要是存款利息收入以及
零星的捐赠。
1.教育支出 20.00 万元，主要用于开展职工教育培训工作所需的各项
支出，完成年初预算的 98.0%。
2.卫生健康支出 35.00 万元，主要用于按照规定标准为在职职工缴纳
医疗保险费。
"""


def test_text_cut_at_a_width_is_joined_where_that_is_certain() -> None:
    lines = read(WRAPPED).text.splitlines()
    assert [line[:4] for line in lines] == ["第二部分", "一、收入", "本年度收", "（一）收", "本年度收", "1.教育", "2.卫生"]
    assert "与上年相比增加 35.20 万元" in lines[2]


@pytest.mark.parametrize("text", ["一、收入\n" * 30, "收入3万元，支出3万元\n" * 5, "甲" * 300 + "\n" + "乙" * 300 + "\n",
                                  "2023年度一般公共预算财政拨款支出决算表\n2023年度政府性基金预算财政拨款支出决算表\n" * 8])
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert read(text).text == text


def test_joined_lines_keep_their_places() -> None:
    reading = read(WRAPPED)
    for line in reading.lines:
        assert reading.text[line.start:line.end] in WRAPPED.splitlines()


def test_a_table_flattened_into_tabs() -> None:
    reading = read("支出决算表\n单位：万元\n项目\t基本支出\t项目支出\n教育支出\t100.50\t20.00\n合计\t100.50\t\n注：无\n")
    (table,) = reading.tables
    assert (table.title, table.unit, len(table.values)) == ("支出决算表", "万元", 3)
    assert reading.text.endswith("合计\t100.50\t\n注：无\n")
    assert read("目录\n一、收入\t1\n二、支出\t2\n").tables == (), "contents are no table"


def test_form_feeds_are_pages() -> None:
    reading = read("一、收入\n\f二、支出\n")
    assert [line.page for line in reading.lines] == [1, 2]
    assert reading.text == "一、收入\n二、支出\n"


def test_a_long_text_takes_linear_time() -> None:
    import time

    began = time.process_time()
    list(paragraphs(["本年度收入总计三万元，与上年相比增加了一万元，主要是"] * 100_000))
    assert time.process_time() - began < 3


@pytest.mark.parametrize("ending", ["html", "docx", "pdf"])
@pytest.mark.parametrize("stem", sorted({path.stem for path in SAMPLES.glob("*.txt")}))
def test_every_format_gives_the_same_text(stem: str, ending: str) -> None:
    path = SAMPLES / f"{stem}.{ending}"
    if not path.exists():
        pytest.skip(f"no {path.name} among the samples")
    text = extract(Source(path.with_suffix(".txt")), Options()).text
    assert extract(Source(path), Options()).text == text


SMALL = [path for path in sorted(CORPUS.glob("*")) if path.suffix.lower() in (".txt", ".html", ".docx", ".xls", ".xlsx")]


@pytest.mark.skipif(not SMALL, reason="the shared corpus is not here")
@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.name[:30])
def test_invariants_on_the_corpus(path: Path) -> None:
    reading = extract(Source(path), Options())
    assert reading.document_id == hashlib.sha256(path.read_bytes()).hexdigest()
    end = 0
    for line in reading.lines:
        assert line.start >= end and not set(reading.text[end:line.start]) - {"\n", "\t"}, "only separators lie in no line"
        end = line.end
    assert reading.text.endswith("\n") and not set(reading.text) & set("\r\v\f\0")
    for table in reading.tables:
        assert all(reading.text[value.start:value.end].strip() for value in table.values)
    assert extract(Source(path), Options()) == reading


def test_a_document_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "决算.doc"
    path.write_bytes("收入3万元".encode())
    reading = extract(Source(path), Options())
    assert (reading.media_type, reading.source, reading.charset) == ("text/plain", str(path), "utf-8")
    with pytest.raises(DocumentError) as caught:
        extract(Source(tmp_path / "nowhere.pdf"), Options())
    assert caught.value.problem.kind == "missing-file"
