"""Status: what is current, stale and missing for each stage, and why."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipeline.batch import saved_options
from pipeline.fingerprints import fingerprints, ingredients
from pipeline.index import Index
from pipeline.stages import STAGES
from pipeline.store import Store


class StageStatus(msgspec.Struct):
    stage: str
    fingerprint: str
    current: int
    """Documents with an artefact of this fingerprint."""
    stale: int
    """Documents whose artefacts are of other fingerprints only."""
    missing: int
    """Documents with none."""
    why: list[str]
    """What has changed since the newest other fingerprint that has artefacts."""
    versions: dict[str, int]
    """Documents by fingerprint, oldest first."""


def status(outputs: Path) -> list[StageStatus]:
    """A row a stage, over all documents that the outputs folder knows."""
    store = Store(outputs)
    options = saved_options(outputs)
    prints = fingerprints(options)
    wanted = set(Index(outputs).documents())
    found: list[StageStatus] = []
    for stage in STAGES:
        have = {version: set(store.documents(stage.name, version)) for version in store.versions(stage.name)}
        current = have.get(prints[stage.name], set()) & wanted
        others = set().union(*(ids for version, ids in have.items() if version != prints[stage.name])) & wanted
        why: list[str] = []
        if others - current:
            newest = [version for version in have if version != prints[stage.name]][-1]
            then = _kept(outputs / stage.name / f"{newest}.json")
            now = ingredients(stage, options)
            why = difference(then, now) if then else []
            why += [f"{need} is new" for need in stage.needs if any(row.stage == need and row.why for row in found)]
        found.append(StageStatus(stage.name, prints[stage.name], len(current), len(others - current), len(wanted - others - current),
                                 why, {version: len(ids) for version, ids in have.items()}))
    return found


def difference(then: dict[str, str], now: dict[str, str]) -> list[str]:
    """The ingredients that changed, as `patterns amounts.toml edited` or `package regex 2024.1 → 2024.2`."""
    said = []
    for name in sorted(then.keys() | now.keys()):
        old, new = then.get(name), now.get(name)
        if old == new:
            continue
        if name.startswith("package"):
            said.append(f"{name} {old or 'new'} → {new or 'gone'}")
        else:
            said.append(f"{name} {'added' if old is None else 'gone' if new is None else 'edited'}")
    return said


def _kept(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return {}
