"""One document through the stages, and what a failing stage leaves."""

import json

import pytest
from commands import command, run, snapshot, write

from pipeline.stages import NAMES


def problems(outputs):
    return json.loads(command("problems", "--outputs", outputs, "--json").stdout)


def test_an_artefact_a_stage_and_nothing_on_the_second_run(tmp_path):
    source = write(tmp_path / "in", a="fact 5\nfact 7.50", b="fact 1")
    first = run([source], tmp_path / "out", "--workers", "0")
    assert (first["documents"], first["done"], first["facts"]) == (2, 2, 3)
    assert set(first["stages"]) == set(NAMES)
    before = snapshot(tmp_path / "out")
    second = run([source], tmp_path / "out", "--workers", "0")
    assert (second["done"], second["current"]) == (0, 2)
    assert snapshot(tmp_path / "out") == before


@pytest.mark.parametrize(("text", "kind", "facts"), [
    ("fact 1\nraise boom\nin check", "internal-error", 1),  # a later stage's defect costs no fact
    ("fact 1\nraise boom\nin extract", "internal-error", 0),
    ("fact 1\nrefuse\nin extract", "damaged-file", 0),
    ("fact 1\nraise boom\nin record", "internal-error", 0),  # not even the last stage leaves a document without a record
])
def test_a_failure_is_a_problem_and_the_document_is_finished(tmp_path, text, kind, facts):
    source = write(tmp_path / "in", bad=text, good="fact 3")
    summary = run([source], tmp_path / "out", "--workers", "0", code=1)
    assert summary["failed"] == 1
    assert summary["facts"] == facts + 1
    found = problems(tmp_path / "out")
    assert [row["kind"] for row in found] == [kind]
    assert found[0]["source"].endswith("bad.txt")
    again = run([source], tmp_path / "out", "--workers", "0", code=1)  # still a failure, but nothing to do
    assert (again["done"], again["current"], again["failed"]) == (0, 2, 1)
    retried = run([source], tmp_path / "out", "--workers", "0", "--retry", code=1)
    assert retried["done"] == 1


def test_an_internal_error_names_the_line(tmp_path):
    run([write(tmp_path / "in", bad="raise boom")], tmp_path / "out", "--workers", "0", code=1)
    message = problems(tmp_path / "out")[0]["message"]
    assert "recognise: ValueError: boom at " in message


def test_a_missing_file_is_said_and_tried_again(tmp_path):
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("path,body\nin/a.txt,青禾县财政局\n", encoding="utf-8")
    summary = run([], tmp_path / "out", "--manifest", manifest, "--workers", "0", code=1)
    assert summary["problems"] == {"missing-file": 1}
    assert problems(tmp_path / "out")[0]["kind"] == "missing-file"
    write(tmp_path / "in", a="fact 2")
    assert run([], tmp_path / "out", "--manifest", manifest, "--workers", "0")["facts"] == 1
    assert problems(tmp_path / "out") == []


def test_the_manifest_reaches_the_record_and_may_change_alone(tmp_path):
    write(tmp_path / "in", a="fact 2")
    manifest = tmp_path / "manifest.csv"
    for region in ("青禾县", "云山市"):
        manifest.write_text(f"path,region\nin/a.txt,{region}\n", encoding="utf-8")
        run([], tmp_path / "out", "--manifest", manifest, "--workers", "0")
        record = json.loads(command("show", "a", "--outputs", tmp_path / "out", "--json").stdout)
        assert record["document"]["manifest"] == {"region": region}


def test_from_to_and_redo(tmp_path):
    source, out = write(tmp_path / "in", a="fact 2"), tmp_path / "out"
    assert set(run([source], out, "--to", "segment", "--workers", "0")["stages"]) == {"extract", "segment"}
    assert run([source], out, "--from", "link", "--workers", "0")["skipped"] == 1
    assert set(run([source], out, "--from", "recognise", "--workers", "0")["stages"]) == set(NAMES[2:])
    (tmp_path / "in" / "a.txt").unlink()  # the original is not needed any more
    assert set(run([], out, "--from", "link", "--redo", "link", "--workers", "0")["stages"]) == set(NAMES[3:])


def test_a_changed_file_replaces_its_document(tmp_path):
    source, out = write(tmp_path / "in", a="fact 2"), tmp_path / "out"
    run([source], out, "--workers", "0")
    write(tmp_path / "in", a="fact 2\nfact 3")
    run([source], out, "--workers", "0")
    rows = command("export", tmp_path / "e", "--outputs", out, "--json").stdout
    assert json.loads(rows)["facts"] == 2
    assert json.loads(command("clean", "--outputs", out, "--json").stdout)["documents"] == len(NAMES)


def test_shards_are_disjoint_and_complete(tmp_path):
    source = write(tmp_path / "in", **{f"d{i}": f"fact {i}" for i in range(9)})
    done = [run([source], tmp_path / "out", "--shard", f"{i}/3", "--workers", "0")["done"] for i in (1, 2, 3)]
    assert sum(done) == 9
    assert run([source], tmp_path / "out", "--workers", "0")["current"] == 9
