"""Numbers as written → exact Decimals, with the weight of their last written digit.

Arabic (`10,469,055.98`), Chinese (`三千五百万`), formal (`壹佰万`) and mixed (`1亿2千万`) numerals.
"""

from __future__ import annotations

from decimal import Decimal

import regex

_PLAIN = str.maketrans("", "", ",， ")
_DIGITS = {mark: value for value, marks in enumerate(
    ("零〇○", "一壹弌", "二两贰貳弍兩倆俩", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")) for mark in marks}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BLOCKS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_TOKEN = regex.compile(r"[0-9][0-9,，]*+(?:\.[0-9]+)?|[^\s余多几幾]")
SCALES = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10,
             "千亿": 11, "万亿": 12}
_NOUGHTS = ["0" * exponent for exponent in range(13)]
_POWER = {exponent: Decimal(1).scaleb(exponent) if exponent < 0 else Decimal(10**exponent) for exponent in range(-20, 13)}


def read_arabic(digits: str, scale: str = "") -> tuple[Decimal, Decimal]:
    """(value, step) of an Arabic number and the scale printed after it.

    >>> read_arabic('1,205.50', '万')
    (Decimal('12055000'), Decimal('100'))
    """
    if "," in digits:
        digits = digits.replace(",", "")
    if not digits.isascii() or " " in digits:
        digits = digits.translate(_PLAIN)
    whole, _, places = digits.partition(".")
    exponent = SCALES[scale] - len(places)
    if exponent < 0:
        return (Decimal(digits) if not scale else Decimal(digits).scaleb(SCALES[scale])), _POWER[exponent]
    return Decimal(whole + places + _NOUGHTS[exponent]), _POWER[exponent]


def read_numeral(written: str) -> tuple[Decimal, Decimal] | None:
    """(value, step) of any numeral; None where it is none (`万万元` without a digit, `千` alone counts as one).

    >>> read_numeral('1亿2千万')
    (Decimal('120000000'), Decimal('10000000'))
    >>> read_numeral('两千四百五')
    (Decimal('2450'), Decimal('10'))
    """
    whole, _, fraction = written.partition("点") if "点" in written else written.partition("點")
    tail = ""
    if fraction:
        kept = regex.match(r"[零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸叄0-9 ]+", fraction)
        if not kept:
            return None
        tail = fraction[kept.end():]
        fraction = "".join(str(_DIGITS.get(mark, mark)) for mark in kept[0].replace(" ", ""))
    read = _read_whole(_TOKEN.findall(whole), fraction)
    if read is None or not tail.strip(" 余多几幾"):
        return read
    value, step = read
    for mark in tail:
        if mark in _BLOCKS or mark in _STEPS:
            weight = _BLOCKS.get(mark) or _STEPS[mark]
            value, step = value * weight, step * weight
        elif mark not in " 余多几幾":
            return None
    return value, step


def _read_whole(tokens: list[str], fraction: str) -> tuple[Decimal, Decimal] | None:
    """Sums digit × step within blocks of 万, 亿, 兆: 一亿零五百万 → ((1)亿 + (5×百)万)."""
    if len(tokens) > 1 and all(token in _DIGITS for token in tokens):
        tokens = ["".join(str(_DIGITS[token]) for token in tokens)]  # 二○二三 is read digit by digit
    total = block = Decimal(0)
    digit: Decimal | None = None
    step, last = Decimal(1), 0
    for token in tokens:
        if token in _DIGITS:
            digit, step = Decimal(_DIGITS[token]), Decimal(1)
        elif token[0].isdigit():
            digit, step = read_arabic(token)
        elif token in _STEPS:
            weight = Decimal(_STEPS[token])
            block += (digit or Decimal(1)) * weight  # 零十二 is 12
            step = (step if digit is not None else Decimal(1)) * weight
            digit, last = None, _STEPS[token]
        elif token in _BLOCKS:
            weight = Decimal(_BLOCKS[token])
            if digit is None and not block and not total:
                return None
            inner = block + (digit or 0)
            total = (total + inner) * weight if not inner or (total and total < weight) else total + inner * weight
            step = step * weight
            block, digit, last = Decimal(0), None, _BLOCKS[token]
        else:
            return None
    if digit is not None:
        if last > 10 and 0 < digit < 10 and tokens[-1] in _DIGITS and (tokens[-2] in _STEPS or tokens[-2] in _BLOCKS):
            digit, step = digit * (last // 10), Decimal(last // 10)  # 两千四 is 2,400
        block += digit
    value = total + block
    if fraction:
        value, step = value + Decimal(fraction).scaleb(-len(fraction)), Decimal(1).scaleb(-len(fraction))
    return value, step
