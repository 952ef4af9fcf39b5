"""Numbers as a spreadsheet displays them: 3345.8900000001 in the file is 3,345.89 on the page."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

import regex

TOKEN = regex.compile(
    r'"(?<quoted>[^"]*)"?|\\(?<escaped>.)|(?<skip>_.|\*.)|!(?<bang>.)|\[\$(?<currency>[^\]-]*)(?:-[^\]]*)?\]|(?<bracket>\[[^\]]*\])'
    r'|(?<general>General|G/通用格式)|(?<ampm>AM/PM|上午/下午)|(?<exponent>[Ee][+-]0+)|(?<digit>[0#?])|(?<point>\.)|(?<comma>,)'
    r'|(?<percent>%)|(?<when>y+|m+|d+|h+|s+|a{3,4}|e+)|(?<text>@)|(?<literal>.)', regex.I | regex.S)
CONDITION = regex.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
DATE = regex.compile(r"[ymdhse]", regex.I)


class Part(NamedTuple):
    kind: str
    text: str


@lru_cache(maxsize=1000)
def sections(code: str) -> tuple[tuple[Part, ...], ...]:
    """A number format's sections (positive; negative; zero; text) as their parts."""
    found: list[list[Part]] = [[]]
    for match in TOKEN.finditer(code):
        kind = str(match.lastgroup)
        text = match[kind] or ""
        if kind == "literal" and text == ";":
            found.append([])
        elif kind in ("quoted", "escaped", "bang", "currency", "literal"):
            found[-1].append(Part("literal", text))
        elif kind != "skip":
            found[-1].append(Part(kind, text))
    return tuple(map(tuple, found))


def displayed(value: object, code: str) -> str:
    """A cell's value as displayed in its number format.

    >>> displayed(3345.8900000001, '#,##0.00'), displayed(-0.5, '0%'), displayed(0, '0;-0;"-"')
    ('3,345.89', '-50%', '-')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (date, time)):
        return dated(value, code)
    if not isinstance(value, (int, float, Decimal)):
        return str(value)
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return str(value)
    try:
        return formatted(number, code or "General")
    except (InvalidOperation, IndexError, ValueError):
        return plain(number)


def plain(number: Decimal) -> str:
    """All of a number's digits and no exponent: the format General without the width of the column.

    What binary arithmetic leaves far behind the point (3345.8900000001) is rounded off, as General does.
    """
    if number.as_tuple().exponent < -6:  # type: ignore[operator]
        number = number.quantize(Decimal(1).scaleb(min(-6, number.adjusted() - 10)), ROUND_HALF_UP)
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def formatted(number: Decimal, code: str) -> str:
    parts, absolute = chosen(number, sections(code))
    kinds = {part.kind for part in parts}
    if not parts and ";" in code:
        return ""
    if "general" in kinds or (kinds & {"text", "when"}) or not parts:
        body = plain(abs(number) if absolute else number)
        return "".join(body if part.kind in ("general", "text") else part.text for part in parts
                       if part.kind in ("general", "text", "literal")) if kinds & {"general", "text"} else body
    if not kinds & {"digit"}:
        return "".join(part.text for part in parts if part.kind in ("literal", "percent"))
    sign = "-" if number < 0 and not absolute else ""
    text = digits(abs(number), parts)
    return sign + text if regex.search(r"[1-9]", text) else text


def chosen(number: Decimal, all_sections: tuple[tuple[Part, ...], ...]) -> tuple[tuple[Part, ...], bool]:
    """The section that applies, and whether it shows the number without its sign."""
    conditions = [next((match for part in section if part.kind == "bracket" and (match := CONDITION.match(part.text))), None)
                  for section in all_sections]
    if any(conditions):
        for section, condition in zip(all_sections, conditions, strict=True):
            if condition is None or holds(number, condition[1], Decimal(condition[2])):
                return section, number < 0 and len(all_sections) > 1
    if number < 0 and len(all_sections) > 1:
        return all_sections[1], True
    if number == 0 and len(all_sections) > 2:
        return all_sections[2], False
    return all_sections[0], False


def holds(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {"<": number < limit, ">": number > limit, "=": number == limit, "<=": number <= limit,
            ">=": number >= limit, "<>": number != limit}[sign]


def digits(number: Decimal, parts: tuple[Part, ...]) -> str:
    """The number set into its placeholders; literals keep their places, as in 0!.0, (ten thousands)."""
    places = [i for i, part in enumerate(parts) if part.kind == "digit"]
    point = next((i for i, part in enumerate(parts) if part.kind == "point"), len(parts))
    whole = [i for i in places if i < point]
    fraction = [i for i in places if i > point]
    last = max(places)
    scale = sum(part.kind == "comma" and (i > last or bool(whole and whole[-1] < i < point)) for i, part in enumerate(parts))
    grouped = any(part.kind == "comma" and whole and whole[0] < i < whole[-1] for i, part in enumerate(parts[:point]))
    number = number * 100 ** sum(part.kind == "percent" for part in parts) / 1000**scale
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    if any(part.kind == "exponent" for part in parts):
        return plain(number)
    set_in = placed(before, parts, whole, grouped) | placed_after(after, parts, fraction)
    if not whole:
        set_in[point] = ("" if before == "0" else before) + "."
    elif point < len(parts):
        set_in[point] = "." if any(set_in[i] for i in fraction) or not fraction else ""
    return "".join(set_in.get(i, part.text if part.kind in ("literal", "percent") else "") for i, part in enumerate(parts))


def placed(before: str, parts: tuple[Part, ...], whole: list[int], grouped: bool) -> dict[int, str]:
    """Whole digits from the right; what is left over stands before the first placeholder."""
    set_in: dict[int, str] = {}
    rest = "" if before == "0" else before
    printed = 0
    for i in reversed(whole):
        digit, rest = (rest[-1], rest[:-1]) if rest else ({"0": "0", "?": "", "#": ""}[parts[i].text], "")
        set_in[i] = digit + ("," if grouped and digit and printed and printed % 3 == 0 else "")
        printed += 1
        if i == whole[0]:
            for extra in reversed(rest):
                set_in[i] = extra + ("," if grouped and printed % 3 == 0 else "") + set_in[i]
                printed += 1
    return set_in


def placed_after(after: str, parts: tuple[Part, ...], fraction: list[int]) -> dict[int, str]:
    set_in, shown = {}, False
    for i, digit in reversed(list(zip(fraction, after, strict=True))):
        shown = shown or digit != "0" or parts[i].text == "0"
        set_in[i] = digit if shown else ""
    return set_in


def dated(value: date | time, code: str) -> str:
    """A date in its format (yyyy年m月d日); ISO where the format has no date in it."""
    parts = sections(code)[0]
    if not any(part.kind == "when" for part in parts):
        return str(value.date() if isinstance(value, datetime) and value.time() == time() else value)
    text, hours = "", False
    for i, part in enumerate(parts):
        if part.kind != "when":
            text += part.text if part.kind in ("literal", "point", "comma", "percent") else ""
            continue
        following = next((later.text[0].lower() for later in parts[i + 1:] if later.kind == "when"), "")
        letter = part.text[0].lower()
        if letter == "m" and (hours or following == "s"):
            letter = "M"
        hours = letter == "h"
        text += clock(value, letter, len(part.text))
    return text


def clock(value: date | time, letter: str, width: int) -> str:
    """One field of a date."""
    numbers = {"y": getattr(value, "year", 0), "e": getattr(value, "year", 0), "m": getattr(value, "month", 0),
               "d": getattr(value, "day", 0), "h": getattr(value, "hour", 0), "M": getattr(value, "minute", 0),
               "s": getattr(value, "second", 0)}
    if letter not in numbers:
        return ""
    text = str(numbers[letter])
    if letter == "y":
        return text[-2:] if width <= 2 else text
    return text.zfill(min(width, 2))
