"""Down a table column: items add up to their heading by code, headings to the total, and sources and uses to theirs.

A sum that falls short may only show that a row was not read, so it is a contradiction only where nothing but one
cell can be wrong: other columns of the same rows add up, or the difference is a slip of the pen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from pipeline.check.grids import Grid
from pipeline.check.identities import identities
from pipeline.check.ledger import Ledger, Tally
from pipeline.check.precision import Figure, figure, tolerance, total, verdict
from pipeline.check.slips import likely_slip
from pipeline.reading import fold

NUMBER = re.compile(r"^(?:([一二三四五六七八九十]{1,3})、|[(]([一二三四五六七八九十]{1,3})[)]|(\d{1,2})[.、．])")
DIGITS = {mark: i for i, mark in enumerate("一二三四五六七八九十", start=1)}
ONE = -1
"""The column of a table whose rows print one amount each, in whatever column."""


class Columns:
    def __init__(self, grid: Grid, ledger: Ledger, tally: Tally) -> None:
        self.grid, self.ledger, self.tally = grid, ledger, tally
        self.links = ledger.links
        words = identities().words
        self.totals = frozenset(words["total_rows"])
        self.staff: dict[str, list[str]] = words["rows_by_code"]
        self.children: dict[int, list[int]] = defaultdict(list)
        self.tops: list[int] = []
        self.by_column = self.columns()

    def columns(self) -> dict[int, dict[int, int]]:
        """Column → row → link; one column where each coded row prints a single amount (side-by-side layouts)."""
        coded = [row for row in self.grid.cells if self.grid.rows[row].code]
        found: dict[int, dict[int, int]] = defaultdict(dict)
        single = len(coded) > 1 and all(len(self.grid.cells[row]) == 1 for row in coded)
        for row, cells in self.grid.cells.items():
            for column, index in cells.items():
                found[ONE if single and len(cells) == 1 else column][row] = index
        return found

    def run(self) -> None:
        self.tree()
        for parent, kids in self.children.items():
            self.family(parent, kids, "hierarchy")
        total_row = next((i for i, row in enumerate(self.grid.rows) if not row.code and plain(row.label) in self.totals), None)
        if total_row is not None and len(self.tops) > 0 and not self.repeated():
            self.family(total_row, self.tops, "column")
        self.by_staff()
        if not self.tops:
            self.sides()
            self.named()

    def tree(self) -> None:
        """Parents by code prefix; the nearest row above with the longest prefix."""
        last: dict[str, int] = {}
        for index, row in enumerate(self.grid.rows):
            code = row.code
            if not code or len(code) < 3:
                continue
            last[code] = index
            for cut in range(len(code) - 1, 2, -1):
                if (parent := last.get(code[:cut])) is not None:
                    self.children[parent].append(index)
                    break
            else:
                self.tops.append(index)

    def repeated(self) -> bool:
        """Whether a heading is printed twice (one block a unit): then no total covers all of them."""
        codes = [self.grid.rows[i].code for i in self.tops]
        return len(set(codes)) < len(codes)

    def family(self, parent: int, kids: list[int], identity: str) -> None:
        """One heading against its items in every column."""
        cases: list[tuple[int, tuple[int, ...], Figure, bool]] = []
        for cells in self.by_column.values():
            parts = tuple(cells[kid] for kid in kids if kid in cells)
            if parent in cells and parts:
                summed = total(figure(self.links[i]) for i in parts)
                cases.append((cells[parent], parts, summed, verdict(summed, figure(self.links[cells[parent]])) != "fail"))
        good = [case for case in cases if case[3] and self.links[case[0]].value]
        bad = [case for case in cases if not case[3]]
        for whole, parts, summed, agree in cases:
            lonely = len(bad) == 1 and bool(good)
            self.tally.judge(identity, whole, parts, summed,
                             doubtful=not agree and not self.certain(whole, parts, summed, lonely))

    def certain(self, whole: int, parts: tuple[int, ...], summed: Figure, lonely: bool) -> bool:
        """Whether a difference is the publisher's: every row was read, so one printed cell must be wrong."""
        found = figure(self.links[whole])
        gap = summed.value - found.value
        if gap > 0 and any(abs(self.links[i].value - gap) <= tolerance(summed, found) for i in parts):
            return False
        slip = likely_slip(summed.value, found.value, tolerance(summed, found))
        return lonely or evident(slip)

    def by_staff(self) -> None:
        """人员经费合计 and 公用经费合计 against the economic classes they are made of."""
        rows = self.grid.rows
        totals = [i for i in self.grid.cells if not rows[i].code and plain(rows[i].label) in self.staff]
        if not totals:
            return
        coded = {row.code: i for i, row in enumerate(rows) if row.code and len(row.code) == 3}
        cells = {row: i for column in self.by_column.values() for row, i in column.items()}
        for index in totals:
            kids = [coded[code] for code in self.staff[plain(rows[index].label)] if code in coded]
            parts = tuple(cells[kid] for kid in kids if kid in cells)
            if parts and len(self.grid.cells[index]) == 1:
                summed = total(figure(self.links[i]) for i in parts)
                self.tally.judge("column", cells[index], parts, summed, doubtful=True)

    def sides(self) -> None:
        """Fixed rows of sources or uses: numbered items up to 合计, then what is carried over up to 总计."""
        rows = self.grid.rows
        labels = [(plain(row.label), number_of(row.label)) for row in rows]
        for cells in self.by_column.values():
            run: list[tuple[int, bool]] = []
            last = 0
            for row in sorted(cells):
                label, number = labels[row]
                if label.endswith(("合计", "总计", "小计")):
                    self.side_total(cells[row], run)
                    run, last = [*([] if not label.endswith("小计") else run), (cells[row], True)], last
                elif number is not None and number > last:
                    run.append((cells[row], False))
                    last = number
                elif number is None and rows[row].parent is None:
                    run.append((cells[row], False))

    def named(self) -> None:
        """Rows whose names a scheme knows (年度资金总额 = 财政拨款 + 上年结转 + 其他资金), where they add up."""
        schemes = {name: scheme for scheme in identities().sums if scheme.rows for name in scheme.whole}
        wholes = {i: scheme for i, row in enumerate(self.grid.rows) if (scheme := schemes.get(last_name(row.label)))}
        for cells in self.by_column.values() if wholes else ():
            rows = sorted(cells)
            for at, row in enumerate(rows):
                scheme = wholes.get(row)
                if scheme is None:
                    continue
                known = {*scheme.parts, *scheme.optional}
                parts = tuple(cells[r] for r in rows[at + 1:at + 1 + len(known)] if r - row <= len(known) + 2 and
                              last_name(self.grid.rows[r].label) in known)
                if parts:
                    summed = total(figure(self.links[i]) for i in parts)
                    self.tally.judge("column", cells[row], parts, summed, doubtful=True)

    def side_total(self, whole: int, run: list[tuple[int, bool]]) -> None:
        """Whichever reading of the rows above adds up; none of them doing so proves nothing."""
        every, totals = tuple(i for i, _ in run), tuple(i for i, is_total in run if is_total)
        for parts in dict.fromkeys((every, totals)):
            if not parts or (len(parts) == 1 and not self.links[whole].value):
                continue
            summed = total(figure(self.links[i]) for i in parts)
            if verdict(summed, figure(self.links[whole])) != "fail":
                self.tally.judge("column", whole, parts, summed)
                return
        if len(every) > 1:
            summed = total(figure(self.links[i]) for i in every)
            slip = likely_slip(summed.value, self.links[whole].value, tolerance(summed, figure(self.links[whole])))
            self.tally.judge("column", whole, every, summed, doubtful=not self.ledger.departmental or not evident(slip))


def evident(slip: str | None) -> bool:
    """Whether a slip leaves no doubt that a printed figure is wrong and nothing went unread."""
    return slip is not None and slip.startswith(("数字换位", "单位"))


@lru_cache(maxsize=1 << 14)
def last_name(label: str) -> str:
    """The innermost name of a row: 项目资金(万元)/其中：财政拨款 → 财政拨款."""
    return plain(label.rsplit("/", 1)[-1]).removeprefix("其中").strip(":：")


@lru_cache(maxsize=1 << 14)
def plain(label: str) -> str:
    """A row's name without its number and the spaces that stretch it: 合　计 → 合计."""
    label = "".join(fold(label).split())
    return NUMBER.sub("", label)


@lru_cache(maxsize=1 << 14)
def number_of(label: str) -> int | None:
    """The value of a leading 一、; None for other numbers and none."""
    found = NUMBER.match("".join(fold(label).split()))
    if not found or not found[1]:
        return None
    mark = found[1]
    if "十" not in mark:
        return DIGITS.get(mark)
    tens, _, ones = mark.partition("十")
    return (DIGITS.get(tens, 1)) * 10 + (DIGITS.get(ones, 0))


