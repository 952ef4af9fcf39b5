"""Closed lists: a figure that has lost its name among the parts of a whole that has, by definition, just these parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.link.context import Subject, context_data, squeezed
from pipeline.link.subjects import shapes
from pipeline.link.walk import clauses

if TYPE_CHECKING:
    from pipeline.link.cues import Token
    from pipeline.link.walk import Walk
    from pipeline.records import Mention

SCRAP = 3
"""Letters that a lost name can leave before its figure: 其|中：因公出国（境）费|3万元."""
ENDS = ("stop", "item", "category", "open")


def left_over(walk: Walk, mention: Mention) -> Subject | None:
    """The one item of the closed list around a figure that the list does not name: 出国费3万元；2万元；接待费1万元.

    Scans and PDF texts made from damaged files lose names, and by its place such a figure would be the item's before it.
    """
    rules = context_data()["closed"]
    tokens = walk.tokens
    wholes = [i for i, token in enumerate(tokens) if token.kind == "category" and any(rule["whole"] == token.data.name for rule in rules)
              and tokens[i - 1].kind != "share"]
    at = max((i for i in wholes if i < walk.position), default=None)
    if at is None:
        return None
    end = min((i for i in wholes if i > walk.position), default=len(tokens))
    names = {token.data.name for token in tokens[at + 1:end] if token.kind == "category"}
    rule = next(rule for rule in rules if rule["whole"] == tokens[at].data.name)
    missing = [part for part in rule["parts"] if not names.intersection(part)]
    return Subject(missing[0][0], None, mention.start, mention.start, None, "closed") if len(missing) == 1 else None


def empty(walk: Walk, mention: Mention) -> bool:
    """Whether nothing but a scrap stands between a mark and the figure, where its name should be."""
    before: list[Token] = walk.tokens[walk.clause.first:walk.position]
    text = squeezed(walk.folded, walk.clause.start, mention.start)
    if before or len(text) > SCRAP or (len(text) > 1 and shapes()["generic"].match(text)):
        return False
    return walk.tokens[walk.position - 1].kind != "amount"


def compared(walk: Walk) -> bool:
    """Whether a change against another year follows at once, as behind an item of its own: …，严控290万元，比上年减少26万元."""
    kinds = []
    for token in walk.tokens[walk.position + 1:]:
        kinds.append(token.kind)
        if token.kind in ENDS:
            return False
        if token.kind == "amount":
            break
    return "direction" in kinds and any(kind in kinds for kind in ("against", "yoy", "year", "period"))


def named_together(walk: Walk, start: int, end: int) -> Subject | None:
    """What the bracket from `start` to `end` calls all that is listed before it: A费、B费和C费(以下简称“三公”经费)支出5万元."""
    names = [name for name in walk.sentence.names if name.start > start]
    if len(names) != 1 or len(walk.sentence.names) < 3 or end - names[0].end > 2:
        return None
    said = squeezed(walk.folded, start + 1, names[0].start)
    whole = any(rule["whole"] == names[0].name for rule in context_data()["closed"])
    return names[0] if clauses()["called"].fullmatch(said) or (whole and not said) else None
