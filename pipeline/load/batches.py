"""Batches: records as rows ready for a database, made by worker processes beside the one that writes.

Reading, decoding and turning a record into rows costs more than the database needs to take them. The rows cross over
in a temporary file: the pipe between two processes copies every byte six times.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import sqlite3
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.index import Entry
from pipeline.lifelines import follow_parent
from pipeline.load.copying import Lines
from pipeline.load.light import decode, light_rows
from pipeline.load.parts import Part
from pipeline.problems import UsageError
from pipeline.records import Document
from pipeline.results import Results, joined
from pipeline.stages import LAST
from pipeline.store import Store

DOCUMENTS = 32
"""In one batch, which is one transaction."""
WORKERS = 8
"""So many keep the one that writes busy; more would only fill the temporary folder."""


class Batch(NamedTuple):
    """What is new in some documents."""

    documents: list[tuple[Document, str]]
    """With the digest of what is loaded."""
    unchanged: int
    rows: dict[str, int]
    """How many rows of each table follow, the documents' own not among them."""
    content: Path
    """A file with the rows, PostgreSQL's blocks (copying.py) or a part for SQLite (parts.py): until the next batch is asked for."""


class Task(NamedTuple):
    """Some documents and what the database knows of them."""

    outputs: Path
    fingerprint: str
    dialect: str
    entries: list[Entry]
    known: dict[str, str]
    content: Path
    """The file to make."""


def batches(results: Results, known: Mapping[str, str], dialect: str) -> Iterator[Batch]:
    """A batch for every few documents, in their order; the first is made here, the others by a worker for each core."""
    with _folder() as folder:
        tasks = _tasks(results, known, dialect, Path(folder))
        several = len(results.entries) > DOCUMENTS
        if several:  # the server imports what workers need while the first batch is made
            from multiprocessing import forkserver

            forkserver.set_forkserver_preload([__name__])
            try:
                forkserver.ensure_running()
            except OSError as error:  # the path of a socket has 107 characters at most
                raise UsageError(f"no worker can be started from {tempfile.gettempdir()}: {error}: let TMPDIR name a folder with a short path") from error
        yield from map(prepare, islice(tasks, 1))
        if not several:
            return
        workers = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, WORKERS)
        try:
            with ProcessPoolExecutor(workers, multiprocessing.get_context("forkserver"), initializer=begin) as pool:
                # All start at once: one started while the death of another is handled would be waited for without end.
                vars(pool)["_safe_to_dynamically_spawn_children"] = False
                yield from _in_order(pool, tasks, ahead=workers + 1)
        except (BrokenProcessPool, EOFError, ConnectionError) as error:
            raise UsageError("a process that prepares rows was killed: what was committed stays; run `load` again") from error


def _folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True)
    except OSError as error:
        raise UsageError(f"no folder for temporary files: {error}: let TMPDIR name one that can be written") from error


def _tasks(results: Results, known: Mapping[str, str], dialect: str, folder: Path) -> Iterator[Task]:
    entries, numbers = iter(results.entries.values()), count()
    while some := list(islice(entries, DOCUMENTS)):
        there = {entry.document_id: known[entry.document_id] for entry in some if entry.document_id in known}
        yield Task(results.outputs, results.prints[LAST], dialect, some, there, folder / f"{next(numbers)}.rows")


def _in_order(pool: ProcessPoolExecutor, tasks: Iterator[Task], *, ahead: int) -> Iterator[Batch]:
    waiting: deque[Future[Batch]] = deque(pool.submit(prepare, task) for task in islice(tasks, ahead))
    try:
        while waiting:
            batch = waiting.popleft().result()
            yield batch
            batch.content.unlink(missing_ok=True)
            waiting.extend(pool.submit(prepare, task) for task in islice(tasks, 1))
    finally:
        for future in waiting:
            future.cancel()


def begin() -> None:
    """In a new worker; rows hold no cycles, and looking for some among millions takes a third of the time."""
    follow_parent()
    gc.disable()


def prepare(task: Task) -> Batch:
    """Reads some records and makes their rows; those that the database has in this form are passed over."""
    store, unchanged, documents = Store(task.outputs), 0, []
    counts: dict[str, int] = {}
    with _room(task.content):
        packed: Part | Lines = Part(task.content) if task.dialect == "sqlite" else Lines(task.content)
    for entry in task.entries:
        content = store.read(LAST, task.fingerprint, entry.document_id)
        if content is None:
            continue
        hashed = hashlib.sha256(content)
        hashed.update(msgspec.json.encode((entry.name, entry.manifest)))
        if task.known.get(entry.document_id) == hashed.hexdigest():
            unchanged += 1
            continue
        with suppress(msgspec.DecodeError):  # left by a machine that lost its power
            record = decode(content)
            record.document = joined(record.document, entry)
            documents.append((record.document, hashed.hexdigest()))
            # JSON escapes whatever COPY escapes, so that one look tells whether there is any of it.
            clean = b"\\" not in content and entry.name.isprintable() and "\\" not in entry.name
            with _room(task.content):
                for table, found in light_rows(record).items():
                    counts[table] = counts.get(table, 0) + len(found)
                    packed.add(table, found, clean=clean)
    with _room(task.content):
        packed.close()
    return Batch(documents, unchanged, counts, task.content)


@contextmanager
def _room(path: Path) -> Iterator[None]:
    """UsageError where the file cannot be written."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise UsageError(f"{path.parent}: rows on their way to the database cannot be kept there: {error}: make room, or let TMPDIR "
                         "name another folder, then run `load` again; what was committed stays") from error
