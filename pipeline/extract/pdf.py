"""PDF: pages, characters, lines, paragraphs and grids in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.extract.building import Builder, Grid
from pipeline.extract.pdf_furniture import without_furniture
from pipeline.extract.pdf_hidden import drop_hidden
from pipeline.extract.pdf_lines import PrintedLine
from pipeline.extract.pdf_margins import Margin
from pipeline.extract.pdf_pages import PageContent, read_page
from pipeline.extract.pdf_paragraphs import paragraphs
from pipeline.extract.pdf_problems import page_problems
from pipeline.problems import DocumentError
from pipeline.reading import Reading
from pipeline.sources import Options

PDF = "application/pdf"


def read_pdf(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    """The Reading of a PDF; DocumentError where it is encrypted, damaged, too long or without a page."""
    with closing(_open(data, source)) as document:
        if len(document) > options.max_pages:
            raise DocumentError("too-large", f"{source} has {len(document)} pages, more than {options.max_pages}: "
                                             "split it or raise max_pages")
        contents = [read_page(document, index, options.ocr) for index in range(len(document))]
        drop_hidden(document, contents)
        title = str(document.get_metadata_value("Title")).strip() or None
    kept = without_furniture([content.lines for content in contents], [content.page.height for content in contents],
                             [min((box[1] for box, _ in content.grids), default=None) for content in contents])
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
                         problems=page_problems(contents))


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
