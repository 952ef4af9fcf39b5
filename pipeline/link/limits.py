"""Limits: which amounts are no figures — rates, standards, marks that are passed, and what somebody else gave."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from pipeline.link.context import SILENCE, context_data, squeezed
from pipeline.link.scopes import compiled
from pipeline.link.subjects import name_in
from pipeline.link.walk import clauses
from pipeline.patterns import load_rules

if TYPE_CHECKING:
    from pipeline.link.context import Subject
    from pipeline.link.cues import Token
    from pipeline.link.figures import Figures
    from pipeline.records import Mention

EACH = regex.compile(r" ?(?:/|每)(?:人|月|年|亩|户|生|天|日|平方米|立方米|吨|公里|台|例|学年|次)")
"""Behind an amount: so much for each."""


def no_figure(walk: Figures, token: Token) -> str | None:
    """Why an amount states no fact of this body: the rule's name, None where it is a figure."""
    mention: Mention = token.data
    if mention.kind == "count":
        return None
    if mention.kind == "money":
        if rate_goes_on(walk, token):
            walk.clause.guard = walk.previous[1].guard if walk.previous else None
            return "threshold"
        if clauses()["theirs"].match(walk.folded, token.end) or before(walk, "giver", walk.clause.start, token.start):
            return "third-party"
        if threshold_after(walk, mention) or repeated(walk, mention):
            return "threshold"
    return "threshold" if reached(walk, mention) else None


def rate_goes_on(walk: Figures, token: Token) -> bool:
    """每人每月98元提高到103元, 274元、166元: a rate again."""
    if walk.previous is None:
        return False
    last, clause = walk.previous
    rate = clause.guard is not None and clause.guard.kind == "threshold" and last.end <= token.start
    return rate and squeezed(walk.folded, last.end, token.start) in context_data()["rate_goes_on"]


def threshold_after(walk: Figures, mention: Mention) -> bool:
    """以上的, 以上专用设备, 元/月: a limit or a standard, not a figure."""
    if EACH.match(walk.folded, mention.end):
        return True
    if "at_least" not in mention.flags and "at_most" not in mention.flags:
        return False
    after = walk.folded[mention.end:mention.end + 20].replace(" ", "")
    data = context_data()
    return any(word in after[:14] for word in data["threshold_after"]) or bool(compiled(data["threshold_of"]).match(after))


def repeated(walk: Figures, mention: Mention) -> bool:
    """1,000万元（含1,000万元）以上: the limit said again."""
    return walk.folded.endswith("(含", 0, mention.start) and any(link.value == mention.value for link in walk.links[-1:])


def reached(walk: Figures, mention: Mention) -> bool:
    """7个县收入超5亿元, 收入突破200亿元大关: what each of several reaches, or a mark that is passed."""
    if clauses()["milestone"].match(walk.folded, mention.end):
        return True
    return walk.profile.government and before(walk, "reached", walk.sentence.start, mention.start)


@cache
def lasts() -> dict[str, str]:
    """The characters that the matches of a rule can end with, where it has them listed."""
    return {rule.id: rule.data["last"] for rule in load_rules("link_clauses.toml").rules if "last" in rule.data}


def before(walk: Figures, rule: str, start: int, end: int) -> bool:
    """Whether a rule matches what stands right before a figure, from `start` on; the last character tells mostly that none can."""
    last = walk.folded[start:end].rstrip(SILENCE)[-1:]
    return last != "" and last in lasts()[rule] and clauses()[rule].search(squeezed(walk.folded, start, end)) is not None


def of_count(walk: Figures, subject: Subject | None) -> bool:
    """专利奖9项、占全国5%: a growth or share behind a count that is no fact is that count's, where its clause names nothing."""
    last, clause, sentence = walk.previous[0] if walk.previous else None, walk.clause, walk.sentence
    if last is None or last.data.kind != "count" or last.start < sentence.start or clause.categories or not walk.unlinked:
        return False
    if clause.share and name_in(walk.folded[clause.share.end:clause.end]):
        return False  # 用于9个项目，占专项债券资金的78%
    return walk.unlinked[-1][0] == last.start and (subject is None or subject is sentence.topic or subject.sentence != sentence.number)
