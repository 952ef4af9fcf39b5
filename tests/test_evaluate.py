"""Scores: the numbers of the reference scorer, and floors that cannot be lowered in silence."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from commands import command, run, write

from pipeline import floors
from pipeline.evaluate import canonical, evaluate, score
from pipeline.gold import Gold, gold_files, matched
from pipeline.index import Entry
from pipeline.problems import UsageError
from pipeline.records import Document, Fact, Record

HOME = Path(__file__).parents[1]
SHARED = HOME.parent / "shared"


def fact(**said):
    base = {"fact_id": 0, "source": "text", "text": "5万元", "kind": "money", "value": Decimal(50000), "category": "基本支出",
            "measure": "level", "phase": "executed", "year": 2023, "char_start": 0, "char_end": 3}
    return Fact(**base | said)


def gold(**said):
    base = {"text": "5万元", "kind": "money", "value": "50000", "category": "基本支出", "measure": "level", "phase": "executed",
            "year": 2023, "base": None, "whole": None, "fund": None, "scope": None}
    return base | said


def of(facts, rows):
    record = Record(document=Document(document_id="a", source="a", media_type="text/plain"), facts=tuple(facts))
    return {name: found.f1 for name, found in evaluate(Gold("a", facts=rows), record).items()}


@pytest.mark.parametrize(("read", "wanted", "expected"), [
    ({}, {}, (1, 1, 1, 1)),
    ({"value": Decimal("50000.00")}, {}, (1, 1, 1, 1)),  # equal as numbers
    ({"value": Decimal(-50000)}, {}, (1, 1, 0, 0)),  # the sign belongs to the fact
    ({"category": "项目支出"}, {}, (1, 0, 0, 0)),
    ({"category": " “基本支出”（款）"}, {}, (1, 1, 1, 1)),  # quotes, spaces and level marks do not count
    ({"phase": "approved"}, {}, (1, 1, 0, 0)),
    ({"base_phase": "executed", "base_year": 2022}, {}, (1, 1, 0, 0)),
    ({"base_phase": "executed", "base_year": 2022}, {"base": {"phase": "executed", "year": 2022}}, (1, 1, 1, 1)),
    ({"fund": "财政拨款"}, {}, (1, 1, 1, 0)),
    ({"measure": "none", "category": "x"}, {"measure": "none", "category": None}, (1, 1, 1, 1)),  # without category
    ({"source": "table"}, {}, (0, 0, 0, 0)),  # a cell is no fact of the text
])
def test_levels_of_a_match(read, wanted, expected):
    found = of([fact(**read)], [gold(**wanted)])
    assert (found["amount"], found["linked"], found["fact"], found["full"]) == expected


def test_multisets_and_rounding():
    found = score("aab", "abb")
    assert found[:3] == (0.6667, 0.6667, 0.6667)
    assert found.missed == {"a": 1} and found.extra == {"b": 1}
    assert score([], ["a"])[:3] == (0, 0, 0)


def test_a_document_without_a_record_missed_everything():
    assert evaluate(Gold("a", facts=[gold()], sections=[{"number": "一、", "title": "概况", "level": "2"}]), None)["heading"].f1 == 0


def test_aliases_are_one_name():
    assert canonical("三公经费合计") == canonical("“三公”经费财政拨款支出合计")


def test_which_document_a_gold_belongs_to(tmp_path):
    home = tmp_path / "gold"
    home.mkdir()
    for name in ("g1", "b", "c"):
        (home / f"{name}.facts.jsonl").write_text("{}\n")
    (tmp_path / "manifest.csv").write_text("file,sha256,gold\nx.pdf,ff,g1\n")
    entries = [Entry("/1", "y.pdf", "ff"), Entry("/2", "d/b.pdf", "2"), Entry("/3", "a.zip!/z.pdf", "3", manifest={"gold": "c"}), Entry("/4", "n", "4")]
    assert [(entry.source, name) for entry, name in matched(home, iter(entries))] == [("/1", "g1"), ("/2", "b"), ("/3", "c")]
    assert list(gold_files(home)) == ["b", "c", "g1"]


def test_floors(tmp_path):
    file = tmp_path / "floors.json"
    floors.raise_to(file, {"a.txt": {"fact": 0.9}}, "inputs")
    assert floors.below(file, {"a.txt": {"fact": 0.9}}, "inputs") == []
    assert floors.below(file, {"a.txt": {"fact": 0.89}}, "inputs") == ["a.txt: fact 0.8900, floor 0.9000"]
    assert floors.below(file, {}, "inputs") == ["a.txt: fact 0.0000, floor 0.9000"]  # a crash is a full miss
    with pytest.raises(UsageError, match="gold or documents have changed"):
        floors.below(file, {}, "others")
    floors.raise_to(file, {"a.txt": {"fact": 0.5}}, "inputs")
    assert json.loads(file.read_text())["floors"] == {"a.txt": {"fact": 0.9}}  # raising never lowers
    file.write_text(file.read_text().replace("0.9", "0.1"))
    with pytest.raises(UsageError, match="was edited by hand"):
        floors.below(file, {"a.txt": {"fact": 0.5}}, "inputs")


def test_lowering_keeps_its_reason(tmp_path):
    file = tmp_path / "floors.json"
    floors.raise_to(file, {"a.txt": {"fact": 0.9}}, "i")
    floors.lower_to(file, {"a.txt": {"fact": 0.8}}, "i", "the gold was wrong")
    kept = json.loads(file.read_text())
    assert kept["lowered"] == [{"why": "the gold was wrong", "floors": {"a.txt fact": 0.9}}]
    assert floors.below(file, {"a.txt": {"fact": 0.8}}, "i") == []


def test_the_gate_of_the_command(tmp_path):
    write(tmp_path / "in", a="fact 50000")
    home = write(tmp_path / "gold")
    (home / "a.facts.jsonl").write_text(json.dumps(gold(year=2024)) + "\n", encoding="utf-8")
    run([tmp_path / "in"], tmp_path / "out", "--workers", "0")
    words = ["evaluate", home, "--outputs", tmp_path / "out", "--floors", tmp_path / "floors.json"]
    assert command(*words).returncode == 2  # no floors yet
    assert command(*words, "--raise").returncode == 0
    assert json.loads((tmp_path / "floors.json").read_text())["floors"] == {"a.txt": {"amount": 1, "linked": 1, "fact": 1, "full": 1}}
    assert command(*words).returncode == 0


@pytest.mark.skipif(not (SHARED / "gold" / "score.py").exists(), reason="the reference scorer is not there")
@pytest.mark.parametrize("name", ["g1_mentougou_kexie_2023", "g2_putuo_caizheng_2024"])
def test_same_numbers_as_the_reference_scorer(tmp_path, name):
    import csv

    with (SHARED / "corpus" / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        document = next(SHARED / "corpus" / row["file"] for row in csv.DictReader(file) if row["gold"] == name)
    juesuan = [sys.executable, "-m", "pipeline.cli"]
    out = tmp_path / "out"
    for words in (["run", document, "--workers", "0"], ["export", tmp_path / "e"]):
        subprocess.run([*juesuan, *words, "--outputs", out], cwd=HOME, capture_output=True, check=False)
    done = subprocess.run([*juesuan, "evaluate", SHARED / "gold", "--outputs", out, "--json"], cwd=HOME, capture_output=True, text=True, check=True)
    ours = next(iter(json.loads(done.stdout).values()))
    reference = subprocess.run([sys.executable, SHARED / "gold" / "score.py", SHARED / "gold" / name, tmp_path / "e", "--json"],
                               capture_output=True, text=True, check=True)
    for metric, numbers in json.loads(reference.stdout).items():
        assert (ours[metric] if isinstance(numbers, list) else ours[metric][1]) == numbers, metric


def test_our_own_corpus_stays_above_its_floors(tmp_path):
    juesuan = [sys.executable, "-m", "pipeline.cli"]
    documents = [path for path in sorted((HOME / "corpus").iterdir()) if path.suffix in (".txt", ".pdf", ".html", ".docx")]
    subprocess.run([*juesuan, "run", *documents, "--outputs", tmp_path, "--workers", "1", "--json"], cwd=HOME, capture_output=True, check=True)
    done = subprocess.run([*juesuan, "evaluate", HOME / "corpus" / "gold", "--floors", HOME / "corpus" / "floors.json", "--outputs", tmp_path],
                          cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
