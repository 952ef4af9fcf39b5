"""Headings: the scene that a section's heading, and those above it, set for the figures below."""

from __future__ import annotations

import re
from copy import copy
from functools import lru_cache

from pipeline.link.context import (
    AREA,
    BUDGETS,
    PAID,
    PLACE,
    Profile,
    Scene,
    Subject,
    context_data,
    fund_of,
    inside,
    narrower,
    squeezed,
)
from pipeline.link.cues import tokens
from pipeline.link.insurance import named_in
from pipeline.records import Mentions, Section, Sections, section_at

DEBT = re.compile(r"政府(?:性|法定|性法定)?债[务券](?!.{0,6}(?:收入|支出|付息|还本|转贷|收支))")
"""A heading over the government's debts."""
ANNOUNCES = re.compile(r"^\D{0,40}(?:如下|以下方面|包括)[:：]$")
ASIDE = re.compile(r".*[(（][^)）]*$", re.S)
"""Before a word in an open bracket: whom a scope takes in is no scope (某新区（含市级及开发区）)."""
PROJECT = re.compile(r"项目名称 ?[:：] ?[“\"]?([^\n:：,，。;；”\"]{2,40})")


@lru_cache(maxsize=1 << 12)
def phase_in(heading: str) -> str | None:
    """The phase that a heading over a government's figures names: 2026年预算草案 → approved."""
    words = BUDGETS.sub("", heading)
    return next((rule["phase"] for rule in context_data()["heading"]
                 if any(word in words for word in rule["words"]) and not any(word in words for word in rule["unless"])), None)


class Headings:
    """The sections of a document and the scene in each."""

    def __init__(self, folded: str, sections: Sections, mentions: Mentions, base: Profile) -> None:
        self.folded, self.sections, self.base = folded, sections.sections, base
        self.categories, self.periods = mentions.categories, mentions.periods
        self.starts = [section.start for section in self.sections]
        self.projects = {section.parent_id: project for section in self.sections if (project := self.project(section))}
        self.scenes: dict[int | None, Scene] = {None: Scene(base.phase, base.year, scope=base.scope)}

    def project(self, section: Section) -> Subject | None:
        """项目名称：科普展览 names what its sister sections are about."""
        match = PROJECT.search(self.folded, section.start, section.start + 80)
        if match is None:
            return None
        name = match[1] if match[1].endswith("项目") else match[1] + "项目"
        return Subject(name, None, match.start(1), match.end(1), None, "project")

    def at(self, offset: int) -> Section | None:
        """The innermost section that holds a character."""
        return section_at(self.sections, self.starts, offset)

    def scene(self, section: Section | None) -> Scene:
        """The scene of a section as the text so far has left it."""
        key = None if section is None else section.section_id
        if key not in self.scenes:
            assert section is not None
            above = None if section.parent_id is None else self.sections[section.parent_id]
            if section.start and self.folded[section.start - 1] != "\n":  # an item inside a paragraph is of what it stands in
                above = self.at(section.start - 1)
            self.scenes[key] = self.open(section, self.scene(above))
        return self.scenes[key]

    def of_fund(self, section: Section | None) -> bool:
        """Whether the heading or one above it names a budget."""
        while section is not None:
            if fund_of(squeezed(self.folded, section.start, section.heading_end)):
                return True
            section = None if section.parent_id is None else self.sections[section.parent_id]
        return False

    def open(self, section: Section, above: Scene) -> Scene:
        """A section's first scene: its parent's, with what its own heading says."""
        scene = copy(above)
        scene.definition, scene.items = above.definition or section.definition, None
        start, end = section.start, section.heading_end
        heading = squeezed(self.folded, start, end)
        scene.fund = narrower(fund_of(heading), scene.fund, heading=True)
        scene.of_fund = self.of_fund(section)
        if scene.fund and DEBT.search(heading) and not scene.of_fund:
            scene.fund = None  # the last budget's figures are over; debt is of two budgets
        insurance = named_in(heading) if "保" in heading else None
        scene.insurance = scene.insurance if insurance is None else insurance or None
        scene.paid = scene.paid or bool(PAID.search(heading))
        place = self.place(heading, section) if self.base.government else None
        scene.scope = place or scene.scope
        said = {place} if place else set()
        above.listed = self.announced(section) or (above.listed if above.listed and above.listed[0] == section.level else None)
        scene.listed = None
        if above.listed and section.kind == "R":
            scene.fund = narrower(above.listed[1], scene.fund)
        subject = None
        for token in tokens(self.folded, start, end, inside(self.categories, self.periods, start, end)):
            if token.kind == "category":
                subject = Subject(token.data.name, token.data.code, token.start, token.end, token.data.phase, "heading",
                                  fund_of(token.data.name) or fund_of(squeezed(self.folded, token.start, token.end)))
            elif token.kind in ("home", "scope") and self.base.government and not ASIDE.match(self.folded, start, token.start):
                scene.scope = "全" + self.folded[token.start + 1] if token.kind == "home" else squeezed(self.folded, token.start, token.end)
                said.add(scene.scope)
            elif token.kind == "period" and token.data.years:
                scene.year = token.data.years[-1]
        if said and section.kind == "H":
            scene.headed = said.pop() if len(said) == 1 else None
        if section.kind == "H" and (subject or section.level <= 2):  # parts and chapters clear it, items keep it
            scene.subject = subject
        scene.subject = self.projects.get(section.parent_id, scene.subject)
        if self.base.government:
            scene.phase = phase_in(heading) or scene.phase
        scene.drafted = scene.year if scene.phase == "approved" else None
        return scene

    def place(self, heading: str, section: Section) -> str | None:
        """The part of the region that a heading names, or is: 某某开发区2025年预算执行情况, 三、某某管理区."""
        named = PLACE.search(heading) if "区" in heading else None
        whole = AREA.fullmatch(squeezed(section.title, 0, len(section.title))) if section.kind == "H" else None
        return named[1] if named else whole[0] if whole else None

    def announced(self, section: Section) -> tuple[int, str] | None:
        """The fund that the line before a list's first item gives to all of them."""
        end = section.start - 1
        line = squeezed(self.folded, self.folded.rfind("\n", 0, max(end, 0)) + 1, max(end, 0))
        fund = fund_of(line) if ANNOUNCES.search(line) else None
        return (section.level, fund) if fund else None
