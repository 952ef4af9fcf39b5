"""Figures as printed: envelopes, verdicts and the slips they suggest."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check.precision import Figure, minus, percent, total, verdict
from pipeline.check.slips import likely_slip


def around(value: str, half: str) -> Figure:
    return Figure(D(value), D(value) - D(half), D(value) + D(half))


@pytest.mark.parametrize("expected, found, result, remark", [
    (around("100", "0"), around("100", "0"), "pass", "exact"),
    (around("1067.494998", "0"), around("1067.49", "0.005"), "pass", "yuan written in 万元"),
    (around("2940.06", "0.02"), around("2940.05", "0.005"), "rounding", "four rounded parts"),
    (around("2940.08", "0.02"), around("2940.05", "0.005"), "fail", "too far for four parts"),
    (around("5.68", "0.001"), around("5.6", "0.05"), "fail", "cut off, not rounded"),
    (around("5.65", "0"), around("5.7", "0.05"), "pass", "half rounds up"),
])
def test_verdict(expected: Figure, found: Figure, result: str, remark: str) -> None:
    assert verdict(expected, found) == result, remark


@given(st.lists(st.decimals("-1e9", "1e9", places=6), min_size=1, max_size=20), st.integers(0, 4))
def test_rounded_parts_never_contradict_their_true_total(parts: list[D], places: int) -> None:
    half = D(5).scaleb(-places - 1)
    printed = [Figure(round(p, places), round(p, places) - half, round(p, places) + half) for p in parts]
    whole = round(sum(parts), places)
    assert verdict(total(printed), Figure(whole, whole - half, whole + half)) != "fail"


@given(st.decimals("0.01", "1e9", places=5), st.decimals("1", "1e9", places=5), st.integers(0, 2))
def test_a_correct_rate_of_rounded_levels_never_fails(now: D, base: D, places: int) -> None:
    half, point = D("0.005"), D(5).scaleb(-places - 1)
    levels = [Figure(round(v, 2), round(v, 2) - half, round(v, 2) + half) for v in (now, base)]
    rate = percent(minus(*levels), levels[1])
    true = round(100 * (now - base) / base, places)
    assert rate is None or verdict(rate, Figure(true, true - point, true + point)) != "fail"


@pytest.mark.parametrize("expected, found, slip", [
    ("131637000000", "161337000000", "数字换位"),
    ("1137000000", "11137000000", "多写一位数字"),
    ("1218300", "121.83", "单位"),
    ("-56988", "56988", "方向"),
    ("3829200", "3929200", "一位数字之误"),
    ("120.5", "12.05", "小数点错位"),
    ("2134", "9876", None),
    ("13", "16", None),
])
def test_likely_slip(expected: str, found: str, slip: str | None) -> None:
    suggested = likely_slip(D(expected), D(found), D(0))
    assert (suggested is None) if slip is None else (suggested or "").startswith(slip)
