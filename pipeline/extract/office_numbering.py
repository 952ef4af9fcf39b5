"""The numbers Word prints before paragraphs: they stand nowhere in the text, only as counters in numbering.xml."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex
from lxml.etree import _Element as Element

DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
         (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
ENCLOSED = {"decimalEnclosedCircle": 0x2460, "decimalEnclosedCircleChinese": 0x2460, "decimalEnclosedParen": 0x2474,
            "decimalEnclosedFullstop": 0x2488}
COUNTED = frozenset(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                     "taiwaneseCountingThousand", "koreanCounting"))
LEVELS = 9


def local(element: Element) -> str:
    """The tag without its namespace: the strict and the transitional schema differ in nothing else here."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, name: str) -> list[Element]:
    if element is None:
        return []
    return [child for child in element if isinstance(child.tag, str) and local(child) == name]


def child(element: Element | None, *names: str) -> Element | None:
    """The first element down a path of local names."""
    for name in names:
        found = children(element, name)
        if not found:
            return None
        element = found[0]
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def number(element: Element | None, name: str = "val", default: int = 0) -> int:
    text = value(element, name)
    return int(text) if text and regex.fullmatch(r"-?\d{1,9}", text) else default


def counted(n: int, digits: str = DIGITS, units: tuple[str, ...] = ("", "十", "百", "千"), *, bare_ten: bool = True) -> str:
    """A number in words as Chinese writes it.

    >>> counted(12), counted(20), counted(105)
    ('十二', '二十', '一百〇五')
    """
    if not 0 < n < 10_000:
        return str(n)
    text, gap = "", False
    for place in range(len(str(n)) - 1, -1, -1):
        digit = n // 10**place % 10
        if not digit:
            gap = True
            continue
        text += (digits[0] if gap and text else "") + digits[digit] + units[place]
        gap = False
    return text[1:] if bare_ten and 10 <= n < 20 else text


def letters(n: int) -> str:
    """A … Z, AA, BB …: Word repeats the letter."""
    return chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1) if 0 < n < 1000 else str(n)


def roman(n: int) -> str:
    text = ""
    for size, sign in ROMAN:
        text += sign * (n // size)
        n %= size
    return text


def formatted(n: int, style: str) -> str:
    """A counter as Word prints it in a number format.

    >>> formatted(3, 'chineseCounting'), formatted(3, 'decimalEnclosedCircle'), formatted(3, 'upperLetter')
    ('三', '③', 'C')
    """
    if style in COUNTED:
        return counted(n)
    if style in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return counted(n, LEGAL, ("", "拾", "佰", "仟"), bare_ten=False)
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(DIGITS[int(digit)] for digit in str(max(0, n)))
    if style in ENCLOSED:
        return chr(ENCLOSED[style] + n - 1) if 0 < n <= 20 else str(n)
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(max(0, n)))
    if style in ("upperLetter", "lowerLetter"):
        return letters(n) if style == "upperLetter" else letters(n).lower()
    if style in ("upperRoman", "lowerRoman"):
        return roman(n) if style == "upperRoman" else roman(n).lower()
    if style in ("ideographTraditional", "ideographZodiac"):
        signs = STEMS if style == "ideographTraditional" else BRANCHES
        return signs[(n - 1) % len(signs)]
    if style in ("none", "bullet"):
        return ""
    return f"{n:02}" if style == "decimalZero" else str(n)


@dataclass
class Level:
    style: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    """Restarts after a paragraph of this level or higher (1-based); 0 never, None after any higher one."""
    legal: bool = False
    paragraph_style: str | None = None

    @classmethod
    def of(cls, element: Element) -> Level:
        restart = child(element, "lvlRestart")
        # WPS and newer Word write the rarer formats into an AlternateContent.
        style = child(element, "numFmt")
        if style is None:
            style = child(element, "AlternateContent", "Choice", "numFmt")
            if value(style) == "custom":
                style = child(element, "AlternateContent", "Fallback", "numFmt")
        return cls(value(style) or "decimal", value(child(element, "lvlText")) or "", number(child(element, "start"), default=1),
                   value(child(element, "suff")) or "tab", None if restart is None else number(restart),
                   child(element, "isLgl") is not None and value(child(element, "isLgl")) not in ("0", "false"),
                   value(child(element, "pStyle")))


@dataclass
class List:
    """One w:num: its levels, and whose counters it moves on."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)
    """startOverride by level, applied when the list is first used."""


class Numbering:
    """Counts through the document in order: `label` gives each numbered paragraph's printed number."""

    def __init__(self, root: Element | None, styled: dict[str, str]) -> None:
        """`styled`: numbering style → the numId it uses (for numStyleLink)."""
        self.lists: dict[str, List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._used: set[tuple[str, int]] = set()
        abstract = {value(element, "abstractNumId") or "": element for element in children(root, "abstractNum")}
        chosen = {value(element, "numId") or "": value(child(element, "abstractNumId")) or ""
                  for element in children(root, "num")}
        for element in children(root, "num"):
            number_id = value(element, "numId") or ""
            key = chosen[number_id]
            link = value(child(abstract.get(key), "numStyleLink"))
            if link and not children(abstract.get(key), "lvl"):
                key = chosen.get(styled.get(link, ""), key)
            levels = {number(level, "ilvl"): Level.of(level) for level in children(abstract.get(key), "lvl")}
            restarts = {}
            for override in children(element, "lvlOverride"):
                depth = number(override, "ilvl")
                if (level := child(override, "lvl")) is not None:
                    levels[depth] = Level.of(level)
                if (start := child(override, "startOverride")) is not None:
                    restarts[depth] = number(start, default=1)
            self.lists[number_id] = List(key, levels, restarts)

    def depth_of(self, number_id: str, style: str) -> int:
        """The level that a paragraph style stands for in a list."""
        found = self.lists.get(number_id)
        return next((depth for depth, level in found.levels.items() if level.paragraph_style == style), 0) if found else 0

    def label(self, number_id: str, depth: int) -> str:
        """Moves the counters on and returns what Word prints before the paragraph, its gap included."""
        found = self.lists.get(number_id)
        if found is None or depth not in found.levels or not 0 <= depth < LEVELS:
            return ""
        counters = self._counters.setdefault(found.abstract, [None] * LEVELS)
        level = found.levels[depth]
        if depth in found.restarts and (number_id, depth) not in self._used:
            counters[depth] = found.restarts[depth]
        else:
            now = counters[depth]
            counters[depth] = level.start if now is None else now + 1
        self._used.add((number_id, depth))
        for deeper in range(depth + 1, LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart and depth < restart):
                counters[deeper] = None
        return self._printed(found, level, counters)

    def _printed(self, found: List, level: Level, counters: list[int | None]) -> str:
        def place(match: regex.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = found.levels.get(depth, Level())
            n = counters[depth]
            return formatted(other.start if n is None else n, "decimal" if level.legal else other.style)

        if level.style == "bullet":
            return ""
        text = regex.sub(r"%([1-9])", place, level.text)
        # A tab before the text is a gap that must not vanish: 1. and 5亿元 would become 1.5亿元.
        if text and level.suffix != "nothing" and not regex.search(r"[、．）】」，：]$", text):
            text += " "
        return text
