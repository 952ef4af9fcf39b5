"""`status`: what is current, stale and missing, and why."""

import json

from commands import command, run, write

from pipeline.stages import NAMES


def status(outputs, code=0):
    done = command("status", "--outputs", outputs, "--json")
    assert done.returncode == code, done.stderr
    return {row["stage"]: row for row in json.loads(done.stdout)}


def test_what_is_current_stale_and_missing(tmp_path, monkeypatch):
    source, out = write(tmp_path / "in", a="fact 1", b="fact 2"), tmp_path / "out"
    run([source], out, "--to", "link", "--workers", "0")
    rows = status(out, code=1)
    assert [(rows[name]["current"], rows[name]["missing"]) for name in NAMES] == [(2, 0)] * 4 + [(0, 2)] * 2
    run([source], out, "--workers", "0")
    assert all(row["current"] == 2 and not row["why"] for row in status(out).values())

    monkeypatch.setenv("CODE", "link=2")  # somebody edits the link stage
    rows = status(out, code=1)
    assert [rows[name]["stale"] for name in NAMES] == [0, 0, 0, 2, 2, 2]
    assert rows["link"]["why"] == ["code pipeline.link edited"]
    assert rows["check"]["why"] == ["link is new"]
    assert set(run([source], out, "--workers", "0")["stages"]) == {"link", "check", "record"}
    rows = status(out)
    assert [len(rows[name]["versions"]) for name in NAMES] == [1, 1, 1, 2, 2, 2]

    cleaned = json.loads(command("clean", "--outputs", out, "--json").stdout)
    assert cleaned["versions"] == 3
    rows = status(out)
    assert [len(rows[name]["versions"]) for name in NAMES] == [1] * 6
    assert run([source], out, "--workers", "0")["current"] == 2  # clean kept what is current


def test_options_of_the_run_are_remembered(tmp_path):
    source, out = write(tmp_path / "in", a="fact 1"), tmp_path / "out"
    run([source], out, "--ocr", "never", "--workers", "0")
    assert status(out)["record"]["current"] == 1


def test_status_of_an_empty_folder(tmp_path):
    rows = status(tmp_path / "none", code=1)
    assert all(row["current"] == row["stale"] == row["missing"] == 0 for row in rows.values())


def test_the_table_for_people(tmp_path):
    source, out = write(tmp_path / "in", a="fact 1"), tmp_path / "out"
    run([source], out, "--workers", "0")
    text = command("status", "--outputs", out).stdout
    for name in NAMES:
        assert name in text
