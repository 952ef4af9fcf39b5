"""The walk: reads a line's tokens from left to right; here its start, its clauses and sentences."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.link.context import Profile, Scene, Subject, fund_of, squeezed
from pipeline.link.cues import Token
from pipeline.link.splits import viewed
from pipeline.link.state import Clause, Held, Sentence
from pipeline.link.subjects import known
from pipeline.patterns import load_rules

if TYPE_CHECKING:
    import regex

TIERS = "县市区旗"
"""Of 县、区 no item of a list begins behind the pause."""
ASPECTS = "看面 ”\"\n"
"""What a clause ends with that may say what its figures are told of (从…看, 在…方面), and what is left out of names."""
LABEL = 20
"""A longer sentence without a figure is no label: 全市收入规模稳居全省前列 says nothing of the next figures' scope."""
LONG_LABEL = 40
"""A longer sentence is no mere name."""


@cache
def clauses() -> dict[str, regex.Pattern[str]]:
    """The rules of link_clauses.toml by their names."""
    return {rule.id: rule.pattern for rule in load_rules("link_clauses.toml").rules}


class Walk:
    """The state of the walk; one handler a kind of token, chosen by name."""

    def __init__(self, folded: str, profile: Profile, data: dict[str, Any]) -> None:
        self.folded, self.profile = folded, profile
        self.weak, self.plans, self.departments = frozenset(data["weak"]), data["plans"], data["departments"]
        self.sums = frozenset(data["sums"])
        self.whole_names = frozenset(data["whole_names"])
        self.debts = frozenset(data["debts"])
        self.budgets = frozenset(data["totals"].values())
        self.two_sided = frozenset(data["two_sided"])
        self.scene = Scene(None, None)
        self.sentence = Sentence(0, 0)
        self.clause = Clause(0, 0)
        self.stack: list[Held] = []
        self.tokens: list[Token] = []
        self.mere: set[int] = set()
        """Where a word for a tier stands in a name and is no scope: 县级|基本财力保障机制奖补资金."""
        self.position = self.line_end = 0
        self.several = -1
        """Where the line speaks of a period of several years; -1 where it does not."""
        self.count = 0
        self.reasons: list[tuple[int, int, list[int]]] = []
        self.spoken: int | None = None
        """The last year that a sentence of the line has named."""
        self.recent: list[tuple[int, str, str]] = []
        """(link, category, measure) of the sentence before and of this one, for the reasons."""
        self.handlers = {name[3:]: getattr(self, name) for name in dir(self) if name.startswith("on_")}

    def line(self, tokens: list[Token], start: int, end: int, scene: Scene) -> None:
        """Walk one line; `scene` is its section's."""
        self.scene, self.tokens, self.position, self.line_end = scene, tokens, -1, end
        self.mere.clear()
        period = clauses()["years"].search(self.folded, start, end)
        self.several = period.start() if period else -1
        self.new_sentence(start)
        self.spoken = None
        handlers = self.handlers
        for self.position, token in enumerate(tokens):
            handler = handlers.get(token.kind)
            if handler:
                handler(token)
        self.on_stop(Token(end, end, "stop", None))
        self.stack.clear()

    # boundaries

    def new_sentence(self, at: int) -> None:
        self.count += 1
        self.spoken = self.sentence.year or self.spoken
        item = clauses()["item"].match(self.folded, at) if self.folded.find("是", at, at + 6) > 0 else None
        scene = self.scene
        if item and item["number"] == "一":
            scene.items = scene.fund, scene.scope
        elif item and scene.items and self.profile.government:
            fund, scope = scene.items
            scene.fund = scene.fund if scene.fund == fund else None
            scene.scope = scene.scope if scene.scope == scope else None
        self.sentence = Sentence(self.count, at, scope=self.scene.scope)
        self.clause = Clause(at, at, self.position + 1, run=at)

    def close_clause(self, at: int) -> None:
        """A clause ends: its subject becomes the sentence's topic."""
        self.keep_topic()
        self.clause = Clause(at, at, self.position + 1, run=at)

    def keep_topic(self) -> None:
        if self.clause.subject and self.sentence.reason is None:
            self.sentence.topic = self.clause.subject
        elif self.clause.subject:
            self.sentence.reason_topic = self.clause.subject

    def on_stop(self, token: Token) -> None:
        self.close_clause(token.end)
        sentence, scene = self.sentence, self.scene
        self.end_reason(token.start)
        if not self.stack:
            scene.open_list = (sentence.parts and sentence.parts_at == sentence.amounts) or (scene.open_list and not sentence.parts)
            if not scene.open_list:
                scene.parent = None
        if sentence.topic and (sentence.amounts or (sentence.topic.rule in ("category", "project") and not sentence.purpose)):
            aside = scene.subject and scene.subject.rule == "project" and sentence.topic.rule in ("ellipsis", "phrase")
            scene.subject = sentence.viewed or (scene.subject if aside else sentence.topic)  # 分性质看,…。分级次看,…: of one whole
        if not sentence.amounts and token.start - sentence.start < LONG_LABEL and (named := self.label_of(token.start)):
            scene.subject = named
        if self.stack and self.closes():
            return
        self.stack.clear()
        parts = bool(sentence.amounts) and clauses()["parts"].match(self.folded, token.end) is not None
        given = scene.scope if parts and sentence.home else None
        if token.end >= self.line_end and sentence.divided and sentence.scoped and scene.scope != sentence.divided.scope:
            scene.scope = sentence.divided.scope  # 其中:市级5亿元 ends a paragraph: the next is of the whole again
        if sentence.home or (not sentence.facts and token.start - sentence.start > LABEL):
            scene.scope = sentence.scope
        elif sentence.aside and scene.scope != sentence.scope:
            scene.scope = scene.headed  # whose money the next sentence tells of only the heading says
        if sentence.fund and not sentence.amounts and clauses()["heading"].fullmatch(squeezed(self.folded, sentence.start, token.start)):
            scene.fund = sentence.fund
        if sentence.amounts:
            self.recent = self.recent[-12:]
            scene.divided, scene.parted = sentence.divided, sum(level.part for level in sentence.levels)
        self.new_sentence(token.end)
        if sentence.phase and self.goes_on(token):
            self.sentence.phase = sentence.phase
        if given:  # 省下达我市债券9亿元。其中:新增债券6亿元 is 我市's too
            scene.scope, self.sentence.home = given, True
        if parts:
            self.sentence.base = sentence.base
            if self.folded.startswith("其中", token.end) and sentence.year and sentence.levels:
                self.sentence.year = sentence.levels[-1].year

    def label_of(self, end: int) -> Subject | None:
        """What a sentence names that is nothing but a name: ①专项支出。"""
        match = clauses()["label"].fullmatch(squeezed(self.folded, self.sentence.start, end)) if self.profile.government else None
        if match is None:
            return None
        name, code = known(match["name"], "government")
        return Subject(name, code, self.sentence.start, end, None, "label", fund_of(name), self.sentence.number)

    def goes_on(self, stop: Token) -> bool:
        """Whether the next sentence begins with a budget's name and says no phase of its own: 人代会批准收入5亿元。支出总计5亿元."""
        for i, token in enumerate(self.tokens[self.position + 1:]):
            if token.kind in ("phase", "complete", "period", "passed", "direction", "compare") or (i == 0 and token.kind not in ("category", "fund")):
                return False
            if token.kind == "stop":
                return True
        return bool(self.tokens[self.position + 1:])

    def closes(self) -> bool:
        """Whether the open bracket is closed later in the line: a stop inside it ends no sentence."""
        brackets = (token.kind for token in self.tokens[self.position + 1:] if token.kind in ("open", "close"))
        return next(brackets, None) == "close"

    def on_item(self, token: Token) -> None:
        self.close_clause(token.end)
        self.end_reason(token.start)
        sentence = self.sentence
        sentence.listing = sentence.purpose = False
        sentence.comparing = None
        if len({level.subject.name for level in sentence.levels[sentence.item:]}) > 1 and sentence.parts:
            sentence.parts, self.scene.parent = False, None  # a list by commas ends with the semicolon, one by semicolons not
        if sentence.item_scope[1] == sentence.amounts:
            self.scene.scope = sentence.item_scope[0]  # 其中:区本级收入不变;转移性收入5亿元
        sentence.item, sentence.item_at = len(sentence.levels), token.end
        sentence.item_scope = self.scene.scope, sentence.amounts

    def on_comma(self, token: Token) -> None:
        self.sentence.aspect = None
        text = "" if self.folded[token.start - 1] not in ASPECTS else squeezed(self.folded, self.clause.start, token.start)
        if text.endswith("方面") and len(text) < 24 and self.clause.subject is None:
            name = text.removesuffix("方面").lstrip("-—在")
            self.sentence.aspect = Subject(name, None, self.clause.start, token.start, None, "aspect", sentence=self.sentence.number)
        self.reason_before(token.start)
        topic = viewed(self, text, token.start) if text.endswith("看") else None
        self.close_clause(token.end)
        self.sentence.topic = topic or self.sentence.topic
        self.sentence.comparing = None

    def on_colon(self, token: Token) -> None:
        self.close_clause(token.end)

    def on_pause(self, token: Token) -> None:
        """A list goes on; after an amount a new item of it begins."""
        clause = self.clause
        if token.start - clause.start <= 1 and self.folded[clause.start] not in TIERS:
            clause.run = clause.start = token.end
        clause.lead = token.end

    def on_open(self, token: Token) -> None:
        if self.residue(token):
            return
        sentence, scene = self.sentence, self.scene
        self.stack.append(Held(self.clause, sentence.topic, sentence.listing, sentence.purpose, sentence.fund, scene.fund, scene.scope,
                               sentence.parts, scene.parent, len(sentence.levels), scene.last, token.start, sentence.year, sentence.base))
        if sentence.levels and sentence.levels[-1].end == token.start:  # 新增债券5亿元(一般债券2亿元、专项债券3亿元)
            scene.parent, sentence.parts = sentence.levels[-1], True
        sentence.topic = self.clause.subject or self.clause.candidate or sentence.topic
        self.clause = Clause(token.end, token.end, self.position + 1, run=token.end)

    def on_close(self, token: Token) -> None:
        if self.stack:
            sentence, scene, held = self.sentence, self.scene, self.stack.pop()
            if sentence.reason is not None and sentence.reason > held.start:
                self.end_reason(token.start)
            self.clause, sentence.topic, sentence.listing, sentence.purpose, sentence.fund = held[:5]
            scene.fund, scene.scope, sentence.parts, scene.parent = held[5:9]
            sentence.year, sentence.lost = held.year, False
            if held.levels:  # what follows is said of the figure before the bracket
                del sentence.levels[held.levels:]
                scene.last = held.last

    def residue(self, token: Token) -> bool:
        """增加（减少）: the form's choice left standing."""
        after = self.tokens[self.position + 1:self.position + 2]
        if (after and after[0].kind == "direction" and self.clause.direction
                and self.clause.direction.end == token.start and after[0].start == token.end):
            self.clause.residue = True
            return True
        return False

    def on_slash(self, token: Token) -> None:
        self.residue(token)

    def on_title(self, token: Token) -> None:
        self.sentence.title += 1

    def on_untitle(self, token: Token) -> None:
        self.sentence.title = max(0, self.sentence.title - 1)

    def end_reason(self, at: int) -> None:
        """A reason is over, with the sentence or the item."""
        raise NotImplementedError

    def reason_before(self, end: int) -> None:
        """A clause that gives the reason of the figures behind it is over."""
        raise NotImplementedError
