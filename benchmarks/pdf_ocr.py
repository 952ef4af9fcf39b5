"""Amounts that OCR reads from pages turned into pictures (200 dpi, slightly skewed), against their text layer.

    python benchmarks/pdf_ocr.py PAGES FILE.pdf…
"""

from __future__ import annotations

import io
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
import regex

from pipeline.extract.pdf import read_pdf
from pipeline.reading import Reading, fold
from pipeline.sources import Options

AMOUNT = regex.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+|\d+(?=[万亿]?元|%)")
SKEWS = (0.6, -0.4, 0.0, 1.1)


def scanned(document: pdfium.PdfDocument, index: int, skew: float) -> bytes:
    """One page as a PDF that holds only its picture."""
    image = document[index].render(scale=200 / 72, grayscale=True).to_pil()
    image = image.rotate(skew, fillcolor=255, expand=False)
    file = io.BytesIO()
    image.save(file, "PDF", resolution=200)
    return file.getvalue()


def one_page(document: pdfium.PdfDocument, index: int) -> bytes:
    file = io.BytesIO()
    with closing(pdfium.PdfDocument.new()) as single:
        single.import_pages(document, [index])
        single.save(file)
    return file.getvalue()


def amounts(reading: Reading) -> Counter[str]:
    return Counter(AMOUNT.findall(fold(reading.text)))


def read(data: bytes, ocr: str) -> Reading:
    return read_pdf(data, document_id="0" * 64, source="page.pdf", options=Options(ocr=ocr))


def main(pages: str, *paths: str) -> None:
    hits = found = told = 0
    for path in paths:
        with closing(pdfium.PdfDocument(Path(path).read_bytes())) as document:
            for n in range(int(pages)):
                index = (2 * n + 1) * len(document) // (2 * int(pages))
                expected = amounts(read(one_page(document, index), "never"))
                start = time.monotonic()
                got = amounts(read(scanned(document, index, SKEWS[n % len(SKEWS)]), "auto"))
                both = (expected & got).total()
                hits, found, told = hits + both, found + got.total(), told + expected.total()
                print(f"{Path(path).name[:40]} page {index + 1}: {both} of {expected.total()}, {got.total()} read, "
                      f"{time.monotonic() - start:.1f} s; missed {list(expected - got)[:6]}, made up {list(got - expected)[:6]}",
                      file=sys.stderr)
    print(f"amounts {told}, read {found}, F1 {2 * hits / (found + told or 1):.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
