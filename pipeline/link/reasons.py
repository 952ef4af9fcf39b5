"""Reasons: which figures a 主要原因 explains — those before it, those behind it, or none."""

from __future__ import annotations

import re

from pipeline.link.context import squeezed
from pipeline.link.cues import Token
from pipeline.link.terms import RELATIVE
from pipeline.link.walk import Walk, clauses
from pipeline.records import Link

HAN = re.compile("[\u4e00-\u9fff]{4}")
MOVES = ("direction", "beyond", "bare", "flat", "reach")
"""Words of change, of which a reason is given."""
BECAUSE = re.compile("[因受由]")
"""A sentence that begins without one gives no reason before its figures."""


class Reasons(Walk):
    """The walk's handlers of reasons."""

    links: list[Link]
    """The figures so far."""
    unlinked: list[tuple[int, int, str]]

    def on_reason(self, token: Token) -> None:
        sentence = self.sentence
        self.close_clause(token.end)
        if sentence.reason is None:
            sentence.reason = token.end
            sentence.reason_topic, sentence.leads = None, self.leads(token)
            sentence.listing = sentence.purpose = False

    def leads(self, token: Token) -> str | None:
        """How a reason that has figures of its own is not of those before it: it is of those `behind` (由于…，收入减少5亿元), or
        of `none` (第二次调整主要为调减支出3亿元)."""
        if token.data.data.get("leads"):
            return "behind"
        said = any(other.kind in MOVES for other in self.tokens[:self.position] if other.start >= self.sentence.start)
        alone = not HAN.search(squeezed(self.folded, self.sentence.start, token.start))
        return None if self.sentence.amounts or said or alone or "原因" in self.folded[token.start:token.end] else "none"

    def end_reason(self, at: int) -> None:
        """The open reasons end here and are given to the figures that they explain."""
        sentence = self.sentence
        if sentence.reason is not None:
            figures = self.foretold(sentence.reason)
            comma = next((i for i in range(sentence.reason, at) if self.folded[i] in "，,"), at)
            if not (sentence.leads and figures):
                self.reasons.append((sentence.reason, at, self.explained(sentence.reason)))
            elif sentence.leads == "behind" and (after := self.foretold(comma)):
                self.reasons.append((sentence.reason, comma, after))
            sentence.reason = None
        if sentence.because:
            self.reasons.append((*sentence.because, self.foretold(sentence.because[1])))
            sentence.because = None

    def reason_before(self, end: int) -> None:
        """A reason that begins its sentence: 因机构改革，支出减少5万元."""
        sentence, folded = self.sentence, self.folded
        if sentence.amounts or sentence.because or not BECAUSE.search(folded, sentence.start, sentence.start + 8):
            return
        match = clauses()["because"].fullmatch(folded[sentence.start:end].strip())
        if match:
            start = folded.index(match["why"], sentence.start)
            sentence.because, sentence.reason = (start, start + len(match["why"])), None

    def explained(self, before: int) -> list[int]:
        """The links that a reason explains: the changes of the last subject before it, else its figures."""
        recent = [entry for entry in self.recent if self.links[entry[0]].start < before]
        lost = self.unlinked[-1][0] if self.unlinked and self.unlinked[-1][0] < before else 0
        if not recent or self.links[recent[-1][0]].start < lost:
            return []  # the figure that it is of could not be tied
        name = self.sentence.topic.name if self.sentence.topic is not None else recent[-1][1]
        run: list[tuple[int, str, str]] = []
        for entry in reversed(recent):  # back to the figure itself: another's growth has another reason
            if entry[1] == name:
                run.append(entry)
            if run and (entry[1] != name or entry[2] == "level"):
                break
        changes = [index for index, _, measure in run if measure in RELATIVE]
        return sorted(changes or [index for index, _, _ in run][:2])

    def foretold(self, behind: int) -> list[int]:
        """The changes, and the figures of an adjusted budget, that stand behind a place."""
        return [index for index, _, measure in self.recent if self.links[index].start >= behind and (measure in RELATIVE or self.links[index].phase == "adjusted")]
