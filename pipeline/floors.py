"""Floors: the scores that must not fall, pinned to the gold and the documents they were measured on.

    {"digest": …, "inputs": …, "floors": {"NAME.txt": {"fact": 0.91}}, "lowered": [{"why": …, "floors": {…}}]}

`inputs` is the digest of gold and documents: scores on others cannot be compared. `digest` covers the whole file:
a floor lowered by hand is noticed. Lowering needs a reason, which stays in the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.problems import UsageError

SLACK = 0.0005
"""A score is below its floor when it misses it by more than this."""
Scores = dict[str, dict[str, float]]
"""Document → metric → F1."""


def inputs_digest(files: Iterable[Path]) -> str:
    """One digest of the names and bytes of gold files and documents."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.name):
        digest.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def below(file: Path, scores: Scores, inputs: str) -> list[str]:
    """What fell, one sentence each; empty where the gate is open. UsageError where the file itself is wrong."""
    pinned = _read(file)
    if pinned["digest"] != _digest(pinned):
        raise UsageError(f"{file}: was edited by hand: undo it, and lower a floor with `evaluate --lower REASON` where it must be")
    if pinned["inputs"] != inputs:
        raise UsageError(f"{file}: gold or documents have changed since: look at the scores, then `evaluate --raise` "
                         "(or `--lower REASON`) pins them anew")
    fallen = []
    for document, floors in pinned["floors"].items():
        for metric, floor in floors.items():
            score = scores.get(document, {}).get(metric, 0.0)
            if score < floor - SLACK:
                fallen.append(f"{document}: {metric} {score:.4f}, floor {floor:.4f}")
    return fallen


def raise_to(file: Path, scores: Scores, inputs: str) -> None:
    """Pins today's scores where they are higher than their floors, and those that had none."""
    pinned = _read(file) if file.exists() else {"floors": {}, "lowered": []}
    floors: Scores = pinned["floors"]
    for document, today in scores.items():
        old = floors.get(document, {})
        floors[document] = {metric: max(score, old.get(metric, 0.0)) for metric, score in today.items()}
    _write(file, inputs, floors, pinned["lowered"])


def lower_to(file: Path, scores: Scores, inputs: str, why: str) -> None:
    """Pins today's scores as they are and keeps the floors that were lowered, with the reason."""
    pinned = _read(file)
    lost = {f"{document} {metric}": floor for document, floors in pinned["floors"].items() for metric, floor in floors.items()
            if scores.get(document, {}).get(metric, 0.0) < floor}
    _write(file, inputs, scores, [*pinned["lowered"], {"why": why, "floors": lost}])


def _read(file: Path) -> dict[str, Any]:
    try:
        pinned: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: {error}: `evaluate --raise` makes a new one") from error
    return pinned


def _write(file: Path, inputs: str, floors: Scores, lowered: list[Any]) -> None:
    content: dict[str, Any] = {"inputs": inputs, "floors": dict(sorted(floors.items())), "lowered": lowered}
    content = {"digest": _digest(content), **content}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _digest(content: dict[str, Any]) -> str:
    kept = {key: content.get(key) for key in ("inputs", "floors", "lowered")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
