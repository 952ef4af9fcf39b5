"""Names of projects and bodies, found with a tokenizer of our own words and patterns over its tokens.

The only module that imports spacy and jieba. A word is a region, a head (项目, 中心), a break (用于, 安排) or, if it is
none of these, part of a name; a name is a run of parts closed by a head.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, Any

import regex

from pipeline.patterns import load_rules, load_table
from pipeline.records import Mention

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

_BOUNDARY = re.compile(r"[，。；：、,;:()（）\n\t0-9%“”\"](?:年度?)?")
_DISTRICT = regex.compile(r"\p{Han}{2,6}[区县市]$")
_ORGAN = regex.compile(r"[\p{Han}]{3,24}?(?:协会|学会|联合会|委员会|办公室|办公厅|办事处|局|厅|法院|检察院|中心|大学|学院|医院)(?=\p{Han}?)")


class Segmenter:
    """Called by spaCy: text → Doc whose words are ours and whose tags say what each is to a name."""

    def __init__(self, vocab: Any) -> None:
        import jieba

        data = load_rules("names.toml").data
        self.vocab = vocab
        self.tags = {word: "BREAK" for word in data["breaks"]["words"]}
        self.tags |= {word: "PROJECT" for word in data["heads"]["project"]} | {word: "BODY" for word in data["heads"]["body"]}
        self.tags |= {row["name"]: "REGION" for row in load_table("codes/regions.csv")}
        lines = "".join(f"{word} {10 ** min(len(word), 8)}\n" for word in self.tags)
        self.jieba = jieba.Tokenizer()
        self.jieba.FREQ, self.jieba.total = self.jieba.gen_pfdict(io.BytesIO(lines.encode()))
        self.jieba.initialized = True

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words = list(self.jieba.cut(text, HMM=False))
        return Doc(self.vocab, words=words, spaces=[False] * len(words), tags=[self.tags.get(word, "PART") for word in words])


@cache
def _language() -> tuple[Language, Matcher]:
    """A blank Chinese pipeline with our tokenizer, and the patterns of names over its tags."""
    import spacy
    from spacy.matcher import Matcher

    language = spacy.blank("zh")
    language.tokenizer = Segmenter(language.vocab)
    matcher = Matcher(language.vocab)
    part = {"TAG": {"IN": ["PART", "REGION", "BODY"]}, "OP": "+"}
    matcher.add("project", [[part, {"TAG": "PROJECT"}]], greedy="LONGEST")
    matcher.add("body", [[part, {"TAG": "BODY"}]], greedy="LONGEST")
    return language, matcher


def names_in(text: str, kind: str) -> list[tuple[int, int]]:
    """The spans of the names of a kind (`project`, `body`) in a stretch of text.

    >>> [('主要用于安排科普展览项目支出'[a:b]) for a, b in names_in('主要用于安排科普展览项目支出', 'project')]
    ['科普展览项目']
    """
    language, matcher = _language()
    doc = language.tokenizer(text)
    spans = [doc[start:end] for key, start, end in matcher(doc) if language.vocab.strings[key] == kind]
    return sorted((span.start_char, span.end_char) for span in spans)


def find_names(folded: str, amounts: list[Mention], categories: list[Mention]) -> list[Mention]:
    """The project or body named right before each amount that no category explains, in order."""
    rules = load_rules("names.toml")
    ends = [category.end for category in categories]
    found: list[Mention] = []
    previous = 0
    for amount in amounts:
        i = bisect_left(ends, amount.start + 1) - 1
        floor = max(previous, ends[i] if i >= 0 else 0, amount.start - 40)
        previous = amount.end
        window = folded[floor:amount.start]
        kind = "body" if amount.kind == "count" else "project"
        if not rules[kind].pattern.search(window):
            continue
        cut = max((match.end() for match in _BOUNDARY.finditer(window)), default=0)
        if name := _last_name(window[cut:], kind):
            start = floor + cut + name[0]
            end = floor + cut + name[1]
            found.append(Mention(kind=kind, start=start, end=end, name=folded[start:end], rule=kind))
    return found


def _last_name(text: str, kind: str) -> tuple[int, int] | None:
    """The name that ends the text, words such as 支出 and 安排 aside."""
    spans = names_in(text, kind)
    if not spans or spans[-1][1] - spans[-1][0] < 4:
        return None
    language, _ = _language()
    trailing = load_rules("names.toml").data["breaks"]["trailing"] if kind == "project" else load_rules("names.toml").data["breaks"]["words"]
    rest = [token.text for token in language.tokenizer(text[spans[-1][1]:])]
    return spans[-1] if all(word in trailing or not word.strip() for word in rest) else None


def mend_body(body: str, region: str, text: str) -> str:
    """The body's name as the text keeps writing it, where the title's form occurs nowhere else.

    A title that reads 某区科协技术协会 over a text that says 某区科学技术协会 five times is a slip of the title.
    """
    short = body.removeprefix(region) or body
    place = _DISTRICT.search(region)
    if len(short) < 4 or text.count(short) > 1:
        return body
    forms = Counter(match[0] for match in _ORGAN.finditer(text) if match[0].endswith(short[-2:]))
    best = (0.7, body)
    for form, times in forms.items():
        for size in range(len(short) - 2, len(short) + 3):
            candidate = form[-size:]
            alike = SequenceMatcher(None, candidate, short).ratio()
            if place and times >= 3 and best[0] <= alike < 1 and len(candidate) == size and candidate[0] not in "区县市":
                best = (alike, region + candidate)
    return best[1]
