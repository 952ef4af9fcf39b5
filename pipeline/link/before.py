"""Before: what a figure takes over from the one right before it, and what the plan that measured one leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.link.context import Subject, squeezed

if TYPE_CHECKING:
    from pipeline.link.cues import Token
    from pipeline.link.figures import Figures
    from pipeline.records import Mention

JOINED = ("、", "和", "及", "以及", "与")
"""Between two names of which the second has the first's verb."""


def moved_too(walk: Figures, mention: Mention) -> Token | None:
    """The verb before the first name of a list, which is that of all: 调增上级补助收入5亿元、债务转贷收入3亿元."""
    clause = walk.clause
    if walk.previous is None or mention.kind != "money" or clause.direction or clause.phase or clause.reach or clause.action:
        return None
    last, before = walk.previous
    led = before.direction and before.subject and before.direction.end <= before.subject.start and before.subject.rule == "category"
    if led and clause.subject and squeezed(walk.folded, last.end, clause.subject.start) in JOINED:
        return before.direction
    return None


def plan_first(walk: Figures, subject: Subject) -> None:
    """收入5亿元，完成预算数4亿元的125%。其中: and 支出2万元，年初预算为3万元。其中: — what follows is of the figure, not of its plan."""
    levels = walk.sentence.levels
    plan = levels[-1] if levels else None
    done = next((level for level in reversed(levels[:-1]) if level.subject.name == subject.name and level.phase == "executed"), None)
    if plan and done and plan.phase != "executed" and plan.year == done.year:
        levels.insert(levels.index(done), levels.pop())
        walk.scene.last = done
