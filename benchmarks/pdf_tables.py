"""Pages a second: raw grids with places by us, against pdfplumber's extract_tables, in one run on the same pages.

    python benchmarks/pdf_tables.py FOLDER [PAGES-A-DOCUMENT]
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from pipeline.extract.pdf_characters import page_characters
from pipeline.extract.pdf_objects import page_objects
from pipeline.extract.tables import find_grids


def ours(path: Path, indices: list[int]) -> tuple[float, int]:
    """Processor seconds, characters included, and the number of rows."""
    start, rows = time.process_time(), 0
    document = pdfium.PdfDocument(path.read_bytes())
    for index in indices:
        page = document[index]
        grids = find_grids(page_objects(page), page_characters(page), number=index + 1)
        rows += sum(1 + max(cell.row for cell in grid.cells) for _, grid in grids)
        page.close()
    document.close()
    return time.process_time() - start, rows


def theirs(path: Path, indices: list[int]) -> tuple[float, int]:
    start, rows = time.process_time(), 0
    with pdfplumber.open(path) as document:
        for index in indices:
            page = document.pages[index]
            rows += sum(map(len, page.extract_tables()))
            page.close()
    return time.process_time() - start, rows


def main(folder: str, each: str = "4") -> None:
    pages, mine, peer = 0, 0.0, 0.0
    for path in sorted(Path(folder).glob("*.pdf")):
        try:
            with closing(pdfium.PdfDocument(path)) as document:
                count = len(document)
        except pdfium.PdfiumError:
            continue
        indices = sorted({count * i // int(each) for i in range(int(each))})
        (a, our_rows), (b, their_rows) = ours(path, indices), theirs(path, indices)
        pages, mine, peer = pages + len(indices), mine + a, peer + b
        print(f"{path.name[:50]:50} {len(indices):3} pages  {a * 1000 / len(indices):7.2f} ms  {b * 1000 / len(indices):8.1f} ms"
              f"  rows {our_rows} / {their_rows}", file=sys.stderr)
    print(f"{pages} pages: ours {pages / mine:.0f} pages/s, pdfplumber {pages / peer:.1f} pages/s, ratio {peer / mine:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
