"""Insurance: of which insurance's fund a receipt, a payment or a balance of the social insurance budget is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from pipeline.link.context import Subject, squeezed
from pipeline.link.subjects import known
from pipeline.patterns import load_rules

if TYPE_CHECKING:
    from pipeline.link.walk import Walk

BUDGET = "社会保险基金预算"
ALL = ("社会保险", "社保")


@cache
def insurances() -> dict[str, regex.Pattern[str]]:
    """The rules of link_insurance.toml by their names."""
    return {rule.id: rule.pattern for rule in load_rules("link_insurance.toml").rules}


def fund_in(name: str) -> str | None:
    """失业保险基金收入 → 失业保险基金; '' for all of them together, None where none is named.

    >>> fund_in("失业保险基金支出"), fund_in("社会保险基金收入"), fund_in("教育支出")
    ('失业保险基金', '', None)
    """
    match = insurances()["side"].fullmatch(name)
    if match is None:
        return None
    return "" if match["insurance"].startswith(ALL) else match["insurance"] + "基金"


def named_in(text: str) -> str | None:
    """The one insurance that a heading is about: 一、企业职工基本养老保险 → 企业职工基本养老保险基金.

    >>> named_in("(二)失业保险基金预算"), named_in("4.社会保险基金预算")
    ('失业保险基金', '')
    """
    if "保" not in text:
        return None
    match = insurances()["heading"].search(text)
    if match is None:
        return None
    return "" if match["insurance"].startswith(ALL) else match["insurance"] + "基金"


def spoken_of(walk: Walk) -> str | None:
    """The fund of one insurance that the figure is told of: the last that its item names, else the one of the lines before."""
    sentence = walk.sentence
    for subject in reversed(sentence.names):
        if subject.start < sentence.item_at:
            break
        if (fund := fund_in(subject.name)) is not None:
            return fund or None
    return None if sentence.parts or walk.scene.open_list else walk.scene.insurance


def insured(walk: Walk, subject: Subject) -> tuple[Subject, str | None]:
    """The subject, 基金收入 named in full by its insurance, and for a balance or a source of it the fund that it is of."""
    fund = fund_in(subject.name)
    written = squeezed(walk.folded, subject.start, subject.end)
    if fund or (fund == "" and not insurances()["bare"].fullmatch(written)):
        if not (walk.sentence.parts or walk.scene.open_list or walk.stack):
            walk.scene.insurance = fund or None
        return subject, None
    of = spoken_of(walk)
    if of is None or of.removesuffix("基金") in subject.name:
        return subject, None
    if bare := insurances()["bare"].fullmatch(subject.name if subject.rule == "phrase" else written):
        name, code = known(of + bare["side"], "government")
        return subject._replace(name=name, code=code, rule="ellipsis"), None
    return subject, of if insurances()["of"].fullmatch(subject.name) else None
