"""Word documents as Word displays them."""

from __future__ import annotations

import io
import shutil
import zipfile

import pytest
from documents.make import docx, paragraph

from pipeline.extract.office import read_by_conversion, read_docx
from pipeline.extract.office_numbering import formatted
from pipeline.extract.office_package import Package
from pipeline.problems import DocumentError
from pipeline.reading import Reading
from pipeline.sources import Options

NAMESPACES = ('xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
              'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"')
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(body: str, *, numbering: str = "", styles: str = "", **parts: str) -> Reading:
    more = {f"word/{name}.xml": f"<w:{name} {W}>{xml}</w:{name}>".encode()
            for name, xml in {"numbering": numbering, "styles": styles, **parts}.items() if xml}
    data = docx(f"<w:body {NAMESPACES}>{body}</w:body>", more=more)
    return read_docx(data, document_id="0" * 64, source="a.docx", options=Options())


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


FIELD = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
         '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>')

PARAGRAPHS = [
    (p(run("收入100."), run("5万元")), "收入100.5万元\n", "runs are joined"),
    (p(run("一"), "<w:r><w:br/></w:r>", run("二")), "一\n二\n", "a soft break ends a line"),
    (p(run("一"), '<w:r><w:br w:type="page"/></w:r>', run("二")), "一二\n", "a page break does not"),
    (p(run("　　收入 ")), "收入\n", "the indent goes"),
    (p(run("收入"), f'<w:ins>{run("增加")}</w:ins>', f'<w:del>{run("减少")}</w:del>'), "收入增加\n", "tracked changes"),
    (p(f'<w:moveFrom>{run("旧")}</w:moveFrom>', f'<w:moveTo>{run("新")}</w:moveTo>'), "新\n", "tracked moves"),
    (p(run("收入"), properties="<w:rPr><w:del/></w:rPr>") + p(run("3万元")), "收入3万元\n", "a deleted paragraph mark"),
    (p(run("可见"), run("隐藏", "<w:vanish/>")), "可见\n", "hidden text"),
    (p(run("不隐藏", '<w:vanish w:val="0"/>')), "不隐藏\n", "hidden switched off"),
    (p(f'<w:hyperlink>{run("附件")}</w:hyperlink><w:smartTag>{run("2023年")}</w:smartTag>'), "附件2023年\n", "wrappers"),
    (f"<w:sdt><w:sdtPr/><w:sdtContent>{p(run('收入'))}</w:sdtContent></w:sdt>", "收入\n", "content controls"),
    (p(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('点击输入')}</w:sdtContent></w:sdt>", run("收入")),
     "收入\n", "their prompts are nothing"),
    (p(FIELD.format("DATE", run("2024年"))), "2024年\n", "a field shows its result"),
    (p(FIELD.format("TOC \\o", run("一、收入\t3"))) + p(run("一、收入")), "一、收入\n", "a table of contents is left out"),
    (p(run("见\ue00c附件")), "见附件\n", "signs of symbol fonts"),
    (p("<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + p(run("框内")) + "</w:txbxContent></mc:Choice><mc:Fallback>"
       "<w:txbxContent>" + p(run("框内")) + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>", run("正文")),
     "正文\n框内\n", "a text box, once"),
    (p("<w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + p(run("框内")) + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"),
     "框内\n", "an old text box"),
]


@pytest.mark.parametrize(("body", "text", "remark"), PARAGRAPHS, ids=[row[-1] for row in PARAGRAPHS])
def test_paragraphs(body: str, text: str, remark: str) -> None:
    assert read(body).text == text


def test_contents_style_needs_a_page_number() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>'
    style = '<w:pStyle w:val="10"/>'
    body = p(run("一、收入"), "<w:r><w:tab/></w:r>", run("3"), properties=style) + p(run("正文用了目录样式"), properties=style)
    assert read(body, styles=styles).text == "正文用了目录样式\n"


def test_footnotes_follow_their_paragraph_and_leave_no_figure_in_it() -> None:
    body = p(run("收入3"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run("万元")) + p(run("支出"))
    notes = (f'<w:footnote w:type="separator" w:id="0">{p(run("线"))}</w:footnote>'
             f'<w:footnote w:id="2">{p(run("含结转"))}</w:footnote>')
    assert read(body, footnotes=notes).text == "收入3万元\n含结转\n支出\n"


def level(depth: int, style: str, text: str, more: str = "") -> str:
    return (f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>')


def items(*numbered: tuple[str, int, str]) -> str:
    return "".join(p(run(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>')
                   for key, depth, text in numbered)


CHINESE = ('<w:abstractNum w:abstractNumId="0">' + level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）")
           + level(2, "decimal", "%3.") + level(3, "decimalEnclosedCircleChinese", "%4") + '</w:abstractNum>'
           '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
NUMBERINGS = [
    (CHINESE, [("1", 0, "甲"), ("1", 1, "乙"), ("1", 1, "丙"), ("1", 0, "丁"), ("1", 1, "戊")],
     "一、甲\n（一）乙\n（二）丙\n二、丁\n（一）戊\n", "lower levels start again under each heading"),
    (CHINESE, [("1", 2, "5亿元"), ("1", 3, "甲")], "1. 5亿元\n① 甲\n", "a number is never glued to the text's"),
    (CHINESE, [("1", 0, "甲")] * 12, "".join(f"{n}、甲\n" for n in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]), "past ten"),
    (CHINESE + '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>', [("1", 0, "甲"), ("2", 0, "乙")],
     "一、甲\n二、乙\n", "two lists of one definition count on"),
    (CHINESE + '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
     '</w:lvlOverride></w:num>', [("1", 0, "甲"), ("2", 0, "乙"), ("2", 0, "丙")], "一、甲\n一、乙\n二、丙\n", "a restart, once"),
    ('<w:abstractNum w:abstractNumId="0">' + level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/>')
     + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
     [("1", 0, "a"), ("1", 1, "b"), ("1", 0, "c"), ("1", 1, "d")], "1. a\n1.1 b\n2. c\n2.2 d\n", "a level that never restarts"),
    ('<w:abstractNum w:abstractNumId="0">' + level(0, "chineseCounting", "第%1部分", '<w:suff w:val="space"/>')
     + level(1, "decimal", "%1.%2", "<w:isLgl/>") + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
     [("1", 0, "概况"), ("1", 1, "职责")], "第一部分 概况\n1.1 职责\n", "legal numbers"),
    ('<w:abstractNum w:abstractNumId="0">' + level(0, "bullet", "\uf06c") + '</w:abstractNum><w:num w:numId="1">'
     '<w:abstractNumId w:val="0"/></w:num>', [("1", 0, "甲")], "甲\n", "bullets are no numbers"),
    ("", [("9", 0, "甲"), ("0", 0, "乙")], "甲\n乙\n", "a list that is not there, and none"),
]


@pytest.mark.parametrize(("numbering", "numbered", "text", "remark"), NUMBERINGS, ids=[row[-1] for row in NUMBERINGS])
def test_numbering(numbering: str, numbered: list[tuple[str, int, str]], text: str, remark: str) -> None:
    assert read(items(*numbered), numbering=numbering).text == text


def test_numbering_by_style_and_its_parent() -> None:
    numbering = CHINESE.replace('<w:lvlText w:val="（%2）"/>', '<w:pStyle w:val="2"/><w:lvlText w:val="（%2）"/>')
    styles = ('<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
              '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/></w:style>')
    body = "".join(p(run(text), properties=f'<w:pStyle w:val="{style}"/>') for style, text in (("1", "甲"), ("2", "乙"), ("2", "丙")))
    body += p(run("丁"), properties='<w:pStyle w:val="2"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert read(body, numbering=numbering, styles=styles).text == "一、甲\n（一）乙\n（二）丙\n丁\n"


FORMATS = [(1, "chineseCountingThousand", "一"), (10, "chineseCounting", "十"), (21, "japaneseCounting", "二十一"),
           (105, "chineseCounting", "一百〇五"), (12, "chineseLegalSimplified", "壹拾贰"), (20, "ideographDigital", "二〇"),
           (3, "decimalEnclosedParen", "⑶"), (21, "decimalEnclosedCircle", "21"), (7, "decimalFullWidth", "７"),
           (5, "decimalZero", "05"), (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"), (2, "ideographTraditional", "乙"),
           (3, "unheardOf", "3")]


@pytest.mark.parametrize(("n", "style", "text"), FORMATS)
def test_number_formats(n: int, style: str, text: str) -> None:
    assert formatted(n, style) == text


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_table_with_merged_cells() -> None:
    rows = ["<w:tr>" + cell("项目", '<w:vMerge w:val="restart"/>') + cell("本年决算", '<w:gridSpan w:val="2"/>') + "</w:tr>",
            "<w:tr>" + cell("", "<w:vMerge/>") + cell("基本支出") + cell("项目支出") + "</w:tr>",
            "<w:tr>" + cell("教育支出") + cell("100.50") + cell("20.00") + "</w:tr>",
            "<w:tr><w:trPr><w:del/></w:trPr>" + cell("删去的行") + cell("9.99") + cell("9.99") + "</w:tr>",
            "<w:tr>" + cell("合计") + cell("100.50") + cell("20.00") + "</w:tr>"]
    reading = read(paragraph("部门支出决算表") + paragraph("单位：万元") + f"<w:tbl>{''.join(rows)}</w:tbl>")
    (table,) = reading.tables
    assert (table.title, table.unit) == ("部门支出决算表", "万元")
    assert [column.path for column in table.columns] == [("本年决算", "基本支出"), ("本年决算", "项目支出")]
    assert len(table.values) == 4 and "9.99" not in reading.text


def test_a_frame_around_prose_is_no_table() -> None:
    body = f"<w:tbl><w:tr>{cell('一、概况')}</w:tr><w:tr>{cell('本年收入3万元。')}</w:tr></w:tbl>"
    assert read(body).text == "一、概况\n本年收入3万元。\n"


def test_a_table_set_with_tabs() -> None:
    tab = "<w:r><w:tab/></w:r>"
    rows = [("项目", "基本支出", "项目支出"), ("教育支出", "100.50", "20.00"), ("合计", "100.50", "20.00")]
    reading = read(p(run("表前")) + "".join(p(tab.join(map(run, row))) for row in rows) + p(run("表后")))
    assert len(reading.tables[0].values) == 4
    assert reading.text.startswith("表前\n项目\t基本支出\t项目支出\n") and reading.text.endswith("20.00\n表后\n")


def test_embedded_worksheets_are_reported() -> None:
    reading = read(p(run("收入"), "<w:r><w:object><o:OLEObject/></w:object></w:r>"))
    assert [problem.kind for problem in reading.problems] == ["part-skipped"]


RTF = b"{\\rtf1\\ansi\\ansicpg936\\deff0 {\\fonttbl{\\f0 SimSun;}}\\f0 \\u25910?\\u20837?105.20\\u19975?\\u20803?\\par \\u25903?\\u20986?\\par}"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_rtf_through_libreoffice() -> None:
    assert read_by_conversion(RTF, document_id="", source="a.rtf", options=Options()).text == "收入105.20万元\n支出\n"


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentError, match="install it") as caught:
        read_by_conversion(RTF, document_id="", source="a.rtf", options=Options())
    assert caught.value.problem.kind == "missing-tool"


def test_a_package_whose_directory_points_nowhere_is_damaged() -> None:
    """Fuzzing found it: an offset before the file's beginning is a ValueError of the zip reader's."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    broken = bytearray(data.getvalue())
    entry = broken.index(b"PK\x01\x02")
    broken[entry + 42:entry + 46] = (0xFFFFFF00).to_bytes(4, "little")
    with pytest.raises(DocumentError, match="broken") as raised:
        Package(bytes(broken), "a.docx", Options()).part("word/document.xml")
    assert raised.value.problem.kind == "damaged-file"
