"""Terms: the phase, year, base, fund, whole and sign of a figure whose category is known."""

from __future__ import annotations

from decimal import Decimal

from pipeline.link.context import Level, Subject, apart, context_data, narrower, phase_of, squeezed
from pipeline.link.subjects import name_in
from pipeline.link.walk import clauses
from pipeline.link.words import Words
from pipeline.records import Link, Mention

RELATIVE = ("change", "growth")
PLANNED = ("goals-count", "goals-count-after", "vehicles-bought")
"""Forms whose counts are of the document's phase; other counts are of what there is."""
Base = tuple[str | None, int | None]


class Terms(Words):
    """The walk that knows what a figure's terms are."""

    links: list[Link]
    """The figures before it."""

    def level_of(self, subject: Subject) -> Level | None:
        """The figure of the same category that this one refers to: the latest year's, executed rather than planned."""
        same = [level for level in self.sentence.levels if level.subject.name == subject.name]
        if not same and self.scene.last and self.scene.last.subject.name == subject.name:
            same = [self.scene.last]
        same = self.without_base(same)
        executed = [level for level in same if level.phase == "executed" and level.year == same[-1].year]
        found = executed or same
        return found[-1] if found else None

    def without_base(self, levels: list[Level]) -> list[Level]:
        """The levels that are not what the sentence compares with: 与2023年相比（2023年为80万元），增加5万元."""
        base, main = self.sentence.base, self.sentence.year or self.scene.year
        if not base and self.clause.direction and levels and levels[-1].year:
            return [level for level in levels if level.year == (levels[-1].year or 0) + 1] or levels  # 2024年5万元，2023年8万元；减少3万元
        if not base or not self.clause.direction or main is None:
            return levels
        if base[2] == -1 and any(level.year == main + 1 for level in levels):
            main += 1  # 2024年5万元，2023年8万元，与上年相比减少3万元: 2024's
        year = base[1] if base[1] is not None else main + base[2] if base[2] else None
        if year is None:
            return levels
        others = [level for level in levels if level.year != year or base[0] not in (None, level.phase)]
        return others if others or year != main else levels

    def parent(self, subject: Subject, mention: Mention, measure: str) -> Level | None:
        """The figure that this one is a part of, in the list that is open."""
        sentence, scene = self.sentence, self.scene
        parent = scene.parent if sentence.parts or scene.open_list else None
        if self.clause.guard and self.clause.guard.kind == "without":
            return None
        if parent is None or apart(subject.name, parent.subject.name):
            return None
        if subject.name in self.whole_names:
            scene.parent, sentence.parts, scene.open_list = None, False, False
            return None
        other_fund = subject.fund and parent.subject.fund and subject.fund != parent.subject.fund and "财政拨款" not in (subject.fund, parent.subject.fund)
        too_much = mention.kind == "money" and measure == "level" and abs(mention.value or Decimal(0)) > abs(parent.value)
        same = bool(self.stack) and measure == "level" and subject.name == parent.subject.name and not self.clause.place and parent.scope == scene.scope
        return None if other_fund or too_much or (same and subject.code == parent.subject.code) else parent

    def phase_year(self, mention: Mention, measure: str, subject: Subject, level: Level | None,
                   parent: Level | None) -> tuple[str | None, int | None]:
        clause, sentence, scene = self.clause, self.sentence, self.scene
        base_year = sentence.year or scene.year
        default_phase = phase_of(subject.name) or subject.phase
        if measure == "level":
            if sentence.comparing and sentence.base:
                phase, year, offset = sentence.base
                year = year if year is not None else base_year + (offset or 0) if base_year else None
                return phase or scene.phase, year
            year = clause.year if clause.year is not None else base_year
            stated = clause.year is not None or clause.offset is not None or sentence.year is not None
            if clause.offset is not None and base_year:
                year = (scene.year or base_year) + clause.offset
            phase = clause.phase or default_phase or sentence.phase
            if phase is None and parent is not None:
                phase = parent.phase
                year = year if clause.offset is not None else clause.year or sentence.year or parent.year
            if phase is None:
                phase = self.phase_by_year(year)
            done = default_phase == "executed" and scene.phase == "approved" and mention.kind == "money" and not subject.name.endswith("余额")
            if done and not stated and self.spoken and year and self.spoken < year:
                year = self.spoken  # 2025年对9个项目开展评价。绩效评价资金5亿元, in the budget of the next year
            if mention.kind == "count":
                written = squeezed(self.folded, clause.start, mention.start)
                planned = subject.rule in PLANNED or "购置单价" in written or (parent is not None and parent.subject.rule in PLANNED)
                phase = ("approved" if written.endswith("预算项目") else
                         phase if default_phase or clause.phase or planned else "executed")
            if sentence.each_years:
                year = sentence.each_years.pop(0)
            return phase, year
        if level is not None:
            phase, year = level.phase, level.year
        else:
            phase = default_phase or (parent.phase if parent else None)
            year = base_year
            if phase is None:
                phase = self.phase_by_year(year)
        if measure == "completion":
            phase = "executed"
        return phase, clause.year if clause.year is not None else year

    def phase_by_year(self, year: int | None) -> str | None:
        """In a government's report a figure of a year after the reported one is of the draft budget, and one of a year before
        the budget that the section is about was carried out."""
        scene, reported = self.scene, self.profile.year
        if self.profile.government and year and reported:
            if year > reported:
                return "approved"
            if scene.phase == "approved" and year < max(scene.drafted or reported, reported):
                return "executed"
        return scene.phase

    def differs(self, planned: Level, level: Level, mention: Mention, measure: str) -> bool:
        """Whether a change without a base is the difference of the sentence's plan and result: in a government's report
        only where it adds up, for 增长 alone is there the growth on the year before."""
        if not self.profile.government:
            return True
        return measure == "change" and abs(level.value - planned.value) == abs(mention.value or Decimal(0))

    def base(self, mention: Mention, measure: str, subject: Subject, phase: str | None, year: int | None,
             level: Level | None) -> Base | None:
        clause, sentence, scene = self.clause, self.sentence, self.scene
        if measure == "completion":
            return clause.plan or context_data()["rates"].get(subject.name, "approved"), year
        if measure not in RELATIVE:
            return None
        if clause.direction and "base" in clause.direction.data.data and not sentence.base:
            return clause.direction.data.data["base"], year
        if sentence.base and sentence.base != (None, None, None):
            base_phase, base_year, offset = sentence.base
            if sentence.average and offset == 0:
                return None
            if base_year is None and year is not None:
                base_year = year + offset if offset is not None else year
                if base_phase is None and offset is None:
                    base_year = year - 1
            same = scene.base or self.document_base
            if base_phase is None and offset is None and same and same[1] == base_year:
                base_phase = same[0]
            return base_phase or phase, base_year
        planned = [other for other in sentence.levels if level and other.subject.name == level.subject.name
                   and other.phase in ("approved", "adjusted") and other.year == year]
        if level and level.phase == "executed" and planned and self.differs(planned[-1], level, mention, measure):
            return planned[-1].phase, planned[-1].year
        same = scene.base or self.document_base
        if same and same[1] is not None and year is not None and same[1] < year:
            return same[0] or phase, same[1]
        if phase == "adjusted":
            return "approved", year
        return phase, year - 1 if year is not None else None

    def fund(self, subject: Subject, level: Level | None, parent: Level | None) -> str | None:
        clause, sentence, scene = self.clause, self.sentence, self.scene
        named = subject.fund or clause.fund
        if level is not None and not named:
            return level.fund
        stated = None if sentence.amounts and not self.profile.government else sentence.fund
        above = stated or (parent.fund if parent else None) or scene.fund
        if self.profile.government:
            if subject.name in self.debts and not (named or stated or scene.of_fund):
                return None  # the last paragraph's budget is not theirs
            fund = named if named and named != "财政拨款" else above or named
            if fund:
                scene.fund = fund
            return fund
        return narrower(named, scene.fund if named == "财政拨款" else None) if named else narrower(stated, above)

    def whole(self, subject: Subject, fund: str | None, parent: Level | None) -> str | None:
        data, clause = context_data(), self.clause
        whole = clause.whole
        if whole is None and clause.share:
            whole = self.divided_whole(squeezed(self.folded, clause.share.end, clause.end), subject, fund)
        if whole is None and parent is not None and parent.subject.name != subject.name:
            whole = parent.subject.name
        if whole is None:
            whole = data["wholes"].get(subject.name)
        return str(data["narrow"].get(f"{whole}/{fund}") or data["same"].get(whole, whole)) if whole else None

    def divided_whole(self, text: str, subject: Subject, fund: str | None) -> str | None:
        """What a share is of, by the words between 占 and the percent; 收入, 支出 or a budget alone is its total: 占支出的35%, 占一般公共预算比重达15%."""
        match, totals = clauses()["share-of"].search(text), context_data()["totals"] if self.profile.government else {}
        name = match["name"] if match else text
        return name_in(text) or name_in(name) or totals.get(f"{fund}/{name}") or totals.get(f"{name}/{subject.name[-2:]}")

    def signed(self, mention: Mention, measure: str) -> tuple[Decimal, tuple[str, ...]]:
        """The value with the sign of the words, and the flags that says."""
        value, flags, clause = mention.value or Decimal(0), mention.flags, self.clause
        if mention.kind == "percentage_point" and self.folded[max(0, mention.start - 1)] in "低慢少":
            return -value, flags  # 比预算增幅低1个百分点
        if clause.direction is None or measure not in RELATIVE:
            return value, flags
        sign = clause.direction.data.data["sign"]
        if clause.residue or not sign:
            if clause.residue:
                flags = (*flags, "form_residue")
            elif clause.direction.kind == "flat":
                flags = (*flags, "flat")
            return (value * self.sentence.sign if self.sentence.sign and value > 0 else value), flags
        if value < 0 and sign < 0:
            return value, (*flags, "double_negative")
        return (value * sign if value else value), flags
