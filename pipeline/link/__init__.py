"""Linking: every amount tied to its category, with measure, phase, year, base, whole, fund and scope."""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from pipeline.link.context import context_data, inside, profile
from pipeline.link.cues import tokens
from pipeline.link.figures import Figures
from pipeline.link.headings import Headings
from pipeline.link.rows import Rows
from pipeline.link.slips import with_slips
from pipeline.reading import Reading, fold
from pipeline.records import Link, Links, Mention, Mentions, Sections

__all__ = ["link"]


def link(reading: Reading, sections: Sections, mentions: Mentions) -> Links:
    """The links of a document in the order of its text, and the quantities that could not be tied.

    >>> link(reading, sections, mentions).links[0].category
    '收支总计'
    """
    folded = reading.folded
    title = fold(mentions.title)
    base = profile(mentions, title)
    headings = Headings(folded, sections, mentions, base)
    walk = Figures(folded, base, context_data())
    for start, end in lines(folded, sections, mentions.amounts):
        if any(first <= start < last for first, last in sections.skipped):
            continue
        scene = headings.scene(headings.at(start))
        walk.line(tokens(folded, start, end, inside(mentions.categories, mentions.periods, start, end, mentions.amounts,
                                                    mentions.names)), start, end, scene)
    links = walk.links
    for first, last, indices in walk.reasons:
        reason = reading.text[first:last].strip(" :：,，是为。")
        for index in indices:
            if reason and index < len(links):
                links[index] = msgspec.structs.replace(links[index], reason=reason)
    rows = Rows(reading, mentions, base).read()
    return Links(links=merged(with_slips(folded, links), rows), unlinked=tuple(walk.unlinked))


def merged(text: list[Link], cells: list[Link]) -> tuple[Link, ...]:
    """Both kinds of links in the order of the text, with `part_of` moved to the new places."""
    if not cells:
        return tuple(text)
    order = sorted(range(len(text)), key=lambda i: text[i].start)
    places, found, j = [0] * len(text), [], 0
    for i in order:
        while j < len(cells) and cells[j].start < text[i].start:
            found.append(cells[j])
            j += 1
        places[i] = len(found)
        found.append(text[i])
    found += cells[j:]
    for place, link in zip(places, text, strict=True):
        if link.part_of is not None:
            found[place] = msgspec.structs.replace(link, part_of=places[link.part_of])
    return tuple(found)


def lines(folded: str, sections: Sections, amounts: tuple[Mention, ...]) -> list[tuple[int, int]]:
    """The lines that hold amounts, cut where a section begins inside one."""
    starts = [section.start for section in sections.sections]
    found: list[tuple[int, int]] = []
    covered = 0
    for amount in amounts:
        if amount.start < covered:
            continue
        i = bisect_right(starts, amount.start)
        start = max(folded.rfind("\n", 0, amount.start) + 1, starts[i - 1] if i else 0)
        end = folded.find("\n", amount.end)
        end = len(folded) if end < 0 else end
        if i < len(starts):
            end = min(end, starts[i])
        found.append((start, end))
        covered = end
    return found
