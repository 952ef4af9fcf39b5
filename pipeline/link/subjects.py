"""Subjects: what a figure is about where no recognised category says so — names as written, lists, ellipses."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import regex

from pipeline.link.context import AREA, Subject, context_data, fund_of
from pipeline.recognise.lexicon import lexicon, squeeze
from pipeline.records import Mention

if TYPE_CHECKING:
    from pipeline.link.cues import Token
    from pipeline.link.walk import Walk


ASIDE = re.compile(r"\([^()]*\)")
ASIDES = re.compile(r"\([^()]{3,}\)")
"""The same without a letter or two that belong to the name: 产粮(油)大县."""
LED = re.compile(r"^(?:组织|预算|相应|安排|拟|可|调整|预计|当年|全年|本年|累计)+")
"""Before 收入 or 支出 that stand alone."""
COMPARED = ("year", "period", "phase", "yoy", "scope", "fund", "against")
"""What follows 与 where it compares."""
LOOSE = re.compile(r"(?:[-.—－─●■◆○▲★的了为达约、,，:：)\t]|共(?![同享建]))+")
LOOSE_BEFORE, LOOSE_BEHIND = "-.—－─●■◆○▲★的了为达约、,，:：)\t共", "-.—－─的了为共达约、,，:：)\t"
ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,3}是")
UNNAMED = regex.compile(r"年初|全年|上年|本年|当年|收入|支出|本?级|部门|单位|调整|批复|财政|公共|基金|资本|项目|年度|结转|各项|安排|执行|纳入|编制|\P{Han}")
"""In what stands before 预算 and is no name of a thing."""
INSURANCE = ("保险基金收入", "保险基金预算收入")
SIDED = ("收入预算", "支出预算", "收入决算", "支出决算")
DASHES = ("-", "—", "●", "·")
"""What the items of a list without numbers begin with."""
WORD = regex.compile(r"\p{Han}{2}")
HAN = regex.compile(r"\p{Han}")


@cache
def shapes() -> dict[str, regex.Pattern[str]]:
    """The shapes of names: what is stripped before one, what ends one, what is none."""
    data = context_data()["names"]
    return {
        "before": re.compile(rf"^(?:{'|'.join(sorted(data['before'], key=len, reverse=True))})+(?!\()"),
        "after": re.compile(rf"(?:{'|'.join(sorted(data['after'], key=len, reverse=True))})+$"),
        "noun": regex.compile(rf"(?:{'|'.join(data['nouns'])})$"),
        "scope": re.compile(r"^(?:全[省市区县州旗]|[省市区县州旗]本?级|我[省市区县州]|本[省市区县州])(?:地方)?"),
        "number": re.compile(r"^(?:[\d一二三四五六七八九十]{1,3}[.、．]|[一二三四五六七八九十]{1,3}是|\([\d一二三四五六七八九十]{1,3}\))+"),
        "place": regex.compile(rf"(?:{'|'.join(data['places'])})$"),
        "generic": regex.compile(rf"^(?:{'|'.join(data['generic'])})*$"),
        "object": regex.compile(rf"^(?:[,，]|的?(?:专项|财政|补助|奖补|配套|引导|债券)*(?:资金|债券)[,，]?)?(?:以[^,，。;；]{{2,12}}方式)?(?:(?:{'|'.join(data['object'])})+(?P<name>[^,，。;；:：\n()]{{2,40}})"
                                rf"|(?P<name>(?:{'|'.join(data['doing'])})[^,，。;；:：\n()]{{2,40}}))"),
        "led": regex.compile(rf"^(?:{'|'.join(data['object'])})+"),
        "of": regex.compile(rf"^的(?P<name>[^,，。;；:：、\n()\d]{{2,20}}?(?:{'|'.join(data['nouns'])}))(?:预算|支出)?(?![\u4e00-\u9fff])"),
        "nothing": regex.compile(rf"^(?:{'|'.join(data['nothing'])})|\d(?:[万亿]?元|[万亿](?![人亩户平名个吨])|%)"),
        "direct": regex.compile(rf"^的?(?P<name>[^,，。;；:：、\n()\d]{{0,20}}?(?:{'|'.join(data['nouns'])}))(?![\u4e00-\u9fff])"),
    }


def clean(text: str) -> str:
    text = text.replace(" ", "")
    if text[:1] in LOOSE_BEFORE and (loose := LOOSE.match(text)):
        text = text[loose.end():]
    text = text.rstrip(LOOSE_BEHIND)
    if "”" in text and "“" not in text:
        text = "“" + text
    elif text.count("“") > text.count("”"):
        text = text.replace("“", "", 1)
    return text


def name_in(text: str, *, listed: bool = False) -> str | None:
    """The name that a stretch of unexplained text holds, if it ends like one: 共留用新增债券 → 新增债券.

    In a list of things paid for, a place or a phase of works is a name too: 环山路二期.
    """
    shape = shapes()
    text = clean(ASIDES.sub("", text))
    text = text[text.index(")") + 1:] if text.startswith("(") and ")" in text else text
    same = context_data()["same"]
    if text in same or (listed and text in ("其他方面", "其他")):
        return str(same.get(text, text))
    if text.endswith("下"):  # 投资下|达: the mark that `clean` took is half a word
        text = text[:-1]
    text = shape["before"].sub("", shape["number"].sub("", text))
    text = clean(shape["after"].sub("", shape["before"].sub("", text)))
    if text in same:
        return str(same[text])
    if len(text) < 2 or len(text) > 45 or shape["generic"].match(text) or text in context_data()["names"]["nameless"]:
        return None
    if not shape["noun"].search(text.rstrip("”")) and not (listed and shape["place"].search(text)):
        return None
    return text.removesuffix("方面")


@lru_cache(maxsize=1 << 14)
def known(name: str, kind: str) -> tuple[str, str | None]:
    """The canonical name and code of a name that the lists hold once its scope is taken off; else the name as it is."""
    bare = shapes()["scope"].sub("", name)
    meanings = [meaning for meaning in lexicon(kind).by_name.get(squeeze(bare), ()) if meaning.source != "stop"]
    if not meanings:
        return name, None
    codes = {meaning.code for meaning in meanings if meaning.code}
    return meanings[0].name, codes.pop() if len(codes) == 1 else None


def gaps(walk: Walk, end: int) -> list[tuple[int, int]]:
    """The stretches of the clause, up to `end`, that no token explains."""
    clause = walk.clause
    found, at, depth = [], clause.start, 0
    for i, token in enumerate(walk.tokens[clause.first:walk.position], clause.first):
        if token.start >= end:
            break
        if token.kind in ("open", "close"):  # what a bracket says is an aside: 为调整预算(以下简称预算)的98%
            depth = max(0, depth + (1 if token.kind == "open" else -1))
        if depth or token.kind in ("close", "action", "etc") or token.start in walk.mere:
            continue
        if walk.folded[token.start:token.end] in ("与", "同") and walk.tokens[i + 1].kind not in COMPARED:
            continue  # 与 that compares nothing is part of a name
        if token.kind == "fund" and token.start > at and WORD.search(walk.folded, at, token.start):
            continue  # inside a name: 补充政府性基金财力
        if token.start > at:
            found.append((at, token.start))
        at = max(at, token.end)
    if end > at:
        found.append((at, end))
    return found


def phrase(walk: Walk, mention: Mention, measure: str | None) -> Subject | None:
    """A name as written in the amount's own clause."""
    clause, sentence = walk.clause, walk.sentence
    if (clause.direction or clause.action) and not clause.categories:
        of = shapes()["of"].match(walk.folded[mention.end:mention.end + 40].replace(" ", ""))
        if of and not shapes()["generic"].match(of["name"]) and not shapes()["nothing"].search(of["name"]):
            written, code = known(clean(of["name"]), "government" if walk.profile.government else "department")
            return Subject(written, code, mention.end, mention.end + of.end(), None, "of", fund_of(written), sentence.number)
    dashed = walk.folded.startswith(DASHES, sentence.start)  # ——其他方面5亿元
    inside = dashed or sentence.parts or sentence.purpose or sentence.listing or walk.scene.open_list
    end = clause.before[1] if clause.direction and clause.before else mention.start
    spans = gaps(walk, end)[::-1]
    if "、" in walk.folded[clause.run:end] and not clause.direction and not clause.categories:
        spans.insert(0, (clause.run, end))
    if clause.direction and (sentence.topic is None or sentence.reason is not None):
        spans.append((clause.lead, mention.start))
    for start, stop in spans:
        sided = walk.folded.startswith(SIDED, stop) and stop + 2 <= end and WORD.search(LED.sub("", clean(walk.folded[start:stop])))
        side = 2 if sided else 0  # 行政事业性|收入预算数: 收入 is the name's
        name = name_in(walk.folded[start:stop + side], listed=inside) or (budget_of(walk, start, stop) if mention.kind == "money" else None)
        if name and walk.profile.government and name.endswith(("收入", "支出")) and AREA.search(name[:-2]):
            break  # 某某园区收入: the budget's, of that place
        if name:
            name, code = known(name, "government" if walk.profile.government else "department")
            return Subject(name, code, start, stop, None, "phrase", fund_of(name), sentence.number)
    return total(walk, mention) if measure in ("level", "change", "growth") else None


def budget_of(walk: Walk, start: int, stop: int) -> str | None:
    """What a budget is said to be for, by whatever word stands before 预算: 港澳台事务预算增加5亿元."""
    after = next((token for token in walk.tokens if token.start == stop), None)
    if after is None or after.kind != "phase" or not walk.folded.startswith("预算", stop) or not walk.profile.government:
        return None
    shape = shapes()
    text = ORDINAL.sub("", shape["number"].sub("", walk.folded[start:stop].replace(" ", "")))
    text = clean(shape["before"].sub("", text))
    if text in context_data()["names"]["nameless"]:
        return None
    return text if 1 < len(text) <= 20 and not UNNAMED.search(text) and not shape["generic"].match(text) else None


def total(walk: Walk, mention: Mention) -> Subject | None:
    """收入 or 支出 alone, where the budget was named before: 社会保险基金预算收入…，预算支出安排5亿元."""
    rest = gaps(walk, walk.clause.before[1] if walk.clause.before else mention.start)
    written = "".join(clean(walk.folded[start:stop]) for start, stop in rest)  # 支出|年初预算|合计
    word = LED.sub("", written)
    topic = walk.sentence.topic
    if topic and (topic.name in walk.whole_names or topic.name in walk.budgets):
        word = word.removeprefix("本级")  # 一般公共预算支出总计5亿元,其中:本级支出4亿元
    fund = walk.sentence.fund or (topic.fund if topic and topic.fund != "财政拨款" else None) or walk.scene.fund
    for side in ("收入", "支出"):
        place = word[:max(0, word.find(side))]
        if place and walk.profile.government and AREA.search(place) and shapes()["generic"].match(word[len(place):]):
            walk.scene.scope, word = place, word[len(place):]  # 某某园区收入完成5亿元
        balanced = "相应" in written or "收支平衡" in walk.folded[walk.sentence.start:walk.clause.start]  # 可用财力5亿元，相应安排支出5亿元: what a budget spends, whatever it was told of before
        if word.startswith(side) and walk.profile.government and (balanced or budgeted(walk)) and shapes()["generic"].match(word):
            name, code = side_of(walk, fund, side)
            if name:
                return Subject(name, code, walk.clause.start, mention.start, None, "total", fund, walk.sentence.number)
    return None


def budgeted(walk: Walk) -> bool:
    """Whether the sentence speaks of a budget's income and spending, not of one thing: 安排预备费5亿元，实际支出3亿元."""
    topic = walk.sentence.topic
    if topic is None or not any(level.subject.name == topic.name for level in walk.sentence.levels):
        return True
    return topic.rule == "list" or topic.name.endswith(("收入", "支出", "结余", "结转", "总计"))


def planned_total(walk: Walk, token: Token) -> Subject | None:
    """收入预算 or 支出预算 that begins a clause: …收入预算250亿元，实际完成234亿元。支出预算468亿元."""
    written = walk.folded[token.start:token.end]
    side = next((side for side in ("收入", "支出") if side in written), None)
    rest = gaps(walk, token.start)
    before = clean(ASIDE.sub("", walk.folded[slice(*rest[-1])])) if rest and rest[-1][1] == token.start else ""
    fund = walk.sentence.fund or walk.scene.fund
    if side is None or not walk.profile.government or not budgeted(walk) or not shapes()["generic"].match(shapes()["scope"].sub("", before)):
        return None
    name, code = side_of(walk, fund, side)
    return Subject(name, code, token.start, token.end, None, "total", fund, walk.sentence.number) if name else None


def side_of(walk: Walk, fund: str | None, side: str) -> tuple[str | None, str | None]:
    """The name and code of a budget's receipts or payments: of one insurance behind that insurance's receipts (失业保险基金收入5亿元，支出4亿元)."""
    topic = walk.sentence.topic
    name = context_data()["totals"].get(f"{fund}/{side}")
    if name and side == "支出" and topic and topic.name.endswith(INSURANCE):
        return known(topic.name[:-2].removesuffix("预算") + side, "government")
    return name, None


def stray(walk: Walk, mention: Mention) -> bool:
    """Whether the clause says something that no cue explains: its figure is not the last category's then."""
    clause, shape = walk.clause, shapes()
    end = clause.share.start if clause.share else clause.before[1] if clause.before else mention.start
    for start, stop in gaps(walk, end):
        text = clean(ASIDE.sub("", walk.folded[start:stop]))
        text = clean(shape["after"].sub("", shape["before"].sub("", text)))
        if WORD.search(text) and not shape["generic"].match(text):
            return True
    return False


def unexplained(walk: Walk) -> bool:
    """Whether the sentence has spoken of something before this clause: 加大支持力度，同比增长3% is not the last sentence's."""
    text = clean(walk.folded[walk.sentence.start:walk.clause.start])
    return len(HAN.findall(text)) > 8
