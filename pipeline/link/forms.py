"""Forms: set phrases of the genre, words that mean something only after another category, and counts, which are facts only
in such phrases or right beside their category."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import regex

from pipeline.link.context import Subject, context_data, squeezed
from pipeline.link.subjects import ASIDE, clean
from pipeline.patterns import Rule, load_rules
from pipeline.records import Mention

if TYPE_CHECKING:
    from pipeline.link.walk import Walk

DATED = regex.compile(r"^20\d\d(?=年[末底])")
NAME = regex.compile(r"\p{Han}{3,24}")
PLACE = regex.compile(r"\p{Han}{1,6}?(?:省|自治区|市|区|县|州|盟|旗)")


@cache
def forms() -> dict[str, list[tuple[str, list[str] | None, Rule]]]:
    """The rules of link_forms.toml by the kind of quantity they are for, each behind what it needs and the units it is for."""
    found: dict[str, list[tuple[str, list[str] | None, Rule]]] = {}
    for rule in load_rules("link_forms.toml").rules:
        units = rule.data["units"].split("|") if "units" in rule.data else None
        found.setdefault(rule.data["kind"], []).append((rule.data["needs"], units, rule))
    return found


@cache
def ellipses() -> dict[str, list[dict[str, Any]]]:
    """A word that means something only after another category → the rules that say what."""
    found: dict[str, list[dict[str, Any]]] = {}
    for rule in context_data()["ellipsis"]:
        for word in rule["words"]:
            found.setdefault(word, []).append({**rule, "search": regex.compile(rule["after"]).search})
    return found


@cache
def counted() -> regex.Pattern[str]:
    """Categories whose counts are facts."""
    return regex.compile(context_data()["counts"]["categories"])


def form(walk: Walk, mention: Mention) -> Subject | None:
    """The category that a set phrase gives: 由中小企业供应商中标或成交的，采购金额246.47万元."""
    start = max(walk.sentence.start, mention.start - 120)
    around = f"{squeezed(walk.folded, start, mention.start)}〓{squeezed(walk.folded, mention.end, mention.end + 30)}"
    around = around.replace("，", ",").replace("；", ";").replace("：", ":")
    unit = (mention.unit or "").lstrip("万亿")
    for needs, units, rule in forms().get(mention.kind, ()):
        if needs not in around or (units is not None and unit not in units):
            continue
        match, data = rule.pattern.search(around), rule.data
        if match:
            name = data["name"].replace("{1}", next((group for group in match.groups() if group), ""))
            return Subject(name, None, mention.start - 1, mention.end, data.get("phase"), rule.id, sentence=walk.sentence.number)
    return None


def count_subject(walk: Walk, mention: Mention) -> Subject | None:
    """The category of a count, only where it stands right before it or right after: no activity is a fact."""
    clause = walk.clause
    found = elliptic(walk, mention) or form(walk, mention)
    if found:
        return named_for(walk, found)
    own = clause.subject or clause.candidate
    if own and len(walk.folded[own.end:mention.start].replace(" ", "")) <= 8 and counted().search(own.name):
        return own
    return None


def elliptic(walk: Walk, mention: Mention) -> Subject | None:
    """A word that means something only after another category: 自用固定资产…，其中:在用 → 在用固定资产."""
    clause, sentence = walk.clause, walk.sentence
    if clause.subject is not None and clause.subject.rule != "weak":
        return None
    word = DATED.sub("", clean(ASIDE.sub("", walk.folded[clause.start:mention.start])))
    for rule in ellipses().get(word, ()):
        parent = walk.scene.parent.subject if walk.scene.parent else None
        for other in (sentence.topic or walk.scene.subject, parent):
            if other and rule["search"](other.name):
                name = other.name
                for part in rule.get("cut", ()):
                    name = name.replace(part, "")
                return Subject(rule["name"].format(word=word, name=name), None, clause.start, mention.start, None, "ellipsis",
                               sentence=sentence.number)
    return None


def named_for(walk: Walk, subject: Subject) -> Subject:
    """The divisions of a unit below the document's own body, and a project's score, with that unit's or project's name."""
    project = walk.scene.subject
    if subject.name == "绩效自评得分" and project and project.rule == "project":
        return subject._replace(name=project.name + subject.name)
    if subject.name != "内设机构数":
        return subject
    names = [token.data.name for token in walk.tokens[walk.clause.first:walk.position]
             if token.kind == "name" and token.data.kind == "body"]
    unit = without_place(names[-1], walk.profile.region) if names else ""
    own = without_place(walk.profile.body or "", walk.profile.region)
    return subject._replace(name=unit + subject.name) if unit and own and not shortens(unit, own) else subject


def without_place(body: str, region: str | None) -> str:
    """A body's name without the places before it, written in full or without 市, 区, 县."""
    for place in PLACE.findall(region or ""):
        body = body.removeprefix(place).removeprefix(place[:-1])
    return body


def shortens(short: str, full: str) -> bool:
    """Whether one name is the other's short form: all its characters in their order, 科协 of 科学技术协会."""
    rest = iter(full)
    return all(mark in rest for mark in short)


def project_part(walk: Walk, mention: Mention) -> Subject | None:
    """A part of a project's total as it is written, whatever it ends with: 其中支持引进品牌集聚340万元."""
    clause = walk.clause
    if not in_project(walk) or clause.direction or clause.categories:
        return None
    text = clean(walk.folded[clause.start:mention.start]).removeprefix("支持")
    if not NAME.fullmatch(text) or text in context_data()["together"]:
        return None
    return Subject(text, None, clause.start, mention.start, None, "part", sentence=walk.sentence.number)


def in_project(walk: Walk) -> bool:
    """Whether the parts of a project's total are being listed."""
    parent = walk.scene.parent
    return walk.sentence.parts and parent is not None and parent.subject.rule == "project-total"
