"""Uses: what a debt is repaid with or a spending is paid from is not what the figure is of; whose money a part of a sum is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.link.context import SILENT, Subject, context_data, squeezed
from pipeline.link.subjects import clean, gaps, known
from pipeline.link.walk import clauses
from pipeline.patterns import load_rules

if TYPE_CHECKING:
    import regex

    from pipeline.link.figures import Figures
    from pipeline.link.walk import Walk
    from pipeline.records import Link, Mention

LAST = "还付期了金 "
"""What can stand right before what is repaid: asked before anything else."""
PRINCIPAL = "债务还本支出"


@cache
def uses() -> dict[str, regex.Pattern[str]]:
    """The rules of link_uses.toml by their names."""
    return {rule.id: rule.pattern for rule in load_rules("link_uses.toml").rules}


def described(walk: Walk, mention: Mention) -> Subject | None:
    """削减或取消的项目额度达5亿元: the word of change describes a thing, whose figure it is; it is no change."""
    clause, direction = walk.clause, walk.clause.direction
    if direction is None or mention.kind != "money":
        return None
    match = uses()["described"].fullmatch(squeezed(walk.folded, direction.end, mention.start))
    if match is None or any(other.start >= direction.end for other in clause.categories):
        return None
    text = squeezed(walk.folded, direction.start, mention.start)
    name = text[:len(text) - len(match[0]) + match.end("thing")]
    return Subject(name, None, direction.start, mention.start, None, "phrase", sentence=walk.sentence.number)


def held(walk: Walk, own: Subject) -> Subject:
    """机关事业单位人员|工资奖金津补贴: an item of the economic list said of somebody is not that item; `own` otherwise."""
    if not (own.code or "").startswith(("3", "5")) or not walk.profile.government:
        return own
    spans = gaps(walk, own.start)
    text = clean(walk.folded[spans[-1][0]:spans[-1][1]]) if spans and spans[-1][1] == own.start else ""
    if not uses()["holder"].search(text):
        return own
    start = own.start - len(text)
    tail = "支出" if walk.folded.startswith("支出", own.end) else ""
    return own._replace(name=text + clean(walk.folded[own.start:own.end]) + tail, code=None, start=start, rule="phrase")


def repaid(walk: Walk, mention: Mention) -> Subject | None:
    """偿还债务本金8亿元,其中:通过再融资债券偿还5亿元: what is repaid, not what it is repaid with."""
    if walk.folded[mention.start - 1] not in LAST:
        return None
    clause, sentence = walk.clause, walk.sentence
    match = uses()["repaid"].search(squeezed(walk.folded, max(clause.start, mention.start - 8), mention.start))
    if match is None or clause.direction or not walk.profile.government:
        return None
    above = sentence.topic or (walk.scene.parent.subject if walk.scene.parent else walk.scene.subject)
    if above is None or not uses()["owed"].search(above.name):
        return None
    clause.phase = None  # 安排预算资金偿还 says with what, not that it is planned
    if match["what"] or above.name.endswith("本金"):
        return Subject(PRINCIPAL, None, clause.start, mention.start, None, "repaid", sentence=sentence.number)
    return above._replace()  # another object: the clause's own, so that what follows is told of it


def spent(walk: Walk, own: Subject, mention: Mention) -> Subject:
    """接待20批次，100人次，支出2万元: money is of what was spent on them, not of their number."""
    name = next((name for ending, name in context_data()["spent"].items() if own.name.endswith(ending)), None) if mention.kind == "money" else None
    return own._replace(name=str(name), code=None, sentence=walk.sentence.number) if name else own


def serviced(walk: Walk, own: Subject) -> Subject:
    """一般债务还本支出9亿元，付息支出5亿元: what is paid on the kind of debt that the item before is of; `own` where no kind is named."""
    match = uses()["service"].fullmatch(own.name) if walk.profile.government and own.sentence == walk.sentence.number else None
    if match is None:
        return own
    for before in reversed(walk.sentence.levels):
        if before.end < walk.sentence.item_at or not before.subject.name.endswith("支出"):
            return own
        written = squeezed(walk.folded, before.subject.start, before.subject.end)
        kind = uses()["kind"].search(written) or uses()["kind"].search(before.subject.name)
        if kind or (before.subject.name == PRINCIPAL and not match["principal"]):
            act = "付息" if match["interest"] else "还本" if match["principal"] else match["other"]
            name, code = known(f"{kind[0] if kind else '债务'}{act}支出", "government")
            return own._replace(name=name, code=code, rule="ellipsis")
    return own


def moved(walk: Walk, mention: Mention) -> Subject | None:
    """国有资本经营预算收入9亿元,其中4亿元调入一般公共预算: what leaves the budget is no part of its receipts."""
    if not walk.profile.government or not uses()["moved"].match(SILENT.sub("", walk.folded[mention.end:mention.end + 16])):
        return None
    return Subject("调出资金", None, mention.end, mention.end, None, "phrase", sentence=walk.sentence.number)


def advanced(walk: Walk, mention: Mention) -> Subject | None:
    """主要是财政部提前下达2022年资金比2021年增加5亿元: of the money told of in advance, not of what the reason is given for."""
    if walk.clause.direction is None or not walk.profile.government:
        return None
    match = clauses()["advanced"].search(squeezed(walk.folded, walk.clause.start, mention.start))
    return Subject(match["who"] + match["what"], None, walk.clause.start, mention.start, None, "phrase", sentence=walk.sentence.number) if match else None


def purse(walk: Walk, mention: Mention) -> Subject | None:
    """其中:中央资金5亿元,市级资金3亿元: among the parts of a sum, whose money it is names the figure."""
    if not (walk.sentence.parts or walk.scene.open_list) or not walk.profile.government:
        return None
    match = uses()["purse"].fullmatch(squeezed(walk.folded, walk.clause.start, mention.start))
    if match is None:
        return None
    return Subject(match["name"], None, walk.clause.start, mention.start, None, "phrase", sentence=walk.sentence.number)


def spent_from(walk: Walk, own: Subject, mention: Mention) -> Subject:
    """上年结转|相应安排的支出5亿元 is spent, not carried over: named as written; `own` where nothing of that kind follows."""
    if own.name.endswith("支出") or not walk.profile.government:
        return own
    behind = walk.folded[own.end:mention.start]
    said = uses()["carried" if own.name.startswith("上年结转") else "spent"]
    match = said.match(SILENT.sub("", behind)) if "支" in behind else None
    if match is None:
        return own
    end = own.end + behind.index(match[0][-1], behind.index("支")) + 1
    return Subject(clean(walk.folded[own.start:end]), None, own.start, end, own.phase, "phrase", own.fund, own.sentence)


def said_before(walk: Figures, subject: Subject, mention: Mention) -> Link | None:
    """The figure that a numbered item takes up again: …其中：新增债券9亿元。1.新增债券9亿元，用于…"""
    if not uses()["numbered"].fullmatch(squeezed(walk.folded, walk.sentence.start, mention.start)):
        return None
    return next((link for link in walk.links[:-13:-1]
                 if (link.category, link.value, link.measure) == (subject.name, mention.value, "level")), None)
