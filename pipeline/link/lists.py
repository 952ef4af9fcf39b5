"""Lists: what a table's title says of its rows — its total, and which codes names without a printed one can have.

资本性支出 is 2230401 among the items of the state-capital budget only: by economic purpose it is an item of several
groups, and in the general budget it is none. 教育 is an item of aid to other regions, and of transfers, nowhere else.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pipeline.link.columns import columns_data, headers, plain
from pipeline.patterns import load_table

SHARED = "转移性与债务"
"""The budget of codes that every budget has."""


class Limit(NamedTuple):
    """One rule of what codes a table can hold."""

    fund: str | None
    kind: str | None
    plain: bool
    search: Any
    match: Any


@cache
def _limits() -> list[Limit]:
    return [Limit(rule.get("fund"), rule.get("kind"), rule.get("plain", False), re.compile(rule.get("title", "")).search,
                  re.compile(rule["codes"]).match) for rule in columns_data()["lists"]]


@cache
def _borrowed() -> tuple[Any, Any]:
    data = columns_data()["borrowed"]
    return re.compile(data["codes"]).match, re.compile(data["title"]).search


@cache
def budgets() -> dict[str, frozenset[str]]:
    """Functional code → the budgets whose item it is."""
    found: dict[str, set[str]] = {}
    for row in load_table("codes/functional.csv"):
        found.setdefault(row["code"], set()).add(row["budget"])
    return {code: frozenset(names) for code, names in found.items()}


class Listed(NamedTuple):
    """Which classifications the names of a table are items of: a few kinds, whatever its title."""

    fund: str | None
    side: str
    """收入 | 支出, which a name may leave out; '' where the table has both."""
    wanted: str
    """revenue | functional: what a name of both is."""
    both: bool
    borrows: bool
    """It may hold items of transfers and aid that are called like a 类."""
    limits: tuple[int, ...]


@lru_cache(maxsize=1 << 12)
def listed(title: str, kind: str, fund: str | None, side: str) -> Listed:
    """What a (plain) title, its fund and the side that a column is of say of the names in a table."""
    both = bool(headers()["both"].search(title))
    income = side == "收入" or ("收入" in title and "支出" not in title) or bool(headers()["received"].match(title))
    if not side and not both:
        side = "收入" if income else "支出"
    limits = tuple(i for i, limit in enumerate(_limits())
                   if limit.fund in (None, fund) and limit.kind in (None, kind) and limit.search(title))
    return Listed(fund, side, "revenue" if income else "functional", both, bool(_borrowed()[1](title)), limits)


@lru_cache(maxsize=1 << 15)
def allowed(code: str, name: str, listed: Listed) -> bool:
    """Whether a name without a printed code can have a code in a table.

    >>> [allowed(code, "某某收入", listed("社会保险基金收入表", "government", "社会保险基金预算", "")) for code in ("1030705", "102")]
    [False, True]
    """
    plain = not name.endswith(("支出", "收入"))
    if any(not limit.match(code) and (plain or not limit.plain) for i in listed.limits if (limit := _limits()[i])):
        return False
    if plain and not listed.borrows and _borrowed()[0](code):
        return False
    own = budgets().get(code)
    return not (own and len(code) > 3 and listed.fund in ("一般公共预算", "政府性基金预算") and not own & {listed.fund, SHARED})


@lru_cache(maxsize=1 << 12)
def spent(title: str) -> bool:
    """Whether all that a table lists is expenditure of its own, so that 国防 in it is 国防支出."""
    return "支出" in title and not headers()["both"].search(title) and not _borrowed()[1](title)


@lru_cache(maxsize=1 << 12)
def paid(title: str) -> bool:
    """Whether a table's transfers are paid to the governments below, not received from the one above."""
    rule = columns_data()["paid"]
    return bool(rule["search"](title)) and not rule["but"](title)


@lru_cache(maxsize=1 << 12)
def total_of(title: str, kind: str, path: str) -> str | None:
    """The category that a table's title gives the total in a column; one of several that it names, only where the column names it too."""
    total = next((rule for rule in columns_data()["total"] if rule["search"](plain(title))), None)
    if total and "beside" in total and total["but"](plain(title)) and not total["search"](path):
        return None
    return total and (total.get("government", total["category"]) if kind == "government" else total["category"])
