"""Compounds: names that say more than the category recognised in them — lists, things joined by 和, one kind of a thing.

What a part is called after the whole that it divides is told in splits.py.
"""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.link.context import PAID, Subject, context_data, fund_of
from pipeline.link.subjects import ASIDE, WORD, clean, gaps, known, name_in, shapes
from pipeline.patterns import load_rules
from pipeline.recognise.lexicon import lexicon

if TYPE_CHECKING:
    import regex

    from pipeline.link.walk import Walk
    from pipeline.records import Mention

KIND = 6
"""Characters of a name behind 等 that says what the listed things are: 财力性补助收入, not 重点支出."""
YEAR = re.compile(r"^20\d\d年度?")
OTHERS = re.compile("[返补专余空缺贷统中]|安排的")
"""What names that go on behind a category are made of: most text behind one has none of it."""
JOINERS = re.compile("[、和及与]|以及")
LONG = 40
"""A longer stretch before a name is a sentence, not its first half."""


@cache
def words() -> dict[str, regex.Pattern[str]]:
    """The rules of link_compounds.toml by their names."""
    return {rule.id: rule.pattern for rule in load_rules("link_compounds.toml").rules}


def joined_name(walk: Walk, own: Subject, end: int) -> Subject | None:
    """上级补助和县级上解收入5亿元, 债务付息及发行费支出5亿元: a figure of more than the one category that was recognised."""
    rest, before = walk.folded[own.end:end], walk.folded[walk.clause.run:own.start]
    if "、" in rest or not (JOINERS.search(before) or JOINERS.match(rest.lstrip())):
        return None
    said, front = words(), first_half(walk, own)
    behind = [span for span in gaps(walk, end) if span[1] > own.end]
    tail = clean(ASIDE.sub("", walk.folded[own.end:behind[0][1]])) if behind and behind[0][0] <= own.end else ""
    joint = said["tail-joint"].match(tail)
    second = joint and len(tail) <= LONG and name_in(tail[joint.end():]) and not said["verb"].search(tail)
    if not second and front is None:
        return None
    rest = said["side-tail"].match(tail)
    if second or (front and not rest and name_in(own.name + tail) and not said["verb"].search(tail)):
        return _written(walk, front or "", own._replace(end=_behind(walk, own.end, end, tail)), "list")
    if rest:
        return _written(walk, front or "", own._replace(end=_behind(walk, own.end, end, rest[0])), "list")
    return _written(walk, front or "", own, "list") if shapes()["generic"].match(shapes()["after"].sub("", tail)) else None


def continued(walk: Walk, own: Subject, end: int) -> Subject | None:
    """城镇土地使用税基数返还5亿元, 债务限额空间5亿元: not the tax and not the limit, but what the name goes on to say."""
    if not (own.end < end and OTHERS.search(walk.folded, own.end, end)):
        return None
    behind = next((span for span in gaps(walk, end) if span[0] == own.end), None)
    tail = walk.folded[slice(*behind)].replace(" ", "") if behind else ""
    tail = shapes()["after"].sub("", tail)
    if (part := words()["within"].fullmatch(tail)) and (written := name_in(part["name"])):  # 一般公共预算收入|中税收
        name, code = known(written, "government" if walk.profile.government else "department")
        return Subject(name, code, own.end, _behind(walk, own.end, end, tail), None, "phrase", fund_of(name) or own.fund, walk.sentence.number)
    topic = walk.sentence.topic
    if topic and topic.name != own.name and words()["left"].fullmatch(tail):  # 稳定调节基金,调入一般公共预算|后余额
        return topic._replace(name=topic.name + tail[1:], code=None, rule="phrase")
    if not words()["goes-on"].fullmatch(tail) or (tail.startswith("补助") and ("转移支付" in own.name or (own.code or "").startswith("2300"))):
        return None
    kind = kind_of(walk, own, end)
    front = kind.name.removesuffix(clean(walk.folded[own.start:own.end])) if kind and kind.code is None and kind.end == own.end else ""
    return _written(walk, front, own._replace(code=None, end=_behind(walk, own.end, end, tail)), "phrase")


def _behind(walk: Walk, start: int, end: int, text: str) -> int:
    """Where the last character of `text` ends that is written between two places."""
    return start + walk.folded[start:end].rindex(text[-1]) + 1 if text else start


def first_half(walk: Walk, own: Subject) -> str | None:
    """The names joined before a category, with the joiner: 上级补助和|上解收入; None where something else stands there."""
    said, run = words(), walk.clause.run
    names = [other for other in walk.clause.categories if run <= other.start < own.start]
    text = clean_front(walk.folded[run:own.start])
    if not text or len(text) > LONG or not said["joint"].search(said["tier"].sub("", text)[-1:]):
        return None
    pieces = [piece for piece in said["joint"].split(said["tier"].sub("", text)) if piece]
    first = next((name for other in names if pieces and pieces[0].endswith(name := clean(walk.folded[other.start:other.end]))), None)
    if first:
        text, pieces[0] = text[text.index(first):], first
    side = said["side"].search(own.name)
    known_names = {clean(walk.folded[other.start:other.end]) for other in names}
    if pieces and all(piece in known_names or _is_name(piece, side[0] if side else "", walk.profile.government) for piece in pieces):
        return text
    return None


def _is_name(piece: str, side: str, government: bool) -> bool:
    if not 2 <= len(piece) <= 16:
        return False
    kind = "government" if government else "department"
    return bool(name_in(piece) or known(piece + side, kind)[1] is not None
                or (words()["bare"].fullmatch(piece) and not words()["verb"].search(piece) and not shapes()["generic"].match(piece)))


def listed(walk: Walk, mention: Mention) -> Subject | None:
    """上年结转收入、调入资金等5亿元: the list as written, for the sum is of all its members."""
    clause = walk.clause
    names = [name for name in clause.categories if name.start >= clause.run]
    assert clause.etc is not None
    if names and names[-1].start == clause.etc.end and names[-1].name in context_data()["classes"]:
        return names[-1]
    text = clean(walk.folded[clause.run:clause.etc.start])
    tail = clean(walk.folded[clause.etc.end:mention.start])
    written = walk.folded[clause.etc.start:clause.etc.end].replace(" ", "")
    if "、" in text or "和" in text or not names:
        text = shapes()["before"].sub("", text)
        tail = tail if tail and shapes()["noun"].search(tail) else ""
        if len(text) < 2:
            return None
        return Subject(text + (written + tail if tail or len(written) > 1 else ""), None, clause.run, clause.etc.end, None, "list", sentence=walk.sentence.number)
    return names[-1] if names else None


def kind_listed(walk: Walk, end: int) -> Subject | None:
    """均衡性、革命老区等财力性转移支付5亿元: the kind whose members were listed."""
    start = walk.clause.etc.end if walk.clause.etc else end
    written = name_in(walk.folded[start:end])
    if written is None or len(written) < KIND or not written.endswith(("收入", "支出", "转移支付")):
        return None
    name, code = known(written, "government" if walk.profile.government else "department")
    return Subject(name, code, start, end, None, "phrase", fund_of(name), walk.sentence.number)


def joined(walk: Walk, mention: Mention) -> Subject | None:
    """上解支出、债务还本支出5亿元: one figure for names joined by nothing but 、 is their sum."""
    names = [name for name in walk.clause.categories if name.start >= walk.clause.run]
    if len(names) < 2 or names[-1] is not walk.clause.subject or walk.sentence.each or mention.start - names[-1].end > 4:
        return None
    if any(walk.folded[left.end:right.start].strip() not in ("、", "和", "及", "以及") for left, right in itertools.pairwise(names)):
        return None
    start = names[0].start
    return Subject(clean(walk.folded[start:names[-1].end]), None, start, names[-1].end, None, "list", sentence=walk.sentence.number)


def kind_of(walk: Walk, own: Subject, end: int) -> Subject | None:
    """均衡性转移支付5亿元, 其他专项债券5亿元: one kind of what the category names, not the category itself."""
    if own.name not in context_data()["kinds"]:
        return None
    said = words()
    tail = said["tail"].match(walk.folded, own.end, end) if "债" in own.name or "返还" in own.name else None
    if tail:  # 再融资一般债券|还本支出
        own = own._replace(end=tail.end())
    spans = gaps(walk, own.start)
    if not spans or walk.folded[spans[-1][1]:own.start].strip():
        return _written(walk, "", own, "phrase") if tail else None
    start, stop = spans[-1]
    before = next((name for name in walk.clause.categories if name.end == start and name.start >= walk.clause.run), None)
    text = clean_front(walk.folded[before.start if before else start:stop])  # 社会保障和就业|共同财政事权转移支付
    walk.scene.paid = walk.scene.paid or bool(PAID.search(text + own.name))
    text = said["payer"].sub("", text).removeprefix("一般公共预算")
    text = said["debtor"].sub("", text) if "债" in own.name else text
    if not WORD.search(text) or len(text) > 20 or said["verb"].search(text) or (shapes()["generic"].match(text) and "上解" not in own.name):
        return _written(walk, "", own, "phrase") if tail else None
    found = _written(walk, text, own, "phrase")
    official = _listed(found.name + "支出", walk.profile.government) if walk.scene.paid else None
    return found._replace(name=official[0], code=official[1]) if official else found


def shared(walk: Walk, own: Subject) -> list[Subject]:
    """一般债务、专项债务余额分别为5亿元、6亿元: the names that share the last one's ending."""
    joint = words()["joint"]
    text = clean_front(walk.folded[walk.clause.run:own.start])
    place = words()["placed"].match(text)
    text = text[place.end():] if place else text
    if not text or not joint.search(text[-1]):
        return []
    found = []
    for piece in filter(None, joint.split(text)):
        name = next((name for cut in range(2, len(own.name) + 1)
                     if (name := _listed(piece + own.name[cut:], walk.profile.government))), None)
        if name is None:
            return []
        found.append(own._replace(name=name[0], code=name[1]))
    if place:
        walk.scene.scope = place[0]
    return [*found, own]


def _listed(written: str, government: bool) -> tuple[str, str | None] | None:
    meanings = lexicon("government" if government else "department").by_name.get(written, ())
    return (meanings[0].name, meanings[0].code) if meanings and meanings[0].source != "stop" else None


def clean_front(text: str) -> str:
    """Unexplained text without the number, the scope and the words before a name: 一是全市争取 → ''."""
    shape = shapes()
    text = ASIDE.sub("", text).replace(" ", "").lstrip(".-—－─的了为达约和及与、,，:：)\t")
    new = "新增" if text.endswith("新增") else ""
    return shape["before"].sub("", shape["scope"].sub("", YEAR.sub("", shape["number"].sub("", text.removesuffix(new))))) + new


def _written(walk: Walk, text: str, own: Subject, rule: str) -> Subject:
    name = text + clean(walk.folded[own.start:own.end])
    return Subject(name, None, own.start - len(text), own.end, own.phase, rule, own.fund, walk.sentence.number)
