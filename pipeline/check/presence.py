"""Completeness: each part and table that a kind of document must publish, present, declared empty, folded or missing.

A figure is reported, reported as zero, declared empty (本部门无…，故本表无数据) or not disclosed; the four are never mixed:
a table that prints 0.00 is present, a blank one with the publisher's sentence is declared empty.
"""

from __future__ import annotations

import regex

from pipeline.patterns import Rule, load_rules
from pipeline.reading import Reading, Table, fold
from pipeline.records import Link, Mentions, Presence, Section, Sections

FILE = "presence.toml"
SHORT = 300
"""Characters: a longer part says more than that there is nothing."""
CAPTION = 120
"""Characters before an untitled table in which its title may be printed."""
LONGEST = 24
"""Characters of the title of a part whose text runs on in the same line; a longer one is a sentence."""
NOISE = regex.compile(r"[\s“”\"'‘’《》]")


def presences(reading: Reading, sections: Sections, mentions: Mentions, links: tuple[Link, ...]) -> tuple[Presence, ...]:
    """One Presence for each required part and table, in the order of patterns/presence.toml; () for other documents."""
    kind = kind_of(mentions)
    if kind is None:
        return ()
    finder = Finder(reading, sections, links)
    found = []
    for rule in load_rules(FILE).rules:
        if not applies(rule, kind, mentions):
            continue
        found.append(finder.table(rule) if rule.data["kind"] == "table" else finder.part(rule))
    return tuple(found)


def kind_of(mentions: Mentions) -> str | None:
    """final, budget, university-final, university-budget; None where no list of duties is known."""
    words = load_rules(FILE).data["words"]
    name = f"{mentions.type or ''} {mentions.title}"
    if not regex.search(words["departments"], mentions.type or ""):
        return None
    kind = next((k for k in ("final", "budget") if regex.search(words[k], mentions.type or "")), None) or next(
        (k for k in ("final", "budget") if regex.search(words[k], name)), None)
    if kind is None:
        return None
    body = mentions.body or mentions.title
    return f"university-{kind}" if regex.search(words["university"], body) else kind


def applies(rule: Rule, kind: str, mentions: Mentions) -> bool:
    """Whether a kind of document of this year and place must have the item."""
    data = rule.data
    if kind not in data["documents"] or (mentions.year or 9999) < data.get("since", 0):
        return False
    regions = data.get("regions")
    if not regions or (data.get("universities") and kind.startswith("university")):
        return True
    place = f"{mentions.region or ''}{mentions.body or ''}{mentions.title}"
    return any(region in place for region in regions)


def squeezed(title: str) -> str:
    return NOISE.sub("", fold(title))


class Finder:
    def __init__(self, reading: Reading, sections: Sections, links: tuple[Link, ...]) -> None:
        self.reading, self.links = reading, links
        self.none = load_rules(FILE)["declares-none"].pattern
        self.tables = [(squeezed(table.title) or self.caption(table), table) for table in reading.tables
                       if table.continues is None]
        self.headings = [(squeezed(section.title), section) for section in sections.sections]
        self.duties = self.below(load_rules(FILE)["part-duties"], sections.sections)

    def caption(self, table: Table) -> str:
        """The short lines before an untitled table, where a title that wraps may stand."""
        lines = self.reading.text[max(0, table.start - CAPTION):table.start].split("\n")[1:]
        return squeezed("".join(line for line in lines[-5:] if len(line) <= CAPTION // 3 and "\t" not in line))

    def below(self, rule: Rule, sections: tuple[Section, ...]) -> set[int]:
        """Sections under the list of what the body is charged with: 负责政府采购管理 is no report on procurement."""
        found: set[int] = set()
        for section in sections:
            above = section.parent_id
            if above is not None and (above in found or rule.pattern.search(squeezed(sections[above].title))):
                found.add(section.section_id)
        return found

    # -- tables --------------------------------------------------------------------------------------------
    def table(self, rule: Rule) -> Presence:
        named = [(title, table) for title, table in self.tables if rule.pattern.search(title)]
        filled = [pair for pair in named if pair[1].values]
        if filled:
            title, table = filled[0]
            return self.state(rule, "folded" if self.shared(rule, title) else "present", table.start, table.end)
        for _, table in named:
            note = table.note or self.declared(table.end, table.end + SHORT)
            if note:
                return self.state(rule, "declared_empty", table.start, table.end, note)
        if named:
            table = named[0][1]
            if self.goes_on(table):
                return self.state(rule, "present", table.start, table.end)
            return self.state(rule, "present", table.start, table.end, "表内无数字，亦无说明")
        return self.untabled(rule)

    def goes_on(self, table: Table) -> bool:
        """Whether the figures of a table without any stand in an untitled piece right behind it."""
        following = next(((title, other) for title, other in self.tables if other.start >= table.end), None)
        return following is not None and not following[1].title and bool(following[1].values)

    def shared(self, rule: Rule, title: str) -> bool:
        """Whether a title names another required table as well (三公经费和机关运行经费预算表)."""
        place = rule.pattern.search(title)
        return place is not None and bool(rule.data.get("regions")) and regex.search("[、和及与]", title[:place.start()]) is not None

    def untabled(self, rule: Rule) -> Presence:
        """A table no grid was read of: its heading, its declaration, or nothing."""
        for title, section in self.headings:
            if not (rule.pattern.search(title) and title.endswith("表")):
                continue
            note = self.declared(section.heading_end, min(section.end, section.heading_end + SHORT))
            if note:
                return self.state(rule, "declared_empty", section.start, section.heading_end, note)
            if not self.is_listed(section):
                return self.state(rule, "present", section.start, section.heading_end, "有标题，表格未能读出")
        return Presence(rule.data["item"], "missing")

    def is_listed(self, section: Section) -> bool:
        """Whether a heading is only an entry of a list of tables: nothing stands between it and the next heading."""
        return not self.reading.text[section.heading_end:section.end].strip()

    # -- parts of the text ---------------------------------------------------------------------------------
    def part(self, rule: Rule) -> Presence:
        own = rule.id == "part-terms"
        named = [section for title, section in self.headings if rule.pattern.search(title) and not title.endswith("表")
                 and (own or not section.definition) and (section.kind == "H" or len(title) <= LONGEST)
                 and (section.section_id not in self.duties or rule.id == "part-organisation")]
        written = sorted((section for section in named if not self.is_listed(section)), key=lambda section: section.kind)
        for section in written:
            body = self.reading.text[section.heading_end:section.end]
            note = self.declared(section.start, section.end) if len(body) <= SHORT else None
            if note and not self.amounts(section):
                return self.state(rule, "declared_empty", section.start, section.heading_end, note)
            return self.state(rule, "present", section.start, section.heading_end)
        categories = rule.data.get("categories", ())
        for link in self.links:
            if link.category in categories and link.source == "text":
                return self.state(rule, "folded", link.start, link.end, "并入其他部分说明")
        return Presence(rule.data["item"], "missing")

    def amounts(self, section: Section) -> bool:
        """Whether a part reports money other than zero."""
        return any(link.value and link.kind == "money" and section.start <= link.start < section.end for link in self.links)

    def declared(self, start: int, end: int) -> str | None:
        """The sentence in [start, end) that says there is nothing to report."""
        text = self.reading.text
        match = self.none.search(fold(text[start:end]))
        if not match:
            return None
        left = max(text.rfind(mark, start, start + match.start()) for mark in "。；\n\t")
        return text[max(left + 1, start):start + match.end()].strip()

    def state(self, rule: Rule, state: str, start: int, end: int, note: str = "") -> Presence:
        return Presence(rule.data["item"], state, self.reading.page_of(start), start, end, note)


