"""Gold: the files that say what a document states, and which document they belong to.

    NAME.facts.jsonl   NAME.sections.tsv   NAME.tables.tsv

A document belongs to NAME when a manifest says so (columns `sha256` or `file`, and `gold`), when its own manifest
row has `gold`, or when its file is called NAME.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.index import Entry
from pipeline.problems import UsageError

ENDINGS = ("facts.jsonl", "sections.tsv", "tables.tsv")


class Gold(msgspec.Struct, frozen=True):
    """The gold of one document; None for a part that it lacks."""

    name: str
    facts: list[dict[str, Any]] | None = None
    sections: list[dict[str, str]] | None = None
    tables: list[dict[str, str]] | None = None


def read_gold(home: Path, name: str) -> Gold:
    """The gold of that name in a folder."""
    facts = home / f"{name}.facts.jsonl"
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else None
    return Gold(name, None if lines is None else [json.loads(line) for line in lines if line.strip()],
                _tsv(home / f"{name}.sections.tsv"), _tsv(home / f"{name}.tables.tsv"))


def gold_files(home: Path) -> dict[str, list[Path]]:
    """The files of each gold in a folder, by its name; UsageError where there are none."""
    found: dict[str, list[Path]] = {}
    for ending in ENDINGS:
        for path in sorted(home.glob(f"*.{ending}")):
            found.setdefault(path.name.removesuffix(f".{ending}"), []).append(path)
    if not found:
        raise UsageError(f"{home}: holds no gold (NAME.facts.jsonl, NAME.sections.tsv, NAME.tables.tsv)")
    return dict(sorted(found.items()))


def matched(home: Path, entries: Iterator[Entry]) -> Iterator[tuple[Entry, str]]:
    """Each document that has gold in the folder, with the gold's name."""
    names = gold_files(home)
    by_digest, by_file = _manifests(home)
    for entry in entries:
        file = entry.name.replace("!/", "/").rpartition("/")[2]
        stem = file.rpartition(".")[0]
        for name in (entry.manifest.get("gold"), by_digest.get(entry.document_id), by_file.get(file), stem):
            if name in names:
                yield entry, name
                break


def _manifests(home: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Gold names by document id and by file name, from a manifest in the folder, beside it, or in a corpus beside it."""
    by_digest: dict[str, str] = {}
    by_file: dict[str, str] = {}
    for path in (home / "manifest.csv", home.parent / "manifest.csv", home.parent / "corpus" / "manifest.csv"):
        if path.exists():
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    if gold := row.get("gold"):
                        by_digest.setdefault(row.get("sha256") or "", gold)
                        by_file.setdefault(row.get("file") or row.get("path") or "", gold)
    return by_digest, by_file


def _tsv(path: Path) -> list[dict[str, str]] | None:
    if not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
