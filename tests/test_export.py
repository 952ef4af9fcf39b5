"""Exports: every format says the same, and none can do harm."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from commands import command, run, write

from pipeline.export import export
from pipeline.export_cells import plain, safe
from pipeline.export_fdp import budget_lines, direction, export_fdp
from pipeline.index import Entry
from pipeline.problems import Problem
from pipeline.records import Check, Document, Fact, Presence, Record, Section, Unlinked
from pipeline.schema import record_schema
from pipeline.tables import TABLES, rows

HOME = Path(__file__).parents[1]


def a_fact(i=0, **said):
    base = {"fact_id": i, "source": "text", "text": "5万元", "kind": "money", "value": Decimal(50000), "unit": "万元", "category": "教育支出",
            "code": "205", "measure": "level", "phase": "executed", "year": 2023, "char_start": 0, "char_end": 3, "page": 2,
            "bbox": (1.0, 2.0, 3.5, 4.0), "flags": ("approximate", "typo")}
    return Fact(**base | said)


RECORD = Record(
    document=Document(document_id="ab", source="=cmd|' /C calc'!A0.pdf", media_type="application/pdf", title="＝1+1", body="青禾县财政局",
                      year=2023, type="部门决算", manifest={"url": "@SUM(1)", "note": "a,b\n"}),
    sections=(Section(0, None, 1, "第一部分", "概况", "H", 0, 4, 90), Section(1, 0, 2, "一、", "职责", "H", 5, 9, 90)),
    facts=(a_fact(), a_fact(1, text="-631,321.21 元", value=Decimal("-631321.21"), code=None, category="+收入", quote="-1"),
           a_fact(2, value=Decimal("1E+7"), source="table", table="收入支出决算总表", row_label="\t教育", code="2050101", category="行政运行")),
    checks=(Check(0, "sum", "fail", (0, 2), Decimal(1), Decimal(2), Decimal(1), Decimal("0.005"), "不符"),),
    presences=(Presence("T1", "missing"),), unlinked=(Unlinked("3元", "共3元", "no category", 1, 5, 7, "money", Decimal(3), "元"),),
    problems=(Problem("unit-missing", "p. 2"),))


def test_a_row_fits_its_columns():
    for table, row in rows(RECORD):
        assert len(row) == len(TABLES[table]), table
    assert [row[8] for table, row in rows(RECORD) if table == "sections"] == ["概况", "概况 / 职责"]


def test_jsonl_is_exact(tmp_path):
    counts = export([RECORD], tmp_path, "jsonl", unread=[Entry("/x", "x", problem=Problem("missing-file", "x: gone"))])
    assert counts == {"documents": 1, "sections": 2, "facts": 3, "checks": 1, "presences": 1, "unlinked": 1, "problems": 2}
    facts = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text().splitlines()]
    assert [fact["value"] for fact in facts] == ["50000", "-631321.21", "10000000"]
    assert list(facts[0]) == [column.name for column in TABLES["facts"]]
    assert facts[0]["flags"] == ["approximate", "typo"]
    assert json.loads((tmp_path / "documents.jsonl").read_text())["manifest"] == {"url": "@SUM(1)", "note": "a,b\n"}
    problems = [json.loads(line) for line in (tmp_path / "problems.jsonl").read_text().splitlines()]
    assert [(p["document_id"], p["kind"]) for p in problems] == [("ab", "unit-missing"), ("", "missing-file")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1 元", "@SUM(A1)", "\tx", "\rx", "'quoted", "＝1", "－1", "＠x", "＋1"])
def test_no_text_becomes_a_formula_and_none_is_lost(text):
    assert safe(text) == "'" + text
    assert safe(text).removeprefix("'") == text


def test_csv(tmp_path):
    export([RECORD], tmp_path, "csv")
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        facts = list(csv.DictReader(file))
    assert [fact["value"] for fact in facts] == ["50000", "-631321.21", "10000000"]  # numbers stay numbers
    assert facts[1]["text"] == "'-631,321.21 元" and facts[1]["category"] == "'+收入"
    assert facts[0]["flags"] == "approximate|typo" and facts[0]["bbox"] == "1.0 2.0 3.5 4.0"
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = path.stem
            for row in csv.DictReader(file):
                for column in TABLES[table]:
                    if column.type not in ("integer", "decimal"):
                        assert not row[column.name].startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")), (table, column.name)


def test_parquet(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    export([RECORD] * 2, tmp_path, "parquet")
    table = parquet.read_table(tmp_path / "facts.parquet")
    assert table.column("value").to_pylist() == [Decimal(50000), Decimal("-631321.21"), Decimal(10000000)] * 2
    assert table.column("flags").to_pylist()[0] == ["approximate", "typo"]
    assert table.schema.field("value").metadata[b"description"].startswith(b"yuan")
    assert parquet.read_table(tmp_path / "checks.parquet").column("fact_ids").to_pylist() == [[0, 2]] * 2


def test_a_fiscal_data_package_is_valid(tmp_path):
    frictionless = pytest.importorskip("frictionless")
    assert export_fdp([RECORD], tmp_path) == {"budget": 3, "documents": 1}
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    with (tmp_path / "budget.csv").open(encoding="utf-8", newline="") as file:
        line = list(csv.DictReader(file))[2]
    assert (line["functional_1"], line["functional_2"], line["functional_3"], line["cofog_division"]) == ("205", "20501", "2050101", "09")
    assert (line["direction"], line["phase"], line["currency"]) == ("expenditure", "executed", "CNY")


def test_a_line_read_twice_stands_once():
    twice = Record(document=RECORD.document, facts=(a_fact(), a_fact(1, source="table"), a_fact(2, measure="change"), a_fact(3, phase=None)))
    assert len(list(budget_lines(twice))) == 1


@pytest.mark.parametrize(("category", "code", "expected"), [
    ("税收收入", "101", "revenue"), ("教育支出", "205", "expenditure"), ("办公费", "30201", "expenditure"),
    ("本年收入合计", None, "revenue"), ("公务接待费", None, "expenditure"), ("年末结转和结余", None, None)])
def test_direction(category, code, expected):
    assert direction(a_fact(category=category, code=code)) == expected


def test_plain_has_no_exponent():
    assert plain(Decimal("1E+7")) == "10000000" and plain(None) == ""


def test_the_published_schema_is_that_of_the_code_and_records_fit_it(tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    published = json.loads((HOME / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(record_schema())), "run: python -m pipeline.schema > docs/record.schema.json"
    jsonschema.Draft202012Validator.check_schema(published)
    write(tmp_path / "in", a="fact 1\nfact 2.5", b="refuse")
    run([tmp_path / "in"], tmp_path / "out", "--workers", "0", code=1)
    for name in ("a", "b"):
        record = json.loads(command("show", name, "--outputs", tmp_path / "out", "--json").stdout)
        jsonschema.validate(record, published)
    record["facts"] = [{"fact_id": "x"}]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, published)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "fdp"])
def test_the_command(tmp_path, form):
    write(tmp_path / "in", a="fact 1")
    run([tmp_path / "in"], tmp_path / "out", "--workers", "0")
    done = command("export", tmp_path / "e", "--format", form, "--outputs", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        assert Path(line.partition(": ")[0]).exists()
