"""`compare`: every gain and loss between two versions, and nothing that only moved."""

import json

import pytest
from commands import command, run, write


def compare(outputs, *words, code=0):
    done = command("compare", *words, "--outputs", outputs, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout) if code == 0 else done.stderr


@pytest.fixture
def two(tmp_path):
    """Two outputs folders over the same documents, of which one lost the checks of a document and nothing else."""
    source = write(tmp_path / "in", a="fact 1\nfact 2", b="fact 3")
    for name in ("old", "new"):
        run([source], tmp_path / name, "--workers", "0")
    return tmp_path


def edit(outputs, change):
    """Changes the JSON of the records that hold a fact of 1."""
    for path in (outputs / "record").glob("*/*/*.json"):
        record = json.loads(path.read_bytes())
        if record["facts"][0]["value"] == "1":
            change(record)
            path.write_text(json.dumps(record))


def test_nothing_changed(two):
    found = compare(two / "old", two / "old", two / "new")
    assert (found["documents"], found["same"], found["changes"]) == (2, 2, [])


def test_a_gain_and_a_loss(two):
    edit(two / "new", lambda record: record["facts"][1].update(value="20", rule="other"))
    found = compare(two / "old", two / "old", two / "new")
    assert found["same"] == 1
    assert [(change["gained"], change["item"]["value"]) for change in found["changes"]] == [(False, "2"), (True, "20")]
    assert found["groups"] == {"facts money": [0, 1], "facts other": [1, 0]}
    assert "facts other: 1 gained, 0 lost" in command("compare", two / "old", two / "new", "--outputs", two / "old").stdout


def test_a_fact_more_in_front_moves_none(two):
    def insert(record):
        record["facts"].insert(0, {**record["facts"][0], "value": "0.5"})
        for i, fact in enumerate(record["facts"]):
            fact["fact_id"] = i

    edit(two / "new", insert)
    found = compare(two / "old", two / "old", two / "new")
    assert [(change["gained"], change["item"]["value"]) for change in found["changes"]] == [(True, "0.5")]


def test_a_fact_said_twice_is_two(two):
    edit(two / "new", lambda record: record["facts"].append(record["facts"][0]))
    assert len(compare(two / "old", two / "old", two / "new")["changes"]) == 1


def test_fingerprints_of_a_stage(tmp_path, monkeypatch):
    source, out = write(tmp_path / "in", a="fact 1"), tmp_path / "out"
    old = run([source], out, "--workers", "0")["fingerprints"]
    monkeypatch.setenv("CODE", "link=2")
    new = run([source], out, "--workers", "0")["fingerprints"]
    assert compare(out, old["link"])["same"] == 1  # against what is current
    assert compare(out, old["record"][:8], new["record"])["same"] == 1
    assert "compare two versions of one stage" in compare(out, old["link"], new["record"], code=2)
