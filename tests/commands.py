"""Calls `juesuan` as a process of its own, with the quick stages of tests/faults."""

import json
import os
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[1]


def environment():
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOME / "tests" / "faults"), str(HOME)])}


def command(*words, **options):
    """Runs the command and returns its CompletedProcess."""
    return subprocess.run([sys.executable, "-m", "pipeline.cli", *map(str, words)], capture_output=True, text=True,
                          timeout=120, **{"env": environment(), **options})


def start(*words):
    """Starts the command in a process group of its own."""
    return subprocess.Popen([sys.executable, "-m", "pipeline.cli", *map(str, words)], env=environment(), start_new_session=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(sources, outputs, *words, code=0):
    """`juesuan run`; returns its summary. Fails when the exit code is another."""
    done = command("run", *sources, "--outputs", outputs, "--json", *words)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def write(folder, **documents):
    """One text file a document, by its name; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def tables(outputs, folder):
    """The exported tables as sorted lines."""
    done = command("export", folder, "--outputs", outputs)
    assert done.returncode in (0, 1), done.stderr
    return {path.name: sorted(path.read_text(encoding="utf-8").splitlines()) for path in sorted(folder.glob("*.jsonl"))}


def snapshot(folder):
    """Every file below a folder with its time and bytes: equal snapshots mean that nothing was written."""
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()}
