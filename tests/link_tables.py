"""A table of one's own through the linking of rows: what the tests of tables run."""

from __future__ import annotations

from pipeline.link.context import Profile
from pipeline.link.rows import Rows
from pipeline.reading import Column, Reading, Row, Table, Value
from pipeline.recognise.cells import find_cells
from pipeline.records import Link, Mentions

GOVERNMENT = Profile(phase="executed", year=2025, government=True, scope="省级", body=None, region="某省", tiers=None)
DEPARTMENT = Profile(phase="approved", year=2025, government=False, scope=None, body="某局", region=None, tiers=None)


def table_of(title: str, columns: list[str], rows: dict[str, str], at: int, unit: str | None = "万元") -> tuple[str, Table]:
    """The text of a table and the table: `rows` gives the printed figures of each label, `-` where there is none."""
    text, found, values = "", [], []
    for i, (label, figures) in enumerate(rows.items()):
        start = at + len(text)
        found.append(Row(label.rstrip("*"), None, start, start + len(label)))
        text += label
        for j, figure in enumerate(figures.split()):
            text += "\t"
            if figure != "-":
                values.append(Value(at + len(text), at + len(text) + len(figure), i, j))
                text += figure
        text += "\n"
    paths = tuple(Column(tuple(column.split("/")), "%" if column.endswith("%") else None) for column in columns)
    return text, Table(at, at + len(text), 1, title, unit, paths, tuple(found), tuple(values))


def links_of(*tables: tuple[str, list[str], dict[str, str]], profile: Profile = GOVERNMENT, unit: str | None = "万元") -> list[Link]:
    """The links of tables, each given as title, header paths and rows."""
    text, found = "", []
    for title, columns, rows in tables:
        more, table = table_of(title, columns, rows, len(text), unit)
        text, found = text + more, [*found, table]
    reading = Reading(document_id="0" * 64, source="a.pdf", media_type="application/pdf", text=text, tables=tuple(found))
    cells, _ = find_cells(reading, reading.folded)
    return Rows(reading, Mentions(cells=tuple(cells)), profile).read()


def named(*tables: tuple[str, list[str], dict[str, str]], profile: Profile = GOVERNMENT) -> list[tuple[str | None, str | None]]:
    """(category, code) of each link."""
    return [(link.category, link.code) for link in links_of(*tables, profile=profile)]
