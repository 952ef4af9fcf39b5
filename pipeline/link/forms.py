"""Forms: set phrases of the genre, and counts, which are facts only in such phrases or right beside their category."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from pipeline.link.context import Subject, context_data
from pipeline.link.subjects import elliptic
from pipeline.patterns import Rule, load_rules
from pipeline.records import Mention

if TYPE_CHECKING:
    from pipeline.link.walk import Walk

BARE = str.maketrans("，；：", ",;:", " “”\"'‘’\n\t")
"""Folded text to the text that forms are written on."""


@cache
def forms() -> dict[str, tuple[Rule, ...]]:
    """The rules of link_forms.toml by the kind of quantity they are for."""
    rules = load_rules("link_forms.toml").rules
    return {kind: tuple(rule for rule in rules if rule.data["kind"] == kind) for kind in {rule.data["kind"] for rule in rules}}


def form(walk: Walk, mention: Mention) -> Subject | None:
    """The category that a set phrase gives: 由中小企业供应商中标或成交的，采购金额246.47万元."""
    start = max(walk.sentence.start, mention.start - 120)
    around = f"{walk.folded[start:mention.start]}〓{walk.folded[mention.end:mention.end + 30]}".translate(BARE)
    for rule in forms().get(mention.kind, ()):
        data = rule.data
        if data["needs"] not in around or ("units" in data and (mention.unit or "") not in data["units"].split("|")):
            continue
        match = rule.pattern.search(around)
        if match:
            name = data["name"].replace("{1}", next((group for group in match.groups() if group), ""))
            return Subject(name, None, mention.start - 1, mention.end, data.get("phase"), rule.id, sentence=walk.sentence.number)
    return None


def count_subject(walk: Walk, mention: Mention) -> Subject | None:
    """The category of a count, only where it stands right before it or right after: no activity is a fact."""
    clause = walk.clause
    found = elliptic(walk, mention) or form(walk, mention)
    if found:
        return found
    own = clause.subject or clause.candidate
    data = context_data()["counts"]
    if own and len(walk.folded[own.end:mention.start].replace(" ", "")) <= 8 and regex.search(data["categories"], own.name):
        return own
    return None
