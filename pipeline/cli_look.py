"""`juesuan status`, `show`, `problems` and `report`: looking at what lies in an outputs folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from pipeline.index import Entry
from pipeline.problems import EXIT_OK, EXIT_PROBLEMS, DocumentError, UsageError
from pipeline.results import Results


def status(args: argparse.Namespace) -> int:
    from pipeline.coverage import coverage
    from pipeline.show.terminal import show_coverage, show_status
    from pipeline.status import status as rows_of

    rows = rows_of(args.outputs)
    kinds = [] if args.stages else coverage(args.outputs)
    if args.json:
        _print({"stages": rows, "coverage": kinds})
    else:
        show_status(rows, args.outputs)
        show_coverage(kinds)
    return EXIT_OK if all(row.current and not row.stale + row.missing for row in rows) else EXIT_PROBLEMS


def show(args: argparse.Namespace) -> int:
    results = Results(args.outputs)
    if args.all:
        return _pages(results, args.all)
    if not args.document:
        raise UsageError("show: which document? Give a file name or the beginning of an id, or --all DIR")
    entry = results.find(args.document)
    record = results.record(entry)
    if record is None:
        raise UsageError(f"{entry.name}: has no current record: `juesuan run {entry.name} --outputs {args.outputs}`")
    if args.html:
        _page(results, entry, args.html)
    elif args.json:
        _print(record)
    else:
        from pipeline.show.terminal import show_record

        show_record(record)
    return EXIT_OK


def _pages(results: Results, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for entry in results.entries.values():
        if results.record(entry) is not None:
            _page(results, entry, folder / f"{entry.document_id}.html")
    return EXIT_OK


def _page(results: Results, entry: Entry, file: Path) -> None:
    from pipeline.show.review import review_page

    record, reading = results.record(entry), results.reading(entry)
    assert record is not None
    try:
        original = results.original(entry)
    except DocumentError:  # the original has moved: its text can still be shown
        original = None
    file.write_text(review_page(record, reading, original), encoding="utf-8")
    print(file)


def problems(args: argparse.Namespace) -> int:
    """Problems of documents, or with --checks the contradictions inside them."""
    results = Results(args.outputs)
    rows: list[dict[str, Any]] = []
    for record in results.records():
        name = record.document.source
        if args.checks:
            rows += [{"source": name, **msgspec.to_builtins(check)} for check in record.checks if check.result == "fail"]
        else:
            rows += [{"source": name, **msgspec.to_builtins(problem)} for problem in record.problems]
    if not args.checks:
        rows += [{"source": entry.name, **msgspec.to_builtins(entry.problem)} for entry in results.index.unread() if entry.problem]
    if args.json:
        _print(rows)
    else:
        from pipeline.show.terminal import show_problems

        show_problems(rows, checks=args.checks)
    return EXIT_OK


def report(args: argparse.Namespace) -> int:
    from pipeline.show.report import report_page

    args.file.write_text(report_page(Results(args.outputs).records()), encoding="utf-8")
    print(args.file)
    return EXIT_OK


def _print(value: Any) -> None:
    print(msgspec.json.encode(value).decode())
