"""Years: sums of several years, which are none of the year that they are told under."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from pipeline.link.context import squeezed
from pipeline.link.walk import clauses

if TYPE_CHECKING:
    from pipeline.link.walk import Walk
    from pipeline.records import Mention

DATED = regex.compile(r"20\d\d年")


def many_years(walk: Walk, mention: Mention) -> bool:
    """Whether a figure is a sum over several years, as its sentence or, behind 累计, the ones before it in the line say."""
    if walk.several < 0 or mention.kind != "money" or mention.start < walk.several:
        return False
    text = squeezed(walk.folded, walk.sentence.start, mention.start)
    period = list(clauses()["years"].finditer(text))
    if period:
        return not DATED.search(text, period[-1].end())
    return clauses()["summed"].search(squeezed(walk.folded, walk.clause.start, mention.start)) is not None
