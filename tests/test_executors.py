"""The pool: a document that hangs, explodes or dies costs that document alone."""

import json
import socket
import subprocess
import sys
import time

import pytest
from commands import command, environment, run, tables, write


def kinds(outputs):
    return sorted((row["kind"], row["stage"]) for row in json.loads(command("problems", "--outputs", outputs, "--json").stdout))


def test_every_fault_costs_its_document_alone(tmp_path):
    source = write(tmp_path / "in", good1="fact 1", hangs="fact 2\nsleep 60\nin link", explodes="fact 3\nallocate 10000",
                   dies="fact 4\ndie\nin check", good2="fact 5", raises="fact 6\nraise boom", panics="fact 7\npanic no Exception, not to be pickled")
    started = time.monotonic()
    summary = run([source], tmp_path / "out", "--workers", "2", "--deadline", "2", "--memory", "600", code=1)
    assert time.monotonic() - started < 30
    assert (summary["documents"], summary["done"], summary["failed"]) == (7, 7, 5)
    assert kinds(tmp_path / "out") == [("internal-error", "recognise"), ("internal-error", "recognise"), ("out-of-memory", "recognise"),
                                       ("out-of-time", "link"), ("worker-died", "check")]
    # What earlier stages had read of the failed documents is kept: only the link stage makes facts.
    assert summary["facts"] == 6


def test_a_worker_killed_once_costs_nothing(tmp_path):
    source = write(tmp_path / "in", unlucky=f"fact 1\ndie-once {tmp_path / 'died'}", good="fact 2")
    summary = run([source], tmp_path / "out", "--workers", "2")
    assert (tmp_path / "died").exists()
    assert (summary["done"], summary["failed"], summary["facts"]) == (2, 0, 2)


def test_a_document_whose_worker_died_is_tried_again_by_the_next_run(tmp_path):
    source = write(tmp_path / "in", a=f"fact 1\ndie-once {tmp_path / 'x'}\ndie-once {tmp_path / 'y'}")
    assert run([source], tmp_path / "out", "--workers", "1", code=1)["failed"] == 1
    assert run([source], tmp_path / "out", "--workers", "1")["facts"] == 1


def test_processes_give_the_bytes_of_serial(tmp_path):
    source = write(tmp_path / "in", **{f"d{i}": f"fact {i}.50" for i in range(12)})
    run([source], tmp_path / "serial", "--workers", "0")
    run([source], tmp_path / "pool", "--workers", "2")
    assert artefacts(tmp_path / "serial") == artefacts(tmp_path / "pool")


def artefacts(outputs):
    return {path.relative_to(outputs): path.read_bytes() for stage in ("extract", "link", "record")
            for path in (outputs / stage).rglob("*.json")}


def test_dask_gives_the_bytes_of_serial(tmp_path):
    pytest.importorskip("distributed")
    source = write(tmp_path / "in", **{f"d{i}": f"fact {i}.50" for i in range(12)})
    run([source], tmp_path / "serial", "--workers", "0")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [[sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"],
             *[[sys.executable, "-m", "distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}", "--nthreads", 1, "--no-dashboard",
                "--local-directory", tmp_path / f"worker{i}"] for i in (1, 2)]]
    running = [subprocess.Popen(list(map(str, each)), env=environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) for each in words]
    try:
        summary = run([source], tmp_path / "dask", "--executor", f"dask://127.0.0.1:{port}")
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert summary["done"] == 12
    assert artefacts(tmp_path / "serial") == artefacts(tmp_path / "dask")


def test_a_cluster_of_this_machine_where_no_address_is_given(tmp_path):
    pytest.importorskip("distributed")
    source = write(tmp_path / "in", a="fact 1", b="raise boom")
    summary = run([source], tmp_path / "out", "--executor", "dask", "--workers", "1", code=1)
    assert (summary["done"], summary["facts"]) == (2, 1)


def test_tables_do_not_depend_on_the_executor(tmp_path):
    source = write(tmp_path / "in", a="fact 1", b="refuse\nin extract")
    run([source], tmp_path / "one", "--workers", "0", code=1)
    run([source], tmp_path / "two", "--workers", "2", code=1)
    assert tables(tmp_path / "one", tmp_path / "e1") == tables(tmp_path / "two", tmp_path / "e2")
