"""`juesuan run`: a batch with progress on stderr and its summary on stdout."""

from __future__ import annotations

import argparse
import functools
import os
import signal
import sys
from types import FrameType

import msgspec

from pipeline import batch
from pipeline.executors import Executor, Limits, cluster, processes, serial
from pipeline.problems import EXIT_INTERRUPTED, EXIT_OK, EXIT_PROBLEMS, UsageError
from pipeline.progress import reporter
from pipeline.sources import Options
from pipeline.stages import NAMES
from pipeline.store import begin_packed


def run(args: argparse.Namespace) -> int:
    if NAMES.index(args.first) > NAMES.index(args.last):
        raise UsageError(f"--from {args.first} comes after --to {args.last}")
    for path in args.source:
        if not path.exists() and "!/" not in str(path):
            raise UsageError(f"{path}: no such file or folder")
    if args.packed:
        begin_packed(args.outputs)
    plan = batch.Plan(
        outputs=args.outputs, paths=tuple(args.source), manifest=args.manifest, options=Options(ocr=args.ocr), first=args.first,
        last=args.last, redo=args.redo, retry=args.retry, shard=args.shard)
    signal.signal(signal.SIGTERM, _interrupt)
    summary = batch.run(plan, executor(args), reporter())
    if args.json:
        print(msgspec.json.encode(summary).decode())
    else:
        from pipeline.show.terminal import show_summary

        show_summary(summary, plan)
    if summary.interrupted:
        print("juesuan: interrupted; what was finished is kept, the same command goes on", file=sys.stderr)
        return EXIT_INTERRUPTED
    return EXIT_PROBLEMS if summary.failed else EXIT_OK


def executor(args: argparse.Namespace) -> Executor:
    """The executor that the command line asks for."""
    limits = Limits(seconds=args.deadline, megabytes=args.memory)
    workers = args.workers if args.workers is not None else os.cpu_count() or 1
    kind, _, address = args.executor.partition("://")
    if kind == "dask":
        return functools.partial(cluster, address=f"tcp://{address}" if address else "", workers=workers or 1, limits=limits)
    if args.executor != "local":
        raise UsageError(f"--executor {args.executor}: know local, dask and dask://HOST:PORT")
    return functools.partial(processes, workers=workers, limits=limits) if workers else serial


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
