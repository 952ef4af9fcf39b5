"""Word documents: DOCX read by ourselves, DOC, WPS, RTF and others after LibreOffice made DOCX of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from pipeline.extract.building import Builder, Grid, Piece
from pipeline.extract.layout import with_tabs_as_tables
from pipeline.extract.office_body import Block, Body, Styles
from pipeline.extract.office_convert import converted, refuse_encrypted
from pipeline.extract.office_numbering import Numbering, child, children, value
from pipeline.extract.office_package import Package
from pipeline.extract.sniff import DOCX
from pipeline.problems import DocumentError, Problem
from pipeline.reading import Reading
from pipeline.sources import Options


def read_docx(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    package = Package(data, source, options)
    root = package.xml("word/document.xml", needed=True)
    container = child(root, "body")
    if container is None:
        raise DocumentError("damaged-file", f"{source} has no body: save it again")
    styles = Styles(package.xml("word/styles.xml"))
    numbering = Numbering(package.xml("word/numbering.xml"), styles.numbering)
    body = Body(styles, numbering, notes(package))
    builder = Builder()
    for block in tabs_apart(body.blocks(container)):
        if isinstance(block, list):
            builder.paragraph([Piece(line) for line in "\v".join(block).strip().split("\v")])
        else:
            builder.table(block)
    problems: tuple[Problem, ...] = ()
    if body.pictured_sheets:
        problems = (Problem("part-skipped", f"{source}: {body.pictured_sheets} embedded objects (worksheets or pictures) "
                            "are not read: save them as tables"),)
    return builder.build(document_id=document_id, source=source, media_type=DOCX, title=title(package), problems=problems)


def tabs_apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with paragraphs that are rows of a table set with tabs put together to one."""
    rows: list[str] = []
    for block in [*blocks, []]:
        if isinstance(block, list) and len(block) == 1 and block[0].count("\t") >= 2:
            rows += block
            continue
        if rows:
            for part in with_tabs_as_tables(rows):
                yield from [part] if isinstance(part, Grid) else ([line] for line in part if line.strip())
            rows = []
        if not isinstance(block, list) or block:
            yield block


def read_by_conversion(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    """DOC, WPS, RTF, ODT and Word 2003 XML."""
    refuse_encrypted(data, source)
    return read_docx(converted(data, "docx", source, options), document_id=document_id, source=source, options=options)


def notes(package: Package) -> dict[tuple[str, str], Element]:
    """(footnote or endnote, its id) → its content."""
    found = {}
    for kind in ("footnote", "endnote"):
        for note in children(package.xml(f"word/{kind}s.xml"), kind):
            if value(note, "type") in (None, "normal"):
                found[kind, value(note, "id") or ""] = note
    return found


def title(package: Package) -> str | None:
    """The title among the document's properties, a hint only."""
    found = child(package.xml("docProps/core.xml"), "title")
    return (found.text or "").strip() or None if found is not None else None
