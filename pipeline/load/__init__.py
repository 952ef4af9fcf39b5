"""Load: the current records into a database, one transaction a batch, as often as one likes.

`load(database, results)` takes a file name for SQLite or a `postgresql://` address. Loading the same records twice
changes nothing; a document whose record changed has its rows replaced; one that a source no longer holds goes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from pipeline.load.batches import Batch, batches
from pipeline.load.bodies import Bodies
from pipeline.load.databases import Database, connect
from pipeline.load.dimensions import load_dimensions
from pipeline.load.schema import migrate
from pipeline.results import Results
from pipeline.stages import LAST
from pipeline.tables import document_row


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


def load(database: str, results: Results) -> Loaded:
    """Brings the database up to date with the records; what was committed before a failure stays."""
    with connect(database) as base, _without_collector():
        migrate(base)
        done = Loaded(base.name)
        known = dict(base.query("SELECT document_id, digest FROM loads"))
        load_dimensions(base)
        done.removed = _remove_gone(base, results, known)
        bodies = Bodies(base)
        for batch in batches(results, known, base.dialect):
            done.unchanged += batch.unchanged
            if batch.documents:
                _write(base, bodies, batch, known, results.prints[LAST])
                done.documents += len(batch.documents)
                done.rows += 2 * len(batch.documents) + sum(batch.rows.values())
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


def _write(base: Database, bodies: Bodies, batch: Batch, known: dict[str, str], fingerprint: str) -> None:
    """One transaction: all rows of the documents, or none."""
    documents = [(*document_row(document), bodies.of(document)) for document, _ in batch.documents]
    with base.take(batch.content):
        base.remove([document.document_id for document, _ in batch.documents if document.document_id in known])
        bodies.write()
        base.insert("documents", documents)
        base.insert("loads", [(document.document_id, digest, fingerprint) for document, digest in batch.documents])


def _write_unread(base: Database, results: Results) -> None:
    """The sources that could not be read at all: they are problems without a document."""
    found = [("", entry.name, p.kind, p.stage, p.page, p.start, p.message)
             for entry in results.index.unread() if (p := entry.problem) is not None]
    with base.transaction():
        base.execute("DELETE FROM problems WHERE document_id = ''")
        base.insert("problems", found)
