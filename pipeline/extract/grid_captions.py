"""Title, unit and declared emptiness of a table, from the paragraphs and rows printed around it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.building import Above
from pipeline.extract.grid_cells import pattern, squeeze
from pipeline.reading import fold

LEFT_OVER = 4
"""Characters: a shorter line can only be the end of a title."""
REACH = 6
"""How many paragraphs above a table can still caption it."""


@dataclass(slots=True)
class Caption:
    title: str = ""
    unit: str | None = None
    note: str | None = None


def unwrapped(paragraphs: list[Above]) -> list[str]:
    """The texts of paragraphs, a title that is broken over lines in one."""
    return ["".join(above.text if i == 0 else above.text.strip() for i, above in enumerate(block)) for block in blocks(paragraphs)]


def blocks(paragraphs: list[Above]) -> list[list[Above]]:
    """The paragraphs, those that a title is broken over together: same size, same middle, close to each other."""
    found: list[list[Above]] = []
    for above in paragraphs:
        text = "".join(before.text for before in found[-1]) if found else ""
        if found and centred_below(found[-1][-1], above) and not ends_a_title(text) and not is_apart(above.text):
            found[-1].append(above)
        else:
            found.append([above])
    return found


def centred_below(before: Above, above: Above) -> bool:
    if before.box is None or above.box is None or before.lines > 1 or above.lines > 1:
        return False
    size, other = above.box[3] - above.box[1], before.box[3] - before.box[1]
    middle, over = above.box[0] + above.box[2], before.box[0] + before.box[2]
    gap = above.box[3] - before.box[3]
    # A word left over, 表 or 情况表, is pushed aside by an indent.
    aside = 4 if len(above.text.strip()) <= LEFT_OVER and above.text.rstrip().endswith("表") else 1.5
    return abs(size - other) < 0.08 * size and abs(middle - over) < aside * size and 0 < gap < 2.2 * size


def ends_a_title(line: str) -> bool:
    """Whether nothing can go on after a line: it is a title, ends a sentence, heads a part or is a table's number."""
    return is_apart(line) or bool(pattern("title-end").search(fold(squeeze(line))))


def is_apart(line: str) -> bool:
    return is_noise(line) or unit_in(line) is not None


def unit_in(text: str) -> str | None:
    """The money unit a line names: `单位：万元` → 万元; None where it names none."""
    found = pattern("unit-line").search(fold(text))
    return found["unit"] if found else None


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
    caption, strangers, subtitle = Caption(), 0, ""
    for line in reversed(lines[-REACH:]):
        if is_bracketed(line) and not unit_in(line) and not is_noise(line):
            subtitle = squeeze(line) + subtitle
            continue
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
    caption.title += subtitle if caption.title else ""
    return caption


def is_bracketed(line: str) -> bool:
    """Whether a line is all in brackets: （按功能分类科目） belongs to the title above it."""
    text = fold(squeeze(line))
    return text.startswith("(") and text.endswith(")") and ")" not in text[:-1]


def same_title(one: str, other: str) -> bool:
    """Whether a page repeats a title, with a mark that it goes on (续表) or without what stands in brackets.

    >>> same_title("收入表(一)", "收入表(续)"), same_title("支出表(按功能分类)", "支出表(按经济分类)")
    (True, False)
    """
    first, second = (pattern("continuation-mark").sub("", fold(title)) for title in (one, other))
    return first == second or bare_title(first) == bare_title(second) in (first, second)


def bare_title(title: str) -> str:
    """The title without what stands in brackets."""
    return pattern("bracketed").sub("", title)
