"""Figures: each amount of the walk becomes a Link, or is set aside with the reason why not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from pipeline.link.before import moved_too, plan_first
from pipeline.link.choice import Choice
from pipeline.link.closed import named_together
from pipeline.link.context import Level, Profile, Subject
from pipeline.link.cues import Token
from pipeline.link.insurance import BUDGET, insured
from pipeline.link.items import item
from pipeline.link.limits import no_figure, of_count
from pipeline.link.reasons import Reasons
from pipeline.link.splits import place_in
from pipeline.link.state import Clause
from pipeline.link.subjects import phrase
from pipeline.link.terms import RELATIVE
from pipeline.link.uses import said_before, serviced, spent
from pipeline.link.years import many_years
from pipeline.records import Link, Mention

FOREIGN = (*RELATIVE, "share")
"""What is told of a third party's figure, which its words explain: 社会消费品零售总额增长5%."""


class Figures(Reasons, Choice):
    """The walk that links; `links` and `unlinked` are what it leaves."""

    def __init__(self, folded: str, profile: Profile, data: dict[str, Any]) -> None:
        super().__init__(folded, profile, data)
        self.unlinked: list[tuple[int, int, str]] = []
        self.previous: tuple[Token, Clause] | None = None
        """The amount before and its clause."""

    # one amount

    def on_inner(self, token: Token) -> None:
        """A threshold inside a category's name: 单价50万元以上专用设备."""
        if token.data.kind != "money":
            return
        holder = next((other for other in self.tokens if other.kind == "category" and other.start <= token.start < other.end), None)
        subject = None
        if holder is not None:
            subject = Subject(holder.data.name or "", holder.data.code, holder.start, holder.end)
        self.plain(token.data, "none", subject, None, "inner")

    def on_amount(self, token: Token) -> None:
        mention: Mention = token.data
        clause, sentence = self.clause, self.sentence
        clause.end = token.start
        if self.scene.definition:
            self.emit_none(mention, "definition")
        elif self.sentence.title:
            self.emit_none(mention, "title")
        elif clause.guard and clause.guard.kind == "without" and not self.left_out(mention):
            self.unlinked.append((mention.start, mention.end, "the part left out of another figure (不含)"))
        elif clause.guard and clause.guard.kind == "without":
            self.figure(mention)
        elif mention.kind == "money" and clause.guard:
            self.emit_none(mention, clause.guard.data.id)
            sentence.foreign = clause.guard.kind == "third" and sentence.reason is None
            sentence.lost = sentence.lost or sentence.foreign  # what grows then is theirs too
        elif why := no_figure(self, token):
            self.emit_none(mention, why)
        else:
            self.figure(mention)
        sentence.amounts += 1
        sentence.facts += mention.kind != "count"
        self.after_amount(token)

    def left_out(self, mention: Mention) -> bool:
        """Whether what is left out is named, so that its figure is a fact: 收入29亿元(不含高新区4亿元), 扣除上解支出5亿元后."""
        return mention.kind == "money" and bool(self.clause.subject or place_in(self, mention) or phrase(self, mention, "level"))

    def after_amount(self, token: Token) -> None:
        """The clause goes on after its amount with the same subject and nothing else."""
        clause, sentence = self.clause, self.sentence
        self.keep_topic()
        self.clause = Clause(token.end, token.end, self.position + 1, run=token.end)
        if clause.guard and clause.guard.kind == "third":
            self.clause.guard = clause.guard
        sentence.comparing = None
        sentence.listing = False
        self.previous = (token, clause)

    def figure(self, mention: Mention) -> None:
        clause = self.clause
        if (self.sentence.split and mention.kind == "money" and not (clause.direction or clause.phase or clause.action or clause.reach)
                and clause.year is None and clause.offset is None):
            clause.direction = self.sentence.split
        clause.direction = clause.direction or moved_too(self, mention)
        measure = self.measure(mention)
        if measure in FOREIGN and clause.subject is None and clause.guard and clause.guard.kind == "third":
            self.unlinked.append((mention.start, mention.end, "a growth or share of what is another's"))
            return
        if measure in RELATIVE and clause.direction and clause.direction.kind == "beyond" and not self.sentence.base:
            self.unlinked.append((mention.start, mention.end, "compared with a limit or with others"))
            return
        subject = self.subject(mention, measure)
        if measure in FOREIGN and mention.kind in ("percent", "percentage_point") and of_count(self, subject):
            self.unlinked.append((mention.start, mention.end, "a growth or share of a count"))
            return
        if subject is None and mention.kind == "money" and self.sentence.foreign and (measure == "change" or self.stack):
            self.emit_none(mention, "third-party")  # 评审金额9亿元，核减1亿元; 税收减免9亿元(中央级5亿元、地方级4亿元)
            return
        if measure is None or (subject is None and measure != "other"):
            why = "no category" if measure else "a percent of no known measure"
            self.unlinked.append((mention.start, mention.end, why))
            self.sentence.lost = self.sentence.lost or (mention.kind == "money" and measure in ("level", "change"))
            return
        if measure == "other":
            if subject is None:
                why = "a limit of a scale" if mention.kind == "count" else "a percent that stands alone"
                self.unlinked.append((mention.start, mention.end, why))
            else:
                self.emit_other(mention, subject)
            return
        assert subject is not None
        subject = serviced(self, spent(self, subject, mention))
        self.sentence.lost = self.sentence.foreign = False
        if subject.rule != "heading" and subject is not self.sentence.topic:
            self.clause.subject = subject
        self.emit(mention, measure, subject)

    def on_open(self, token: Token) -> None:
        """增加5亿元(一般债券3亿元、专项债券2亿元): the parts of a change are changes."""
        last, before = self.links[-1] if self.links else None, self.previous
        super().on_open(token)
        if last and before and last.measure == "change" and last.kind == "money" and last.start == before[0].start and last.end == token.start:
            self.sentence.split = before[1].direction

    def on_close(self, token: Token) -> None:
        """完成预算的95%(与调整预算相比,下同),下降5%: what a completion is measured by is no base of the change behind it."""
        held = self.stack[-1] if self.stack else None
        together = named_together(self, held.start, token.start) if held else None
        super().on_close(token)
        self.sentence.split = None
        if together:
            self.clause.subject, self.sentence.listing = together, False
        last = self.links[-1] if self.links else None
        if held and last and last.end == held.start and last.measure == "completion":
            self.sentence.base = held.base

    # what the figure says

    def emit(self, mention: Mention, measure: str, subject: Subject) -> None:
        sentence = self.sentence
        sentence.facts += mention.kind == "count"
        subject, breakdown = insured(self, subject) if BUDGET in (sentence.fund, self.scene.fund) else (subject, None)
        subject = item(self, subject)
        level = self.level_of(subject)
        parent = self.parent(subject, mention, measure)
        phase, year = self.phase_year(mention, measure, subject, level, parent)
        base = self.base(mention, measure, subject, phase, year, level)
        fund = self.fund(subject, level, parent)
        whole = self.whole(subject, fund, parent) if measure == "share" else None
        value, flags = self.signed(mention, measure)
        if measure == "level" and many_years(self, mention):
            flags = (*flags, "multi_year")
        if subject.sentence != sentence.number:
            flags = (*flags, "implicit_category")
        base_phase, base_year = base or (None, None)
        part_of = parent.place if parent and measure == "level" else None
        link = Link(  # in the order of the fields: keywords take three times as long
            "text", mention.start, mention.end, mention.kind, value, mention.unit, mention.step, subject.name, subject.code, breakdown,
            measure, phase, year, base_phase, base_year, whole, fund, self.scope(subject, mention, measure, level, parent), flags,
            None, subject.start, subject.end, part_of, None, None, None, self.rule(subject, measure))
        self.links.append(link)
        index = len(self.links) - 1
        self.recent.append((index, subject.name, measure))
        if measure == "level":
            self.remember(index, subject, phase, year, fund, link)
        elif measure == "completion":
            plan_first(self, subject)

    def scope(self, subject: Subject, mention: Mention, measure: str, level: Level | None, parent: Level | None) -> str | None:
        """The part of government the figure is of; a change has its figure's, where that stands in the same sentence."""
        if not self.profile.government:
            return None
        if self.clause.place:
            return self.clause.place
        if (measure == "level" and parent and parent.given and parent in self.sentence.levels
                and not any(token.kind in ("scope", "home") for token in self.tokens[self.clause.first:self.position])):
            return parent.scope
        if measure == "level" and not (self.sentence.scoped or self.sentence.amounts) and (said := said_before(self, subject, mention)):
            return said.scope
        same = measure != "level" and level is not None and level in self.sentence.levels
        return level.scope if same and level else self.scene.scope

    def rule(self, subject: Subject, measure: str) -> str:
        clause = self.clause
        cue = clause.direction.data.id if clause.direction else "share" if clause.share else measure
        return f"{subject.rule}/{cue}"

    def remember(self, index: int, subject: Subject, phase: str | None, year: int | None, fund: str | None, link: Link) -> None:
        sentence, scene = self.sentence, self.scene
        level = Level(index, subject, phase, year, fund, link.scope, link.end, link.value, link.part_of is not None, bool(self.clause.place))
        sentence.levels.append(level)
        if sentence.comparing:
            sentence.base = (phase, year, None)
            sentence.levels.pop()
            sentence.levels.insert(0, level)
            return
        scene.last = level
        if phase != "executed" and self.clause.plan:
            plan_first(self, subject)

    def planned_late(self, phase: str) -> None:
        last = self.links[-1] if self.links else None
        if last and last.start >= self.sentence.start and last.measure == "completion":
            self.links[-1] = msgspec.structs.replace(last, base_phase=phase)

    def adjusted_from(self, end: int) -> None:
        last = self.links[-1] if self.links else None
        levels = self.sentence.levels
        if last and last.end == end and last.measure == "level" and levels and levels[-1].place == len(self.links) - 1:
            again = any(link.phase == "adjusted" and link.value == last.value and link.category == last.category for link in self.links[:-1])
            phase = "adjusted" if again else "approved"  # adjusted a second time, from what the first had made of it
            self.links[-1] = msgspec.structs.replace(last, phase=phase)
            levels[-1] = levels[-1]._replace(phase=phase)

    def said_late(self, base: tuple[str | None, int | None, int | None]) -> None:
        for i in range(len(self.links) - 1, -1, -1):
            found = self.links[i]
            if found.start < self.sentence.start:
                break
            if found.measure in RELATIVE and found.base_year == base[1] and base[0]:
                self.links[i] = msgspec.structs.replace(found, base_phase=base[0])

    # figures of no measure

    def emit_none(self, mention: Mention, rule: str) -> None:
        self.plain(mention, "none", None, None, rule)

    def emit_other(self, mention: Mention, subject: Subject | None) -> None:
        year = self.sentence.year or self.scene.year
        if self.clause.ratio:
            year = self.sentence.levels[-1].year if self.sentence.levels else self.scene.year
        self.plain(mention, "other", subject, year, "other")

    def plain(self, mention: Mention, measure: str, subject: Subject | None, year: int | None, rule: str) -> None:
        self.links.append(Link(source="text", start=mention.start, end=mention.end, kind=mention.kind,
                               value=mention.value or Decimal(0), unit=mention.unit, step=mention.step,
                               category=subject.name if subject else None, code=subject.code if subject else None,
                               measure=measure, year=year, flags=mention.flags, rule=rule))
