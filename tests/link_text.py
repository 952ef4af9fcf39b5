"""A few lines of text through segment, recognise and link: what the tests of linking run."""

from __future__ import annotations

from pipeline.link import link
from pipeline.reading import Line, Reading
from pipeline.recognise import recognise
from pipeline.records import Link, Links
from pipeline.segment import segment

TITLES = {
    "accounts": "某市某局2023年度部门决算公开说明",
    "budget": "某市某局2024年部门预算公开说明",
    "report": "关于某市2025年预算执行情况和2026年预算草案的报告",
    "final": "2022年某省和省本级财政决算报告",
    "statement": "2022年某省省本级“三公”经费汇总情况的说明",
}


def reading(text: str) -> Reading:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(Line(at, at + len(line), 0))
        at += len(line) + 1
    return Reading(document_id="0" * 64, source="a.txt", media_type="text/plain", text=text, lines=tuple(lines))


def links_of(body: str, kind: str = "accounts") -> tuple[str, Links]:
    """The document's text and its links; `body` stands below a title that makes it a document of that kind."""
    text = f"{TITLES[kind]}\n{body}\n"
    read = reading(text)
    sections = segment(read)
    return text, link(read, sections, recognise(read, sections))


def shown(text: str, found: Link) -> str:
    """`8元 收支总计 level executed 2023`, then what else is set, as the tables of cases write it."""
    parts = [text[found.start:found.end].replace(" ", ""), str(found.category), found.measure]
    if found.phase or found.year:
        parts.append(f"{found.phase} {found.year}")
    if found.base_phase or found.base_year:
        parts.append(f"b:{found.base_phase} {found.base_year}")
    for mark, value in (("w", found.whole), ("f", found.fund), ("s", found.scope)):
        if value:
            parts.append(f"{mark}:{value}")
    if found.value < 0:
        parts.append("minus")
    return " ".join([*parts, *(flag for flag in found.flags if flag != "implicit_category")])
