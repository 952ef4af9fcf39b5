"""A run that is killed, or whose disk is full, loses nothing that was finished."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest
from commands import command, environment, run, start, tables, write


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Forty documents that take a moment each, and the tables of a run that nobody disturbed."""
    home = tmp_path_factory.mktemp("undisturbed")
    source = write(home / "in", **{f"d{i:02}": f"fact {i}.25\nsleep 0.02" for i in range(40)})
    run([source], home / "out", "--workers", "2")
    return source, tables(home / "out", home / "e")


def test_kill_of_the_whole_run_at_ten_random_moments(tmp_path, undisturbed):
    source, expected = undisturbed
    chance = random.Random(7)
    for _ in range(10):
        process = start("run", source, "--outputs", tmp_path / "out", "--workers", "2")
        time.sleep(chance.uniform(0.1, 0.9))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    run([source], tmp_path / "out", "--workers", "2")
    assert tables(tmp_path / "out", tmp_path / "e") == expected


def test_workers_die_with_the_run(tmp_path):
    source = write(tmp_path / "in", a="sleep 50", b="sleep 50")
    process = start("run", source, "--outputs", tmp_path / "out", "--workers", "2")
    family = wait_for(lambda: [p for p in psutil.Process(process.pid).children(recursive=True) if len(p.children()) >= 2])
    family += family[0].children()
    process.kill()
    process.communicate()
    assert wait_for(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family))


def test_kill_of_a_worker(tmp_path, undisturbed):
    source, expected = undisturbed
    process = start("run", source, "--outputs", tmp_path / "out", "--workers", "2")
    wait_for(lambda: len(list((tmp_path / "out").glob("record/*/*/*.json"))) > 3)
    workers = [p for p in psutil.Process(process.pid).children(recursive=True) if not p.children() and "forkserver" in " ".join(p.cmdline())]
    with suppress(psutil.NoSuchProcess):
        workers[-1].kill()
    process.communicate(timeout=60)
    run([source], tmp_path / "out", "--workers", "2")
    assert tables(tmp_path / "out", tmp_path / "e") == expected


def test_ctrl_c_keeps_what_was_finished(tmp_path, undisturbed):
    source, expected = undisturbed
    process = start("run", source, "--outputs", tmp_path / "out", "--workers", "2", "--json")
    wait_for(lambda: len(list((tmp_path / "out").glob("index/*.jsonl"))) > 0)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "interrupted" in err and "Traceback" not in err
    first = json.loads(out)
    assert 0 < first["done"] < 40
    second = run([source], tmp_path / "out", "--workers", "2")
    assert second["current"] >= first["done"]
    assert tables(tmp_path / "out", tmp_path / "e") == expected


def test_a_full_disk_ends_the_run_and_the_next_goes_on(tmp_path, undisturbed):
    source, expected = undisturbed
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("cannot mount a tmpfs here")
    try:
        full = command("run", source, "--outputs", disk / "out", "--workers", "2")
        assert full.returncode == 2
        assert "No space left on device" in full.stderr and "Traceback" not in full.stderr
        assert list(disk.rglob("*.part")) == []
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        run([source], disk / "out", "--workers", "2")
        assert tables(disk / "out", tmp_path / "e") == expected
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_outputs_that_cannot_be_written(tmp_path):
    source = write(tmp_path / "in", a="fact 1")
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = command("run", source, "--outputs", blocked / "out", "--workers", "1")
    assert done.returncode == 2
    assert str(blocked) in done.stderr and "Traceback" not in done.stderr


def test_read_only_outputs_can_still_be_read(tmp_path):
    source, disk = write(tmp_path / "in", a="fact 1"), tmp_path / "disk"
    run([source], disk / "out", "--workers", "0")
    if subprocess.run(["mount", "--bind", disk, disk], capture_output=True, check=False).returncode:
        pytest.skip("cannot mount here")
    try:
        if subprocess.run(["mount", "-o", "remount,bind,ro", disk], capture_output=True, check=False).returncode:
            pytest.skip("cannot remount read-only here")
        assert run([source], disk / "out")["current"] == 1
        assert len(tables(disk / "out", tmp_path / "e")["facts.jsonl"]) == 1
        write(tmp_path / "in", b="fact 2")
        done = command("run", source, "--outputs", disk / "out")
        assert done.returncode == 2
        assert "Read-only file system" in done.stderr and "Traceback" not in done.stderr
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_torn_artefact_and_a_torn_index_line_are_made_again(tmp_path):
    source, out = write(tmp_path / "in", a="fact 1", b="fact 2"), tmp_path / "out"
    run([source], out, "--workers", "0")
    index = next((out / "index").glob("*.jsonl"))
    index.write_bytes(index.read_bytes()[:-20])
    assert run([source], out, "--workers", "0")["documents"] == 2
    assert len(tables(out, tmp_path / "e")["facts.jsonl"]) == 2


def convert(*words):
    """A process that converts as a worker does: words are a file, or the command to run in LibreOffice's place."""
    script = ("import sys; from pathlib import Path; from pipeline.extract import office_convert; from pipeline.sources import Options\n"
              "data = Path(sys.argv[1]).read_bytes() if len(sys.argv) == 2 else b''\n"
              "office_convert.converted(data, 'docx', 'a.rtf', Options()) if data else office_convert.run(sys.argv[1:], Path(), 'a.rtf')")
    return subprocess.Popen([sys.executable, "-c", script, *map(str, words)], env=environment())


def killed_with(process, name):
    """Kills the process once a program of this name runs under it, and waits for all under it to be gone."""
    def family():
        found = psutil.Process(process.pid).children(recursive=True)
        return found if any(name in child.name() for child in found) else None

    under = wait_for(family)
    process.kill()
    process.wait()
    return wait_for(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in under))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux kills what a worker started")
def test_a_converter_and_what_it_started_die_with_the_worker():
    assert killed_with(convert("sh", "-c", "sleep 40 & sleep 41"), "sleep")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_dies_with_the_worker(tmp_path):
    rtf = tmp_path / "a.rtf"
    rtf.write_bytes(b"{\\rtf1 " + b"text " * 400_000 + b"}")  # enough to be busy with for a while
    assert killed_with(convert(rtf), "soffice.bin")


def wait_for(condition, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(psutil.Error):
            found = condition()
            if found:
                return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


