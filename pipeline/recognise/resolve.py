"""What a written name means in its surroundings: canonical name and code by year, level, path and printed code."""

from __future__ import annotations

from pipeline.patterns import load_rules
from pipeline.recognise.lexicon import Name, codes_in_use, lexicon, squeeze


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
        if level and not fitting:  # 一般公共服务（类） after 2013, when only a 款 is still called so
            fitting = [m for m in meanings if m.source == "functional" and m.level == level and m.code]
            former = former or bool(fitting)
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
    written = load_rules("categories.toml")["row-number"].pattern.sub("", squeeze(label), count=1)
    meanings = lexicon(kind).by_name.get(written, ())
    if code:
        match = next((m for m in meanings if m.code == code), None)
        return match.name if match else label, code
    if not meanings or meanings[0].source == "stop":
        return label, None
    name, found, _, _ = resolve(meanings, year=year, kind=kind)
    return name, found
