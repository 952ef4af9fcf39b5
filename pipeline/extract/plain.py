"""Plain text: one line is one paragraph, save in texts whose lines were evidently cut at a fixed width."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.extract.building import Builder, Grid, Piece
from pipeline.extract.charset import decode
from pipeline.extract.layout import with_tabs_as_tables
from pipeline.extract.sniff import TEXT
from pipeline.problems import Problem
from pipeline.reading import Reading
from pipeline.sources import Options

BREAK = regex.compile(r"\r\n|[\n\r\v\u2028\u2029]")
UNPRINTED = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
WIDE = regex.compile(r"[\u1100-\u115f\u2014\u2018-\u201d\u2026\u2460-\u24ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
                     r"\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
FINISHED = regex.compile(r"[。！？；：!?;:…][”’」』）)]?\s*+$")
INSIDE = regex.compile(r"[，。；：]")
OPENS = regex.compile(r"\s|[（(]?[一二三四五六七八九十百]{1,4}[、.．）)，]|第[一二三四五六七八九十百\d]{1,4}[部章节条]|"
                      r"[（(]\d{1,3}[）)]|\d{1,3}[、．]|\d{1,3}[.](?!\d)|[\u2460-\u2473]|附[件表]\d?[：:]|注[：:]|单位[：:]")
"""What begins a paragraph even where the line before it is full."""

FULL = 0.75
"""A line this part of the widest is full: a first line lacks its indent, and a long number moves down whole."""


def read_text(data: bytes, *, document_id: str, source: str, options: Options) -> Reading:
    decoded = decode(data)
    problems: tuple[Problem, ...] = ()
    if not decoded.certain:
        problems = (Problem("charset-guessed", f"{source}: read as {decoded.charset} by its characters: look at the text"),)
    builder = Builder()
    pages = decoded.text.split("\f")
    for number, page in enumerate(pages, 1):
        lines = [UNPRINTED.sub("", line) for line in BREAK.split(page)]
        for part in with_tabs_as_tables(lines):
            if isinstance(part, Grid):
                builder.table(part)
                continue
            for paragraph in paragraphs(part):
                builder.paragraph([Piece(line, page=number if len(pages) > 1 else 0) for line in paragraph])
    return builder.build(document_id=document_id, source=source, media_type=TEXT, charset=decoded.charset,
                         problems=problems)


def width(line: str) -> int:
    """Columns on a fixed-width display: a Chinese character takes two."""
    return len(line) + len(WIDE.findall(line))


def paragraphs(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each paragraph; more than one only where the text was cut at a fixed width.

    >>> list(paragraphs(['一、收入', '', '收入100万元。']))
    [['一、收入'], ['收入100万元。']]
    """
    widths = [width(line) for line in lines]
    full = FULL * max(widths, default=0) if cut_at_width(lines, widths) else None
    current: list[str] = []
    for i, line in enumerate(lines):
        if line.strip():
            current.append(line)
            following = lines[i + 1] if i + 1 < len(lines) else ""
            if (full is not None and widths[i] >= full and following.strip()
                    and not FINISHED.search(line) and not OPENS.match(following)):
                continue
        if current:
            yield current
            current = []


def cut_at_width(lines: list[str], widths: list[int]) -> bool:
    """Whether most of the widest lines are pieces of sentences that stop in the middle, none wider than a page.

    A list of titles has wide unfinished lines too, but no commas in them.
    """
    widest = max(widths, default=0)
    full = [line for line, columns in zip(lines, widths, strict=True) if columns >= FULL * widest]
    if not 30 <= widest <= 160 or len(full) < 5:
        return False
    cut = [line for line in full if not FINISHED.search(line)]
    return len(cut) >= 0.5 * len(full) and sum(INSIDE.search(line) is not None for line in cut) >= 0.5 * len(cut)
