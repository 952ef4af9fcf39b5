"""Phases: the years and phases that a sentence names."""

from __future__ import annotations

import regex

from pipeline.link.compare import Comparisons
from pipeline.link.context import squeezed
from pipeline.link.cues import Token
from pipeline.link.subjects import planned_total
from pipeline.records import Mention

ASSEMBLY = regex.compile(r"(?:人大|人代会|代表大会|次会议)(?!常委|常务)[^。;]{0,20}$")
PAYS = regex.compile(r"(?:偿还|支付|兑付|归还)$")


class Phases(Comparisons):
    """The walk's handlers for periods and phases."""

    def on_period(self, token: Token) -> None:
        mention: Mention = token.data
        if self.sentence.title or not mention.years:
            return
        said = self.sentence.year is not None or (self.scene.year is not None and PAYS.search(squeezed(self.folded, self.clause.start, token.start)))
        if said and self.folded.startswith("到期", token.end):
            return  # 2025年偿还2026年到期债务5亿元: when it falls due is not when it is paid
        self.set_year(token, mention.years[-1], None)
        if mention.phase:
            self.set_phase(mention.phase, plan=mention.phase != "executed")

    def on_year(self, token: Token) -> None:
        if not self.sentence.title:
            self.set_year(token, None, token.data.data["offset"])

    def set_year(self, token: Token, year: int | None, offset: int | None) -> None:
        clause, sentence, scene = self.clause, self.sentence, self.scene
        clause.lead = token.end
        if sentence.comparing:
            if offset == 0 and sentence.base and sentence.base[1:] != (None, None):
                return  # 比2023年全年数, 比去年全年: the year is said already
            phase = sentence.base[0] if sentence.base else None
            sentence.base = (phase, year, offset)
            return
        clause.year, clause.offset = year, offset
        if year is not None and sentence.reason is None:
            sentence.year = year
            sentence.years.append(year)
            if self.profile.government and not sentence.amounts and token.start - sentence.start < 8:
                scene.year = year

    def set_phase(self, phase: str, *, plan: bool) -> None:
        clause, sentence = self.clause, self.sentence
        if sentence.comparing:
            _, year, offset = sentence.base or (None, None, None)
            sentence.base = (phase, year, offset)
            return
        clause.phase = phase
        if plan:
            clause.plan = phase

    def on_phase(self, token: Token) -> None:
        self.clause.lead = token.end
        phase, plan = token.data.data["phase"], bool(token.data.data.get("plan"))
        if phase == "executed" and self.scene.phase == "approved" and self.folded.startswith("全年支出预计", token.start):
            phase = "approved"  # the draft's own
        if plan:
            bare = self.folded[token.start:token.end] in ("预算", "预算的")
            if bare and self.plan_named and squeezed(self.folded, self.clause.start, token.start).endswith("简称"):
                self.scene.plan = self.plan_named.data.data["phase"]
                return
            if bare and self.profile.government and self.named_next(token):
                return
            self.plan_named = token
            stated = any(level.phase == "approved" for level in self.sentence.levels)
            meant = None if stated else self.scene.plan or self.document_plan
            if meant and bare and (self.clause.complete or self.percent_next()):
                phase = meant
        if phase == "approved" and self.clause.phase == "adjusted" and self.folded[token.start:token.end] in ("支出预算", "收入预算", "预算"):
            phase = "adjusted"  # 调整后的支出预算
        self.set_phase(phase, plan=plan)
        if phase != "approved":
            self.sentence.phase = None
        if self.clause.subject is None and not self.sentence.comparing:
            self.clause.subject = planned_total(self, token)

    def named_next(self, token: Token) -> bool:
        """预算总收入5亿元, 预算补助下级支出1亿元: of the budget, not as planned; 2026年预算教育支出5亿元 is planned."""
        after, before = self.tokens[self.position + 1:self.position + 2], self.tokens[self.position - 1:self.position]
        dated = bool(before) and before[0].kind in ("period", "year") and before[0].end == token.start
        return bool(after) and after[0].kind == "category" and after[0].start == token.end and not dated

    def on_opening(self, token: Token) -> None:
        """年初全市一般公共预算支出5亿元，调整为6亿元: as planned at the year's beginning."""
        following = self.tokens[self.position + 1:self.position + 2]
        if (self.profile.government and token.start - self.clause.start <= 8 and following and following[0].start == token.end
                and following[0].kind in ("scope", "fund", "category")):
            self.set_phase("approved", plan=False)

    def on_passed(self, token: Token) -> None:
        """市人民代表大会批准的收入为5亿元，支出为6亿元: both are the budget as passed."""
        before = squeezed(self.folded, self.sentence.start, token.start)
        following = self.tokens[self.position + 1:self.position + 2]
        if self.profile.government and ASSEMBLY.search(before) and not (following and following[0].start == token.end and following[0].kind == "comma"):
            self.sentence.phase = "approved"
        self.clause.lead = token.end

    def percent_next(self) -> bool:
        """Whether the next figure is the percent of what was just named: 为预算的98.6%."""
        after = self.tokens[self.position + 1:self.position + 2]
        return bool(after) and after[0].kind == "amount" and after[0].data.kind == "percent"
