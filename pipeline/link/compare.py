"""Comparisons: the words that say what a figure is compared with, and the directions it moved in."""

from __future__ import annotations

import itertools

import regex

from pipeline.link.context import squeezed
from pipeline.link.cues import Token
from pipeline.link.walk import Walk

WITHOUT = regex.compile(r"(?:后|口径|影响)[,:]?(?:同口径|可比口径|同比|实际|仍|按?可比)*$")
"""剔除…后: what was left out ends here."""


class Comparisons(Walk):
    """The walk's handlers of 比上年, 相比, 同比, 下同, 增加 and 小于."""

    document_base: tuple[str | None, int | None] | None = None
    plan_named: Token | None = None
    """The planned figure named last: 完成预算的100.1%（|调整预算|，下同）."""
    document_plan: str | None = None
    """The phase that a bare 完成预算 means from there on (下同)."""

    def on_compare(self, token: Token) -> None:
        """比, 较, 与: a comparison only where a year, a period or a phase follows at once."""
        for after in self.tokens[self.position + 1:self.position + 3]:
            if after.kind in ("year", "period", "phase", "yoy") and after.start - token.end <= 12:
                self.sentence.comparing = token
                self.sentence.base = (None, None, None)
                self.clause.lead = token.end
                return
            if after.kind not in ("scope", "fund"):
                return

    def on_against(self, token: Token) -> None:
        if not self.sentence.comparing:
            self.compared_before(token)
            self.on_compare(token)
            return
        self.sentence.comparing = None
        self.clause.lead = token.end

    def compared_before(self, token: Token) -> None:
        """与会议审议通过的2023年预算执行情况比较: the year stands far behind 与."""
        found = None
        for other in reversed(self.tokens[:self.position]):
            if other.kind in ("amount", "stop", "item"):
                return
            if other.kind == "compare":
                break
            found = found or (other if other.kind == "period" and other.data.years else None)
        else:
            return
        if found is not None and self.profile.government:
            self.sentence.base = (None, found.data.years[-1], None)

    def on_yoy(self, token: Token) -> None:
        if not self.sentence.comparing:
            self.sentence.base = (None, None, -1)
        self.clause.lead = token.end

    def on_average(self, token: Token) -> None:
        """年均增长: compared with the first year of the span, where the sentence names one."""
        years = self.sentence.years
        self.sentence.base = (None, min(years) if len(years) > 1 else None, None if len(years) > 1 else 0)
        self.sentence.average = True
        self.clause.lead = token.end

    def on_same(self, token: Token) -> None:
        if self.plan_named and 0 <= token.start - self.plan_named.end <= 2:
            self.document_plan = self.plan_named.data.data["phase"]
            self.planned_late(self.document_plan)
        base = self.sentence.base
        if base and base != (None, None, None):
            self.scene.base = (base[0], base[1])
            self.document_base = (base[0], base[1])
            self.said_late(base)

    def planned_late(self, phase: str) -> None:
        """The plan was named behind the figure that it is for: 完成预算的100.1%（调整预算，下同）."""
        raise NotImplementedError

    def adjusted_from(self, end: int) -> None:
        """What stands right before 调整为 is the budget as it was passed: 由5亿元|调整为6亿元."""
        raise NotImplementedError

    def said_late(self, base: tuple[str | None, int | None, int | None]) -> None:
        """The base was stated behind the figures that it is for: 下降9.2%（与2023年执行数相比，下同）."""
        raise NotImplementedError

    def on_direction(self, token: Token) -> None:
        clause, sentence = self.clause, self.sentence
        following = self.tokens[self.position + 1:self.position + 3]
        if (self.profile.government and self.folded[token.start:token.end] == "减" and following and following[0].kind == "category"
                and following[0].start == token.end):
            self.on_plus(token)
            return
        sentence.comparing = None
        if clause.direction and clause.residue:
            clause.lead = token.end
            return
        if clause.guard and clause.guard.kind == "without" and WITHOUT.search(squeezed(self.folded, clause.guard.end, token.start)):
            if clause.subject and clause.subject.start >= clause.guard.end:
                clause.subject = None
            self.end_reason(clause.guard.start)
            clause.guard, clause.start, clause.lead = None, token.start, token.start  # 剔除一次性因素后增长3%: of the figure itself
        if clause.direction is None:
            clause.before = (clause.lead, token.start)
        clause.direction = token
        clause.lead = token.end
        if token.data.data["sign"] and not (len(following) > 1 and following[0].kind in ("open", "slash") and following[1].kind == "direction"):
            sentence.sign = token.data.data["sign"]

    def on_plus(self, token: Token) -> None:
        """加上, or 加 and 减 right before a name: a sum goes on."""
        raise NotImplementedError

    def on_beyond(self, token: Token) -> None:
        """高于, 小于: what follows at once is what the figure is compared with: 小于上年预算数5万元."""
        self.on_compare(token)
        compares = self.sentence.comparing is token
        if self.names_limit():
            self.close_clause(token.end)
            return
        if compares or token.data.data.get("alone"):
            self.on_direction(token)
        if compares:
            self.sentence.comparing = token

    def names_limit(self) -> bool:
        """低于国家核定债务限额8亿元: what it is below is named, and the figure is that thing's own."""
        for before, after in itertools.pairwise(self.tokens[self.position:]):
            if after.kind == "amount":
                return before.kind == "category" and before.end == after.start and after.data.kind == "money"
            if after.kind in ("comma", "stop", "item", "open", "year", "period", "phase", "yoy"):
                return False
        return False

    def on_flat(self, token: Token) -> None:
        """持平, 一致: a change of 0 where the 0 is printed behind it, else it ends the comparison."""
        following = self.tokens[self.position + 1:self.position + 2]
        if following and following[0].kind == "amount" and following[0].start - token.end <= 1:
            if following[0].data.value == 0 and self.sentence.comparing:
                self.on_direction(token)
            self.sentence.comparing = None

    def on_bare(self, token: Token) -> None:
        if self.sentence.comparing:
            self.on_direction(token)
