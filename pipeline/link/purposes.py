"""Purposes: what an amount is spent on, read behind it, and what a score outside the accounts is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.link.context import Subject
from pipeline.link.subjects import WORD, clean, shapes

if TYPE_CHECKING:
    from pipeline.link.walk import Walk
    from pipeline.records import Mention

COUNTED = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,5}(?:余|多)?(?:个|项|家|件|处|座|所|套|笔|宗)$")
"""How many things a name is of, behind it: 重建项目|187个."""
NEXT = re.compile(r"[、和及与]+\d[\d.]*$")
"""The next amount of the list behind a name: 3万元用于培训|、5."""


def purpose_of(walk: Walk, mention: Mention, keys: tuple[str, ...] = ("direct", "object")) -> Subject | None:
    """What an amount is spent on, read after it: 投入79亿元，支持对口支援 → 对口支援."""
    after = walk.folded[mention.end:mention.end + 60]
    if "object" in keys and shapes()["led"].match(after) and shapes()["object"].match(after):
        keys = ("object",)  # 5万元用于培训补贴、岗位补贴: all that the word leads to
    for key in keys:
        match = shapes()[key].match(after.replace(" ", "") if key == "direct" else after)
        if match and not shapes()["generic"].match(match["name"]) and not shapes()["nothing"].search(match["name"]):
            name = clean(COUNTED.sub("", NEXT.sub("", match["name"])))
            rest = shapes()["led"].sub("", name)  # 5万元用于提高教师待遇
            return Subject(rest if len(rest) > 3 else name, None, mention.end, mention.end + match.end(), None, key, sentence=walk.sentence.number)
    return None


def label(walk: Walk, mention: Mention) -> Subject | None:
    """What a score or a rate outside the accounts is called, as written: 公众参与度已达到100% → 公众参与度."""
    clause = walk.clause
    end = clause.complete.start if clause.complete else clause.lead if clause.lead > clause.start + 1 else mention.start
    text = shapes()["after"].sub("", clean(walk.folded[clause.start:end]))
    if 1 < len(text) <= 24 and WORD.search(text):
        return Subject(text, None, clause.start, end, None, "label", sentence=walk.sentence.number)
    return walk.sentence.topic
