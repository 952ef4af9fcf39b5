"""`juesuan export`, `load`, `evaluate`, `compare` and `clean`: handing records on, and judging them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import msgspec

from pipeline.problems import EXIT_OK, EXIT_PROBLEMS, UsageError
from pipeline.results import Results


def export(args: argparse.Namespace) -> int:
    from pipeline.export import export as write

    results = Results(args.outputs)
    counts = write(results.records(), args.folder, args.format, unread=results.index.unread())
    if args.json:
        _print(counts)
    else:
        ending = "csv" if args.format == "fdp" else args.format
        print("\n".join(f"{args.folder / table}.{ending}: {count} rows" for table, count in counts.items()))
    return _complete(results)


def load(args: argparse.Namespace) -> int:
    from pipeline.load import load as into

    results = Results(args.outputs)
    done = into(args.database or str(args.outputs / "juesuan.sqlite"), results)
    if args.json:
        _print(done)
    else:
        print(done.sentence())
    return _complete(results)


def _complete(results: Results) -> int:
    """Says which documents were left out because they have no current record."""
    missing = results.missing()
    if missing:
        print(f"juesuan: {len(missing)} of {len(results.entries)} documents have no current record and are left out "
              f"(`juesuan run --outputs {results.outputs}` makes them)", file=sys.stderr)
    return EXIT_PROBLEMS if missing else EXIT_OK


def evaluate(args: argparse.Namespace) -> int:
    from pipeline.evaluate import evaluate as score
    from pipeline.gold import gold_files, matched, read_gold

    results = Results(args.outputs)
    pairs = list(matched(args.gold, iter(results.entries.values())))
    scores = {entry.name: score(read_gold(args.gold, name), results.record(entry)) for entry, name in pairs}
    without = sorted(gold_files(args.gold).keys() - {name for _, name in pairs})
    if args.json:
        _print({name: {metric: list(s[:3]) for metric, s in found.items()} for name, found in scores.items()})
    else:
        from pipeline.show.terminal import show_scores

        show_scores(scores, misses=args.misses)
        if without:
            print(f"gold without a document in {args.outputs}: {', '.join(without)}")
    return _gate(args, results, [entry for entry, _ in pairs], scores) if args.floors else EXIT_OK


def _gate(args: argparse.Namespace, results: Results, entries: list[Any], scores: dict[str, Any]) -> int:
    from pipeline import floors
    from pipeline.gold import gold_files

    today = {Path(name).name: {metric: s.f1 for metric, s in found.items()} for name, found in scores.items()}
    files = [path for paths in gold_files(args.gold).values() for path in paths]
    inputs = floors.inputs_digest(files + [Path(entry.source) for entry in entries if "!/" not in entry.source])
    if args.lower:
        floors.lower_to(args.floors, today, inputs, args.lower)
    elif args.raise_floors:
        floors.raise_to(args.floors, today, inputs)
    fallen = floors.below(args.floors, today, inputs)
    for line in fallen:
        print(f"below its floor: {line}", file=sys.stderr)
    return EXIT_PROBLEMS if fallen else EXIT_OK


def compare(args: argparse.Namespace) -> int:
    from pipeline.compare import compare as differences
    from pipeline.show.terminal import show_comparison

    found = differences(args.outputs, args.old, args.new)
    if args.json:
        _print(found)
    else:
        show_comparison(found)
    return EXIT_OK


def clean(args: argparse.Namespace) -> int:
    """Deletes the artefacts of fingerprints that are not current, and of documents that no source leads to."""
    from pipeline.clean import clean as delete

    if not args.outputs.is_dir():
        raise UsageError(f"{args.outputs}: no such folder")
    done = delete(args.outputs)
    if args.json:
        _print(done)
    else:
        print(f"{done.versions} versions and {done.documents} documents' artefacts deleted, {done.megabytes:.1f} MB")
    return EXIT_OK


def _print(value: Any) -> None:
    print(msgspec.json.encode(value).decode())
