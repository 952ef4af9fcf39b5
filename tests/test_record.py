"""The record: facts with their place, quote and path, beside the document's own row."""

from __future__ import annotations

from decimal import Decimal

from pipeline.reading import Column, Line, Page, Reading, Row, Table, Value
from pipeline.record import quote, record
from pipeline.records import Check, Checks, Link, Links, Mention, Mentions, Section, Sections

TEXT = "一、支出情况\n（一）公务接待费\n2023年支出决算为5.10万元，完成预算的5%。\n合计\t3\n"


def build() -> Reading:
    amount = TEXT.index("5.10万元")
    line = TEXT.index("2023年")
    middle, end = amount + 2, TEXT.index("\n合计")
    cell = TEXT.rindex("3")
    return Reading(
        document_id="0" * 64, source="a.pdf", media_type="application/pdf", text=TEXT, pages=(Page(1, 600, 800), Page(2, 600, 800, "ocr")),
        lines=(Line(0, 6, 1), Line(7, line - 1, 1), Line(line, middle, 1, (10, 20, 110, 30)), Line(middle, end, 2, (10, 40, 90, 50)),
               Line(end + 1, end + 3, 2), Line(cell, cell + 1, 2, (50, 60, 58, 70))),
        tables=(Table(end + 1, len(TEXT), 2, "支出表", "元", (Column(("决算数",)),), (Row("合计", "201"),), (Value(cell, cell + 1, 0, 0),)),))


def run() -> tuple[Reading, object]:
    reading = build()
    amount, cell = TEXT.index("5.10万元"), TEXT.rindex("3")
    sections = Sections((Section(0, None, 2, "一、", "支出情况", "H", 0, 6, len(TEXT)),
                         Section(1, 0, 3, "（一）", "公务接待费", "H", 7, 15, len(TEXT))))
    links = Links((Link("text", amount, amount + 6, "money", Decimal(51000), "万元", Decimal(100), "公务接待费", phase="executed", year=2023),
                   Link("table", cell, cell + 1, "money", Decimal(3), "元", Decimal(1), "本年支出合计", table=0, table_row=0, table_column=0)),
                  ((TEXT.index("5%"), TEXT.index("5%") + 2, "no category"),))
    checks = Checks((Check(0, "x", "fail", (0,)),), outcomes=("contradicted", "unchecked"))
    return reading, record(reading, sections, Mentions(title="某局决算", year=2023), links, checks)


def test_a_fact_can_be_read_alone() -> None:
    reading, found = run()
    first = found.facts[0]
    assert (first.fact_id, first.text, first.section_path, first.outcome) == (0, "5.10万元", "支出情况 / 公务接待费", "contradicted")
    assert first.text == reading.text[first.char_start:first.char_end]
    assert 10 <= len(first.quote) <= 60 and first.text in first.quote


def test_the_box_is_on_the_page_where_the_figure_begins() -> None:
    _, found = run()
    assert (found.facts[0].page, found.facts[0].bbox, found.facts[0].method) == (1, (10, 20, 110, 30), "text")
    assert (found.facts[1].page, found.facts[1].method) == (2, "ocr")


def test_a_cell_carries_its_table_row_and_column() -> None:
    _, found = run()
    cell = found.facts[1]
    assert (cell.table, cell.row_code, cell.row_label, cell.column_label) == ("支出表", "201", "合计", "决算数")


def test_the_document_row_counts() -> None:
    _, found = run()
    row = found.document
    assert (row.pages, row.tables, row.facts, row.unlinked, row.contradictions, row.characters) == (2, 1, 2, 1, 1, len(TEXT))
    assert found.unlinked[0].text == "5%" and found.unlinked[0].why == "no category"


def test_what_is_unlinked_is_normalised_all_the_same() -> None:
    amount = TEXT.index("5.10万元")
    mention = Mention("money", amount, amount + 6, Decimal(51000), "万元", Decimal(100))
    found = record(build(), Sections(()), Mentions(amounts=(mention,)), Links(unlinked=((amount, amount + 6, "no category"),)), Checks())
    assert [(row.text, row.kind, row.value, row.unit) for row in found.unlinked] == [("5.10万元", "money", 51000, "万元")]


def test_quotes_stay_within_sixty_characters() -> None:
    text = "很" * 200 + "5万元" + "长" * 200
    assert 10 <= len(quote(text, 200, 203)) <= 60
    assert quote("5万元", 0, 3) == "5万元"
