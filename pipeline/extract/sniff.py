"""What a file is, by its content alone: endings lie (.xls that is HTML, .doc that is PDF, .wps.docx)."""

from __future__ import annotations

import io
import zipfile
from typing import IO

import olefile
import regex

from pipeline.extract.charset import utf16_by_zeros

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
XLS_OLD = "application/vnd.ms-excel; version=4"
"""Excel 2 to 4: a bare stream of records without a container."""
XLS_XML = "application/vnd.ms-excel+xml"
DOC_XML = "application/msword+xml"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
HTML = "text/html"
MHTML = "multipart/related"
TEXT = "text/plain"
ENCRYPTED = "application/x-ole-encrypted"
ZIP = "application/zip"
TAR = "application/x-tar"
GZIP, BZIP2, XZ = "application/gzip", "application/x-bzip2", "application/x-xz"
ARCHIVES = frozenset({ZIP, TAR, GZIP, BZIP2, XZ})

FOREIGN = (
    (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"\x89PNG", "a PNG picture: put it into a PDF first"),
    (b"\xff\xd8\xff", "a JPEG picture: put it into a PDF first"),
    (b"GIF8", "a GIF picture: put it into a PDF first"),
    (b"II*\0", "a TIFF picture: put it into a PDF first"),
    (b"MM\0*", "a TIFF picture: put it into a PDF first"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
"""Contents that are recognised only to say so."""

MARKUP = regex.compile(rb"<(?:!doctype html|html|head|body|meta|title|table|tr|td|div|span|p|br|font|script)\b[^<]{0,400}>",
                       regex.I)
OPENING = regex.compile(rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]{0,200}>\s*+|<!--(?:(?!-->).){0,4000}+-->\s*+|<%(?:(?!%>).){0,4000}+%>\s*+)*+"
                        rb"<(?:!doctype html|html|head|body|meta|table|div)\b", regex.I | regex.S)


def sniff(data: bytes) -> str | None:
    """The media type of the content; None where it is of no kind known here."""
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return zip_kind(io.BytesIO(data))
    if data.startswith(olefile.MAGIC):
        return ole_kind(data)
    if data.startswith((b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")):
        return XLS_OLD
    if foreign(head):
        return None
    for magic, kind in ((b"\x1f\x8b", GZIP), (b"BZh", BZIP2), (b"\xfd7zXZ\0", XZ), (b"{\\rtf", RTF)):
        if data.startswith(magic):
            return kind
    if head[257:262] == b"ustar":
        return TAR
    return text_kind(data)


def foreign(head: bytes) -> str | None:
    """What an unreadable content is, in words, where its first bytes tell."""
    return next((words for magic, words in FOREIGN if head.startswith(magic)), None)


def zip_kind(file: IO[bytes]) -> str | None:
    """Which package a zip file is; ZIP where it is a mere archive (also when its directory cannot be read)."""
    try:
        with zipfile.ZipFile(file) as package:
            names = {name.replace("\\", "/").lower() for name in package.namelist()}
            kind = package.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, KeyError, NotImplementedError, EOFError):
        return ZIP
    if kind.startswith((ODT, ODS)):
        return ODT if kind.startswith(ODT) else ODS
    if "ofd.xml" in names or any(name.startswith("ppt/") for name in names):
        return None
    for part, kind in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("xl/workbook.bin", XLSB)):
        if part in names:
            return kind
    if "[content_types].xml" in names and any(name.startswith(("word/", "xl/")) for name in names):
        return DOCX if any(name.startswith("word/") for name in names) else XLSX
    return ZIP


def ole_kind(data: bytes) -> str | None:
    """Word, WPS and Excel share one container; which it is stands in the names of its streams."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {entry[0].lower() for entry in ole.listdir()}
    except (OSError, ValueError, IndexError, TypeError, EOFError, AttributeError):
        return DOC  # a broken container: the reader says so
    if "encryptedpackage" in names:
        return ENCRYPTED
    if "worddocument" in names:
        return DOC
    return XLS if names & {"workbook", "book"} else None


def text_kind(data: bytes) -> str | None:
    """HTML, MHTML, XML of Office 2003 or plain text; None for bytes that are no text."""
    sample = data[:65_536]
    if utf16_by_zeros(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        sample = data[:131_072].replace(b"\0", b"").lstrip(b"\xff\xfe")
    if sample.count(b"\0") or len(regex.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]", sample)) > 0.01 * len(sample):
        return None
    start = sample[:4096].lower()
    if b"mime-version:" in start and b"content-type:" in start:
        return MHTML
    if b"<?xml" in start and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return XLS_XML
    if b"<?xml" in start and b"schemas.microsoft.com/office/word/2003/wordml" in start:
        return DOC_XML
    if OPENING.match(sample) or len(MARKUP.findall(sample)) >= 3:
        return HTML
    return TEXT
