"""Batch: many documents through an executor; what is current is passed over, what was finished is never lost."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from pipeline.executors import Executor
from pipeline.fingerprints import fingerprints, ingredients
from pipeline.index import Entry, Index
from pipeline.job import RETRIED, Job, Outcome
from pipeline.problems import Problem
from pipeline.sources import Options, Source, find_sources
from pipeline.stages import NAMES, stage_named
from pipeline.store import Store, write_note

OPTIONS = "options.json"
"""What the last run told `extract`: later commands ask for the same fingerprints."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is asked to do."""

    outputs: Path
    paths: tuple[Path, ...] = ()
    """Empty: every document the outputs folder knows."""
    manifest: Path | None = None
    options: Options = Options()
    first: str = NAMES[0]
    last: str = NAMES[-1]
    redo: str = ""
    retry: bool = False
    """Try every document again that ended in a failure."""
    shard: tuple[int, int] = (1, 1)
    """(i, n): the i-th of n parts, from 1; a source always falls into the same."""


class Summary(msgspec.Struct, kw_only=True):
    """What a run did, in figures."""

    outputs: str
    documents: int = 0
    """Sources looked at."""
    current: int = 0
    """Nothing to do."""
    done: int = 0
    skipped: int = 0
    """An earlier stage has no current artefact (`--from`)."""
    failed: int = 0
    """Ended in a fatal Problem, in this run or before."""
    interrupted: bool = False
    seconds: float = 0.0
    pages: int = 0
    characters: int = 0
    facts: int = 0
    megabytes: int = 0
    """The most memory that any worker held."""
    stages: dict[str, float] = {}
    """Seconds by stage, of all workers together."""
    problems: dict[str, int] = {}
    """By kind, those met in this run."""
    fingerprints: dict[str, str] = {}


class Progress:
    """Told of every step; this one keeps silent."""

    def begin(self, total: int) -> None: ...
    def passed(self) -> None: ...
    def finished(self, outcome: Outcome) -> None: ...
    def failed(self, name: str, problem: Problem) -> None: ...
    def end(self) -> None: ...


def run(plan: Plan, execute: Executor, progress: Progress | None = None) -> Summary:
    """Brings every document of the plan up to date. Ctrl-C ends it early, with all that was finished kept."""
    progress = progress or Progress()
    started = time.perf_counter()
    batch = _Batch(plan, progress)
    try:
        progress.begin(len(batch.sources))
        for outcome in execute(batch.jobs()):
            batch.take(outcome)
    except KeyboardInterrupt:
        batch.summary.interrupted = True
    finally:
        progress.end()
        batch.index.close()
    batch.summary.seconds = time.perf_counter() - started
    return batch.summary


class _Batch:
    """One run under way."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self.plan, self.progress = plan, progress
        self.store, self.index = Store(plan.outputs), Index(plan.outputs)
        self.prints = fingerprints(plan.options)
        self.summary = Summary(outputs=str(plan.outputs), fingerprints=self.prints)
        self.pending: dict[str, Entry] = {}
        self.sources = sorted(self._sources(), key=_size, reverse=True)  # the largest first: none is left to run alone at the end

    def _sources(self) -> Iterator[Source]:
        """The plan's sources that are this shard's; what is none is noted at once."""
        for found in self._found():
            name = found.name if isinstance(found, Source) else found[0]
            if not in_shard(name, self.plan.shard):
                continue
            self.summary.documents += 1
            if isinstance(found, Source):
                yield found
            else:
                name, problem = found
                self._failed(Entry(absolute(name), name, problem=problem), problem)

    def _found(self) -> Iterator[Source | tuple[str, Problem]]:
        if self.plan.paths or self.plan.manifest:
            yield from find_sources(self.plan.paths, manifest=self.plan.manifest, options=self.plan.options)
            return
        for entry in sorted(self.index.entries.values(), key=lambda entry: entry.name):
            path, *members = entry.source.split("!/")
            yield Source(_as_given(entry, path), tuple(members), entry.manifest)

    def jobs(self) -> Iterator[Job]:
        """A job for each document that is not current, made as the executor asks for it."""
        first, last = NAMES.index(self.plan.first), NAMES.index(self.plan.last)
        stages = NAMES[first:last + 1]
        noted = False
        for source in self.sources:
            entry, job = self._look(source, stages)
            if job is None:
                self.summary.current += 1
                self.summary.failed += entry.problem is not None
                self.index.add(entry)
                self.progress.passed()
                continue
            if not noted:
                self._note(stages)
                noted = True
            self.pending[source.name] = entry
            yield job

    def _look(self, source: Source, stages: Sequence[str]) -> tuple[Entry, Job | None]:
        """What is known of a source, and the job it needs, if any."""
        name = absolute(source.name)
        known = self.index.entries.get(name)
        size, changed = 0, 0
        with suppress(OSError):
            stat = source.path.stat()
            size, changed = stat.st_size, stat.st_mtime_ns
        if self.plan.first != NAMES[0] and known and not size:  # the original has gone; its artefacts have not
            size, changed = known.size, known.mtime_ns
        same = known is not None and (known.size, known.mtime_ns) == (size, changed) and known.document_id != ""
        document = known.document_id if known and same else ""
        problem = known.problem if known and same else None
        entry = Entry(name, source.name, document, size, changed, source.manifest or (known.manifest if known else {}), problem)
        redo = self.plan.redo
        if not redo and problem and (self.plan.retry or problem.kind in RETRIED):
            redo = problem.stage
        last = stages[-1]
        if document and not redo and self.store.has(last, self.prints[last], document):
            return entry, None
        return entry, Job(source=source, outputs=str(self.plan.outputs), fingerprints=self.prints, options=self.plan.options,
                          stages=tuple(stages), redo=redo, document_id=document)

    def _note(self, stages: Sequence[str]) -> None:
        """Keeps beside the artefacts what their fingerprints were made of, and the options."""
        write_note(self.plan.outputs / OPTIONS, msgspec.json.encode(self.plan.options))
        for name in stages:
            made_of = ingredients(stage_named(name), self.plan.options)
            write_note(self.plan.outputs / name / f"{self.prints[name]}.json", msgspec.json.encode(made_of))

    def take(self, outcome: Outcome) -> None:
        """Enters what became of a job into the index and the figures."""
        entry = self.pending.pop(outcome.source.name)
        summary = self.summary
        for problem in outcome.problems:
            summary.problems[problem.kind] = summary.problems.get(problem.kind, 0) + 1
        if outcome.skipped:
            summary.skipped += 1
        else:
            summary.done += 1
            entry = msgspec.structs.replace(entry, document_id=outcome.document_id, problem=outcome.failure)
            self.index.add(entry)
        if outcome.failure:
            summary.failed += 1
            self.progress.failed(outcome.source.name, outcome.failure)
        summary.pages += outcome.pages
        summary.characters += outcome.characters
        summary.facts += outcome.facts
        summary.megabytes = max(summary.megabytes, outcome.megabytes)
        summary.stages = dict(Counter(summary.stages) + Counter(outcome.seconds))
        self.progress.finished(outcome)

    def _failed(self, entry: Entry, problem: Problem) -> None:
        self.index.add(entry)
        self.summary.failed += 1
        self.summary.problems[problem.kind] = self.summary.problems.get(problem.kind, 0) + 1
        self.progress.failed(entry.name, problem)


def _size(source: Source) -> int:
    """Bytes of the file, or of its archive; 0 where it is missing."""
    with suppress(OSError):
        return source.path.stat().st_size
    return 0


def absolute(name: str) -> str:
    """A source's name with an absolute path, the same from wherever the command is called."""
    path, *members = name.split("!/")
    return "!/".join((str(Path(path).absolute()), *members))


def _as_given(entry: Entry, path: str) -> Path:
    given = entry.name.split("!/")[0]
    return Path(given) if Path(given).exists() else Path(path)


def in_shard(name: str, shard: tuple[int, int]) -> bool:
    """Whether a source is in the i-th of n parts, by its name alone."""
    i, n = shard
    return n == 1 or int.from_bytes(hashlib.sha256(absolute(name).encode()).digest()[:8], "big") % n == i - 1


def saved_options(outputs: Path) -> Options:
    """The options of the last run into this folder."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((outputs / OPTIONS).read_bytes(), type=Options)
    return Options()


