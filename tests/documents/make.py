"""Writes the bad documents of this folder, one for each fault; expected.csv says what must become of each.

    python tests/documents/make.py
"""

from __future__ import annotations

import bz2
import gzip
import io
import struct
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from documents.ole import container

HERE = Path(__file__).resolve().parent
TEXT = "一、收入支出决算总体情况\n2023年度收入总计105.20万元，比上年增加3.10万元，增长3.0%。\n"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STAMP = (2024, 1, 1, 0, 0, 0)
BOMB = b"\0" * 26_000_000


def packed(members: dict[str, bytes], *, deflate: bool = True) -> bytes:
    """A zip whose bytes are the same each time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as package:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
            package.writestr(info, data)
    return file.getvalue()


def docx(body: str, *, prolog: str = "", more: dict[str, bytes] | None = None) -> bytes:
    document = f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document {W}>{body}</w:document>'
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode(), **(more or {})})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(change: Callable[[object], None], *, extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook with a small table, changed by `change`."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "收支总表"
    for row in (("部门收支总表", None), ("单位：万元", None), ("项目", "决算数"), ("KEY", 1), ("基本支出", 80.25), ("项目支出", 24.95)):
        sheet.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as made:
        members = {name: made.read(name) for name in made.namelist() if name != "docProps/core.xml"}
    return packed(members | (extra or {}))


def hide_sheet(book: object) -> None:
    book.create_sheet("底稿")["A1"] = "不公开"  # type: ignore[attr-defined]
    book["底稿"].sheet_state = "hidden"  # type: ignore[index]


def hide_row(book: object) -> None:
    book.active.row_dimensions[4].hidden = True  # type: ignore[attr-defined]


def pdf(draw: Callable[[object], None], **options: object) -> bytes:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, invariant=True, **options)  # type: ignore[arg-type]
    canvas.setFont("STSong-Light", 14)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def lines(canvas: object, pages: int = 1) -> None:
    for _ in range(pages):
        canvas.setFont("STSong-Light", 14)  # type: ignore[attr-defined]
        for i, line in enumerate(TEXT.splitlines()):
            canvas.drawString(72, 700 - 24 * i, line)  # type: ignore[attr-defined]
        canvas.showPage()  # type: ignore[attr-defined]


def locked_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return pdf(lines, encrypt=StandardEncryption("secret", strength=40))


def biff(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)


def locked_xls() -> bytes:
    start = (0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6))
    password = (0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    return container({"Workbook": biff(start, password, (0x0A, b""))})


def locked_doc() -> bytes:
    head = struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x0804, 0, 0x0100)
    return container({"WordDocument": head, "1Table": b"\0"})


def tar(add: Callable[[tarfile.TarFile], None], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        add(archive)
    return file.getvalue()


def member(archive: tarfile.TarFile, name: str, data: bytes = b"", **fields: object) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in fields.items():
        setattr(info, field, value)
    archive.addfile(info, io.BytesIO(data))


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1:]


def locked_zip() -> bytes:
    """The flag that says a member is encrypted, set in both of its headers."""
    data = bytearray(packed({"decision.txt": TEXT.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def faults() -> dict[str, bytes]:
    text = TEXT.encode()
    entity = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    good = docx(f"<w:body>{paragraph(TEXT)}</w:body>")
    html = f"<html><head><meta charset='{{}}'></head><body><p>{TEXT}</p></body></html>"
    return {
        "empty.pdf": b"",
        "noise.pdf": bytes((i * 197 + i // 7) % 256 for i in range(3000)),
        "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "archive.rar": b"Rar!\x1a\x07\x01\0" + bytes(64),
        "slides.pptx": packed({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
        "form.ofd": packed({"OFD.xml": b"<ofd/>"}),
        "header-only.pdf": b"%PDF-1.4\n%nothing follows\n",
        "cut.pdf": pdf(lines)[:400],
        "locked.pdf": locked_pdf(),
        "blank.pdf": pdf(lambda canvas: None),
        "long.pdf": pdf(lambda canvas: lines(canvas, 5)),
        "cut.docx": good[:len(good) // 2],
        "flipped.docx": flipped(good, good.index(b"word/document.xml") + 60),
        "locked.docx": container({"EncryptedPackage": b"\0" * 64, "EncryptionInfo": b"\4\0\4\0"}),
        "bomb.docx": docx("<w:body/>", more={"word/media/a.bmp": BOMB}),
        "entities.docx": docx(f"<w:body>{paragraph('&b;')}</w:body>", prolog=entity),
        "bodyless.docx": docx(""),
        "unclosed.docx": docx("<w:body><w:p>"),
        "blank.docx": docx("<w:body><w:p/></w:body>"),
        "partless.docx": packed({"[Content_Types].xml": b"<Types/>", "word/styles.xml": b"<s/>"}),
        "cut.xls": container({"Workbook": biff((0x0809, bytes(16)))})[:700],
        "locked.xls": locked_xls(),
        "locked.doc": locked_doc(),
        "cut.doc": locked_doc()[:600],
        "hidden-sheet.xlsx": xlsx(hide_sheet),
        "hidden-row.xlsx": xlsx(hide_row),
        "entities.xlsx": xlsx(lambda book: None, extra={"xl/sharedStrings.xml": entity.encode() + b"<sst/>"}),
        "blank.xlsx": xlsx(lambda book: book.active.delete_rows(1, 9)),  # type: ignore[attr-defined]
        "lying-charset.html": html.format("gb2312").encode("utf-8"),
        "cut-character.html": html.format("utf-8").encode("utf-8")[:-19] + "元".encode()[:2],
        "scripts.html": b"<html><head><title>t</title></head><body><script>var a = 1</script></body></html>",
        "pageless.mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
                        b"Content-Type: image/png\r\n\r\n\r\n--x--\r\n",
        "big5.txt": "一、收入決算情況說明\n本年度收入合計一百萬元，較上年增加三萬元，主要係補助收入增加所致。\n".encode("big5"),
        "blank.txt": b" \r\n\t\r\n",
        "plain.rtf": b"{\\rtf1\\ansi 105.20}",
        "escape.zip": packed({"../decision.txt": text}),
        "absolute.zip": packed({"/etc/decision.txt": text}),
        "bomb.zip": packed({"bomb.txt": BOMB[:13_000_000]}),
        "locked.zip": locked_zip(),
        "cut.zip": packed({"decision.txt": text * 40})[:120],
        "flipped.zip": flipped(packed({"decision.txt": text}, deflate=False), 60),
        "deep.zip": packed({"a.zip": packed({"b.zip": packed({"decision.txt": text})})}),
        "crowd.zip": packed({f"{i}.txt": text for i in range(5)}),
        "link.tar": tar(lambda file: member(file, "decision.txt", type=tarfile.SYMTYPE, linkname="/etc/passwd")),
        "device.tar": tar(lambda file: member(file, "decision.txt", type=tarfile.CHRTYPE)),
        "cut.tgz": gzip.compress(tar(lambda file: member(file, "decision.txt", text * 4000)), mtime=0)[:150],
        "bomb.gz": gzip.compress(BOMB, mtime=0),
        "cut.bz2": bz2.compress(text)[:40],
    }


if __name__ == "__main__":
    for name, data in faults().items():
        (HERE / name).write_bytes(data)
