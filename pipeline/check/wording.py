"""Words against tables: what the text calls an expenditure, and the items it lists, as the tables print them."""

from __future__ import annotations

from collections import defaultdict

import regex

from pipeline.check.identities import identities
from pipeline.check.ledger import Ledger, Tally
from pipeline.patterns import load_rules
from pipeline.reading import fold
from pipeline.records import Link

BEFORE, AFTER = 160, 600
"""Characters before an item's figure that say what it was spent on; characters behind one that list what it covers."""
SURE = 5
"""Items a list must share with its table before the two count as the same list."""
KINDS = ("基本支出", "项目支出")


class Wording:
    def __init__(self, ledger: Ledger, tally: Tally) -> None:
        self.ledger, self.tally = ledger, tally
        rules = load_rules("identities.toml")
        self.spent, self.covers = rules["spent-on"].pattern, rules["covers"].pattern
        self.classes: dict[str, list[str]] = identities().words["items_by_code"]
        self.cells: dict[str, dict[str | None, int]] = defaultdict(dict)
        """Code → breakdown → cell, from the first table that prints it."""

    def run(self) -> None:
        links = self.ledger.links
        cells = [(i, link) for i, link in enumerate(links) if link.source == "table" and link.code and
                 link.measure == "level" and link.phase == "executed"]
        by_kind = {link.table for _, link in cells if link.breakdown in KINDS}
        table: dict[str, int | None] = {}
        for i, link in cells:
            code = link.code or ""
            if (code[:1] == "3" or link.table in by_kind) and table.setdefault(code, link.table) == link.table:
                self.cells[code].setdefault(link.breakdown, i)
        for i in self.ledger.text:
            link = links[i]
            if link.measure == "level" and link.code in self.cells and len(link.code) == 7 and link.phase == "executed":
                self.kind(i, link)
            elif link.measure == "level" and link.category in self.classes:
                self.items(i, link)

    def kind(self, index: int, link: Link) -> None:
        """An item said to be 基本支出 that its table prints wholly as 项目支出, or the other way round."""
        start, at = max(0, link.start - BEFORE), self.ledger.position[index]
        for i in reversed(self.ledger.text[max(0, at - 4):at]):
            if self.ledger.links[i].code != link.code:
                start = max(start, self.ledger.links[i].end)
                break
        found = None
        for match in self.spent.finditer(fold(self.ledger.reading.text[start:link.start])):
            found = match["kind"]
        if found is None:
            return
        cells = self.cells[link.code or ""]
        other = KINDS[1 - KINDS.index(found)]
        whole = cells.get(None)
        if whole is None or other not in cells or self.value(cells.get(found)):
            if found in cells and whole is not None:
                self.tally.note("kind", "pass", (index, cells[found]))
            return
        if self.value(cells[other]) == self.value(whole):
            self.tally.note(
                "kind", "fail", (index, cells[other]),
                f"支出性质：正文称{link.category}为{found}，表中{self.ledger.shown(cells[other])}全部列为{other}。",
                f"kind of expenditure: the text calls “{link.category}” {found}, its table prints all of it as {other}.",
                suggestion=f"{found}应为{other}")

    def value(self, index: int | None) -> object:
        return self.ledger.links[index].value if index is not None else 0

    def items(self, index: int, link: Link) -> None:
        """A list of what staff or running costs cover, against the items of the table that have a figure."""
        text = fold(self.ledger.reading.text[link.end:link.end + AFTER])
        match = self.covers.match(text)
        if not match:
            return
        listed = {squeezed(name) for name in regex.split("[、,，]", match["list"])}
        rows = self.rows(self.classes[link.category or ""])
        filled = {name for name, cell in rows.items() if cell is not None}
        wrong, omitted = (listed & rows.keys()) - filled, filled - listed
        if len(listed & filled) < SURE or len(omitted) > 2 or not listed <= rows.keys():
            return
        cells = tuple(cell for name in sorted(omitted) if (cell := rows[name]) is not None)
        if not wrong:
            self.tally.note("items", "pass", (index, *cells))
            return
        names, left = "、".join(sorted(wrong)), "、".join(f"{name}{self.ledger.shown(rows[name] or 0)}" for name in sorted(omitted))
        self.tally.note(
            "items", "fail", (index, *cells),
            f"所列项目：{link.category}所列的{names}在表中无数{f'，表中{left}未列入' if left else ''}。",
            f"items listed: under “{link.category}” the text lists {names}, for which the table prints nothing"
            f"{f'; it leaves out {left}' if left else ''}.", suggestion="项目名称误列")

    def rows(self, classes: list[str]) -> dict[str, int | None]:
        """Names of the economic items printed in a table below some classes → their cell, None where blank or zero."""
        found: dict[str, int | None] = {}
        for table in self.ledger.reading.tables:
            for row in table.rows:
                if row.code and len(row.code) == 5 and row.code[:3] in classes:
                    cell = next(iter(self.cells.get(row.code, {}).values()), None)
                    found.setdefault(squeezed(row.label), cell if cell is not None and self.value(cell) else None)
        return found


def squeezed(name: str) -> str:
    return "".join(fold(name).split())
