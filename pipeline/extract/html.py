"""HTML and MHTML: decoded first, then parsed; the document without the site around it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator

import regex
from lxml import etree, html
from lxml.etree import _Element as Element

from pipeline.extract.building import Builder, Grid, Piece
from pipeline.extract.charset import decode, normal
from pipeline.extract.html_blocks import blocks, inner_text
from pipeline.extract.html_main import is_furniture, shown_title, site_parts, squeezed
from pipeline.extract.sniff import HTML, MHTML
from pipeline.problems import DocumentError, Problem
from pipeline.reading import Reading
from pipeline.sources import Options

DECLARED = regex.compile(rb"charset\s*+=\s*+[\"']?\s*+([\w.:-]{3,30})", regex.I)
SERVER_CODE = regex.compile(r"<%.{0,20000}?%>|\$\{[^}\n]{0,200}\}|<\?(?:php|xml)\b.{0,20000}?\?>", regex.S)
"""What JSP, ASP and PHP leave where a page's source was saved instead of the page."""
CONTROL = regex.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
TOP = 12
"""Paragraphs from the top among which a bare date is the site's."""


def read_html(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    found = DECLARED.search(data[:8192])
    declared = found[1].decode("ascii", "replace") if found else None
    decoded = decode(data, declared)
    problems: list[Problem] = []
    if not decoded.certain or (declared and normal(declared) != decoded.charset):
        problems.append(Problem("charset-guessed", f"{source}: declared {declared or 'no charset'}, read as "
                                f"{decoded.charset} by its bytes: look at the text"))
    builder = Builder()
    title = add_page(builder, decoded.text, source)
    return builder.build(document_id=document_id, source=source, media_type=HTML, charset=decoded.charset, title=title,
                         problems=tuple(problems))


def read_mhtml(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    """Every HTML part in order: Excel writes one for each sheet."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    builder = Builder()
    title = charset = None
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        found = DECLARED.search(content[:8192])
        decoded = decode(content, str(part.get_content_charset() or "") or (found[1].decode() if found else None))
        charset = charset or decoded.charset
        title = add_page(builder, decoded.text, source) or title
    if charset is None:
        raise DocumentError("damaged-file", f"{source} is a web archive without a page in it: save the page again")
    return builder.build(document_id=document_id, source=source, media_type=MHTML, charset=charset, title=title)


def add_page(builder: Builder, text: str, source: str) -> str | None:
    """Writes one page's document into the builder; returns the title it names."""
    root = parsed(text, source)
    if root is None:
        return None
    body = root.find("body") if root.tag == "html" else root
    if body is None:
        body = root
    left_out = site_parts(body)
    found = [block for block in blocks(body, without=left_out) if not isinstance(block, Grid) or not is_data_sheet(block)]
    title = page_title(root)
    if above := shown_title(left_out, title):
        first = "".join("".join(block) for block in found[:TOP] if isinstance(block, list))
        if squeezed(above) not in squeezed(first):
            builder.paragraph([Piece(above)])
    number = 0
    for block in found:
        if isinstance(block, Grid):
            builder.table(block)
            continue
        number += 1
        if not is_furniture("".join(block), top=number <= TOP):
            builder.paragraph([Piece(line) for line in block])
    return title


def is_data_sheet(grid: Grid) -> bool:
    """Whether a table is the site's file card (索引号, 发布机构, 发布日期 …) and no table of the document."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return bool(rows) and all(is_furniture(" ".join(row), top=True) for row in rows.values() if any(row))


def parsed(text: str, source: str = "the page") -> Element | None:
    """The page's root; None where there is no element in it."""
    text = CONTROL.sub("", SERVER_CODE.sub("", text))
    # huge_tree: without it the parser drops everything below 256 levels or behind 10 MB, silently.
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root: Element = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if any("xcessive depth" in error.message for error in parser.error_log):
        raise DocumentError("too-large", f"{source} nests its elements too deep to be parsed: save its text instead")
    return root


def page_title(root: Element) -> str | None:
    """The title by <meta name="ArticleTitle">, which has no site name in it, else by <title>."""
    for title in titles(root):
        title = " ".join(title.split())
        if title:
            return title
    return None


def titles(root: Element) -> Iterator[str]:
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle":
            yield meta.get("content") or ""
    for title in root.iter("title"):
        yield inner_text(title)
