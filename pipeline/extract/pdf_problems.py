"""What could not be read of a PDF, or only with doubt: one Problem a cause, naming its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.extract import ocr
from pipeline.extract.layers import Layer
from pipeline.extract.pdf_pages import PageContent
from pipeline.problems import Problem


def page_problems(contents: Sequence[PageContent]) -> tuple[Problem, ...]:
    """The Problems of a document's pages, those that cost most first."""
    return tuple(_problems(contents))


def _problems(contents: Sequence[PageContent]) -> Iterator[Problem]:
    for content in contents:
        if content.broken:
            number = content.page.number
            yield Problem("page-unreadable", f"page {number} is broken ({content.broken}): fetch the file again", page=number)
    remedy = "run with --ocr auto" if ocr.available() else f"install OCR: {ocr.INSTALL}"
    yield from _about(contents, "page-unreadable", lambda c: not c.read and c.layer is Layer.MISSING,
                      f"{{pages}}: a picture without a text layer: {remedy}")
    yield from _about(contents, "page-unreadable", lambda c: not c.read and c.layer is Layer.LIES,
                      f"{{pages}}: the text layer's characters are not those that are printed: {remedy}")
    yield from _about(contents, "page-unreadable",
                      lambda c: c.page.method == "ocr" and c.layer is not Layer.BLANK and not c.lines and not c.grids,
                      "{pages}: OCR found no text in the picture: look at it")
    yield from _about(contents, "text-repaired", lambda c: c.page.method == "ocr" and c.layer is Layer.LIES,
                      "{pages}: the text layer's characters are not those that are printed; read by OCR instead")
    yield from _about(contents, "text-repaired", lambda c: c.page.method == "text" and c.repaired > 0,
                      "{pages}: points, commas or digits that the file tells wrongly were put right")
    yield from _about(contents, "text-repaired", lambda c: c.page.method == "ocr" and c.repaired > 0,
                      "{pages}: points and commas that OCR had misread in numbers were put right")
    yield from _about(contents, "part-skipped", lambda c: c.layer is Layer.PARTLY and c.page.method == "text",
                      "{pages}: a picture may hold text (a chart, a photograph, a pasted table); it was not read")
    aside = next((content.aside for content in contents if content.aside), "")
    shown = aside[:20] + ("…" if len(aside) > 20 else "")
    yield from _about(contents, "part-skipped", lambda c: bool(c.aside) and c.page.method == "text",
                      f"{{pages}}: text set along another edge of the page was not read ({shown}): look at the original")
    for content in contents:
        if content.doubtful:
            shown = ", ".join(content.doubtful[:8]) + (" …" if len(content.doubtful) > 8 else "")
            yield Problem("part-skipped" if not content.read else "text-repaired",
                          f"page {content.page.number}: OCR is not sure of: {shown}: compare with the picture",
                          page=content.page.number)


def _about(contents: Sequence[PageContent], kind: str, holds: Callable[[PageContent], bool], message: str) -> Iterator[Problem]:
    """One Problem for all pages of which something holds; none where it holds of no page."""
    numbers = [content.page.number for content in contents if not content.broken and holds(content)]
    if numbers:
        pages = f"page {numbers[0]}" if len(numbers) == 1 else f"pages {_ranges(numbers)}"
        yield Problem(kind, message.format(pages=pages), page=numbers[0])


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers in short.

    >>> _ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)
