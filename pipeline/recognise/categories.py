"""Categories named in running text: classification items, totals, indicators.

Names are found by an automaton on the text without white space and quotes; 类, 款 and 项 in any way of writing make
one mention of the lowest item, whose code is given where the path, a printed code or a unique name leaves no doubt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import msgspec
import regex
from msgspec.structs import replace

from pipeline.patterns import load_rules
from pipeline.recognise.lexicon import SILENT, Name, lexicon, official_names
from pipeline.recognise.resolve import resolve
from pipeline.records import Mention

_NAME_BEFORE = regex.compile(r"[\p{Han}、(),]{2,30}$")
_PARTICLES = regex.compile(r"[的之]|(?:支出|费用|经费|费)$")
_SILENT = regex.compile(SILENT.pattern + r"|\((?:不)?含[^()\n0-9]{1,12}\)(?=收入|支出|预算)")
"""Also a remark inside a name: 政府性基金（含专项债）支出."""
_BOUNDARY = frozenset("，。；：、,;:()（）\n.0123456789-/")


class Around(NamedTuple):
    """The rules of categories.toml."""

    tail: regex.Pattern[str]
    lone_mark: regex.Pattern[str]
    code_before: regex.Pattern[str]
    amount_after: regex.Pattern[str]
    count_after: regex.Pattern[str]
    lead: regex.Pattern[str]
    joiner: regex.Pattern[str]
    prefixes: frozenset[str]


@cache
def around() -> Around:
    file = load_rules("categories.toml")
    return Around(file["tail"].pattern, file["lone-mark"].pattern, file["code-before"].pattern, file["amount-after"].pattern,
                  file["count-after"].pattern, file["lead"].pattern, file["joiner"].pattern, frozenset(file.data["look"]["prefixes"]))


class Hit(msgspec.Struct):
    """A name in the squeezed text."""

    start: int
    end: int
    meanings: tuple[Name, ...]
    level: str = ""
    printed: str | None = None
    """The code printed beside the name."""
    parent: str = ""
    """The code of the item above it in the same path."""
    flags: tuple[str, ...] = ()
    weak: bool = False
    """An ordinary word without evidence: counts only as the upper item of a path."""


def find_categories(folded: str, gaps: Iterable[tuple[int, int]], *, year: int | None, kind: str) -> list[Mention]:
    """The categories named inside `gaps`, in order; `kind` is `department` or `government`.

    >>> text = '社会保障和就业支出(类)行政事业单位养老支出(款)行政单位离退休(项)5万元'
    >>> [(m.name, m.code) for m in find_categories(text, [(0, len(text))], year=2023, kind='department')]
    [('行政单位离退休', '2080501')]
    """
    found: list[Mention] = []
    for start, end in gaps:
        piece = folded[start:end]
        silent = _SILENT if "(含" in piece else SILENT
        removed = [at for match in silent.finditer(piece) for at in range(*match.span())]
        squeezed = (silent.sub("", piece) if removed else piece).replace("其它", "其他")
        shifts = [offset - i for i, offset in enumerate(removed)]
        context = ""
        for hit in _paths(_hits(squeezed, kind), squeezed):
            mention, context = _mention(hit, context, year, kind)
            first = hit.start + bisect_right(shifts, hit.start) + start
            last = hit.end - 1 + bisect_right(shifts, hit.end - 1) + start + 1
            found.append(replace_span(mention, first, last))
    return found


def replace_span(mention: Mention, start: int, end: int) -> Mention:
    return Mention(kind="category", start=start, end=end, flags=mention.flags, name=mention.name, code=mention.code,
                   phase=mention.phase, rule=mention.rule)


def _hits(squeezed: str, kind: str) -> list[Hit]:
    """Names with the marks and codes around them; ordinary words without any evidence are left out."""
    words, rules = lexicon(kind), around()
    hits: list[Hit] = []
    for index, start, end in words.automaton.find_matches_as_indexes(squeezed):
        meanings = words.meanings[index]
        if meanings[0].source == "stop":
            continue
        hit = Hit(start, end, meanings)
        following = squeezed[end:end + 1]
        if following and following in "(类款项支科" and (tail := rules.tail.match(squeezed, end)):
            hit.end = tail.end() if tail.end("mark") > 0 or meanings[0].source != "named" else end
            hit.level = tail["level"] or tail["bare"] or ""
            hit.printed = tail["only"] or tail["code"] or tail["late"]
            if hit.level and not any(meaning.level == hit.level for meaning in meanings):  # 住房保障（类）: without its 支出
                hit.meanings = words.by_name.get(squeezed[start:end] + "支出", meanings)
        if start and squeezed[start - 1] in "0123456789-、." and (before := rules.code_before.search(squeezed[:start], max(0, start - 9))):
            hit.printed = before[1]
        if meanings[0].source == "short":
            if not hit.level and not (kind == "department" and following.isdecimal() and _evident(squeezed, hit)):
                continue
            hit.meanings = words.by_name[squeezed[start:end] + "支出"]
        if not hit.level and not hit.printed and all(meaning.weak for meaning in meanings) and not _evident(squeezed, hit):
            if meanings[0].source != "functional":
                continue
            hit.weak = True
        hits.append(hit)
    if "(类" in squeezed or "(款" in squeezed or "(项" in squeezed:
        hits = _with_unknown(hits, squeezed, kind)
    return hits


def _evident(squeezed: str, hit: Hit) -> bool:
    """Whether an ordinary word names a category here: on its own between boundaries with a figure behind it."""
    named = any(meaning.source == "named" for meaning in hit.meanings)
    rules, behind = around(), squeezed[hit.end:hit.end + 24]
    if not (rules.count_after if named else rules.amount_after).match(behind):
        return False
    before = squeezed[max(0, hit.start - 2):hit.start]
    return named or not before or before[-1] in _BOUNDARY or before in rules.prefixes or before[-1] in rules.prefixes


def _with_unknown(hits: list[Hit], squeezed: str, kind: str) -> list[Hit]:
    """Also the marked names that are in no list: mended where one slip explains them, else as written."""
    inside = {offset for hit in hits if hit.level for offset in range(hit.end - 12, hit.end)}
    extra = []
    for match in around().lone_mark.finditer(squeezed):
        if match.start() in inside:
            continue
        last = max((hit for hit in hits if hit.end <= match.start()), key=lambda hit: hit.end, default=None)
        touched = last if last is not None and match.start() - last.end <= 2 else None  # 行政单位离退休|费（项）
        floor = max((hit.end for hit in hits if hit.end <= match.start() and hit is not touched), default=0)
        before = _NAME_BEFORE.search(squeezed, max(floor, match.start() - 30), match.start())
        name = around().lead.sub("", before[0]).removesuffix("支出") if before else ""
        if len(name) < 2:
            continue
        start = squeezed.rindex(name, 0, match.start())
        mended = _mend(name, match["level"], kind) or _mend(name + "支出", match["level"], kind)
        if touched is not None:
            if not mended:
                continue
            hits = [hit for hit in hits if hit is not touched]
        meanings = lexicon(kind).by_name[mended] if mended else (Name(name, None, match["level"], "marked"),)
        extra.append(Hit(start, match.end(), meanings, match["level"], match["code"], "", ("typo",) if mended else ()))
    return sorted(hits + extra, key=lambda hit: hit.start) if extra else hits


def _mend(name: str, level: str, kind: str) -> str | None:
    """The one official name of that level that a single slip turns into `name`: 一般行政事务管理 → 一般行政管理事务.

    A 的 or a 费 more or less is no slip of its own: 未归口管理行政单位离退休费.
    """
    if len(name) < 5:
        return None
    core = _PARTICLES.sub("", name)
    near = []
    for size in range(len(name) - 2, len(name) + 3):
        for official in official_names(kind).get((level, size), ()):
            if _one_slip(name, official) or _PARTICLES.sub("", official) == core:
                near.append(official)
    return near[0] if len(near) == 1 else None


def _one_slip(left: str, right: str) -> bool:
    """One character wrong, missing or too many, or the same characters in another order."""
    if len(left) == len(right):
        return sum(a != b for a, b in zip(left, right, strict=True)) == 1 or sorted(left) == sorted(right)
    if len(left) > len(right):
        left, right = right, left
    head = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    return left[head:] == right[head + 1:]


def _paths(hits: list[Hit], squeezed: str) -> list[Hit]:
    """Neighbours that stand for 类, 款, 项 of one path become one hit of the lowest item."""
    joined: list[Hit] = []
    for hit in hits:
        upper = joined[-1] if joined else None
        if upper and not (upper.weak and hit.weak) and (parent := _under(upper, hit, squeezed)) is not None:
            joined[-1] = replace(hit, start=upper.start, parent=parent, weak=False)
        elif not upper or hit.start >= upper.end:
            joined.append(hit)
    return [hit for hit in joined if not hit.weak]


def _under(upper: Hit, lower: Hit, squeezed: str) -> str | None:
    """The code of `upper` where `lower` is the next item of the same path; '' where only the marks say so."""
    gap = lower.start - upper.end
    if gap < 0 or gap > 8 or not around().joiner.match(squeezed[upper.end:lower.start]):
        return None
    above = {m.code for m in upper.meanings if m.source == "functional" and m.code and m.code.startswith(upper.parent)
             and (not upper.level or m.level == upper.level)}
    below = {m.code for m in lower.meanings if m.source == "functional" and m.code}
    fitting = {code for code in above if any(other != code and other.startswith(code) for other in below)}
    if fitting:
        return min(fitting, key=len) if len(fitting) == 1 else max(fitting, key=len)
    order = "类款项目"
    if upper.level and lower.level and order.index(lower.level) > order.index(upper.level):
        return min(above, key=len) if len(above) == 1 else upper.parent
    return None


def _mention(hit: Hit, context: str, year: int | None, kind: str) -> tuple[Mention, str]:
    """The hit's canonical name and code, and the 款 (or 类) that later items may stand under."""
    name, code, phase, source = resolve(hit.meanings, year=year, kind=kind, level=hit.level, parent=hit.parent,
                                        printed=hit.printed, context=context)
    if code and source == "functional":
        context = code[:5]
    return Mention(kind="category", start=0, end=0, flags=hit.flags, name=name, code=code, phase=phase, rule=source), context
