"""Figures: each amount of the walk becomes a Link, or is set aside with the reason why not."""

from __future__ import annotations

from decimal import Decimal

from pipeline.link.context import Level, Subject, apart, context_data, narrower, phase_of
from pipeline.link.cues import Token
from pipeline.link.subjects import count_subject, elliptic, form, label, listed, name_in, phrase, purpose_of, stray, unexplained
from pipeline.link.walk import Clause, Walk
from pipeline.records import Link, Mention

RELATIVE = ("change", "growth")


class Figures(Walk):
    """The walk that links; `links` and `unlinked` are what it leaves."""

    def start(self) -> None:
        self.links: list[Link] = []
        self.unlinked: list[tuple[int, int, str]] = []
        self.document_base: tuple[str | None, int | None] | None = None

    # one amount

    def on_inner(self, token: Token) -> None:
        """A threshold inside a category's name."""
        self.emit_none(token.data, "inner")

    def on_amount(self, token: Token) -> None:
        mention: Mention = token.data
        clause, sentence = self.clause, self.sentence
        clause.end = token.start
        if self.scene.definition:
            self.emit_none(mention, "definition")
        elif self.sentence.title:
            self.emit_none(mention, "title")
        elif clause.guard and clause.guard.kind == "without":
            self.unlinked.append((mention.start, mention.end, "the part left out of another figure (不含)"))
        elif mention.kind == "money" and clause.guard:
            self.emit_none(mention, clause.guard.data.id)
        elif mention.kind == "money" and self.threshold_after(mention):
            self.emit_none(mention, "threshold")
        else:
            self.figure(mention)
        sentence.amounts += 1
        self.after_amount(token)

    def threshold_after(self, mention: Mention) -> bool:
        """以上的, 以上专用设备: a limit, not a figure."""
        if "at_least" not in mention.flags and "at_most" not in mention.flags:
            return False
        after = self.folded[mention.end:mention.end + 14].replace(" ", "")
        return any(word in after for word in context_data()["threshold_after"])

    def after_amount(self, token: Token) -> None:
        """The clause goes on after its amount with the same subject and nothing else."""
        clause, sentence = self.clause, self.sentence
        if clause.subject and sentence.reason is None:
            sentence.topic = clause.subject
        elif clause.subject:
            sentence.reason_topic = clause.subject
        self.clause = Clause(token.end, token.end, self.position + 1, run=token.end)
        sentence.comparing = None
        sentence.listing = False
        self.previous = (token, clause)

    def figure(self, mention: Mention) -> None:
        measure = self.measure(mention)
        subject = self.subject(mention, measure)
        if measure is None or (subject is None and measure != "other"):
            why = "no category" if measure else "a percent of no known measure"
            self.unlinked.append((mention.start, mention.end, why))
            return
        if measure == "other":
            if subject is None:
                why = "a limit of a scale" if mention.kind == "count" else "a percent that stands alone"
                self.unlinked.append((mention.start, mention.end, why))
            else:
                self.emit_other(mention, subject)
            return
        assert subject is not None
        if subject.rule != "heading" and subject is not self.sentence.topic:
            self.clause.subject = subject
        self.emit(mention, measure, subject)

    def measure(self, mention: Mention) -> str | None:
        clause = self.clause
        if mention.kind == "percentage_point":
            return "change"
        if mention.kind == "count":
            if mention.unit == "分":
                return "other"
            return "change" if clause.direction else "level"
        if mention.kind == "money":
            return "change" if clause.direction else "level"
        if clause.share and not clause.plan:
            return "share"
        subject = clause.subject or clause.candidate
        if clause.direction:
            rate = clause.subject or (None if clause.before and clause.before[1] - clause.before[0] > 2 else self.sentence.topic)
            return "change" if rate and rate.name.endswith("率") else "growth"
        if clause.plan:
            return "completion"
        named = context_data()["percents"].get(subject.name if subject else "")
        if named:
            return str(named)
        if clause.complete and clause.complete.data.data and "率" in self.folded[clause.complete.start:clause.complete.end]:
            return "completion"
        return "other"

    def subject(self, mention: Mention, measure: str | None) -> Subject | None:
        clause, sentence = self.clause, self.sentence
        if mention.kind == "count":
            return count_subject(self, mention)
        if sentence.each:
            return sentence.each.pop(0)
        if mention.kind == "money" and not clause.direction:
            set_phrase = form(self, mention)
            if set_phrase:
                return set_phrase
        own = clause.subject or self.adjacent(mention)
        if clause.etc and mention.start - clause.etc.end <= 6 and not (own and clause.direction):
            own = listed(self, mention) or own
            if sentence.listing and sentence.topic:
                return sentence.topic
        if own and measure == "share" and own.name == clause.whole:
            own = None
        if own and clause.direction and own.start >= clause.direction.end:
            own = phrase(self, mention, measure) or own
        short = elliptic(self, mention)
        if short:
            return short
        project = self.scene.subject
        if own and own.name in self.weak and project and project.rule == "project":
            return project._replace(fund=own.fund)
        if own:
            return own
        if measure == "share":
            return self.inherited(mention, measure)
        written = phrase(self, mention, measure)
        if written:
            return written
        return self.inherited(mention, measure)

    def adjacent(self, mention: Mention) -> Subject | None:
        """The category of a list or purpose right before the amount: 主要用于:教育支出5万元."""
        candidate = self.clause.candidate
        if candidate and len(self.folded[candidate.end:mention.start].replace(" ", "")) <= 6 and not self.clause.etc:
            return candidate
        return None

    def inherited(self, mention: Mention, measure: str | None) -> Subject | None:
        clause, sentence = self.clause, self.sentence
        if measure == "level" and (clause.action or sentence.aspect):
            return purpose_of(self, mention) or self.sentence.aspect
        if measure == "other":
            return label(self, mention)
        if stray(self, mention):
            return purpose_of(self, mention) if measure == "level" else None
        if measure == "level" and sentence.topic and sentence.topic.rule == "list":
            return None
        if sentence.reason is not None and sentence.reason_topic:
            return sentence.reason_topic
        if sentence.topic:
            return sentence.topic
        if self.profile.government and not sentence.amounts and measure != "level" and unexplained(self):
            return None
        return self.scene.subject or purpose_of(self, mention)

    # what the figure says

    def emit(self, mention: Mention, measure: str, subject: Subject) -> None:
        sentence, scene = self.sentence, self.scene
        level = self.level_of(subject)
        parent = scene.parent if sentence.parts or scene.open_list else None
        if parent is not None and apart(subject.name, parent.subject.name):
            parent = None
        phase, year = self.phase_year(mention, measure, subject, level, parent)
        base = self.base(measure, subject, phase, year, level)
        fund = self.fund(subject, level, parent)
        whole = self.whole(subject, fund, parent) if measure == "share" else None
        value, flags = self.signed(mention, measure)
        if subject.sentence != sentence.number:
            flags = (*flags, "implicit_category")
        link = Link(source="text", start=mention.start, end=mention.end, kind=mention.kind, value=value, unit=mention.unit,
                    step=mention.step, category=subject.name, code=subject.code, measure=measure, phase=phase, year=year,
                    base_phase=base[0] if base else None, base_year=base[1] if base else None, whole=whole, fund=fund,
                    scope=scene.scope if self.profile.government else None, flags=flags, category_start=subject.start,
                    category_end=subject.end, part_of=parent.index if parent and measure == "level" else None,
                    rule=self.rule(subject, measure))
        self.links.append(link)
        index = len(self.links) - 1
        self.recent.append((index, subject.name, measure))
        if measure == "level":
            self.remember(index, subject, phase, year, fund)

    def rule(self, subject: Subject, measure: str) -> str:
        clause = self.clause
        cue = clause.direction.data.id if clause.direction else "share" if clause.share else measure
        return f"{subject.rule}/{cue}"

    def remember(self, index: int, subject: Subject, phase: str | None, year: int | None, fund: str | None) -> None:
        sentence, scene = self.sentence, self.scene
        level = Level(index, subject, phase, year, fund, scene.scope)
        sentence.levels.append(level)
        if sentence.comparing:
            sentence.base = (phase, year, None)
            sentence.levels.pop()
            sentence.levels.insert(0, level)
            return
        scene.last = level

    def level_of(self, subject: Subject) -> Level | None:
        """The figure of the same category that this one refers to: the latest executed one, else the latest."""
        same = [level for level in self.sentence.levels if level.subject.name == subject.name]
        if not same and self.scene.last and self.scene.last.subject.name == subject.name:
            same = [self.scene.last]
        executed = [level for level in same if level.phase == "executed"]
        return (executed or same or [None])[-1]

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
            if clause.offset is not None and base_year:
                year = (scene.year or base_year) + clause.offset
            phase = clause.phase or default_phase
            if phase is None and parent is not None:
                phase, year = parent.phase, clause.year or sentence.year or parent.year
            if phase is None:
                phase = "approved" if self.draft(year) else scene.phase
            if mention.kind == "count" and default_phase is None and clause.phase is None and not subject.rule.startswith("goals"):
                phase = "executed"
            if sentence.each_years:
                year = sentence.each_years.pop(0)
            return phase, year
        if level is not None:
            phase, year = level.phase, level.year
        else:
            phase = default_phase or (parent.phase if parent else None)
            year = base_year
            if phase is None:
                phase = "approved" if self.draft(year) else scene.phase
        if measure == "completion":
            phase = "executed"
        return phase, clause.year if clause.year is not None else year

    def draft(self, year: int | None) -> bool:
        """A figure of a year after the reported one, in a government's report, is of the draft budget."""
        return bool(self.profile.government and year and self.profile.year and year > self.profile.year)

    def base(self, measure: str, subject: Subject, phase: str | None, year: int | None, level: Level | None) -> tuple[str | None, int | None] | None:
        clause, sentence, scene = self.clause, self.sentence, self.scene
        if measure == "completion":
            return clause.plan or context_data()["rates"].get(subject.name, "approved"), year
        if measure not in RELATIVE:
            return None
        if sentence.base and sentence.base != (None, None, None):
            base_phase, base_year, offset = sentence.base
            if sentence.average and offset == 0:
                return None
            if base_year is None and year is not None:
                base_year = year + offset if offset is not None else year
                if base_phase is None and offset is None:
                    base_year = year - 1
            return base_phase or phase, base_year
        planned = [other for other in sentence.levels if level and other.subject.name == level.subject.name
                   and other.phase in ("approved", "adjusted") and other.year == year]
        if level and level.phase == "executed" and planned:
            return planned[-1].phase, planned[-1].year
        same = scene.base or self.document_base
        if same and same[1] is not None and year is not None and same[1] < year:
            return same[0] or phase, same[1]
        return phase, year - 1 if year is not None else None

    def fund(self, subject: Subject, level: Level | None, parent: Level | None) -> str | None:
        clause, sentence, scene = self.clause, self.sentence, self.scene
        named = subject.fund or clause.fund
        if level is not None and not named:
            return level.fund
        stated = None if sentence.amounts and not self.profile.government else sentence.fund
        above = stated or (parent.fund if parent else None) or scene.fund
        if self.profile.government:
            fund = named if named and named != "财政拨款" else above
            if fund:
                scene.fund = fund
            return fund
        return narrower(named, scene.fund if named == "财政拨款" else None) if named else narrower(stated, above)

    def whole(self, subject: Subject, fund: str | None, parent: Level | None) -> str | None:
        data, clause = context_data(), self.clause
        whole = clause.whole
        if whole is None and clause.share:
            whole = name_in(self.folded[clause.share.end:clause.end])
        if whole is None and parent is not None and parent.subject.name != subject.name:
            whole = parent.subject.name
        if whole is None:
            whole = data["wholes"].get(subject.name)
        return str(data["narrow"].get(f"{whole}/{fund}") or data["same"].get(whole, whole)) if whole else None

    def signed(self, mention: Mention, measure: str) -> tuple[Decimal, tuple[str, ...]]:
        """The value with the sign of the words, and the flags that says."""
        value, flags, clause = mention.value or Decimal(0), mention.flags, self.clause
        if clause.direction is None or measure not in RELATIVE:
            return value, flags
        sign = clause.direction.data.data["sign"]
        if clause.residue or not sign:
            if clause.residue:
                flags = (*flags, "form_residue")
            return (value * self.sentence.sign if self.sentence.sign and value > 0 else value), flags
        if value < 0 and sign < 0:
            return value, (*flags, "double_negative")
        return (value * sign if value else value), flags

    # figures of no measure

    def emit_none(self, mention: Mention, rule: str) -> None:
        self.plain(mention, "none", None, None, rule)

    def emit_other(self, mention: Mention, subject: Subject | None) -> None:
        self.plain(mention, "other", subject, self.sentence.year or self.scene.year, "other")

    def plain(self, mention: Mention, measure: str, subject: Subject | None, year: int | None, rule: str) -> None:
        self.links.append(Link(source="text", start=mention.start, end=mention.end, kind=mention.kind,
                               value=mention.value or Decimal(0), unit=mention.unit, step=mention.step,
                               category=subject.name if subject else None, code=subject.code if subject else None,
                               measure=measure, year=year, flags=mention.flags, rule=rule))

    def explained(self) -> list[int]:
        """The links that a reason explains: the changes of the last subject, else its figures."""
        recent = [entry for entry in self.recent]
        if not recent:
            return []
        name = recent[-1][1]
        if self.sentence.topic is not None:
            name = self.sentence.topic.name
        same = [entry for entry in recent if entry[1] == name]
        changes = [index for index, _, measure in same if measure in RELATIVE]
        return changes or [index for index, _, _ in same][-2:]
