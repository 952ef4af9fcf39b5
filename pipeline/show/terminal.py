"""What a command prints for people: tables on stdout, wide characters aligned."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.records import Fact, Record
from pipeline.results import Results
from pipeline.stages import LAST

if TYPE_CHECKING:
    from pipeline.batch import Plan, Summary
    from pipeline.compare import Comparison
    from pipeline.coverage import CoverageRow
    from pipeline.evaluate import Score
    from pipeline.status import StageStatus

LISTED = 40
"""A summary lists so many documents by name."""
SHOWN = 200
"""`show` prints so many facts of tables."""


def console() -> Console:
    """Writes to stdout; in a file or a pipe as wide as its content needs."""
    return Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=False)


def grid(header: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[int] = ()) -> Table:
    """A plain table; `right` names the columns of figures."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for i, name in enumerate(header):
        table.add_column(name, justify="right" if i in right else "left", no_wrap=i in right, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return table


def show_summary(summary: Summary, plan: Plan) -> None:
    """What a run did, the documents by name where they are few, and where the records lie."""
    out = console()
    if plan.last == LAST and 0 < summary.documents <= LISTED:
        results = Results(plan.outputs)
        rows = [(d.title or Path(d.source).name, d.year, d.type, d.pages or "", d.facts, d.unlinked, d.contradictions, d.problems, d.source)
                for d in results.documents()]
        out.print(grid(("title", "year", "type", "pages", "facts", "unlinked", "contradictions", "problems", "source"), rows[:LISTED],
                       right=(1, 3, 4, 5, 6, 7)))
        out.print()
    parts = [f"{summary.documents} documents", f"{summary.done} done", f"{summary.current} current"]
    parts += [f"{summary.skipped} skipped (an earlier stage is not current)"] if summary.skipped else []
    parts += [f"{summary.failed} failed (`juesuan problems`)"] if summary.failed else []
    out.print(Text(f"{', '.join(parts)} in {summary.seconds:.1f} s"))
    if summary.done:
        rate = f", {summary.pages / summary.seconds:.1f} pages/s" if summary.pages else ""
        out.print(Text(f"{summary.pages} pages, {summary.characters} characters, {summary.facts} facts{rate}, "
                       f"at most {summary.megabytes} MB a worker"))
        out.print(Text("seconds by stage: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in summary.stages.items())))
    if summary.problems:
        out.print(Text("problems: " + ", ".join(f"{kind} {count}" for kind, count in sorted(summary.problems.items()))))
    out.print(Text(f"records: {plan.outputs / plan.last / summary.fingerprints[plan.last]}"))


def show_status(rows: Sequence[StageStatus], outputs: Path) -> None:
    out = console()
    out.print(grid(("stage", "fingerprint", "current", "stale", "missing", "why"),
                   [(row.stage, row.fingerprint, row.current, row.stale, row.missing, "; ".join(row.why)) for row in rows], right=(2, 3, 4)))
    for row in rows:
        older = [f"{version} ({count})" for version, count in row.versions.items() if version != row.fingerprint]
        if older:
            out.print(Text(f"{row.stage}: also {', '.join(older)}"))
    if any(row.stale or row.missing for row in rows):
        out.print(Text(f"`juesuan run --outputs {outputs}` brings all up to date; `compare` shows what changed; `clean` deletes the rest"))


def show_coverage(rows: Sequence[CoverageRow]) -> None:
    """By kind of document: what is linked in text, the facts of tables, what the documents' arithmetic supports, why not linked."""
    if rows:
        console().print(grid(("\ntype", "\ndocuments", "amounts\nin text", "\nlinked", "money\nlinked", "facts of\ntables", "\nsupported",
                              "\ncontradicted", "\nnot linked because"),
                             [(row.type or "(unknown)", row.documents, row.linked + row.unlinked, _percent(row.linked_share),
                               _percent(row.money_share), row.cells, _percent(row.supported), _percent(row.contradicted),
                               ", ".join(f"{why} {count}" for why, count in row.why.items())) for row in rows], right=(1, 2, 3, 4, 5, 6, 7)))


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def show_problems(rows: Sequence[dict[str, Any]], *, checks: bool) -> None:
    if checks:
        table = grid(("identity", "expected", "found", "message", "source"),
                     [(r["identity"], r.get("expected"), r.get("found"), r.get("message"), r["source"]) for r in rows], right=(1, 2))
    else:
        table = grid(("kind", "stage", "page", "message"),
                     [(r["kind"], r.get("stage", "extract"), r.get("page", 0) or "", r["message"]) for r in rows], right=(2,))
    console().print(table if rows else Text("none"))


def show_record(record: Record) -> None:
    """One document: its row, its headings with their facts, what could not be tied, its contradictions."""
    out = console()
    d = record.document
    out.print(Text(d.title or d.source, style="bold"))
    out.print(grid(("", ""), [(name, getattr(d, name)) for name in ("source", "document_id", "body", "region", "year", "type", "pages",
                                                                   "characters", "tables", "facts", "unlinked", "contradictions")]))
    text = [fact for fact in record.facts if fact.source == "text"]
    for path, facts in groupby(text, key=lambda fact: fact.section_path):
        out.print(Text(f"\n{path or '(no heading)'}", style="bold"))
        out.print(_facts(facts))
    cells = [fact for fact in record.facts if fact.source == "table"]
    for title, facts in groupby(cells[:SHOWN], key=lambda fact: fact.table):
        out.print(Text(f"\n{title or '(untitled table)'}", style="bold"))
        out.print(grid(("row", "column", "value", "text", "page"),
                       [(f.row_label, f.column_label, f.value, f.text, f.page or "") for f in facts], right=(2,)))
    if len(cells) > SHOWN:
        out.print(Text(f"… and {len(cells) - SHOWN} more facts of tables: --json has them all"))
    if record.unlinked:
        out.print(Text("\nnot tied to a category", style="bold"))
        out.print(grid(("text", "why", "quote"), [(u.text, u.why, u.quote) for u in record.unlinked]))
    fails = [check for check in record.checks if check.result == "fail"]
    if fails:
        out.print(Text("\ncontradictions", style="bold"))
        out.print(grid(("identity", "expected", "found", "message"), [(c.identity, c.expected, c.found, c.message) for c in fails], right=(1, 2)))
    if record.problems:
        out.print(Text("\nproblems", style="bold"))
        show_problems([{"kind": p.kind, "stage": p.stage, "page": p.page, "message": p.message} for p in record.problems], checks=False)


def _facts(facts: Iterable[Fact]) -> Table:
    rows = [(f.category, f.measure, f"{f.phase or ''} {f.year or ''}", f.value, f.text,
             " ".join(str(part) for part in (f.base_phase, f.base_year) if part), " ".join(f.flags)) for f in facts]
    return grid(("category", "measure", "phase", "value", "as written", "base", "flags"), rows, right=(3,))


def show_scores(scores: dict[str, dict[str, Score]], *, misses: int) -> None:
    """A row a document, F1 of each metric, and the mean of those that have it."""
    metrics = list(dict.fromkeys(metric for found in scores.values() for metric in found))
    rows: list[Sequence[Any]] = [
        [Path(name).name, *(f"{found[metric].f1 if metric != 'count_recall' else found[metric].recall:.4f}" if metric in found else ""
                            for metric in metrics)] for name, found in scores.items()]
    means = []
    for metric in metrics:
        values = [found[metric].recall if metric == "count_recall" else found[metric].f1 for found in scores.values() if metric in found]
        means.append(f"{sum(values) / len(values):.4f}")
    out = console()
    out.print(grid(("document", *metrics), [*rows, ["mean", *means]], right=range(1, len(metrics) + 1)))
    for name, found in scores.items() if misses else ():
        for metric in ("amount", "fact", "heading", "cell_leaf"):
            for word, items in (("missed", found[metric].missed), ("extra", found[metric].extra)) if metric in found else ():
                for item, count in list(items.items())[:misses]:
                    out.print(Text(f"{Path(name).name}  {metric} {word} ×{count}: {' '.join(map(str, item))}"))


def show_comparison(found: Comparison, *, examples: int = 5) -> None:
    """Gains and losses by group, each with a few of its items."""
    out = console()
    out.print(Text(f"{found.old} → {found.new}: {found.documents} documents in both, {found.same} the same, "
                   f"{found.only_old} only in the old, {found.only_new} only in the new"))
    for group, (gained, lost) in found.groups.items():
        out.print(Text(f"\n{group}: {gained} gained, {lost} lost", style="bold"))
        changes = [change for change in found.changes if f"{change.part} {change.group}" == group]
        for change in changes[:examples]:
            shown = {key: value for key, value in change.item.items() if value not in (None, "", [], ()) and key != "group"}
            said = " ".join(f"{key}={value}" for key, value in shown.items() if key not in ("rule", "document_id", "bbox", "section_path"))
            out.print(Text(f"{'+' if change.gained else '-'} {Path(change.document).name}: {said[:300]}"))
        if len(changes) > examples:
            out.print(Text(f"  … {len(changes) - examples} more"))
