"""Links made from gold facts: perfect input on which the checks are developed and tested.

The document's text is read as plainly as possible; each gold fact is located by its quote, in order. Gold tables
are appended to the text, one row a line, so that every link's text equals its slice as in the product.
"""

from __future__ import annotations

import csv
import html
import json
import re
from decimal import Decimal
from pathlib import Path

from pipeline.reading import Column, Reading, Row, Table, Value, fold
from pipeline.records import Link, Links, Mentions, Section, Sections

SHARED = Path(__file__).parents[1].parent / "shared"
FACTORS = {"亿元": 10**8, "万元": 10**4, "千元": 1000, "百万元": 10**6, "万": 10**4}
SPACE = re.compile(r"\s+")


def document_text(stem: str) -> str:
    """The text of the corpus document a gold stem belongs to, lines as its own reader leaves them."""
    with (SHARED / "corpus" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        name = next(row["file"] for row in csv.DictReader(file) if row["gold"] == stem)
    path = SHARED / "corpus" / name
    if path.suffix == ".pdf":
        import pypdfium2

        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
        return "\n".join(pages).replace("\r\n", "\n")
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"(?is)<(script|style).*?</\1>", "", text)
        text = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"(?i)<(br|/p|/tr|/div)[^>]*>", "\n", text)))
    return text


class Finder:
    """Finds strings in a text regardless of white space, moving forward."""

    def __init__(self, text: str) -> None:
        self.places = [i for i, mark in enumerate(text) if not mark.isspace()]
        self.squeezed = "".join(text[i] for i in self.places)
        self.at = 0

    def find(self, wanted: str, quote: str = "") -> tuple[int, int] | None:
        wanted, quote = SPACE.sub("", wanted), SPACE.sub("", quote)
        near = self.squeezed.find(quote, max(0, self.at - len(quote))) if quote else -1
        start = self.squeezed.find(wanted, max(self.at, near))
        if start < 0:
            return None
        self.at = start + len(wanted)
        return self.places[start], self.places[self.at - 1] + 1


def step_of(text: str, unit: str | None) -> Decimal | None:
    """The weight of the last digit: `1.50万元` → 100."""
    number = re.search(r"[\d,]*\.?\d+", fold(text).replace(" ", ""))
    if not number:
        return Decimal(1)
    decimals = len(number[0].partition(".")[2])
    return Decimal(FACTORS.get(unit or "", 1)).scaleb(-decimals)


def text_links(stem: str, text: str) -> list[Link]:
    finder, links, last = Finder(text), [], 0
    for line in (SHARED / "gold" / f"{stem}.facts.jsonl").read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        start, end = finder.find(fact["text"], fact["quote"]) or (last, last + 1)
        last, base = end, fact["base"] or {}
        links.append(Link(
            source="text", start=start, end=end, kind=fact["kind"], value=Decimal(fact["value"]), unit=fact["unit"],
            step=step_of(fact["text"], fact["unit"]), category=fact["category"], code=fact["code"],
            measure=fact["measure"], phase=fact["phase"], year=fact["year"], base_phase=base.get("phase"),
            base_year=base.get("year"), whole=fact["whole"], fund=fact["fund"], scope=fact["scope"],
            flags=tuple(fact["flags"]), category_start=None if start > end else start))
    return links


def sections_of(stem: str, text: str) -> Sections:
    path, finder, found = SHARED / "gold" / f"{stem}.sections.tsv", Finder(text), []
    if not path.exists():
        return Sections()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            place = finder.find(row["number"] + row["title"])
            if place:
                found.append((int(row["level"]), row, place))
    sections: list[Section] = []
    for i, (level, row, (start, end)) in enumerate(found):
        parent = next((j for j in range(i - 1, -1, -1) if found[j][0] < level), None)
        close = next((f[2][0] for f in found[i + 1:] if f[0] <= level), len(text))
        sections.append(Section(i, parent, level, row["number"], row["title"], row["kind"], start, end, close))
    return Sections(tuple(sections))


def gold_tables(stem: str) -> dict[str, list[dict[str, str]]]:
    path = SHARED / "gold" / f"{stem}.tables.tsv"
    tables: dict[str, list[dict[str, str]]] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                tables.setdefault(row["table"], []).append(row)
    return tables


COLUMN_YEAR = re.compile(r"(20\d\d)年")
FUNDS = (("政府性基金", "政府性基金预算"), ("国有资本", "国有资本经营预算"), ("一般公共预算", "一般公共预算"),
         ("财政拨款", "财政拨款"))
TOTALS = {"合计", "总计", "本年支出合计", "支出合计", "小计"}


def cell_link(title: str, row: dict[str, str], path: tuple[str, ...], place: tuple[int, int], at: tuple[int, int, int],
              year: int) -> Link:
    """A table link with category, breakdown, phase and fund read from row and column as plainly as possible."""
    label = re.sub(r"^[一二三四五六七八九十]+、", "", row["row_name"])
    names = [p for p in path if p not in ("收入", "支出", "决算数", "预算数", "金额")]
    category, breakdown = label or (names[0] if names else ""), None
    if category in ("合计", "总计") and path[0] in ("收入", "支出"):
        category = f"{path[0]}{category}"
    if row["row_code"] and names and names[-1] not in TOTALS:
        breakdown = names[-1]
    if not row["row_code"] and label == "合计" and names:
        category = names[-1] if names[-1] not in TOTALS else title.replace("决算表", "")
    chinese = str.maketrans("二○〇一三四五六七八九", "20013456789")
    dated = COLUMN_YEAR.search("".join(path).translate(chinese))
    joined = "".join(path)
    percent = row["unit"] == "%"
    phase = "approved" if "预算数" in joined and "决算" not in joined else "executed"
    fund = next((name for cue, name in FUNDS if cue in title or cue in joined), None)
    step = step_of(row["text"], None if percent else row["unit"])
    scope = next((word for word in ("市本级", "省本级", "市级", "全市", "全省") if word in title), None)
    return Link(
        source="table", start=place[0], end=place[1], kind="percent" if percent else "money",
        value=Decimal(row["value_yuan"]), unit=row["unit"], step=step, category=category, code=row["row_code"] or None,
        breakdown=breakdown, measure="growth" if percent else "level", phase=phase, fund=fund, scope=scope,
        base_phase=phase if percent else None, base_year=year - 1 if percent else None,
        year=int(dated[1]) if dated else year, table=at[0], table_row=at[1], table_column=at[2])


def with_tables(stem: str, text: str, year: int) -> tuple[str, list[Table], list[Link]]:
    """The text with the gold tables behind it, the tables, and a link for each number cell."""
    tables, links, pieces, size = [], [], [text, "\n"], len(text) + 1
    for index, (title, cells) in enumerate(gold_tables(stem).items()):
        start, rows, columns, values = size, {}, {}, []
        for cell in cells:
            key, path = (cell["row_code"], cell["row_name"], cell["column"].split("/")[0] in ("收入", "支出") and
                         cell["column"].split("/")[0]), tuple(cell["column"].split("/"))
            row = rows.setdefault(key, len(rows))
            columns.setdefault(path, (len(columns), cell["unit"]))
            pieces += [cell["row_name"], "\t", cell["text"], "\n"]
            at = size + len(cell["row_name"]) + 1
            size = at + len(cell["text"]) + 1
            values.append(Value(at, size - 1, row, columns[path][0]))
            links.append(cell_link(title, cell, path, (at, size - 1), (index, row, columns[path][0]), year))
        tables.append(Table(
            start, size, 1, title, next((c["unit"] for c in cells if c["unit"] != "%"), None),
            tuple(Column(path, unit if unit == "%" else None) for path, (_, unit) in columns.items()),
            tuple(Row(name, code or None) for code, name, _ in rows), tuple(values)))
    return "".join(pieces), tables, links


def gold_input(stem: str) -> tuple[Reading, Sections, Mentions, Links]:
    """What the earlier stages would hand on if they were perfect."""
    path = SHARED / "gold" / f"{stem}.meta.json"
    meta = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"year": 2025, "type": "政府预算表"}
    text = document_text(stem)
    facts = (SHARED / "gold" / f"{stem}.facts.jsonl").exists()
    links = text_links(stem, text) if facts else []
    whole, tables, cells = with_tables(stem, text, meta["year"])
    reading = Reading(stem, stem, "text/plain", whole, tables=tuple(tables))
    mentions = Mentions(title=meta.get("title", ""), body=meta.get("body"), year=meta["year"], type=meta["type"])
    return reading, sections_of(stem, text), mentions, Links(tuple(links + cells))
