"""Executors: each maps `carry` over jobs and yields outcomes as they come, in no order.

A killed, hanging or exploding document costs that document alone. Nothing here changes what a stage makes of a
document, so the artefacts of all executors are the same bytes.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures import TimeoutError as DeadlineError
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from pipeline.job import Job, Outcome, carry, fatal, give_up
from pipeline.lifelines import follow_parent
from pipeline.problems import DocumentError
from pipeline.stages import STAGES

Executor = Callable[[Iterable[Job]], Iterator[Outcome]]


@dataclass(frozen=True)
class Limits:
    """What one document may take."""

    seconds: float = 900
    megabytes: int = 3000


def serial(jobs: Iterable[Job]) -> Iterator[Outcome]:
    """One document after the other in this process, without limits."""
    return map(carry, jobs)


def processes(jobs: Iterable[Job], *, workers: int, limits: Limits) -> Iterator[Outcome]:
    """A pool of worker processes with a deadline and a memory limit for each document."""
    from pebble import ProcessExpired, ProcessPool

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.warm"])
    pool = ProcessPool(max_workers=workers, context=context, initializer=_limit, initargs=(limits.megabytes,))
    waiting = iter(jobs)
    running: dict[Future[Outcome], Job] = {}
    died: set[str] = set()

    def start(job: Job) -> None:
        running[pool.schedule(carry, args=(job,), timeout=limits.seconds)] = job

    try:
        for job in islice(waiting, 2 * workers):
            start(job)
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job = running.pop(future)
                try:
                    yield future.result()
                except DeadlineError:
                    yield from _after_failure(job, "out-of-time", f"took longer than {limits.seconds:g} s (--deadline)", start)
                except ProcessExpired:
                    # Whoever killed it (the system short of memory, an operator) may not have meant this document.
                    if job.source.name not in died:
                        died.add(job.source.name)
                        start(job)
                    else:
                        yield from _after_failure(job, "worker-died", "its process was killed twice", start)
                if len(running) < 2 * workers:
                    for job in islice(waiting, 1):
                        start(job)
    finally:
        pool.stop()
        pool.join()


def _after_failure(job: Job, kind: str, message: str, start: Callable[[Job], None]) -> Iterator[Outcome]:
    """Writes the Problem down and starts what is left of the document's stages."""
    try:
        start(give_up(job, kind, message))
    except DocumentError as error:
        yield Outcome(source=job.source, problems=(error.problem,), failure=error.problem)


def _limit(megabytes: int) -> None:
    """In a new worker: memory limited, and what `follow_parent` says."""
    follow_parent()
    if sys.platform == "linux":
        import resource

        # DATA counts what is written to; AS would also count files mapped and address space only reserved.
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


def cluster(jobs: Iterable[Job], *, address: str, workers: int, limits: Limits) -> Iterator[Outcome]:
    """`dask.distributed` workers that share the outputs folder; a cluster on this machine where no address is given."""
    from dask.distributed import Client, LocalCluster, as_completed

    own = None if address else LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None,
                                            memory_limit=f"{limits.megabytes}MB")
    with Client(own or address) as client:
        waiting = iter(jobs)
        ahead = 4 * max(workers, len(client.scheduler_info()["workers"]))
        first = {client.submit(carry, job, pure=False): job for job in islice(waiting, ahead)}
        running, queue = dict(first), as_completed(list(first))
        for future in queue:
            job = running.pop(future)
            try:
                yield future.result()
            except (CancelledError, Exception) as error:  # a lost worker arrives as one of many kinds of error
                yield _lost(job, error)
            future.release()
            for job in islice(waiting, 1):
                after = client.submit(carry, job, pure=False)
                running[after] = job
                queue.add(after)
    if own is not None:
        own.close()


def _lost(job: Job, error: BaseException) -> Outcome:
    from pipeline.store import DiskError

    if isinstance(error, DiskError):
        raise error
    try:
        rest = give_up(job, "worker-died", f"the cluster lost it ({type(error).__name__})")
    except DocumentError as unreadable:
        return Outcome(source=job.source, problems=(unreadable.problem,), failure=unreadable.problem)
    return Outcome(source=job.source, document_id=rest.document_id, problems=rest.met, failure=fatal(rest.met))


def preload() -> None:
    """Imports every stage, so that workers forked afterwards need not."""
    for stage in STAGES:
        with suppress(Exception):  # a broken stage becomes a Problem of each document
            stage.load()
