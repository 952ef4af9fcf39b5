"""Words: what each category, period and cue tells the clause and the sentence it stands in."""

from __future__ import annotations

from functools import cache

import regex

from pipeline.link.compare import Comparisons
from pipeline.link.context import AREA, Subject, fund_of, narrower, squeezed
from pipeline.link.cues import Token
from pipeline.link.subjects import planned_total
from pipeline.records import Mention


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """A pattern that a cue carries, compiled once."""
    return regex.compile(pattern)


class Words(Comparisons):
    """The walk's handlers for everything but boundaries and amounts."""

    def on_category(self, token: Token) -> None:
        mention: Mention = token.data
        clause, sentence = self.clause, self.sentence
        name = mention.name or ""
        if not self.profile.government:
            name = self.departments.get(name, name)
        fund = fund_of(name) or fund_of(squeezed(self.folded, token.start, token.end))
        subject = Subject(name, mention.code, token.start, token.end, mention.phase, "category", fund, sentence.number)
        if sentence.title:
            return
        if self.profile.government and fund and clause.lead < token.start:
            self.area(clause.lead, token.start)
        if clause.share:
            clause.whole = clause.whole or subject.name
        elif self.labelled(token, subject):
            clause.subject = sentence.topic
        elif subject.name in self.plans and (sentence.comparing or clause.subject or subject.name == "年初预算数"):
            self.set_phase(self.plans[subject.name], plan=True)
        elif sentence.comparing and not clause.direction:
            pass
        elif sentence.listing or sentence.purpose:
            clause.candidate = subject
        elif clause.subject and (clause.direction or subject.name in self.weak):
            clause.fund = narrower(subject.fund, clause.fund)
        else:
            if clause.subject and clause.subject.name in self.weak:
                clause.fund = narrower(clause.subject.fund, clause.fund)
            clause.subject = subject
        clause.categories.append(subject)
        sentence.names.append(subject)
        clause.lead = token.end

    def labelled(self, token: Token, subject: Subject) -> bool:
        """行政运行（款）：2018年预算支出合计5万元 — the item before the colon is meant, not the body's total."""
        topic = self.sentence.topic
        if topic is None or not (topic.code or "").startswith("2") or subject.name not in self.sums or self.profile.government:
            return False
        at = self.position - 1
        while at > 0 and self.tokens[at].kind in ("period", "year", "phase"):
            at -= 1
        return self.tokens[at].kind == "colon" and topic.end >= self.tokens[at].start - 1

    def on_name(self, token: Token) -> None:
        mention: Mention = token.data
        if mention.kind == "project" and not self.sentence.title:
            subject = Subject(mention.name or "", None, token.start, token.end, None, "project", sentence=self.sentence.number)
            if self.clause.subject is None:
                self.clause.candidate = subject

    def on_period(self, token: Token) -> None:
        mention: Mention = token.data
        if self.sentence.title or not mention.years:
            return
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
            if offset == 0 and sentence.base and sentence.base[1] is not None:
                return  # 比2023年全年数: the year is said already
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
        if plan:
            self.plan_named = token
            if self.document_plan and self.clause.complete and self.folded[token.start:token.end] in ("预算", "预算的"):
                phase = self.document_plan
        self.set_phase(phase, plan=plan)
        if self.clause.subject is None and not self.sentence.comparing:
            self.clause.subject = planned_total(self, token)

    def on_reach(self, token: Token) -> None:
        self.clause.reach = True
        self.clause.direction = None
        self.clause.lead = token.end
        self.sentence.comparing = None

    def on_share(self, token: Token) -> None:
        self.clause.share = token
        self.clause.lead = token.end

    def on_complete(self, token: Token) -> None:
        self.clause.complete = token
        self.clause.lead = token.end

    def on_parts(self, token: Token) -> None:
        sentence, scene = self.sentence, self.scene
        self.close_clause(token.end)
        level = sentence.levels[-1] if sentence.levels else None if sentence.amounts else scene.last
        if level is not None:
            scene.parent = sentence.divided = level
        if level is not None or sentence.amounts:  # the parts of a figure that could not be tied are parts as well
            sentence.parts = True
            sentence.parts_at, sentence.item = sentence.amounts, len(sentence.levels)
        sentence.listing = False
        text = self.folded[token.start:token.end]
        if "括" in text or "构成" in text or "为" in text:
            sentence.listing = True

    def on_contains(self, token: Token) -> None:
        self.clause.lead = token.end

    def on_purpose(self, token: Token) -> None:
        self.close_clause(token.end)
        self.sentence.purpose = True

    def on_etc(self, token: Token) -> None:
        self.clause.etc = token

    def on_plus(self, token: Token) -> None:
        self.close_clause(token.end)

    def on_each(self, token: Token) -> None:
        sentence = self.sentence
        names = [name for name in sentence.names if name.start >= self.clause.run]
        if len(names) > 1:
            sentence.each = names
        elif len(sentence.years) > 1:
            sentence.each_years = list(sentence.years)
        self.clause.lead = token.end

    def on_action(self, token: Token) -> None:
        self.clause.action = self.clause.action or token

    def on_threshold(self, token: Token) -> None:
        self.clause.guard = token
        self.clause.lead = token.end

    on_third = on_threshold
    on_without = on_threshold

    def on_scope(self, token: Token) -> None:
        data = token.data.data
        if (compiled(data["not_before"]).match(squeezed(self.folded, token.end, token.end + 6))
                or compiled(data["not_after"]).search(squeezed(self.folded, max(0, token.start - 4), token.start))):
            return
        if self.profile.government and not self.sentence.title and not self.sentence.comparing and not self.clause.direction:
            self.scene.scope = squeezed(self.folded, token.start, token.end)
            self.clause.lead = token.end

    def area(self, start: int, end: int) -> None:
        """A named place right before the name of a budget's total is its scope: 高新区一般公共预算收入."""
        match = AREA.search(squeezed(self.folded, start, end))
        if match:
            self.scene.scope = match[0]

    def on_fund(self, token: Token) -> None:
        data = token.data.data
        if compiled(data["not_after"]).search(squeezed(self.folded, max(0, token.start - 4), token.start)):
            return
        fund = data["fund"]
        if self.sentence.comparing is None:
            self.clause.fund = narrower(fund, self.clause.fund)
            self.sentence.fund = narrower(fund, self.sentence.fund)
        self.clause.lead = token.end
