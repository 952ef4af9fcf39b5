"""Load: the current records into a database, one transaction a batch, as often as one likes.

`load(database, results)` takes a file name for SQLite or a `postgresql://` address. Loading the same records twice
changes nothing; a document whose record changed has its rows replaced; one that a source no longer holds goes.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import msgspec

from pipeline.load.bodies import Bodies
from pipeline.load.databases import Database, connect
from pipeline.load.dimensions import load_dimensions
from pipeline.load.light import decode
from pipeline.load.schema import migrate
from pipeline.records import Record
from pipeline.results import Results, joined
from pipeline.stages import LAST
from pipeline.tables import Row, rows

BATCH = 20_000
"""Rows of facts after which a batch is committed."""


class Loaded(msgspec.Struct):
    """What a load did."""

    database: str
    documents: int = 0
    """Written, new or replaced."""
    unchanged: int = 0
    removed: int = 0
    rows: int = 0
    """Of all tables."""

    def sentence(self) -> str:
        return (f"{self.database}: {self.documents} documents loaded with {self.rows} rows, {self.unchanged} unchanged, "
                f"{self.removed} removed")


class Item(NamedTuple):
    """A document to be written."""

    record: Record
    """With light facts (light.py)."""
    digest: str


def load(database: str, results: Results) -> Loaded:
    """Brings the database up to date with the records; what was committed before a failure stays."""
    with connect(database) as base, _without_collector():
        migrate(base)
        done = Loaded(base.name)
        known = dict(base.query("SELECT document_id, digest FROM loads"))
        load_dimensions(base)
        done.removed = _remove_gone(base, results, known)
        bodies = Bodies(base)
        batch: list[Item] = []
        size = 0
        for item in _changed(results, known, done):
            batch.append(item)
            size += len(item.record.facts) + 1
            if size >= BATCH:
                _write(base, bodies, batch, known, done, results.prints[LAST])
                batch, size = [], 0
        _write(base, bodies, batch, known, done, results.prints[LAST])
        _write_unread(base, results)
        base.finish()
    return done


@contextmanager
def _without_collector() -> Iterator[None]:
    """Rows hold no cycles: looking for some among millions of them takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _changed(results: Results, known: dict[str, str], done: Loaded) -> Iterator[Item]:
    """The records that the database has not in this form."""
    for entry in results.entries.values():
        content = results.store.read(LAST, results.prints[LAST], entry.document_id)
        if content is None:
            continue
        digest = hashlib.sha256(content + msgspec.json.encode((entry.name, entry.manifest))).hexdigest()
        if known.get(entry.document_id) == digest:
            done.unchanged += 1
            continue
        record = decode(content)
        yield Item(msgspec.structs.replace(record, document=joined(record.document, entry)), digest)


def _remove_gone(base: Database, results: Results, known: dict[str, str]) -> int:
    """Removes the rows of documents whose source now holds another document."""
    now = {entry.name: entry.document_id for entry in results.entries.values()}
    gone = [document for document, source in base.query("SELECT document_id, source FROM documents")
            if document not in results.entries and source in now]
    with base.transaction():
        base.remove(gone)
    for document in gone:
        known.pop(document, None)
    return len(gone)


def _write(base: Database, bodies: Bodies, batch: list[Item], known: dict[str, str], done: Loaded, fingerprint: str) -> None:
    """One transaction: all rows of the documents, or none."""
    if not batch:
        return
    tables: dict[str, list[Row]] = {}
    for record, digest in batch:
        document = record.document
        for table, row in rows(record):
            if table == "documents":
                row = (*row, bodies.of(document))
            tables.setdefault(table, []).append(row)
        tables.setdefault("loads", []).append((document.document_id, digest, fingerprint))
    with base.transaction():
        base.remove([item.record.document.document_id for item in batch if item.record.document.document_id in known])
        bodies.write()
        for table, found in tables.items():
            base.insert(table, found)
            done.rows += len(found)
    done.documents += len(batch)


def _write_unread(base: Database, results: Results) -> None:
    """The sources that could not be read at all: they are problems without a document."""
    found = [("", entry.name, p.kind, p.stage, p.page, p.start, p.message)
             for entry in results.index.unread() if (p := entry.problem) is not None]
    with base.transaction():
        base.execute("DELETE FROM problems WHERE document_id = ''")
        base.insert("problems", found)
