"""The speeds that the design asks for, measured in one run on whatever documents are there.

    python benchmarks/run.py [FOLDER]

FOLDER (default: corpus/) is run in full, again with nothing to do, and again from `recognise`; the stages after
extraction are timed alone on one core (text.py); loading is set against the database's own ceiling. Each figure stands beside
what it is compared with, in the same run, since machines differ.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from load import ready, sqlite_ceiling
from synthetic import fill
from text import measure as text

from pipeline.load import load
from pipeline.results import Results

HOME = Path(__file__).resolve().parents[1]
READABLE = {".txt", ".pdf", ".html", ".htm", ".docx", ".doc", ".xls", ".xlsx", ".wps", ".rtf"}


def main(folder: Path) -> None:
    documents = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in READABLE]
    with tempfile.TemporaryDirectory() as name:
        outputs = Path(name) / "out"
        full, summary = command("run", *documents, "--outputs", outputs)
        again, _ = command("run", *documents, "--outputs", outputs)
        redone, _ = command("run", *documents, "--outputs", outputs, "--redo", "recognise")
        say("full run", f"{full:.1f} s for {summary['documents']} documents, {summary['pages']} pages ({summary['pages'] / full:.1f}/s), "
            f"{summary['facts']} facts; at most {summary['megabytes']} MB a worker")
        say("nothing to do", f"{again:.2f} s (asked: 1 s)")
        say("from recognise", f"{redone:.1f} s, {100 * redone / full:.1f} % of the full run (asked: 5 %)")
        results = Results(outputs)
        text(results.reading(entry) for entry in results.entries.values())
        loading(Path(name))


def command(*words: Any) -> tuple[float, dict[str, Any]]:
    """Seconds of a whole process, and the summary it printed."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "pipeline.cli", *map(str, words), "--json"], cwd=HOME, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return seconds, json.loads(done.stdout)


def loading(home: Path, *, documents: int = 200, facts: int = 500) -> None:
    """`load` into SQLite against inserting ready rows, the most that this machine can do."""
    fill(home / "many", documents=documents, facts=facts)
    results = Results(home / "many")
    started = time.perf_counter()
    load(str(home / "j.sqlite"), results)
    whole = time.perf_counter() - started
    bare = sqlite_ceiling(home / "ceiling.sqlite", ready(results))
    say("load, SQLite", f"{documents * facts / whole:,.0f} facts/s with keys, indexes and dimensions; ready rows alone: {bare:,.0f}/s")


def say(what: str, figure: str) -> None:
    print(f"{what:18} {figure}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HOME / "corpus")
