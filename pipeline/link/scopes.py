"""Scopes: which part of government a figure is of, as the sentences before it and its own say."""

from __future__ import annotations

from functools import cache

import regex

from pipeline.link.context import AREA, squeezed
from pipeline.link.cues import Token
from pipeline.link.phases import Phases
from pipeline.link.walk import clauses

ALSO = regex.compile(r" ?\(((?:不?含|包括)[\p{Han}、]{2,20})\)")
"""Whom a scope takes in or leaves out: 市本级(含高新开发区)."""

NATION = ("全国", "中央")
"""The scopes of the central government's own reports."""
ZONE = regex.compile(r"\p{Han}{3}(?<!自治)区$")


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """A pattern that a cue carries, compiled once."""
    return regex.compile(pattern)


class Scopes(Phases):
    """The walk's handlers for scopes."""

    def on_scope(self, token: Token) -> None:
        data, following = token.data.data, squeezed(self.folded, token.end, token.end + 6)
        before = squeezed(self.folded, max(0, token.start - 4), token.start)
        if clauses()["and-tier"].search(before):  # 各乡镇、县本级: of more than one
            self.mere.add(token.start)
            return
        given = clauses()["given"].search(before)
        if compiled(data["not_after"]).search(before) and not (given and self.folded[token.start] == "全"):
            if given and self.sentence.parts and self.profile.government:
                self.clause.place, self.clause.lead = squeezed(self.folded, token.start, token.end), token.end
            elif given and self.profile.tiers and not self.profile.tiers.reports(self.folded[token.start:token.end], following):
                self.mere.add(token.start)  # 转贷|县区|新增债券: to whom, in the name
            return
        if compiled(data["not_before"]).match(following):
            self.mere.add(token.start)  # a part of a name: 防汛|市级|补助资金
            return
        self.set_scope(squeezed(self.folded, token.start, token.end), following, token)

    def on_districts(self, token: Token) -> None:
        """区市 at the beginning of a clause; else it is the letters of two words (工矿|区市|政设施) or whom something is for."""
        if compiled(token.data.data["not_after"]).search(self.folded, max(0, token.start - 1), token.start):
            self.mere.add(token.start)
        else:
            self.on_scope(token)

    def on_home(self, token: Token) -> None:
        """我市 is the whole of the place, for its sentence: 上级下达我市转移支付5亿元."""
        sentence = self.sentence
        if not sentence.scoped:
            self.set_scope("全" + self.folded[token.start + 1], "", token)
            sentence.home = sentence.scoped

    def set_scope(self, scope: str, following: str, token: Token) -> None:
        profile, sentence = self.profile, self.sentence
        if not profile.government or sentence.title or sentence.comparing or self.clause.direction or sentence.reason is not None:
            return
        if self.clause.first and self.tokens[self.clause.first - 1].kind == "purpose" and not self.told_next(token):
            self.mere.add(token.start)  # 用于全市人才引进: for whom, not whose
        elif scope in ("区级", "区本级") and (zone := self.zone()):
            self.scene.scope, self.clause.lead = zone, token.end
        elif profile.tiers is None or profile.tiers.reports(scope, following):
            aside = ALSO.match(self.folded, token.end)
            self.scene.scope = scope + (f"（{aside[1]}）" if aside else "")
            sentence.aside = self.aside(scope, token) and not sentence.scoped
            sentence.scoped, sentence.home = True, False
            self.clause.lead = token.end
        else:
            self.mere.add(token.start)

    def zone(self) -> str | None:
        """The zone that the figures before, or the heading above, are of: 区级 behind 某某高新区's own figures is that zone's."""
        return next((place for place in (self.scene.scope, self.scene.headed) if place and ZONE.search(place) and AREA.search(place)), None)

    def told_next(self, token: Token) -> bool:
        """Whether a figure or what it is of stands right behind: 用于市本级5亿元, 主要用于:市本级教育支出5亿元."""
        after = self.tokens[self.position + 1:self.position + 2]
        return bool(after) and after[0].kind in ("category", "fund", "amount", "comma", "colon") and after[0].start - token.end <= 2

    def aside(self, scope: str, token: Token) -> bool:
        """Whether the word only says whose money is spent, for its sentence: 安排市级财力5亿元."""
        after = self.tokens[self.position + 1:self.position + 2]
        return not scope.startswith("全") and self.clause.action is not None and not (after and after[0].kind in ("category", "fund") and after[0].start == token.end)

    def area(self, start: int, end: int) -> None:
        """A named place right before the name of a budget's total is its scope: 高新区一般公共预算收入."""
        text = squeezed(self.folded, start, end)
        match = AREA.search(text)
        if text in NATION:
            self.scene.scope = text
        elif match:  # 阜新市 in a report of 阜新市 is 全市
            self.scene.scope = "全" + match[0][-1] if (self.profile.region or "").endswith(match[0]) else match[0]
