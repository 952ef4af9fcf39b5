"""`status`: what is current, stale and missing, and why."""

import json
import subprocess
import sys

from commands import HOME, command, run, write

from pipeline.stages import NAMES


def status(outputs, code=0):
    done = command("status", "--outputs", outputs, "--json")
    assert done.returncode == code, done.stderr
    return {row["stage"]: row for row in json.loads(done.stdout)["stages"]}


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


def real(*words):
    """The command with the real stages, not those of tests/faults."""
    done = subprocess.run([sys.executable, "-m", "pipeline.cli", *map(str, words)], capture_output=True, text=True, cwd=HOME, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_shares_by_kind_of_document(tmp_path):
    real("run", "corpus/linxi_sangong_2024.txt", "corpus/slips_2022.txt", "--outputs", tmp_path, "--workers", "0")
    rows = {row["type"]: row for row in json.loads(real("status", "--outputs", tmp_path, "--json"))["coverage"]}
    row = rows["“三公”经费"]
    assert row["documents"] == 1 and row["linked"] > 10 and row["linked_share"] == row["linked"] / (row["linked"] + row["unlinked"])
    assert sum(row["why"].values()) == row["unlinked"] and 0 < row["supported"] <= 1
    text = real("status", "--outputs", tmp_path)
    assert "“三公”经费" in text and "not linked because" in text
    assert "“三公”经费" not in real("status", "--outputs", tmp_path, "--stages")
