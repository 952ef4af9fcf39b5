"""Between documents of one body: carry-over, last year's figure, and the budget repeated in the final accounts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.check.years import across
from pipeline.records import Document, Fact, Record


def fact(number: int, category: str, text: str, year: int, **fields: object) -> Fact:
    value = Decimal(text.rstrip("万元")) * 10**4
    given = {"measure": "level", "phase": "executed", **fields}
    return Fact(fact_id=number, source="text", text=text, kind="money", value=value, unit="万元", category=category, year=year,
                char_start=0, char_end=1, **given)  # type: ignore[arg-type]


def record(name: str, year: int, *facts: Fact, type: str = "部门决算", body: str = "某局") -> Record:
    return Record(document=Document(document_id=name, source=name, media_type="text/plain", body=body, year=year, type=type),
                  facts=facts)


CLOSED = fact(0, "年末结转和结余", "12.50万元", 2022)


@pytest.mark.parametrize("opened, result", [("12.50万元", "pass"), ("12.51万元", "rounding"), ("21.50万元", "fail")])
def test_carry_over(opened: str, result: str) -> None:
    (check,) = across([record("a", 2022, CLOSED), record("b", 2023, fact(0, "年初结转和结余", opened, 2023))])
    assert (check.identity, check.result, check.here, check.there) == ("carry-over", result, ("b", 0), ("a", 0))


def test_the_year_before_follows_from_the_change() -> None:
    change = fact(1, "项目支出", "10.00万元", 2023, measure="change", base_phase="executed", base_year=2022)
    now = record("b", 2023, fact(0, "项目支出", "110.00万元", 2023), change)
    (check,) = across([now, record("a", 2022, fact(0, "项目支出", "100.00万元", 2022))])
    assert (check.identity, check.result, check.expected) == ("year-before", "pass", 1000000)


def test_the_budget_repeated_in_the_final_accounts() -> None:
    final = record("b", 2023, fact(0, "项目支出", "90.00万元", 2023, phase="approved"))
    budget = record("a", 2023, fact(0, "项目支出", "95.00万元", 2023, phase="approved"), type="部门预算")
    (check,) = across([final, budget])
    assert (check.identity, check.result) == ("budget-repeated", "fail")
    assert "年初预算" in check.message and "printed" not in check.message


def test_other_bodies_and_contradicted_facts_are_left_out() -> None:
    opened = fact(0, "年初结转和结余", "99.00万元", 2023)
    assert across([record("a", 2022, CLOSED), record("b", 2023, opened, body="另一局")]) == []
    doubtful = fact(0, "年初结转和结余", "99.00万元", 2023, outcome="contradicted")
    assert across([record("a", 2022, CLOSED), record("b", 2023, doubtful)]) == []
