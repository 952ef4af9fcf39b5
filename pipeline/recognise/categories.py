"""Categories named in running text: classification items, totals, indicators.

Names are found by an automaton on the text without white space and quotes; 类, 款 and 项 in any way of writing make
one mention of the lowest item, whose code is given where the path, a printed code or a unique name leaves no doubt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

import regex

from pipeline.recognise.lexicon import SILENT, Name, codes_in_use, lexicon, official_names, squeeze
from pipeline.records import Mention

_MARK = (r"\((?P<code>[0-9]{2,7})?(?P<level>[类款项目])级?(?:科目)?(?P<late>[0-9]{2,7})?\)|\((?P<only>[0-9]{7}|[0-9]{5}|[0-9]{3})\)"
         r"|(?P<bare>[类款项])(?=[0-9(,，、:：]|科目|支出|年|为)")
_TAIL = regex.compile(rf"(?:支出(?=\([类款项0-9])|款(?=\(款\))|项(?=\(项\)))?(?P<mark>{_MARK})?(?:支出(?!预|决|情|结|责|总|绩)|科目)?")
_LONE_MARK = regex.compile(r"\((?P<code>[0-9]{2,7})?(?P<level>[类款项])级?(?:科目)?\)(?:支出)?")
_NAME_BEFORE = regex.compile(r"[\p{Han}、(),]{2,30}$")
_CODE_BEFORE = regex.compile(r"(?<![0-9.,])([0-9]{7}|[0-9]{5}|[0-9]{3})[-、.]?$")
_AMOUNT_AFTER = regex.compile(r"(?:支出|经费|费用|资金|预算|决算|年初|全年|安排|执行|完成|数|总额|共|为|约|[:：]|[0-9]{4}年度?){0,4}[-]?[0-9]")
_COUNT_AFTER = regex.compile(r"(?:数|总数|共|有|为|各|约|[:：]|[0-9]{4}年){0,3}[0-9]|[一两二三四五六七八九十]{1,3}[名位个辆人家]")
_LEADS = regex.compile(r"^.*[、,()]|^(?:其中|用于|主要|包括|安排|增加|减少)+")
_JOINER = regex.compile(r"[-/>·:：]{0,3}(?:其中[:：]?)?")
_BOUNDARY = frozenset("，。；：、,;:()（）\n.0123456789-/")
_PREFIXES = ("用于", "其中", "包括", "增加", "减少", "安排", "的", "项", "和", "及", "与", "有", "设", "是", "在", "为")


@dataclass(slots=True)
class Hit:
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
        removed = [match.start() for match in SILENT.finditer(piece)]
        squeezed = SILENT.sub("", piece) if removed else piece
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
    words = lexicon(kind)
    hits: list[Hit] = []
    for index, start, end in words.automaton.find_matches_as_indexes(squeezed):
        meanings = words.meanings[index]
        if meanings[0].source == "stop":
            continue
        hit = Hit(start, end, meanings)
        following = squeezed[end:end + 1]
        if following and following in "(类款项支科" and (tail := _TAIL.match(squeezed, end)):
            hit.end = tail.end() if tail.end("mark") > 0 or meanings[0].source != "named" else end
            hit.level = tail["level"] or tail["bare"] or ""
            hit.printed = tail["only"] or tail["code"] or tail["late"]
            if hit.level and not any(meaning.level == hit.level for meaning in meanings):  # 住房保障（类）: without its 支出
                hit.meanings = words.by_name.get(squeezed[start:end] + "支出", meanings)
        if start and squeezed[start - 1] in "0123456789-、." and (before := _CODE_BEFORE.search(squeezed, max(0, start - 9), start)):
            hit.printed = before[1]
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
    if not (_COUNT_AFTER if named else _AMOUNT_AFTER).match(squeezed, hit.end):
        return False
    return named or hit.start == 0 or squeezed[hit.start - 1] in _BOUNDARY or squeezed[hit.start - 2:hit.start] in _PREFIXES


def _with_unknown(hits: list[Hit], squeezed: str, kind: str) -> list[Hit]:
    """Also the marked names that are in no list: mended where one slip explains them, else as written."""
    inside = {offset for hit in hits if hit.level for offset in range(hit.end - 12, hit.end)}
    extra = []
    for match in _LONE_MARK.finditer(squeezed):
        if match.start() in inside:
            continue
        floor = max((hit.end for hit in hits if hit.end <= match.start()), default=0)
        before = _NAME_BEFORE.search(squeezed, max(floor, match.start() - 30), match.start())
        name = _LEADS.sub("", before[0]).removesuffix("支出") if before else ""
        if len(name) < 2:
            continue
        start = squeezed.rindex(name, 0, match.start())
        mended = _mend(name, match["level"], kind) or _mend(name + "支出", match["level"], kind)
        meanings = lexicon(kind).by_name[mended] if mended else (Name(name, None, match["level"], "marked"),)
        extra.append(Hit(start, match.end(), meanings, match["level"], match["code"], "", ("typo",) if mended else ()))
    return sorted(hits + extra, key=lambda hit: hit.start) if extra else hits


def _mend(name: str, level: str, kind: str) -> str | None:
    """The one official name of that level that a single slip turns into `name`: 一般行政事务管理 → 一般行政管理事务."""
    if len(name) < 5:
        return None
    near = []
    for size in (len(name) - 1, len(name), len(name) + 1):
        for official in official_names(kind).get((level, size), ()):
            if _one_slip(name, official):
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
    if gap < 0 or gap > 8 or not _JOINER.fullmatch(squeezed, upper.end, lower.start):
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


def resolve(meanings: tuple[Name, ...], *, year: int | None, kind: str, level: str = "", parent: str = "",
            printed: str | None = None, context: str = "") -> tuple[str, str | None, str | None, str]:
    """(canonical name, code, phase, source) of a written name in its surroundings."""
    named = next((m for m in meanings if m.source == "named"), None)
    official = [m for m in meanings if m.code and (year is None or m.first <= year <= m.last)]
    former = not official
    official = official or [m for m in meanings if m.code]
    misplaced = False
    if level or parent:
        fitting = [m for m in official if m.source == "functional" and (not level or m.level == level)]
        misplaced, official = not fitting, fitting or official
    elif named:
        official = [m for m in official if m.source != "economic" and m.name == named.name]
        if kind == "department" or not official:
            return named.name, None, named.phase, "named"
    if not official:
        chosen = named or meanings[0]
        return chosen.name, None, chosen.phase, chosen.source
    if printed:
        exact = [m for m in official if m.code == printed or (m.code and len(printed) == 2 and m.code.endswith(printed))]
        official = exact or official
    for prefix in (parent, context):
        within = [m for m in official if prefix and m.source == "functional" and m.code and m.code.startswith(prefix)]
        if within and (prefix == parent or level or all(m.source == "functional" for m in official)):
            official = within
            break
    code = _one_code(official, kind, bool(level or parent or printed))
    chosen = next((m for m in official if m.code == code), official[0])
    name = _current(chosen, year) if former or chosen.level == "类" else chosen.name
    if misplaced or (former and not _still_used(code, year)):
        code = None
    if named and not level:
        return named.name, code, named.phase, "named"
    return name, code, None, chosen.source


def _one_code(official: list[Name], kind: str, classified: bool) -> str | None:
    """The only code the name can have; None where departments could mean the functional or the economic item."""
    codes = {m.code for m in official}
    if len(codes) > 1 and (kind == "government" or classified):
        codes = {m.code for m in official if m.source != "economic"} or codes
    if len(codes) > 1:
        shortest = min((code for code in codes if code), key=len)
        if kind == "government" and all(code and code.startswith(shortest) for code in codes):
            return shortest
    return codes.pop() if len(codes) == 1 else None


def _still_used(code: str | None, year: int | None) -> bool:
    return bool(code) and any(year is None or m.first <= year <= m.last for m in codes_in_use().get(code or "", ()))


def _current(meaning: Name, year: int | None) -> str:
    """公共安全 as a 类 is 公共安全支出 where the list of the year says no more than that."""
    longer = meaning.name + "支出"
    names = codes_in_use().get(meaning.code or "", ())
    return longer if any(m.name == longer and (year is None or m.first <= year <= m.last) for m in names) else meaning.name


def lookup(label: str, *, year: int | None, kind: str, code: str | None = None) -> tuple[str, str | None]:
    """(canonical name, code) of a table's row label and the code printed beside it; the label itself where unknown."""
    written = regex.sub(r"^(?:其中[:：]?)?(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]+[.、])?", "", squeeze(label))
    meanings = lexicon(kind).by_name.get(written, ())
    if code:
        match = next((m for m in meanings if m.code == code), None)
        return match.name if match else label, code
    if not meanings or meanings[0].source == "stop":
        return label, None
    name, found, _, _ = resolve(meanings, year=year, kind=kind)
    return name, found
