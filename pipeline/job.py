"""Job: one document through the stages; what goes wrong becomes a Problem beside what could be read."""

from __future__ import annotations

import gc
import hashlib
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from pipeline.problems import KINDS, DocumentError, Problem
from pipeline.sources import Options, Source
from pipeline.stages import LAST, NAMES, STAGES, Stage
from pipeline.store import DiskError, Store

RETRIED = frozenset({"missing-file", "missing-tool", "worker-died"})
"""Failures that are not the document's: the next run tries again."""
SELDOM = 50_000
"""New objects between two looks of the garbage collector; Python's 700 cost extraction a twelfth of its time."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One document and what is to be done with it; travels to other processes and machines."""

    source: Source
    outputs: str
    fingerprints: dict[str, str]
    options: Options = Options()
    stages: tuple[str, ...] = NAMES
    """The stages to bring up to date."""
    redo: str = ""
    """The stage to begin again at although it is current; those after it follow."""
    document_id: str = ""
    """'' where the file has not been read yet."""
    met: tuple[Problem, ...] = ()
    """Failures that ended an earlier attempt at this job and are already written down."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a job."""

    source: Source
    document_id: str = ""
    seconds: dict[str, float] = {}
    """By stage, those that ran."""
    problems: tuple[Problem, ...] = ()
    """Those that these stages met."""
    pages: int = 0
    characters: int = 0
    facts: int = 0
    """Of the record, where it was made."""
    megabytes: int = 0
    """The most memory its worker has held so far."""
    skipped: bool = False
    """Nothing was done because an earlier stage has no current artefact."""
    failure: Problem | None = None
    """What left the document, or one of its stages, with nothing; in this run or before."""


def fatal(problems: Iterable[Problem]) -> Problem | None:
    """The first problem that yields nothing."""
    return next((problem for problem in problems if KINDS[problem.kind][1]), None)


def carry(job: Job) -> Outcome:
    """Brings the document's artefacts up to date. Raises nothing but DiskError: failures are Problems in artefacts."""
    with collector(on=False):
        return _carry(job)


@contextmanager
def collector(*, on: bool) -> Iterator[None]:
    """The garbage collector switched on, but to look seldom, or off for a while.

    The stages after extraction make small values by the hundred thousand and next to no cycles: every collection walks
    through all of them and finds nothing, which took a sixth of their time. Readers of files do make cycles.
    """
    before, usual = gc.isenabled(), gc.get_threshold()
    (gc.enable if on else gc.disable)()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        (gc.enable if before else gc.disable)()


def _carry(job: Job) -> Outcome:
    try:
        document = job.document_id or identify(job.source, job.options)
    except DocumentError as error:
        return Outcome(source=job.source, problems=(error.problem,), failure=error.problem)
    store = Store(job.outputs)
    if job.redo:
        forget(store, job, document)
    made: dict[str, Any] = {}
    seconds: dict[str, float] = {}
    for stage in STAGES:
        if stage.name not in job.stages or store.has(stage.name, job.fingerprints[stage.name], document):
            continue
        for need in stage.needs:
            if need not in made:
                made[need] = store.load(need, job.fingerprints[need], document)
                if made[need] is None:
                    return Outcome(source=job.source, document_id=document, skipped=True)
        started = time.perf_counter()
        made[stage.name] = run_stage(stage, job, document, made)
        seconds[stage.name] = time.perf_counter() - started
        store.write(stage.name, job.fingerprints[stage.name], document, made[stage.name])
    if not seconds and LAST in job.stages:  # finished by a run that was killed before it could say so
        record = store.load(LAST, job.fingerprints[LAST], document)
        found = record.problems if record else ()
        return Outcome(source=job.source, document_id=document, problems=found, failure=fatal(found))
    return _outcome(job, document, seconds, made)


def forget(store: Store, job: Job, document: str) -> None:
    """Removes the artefacts to be redone, the last first: a kill at any moment leaves none that is out of date."""
    for name in reversed(NAMES[NAMES.index(job.redo):]):
        store.remove(name, job.fingerprints[name], document)


def _outcome(job: Job, document: str, seconds: dict[str, float], made: dict[str, Any]) -> Outcome:
    problems = job.met + tuple(problem for name in seconds if name != LAST for problem in made[name].problems)
    if LAST in seconds:
        problems += tuple(problem for problem in made[LAST].problems if problem.stage == LAST)
    reading = made.get("extract")
    return Outcome(
        source=job.source, document_id=document, seconds=seconds, problems=problems,
        failure=fatal(made[LAST].problems if LAST in made else problems),
        pages=len(reading.pages) if reading else 0, characters=len(reading.text) if reading else 0,
        facts=len(made[LAST].facts) if LAST in made else 0, megabytes=_megabytes())


def _megabytes() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> (20 if sys.platform == "darwin" else 10)


def identify(source: Source, options: Options) -> str:
    """The document's id: the sha-256 of its bytes. DocumentError where they cannot be read."""
    try:
        if source.members:
            return hashlib.sha256(source.read(options)).hexdigest()
        with Path(source.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DocumentError("missing-file", f"{source.name}: {error.strerror or error}: correct the path and run again") from error


def run_stage(stage: Stage, job: Job, document: str, made: dict[str, Any]) -> Any:
    """The stage's artefact; an empty one that carries the Problem where the stage fails."""
    try:
        arguments = [made[need] for need in stage.needs] or [job.source, job.options]
        with collector(on=not stage.needs):
            artefact = stage.load()(*arguments)
        if not stage.needs and artefact.document_id != document:
            artefact = msgspec.structs.replace(artefact, document_id=document)
        return artefact
    except DiskError:
        raise
    except DocumentError as error:
        problem = msgspec.structs.replace(error.problem, stage=stage.name)
    except MemoryError:
        problem = Problem("out-of-memory", f"{job.source.name}: {stage.name} needed more memory than --memory allows", stage.name)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a library written in Rust is no Exception, and no pool can carry it
        problem = Problem("internal-error", f"{job.source.name}: {stage.name}: {_described(error)}", stage.name)
    return empty(stage, job, document, problem, made)


def _described(error: BaseException) -> str:
    """An unexpected error in one line, with the innermost line of ours that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "pipeline" in Path(frame.filename).parts] or frames
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}: {str(error)[:300]}{place}: please report it with the document"


def empty(stage: Stage, job: Job, document: str, problem: Problem, made: dict[str, Any]) -> Any:
    """The artefact of a stage that failed: it holds the Problem and nothing else, and later stages go on with it."""
    kind = stage.artefact_type()
    if not stage.needs:
        return kind(document_id=document, source=job.source.name, media_type="", text="", problems=(problem,))
    if stage.name != LAST:
        return kind(problems=(problem,))
    from pipeline.records import Document

    reading = made.get("extract")
    problems = (*(p for need in stage.needs if need in made for p in made[need].problems), problem)
    row = Document(document_id=document, source=job.source.name, media_type=reading.media_type if reading else "",
                   pages=len(reading.pages) if reading else 0, characters=len(reading.text) if reading else 0, problems=len(problems))
    return kind(document=row, problems=problems)


def give_up(job: Job, kind: str, message: str) -> Job:
    """Records a failure that the worker itself could not record, at the first stage that has no artefact.

    Returns the job of what is left: the stages after that one. DocumentError where the document cannot be read.
    """
    document = job.document_id or identify(job.source, job.options)
    store = Store(job.outputs)
    rest = msgspec.structs.replace(job, document_id=document, redo="")
    for stage in STAGES:
        if stage.name in job.stages and not store.has(stage.name, job.fingerprints[stage.name], document):
            made = {need: store.load(need, job.fingerprints[need], document) for need in stage.needs}
            problem = Problem(kind, f"{job.source.name}: {stage.name}: {message}", stage.name)
            store.write(stage.name, job.fingerprints[stage.name], document, empty(stage, job, document, problem, made))
            return msgspec.structs.replace(rest, met=(*job.met, problem))
    return rest
