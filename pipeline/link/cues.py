"""Cues: a line as a row of tokens — amounts, categories, periods and the words that say how to read them."""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import ahocorasick_rs
import msgspec

from pipeline.patterns import load_rules
from pipeline.records import Mention

MARKS = {
    "。": "stop", "！": "stop", "？": "stop", "!": "stop", "?": "stop", "；": "item", ";": "item", "，": "comma", ",": "comma",
    "、": "pause", "：": "colon", ":": "colon", "(": "open", ")": "close", "《": "title", "》": "untitle", "\t": "item",
    "/": "slash",
}
MASK = {"amount": "\ue000", "category": "\ue001", "period": "\ue002", "name": "\ue003"}


class Token(msgspec.Struct, frozen=True):
    start: int
    end: int
    kind: str
    data: Any
    """The Mention of an amount, category, period or name; the Cue of a cue; None of a mark."""


class Cue(NamedTuple):
    id: str
    kind: str
    data: dict[str, Any]


@cache
def automaton() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, Cue | None], ...]]:
    """The cues and punctuation marks as one automaton, and what each of its patterns is."""
    words: dict[str, tuple[str, Cue | None]] = {mark: (kind, None) for mark, kind in MARKS.items()}
    for entry in load_rules("link_cues.toml").data["cue"]:
        cue = Cue(entry["id"], entry["kind"], entry)
        for word in entry["words"]:
            # A look-alike never displaces a cue that is spelled the same.
            if word not in words or words[word][0] == "none":
                words[word] = (cue.kind, cue)
    return (ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
            tuple(words.values()))


def tokens(folded: str, start: int, end: int, mentions: list[tuple[str, Mention]]) -> list[Token]:
    """The tokens of folded[start:end], in order; cues are looked for outside the mentions and across spaces."""
    found, pieces, skeleton, length, at = [], [], [], 0, start
    covered = start
    for kind, mention in mentions:
        if mention.start < covered:
            if kind == "amount":  # a threshold inside a category's name: 单价50万元以上专用设备
                found.append(Token(mention.start, mention.start, "inner", mention))
            continue
        for piece_start, piece in words_of(folded, at, mention.start):
            pieces.append((length, piece_start))
            skeleton.append(piece)
            length += len(piece)
        pieces.append((length, mention.start))
        skeleton.append(MASK[kind])
        length += 1
        found.append(Token(mention.start, mention.end, kind, mention))
        at = covered = mention.end
    for piece_start, piece in words_of(folded, at, end):
        pieces.append((length, piece_start))
        skeleton.append(piece)
        length += len(piece)
    scanner, meanings = automaton()
    i, ends = 0, [*(offset for offset, _ in pieces[1:]), length]
    for index, first, last in scanner.find_matches_as_indexes("".join(skeleton)):
        kind, cue = meanings[index]
        if kind == "none":
            continue
        while ends[i] <= first:
            i += 1
        j = i
        while ends[j] < last:
            j += 1
        found.append(Token(pieces[i][1] + first - pieces[i][0], pieces[j][1] + last - pieces[j][0], kind, cue))
    found.sort(key=attrgetter("start", "end"))
    return found


def words_of(folded: str, start: int, end: int) -> list[tuple[int, str]]:
    """The runs between spaces with their offsets: justified lines of PDFs print 共 计 for 共计."""
    text = folded[start:end]
    if " " not in text:
        return [(start, text)] if text else []
    found, at = [], start
    for part in text.split(" "):
        if part:
            found.append((at, part))
        at += len(part) + 1
    return found
