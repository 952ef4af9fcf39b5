"""Results: the current records of an outputs folder, each with what the index knows of its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.batch import saved_options
from pipeline.fingerprints import fingerprints
from pipeline.index import Entry, Index
from pipeline.problems import UsageError
from pipeline.reading import Reading
from pipeline.records import Document, Record
from pipeline.sources import Source
from pipeline.stages import LAST
from pipeline.store import Store


class Row(msgspec.Struct, frozen=True):
    """A record's document row alone: the rest of the JSON is passed over."""

    document: Document


class Results:
    """Reads an outputs folder: `records()`, `documents()`, `find()`."""

    def __init__(self, outputs: Path | str) -> None:
        self.outputs = Path(outputs)
        self.store, self.index = Store(outputs), Index(outputs)
        self.options = saved_options(self.outputs)
        self.prints = fingerprints(self.options)
        self.entries = self.index.documents()
        if not self.entries and not self.index.entries:
            raise UsageError(f"{self.outputs}: holds no documents: `juesuan run SOURCE… --outputs {self.outputs}` first")

    def records(self) -> Iterator[Record]:
        """The current record of every document, in the order of the sources' names."""
        for entry in self.entries.values():
            record = self.record(entry)
            if record is not None:
                yield record

    def record(self, entry: Entry) -> Record | None:
        record = self.store.load(LAST, self.prints[LAST], entry.document_id)
        return msgspec.structs.replace(record, document=joined(record.document, entry)) if record else None

    def documents(self) -> Iterator[Document]:
        """The document row of every current record."""
        for entry in self.entries.values():
            row = self.store.load(LAST, self.prints[LAST], entry.document_id, Row)
            if row is not None:
                yield joined(row.document, entry)

    def artefact(self, stage: str, entry: Entry) -> Any:
        """A stage's current artefact of one document; None where there is none."""
        return self.store.load(stage, self.prints[stage], entry.document_id)

    def reading(self, entry: Entry) -> Reading:
        reading: Reading | None = self.artefact("extract", entry)
        if reading is None:
            raise UsageError(f"{entry.name}: not extracted by the current code: `juesuan run {entry.name}`")
        return reading

    def original(self, entry: Entry) -> bytes:
        """The document's own bytes, from where it was read; DocumentError where it has gone."""
        path, *members = entry.source.split("!/")
        return Source(Path(path), tuple(members)).read(self.options)

    def missing(self) -> list[Entry]:
        """The documents without a current record."""
        return [entry for entry in self.entries.values() if not self.store.has(LAST, self.prints[LAST], entry.document_id)]

    def find(self, wanted: str) -> Entry:
        """The document with this path, file name or beginning of an id; UsageError where there are none or several."""
        by_name = [entry for entry in self.index.entries.values() if wanted in (entry.source, entry.name)]
        by_file = [entry for entry in self.index.entries.values() if wanted in (_last(entry.name), _last(entry.name).rpartition(".")[0])]
        by_id = [entry for id_, entry in self.entries.items() if len(wanted) >= 4 and id_.startswith(wanted)]
        for hits in (by_name, by_file, by_id):
            if len(hits) == 1:
                return hits[0]
            if hits:
                raise UsageError(f"{wanted!r} is {len(hits)} documents: {', '.join(hit.name for hit in hits[:5])}: give the path")
        raise UsageError(f"no document {wanted!r} in {self.outputs}: give a path, a file name or the beginning of an id")


def joined(document: Document, entry: Entry) -> Document:
    """The row under the name and with the manifest of the source as it was given last."""
    manifest = {**document.manifest, **entry.manifest}
    return msgspec.structs.replace(document, source=entry.name, manifest=manifest)


def _last(name: str) -> str:
    return name.replace("!/", "/").rpartition("/")[2]
