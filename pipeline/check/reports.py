"""Government reports: what a run of sources or uses adds up to (收入X，加上…Y，总收入Z)."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.check.identities import identities
from pipeline.check.ledger import Ledger, Tally
from pipeline.check.precision import figure, tolerance, total
from pipeline.check.slips import likely_slip
from pipeline.patterns import load_rules
from pipeline.records import Link

REACH = 60
"""Characters before the first figure of a run that may say what kind of list it is."""


def running_totals(ledger: Ledger, tally: Tally) -> None:
    """Check each total against the figures named in its own sentence since the total before it."""
    words = identities().words
    sides = {name: words[side] for side in ("income_totals", "expenditure_totals") for name in words[side]}
    cue = load_rules("identities.toml")["adds-up"].pattern
    run: list[int] = []
    sentence, start = -1, 0
    for i in ledger.text:
        link = ledger.links[i]
        if link.measure != "level" or link.kind != "money":
            continue
        if ledger.sentence(i) != sentence:
            run, sentence = [], ledger.sentence(i)
            start = ledger.stops[sentence - 1] + 1 if sentence else 0
        if link.category in sides:
            judge(ledger, tally, i, link, run, cue, start)
            run, start = [], link.end
        else:
            run.append(i)


def judge(ledger: Ledger, tally: Tally, index: int, link: Link, run: list[int], cue: regex.Pattern[str],
          start: int) -> None:
    """A shortfall proves nothing unless the sentence spells the sum out and marks no part as 其中."""
    side = identities().words["own_income" if "收入" in (link.category or "") else "own_expenditure"]
    parts = tuple(i for i in run if belongs(ledger.links[i], link))
    owned = [at for at, i in enumerate(parts) if ledger.links[i].category in side]
    if len(parts) < 2 or link.unit is None:
        return
    found = figure(link)
    for kept in readings(parts):
        summed = total(figure(ledger.links[i]) for i in kept)
        if summed.low <= found.high and found.low <= summed.high:
            tally.judge("running-total", index, kept, summed)
            return
    kept = parts[owned[-1]:] if owned else parts
    text = ledger.reading.text[max(start, ledger.links[kept[0]].start - REACH):link.start]
    spelled = cue.search(text) is not None and "其中" not in text and "主要" not in text
    summed = total(figure(ledger.links[i]) for i in kept)
    slip = likely_slip(summed.value, link.value, tolerance(summed, found))
    sure = spelled and bool(owned) and len(parts) == len(run) and slip is not None
    tally.judge("running-total", index, kept, summed, doubtful=not sure)


def readings(parts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The whole run, its later figures alone, then the run without one figure: a part that nothing marks as such."""
    for i in range(len(parts) - 1):
        yield parts[i:]
    if len(parts) > 2:
        for i in range(1, len(parts)):
            yield parts[:i] + parts[i + 1:]


def belongs(part: Link, whole: Link) -> bool:
    return (part.phase, part.year, part.scope, part.fund) == (whole.phase, whole.year, whole.scope, whole.fund) and (
        part.part_of is None)
