"""What a document's text names: amounts, categories, periods, names, table figures, and the document's own row.

What `Mentions` holds after this stage (offsets into Reading.text; text inside Reading.tables is left to `cells`):

amounts     money, percent, percentage_point, count. `value` in base units (yuan, percent, pieces), unsigned by words, a
            printed minus stays; `unit` as written without spaces; a range is two mentions (range_low, range_high).
categories  `name` canonical, `code` where beyond doubt, `rule` the list it is from: `functional`, `economic`, `revenue`,
            `named` (patterns/categories.csv), `marked` (a name with 类/款/项 that no list knows, as written).
            类, 款, 项 of one path are one mention of the lowest item. `phase` where the name itself holds one
            (收入预算总计 → approved). Names enumerated (包括办公费、印刷费) are mentions like any other.
periods     `years`: one, or first and last. Relative years and phase words are cues of the link stage, not mentions.
names       `project` before a figure, `body` before a count (下设3个…), where no category stands between.
cells       one for each number cell, normalised by its column's, row's or table's unit.
"""

from __future__ import annotations

from pipeline.problems import Problem
from pipeline.reading import Reading
from pipeline.recognise.amounts import find_amounts, set_aside, unreadable
from pipeline.recognise.categories import find_categories
from pipeline.recognise.cells import find_cells, money_in_words
from pipeline.recognise.documents import describe
from pipeline.recognise.names import find_names
from pipeline.recognise.periods import find_periods
from pipeline.records import Mention, Mentions, Sections


def recognise(reading: Reading, sections: Sections) -> Mentions:
    """The mentions of one document."""
    folded = reading.folded
    document = describe(reading, folded, sections)
    gaps = free_of_tables(reading)
    cells, problems = find_cells(reading, folded)
    categories = find_categories(folded, gaps, year=document.year, kind=document.kind)
    amounts, aside = set_aside(folded, find_amounts(reading.text, folded, gaps))
    for spans, why in ((_spans(aside), "percents stand alone on their lines (labels of charts, cells without a table)"),
                       (money_in_words(reading, folded), "amounts in the words of tables"),
                       (unreadable(folded, gaps, sorted(amounts + aside, key=_start)), "figures whose digits make no number")):
        if spans:
            shown = ", ".join(reading.text[start:end] for start, end in spans[:5])
            problems.append(Problem(kind="part-skipped", stage="recognise", page=reading.page_of(spans[0][0]), start=spans[0][0],
                                    message=f"{len(spans)} {why} are not read as facts: {shown}"))
    return Mentions(
        amounts=tuple(amounts), categories=tuple(categories), periods=tuple(find_periods(folded, gaps)),
        names=tuple(find_names(folded, amounts, categories)), cells=tuple(cells), title=document.title, body=document.body,
        region=document.region, region_code=document.region_code, year=document.year, type=document.type,
        kind=document.kind,
        problems=tuple(problems))


def _start(mention: Mention) -> int:
    return mention.start


def _spans(mentions: list[Mention]) -> list[tuple[int, int]]:
    return [(mention.start, mention.end) for mention in mentions]


def free_of_tables(reading: Reading) -> list[tuple[int, int]]:
    """The spans of the text that no table prints, in order."""
    spans, start = [], 0
    for table in sorted(reading.tables, key=lambda table: table.start):
        if table.start > start:
            spans.append((start, table.start))
        start = max(start, table.end)
    spans.append((start, len(reading.text)))
    return spans
