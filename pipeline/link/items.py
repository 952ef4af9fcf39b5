"""Items: names that are items of one class only where that class is being listed — 教育 of 专项转移支付收入."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from pipeline.link.columns import columns_data
from pipeline.patterns import load_table

if TYPE_CHECKING:
    from pipeline.link.context import Subject
    from pipeline.link.walk import Walk

LISTED = regex.compile("专项转移支付(?P<side>收入|支出)?$")
CODES = {"收入": ("revenue", "11003"), "支出": ("functional", "23003")}


@cache
def _items(side: str) -> dict[str, str]:
    """The items of transfers for one purpose, received or paid: name → code."""
    table, prefix = CODES[side]
    return {row["name"]: row["code"] for row in load_table(f"codes/{table}.csv")
            if row["code"].startswith(prefix) and len(row["code"]) == 7 and not row["name"].endswith("支出")}


@cache
def _borrowed() -> regex.Pattern[str]:
    return regex.compile(columns_data()["borrowed"]["codes"])


def item(walk: Walk, subject: Subject) -> Subject:
    """The category with the code that it has where it stands: 教育 is an item of aid and of transfers only among theirs."""
    if not walk.profile.government or subject.name.endswith(("支出", "收入")):
        return subject
    parent = walk.scene.parent if walk.sentence.parts or walk.scene.open_list else None
    match = LISTED.search(parent.subject.name) if parent else None
    if match:
        side = match["side"] or ("支出" if walk.scene.paid else "收入")
        code = _items(side).get(subject.name)
        known = code or subject.name in _items("支出")
        return subject._replace(code=code) if known else subject
    return subject._replace(code=None) if subject.code and _borrowed().match(subject.code) else subject
