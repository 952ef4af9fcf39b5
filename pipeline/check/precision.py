"""Figures with the precision they were written in, and what two of them say about each other.

`12.5%` stands for anything from 12.45 to 12.55: a figure is its value and half the weight of its last digit.
Sums add the halves up, quotients are bounded by their corners; a difference inside the envelope is rounding.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from pipeline.records import Link

ZERO, HUNDRED, HALF = Decimal(0), Decimal(100), Decimal("0.5")
INEXACT = frozenset({"approximate", "at_least", "at_most", "range_low", "range_high", "multi_year"})
"""Flags of links that name a neighbourhood, or several years' sum, not a year's figure: no arithmetic is done on them."""


class Figure(msgspec.Struct, frozen=True, gc=False):
    """Everything the written digits allow: `low` ≤ true value ≤ `high`; `value` is what they say."""

    value: Decimal
    low: Decimal
    high: Decimal


def figure(link: Link) -> Figure:
    """A link's value with its envelope; an unknown precision counts as exact."""
    value = link.value
    if link.step is None:
        return Figure(value, value, value)
    half = link.step * HALF
    return Figure(value, value - half, value + half)


def total(figures: Iterable[Figure]) -> Figure:
    """The sum, its envelope as wide as all parts' together."""
    value = low = high = ZERO
    for part in figures:
        value += part.value
        low += part.low
        high += part.high
    return Figure(value, low, high)


def minus(left: Figure, right: Figure) -> Figure:
    return Figure(left.value - right.value, left.low - right.high, left.high - right.low)


def percent(part: Figure, whole: Figure) -> Figure | None:
    """part ÷ whole × 100; None where the whole may be zero."""
    if whole.low <= 0 <= whole.high:
        return None
    corners = [100 * a / b for a in (part.low, part.high) for b in (whole.low, whole.high)]
    return Figure(100 * part.value / whole.value, min(corners), max(corners))


def verdict(expected: Figure, found: Figure) -> str:
    """`pass` where the arithmetic gives the digits as written, `rounding` inside the envelopes, else `fail`.

    >>> verdict(Figure(Decimal("2940.06"), Decimal("2940.04"), Decimal("2940.08")),
    ...         Figure(Decimal("2940.05"), Decimal("2940.045"), Decimal("2940.055")))
    'rounding'
    """
    if expected.value == found.value:
        return "pass"
    if expected.low > found.high or expected.high < found.low:
        return "fail"
    half, over = found.value - found.low, expected.value - found.value
    return "pass" if -half <= over < half else "rounding"


def tolerance(expected: Figure, found: Figure) -> Decimal:
    """How far apart the two may lie before they contradict each other."""
    return ((expected.high - expected.low) + (found.high - found.low)) * HALF


def rounded(value: Decimal, step: Decimal | None) -> Decimal:
    """The value at a written precision: (143.456, 0.1) → 143.5."""
    if not step:
        return value
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


FACTORS = {"亿元": Decimal(10**8), "百万元": Decimal(10**6), "万元": Decimal(10**4), "千元": Decimal(1000), "元": Decimal(1)}


def written(value: Decimal, like: Link) -> str:
    """The value as the document would print it beside `like`: (29616800, a link in 万元) → `2,961.68万元`."""
    if like.kind in ("percent", "percentage_point"):
        return f"{rounded(value, like.step if like.step and like.step < 1 else Decimal('0.01')):,f}%"
    if like.kind != "money":
        return f"{value:,f}{like.unit or ''}"
    unit = like.unit if like.unit in FACTORS else "元"
    amount = value / FACTORS[unit]
    cents = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{cents if cents == amount or unit == '元' else amount.normalize():,f}{unit}"
