"""Progress on stderr: a bar with rate and remaining time on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import time

from pipeline.batch import Progress
from pipeline.job import Outcome
from pipeline.problems import Problem

EVERY = 10.0
"""Seconds between two lines of a log."""


def reporter() -> Progress:
    """The kind of progress that stderr can show."""
    return Bar() if sys.stderr.isatty() else Lines()


class Lines(Progress):
    """Each failure as it happens, and every ten seconds how far the run is."""

    def __init__(self) -> None:
        self.total = self.seen = self.done = self.failures = self.pages = 0
        self.started = self.spoke = time.monotonic()

    def begin(self, total: int) -> None:
        self.total = total

    def passed(self) -> None:
        self.seen += 1

    def finished(self, outcome: Outcome) -> None:
        self.seen += 1
        self.done += 1
        self.pages += outcome.pages
        if time.monotonic() - self.spoke >= EVERY:
            self.spoke = time.monotonic()
            print(self.line(), file=sys.stderr, flush=True)

    def failed(self, name: str, problem: Problem) -> None:
        self.failures += 1
        print(f"{problem.kind}: {problem.message}", file=sys.stderr, flush=True)

    def line(self) -> str:
        """`120 of 4000 documents, 3.1/s, 21 min left, 2 failed`"""
        rate = self.done / max(time.monotonic() - self.started, 1e-9)
        left = (self.total - self.seen) / rate if rate else 0
        return f"{self.seen} of {self.total} documents, {rate:.1f}/s, {_minutes(left)} left, {self.failures} failed"


class Bar(Lines):
    """The same on one line that is written over."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        super().__init__()
        self.bar = RichProgress(BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[note]}"), TimeRemainingColumn(),
                                console=Console(stderr=True))
        self.task = self.bar.add_task("", note="")

    def begin(self, total: int) -> None:
        super().begin(total)
        self.bar.update(self.task, total=total)
        self.bar.start()

    def passed(self) -> None:
        super().passed()
        self.bar.update(self.task, completed=self.seen)

    def finished(self, outcome: Outcome) -> None:
        self.seen += 1
        self.done += 1
        self.pages += outcome.pages
        seconds = max(time.monotonic() - self.started, 1e-9)
        note = f"{self.done / seconds:.1f}/s  {self.pages / seconds:.1f} pages/s  {self.failures} failed"
        self.bar.update(self.task, completed=self.seen, note=note)

    def failed(self, name: str, problem: Problem) -> None:
        self.failures += 1
        self.bar.console.print(f"{problem.kind}: {problem.message}", markup=False, highlight=False)

    def end(self) -> None:
        self.bar.stop()


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
