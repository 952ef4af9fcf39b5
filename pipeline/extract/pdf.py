"""PDF: pages, characters, lines, paragraphs and grids in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.extract.building import Builder, Grid
from pipeline.extract.pdf_characters import Characters, page_characters
from pipeline.extract.pdf_furniture import without_furniture
from pipeline.extract.pdf_lines import PrintedLine, printed_lines
from pipeline.extract.pdf_margins import Margin
from pipeline.extract.pdf_paragraphs import paragraphs, without_references
from pipeline.problems import DocumentError, Problem
from pipeline.reading import Box, Page, Reading
from pipeline.sources import Options

PDF = "application/pdf"


@dataclass(slots=True)
class PageContent:
    """What was found on one page, before the whole document is looked at."""

    page: Page
    lines: list[PrintedLine] = field(default_factory=list)
    grids: list[tuple[Box, Grid]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_pdf(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    """The Reading of a PDF; DocumentError where it is encrypted, damaged, too long or without a page."""
    with closing(_open(data, source)) as document:
        if len(document) > options.max_pages:
            raise DocumentError("too-large", f"{source} has {len(document)} pages, more than {options.max_pages}: "
                                             "split it or raise max_pages")
        contents = [_read_page(document, index) for index in range(len(document))]
        title = str(document.get_metadata_value("Title")).strip() or None
    kept = without_furniture([content.lines for content in contents], [content.page.height for content in contents])
    builder = Builder()
    margin = Margin([line for lines in kept for line in lines],
                    {content.page.number: content.page.width for content in contents})
    for run, grid in _runs(contents, kept):
        for paragraph in paragraphs(run, margin):
            builder.paragraph([line.piece() for line in paragraph])
        if grid:
            builder.table(grid)
    return builder.build(document_id=document_id, source=source, media_type=PDF, title=title,
                         pages=tuple(content.page for content in contents),
                         problems=tuple(problem for content in contents for problem in content.problems))


def _open(data: bytes, source: str) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = raw.FPDF_GetLastError()
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) or "assword" in str(error):
            raise DocumentError("encrypted-file", f"{source} needs a password: save it without one") from error
        raise DocumentError("damaged-file", f"{source} is cut off or broken ({error}): fetch it again") from error
    if not len(document):
        document.close()
        raise DocumentError("damaged-file", f"{source} has no page: fetch it again")
    return document


def _read_page(document: pdfium.PdfDocument, index: int) -> PageContent:
    """One page's lines and grids; a page that cannot be loaded gives a Problem."""
    number = index + 1
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        problem = Problem("page-unreadable", f"page {number} is broken ({error}): fetch the file again", page=number)
        return PageContent(Page(number, 0, 0), problems=[problem])
    with closing(page):
        content = PageContent(Page(number, *page.get_size()))
        characters = page_characters(page)
        content.grids = _grids(page, characters, number)
        for box, _ in content.grids:
            characters = characters.select(~_inside(characters, box))
        content.lines = without_references(printed_lines(characters, number))
    return content


def _grids(page: pdfium.PdfPage, characters: Characters, number: int) -> list[tuple[Box, Grid]]:
    if find_spec("pipeline.extract.tables") is None:
        return []
    found: list[tuple[Box, Grid]] = import_module("pipeline.extract.tables").find_grids(page, characters, number=number)
    return found


def _inside(characters: Characters, box: Box) -> np.ndarray:
    x0, top, x1, bottom = box
    x, y = (characters.x0 + characters.x1) / 2, characters.baseline - 0.3 * characters.size
    return (x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)


def _runs(contents: Sequence[PageContent], kept: Sequence[list[PrintedLine]]) -> Iterator[tuple[list[PrintedLine], Grid | None]]:
    """The lines up to each grid, over page breaks, and the grid; at last the lines after the last grid."""
    run: list[PrintedLine] = []
    for content, lines in zip(contents, kept, strict=True):
        grids = sorted(content.grids, key=lambda grid: grid[0][1])
        for line in lines:
            while grids and grids[0][0][1] < line.baseline - line.size / 2:
                yield run, grids.pop(0)[1]
                run = []
            run.append(line)
        for _, grid in grids:
            yield run, grid
            run = []
    yield run, None
