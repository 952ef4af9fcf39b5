"""Title, unit and declared emptiness of a table, from the paragraphs and rows printed around it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.grid_cells import pattern, squeeze
from pipeline.reading import fold

REACH = 6
"""How many paragraphs above a table can still caption it."""


@dataclass(slots=True)
class Caption:
    title: str = ""
    unit: str | None = None
    note: str | None = None


def unit_in(text: str) -> str | None:
    """The money unit a line names: `单位：万元` → 万元; None where it names none."""
    found = pattern("unit-line").search(fold(text))
    if not found:
        return None
    return found["unit"] or found[0].strip("()（） ")


def is_noise(text: str) -> bool:
    """Whether a line only numbers, dates or signs the table or the page."""
    return bool(pattern("caption-noise").fullmatch(fold(text.strip())))


def title_of(text: str) -> str | None:
    """The title that a line prints, unit and table number taken away; None for other text."""
    line = text.strip()
    found = pattern("unit-line").search(fold(line))
    if found:
        line = line[: found.start()].rstrip(" 　(（,，")
    number = pattern("title-number").match(fold(line))
    if number:
        line = line[number.end() :]
    line = line.strip()
    if not pattern("title").search(fold(line)) or is_noise(line):
        return None
    return squeeze(line)


def weak_title_of(text: str) -> str | None:
    """A short line that may head a table although it does not say 表: 全市一般公共预算收支情况（草案）."""
    line = text.strip()
    found = pattern("title-number").match(fold(line))
    line = squeeze(line[found.end() :] if found else line)
    return line if 6 <= len(line) <= 60 and pattern("weak-title").search(fold(line)) else None


def note_of(text: str) -> str | None:
    """The sentence if it declares a table empty: `注：本年度无此项支出，故本表无数据。`"""
    line = text.strip()
    return line if len(line) <= 200 and pattern("declared-empty").search(fold(squeeze(line)).rstrip("。.；;")) else None


def captions_of(lines: list[str]) -> Caption:
    """What the paragraphs above a table (nearest last) say of it.

    >>> captions_of(['正文。', '公开01表', '收入支出决算总表', '单位：万元'])
    Caption(title='收入支出决算总表', unit='万元', note=None)
    """
    caption, strangers = Caption(), 0
    for line in reversed(lines[-REACH:]):
        title = title_of(line)
        unit = unit_in(line)
        caption.unit = caption.unit or unit
        if title:
            caption.title = title if not caption.title else caption.title
            break
        if unit or is_noise(line):
            continue
        caption.note = caption.note or note_of(line)
        if not strangers and not caption.note and (weak := weak_title_of(line)):
            caption.title = weak
        strangers += 1
        if len(line.strip()) > 40 or strangers > 1:
            break
    return caption
