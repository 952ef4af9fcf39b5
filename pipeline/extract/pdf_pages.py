"""One page of a PDF: its characters from the text layer or by OCR, its grids, its printed lines."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2 as pdfium

from pipeline.extract import ocr
from pipeline.extract.building import Grid
from pipeline.extract.layers import UNREAD, Layer, judge, unread_ink
from pipeline.extract.pdf_characters import Characters, page_characters
from pipeline.extract.pdf_furniture import is_page_number
from pipeline.extract.pdf_lines import PrintedLine, printed_lines
from pipeline.extract.pdf_objects import page_objects
from pipeline.extract.pdf_paragraphs import without_references
from pipeline.extract.tables import find_grids, grid_of
from pipeline.extract.tables_cells import lattices
from pipeline.extract.tables_lines import joined
from pipeline.reading import Box, Page


@dataclass(slots=True)
class PageContent:
    """What was found on one page, before the whole document is looked at."""

    page: Page
    lines: list[PrintedLine] = field(default_factory=list)
    grids: list[tuple[Box, Grid]] = field(default_factory=list)
    layer: Layer = Layer.GOOD
    read: bool = True
    """False where the page shows text that could not be read."""
    repaired: int = 0
    """Characters or numbers that the file tells wrongly and that have been put right."""
    doubtful: list[str] = field(default_factory=list)
    """Numbers that OCR may have misread."""
    aside: str = ""
    """Text set in another direction than the page's, which was not read."""
    broken: str = ""
    """Why the page could not be loaded."""


def read_page(document: pdfium.PdfDocument, index: int, mode: str) -> PageContent:
    """Lines and grids of a page; `mode` is Options.ocr. A page that cannot be loaded says why in `broken`."""
    number = index + 1
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        return PageContent(Page(number, 0, 0), read=False, broken=str(error))
    with closing(page):
        characters = page_characters(page)
        objects = page_objects(page)
        layer = judge(page, characters, objects)
        if mode == "always" or layer in (Layer.LIES, Layer.MISSING):
            if mode != "never" and ocr.available():
                return _by_ocr(page, number, layer, characters)
            lines = [] if layer is Layer.LIES else printed_lines(characters, number)
            return PageContent(Page(number, *page.get_size()), lines, layer=layer, read=mode == "always")
        content = PageContent(Page(number, *page.get_size()), layer=layer, repaired=characters.repaired,
                              aside="" if is_page_number(characters.aside) else characters.aside)
        content.grids = find_grids(objects, characters, number=number)
        content.lines = _lines(characters, content.grids, number)
        content.repaired += sum(line.mended for line in content.lines)
        return content


def _by_ocr(page: pdfium.PdfPage, number: int, layer: Layer, characters: Characters) -> PageContent:
    """The page as its picture reads; what a layer that is only incomplete tells is kept."""
    found = ocr.read_picture(page)
    read = found.characters
    if layer is Layer.MISSING and characters and not characters.turn and not read.skew:
        read = _together(characters, read)
    size = page.get_size()
    content = PageContent(Page(number, size[0], size[1], "ocr"), layer=layer, repaired=found.repaired,
                          doubtful=found.doubtful)
    ruled = (joined(np.array(stretches, np.float64).reshape(-1, 3)) for stretches in
             (found.picture.horizontal, found.picture.vertical))
    for lattice in lattices(*ruled):
        grid = grid_of(lattice, read, number)
        if grid is not None:
            content.grids.append((lattice.box, grid))
    content.lines = _lines(read, content.grids, number)
    if not content.lines and not content.grids and unread_ink(page, characters) < UNREAD:
        content.layer = Layer.BLANK
    return content


def _lines(characters: Characters, grids: list[tuple[Box, Grid]], number: int) -> list[PrintedLine]:
    """The printed lines outside of the grids."""
    for box, _ in grids:
        characters = characters.select(~_inside(characters, box))
    return without_references(printed_lines(characters, number))


def _inside(characters: Characters, box: Box) -> np.ndarray:
    x0, top, x1, bottom = box
    x, y = (characters.x0 + characters.x1) / 2, characters.baseline - 0.3 * characters.size
    return (x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)


def _together(layer: Characters, read: Characters) -> Characters:
    """The layer's characters and those of OCR that stand on none of them."""
    free = np.ones(len(read), bool)
    x, y = (read.x0 + read.x1) / 2, read.baseline - 0.3 * read.size
    for i in range(len(layer)):
        free &= ~((x > layer.x0[i] - 1) & (x < layer.x1[i] + 1) & (y > layer.top[i] - 1) & (y < layer.bottom[i] + 1))
    read = read.select(free)
    fields: dict[str, Any] = {name: np.concatenate([getattr(layer, name), getattr(read, name)])
              for name in ("codes", "x0", "x1", "baseline", "size")}
    return Characters(width=layer.width, height=layer.height, matrix=layer.matrix, **fields)
