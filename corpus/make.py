"""Writes our own sample documents and their gold from `sources/*.txt`: `python corpus/make.py`.

A source is the document's text with its facts marked in place, so that document and gold cannot drift apart.

    @key value            title, body, region, year, type, formats; phase, fund, scope, year set defaults from there on
    #2 一、|标题           a heading of level 2 on its own line;  #4R 1.|标题|rest  runs on in the same line
    ⟦5万元|category|opts⟧  a fact: m is c(hange) g(rowth) s(hare) p (completion) n(one); `-` negative; p=a|j|e phase;
                          y= year; b=a2022 base; w= whole; f= fund; code=; k= kind; v= value; u= unit; i implicit; flags=
    @table title|unit     rows of cells split by |, then @end

The Word file is written by python-docx and the PDF from it by LibreOffice; both are committed, so that tests
need neither.
"""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
PHASES = {"a": "approved", "j": "adjusted", "e": "executed"}
MEASURES = {"c": "change", "g": "growth", "s": "share", "p": "completion", "n": "none"}
SCALES = {"亿元": 10**8, "万元": 10**4, "元": 1, "%": 1}


@dataclass
class Document:
    meta: dict[str, str] = field(default_factory=dict)
    blocks: list[tuple[str, object]] = field(default_factory=list)
    facts: list[dict] = field(default_factory=list)
    sections: list[tuple] = field(default_factory=list)
    cells: list[tuple] = field(default_factory=list)


def fact(text: str, category: str, options: str, defaults: dict) -> dict:
    """One gold fact from a mark and the defaults in force."""
    given, letters = {}, set()
    for option in options.split():
        key, _, value = option.partition("=")
        if value:
            given[key] = value
        else:
            letters.add(key)
    unit = re.sub(r"^[-−\d,.０-９，．\s]+", "", text).replace("％", "%") or None
    kind = given.get("k") or ("percent" if unit == "%" else "money")
    digits = Decimal(re.sub(r"[^\d.]", "", text) or "0")
    value = Decimal(given["v"]) if "v" in given else digits * (SCALES[unit or "元"] if kind == "money" else 1)
    measure = "none" if "n" in letters else next((MEASURES[x] for x in letters if x in MEASURES), "level")
    base = given.get("b")
    phase = None if measure == "none" else PHASES.get(given.get("p", ""), defaults["phase"])
    flags = given.get("flags", "").split(",") if given.get("flags") else []
    if "i" in letters:
        flags.append("implicit_category")
    return {
        "text": text, "kind": kind, "value": str(-value if "-" in letters else value),
        "unit": None if given.get("u") == "null" else unit, "category": category, "code": given.get("code"),
        "measure": measure, "phase": "executed" if kind == "count" else phase,
        "year": int(given.get("y", defaults["year"])),
        "base": {"phase": PHASES[base[0]], "year": int(base[1:])} if base else None, "whole": given.get("w"),
        "fund": None if kind == "count" and "f" not in given and measure == "level" else given.get("f") or defaults.get("fund") or None,
        "scope": defaults.get("scope") or None, "flags": flags,
    }


def parse(path: Path) -> Document:
    document, defaults = Document(), {}
    lines = iter(path.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith("@table "):
            title, unit = line[7:].split("|")
            rows = []
            for row in lines:
                if row == "@end":
                    break
                rows.append(row.split("|"))
            document.blocks.append(("table", (title, unit, rows)))
            document.sections.append((2, "", title, "H"))
            document.cells += cells(title, unit, rows)
        elif line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            defaults[key] = value
            if key in {"title", "body", "region", "type", "formats"} or (key == "year" and "year" not in document.meta):
                document.meta[key] = value
        else:
            read_line(document, line, defaults)
    return document


def read_line(document: Document, line: str, defaults: dict) -> None:
    heading = re.match(r"#(\d)(R?) ([^|]*)\|([^|]*)\|?", line)
    found = []

    def mark(match: re.Match) -> str:
        parts = [*match[1].split("|"), ""]
        found.append(fact(parts[0], parts[1], parts[2], defaults))
        return parts[0]

    body = line[heading.end():] if heading else line
    text = re.sub(r"⟦(.*?)⟧", mark, body)
    if heading:
        document.sections.append((int(heading[1]), heading[3], heading[4], "R" if heading[2] else "H"))
        text = f"{heading[3]}{' ' if heading[3].startswith('第') else ''}{heading[4]}{text}"
    for entry in found:
        at = text.find(entry["text"])
        entry["quote"] = text[max(0, at - 14):at + len(entry["text"]) + 10]
    document.facts += found
    document.blocks.append((f"h{heading[1]}" if heading and not heading[2] else "p", text))


def cells(title: str, unit: str, rows: list[list[str]]) -> list[tuple]:
    """The number cells of a table as rows of tables.tsv."""
    two = rows[0][1] == ""
    header = rows[1] if two else rows[0]
    found = []
    for row in rows[2 if two else 1:]:
        for i, text in enumerate(row):
            if i and re.fullmatch(r"-?[\d,]+\.\d+", text):
                code = row[0] if header[0] == "科目编码" else ""
                label = row[i // 2 * 2] if two else row[1 if header[0] == "科目编码" else 0]
                column = f"{'收入' if i < 2 else '支出'}/{header[i]}" if two else header[i]
                found.append((title, unit, code, label, column, text, str(Decimal(text.replace(",", "")) * SCALES[unit])))
    return found


def write_gold(name: str, document: Document) -> None:
    gold = HERE / "gold"
    (gold / f"{name}.facts.jsonl").write_text(
        "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in document.facts), encoding="utf-8")
    meta = {key: document.meta[key] for key in ("title", "body", "region", "year", "type")}
    meta["year"] = int(meta["year"])
    (gold / f"{name}.meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write_tsv(gold / f"{name}.sections.tsv", ("level", "number", "title", "kind"), document.sections)
    if document.cells:
        write_tsv(gold / f"{name}.tables.tsv", ("table", "unit", "row_code", "row_name", "column", "text", "value_yuan"), document.cells)


def write_tsv(path: Path, header: tuple, rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerows([header, *rows])


def as_text(document: Document) -> str:
    lines = [document.meta["title"]]
    for kind, content in document.blocks:
        if kind == "table":
            title, unit, rows = content
            lines += [title, f"单位：{unit}", *("\t".join(row) for row in rows)]
        else:
            lines.append(content)
    return "\n".join(lines) + "\n"


def as_html(document: Document) -> str:
    title = html.escape(document.meta["title"])
    body = [f"<h1>{title}</h1>"]
    for kind, content in document.blocks:
        if kind == "table":
            name, unit, rows = content
            body.append(f"<p>{name}</p><p>单位：{unit}</p><table>")
            body += ["<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
            body.append("</table>")
        else:
            body.append(f"<p>{html.escape(content)}</p>")
    navigation = "<div class='nav'><a href='/'>首页</a> | <a href='/zwgk'>政务公开</a> | <a href='/ysjs'>预决算公开</a></div>"
    return (f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>{navigation}"
            f"<div class='content'>{''.join(body)}</div><div class='foot'>版权所有　技术支持</div></body></html>\n")


def write_docx(path: Path, document: Document) -> None:
    from docx import Document as Word
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    word = Word()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Noto Serif CJK SC", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(document.meta["title"])
    run.bold, run.font.size = True, Pt(18)
    for kind, content in document.blocks:
        if kind == "table":
            write_word_table(word, content)
        else:
            paragraph = word.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(24)
            paragraph.add_run(content).bold = kind.startswith("h")
    word.save(path)


def write_word_table(word, content: tuple) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    title, unit, rows = content
    word.add_paragraph(title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.add_paragraph(f"单位：{unit}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table = word.add_table(len(rows), len(rows[0]), style="Table Grid")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            table.cell(i, j).text = cell
    if rows[0][1] == "":
        for j in range(0, len(rows[0]), 2):
            table.cell(0, j).merge(table.cell(0, j + 1)).text = rows[0][j]


def write_pdf(docx: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "pdf",
                        "--outdir", str(folder), str(docx)], check=True, capture_output=True, timeout=120)


def main() -> None:
    (HERE / "gold").mkdir(exist_ok=True)
    for source in sorted((HERE / "sources").glob("*.txt")):
        document, name = parse(source), source.stem
        write_gold(name, document)
        formats = document.meta["formats"].split()
        if "txt" in formats:
            (HERE / f"{name}.txt").write_text(as_text(document), encoding="utf-8")
        if "html" in formats:
            (HERE / f"{name}.html").write_text(as_html(document), encoding="utf-8")
        if {"docx", "pdf"} & set(formats):
            with tempfile.TemporaryDirectory() as folder:
                docx = Path(folder) / f"{name}.docx"
                write_docx(docx, document)
                if "docx" in formats:
                    shutil.copy(docx, HERE)
                if "pdf" in formats:
                    write_pdf(docx, HERE)
        print(name, len(document.facts), "facts", len(document.cells), "cells", *formats, file=sys.stderr)


if __name__ == "__main__":
    main()
