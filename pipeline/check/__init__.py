"""check: which of a document's numbers its own arithmetic supports, and which parts and tables it publishes."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from pipeline.check.clauses import Clauses
from pipeline.check.grids import grids_of
from pipeline.check.indicators import Indicators
from pipeline.check.ledger import Ledger, Tally
from pipeline.check.parts import Parts
from pipeline.check.precision import INEXACT
from pipeline.check.presence import presences
from pipeline.check.reports import running_totals
from pipeline.check.table_columns import Columns
from pipeline.check.table_rows import row_rates, row_totals
from pipeline.check.wording import Wording
from pipeline.reading import Reading
from pipeline.records import Check, Checks, Links, Mentions, Sections

DEPARTMENTAL = regex.compile("部门|单位|高校|学校|“三公”经费")
"""Kinds of document that are one body's own accounts, not a government's."""


def check(reading: Reading, sections: Sections, mentions: Mentions, links: Links) -> Checks:
    """Every identity of patterns/identities.toml that applies, the presence of each part, and each link's outcome."""
    departmental = bool(DEPARTMENTAL.search(mentions.type or ""))
    ledger = Ledger(reading, sections, links, departmental=departmental)
    tally = Tally(ledger)
    clauses = Clauses(ledger, tally)
    clauses.run()
    Parts(ledger, tally, clauses).run()
    running_totals(ledger, tally)
    for grid in grids_of(ledger):
        row_totals(grid, ledger, tally)
        row_rates(grid, ledger, tally)
        Columns(grid, ledger, tally).run()
    cells = [i for i, link in enumerate(links.links) if link.source == "table" and not (link.flags and not INEXACT.isdisjoint(link.flags))]
    Indicators(ledger, tally, [*ledger.text, *cells]).run()
    if reading.tables:
        Wording(ledger, tally).run()
    found = presences(reading, sections, mentions, links.links)
    return Checks(tuple(tally.checks), found, outcomes(len(links.links), tally.checks))


def outcomes(count: int, checks: Iterable[Check]) -> tuple[str, ...]:
    """For each link `contradicted` where a check on it failed, `supported` where one passed, else `unchecked`."""
    found = ["unchecked"] * count
    for done in checks:
        if done.result == "fail":
            for i in done.links:
                found[i] = "contradicted"
        elif done.result in ("pass", "rounding"):
            for i in done.links:
                if found[i] == "unchecked":
                    found[i] = "supported"
    return tuple(found)
