"""A heading's title: where it ends in its line, and what it is called across layouts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import regex

from pipeline.patterns import load_rules, load_table
from pipeline.reading import fold

_SHIELD = regex.compile(r"\([^()]{0,80}\)|《[^《》]{0,80}》|“[^“”]{0,60}”|\"[^\"]{0,60}\"")
_CLOSING = "。.：:；;，,、 "
LONGEST_LINE = 48
"""Characters of the longest line taken for a heading as a whole though it holds a comma: 加强统筹，确保运行平稳."""
LONGEST_COLON = 60
"""The same for a line that ends in a colon."""
SLOGAN = 20
_ABOUT_TABLE = regex.compile(r"总?表$")
_TAILS = ("情况", "说明", "介绍")


@cache
def _cuts() -> regex.Pattern[str]:
    rules = load_rules("headings.toml")
    return regex.compile("|".join(rule.pattern.pattern for rule in rules.rules if rule.data["kind"] == "cut"))


@cache
def _amount() -> regex.Pattern[str]:
    return load_rules("headings.toml")["amount"].pattern


def is_amount(text: str) -> bool:
    """Whether a folded text holds an amount."""
    return bool(_amount().search(text))


def cut_title(text: str) -> tuple[int, int, str]:
    """(start, end, kind) of the title in the folded text after a number.

    `H`: the line is the heading. `R`: text runs on; the title is what stands before the first stop or amount
    outside brackets and quotes. (0, 0, '') where no title is left.

    >>> cut_title('工资福利支出:包括奖金3元。')
    (0, 6, 'R')
    >>> cut_title('科普展览项目130元,用于展览。')
    (0, 6, 'R')
    >>> cut_title(' 产出指标完成情况。')
    (1, 9, 'H')
    """
    start = len(text) - len(text.lstrip(" :：\u3000"))
    shielded = _SHIELD.sub(lambda match: "\ue000" * len(match[0]), text) if "(" in text or "“" in text or "《" in text or '"' in text else text
    body = shielded.rstrip(_CLOSING)
    stop = _cuts().search(body, start)
    if stop is None:
        kind = "R" if len(body) - start > SLOGAN and text.rstrip()[-1:] in "。；;" else "H"
        return (start, len(body), kind) if len(body) > start else (0, 0, "")
    if _whole_line(text.rstrip(), body, start):
        return start, len(body), "H"
    end = len(body[:stop.start()].rstrip())
    return (start, end, "R") if end > start else (0, 0, "")


def _whole_line(text: str, body: str, start: int) -> bool:
    """Whether a line with a comma inside is a heading all the same: 增收节支，确保平稳, or …，职责如下：."""
    if "。" in body or "：" in body or _amount().search(body):
        return False
    if text[-1:] in "：:":
        return len(body) - start <= LONGEST_COLON and "；" not in body and body[start] != "\ue000"
    return text[-1:] not in "。；;，," and len(body) - start <= LONGEST_LINE and "；" not in body


@cache
def _names() -> dict[str, tuple[str, bool]]:
    """Normalised title → (canonical name, whether small slips are forgiven)."""
    found = {}
    for row in load_table("headings_canonical.csv"):
        for title in (row["canonical"], *filter(None, row["titles"].split("|"))):
            found[_plain(fold(title))] = (row["canonical"], row["exact"] != "1")
    return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_rules("headings.toml").data["canonical"][name])


def _plain(title: str) -> str:
    """A title without year, quotes, scope, template instructions and 情况说明; what is said about a table is no table."""
    plain = _pattern("strip").sub("", title)
    shorter = _pattern("tail").sub("", plain) if plain.endswith(_TAILS) else plain
    if shorter != plain:
        shorter = _ABOUT_TABLE.sub("", shorter)
    return shorter if len(shorter) >= 2 else plain


@lru_cache(4096)
def canonical(title: str) -> str | None:
    """What a folded title is called across layouts, or None.

    >>> canonical('2023年度收入支出决算总体情况说明')
    '收入支出决算总体情况'
    """
    plain, names = _plain(title), _names()
    if plain in names:
        return names[plain][0]
    for at in range(1, min(len(plain) - 1, 40)):
        if plain[at:] in names and _pattern("body").search(plain[:at]):
            return names[plain[at:]][0]
    return _nearest(plain) if 6 <= len(plain) <= 40 else None


@cache
def _sense(title: str) -> list[str]:
    return _pattern("sense").findall(title)


@cache
def _by_length() -> dict[int, list[tuple[int, str, str]]]:
    """Length → (letters as bits, name, canonical name) of the names in which slips are forgiven."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for name, (canonical_name, forgiving) in _names().items():
        if forgiving:
            found.setdefault(len(name), []).append((letters(name), name, canonical_name))
    return found


def letters(text: str) -> int:
    """The letters of a text as bits, for telling quickly that two texts differ by more than a few."""
    bits = 0
    for character in text:
        bits |= 1 << (ord(character) % 251)
    return bits


def _nearest(plain: str) -> str | None:
    """The one name that differs from a title by a slip or two; None where two names are equally near."""
    allowed = 1 if len(plain) < 10 else 2
    bits = letters(plain)
    best: dict[str, int] = {}
    for length in range(len(plain) - allowed, len(plain) + allowed + 1):
        for other, name, canonical_name in _by_length().get(length, ()):
            if (bits ^ other).bit_count() <= 2 * allowed and _sense(plain) == _sense(name) and (distance := edit_distance(plain, name)) <= allowed:
                best[canonical_name] = min(distance, best.get(canonical_name, 9))
    if not best:
        return None
    nearest = min(best.values())
    winners = [name for name, distance in best.items() if distance == nearest]
    return winners[0] if len(winners) == 1 else None


def edit_distance(a: Sequence[str], b: Sequence[str]) -> int:
    """Insertions, deletions and substitutions that make one of the other."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]
