"""Choice: the measure of a figure, and which category of clause, sentence, heading or list it is about."""

from __future__ import annotations

from typing import Any

import regex

from pipeline.link.closed import compared, empty, left_over
from pipeline.link.compounds import continued, joined, joined_name, kind_listed, kind_of, listed
from pipeline.link.context import Profile, Subject, context_data, squeezed
from pipeline.link.forms import count_subject, elliptic, form, in_project, project_part
from pipeline.link.purposes import label, purpose_of
from pipeline.link.splits import divided, part_name, passed_down, place_in, tier_in
from pipeline.link.subjects import name_in, phrase, stray, unexplained
from pipeline.link.terms import Terms
from pipeline.link.uses import advanced, described, held, moved, purse, repaid, spent_from
from pipeline.link.walk import clauses
from pipeline.records import Link, Mention

MOVED = regex.compile(r"调[入出]|转贷|上解")
"""What is moved between budgets or levels is named by that, not by what it is for."""


class Choice(Terms):
    """The walk that can say what a figure measures and of what; `links` holds the figures before it."""

    def __init__(self, folded: str, profile: Profile, data: dict[str, Any]) -> None:
        super().__init__(folded, profile, data)
        self.links: list[Link] = []

    def measure(self, mention: Mention) -> str | None:
        clause = self.clause
        if clause.direction and in_project(self) and not self.sentence.base:
            clause.direction = None  # 服务能力提升80万元 is what a part of the project is called
        if clause.direction and (thing := described(self, mention)):
            clause.direction, clause.subject = None, thing
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
        if self.of_other_year(mention):
            clause.ratio = True
            return "other"
        subject = clause.subject or clause.candidate
        if clause.direction:
            rate = clause.subject or (None if clause.before and clause.before[1] - clause.before[0] > 2 else self.sentence.topic)
            return "change" if rate and rate.name.endswith("率") else "growth"
        if self.of_plan(mention):
            clause.plan = self.links[-1].phase
        if clause.plan:
            return "completion"
        named = context_data()["percents"].get(subject.name if subject else "")
        if named:
            return str(named)
        if clause.complete and clause.complete.data.data and "率" in self.folded[clause.complete.start:clause.complete.end]:
            return "completion"
        return "other"

    def of_other_year(self, mention: Mention) -> bool:
        """为上年决算数的98%, 是2020年的2倍: a percent of another year's figure, which no plan is completed by."""
        clause, levels = self.clause, self.sentence.levels
        if clause.direction or self.folded[mention.start - 1:mention.start] not in ("的", " "):
            return False
        match = clauses()["ratio"].fullmatch(squeezed(self.folded, clause.start, mention.start).lstrip(",，、"))
        own = levels[-1].year if levels else self.scene.year
        if match is None or (match["own"] and clause.subject is None):
            return False
        return clause.offset == -1 or (clause.year is not None and own is not None and clause.year < own)

    def of_plan(self, mention: Mention) -> bool:
        """为年初预算5亿元的98%: the percent of a planned figure that stands right before it."""
        last = self.links[-1] if self.links else None
        return (last is not None and last.end == self.clause.start and last.phase in ("approved", "adjusted")
                and self.folded[last.end:mention.start].strip() == "的")

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
            if self.sums_up(mention):
                parent = self.scene.parent
                self.scene.parent, sentence.parts = None, False
                return parent.subject if parent else None
        if measure in ("level", "change") and (tier := tier_in(self, mention)):
            return self.for_tier(tier)
        said = (repaid(self, mention) or passed_down(self, mention) if measure == "level" else None) or self.own(mention, measure)
        if said:
            return said
        if measure == "share":
            name = name_in(self.folded[clause.start:clause.share.start]) if clause.share else None
            if name:
                return Subject(name, None, clause.start, mention.start, None, "phrase", sentence=sentence.number)
        elif not clause.ratio:
            said = phrase(self, mention, measure) or (self.used(mention) if measure == "level" else None) or project_part(self, mention)
        said = said or advanced(self, mention)
        if said or measure != "level" or mention.kind != "money":
            return said or self.inherited(mention, measure)
        if empty(self, mention) and ((left := left_over(self, mention)) or self.told(mention)):
            return left or purpose_of(self, mention, keys=("object",))
        return self.inherited(mention, measure) or (left_over(self, mention) if compared(self) else None)

    def told(self, mention: Mention) -> bool:
        """Whether the topic has its sum already, so that another behind a mark, without a word, has lost its name: 教育支出5亿元；3亿元."""
        topic, levels = self.sentence.topic, self.sentence.levels
        if mention.start > self.clause.start or self.tokens[self.position - 1].kind not in ("item", "comma", "stop") or topic is None:
            return False
        return any(level.subject.name == topic.name and self.links[level.place].kind == "money" for level in levels)

    def used(self, mention: Mention) -> Subject | None:
        """What a figure without a name is of because of what is done with it, or whose money it is."""
        return moved(self, mention) or purse(self, mention)

    def own(self, mention: Mention, measure: str | None) -> Subject | None:
        """The category that the clause itself names."""
        clause, sentence = self.clause, self.sentence
        own = clause.subject or self.adjacent(mention)
        own = part_name(self, own, mention) if own else None
        end = clause.before[1] if clause.before else mention.start
        if clause.etc and clause.categories and clause.categories[-1].end <= clause.etc.start and (named := kind_listed(self, end)):
            return named
        if clause.etc and mention.start - clause.etc.end <= 6 and not (own and clause.direction):
            own = listed(self, mention) or own
            if sentence.listing and sentence.topic:
                return sentence.topic
        if own and measure == "share" and own.name == clause.whole:
            own = None
        if own and clause.direction and own.start >= clause.direction.end:
            own = phrase(self, mention, measure) or own
        short = elliptic(self, mention)
        if short or own is None:
            return short
        own = self.in_full(own, mention, end)
        if own.code and clause.etc and own.end == clause.etc.start == clause.etc.end - 1 and mention.start - clause.etc.end <= 6:
            own = own._replace(code=None)  # 加上解支出等5亿元 is more than the item that it names
        if own.rule != "list" and measure == "level" and not clause.direction:
            own = joined(self, mention) or own
        project = self.scene.subject
        if own.name in self.weak and project and project.rule == "project":
            return project._replace(fund=own.fund)
        return own

    def in_full(self, own: Subject, mention: Mention, end: int) -> Subject:
        """The category, or what more than it the name before and behind it says."""
        clause = self.clause
        if own in (clause.subject, clause.candidate) and own.rule == "category" and self.profile.government:
            fuller = joined_name(self, own, end) or continued(self, own, end) or kind_of(self, own, end)
            said = own is clause.subject or (fuller and "的" not in fuller.name)  # 包括由地方统筹使用的|一般性转移支付
            return spent_from(self, fuller if fuller and said else held(self, own), mention)
        return joined_name(self, own, end) or own if own.rule == "project" else own

    def for_tier(self, tier: str) -> Subject | None:
        """The topic, of one level of government: the scope of what follows is the topic's again."""
        clause, sentence, scene = self.clause, self.sentence, self.scene
        topic = divided(self)
        if sentence.divided and clause.start == sentence.item_at:  # …,其中:一般债券3亿元;转贷市县5亿元: of what 其中 divided
            topic = sentence.divided.subject
        whole = next((level for level in sentence.levels if topic and level.subject.name == topic.name), scene.parent)
        clause.place, scene.scope = tier, whole.scope if whole else scene.scope
        return topic

    def sums_up(self, mention: Mention) -> bool:
        """合计5万元 behind figures of several things: it is of none of them, but of what they are the parts of."""
        sentence = self.sentence
        several = len({level.subject.name for level in sentence.levels}) > 1 or (sentence.parts and sentence.amounts > sentence.parts_at + 1)
        return several and squeezed(self.folded, self.clause.start, mention.start).strip(",，、;；:：") in context_data()["together"]

    def named_after(self, mention: Mention) -> tuple[str, ...]:
        """How words behind an amount can name it where the clause is about something else: 5万元的培训, 5万元用于培训."""
        moved = MOVED.search(self.folded[self.clause.start:mention.start])
        spent = self.folded[mention.end:mention.end + 2] == "用于"
        return ("direct", "object") if spent and not moved else ("direct",)

    def adjacent(self, mention: Mention) -> Subject | None:
        """The category of a list or purpose right before the amount: 主要用于:教育支出5万元."""
        candidate, etc = self.clause.candidate, self.clause.etc
        if candidate and len(self.folded[candidate.end:mention.start].replace(" ", "")) <= 6 and not (etc and etc.start >= candidate.end):
            return candidate
        return None

    def inherited(self, mention: Mention, measure: str | None) -> Subject | None:
        clause, sentence = self.clause, self.sentence
        if measure == "level" and "余" in self.folded[clause.start:mention.start] and clauses()["rest"].fullmatch(squeezed(self.folded, clause.start, mention.start)):
            return None  # 预备费5亿元，支出3亿元用于救灾，剩余2亿元
        if self.stack and sentence.topic and (clause.offset is not None or clause.year is not None) and not stray(self, mention):
            return sentence.topic  # 增加1亿元(上年安排4亿元)
        if measure == "level" and (clause.action or sentence.aspect):
            bare = self.scene.subject if not (sentence.amounts or stray(self, mention) or unexplained(self)) else None
            return purpose_of(self, mention) or self.sentence.aspect or (bare if bare and bare.rule in ("heading", "label") else None)
        if measure == "other":
            return sentence.topic or self.scene.subject if clause.ratio else label(self, mention)
        if sentence.lost:
            return None  # 一般债5亿元(of no known category)，增长3%: not the growth of what was named before
        if clause.reach and clause.phase == "adjusted" and sentence.topic:
            return sentence.topic  # 收入预算…，经市人大常委会批准调整为5亿元
        topic = sentence.topic or (self.scene.parent.subject if self.scene.parent else None)
        if topic and topic.rule != "list" and (place := place_in(self, mention)):
            clause.place = place
            return topic
        if stray(self, mention):
            return purpose_of(self, mention, keys=self.named_after(mention)) if measure == "level" else None
        if measure == "level" and sentence.topic and sentence.topic.rule == "list":
            return None
        if sentence.reason is not None and sentence.reason_topic:
            return sentence.reason_topic
        if sentence.topic:
            said = self.folded[clause.start:mention.start]
            other = any(side in said and sentence.topic.name.endswith(opposite) for side, opposite in (("支出", "收入"), ("收入", "支出")))
            return None if other and measure == "level" else sentence.topic  # 总财力5亿元，全年支出5亿元: no receipts
        if self.profile.government and not sentence.amounts and measure != "level" and unexplained(self):
            return None
        return self.scene.subject or purpose_of(self, mention)
