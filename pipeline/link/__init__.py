"""Linking: every amount tied to its category, with measure, phase, year, base, whole, fund and scope."""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from pipeline.link.context import Headings, context_data, inside, profile
from pipeline.link.cues import tokens
from pipeline.link.figures import Figures
from pipeline.reading import Reading, fold
from pipeline.records import Links, Mention, Mentions, Sections

__all__ = ["link"]


def link(reading: Reading, sections: Sections, mentions: Mentions) -> Links:
    """The links of a document in the order of its text, and the quantities that could not be tied.

    >>> link(reading, sections, mentions).links[0].category
    '收支总计'
    """
    folded = fold(reading.text)
    title = fold(mentions.title)
    base = profile(mentions, title)
    headings = Headings(folded, sections, mentions, base)
    walk = Figures(folded, base, context_data())
    walk.start()
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
    return Links(links=tuple(links), unlinked=tuple(walk.unlinked))


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
