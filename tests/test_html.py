"""Web pages: the document and nothing of the site, paragraphs and tables as displayed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.html import read_html, read_mhtml
from pipeline.extract.html_main import is_furniture
from pipeline.patterns import load_rules
from pipeline.problems import DocumentError
from pipeline.reading import Reading
from pipeline.sources import Options

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"


def read(html: str | bytes) -> Reading:
    data = html.encode() if isinstance(html, str) else html
    return read_html(data, document_id="0" * 64, source="a.html", options=Options())


PARAGRAPHS = [
    ("<p>收入<span>100.</span><span>5</span>万元。</p>", "收入100.5万元。\n", "spans are joined"),
    ("<p>一、收入<br>二、支出<br/>三、结余</p>", "一、收入\n二、支出\n三、结余\n", "a break ends a line"),
    ("<p>收入合计\n   100万元</p>", "收入合计100万元\n", "a line break of the source beside Chinese is nothing"),
    ("<p>in the\n  year</p>", "in the year\n", "between Latin words it is a space"),
    ("<p>收入  100</p>", "收入 100\n", "runs of spaces are one"),
    ("<p>&nbsp;&nbsp;　　收入&nbsp;3 万元</p>", "收入\xa03 万元\n", "the indent goes, spaces inside stay"),
    ("<div>一<div>二</div>三</div>", "一\n二\n三\n", "text around an inner block"),
    ("<p>收<script>var x='9万元'</script>入<style>p{}</style></p>", "收入\n", "scripts and styles are not displayed"),
    ("<p>可见<span style='display:none'>隐藏9万元</span></p>", "可见\n", "nor what is hidden"),
    ("<p>可见<span style='color:red;mso-hide:all'>隐藏9万元</span></p>", "可见\n", "nor what Word hides"),
    ("<p>可见<!-- 9万元 --></p>", "可见\n", "nor comments"),
    ("<p>收入&#20803;&lt;3</p>", "收入元<3\n", "entities"),
    ("<p>零\u200b宽\ufeff字</p>", "零宽字\n", "characters without width"),
    ("<ul><li>一是增加</li><li>二是减少</li></ul>", "一是增加\n二是减少\n", "list items"),
    ("<o:p>收入<st1:chsdate>2023年</st1:chsdate></o:p>", "收入2023年\n", "tags of Word"),
    ("<pre>一、收入</pre>", "一、收入\n", "preformatted"),
    ("<table><tr><td><p>一、概况</p><p>本单位有人员3名。</p></td></tr></table>", "一、概况\n本单位有人员3名。\n", "one big cell"),
    ("<%@ page %><% int a = 9; %><html><body><p>${title}收入3万元</p></body></html>", "收入3万元\n", "JSP residue"),
    ("<?xml version='1.0' encoding='gb2312'?><html><body><p>收入</p></body></html>", "收入\n", "an XML declaration"),
]


@pytest.mark.parametrize(("html", "text", "remark"), PARAGRAPHS, ids=[row[-1] for row in PARAGRAPHS])
def test_paragraphs(html: str, text: str, remark: str) -> None:
    assert read(html).text == text


TABLE = """<p>部门收支总表</p><p>单位：万元</p><table>
<tr><th rowspan=2>项目</th><th colspan="2">本年决算</th></tr><tr><th>基本支出</th><th>项目支出</th></tr>
<tr><td>教育支出</td><td>100.50</td><td>20.00</td></tr><tr><td>　其中：普通教育</td><td>80.00</td><td></td></tr>
<tr><td>合计</td><td>100.50</td><td>20.00</td></tr></table>"""


def test_table_with_spans_becomes_a_table() -> None:
    reading = read(TABLE)
    (table,) = reading.tables
    assert (table.title, table.unit) == ("部门收支总表", "万元")
    assert [column.path for column in table.columns] == [("本年决算", "基本支出"), ("本年决算", "项目支出")]
    cells = {(table.rows[value.row].label, value.column): reading.text[value.start:value.end] for value in table.values}
    assert cells["教育支出", 0] == "100.50"
    assert len(cells) == 5
    assert "　其中：普通教育\t80.00\t\n" in reading.text, "the indent of a row name is kept"


@pytest.mark.parametrize("span", ["0", "-1", "x", "99999999999", "1e9"])
def test_nonsense_spans_do_no_harm(span: str) -> None:
    reading = read(TABLE.replace('colspan="2"', f'colspan="{span}" rowspan="{span}"'))
    assert "100.50" in reading.text


SITE = """<html><head><title>2023年度收支说明_某县人民政府</title></head><body>
<div class="header"><ul><li><a href=/>首页</a></li><li><a href=/a>政务公开</a></li><li><a href=/b>办事服务</a></li></ul></div>
<div class="crumbs">当前位置：<a href=/>首页</a> &gt; <a href=/c>预决算公开</a></div>
<div class="box"><div class="title">2023年度收支说明</div><div class="info">发布时间：2024-08-20 来源：县财政局 浏览次数：12</div>
<div class="text"><p>——2024年8月20日在县第十届人民代表大会第三次会议上</p>
<p>2023年度收入总计105.20万元，支出总计105.20万元，比上年增加3.10万元。</p><p>县财政局</p></div>
<div class="tools">【打印本页】【关闭窗口】</div><div><a href=/1>上一篇：公告</a></div></div>
<div class="links"><a href=/x>某市人民政府</a><a href=/y>某省人民政府</a></div>
<div class="footer">主办：某县人民政府办公室 网站标识码：1234567890 某ICP备12345号</div></body></html>"""


def test_nothing_of_the_site_and_all_of_the_document() -> None:
    reading = read(SITE)
    assert reading.text == ("2023年度收支说明\n——2024年8月20日在县第十届人民代表大会第三次会议上\n"
                            "2023年度收入总计105.20万元，支出总计105.20万元，比上年增加3.10万元。\n县财政局\n")
    assert reading.title == "2023年度收支说明_某县人民政府"


def test_a_page_of_links_keeps_them() -> None:
    items = "".join(f"<li><a href=/{i}>2023年度部门决算公开附件{i}</a></li>" for i in range(30))
    assert read(f"<body><div class=nav><a>首页</a></div><div><ul>{items}</ul></div></body>").text.count("附件") == 30


def test_a_table_beside_the_text_is_kept() -> None:
    table = TABLE.partition("<table>")[2]
    html = f"<body><div><p>{'本年度收入增加，支出减少。' * 40}</p></div><div><table>{table}</div></body>"
    assert len(read(html).tables[0].values) == 5


def test_wrong_declaration_is_a_problem_and_loses_nothing() -> None:
    html = f"<html><head><meta charset=gb2312></head><body>{TABLE}</body></html>"
    reading = read(html)
    assert reading.charset == "utf-8" and "其中：普通教育" in reading.text
    assert [problem.kind for problem in reading.problems] == ["charset-guessed"]
    assert read(html.encode("gb18030")).problems == ()


def test_a_thousand_levels_do_not_cut_the_page() -> None:
    assert read("<div>" * 1_000 + "收入3万元" + "</div>" * 1_000).text == "收入3万元\n"


def test_deeper_pages_are_refused_rather_than_cut() -> None:
    with pytest.raises(DocumentError, match="too deep") as caught:
        read("<div>" * 5_000 + "收入3万元" + "</div>" * 5_000)
    assert caught.value.problem.kind == "too-large"


def test_web_archive_reads_each_sheet() -> None:
    part = "Content-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n"
    sheets = [f"<p>收入{i}万元</p>".encode("gb18030") for i in (1, 2)]
    quoted = ["".join(f"={byte:02X}" for byte in sheet) for sheet in sheets]
    data = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n" + "".join(
        "--x\r\n" + part.format(text) for text in quoted) + "--x--\r\n"
    assert read_mhtml(data.encode(), document_id="", source="a.mht", options=Options()).text == "收入1万元\n收入2万元\n"


@pytest.mark.parametrize(("text", "furniture"), [
    *((text, True) for rule in load_rules("extract_html.toml").rules for text in rule.yes),
    *((text, False) for rule in load_rules("extract_html.toml").rules for text in rule.no if text != "首页")])
def test_furniture_rules_by_their_examples(text: str, furniture: bool) -> None:
    assert is_furniture(text, top=True) is furniture


def test_hostile_furniture_is_quick() -> None:
    assert not is_furniture("来源：" + "首页 | " * 25 + "收", top=True)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not here")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.html"))[:28], ids=lambda path: path.name[:24])
def test_no_sentence_with_an_amount_is_lost(path: Path) -> None:
    """Every amount displayed anywhere on the page is in the Reading."""
    import regex

    from pipeline.extract.charset import decode
    from pipeline.extract.html import parsed
    from pipeline.extract.html_blocks import flat

    data = path.read_bytes()
    root = parsed(decode(data).text)
    assert root is not None
    amount = regex.compile(r"\d[\d,，.]*\s*(?:万|亿|万亿)?元|\d[\d.]*%")
    shown = amount.findall("\n".join(flat(root.find("body") if root.find("body") is not None else root)))
    text = read(data).text
    missing = [found for found in set(shown) if found not in text]
    assert not missing
    assert len(amount.findall(text)) >= 0.99 * len(shown)
