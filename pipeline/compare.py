"""Compare: gains and losses between two versions of a stage, or between two outputs folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from pipeline.batch import saved_options
from pipeline.fingerprints import fingerprints
from pipeline.index import Index
from pipeline.problems import UsageError
from pipeline.stages import LAST, stage_named
from pipeline.store import Store

SERIAL = frozenset({"fact_id", "check_id", "section_id", "parent_id", "part_of", "links", "table_row", "table_column"})
"""Fields that only number things: an item more in front of it changes no item."""
ROWS = {"extract": ("lines", "tables"), "segment": ("sections",), "recognise": ("amounts", "categories", "periods", "names", "cells"),
        "link": ("links", "unlinked"), "check": ("checks", "presences"), "record": ("facts", "unlinked", "checks")}
"""The parts of each artefact whose items are compared."""


class Change(msgspec.Struct):
    """An item that one version has and the other has not."""

    gained: bool
    document: str
    part: str
    group: str
    """Rule, kind or identity: what the change is counted under."""
    item: dict[str, Any]


class Comparison(msgspec.Struct):
    old: str
    new: str
    documents: int = 0
    """In both."""
    same: int = 0
    only_old: int = 0
    only_new: int = 0
    groups: dict[str, tuple[int, int]] = {}
    """Group → gained, lost."""
    changes: list[Change] = []


def compare(outputs: Path, old: str, new: str) -> Comparison:
    """What NEW (default: what is current) has that OLD has not, and the reverse, over the documents of both."""
    left, stage, before = _place(outputs, old, LAST)
    if new:
        right, stage_new, after = _place(outputs, new, stage)
    else:
        right, stage_new, after = left, stage, fingerprints(saved_options(outputs))[stage]
    if stage_new != stage:
        raise UsageError(f"{old} is of {stage} and {new} of {stage_new}: compare two versions of one stage")
    found = Comparison(f"{left.outputs}/{stage}/{before}", f"{right.outputs}/{stage}/{after}")
    names = {id_: entry.name for id_, entry in (Index(left.outputs).documents() | Index(right.outputs).documents()).items()}
    had, have = set(left.documents(stage, before)), set(right.documents(stage, after))
    found.only_old, found.only_new = len(had - have), len(have - had)
    for document in sorted(had & have, key=lambda id_: names.get(id_, id_)):
        found.documents += 1
        bytes_before, bytes_after = left.read(stage, before, document), right.read(stage, after, document)
        if bytes_before == bytes_after:
            found.same += 1
            continue
        one, two = left.load(stage, before, document), right.load(stage, after, document)
        changes = list(_changes(stage, names.get(document, document), one, two)) if one and two else []
        found.same += not changes
        found.changes += changes
    counts: dict[str, list[int]] = {}
    for change in found.changes:
        counts.setdefault(f"{change.part} {change.group}", [0, 0])[not change.gained] += 1
    found.groups = {group: (gained, lost) for group, (gained, lost) in sorted(counts.items(), key=lambda each: -sum(each[1]))}
    return found


def _place(outputs: Path, name: str, stage: str) -> tuple[Store, str, str]:
    """The store, stage and fingerprint that OLD or NEW means: a fingerprint, or an outputs folder."""
    if Path(name).is_dir():
        store = Store(name)
        current = fingerprints(saved_options(Path(name)))[stage]
        versions = store.versions(stage)
        return store, stage, current if current in versions or not versions else versions[-1]
    store = Store(outputs)
    stage, _, fingerprint = store.find(name).partition("/")
    return store, stage_named(stage).name, fingerprint


def _changes(stage: str, document: str, old: Any, new: Any) -> Iterable[Change]:
    for part in ROWS[stage]:
        before, after = _items(getattr(old, part)), _items(getattr(new, part))
        counts_before, counts_after = Counter(key for key, _ in before), Counter(key for key, _ in after)
        for gained, missing, items in ((False, counts_before - counts_after, before), (True, counts_after - counts_before, after)):
            by_key = dict(items)
            for key in missing.elements():
                yield Change(gained, document, part, _group(by_key[key]), by_key[key])


def _items(rows: Iterable[Any]) -> list[tuple[bytes, dict[str, Any]]]:
    """Each item as plain values, behind what makes two items the same."""
    found = []
    for row in rows:
        plain = msgspec.to_builtins(row)
        item = plain if isinstance(plain, dict) else {str(i): value for i, value in enumerate(plain)}
        found.append((msgspec.json.encode({key: value for key, value in item.items() if key not in SERIAL}), item))
    return found


def _group(item: dict[str, Any]) -> str:
    for name in ("rule", "identity", "why", "kind", "item"):
        if item.get(name):
            return str(item[name])
    return "-"
