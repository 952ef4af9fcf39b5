"""Contents and charsets, whatever the name or the declaration says."""

from __future__ import annotations

import pytest
from documents import make
from documents.ole import container

from pipeline.extract import sniff
from pipeline.extract.charset import decode

SIMPLIFIED = "一、部门收入支出决算总体情况。二〇二三年度收入总计为一百零五万元，主要原因是财政拨款增加。" * 4
TRADITIONAL = "一、歲入歲出決算總說明。本年度歲入決算數為一百萬元，較預算數增加，主要係補助收入增加所致。" * 4

CONTENTS = [
    (b"%PDF-1.7\n...", sniff.PDF, "a PDF"),
    (b"\r\n\r\n%PDF-1.4\n...", sniff.PDF, "a PDF after the rest of an HTTP header"),
    (make.docx("<w:body/>"), sniff.DOCX, "the package tells, not .wps.docx"),
    (make.xlsx(lambda book: None), sniff.XLSX, "an .xls that is OOXML"),
    (make.packed({"word\\document.xml": b"<w/>"}), sniff.DOCX, "backslashes in a package's names"),
    (make.packed({"xl/workbook.bin": b""}), sniff.XLSB, "a binary workbook"),
    (make.packed({"mimetype": sniff.ODT.encode(), "content.xml": b""}), sniff.ODT, "OpenDocument text"),
    (make.packed({"mimetype": sniff.ODS.encode(), "content.xml": b""}), sniff.ODS, "OpenDocument sheets"),
    (make.packed({"a.pdf": b"%PDF-"}), sniff.ZIP, "a mere archive"),
    (make.packed({"OFD.xml": b""}), None, "OFD"),
    (container({"WordDocument": b""}), sniff.DOC, "Word or WPS"),
    (container({"Workbook": b""}), sniff.XLS, "Excel 97"),
    (container({"Book": b""}), sniff.XLS, "Excel 5"),
    (container({"EncryptedPackage": b""}), sniff.ENCRYPTED, "a locked OOXML"),
    (container({"PowerPoint Document": b""}), None, "slides"),
    (b"\x09\x04\x06\x00" + bytes(20), sniff.XLS_OLD, "Excel 4 without a container"),
    (b"{\\rtf1\\ansi text}", sniff.RTF, "RTF"),
    (b"<html><body><table><tr><td>1</td></tr></table></body></html>", sniff.HTML, "an .xls that is HTML"),
    (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", sniff.HTML, "a BOM before"),
    (b"<!-- saved from url -->\n<html></html>", sniff.HTML, "a comment before"),
    (b'<%@ page language="java" %>\n<%@ taglib prefix="c" %><html></html>', sniff.HTML, "JSP source"),
    ("<p>一</p><p>二</p><p>三</p><br>".encode(), sniff.HTML, "a fragment"),
    ("<html><body>预算</body></html>".encode("utf-16"), sniff.HTML, "UTF-16"),
    (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x", sniff.MHTML, "a web archive"),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', sniff.XLS_XML, "Excel 2003 XML"),
    (b'<?xml version="1.0"?><w:d xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', sniff.DOC_XML, "Word 2003"),
    ("一、收入 < 支出 3元".encode(), sniff.TEXT, "text with a sign that looks like a tag"),
    ("预算".encode("utf-16"), sniff.TEXT, "UTF-16 text"),
    (SIMPLIFIED.encode("gb18030"), sniff.TEXT, "GB 18030 text"),
    (b"\x1f\x8b\x08\0", sniff.GZIP, "gzip"),
    (b"BZh91AY", sniff.BZIP2, "bzip2"),
    (b"\xfd7zXZ\0\0", sniff.XZ, "xz"),
    (make.tar(lambda file: make.member(file, "a", b"b")), sniff.TAR, "tar"),
    (b"Rar!\x1a\x07\0", None, "RAR"),
    (bytes(range(256)) * 8, None, "noise"),
]


@pytest.mark.parametrize(("data", "kind", "remark"), CONTENTS, ids=[remark for *_, remark in CONTENTS])
def test_contents(data: bytes, kind: str | None, remark: str) -> None:
    assert sniff.sniff(data) == kind


CHARSETS = [
    (SIMPLIFIED.encode("utf-8"), None, "utf-8", True, "valid UTF-8 needs no declaration"),
    (SIMPLIFIED.encode("utf-8"), "gb2312", "utf-8", True, "nor heeds one"),
    (SIMPLIFIED.encode("utf-8-sig"), None, "utf-8", True, "BOM"),
    (SIMPLIFIED.encode("utf-16"), None, "utf-16-le", True, "BOM of Windows"),
    (b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be"), None, "utf-16-be", True, "the other BOM"),
    (("2023\n" + SIMPLIFIED).encode("utf-16-le"), None, "utf-16-le", True, "UTF-16 without a BOM"),
    (SIMPLIFIED.encode("gb18030"), "gb2312", "gb18030", True, "GBK under its old name"),
    (SIMPLIFIED.encode("gb18030"), "utf-8", "gb18030", False, "a wrong declaration"),
    (SIMPLIFIED.encode("gb18030"), None, "gb18030", False, "no declaration"),
    (TRADITIONAL.encode("big5"), "big5", "big5hkscs", True, "Big5 that says so"),
    (TRADITIONAL.encode("big5"), None, "big5hkscs", False, "Big5 by its characters"),
    (TRADITIONAL.encode("gb18030"), None, "gb18030", False, "traditional characters in GB 18030"),
    (SIMPLIFIED.encode("utf-8")[:-1], None, "utf-8", False, "cut inside the last character"),
    (SIMPLIFIED.encode("utf-8")[:200] + b"\xff" + SIMPLIFIED.encode("utf-8")[201:], None, "utf-8", False, "one bad byte"),
    (b"2023", None, "utf-8", True, "ASCII"),
]


@pytest.mark.parametrize(("data", "declared", "charset", "certain", "remark"), CHARSETS, ids=[row[-1] for row in CHARSETS])
def test_charsets(data: bytes, declared: str | None, charset: str, certain: bool, remark: str) -> None:
    decoded = decode(data, declared)
    assert (decoded.charset, decoded.certain) == (charset, certain)
    whole = TRADITIONAL if "歲" in decoded.text else SIMPLIFIED
    assert decoded.text[:40] in "2023\n" + whole


def test_an_accidental_euro_sign_does_not_make_big5_of_gb() -> None:
    text = "㈠ 收入 ￥3元 € 决算数 （万元）" * 20
    assert decode(text.encode("gb18030")).text == text
