"""Splits: what the parts of a divided figure are of: 债务限额5亿元(一般债务2亿元) → 一般债务限额; 转贷市县3亿元 → what is on-lent."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import regex

from pipeline.link.context import AREA, Subject, squeezed
from pipeline.link.subjects import ASIDE, WORD, clean, gaps, known, name_in, shapes
from pipeline.patterns import load_rules, load_table

if TYPE_CHECKING:
    from pipeline.link.walk import Walk
    from pipeline.records import Mention

LEAD = re.compile(r"^(?:其中|[一二三四五]是|包括|含|及|和|全?[省市区县]本?级|[,:、()]|\d{1,2}[.、])*$")
"""What may stand between a comma and one half of a debt: nothing that says of what else it is."""

ASPECT = regex.compile(r"^(?:从)?(?:分\p{Han}{1,8}看|按照?\p{Han}{1,8}(?:划分|分|看))$")
"""分级次看: the same whole, divided in another way."""
VIEW = regex.compile(r"^从(?:分|各)?(?:(?:补助|受助|受补)?(?:地区|市县|县区))?(?P<name>\p{Han}{2,20}?)(?:分布|情况|结构|方面)?(?:来)?看$")


@cache
def part_names() -> dict[str, list[dict[str, Any]]]:
    """一般债务 → the names it has after what is divided."""
    found: dict[str, list[dict[str, Any]]] = {}
    for rule in load_rules("link_splits.toml").data["part"]:
        for word in rule["words"]:
            found.setdefault(word, []).append(rule)
    return found


def part_name(walk: Walk, own: Subject, mention: Mention) -> Subject:
    """One kind of debt or bonds, named in full by what the sentence divides; `own` where it divides nothing."""
    rules, clause, sentence = part_names().get(own.name), walk.clause, walk.sentence
    if not rules or mention.start - own.end > 4 or not LEAD.match(squeezed(walk.folded, clause.start, own.start)):
        return own
    parent, above = walk.scene.parent, walk.scene.subject
    wholes = [sentence.topic, parent.subject if parent else None, above if above and above.rule != "heading" else None]
    for whole in filter(None, wholes):
        for rule in rules:
            of = (parent.subject if parent and sentence.parts else None) if rule.get("among_parts") else whole
            if of and regex.search(rule["after"], of.name):
                return own._replace(name=rule["name"].format(part=own.name), code=None, phase=whole.phase)
        if whole is sentence.topic and whole.name not in rules:
            break
    return own


def divided(walk: Walk) -> Subject | None:
    """What the sentence speaks of, else what the open list of parts divides.

    The latter also where what it speaks of since has no figure: 债务余额9亿元，控制在限额以内，其中：市本级5亿元.
    """
    sentence = walk.sentence
    parent = walk.scene.parent if sentence.parts or walk.scene.open_list else None
    if parent and sentence.topic and not any(level.subject.name == sentence.topic.name for level in sentence.levels):
        return parent.subject
    before = walk.scene.divided if not sentence.amounts and not parent else None  # 限额9亿元,其中…。拟分配市级5亿元
    return sentence.topic or (parent.subject if parent else before.subject if before else None)


def tier_in(walk: Walk, mention: Mention) -> str | None:
    """The government that a part of the topic is for, where the clause says no more: 省级留用|5亿元, 转贷|市县|6亿元."""
    clause, topic = walk.clause, divided(walk)
    if not walk.profile.government or topic is None or topic.rule == "list":
        return None
    end = clause.direction.start if clause.direction else mention.start  # 省本级增加5亿元,市县级|减少3亿元
    text = squeezed(walk.folded, clause.start, end).lstrip(",，:、")
    among = walk.sentence.parts or walk.sentence.viewed
    for pattern, parts in for_tiers():
        if (among or not parts) and (match := pattern.fullmatch(text)):
            return match["place"]
    return None


@cache
def for_tiers() -> list[tuple[regex.Pattern[str], bool]]:
    """The rules that only say for whom a part is, and whether they hold only in a list of parts."""
    return [(rule.pattern, rule.data.get("parts", False)) for rule in load_rules("link_splits.toml").rules if not rule.id.startswith("named")]


def passed_down(walk: Walk, mention: Mention) -> Subject | None:
    """新增债券转贷区市|5亿元: what is passed on, of those who are given it."""
    clause = walk.clause
    if not walk.profile.government or clause.direction:
        return None
    rules, text = load_rules("link_splits.toml"), squeezed(walk.folded, clause.start, mention.start)
    match = rules["named"].pattern.fullmatch(text)
    if match is None and (given := rules["named-place"].pattern.fullmatch(text)) and given["place"] in regions():
        match = given
    name = name_in(match["name"]) if match else None
    if match is None or name is None:
        return None
    clause.place = match["place"]
    return clause.subject or Subject(*known(name, "government"), clause.start, mention.start, None, "phrase", sentence=walk.sentence.number)


def viewed(walk: Walk, text: str, end: int) -> Subject | None:
    """What the figures after it are told of: 从转移支付资金情况看,甲市5亿元; 分级次看,市本级5亿元 is of the whole again."""
    sentence, above = walk.sentence, walk.scene.subject
    if walk.profile.government and ASPECT.match(text):
        divided = walk.scene.divided.subject if walk.scene.divided else above if above and above.rule != "heading" else None
        sentence.viewed = sentence.viewed or sentence.topic or divided
        return sentence.viewed
    match = VIEW.match(text)
    written = name_in(match["name"]) if match else None
    if written is None:
        return None
    name, code = known(written, "government" if walk.profile.government else "department")
    return Subject(name, code, walk.clause.start, end, None, "aspect", sentence=sentence.number)


@cache
def regions() -> frozenset[str]:
    """The names of the code list: 南山区 is a place though most words in 山区 are none."""
    return frozenset(row["name"] for row in load_table("codes/regions.csv"))


def place_in(walk: Walk, mention: Mention) -> str | None:
    """The place that is all the clause says before its amount, in a government's list by places."""
    clause = walk.clause
    if not walk.profile.government:
        return None
    end = clause.before[1] if clause.before else mention.start
    texts = [text for start, stop in gaps(walk, end) if (text := clean(ASIDE.sub("", walk.folded[start:stop])))]
    text, rest = (texts[0], texts[1:]) if texts else ("", [])
    match = None if any(WORD.search(other) and not shapes()["generic"].match(other) for other in rest) else AREA.search(text)
    return match[0] if match and len(text) <= 12 else text if not rest and text in regions() else None
