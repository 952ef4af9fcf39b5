"""Running heads, running feet and page numbers: whole lines that belong to the paper, not to the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import regex

from pipeline.extract.building import Above
from pipeline.extract.grid_captions import blocks, title_of, weak_title_of
from pipeline.extract.pdf_lines import PrintedLine
from pipeline.patterns import load_rules
from pipeline.reading import fold

EDGE_LINES = 3
"""So many lines at the top and at the bottom of a page can be furniture."""
MARGIN = 0.13
"""Of the page's height: furniture stands no further from the edge."""


def without_furniture(pages: Sequence[Sequence[PrintedLine]], heights: Sequence[float],
                      grids: Sequence[float | None]) -> list[list[PrintedLine]]:
    """Each page's lines in their order, without its furniture. `grids` is where each page's first table begins."""
    edges = [list(_edge_lines(lines, height)) for lines, height in zip(pages, heights, strict=True)]
    dropped = {id(line) for line in _page_numbers(edges)}
    repeated = {id(line) for line in _repeated(edges)} - dropped
    if repeated:
        repeated -= _titles([[line for line in lines if id(line) not in dropped] for lines in pages], grids)
    return [[line for line in lines if id(line) not in dropped | repeated] for lines in pages]


def _titles(pages: Sequence[Sequence[PrintedLine]], grids: Sequence[float | None]) -> set[int]:
    """Ids of the lines that are the title of the table below them; a table over many pages repeats it on each.

    The page on which a line is first printed decides: a running head stands there above running text or above the
    title itself.
    """
    known: dict[str, bool] = {}
    found: set[int] = set()
    for lines, top in zip(pages, grids, strict=True):
        above = [line for line in sorted(lines, key=lambda line: line.baseline) if top is not None and line.baseline < top]
        titles = [block for block in blocks([Above(line.text, line.page, line.box) for line in above])
                  if title_of(text := "".join(one.text for one in block)) or weak_title_of(text)]
        nearest = {one.text for one in titles[-1]} if titles else set()
        for line in lines:
            if known.setdefault(line.text, line.text in nearest):
                found.add(id(line))
    return found


def _edge_lines(lines: Sequence[PrintedLine], height: float) -> Iterator[tuple[PrintedLine, str]]:
    """The lines that stand where furniture stands, each with 'head' or 'foot'."""
    down = sorted(lines, key=lambda line: line.baseline)
    for line in down[:EDGE_LINES]:
        if line.baseline < MARGIN * height:
            yield line, "head"
    for line in down[-EDGE_LINES:]:
        if line.baseline - line.size > (1 - MARGIN) * height:
            yield line, "foot"


def is_page_number(text: str) -> bool:
    """Whether a text by itself can be a page's number."""
    rules, text = load_rules("extract_pdf.toml"), fold(text)
    return any(rules[name].pattern.match(text) for name in ("page-number-marked", "page-number-bare"))


def _page_numbers(edges: Sequence[list[tuple[PrintedLine, str]]]) -> Iterator[PrintedLine]:
    """Lines that can only be page numbers, and bare numbers that run on from page to page."""
    rules = load_rules("extract_pdf.toml")
    marked, bare = rules["page-number-marked"].pattern, rules["page-number-bare"].pattern
    candidates: dict[tuple[str, int], list[tuple[int, PrintedLine]]] = defaultdict(list)
    for index, page in enumerate(edges):
        for line, where in page:
            text = fold(line.text)
            if marked.match(text):
                yield line
            elif bare.match(text):
                first = regex.match(r"\d+", text)
                offset = int(first[0]) - index if first else -1000
                candidates[where, offset].append((index, line))
    for (_, offset), found in candidates.items():
        # A number that keeps its distance to the page's place, on three pages or on a short document's most.
        if len({index for index, _ in found}) >= min(3, max(2, len(edges) - 1)) or offset == -1000:
            yield from (line for _, line in found)


def _repeated(edges: Sequence[list[tuple[PrintedLine, str]]]) -> Iterator[PrintedLine]:
    """Lines whose text, digits aside, stands at the same height on many pages."""
    caption = load_rules("extract_pdf.toml")["caption"].pattern
    found: dict[tuple[str, str, int], list[PrintedLine]] = defaultdict(list)
    for page in edges:
        for line, where in page:
            found[where, _shape(line.text), round(line.baseline / 4)].append(line)
    pages = Counter(where for page in edges for where in {where for _, where in page})
    for (where, shape, height), lines in found.items():
        near = sum(len(found.get((where, shape, height + step), ())) for step in (-1, 0, 1))
        if near >= max(3, 0.3 * pages[where]) and not caption.search(fold(lines[0].text)):
            yield from lines


def _shape(text: str) -> str:
    return regex.sub(r"\d+", "0", fold(text)).replace(" ", "")


