"""Clean: keeps what is current and deletes the rest."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipeline.batch import saved_options
from pipeline.fingerprints import fingerprints
from pipeline.index import Index
from pipeline.stages import NAMES
from pipeline.store import Store


class Cleaned(msgspec.Struct):
    versions: int = 0
    documents: int = 0
    megabytes: float = 0.0


def clean(outputs: Path) -> Cleaned:
    """Deletes versions that are not current, artefacts of documents no source leads to, and torn files.

    A stage that has no current artefact yet keeps its newest version: it is what `compare` would look at.
    """
    store, index = Store(outputs), Index(outputs)
    known = set(index.documents())
    done = Cleaned()
    before = _bytes(outputs)
    for stage, current in fingerprints(saved_options(outputs)).items():
        versions = store.versions(stage)
        kept = current if current in versions else (versions or [""])[-1]
        for version in versions:
            if version != kept:
                store.drop(stage, version)
                (outputs / stage / f"{version}.json").unlink(missing_ok=True)
                done.versions += 1
        gone = [document for document in store.documents(stage, kept) if document not in known] if kept else []
        for document in gone:
            store.remove(stage, kept, document)
        done.documents += len(gone)
    for name in NAMES:
        for part in (outputs / name).rglob(".*.part"):
            part.unlink(missing_ok=True)
    index.compact()
    done.megabytes = (before - _bytes(outputs)) / 1e6
    return done


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
