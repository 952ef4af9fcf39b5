"""Compounds: names that say more than the category recognised in them — sums by 和, qualifiers in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from pipeline.link.context import PAID, Subject, context_data
from pipeline.link.subjects import ASIDE, WORD, clean, gaps, known, name_in, shapes
from pipeline.recognise.lexicon import lexicon

if TYPE_CHECKING:
    from pipeline.link.walk import Walk

JOINT = regex.compile(r"[、和及与]+|以及")
TIER = regex.compile(r"(?:[省市县区旗]级|[上下]级|市县|县区|区县)$")
SIDE = regex.compile(r"(?:收入|支出)$")
TAIL = regex.compile(r" ?(?:还本付息|还本|付息|利息|本金|贴息|发行费)(?:支出|收入|额)?|(?:支出|结余)")
PLACED = regex.compile(r"^\p{Han}{2,6}(?:新区|开发区|园区|经开区|高新区)")
PAYER = regex.compile(r"^提前下达的?|^(?:(?:中央|省|自治区|市|州|县|上级|财力|财政)+(?:财政)?)?(?:对|补助|下达)(?:下级|下|各?市县|各?区县|各?县区|各?县(?:市区?|\(市、?区?\))?|各?区|各?市|各地|地区|省|市、县)*|^地方政府|^政府")
DEBTOR = regex.compile(r"^(?:市县级?|各?县区|各?区县|省级|市级|县级|区级)")
"""Who pays whom, or whose debt it is, is no kind: 省对市县|转移支付."""
VERB = regex.compile(r"[为是达将把被让使从向给占比较]$|支持|推动|加大|加强|(?<!社会|住房|医疗)保障|安排|偿还|发行|用好|健全|完善|推进|规范|根据|通过|利用|收到|获得|编列|列入|超过")


def compound(walk: Walk, own: Subject) -> Subject | None:
    """上级补助和县级上解收入5亿元: a figure of more than the category that was recognised last."""
    text = clean_front(walk.folded[walk.clause.run:own.start])
    if not text or not JOINT.search(TIER.sub("", text)[-1:]) or any(other.start < own.start for other in walk.clause.categories):
        return None
    side = SIDE.search(own.name)
    pieces = [piece for piece in JOINT.split(TIER.sub("", text)) if piece]
    if not pieces or len(text) > 40 or not all(_is_name(piece, side[0] if side else "", walk.profile.government) for piece in pieces):
        return None
    return _written(walk, text, own, "list")


def _is_name(piece: str, side: str, government: bool) -> bool:
    if not 2 <= len(piece) <= 16:
        return False
    kind = "government" if government else "department"
    return bool(name_in(piece)) or known(piece + side, kind)[1] is not None


def qualified(walk: Walk, own: Subject, end: int) -> Subject | None:
    """均衡性转移支付5亿元, 其他专项债券5亿元: one kind of what the category names, not the category itself."""
    if own.name not in context_data()["kinds"]:
        return None
    tail = TAIL.match(walk.folded, own.end, end) if "债" in own.name or "返还" in own.name else None
    if tail:  # 再融资一般债券|还本支出
        own = own._replace(end=tail.end())
    spans = gaps(walk, own.start)
    if not spans or walk.folded[spans[-1][1]:own.start].strip():
        return _written(walk, "", own, "phrase") if tail else None
    start, stop = spans[-1]
    before = next((name for name in walk.clause.categories if name.end == start and name.start >= walk.clause.run), None)
    text = clean_front(walk.folded[before.start if before else start:stop])  # 社会保障和就业|共同财政事权转移支付
    walk.scene.paid = walk.scene.paid or bool(PAID.search(text + own.name))
    text = PAYER.sub("", text).removeprefix("一般公共预算")
    text = DEBTOR.sub("", text) if "债" in own.name else text
    if not WORD.search(text) or len(text) > 20 or VERB.search(text) or (shapes()["generic"].match(text) and "上解" not in own.name):
        return _written(walk, "", own, "phrase") if tail else None
    found = _written(walk, text, own, "phrase")
    official = _listed(found.name + "支出", walk.profile.government) if walk.scene.paid else None
    return found._replace(name=official[0], code=official[1]) if official else found


def shared(walk: Walk, own: Subject) -> list[Subject]:
    """一般债务、专项债务余额分别为5亿元、6亿元: the names that share the last one's ending."""
    text = PLACED.sub("", clean_front(walk.folded[walk.clause.run:own.start]))
    if not text or not JOINT.search(text[-1]):
        return []
    found = []
    for piece in filter(None, JOINT.split(text)):
        name = next((name for cut in range(2, len(own.name) + 1)
                     if (name := _listed(piece + own.name[cut:], walk.profile.government))), None)
        if name is None:
            return []
        found.append(own._replace(name=name[0], code=name[1]))
    return [*found, own]


def _listed(written: str, government: bool) -> tuple[str, str | None] | None:
    meanings = lexicon("government" if government else "department").by_name.get(written, ())
    return (meanings[0].name, meanings[0].code) if meanings and meanings[0].source != "stop" else None


def clean_front(text: str) -> str:
    """Unexplained text without the number, the scope and the words before a name: 一是全市争取 → ''."""
    shape = shapes()
    text = ASIDE.sub("", text).replace(" ", "").lstrip(".-—－─的了为达约和及与、,，:：)\t")
    new = "新增" if text.endswith("新增") else ""
    return shape["before"].sub("", shape["scope"].sub("", shape["number"].sub("", text.removesuffix(new)))) + new


def _written(walk: Walk, text: str, own: Subject, rule: str) -> Subject:
    name = text + clean(walk.folded[own.start:own.end])
    return Subject(name, None, own.start - len(text), own.end, own.phase, rule, own.fund, walk.sentence.number)
