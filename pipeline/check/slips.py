"""The likely slip behind a contradiction, as a suggestion that changes no fact."""

from __future__ import annotations

from decimal import Decimal

from pipeline.check.precision import Figure, figure, minus, percent, verdict
from pipeline.records import Link

UNITS = (Decimal(10**4), Decimal(10**8), Decimal(1000), Decimal(10))


def likely_slip(expected: Decimal, found: Decimal, tolerance: Decimal) -> str | None:
    """What would turn the expected figure into the printed one; None where nothing simple would.

    >>> likely_slip(Decimal("131637000000"), Decimal("161337000000"), Decimal(0))
    '数字换位'
    """
    if abs(expected) <= tolerance or not found:
        return None
    if abs(expected + found) <= tolerance:
        return "方向（增减相反）"
    for factor in UNITS[:2]:
        if abs(expected - found * factor) <= tolerance or abs(found - expected * factor) <= tolerance * factor:
            return f"单位（相差{'一万' if factor == 10**4 else '一亿'}倍，元/万元/亿元之误）"
    for factor in UNITS[2:]:
        if abs(expected - found * factor) <= tolerance or abs(found - expected * factor) <= tolerance * factor:
            return f"小数点错位（相差{factor:f}倍）"
    return digits_slip(digits(expected), digits(found)) if abs(expected - found) > tolerance else None


def digits(value: Decimal) -> str:
    """The significant digits, without sign, point and outer zeros: 1613.370 → `161337`."""
    return f"{abs(value).normalize():f}".replace(".", "").strip("0")


def digits_slip(expected: str, found: str) -> str | None:
    """How one string of digits became the other; needs three digits or more to be evident."""
    if min(len(expected), len(found)) < 3:
        return None
    if len(expected) == len(found):
        places = [i for i, (a, b) in enumerate(zip(expected, found, strict=True)) if a != b]
        if len(places) == 1:
            return f"一位数字之误（{expected[places[0]]}写作{found[places[0]]}）"
        if len(places) == 2:
            i, j = places
            return "数字换位" if (expected[i], expected[j]) == (found[j], found[i]) else None
        return None
    longer, shorter = (expected, found) if len(expected) > len(found) else (found, expected)
    if len(longer) != len(shorter) + 1:
        return None
    if any(longer[:i] + longer[i + 1:] == shorter for i in range(len(longer))):
        return "漏写一位数字" if longer == expected else "多写一位数字"
    return None


def cut_off(ratio: Figure, link: Link) -> str | None:
    """Where the printed percent is the computed one with its last digits cut off instead of rounded."""
    if link.step and 0 < abs(ratio.value) - abs(link.value) < link.step and ratio.value * link.value >= 0:
        return "截尾未进位"
    return None


def wrong_unit(now: Figure, change: int | None, links: tuple[Link, ...], link: Link) -> str | None:
    """Where the printed rate follows from the change in 亿元 instead of 万元 (8.3亿元，增加1.5万元，增长22%)."""
    if change is None:
        return None
    moved = figure(links[change])
    larger = Figure(10_000 * moved.value, 10_000 * moved.low, 10_000 * moved.high)
    ratio = percent(larger, minus(now, larger))
    return "单位（增减额的元/万元/亿元之误）" if ratio is not None and verdict(ratio, figure(link)) != "fail" else None
