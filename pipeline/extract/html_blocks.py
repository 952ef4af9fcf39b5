"""A web page's elements to blocks in reading order: paragraphs of printed lines, and grids of cells."""

from __future__ import annotations

from collections.abc import Container, Iterator

import regex
from lxml.etree import _Element as Element
from lxml.etree import iterwalk

from pipeline.extract.building import Grid, GridCell, Piece
from pipeline.extract.layout import holds_data
from pipeline.extract.plain import paragraphs

Block = list[str] | Grid
"""The printed lines of one paragraph, or a table."""

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "ul"))
UNPRINTED = frozenset((
    "script", "style", "noscript", "template", "head", "meta", "link", "select", "option", "button", "input",
    "textarea", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map", "area"))
INVISIBLE = regex.compile(r"(?:^|;)\s*+(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden|mso-hide\s*+:\s*+all)", regex.I)
ZERO_WIDTH = regex.compile(r"[\u200b-\u200f\u2060\ufeff\xad]")
SPACES = regex.compile(r"[ \t\r\n\f]++")
WIDE = regex.compile(r"[\u2018-\u201d\u2026\u2014\u2460-\u24ff\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffef]")
BREAK = "\v"
"""A <br>, while the text of a block is collected."""
MAX_SPAN = 1000


def printed(element: Element) -> bool:
    """Whether a browser shows the element."""
    if not isinstance(element.tag, str) or element.tag in UNPRINTED or element.get("hidden") is not None:
        return False
    style = element.get("style")
    return not (style and INVISIBLE.search(style))


def blocks(root: Element, without: Container[Element] = ()) -> Iterator[Block]:
    """The paragraphs and tables below `root` in reading order; layout tables are unfolded into their paragraphs."""
    parts: list[str] = []
    walk = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if not printed(element) or element in without:
                walk.skip_subtree()
            elif tag == "table" and (table := data_grid(element)):
                yield from flushed(parts)
                yield from (flat(caption) for caption in element.iterchildren("caption"))
                yield table
                walk.skip_subtree()
            else:
                if tag in BLOCKS:
                    yield from flushed(parts)
                parts.append(BREAK if tag == "br" else element.text or "")
            continue
        if tag in BLOCKS:
            yield from flushed(parts)
        if element is not root:
            parts.append(element.tail or "")
    yield from flushed(parts)


def flushed(parts: list[str]) -> Iterator[list[str]]:
    """The paragraphs of the text collected so far, which is emptied."""
    text = "".join(parts)
    parts.clear()
    if text and not text.isspace():
        yield from paragraphs([line.strip() for line in collapsed(text).split(BREAK)])


def collapsed(text: str) -> str:
    """White space as a browser shows it, save that a line break of the source beside a Chinese character is nothing."""
    def space(match: regex.Match[str]) -> str:
        if "\n" in match[0]:
            before, after = text[match.start() - 1:match.start()], text[match.end():match.end() + 1]
            if WIDE.match(before) or WIDE.match(after):
                return ""
        return " "

    text = ZERO_WIDTH.sub("", text)
    return SPACES.sub(space, text)


def flat(element: Element) -> list[str]:
    """All printed lines below an element, whatever its structure."""
    lines: list[str] = []
    for block in blocks(element):
        lines += block if isinstance(block, list) else [cell.text for cell in block.cells if cell.text]
    return lines


def inner_text(element: Element) -> str:
    """All character data below an element, printed or not."""
    return str(element.xpath("string()"))


def own_rows(table: Element) -> list[Element]:
    """The table's rows, not those of tables inside it."""
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += child.findall("tr")
    return [row for row in rows if printed(row)]


def data_grid(table: Element) -> Grid | None:
    """The table's grid; None where it only arranges the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    found = grid(table)
    return found if holds_data(found) else None


def grid(table: Element) -> Grid:
    """The cells at the row and column where they are displayed, rowspan and colspan counted."""
    cells: list[GridCell] = []
    taken: dict[int, int] = {}  # column → first row in which it is free again
    rows = own_rows(table)
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th") or not printed(cell):
                continue
            while taken.get(column, 0) > number:
                column += 1
            down, across = span(cell, "rowspan", len(rows) - number), span(cell, "colspan", MAX_SPAN)
            pieces = [Piece(line) for line in cell_lines(cell)]
            cells.append(GridCell(number, column, pieces, rows=down, columns=across))
            for i in range(column, column + across):
                taken[i] = number + down
            column += across
    return Grid(cells)


def cell_lines(cell: Element) -> list[str]:
    """The lines of one cell; the indent of the first stays, since it may tell a part from its whole."""
    lines = flat(cell)
    if lines and (indent := regex.match(r"[\u3000\xa0]+", collapsed(inner_text(cell)).lstrip(" "))):
        lines[0] = indent[0] + lines[0]
    return lines


def span(cell: Element, name: str, most: int) -> int:
    """rowspan or colspan: at least 1, 0 means to the end, and nonsense means 1."""
    written = regex.match(r"\s*+(\d{1,6})", cell.get(name) or "")
    if not written:
        return 1
    return max(1, min(int(written[1]) or most, most))
