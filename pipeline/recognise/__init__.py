"""What a document's text names: amounts, categories, periods, bodies, and the document's own title and year."""

from __future__ import annotations

from pipeline.reading import Reading, fold
from pipeline.recognise.amounts import find_amounts
from pipeline.records import Mentions, Sections


def recognise(reading: Reading, sections: Sections) -> Mentions:
    """The mentions of one document."""
    folded = fold(reading.text)
    gaps = free_of_tables(reading)
    return Mentions(amounts=tuple(find_amounts(reading.text, folded, gaps)))


def free_of_tables(reading: Reading) -> list[tuple[int, int]]:
    """The spans of the text that no table prints, in order."""
    spans, start = [], 0
    for table in sorted(reading.tables, key=lambda table: table.start):
        if table.start > start:
            spans.append((start, table.start))
        start = max(start, table.end)
    spans.append((start, len(reading.text)))
    return spans
