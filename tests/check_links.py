"""A document in miniature for the checks: sentences, headings and tables, with the links an earlier stage would make."""

from __future__ import annotations

from decimal import Decimal

from gold_links import FACTORS, step_of

from pipeline.check import check
from pipeline.reading import Column, Reading, Row, Table, Value, fold
from pipeline.records import Check, Checks, Link, Links, Mentions, Section, Sections

DEFAULTS = {"measure": "level", "phase": "executed", "year": 2023}


def value_of(text: str) -> tuple[Decimal, str | None, str]:
    """`-1,200.50万元` → (-12005000, 万元, money)."""
    text = fold(text).replace(",", "")
    number = text.rstrip("亿万千元%人个辆台")
    unit = text[len(number):] or None
    kind = "percent" if unit == "%" else "money" if unit is None or unit.endswith("元") else "count"
    return Decimal(number) * FACTORS.get(unit or "", 1), unit, kind


class Doc:
    def __init__(self, type: str = "部门决算", **mentions: object) -> None:
        self.text = ""
        self.links: list[Link] = []
        self.sections: list[Section] = []
        self.tables: list[Table] = []
        self.mentions = Mentions(type=type, year=2023, **mentions)  # type: ignore[arg-type]

    def write(self, text: str) -> Doc:
        self.text += text
        return self

    def heading(self, title: str, level: int = 2) -> Doc:
        self.text += "" if self.text.endswith("\n") or not self.text else "\n"
        parent = next((s.section_id for s in reversed(self.sections) if s.level < level), None)
        start = len(self.text)
        self.text += title + "\n"
        self.sections.append(Section(len(self.sections), parent, level, "", title, "H", start, len(self.text) - 1, -1))
        return self

    def say(self, before: str, text: str, category: str | None, sign: int = 1, **fields: object) -> int:
        """Print words and a figure; returns the figure's index."""
        value, unit, kind = value_of(text)
        start = len(self.text) + len(before)
        self.text += before + text
        given = {**DEFAULTS, **fields}
        self.links.append(Link(source="text", start=start, end=len(self.text), kind=kind, value=value * sign, unit=unit,
                               step=step_of(text, unit), category=category, **given))  # type: ignore[arg-type]
        return len(self.links) - 1

    def table(self, title: str, columns: list[str], rows: list[tuple[str | None, str, list[str]]],
              unit: str = "万元", note: str | None = None, **fields: object) -> None:
        """A table of amounts: rows are (code, label, cells as printed, '' where blank)."""
        start, values, size = len(self.text), [], len(self.tables)
        self.text += title + "\n"
        for r, (code, label, cells) in enumerate(rows):
            self.text += label
            for c, cell in enumerate(cells):
                self.text += "\t"
                if not cell:
                    continue
                at = len(self.text)
                self.text += cell
                values.append(Value(at, len(self.text), r, c))
                column, total = columns[c].split("/")[-1], columns[c].split("/")[-1] in ("合计", "金额", "决算数")
                amount, _, _ = value_of(cell + unit)
                self.links.append(Link(
                    source="table", start=at, end=len(self.text), kind="money", value=amount, unit=unit,
                    step=step_of(cell, unit), category=label or column, code=code, breakdown=None if total or not label else column,
                    table=size, table_row=r, table_column=c, **{**DEFAULTS, **fields}))  # type: ignore[arg-type]
            self.text += "\n"
        self.tables.append(Table(start, len(self.text), 1, title, unit, tuple(Column(tuple(c.split("/"))) for c in columns),
                                 tuple(Row(label, code) for code, label, _ in rows), tuple(values), note))

    def checks(self) -> Checks:
        sections = []
        for section in self.sections:
            end = next((s.start for s in self.sections[section.section_id + 1:] if s.level <= section.level), len(self.text))
            sections.append(Section(section.section_id, section.parent_id, section.level, "", section.title, "H",
                                    section.start, section.heading_end, end))
        reading = Reading("0", "test", "text/plain", self.text, tables=tuple(self.tables))
        return check(reading, Sections(tuple(sections)), self.mentions, Links(tuple(self.links)))

    def results(self, identity: str) -> list[Check]:
        return [done for done in self.checks().checks if done.identity == identity]
