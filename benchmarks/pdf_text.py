"""Pages a second: printed lines with boxes by us, against pdfplumber's extract_text, in one run on the same pages.

    python benchmarks/pdf_text.py FOLDER [PAGES-A-DOCUMENT]
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from pipeline.extract.layers import judge
from pipeline.extract.pdf_characters import page_characters
from pipeline.extract.pdf_lines import printed_lines
from pipeline.extract.pdf_objects import page_objects


def ours(path: Path, indices: list[int]) -> float:
    start = time.process_time()
    document = pdfium.PdfDocument(path.read_bytes())
    for index in indices:
        page = document[index]
        characters = page_characters(page)
        judge(page, characters, page_objects(page))
        printed_lines(characters, index + 1)
        page.close()
    document.close()
    return time.process_time() - start


def theirs(path: Path, indices: list[int]) -> float:
    start = time.process_time()
    with pdfplumber.open(path) as document:
        for index in indices:
            page = document.pages[index]
            page.extract_text()
            page.close()
    return time.process_time() - start


def main(folder: str, each: str = "5") -> None:
    pages, mine, peer = 0, 0.0, 0.0
    for path in sorted(Path(folder).glob("*.pdf")):
        try:
            with closing(pdfium.PdfDocument(path)) as document:
                digital = [i for i in range(len(document)) if document[i].get_textpage().count_chars() >= 40]
        except pdfium.PdfiumError:
            continue
        if not digital:  # a scan: nothing for either to read
            continue
        indices = sorted({digital[(2 * i + 1) * len(digital) // (2 * int(each))] for i in range(int(each))})
        a, b = ours(path, indices), theirs(path, indices)
        pages, mine, peer = pages + len(indices), mine + a, peer + b
        print(f"{path.name[:50]:50} {len(indices):3} pages  {a * 1000 / len(indices):7.2f} ms  {b * 1000 / len(indices):8.1f} ms",
              file=sys.stderr)
    print(f"{pages} pages: ours {pages / mine:.0f} pages/s, pdfplumber {pages / peer:.1f} pages/s, ratio {peer / mine:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
