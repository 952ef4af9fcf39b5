"""A DOCX body in reading order: paragraphs as displayed, tables as grids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex
from lxml.etree import _Element as Element

from pipeline.extract.building import Grid, GridCell, Piece
from pipeline.extract.layout import holds_data
from pipeline.extract.office_numbering import Numbering, child, children, local, number, value
from pipeline.extract.plain import paragraphs

Block = list[str] | Grid
LEFT_OUT = frozenset(("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText",
                      "rt", "Fallback", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "annotationRef", "object"))
"""What is not displayed, or displayed elsewhere."""
BREAK = "\v"
CONTENTS = regex.compile(r"^(?:toc|目录|table of contents) ?\d*$", regex.I)
ENTRY = regex.compile(r"[\t.…·]\s*+[-—]?\d{1,4}[-—]?\s*+$")
PRIVATE = regex.compile(r"[\ue000-\uf8ff]")


@dataclass
class Style:
    name: str = ""
    based_on: str | None = None
    number_id: str | None = None
    depth: int | None = None


class Styles:
    """What a paragraph style says about numbering and tables of contents."""

    def __init__(self, root: Element | None) -> None:
        self.by_id: dict[str, Style] = {}
        self.default: str | None = None
        self.numbering: dict[str, str] = {}
        for element in children(root, "style"):
            key = value(element, "styleId") or ""
            numbered = child(element, "pPr", "numPr")
            depth = child(numbered, "ilvl")
            style = Style(value(child(element, "name")) or "", value(child(element, "basedOn")),
                          value(child(numbered, "numId")), None if depth is None else number(depth))
            self.by_id[key] = style
            if value(element, "type") == "numbering" and style.number_id:
                self.numbering[key] = style.number_id
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true"):
                self.default = key

    def chain(self, key: str | None) -> Iterator[tuple[str, Style]]:
        seen: set[str] = set()
        key = key or self.default
        while key and key not in seen and key in self.by_id:
            seen.add(key)
            yield key, self.by_id[key]
            key = self.by_id[key].based_on

    def numbered(self, key: str | None, numbering: Numbering) -> tuple[str | None, int | None]:
        """The list and level a style brings along."""
        for name, style in self.chain(key):
            if style.number_id is not None:
                depth = style.depth if style.depth is not None else numbering.depth_of(style.number_id, key or name)
                return style.number_id, depth
        return None, None

    def is_contents(self, key: str | None) -> bool:
        return any(CONTENTS.match(style.name) for _, style in list(self.chain(key))[:2])


class Body:
    """Walks the body once, since automatic numbers count on from paragraph to paragraph."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[tuple[str, str], Element]) -> None:
        self.styles, self.numbering, self.notes = styles, numbering, notes
        self.pictured_sheets = 0
        self._pending = ""
        """Text of paragraphs whose end mark was deleted: it runs on into the next."""
        self._fields: list[bool] = []
        """For each open field: whether it is a table of contents."""
        self._in_contents = False

    def blocks(self, container: Element) -> Iterator[Block]:
        for element in container:
            if not isinstance(element.tag, str):
                continue
            name = local(element)
            if name == "p":
                yield from self.paragraph(element)
            elif name == "tbl":
                yield from self.table(element)
            elif name not in LEFT_OUT and len(element):
                yield from self.blocks(element)

    def paragraph(self, element: Element) -> Iterator[Block]:
        label = self.label(element)
        self._in_contents = any(self._fields)
        parts: list[str] = []
        boxes: list[Element] = []
        notes: list[Element] = []
        self.runs(element, parts, boxes, notes)
        contents, text = self._in_contents, "".join(parts)
        self.pictured_sheets += sum(1 for found in element.iter("{*}OLEObject"))
        if child(element, "pPr", "rPr", "del") is not None:
            self._pending += label + text
            return
        text, self._pending = self._pending + (label + text if text.strip() else text), ""
        styled = self.styles.is_contents(value(child(element, "pPr", "pStyle")))
        if text.strip() and not contents and not (styled and ENTRY.search(text.replace(BREAK, ""))):
            yield from paragraphs(text.split(BREAK))
        for box in boxes:
            yield from self.blocks(box)
        for note in notes:
            yield from self.blocks(note)

    def label(self, element: Element) -> str:
        """The automatic number as printed; '' where there is none."""
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle"))
        number_id, depth = self.styles.numbered(style, self.numbering)
        direct = child(properties, "numPr")
        if direct is not None:
            number_id = value(child(direct, "numId")) or number_id
            if (own := child(direct, "ilvl")) is not None:
                depth = number(own)
        if not number_id or number_id == "0" or child(direct, "del") is not None:
            return ""
        return self.numbering.label(number_id, depth or 0)

    def runs(self, element: Element, parts: list[str], boxes: list[Element], notes: list[Element]) -> None:
        """Collects the displayed text of a paragraph; text boxes and notes inside it are set aside."""
        for part in element:
            if not isinstance(part.tag, str):
                continue
            name = local(part)
            if name == "t":
                parts.append(PRIVATE.sub("", part.text or ""))
            elif name in ("tab", "ptab"):
                parts.append("\t")
            elif name in ("br", "cr"):
                parts.append("" if value(part, "type") in ("page", "column") else BREAK)
            elif name == "noBreakHyphen":
                parts.append("-")
            elif name == "fldChar":
                self.field(part)
            elif name == "instrText":
                self.instruction(part.text or "")
            elif name == "txbxContent":
                boxes.append(part)
            elif name in ("footnoteReference", "endnoteReference"):
                if (note := self.notes.get((name[:-9], value(part, "id") or ""))) is not None:
                    notes.append(note)
            elif name not in LEFT_OUT and not (name == "r" and is_hidden(part)) and not is_placeholder(part):
                self.runs(part, parts, boxes, notes)

    def field(self, mark: Element) -> None:
        kind = value(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def instruction(self, text: str) -> None:
        if self._fields and regex.match(r"\s*+TOC\b", text):
            self._fields[-1] = self._in_contents = True

    def table(self, element: Element) -> Iterator[Block]:
        """A grid where the table holds data; else the blocks of its cells one after another."""
        grid, inner = self.grid(element)
        if holds_data(grid) and not any(isinstance(block, Grid) for block in inner):
            yield grid
        else:
            yield from inner

    def grid(self, element: Element) -> tuple[Grid, list[Block]]:
        """The cells where they are displayed, and all their blocks in order."""
        cells: list[GridCell] = []
        inner: list[Block] = []
        above: dict[int, GridCell] = {}
        for row, line in enumerate(rows_of(element)):
            column = number(child(line, "trPr", "gridBefore"))
            for cell in cells_of(line):
                properties = child(cell, "tcPr")
                across = max(1, min(number(child(properties, "gridSpan"), default=1), 1000))
                merged = child(properties, "vMerge")
                blocks = list(self.blocks(cell))
                if merged is not None and (value(merged) or "continue") == "continue" and column in above:
                    above[column].rows = row - above[column].row + 1
                else:
                    pieces = [Piece(text) for block in blocks for text in texts(block)]
                    found = GridCell(row, column, pieces, columns=across)
                    cells.append(found)
                    above[column] = found
                    inner += blocks
                column += across
        return Grid(cells), inner


def texts(block: Block) -> list[str]:
    return block if isinstance(block, list) else [cell.text for cell in block.cells if cell.text]


def rows_of(table: Element) -> Iterator[Element]:
    """The rows, also inside content controls and insertions; deleted and hidden ones are not displayed."""
    for element in table:
        if not isinstance(element.tag, str):
            continue
        name = local(element)
        if name == "tr":
            properties = child(element, "trPr")
            if child(properties, "del") is None and child(properties, "hidden") is None:
                yield element
        elif name not in LEFT_OUT:
            yield from rows_of(element)


def cells_of(row: Element) -> Iterator[Element]:
    for element in row:
        if not isinstance(element.tag, str):
            continue
        if local(element) == "tc":
            yield element
        elif local(element) not in LEFT_OUT:
            yield from cells_of(element)


def is_hidden(run: Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and value(hidden) not in ("0", "false")


def is_placeholder(element: Element) -> bool:
    """A content control that still shows its prompt."""
    return local(element) == "sdt" and child(element, "sdtPr", "showingPlcHdr") is not None
