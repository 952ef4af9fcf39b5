"""The database: the same rows in SQLite and PostgreSQL, as often as one loads."""

import sqlite3
from decimal import Decimal

import pytest
from commands import command, run, write
from database import ask, everything, load

from pipeline.load import bodies
from pipeline.load.copying import Lines, blocks_of, lines
from pipeline.load.databases import connect
from pipeline.load.parts import ROWS, insert, number
from pipeline.load.schema import KEYS, VERSION, columns, create
from pipeline.records import Document


def test_rows_and_a_second_load_that_changes_nothing(outputs, database):
    first = load(outputs, database)
    assert (first["documents"], first["unchanged"]) == (3, 0)
    before = everything(database)
    assert len(before["facts"]) == 4 and len(before["documents"]) == 3
    second = load(outputs, database)
    assert (second["documents"], second["unchanged"], second["rows"]) == (0, 3, 0)
    assert everything(database) == before
    values = sorted(Decimal(str(row[0])) for row in ask(database, "SELECT value FROM facts"))
    assert values == [Decimal(-3), Decimal(1), Decimal("2.50"), Decimal("12345678901234.56")]


def test_both_databases_hold_the_same(outputs, tmp_path, postgres):
    load(outputs, str(tmp_path / "x.sqlite"))
    load(outputs, postgres)
    for table in ("facts", "documents", "problems", "bodies", "functional_codes", "regions"):
        plain = [name for name, kind in columns(table, "postgresql") if kind in ("text", "integer")]
        statement = f'SELECT {", ".join(f""""{name}" """ for name in plain)} FROM "{table}"'
        assert sorted(map(repr, ask(postgres, statement))) == sorted(map(repr, ask(str(tmp_path / "x.sqlite"), statement)))


def test_a_changed_record_replaces_its_rows(outputs, database, tmp_path):
    load(outputs, database)
    write(tmp_path / "in", a="fact 7")  # another document under the same name
    run([tmp_path / "in"], outputs, "--workers", "0", code=1)
    done = load(outputs, database)
    assert (done["documents"], done["removed"]) == (1, 1)
    fresh = str(tmp_path / "fresh.sqlite")
    load(outputs, fresh)
    assert len(everything(database)["facts"]) == len(everything(fresh)["facts"]) == 2


def test_another_version_of_the_code_replaces_all(outputs, database, tmp_path, monkeypatch):
    load(outputs, database)
    monkeypatch.setenv("CODE", "record=2")
    run([tmp_path / "in"], outputs, "--workers", "0", code=1)
    load(outputs, database)
    assert len(everything(database)["facts"]) == 4  # same records: the digest is of what they say


def test_a_failed_batch_leaves_no_half_document(outputs, database):
    load(outputs, database)
    before = everything(database)
    with connect(database) as base, pytest.raises(ZeroDivisionError), base.transaction():
        base.execute("DELETE FROM facts")
        raise ZeroDivisionError
    assert everything(database) == before


def test_an_outputs_folder_of_packs(tmp_path):
    write(tmp_path / "in", **{f"d{i:02}": f"fact {i}" for i in range(40)})  # more than one batch
    for words, name in ((["--packed"], "packed"), ([], "loose")):
        run([tmp_path / "in"], tmp_path / name, "--workers", "0", *words)
        assert load(tmp_path / name, str(tmp_path / f"{name}.sqlite"))["documents"] == 40
    assert everything(str(tmp_path / "packed.sqlite")) == everything(str(tmp_path / "loose.sqlite"))


def test_addresses_that_lead_nowhere(outputs):
    for database in ("mysql://x", "postgresql://nobody@127.0.0.1:9/none", "/proc/none/x.sqlite"):
        done = command("load", database, "--outputs", outputs)
        assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr


def test_a_newer_schema_is_left_alone(outputs, tmp_path):
    file = tmp_path / "x.sqlite"
    load(outputs, str(file))
    with sqlite3.connect(file) as connection:
        connection.execute(f"UPDATE juesuan_schema SET version = {VERSION + 1}")
    done = command("load", file, "--outputs", outputs)
    assert done.returncode == 2 and "newer juesuan" in done.stderr


def test_keys_hold_and_views_answer(outputs, database):
    load(outputs, database)
    for table, names in KEYS.items():
        listed = ", ".join(f'"{name}"' for name in names)
        assert ask(database, f'SELECT COUNT(*) FROM (SELECT {listed} FROM "{table}" GROUP BY {listed} HAVING COUNT(*) > 1) x')[0][0] == 0
    rows = ask(database, "SELECT category, executed, conflicts, facts FROM budget_execution")
    assert rows == [("基本支出", None, 1, 4)]  # four figures that differ: none is chosen
    assert ask(database, "SELECT documents, facts FROM coverage WHERE body IS NOT NULL") == [(3, 4)]
    assert ask(database, "SELECT * FROM contradictions") == [] and ask(database, "SELECT * FROM sangong_panel") == []


def test_a_deviation(tmp_path, database):
    write(tmp_path / "in", a="fact 90")
    run([tmp_path / "in"], tmp_path / "out", "--workers", "0")
    load(tmp_path / "out", database)
    with connect(database) as base, base.transaction():
        columns_ = ", ".join(f'"{name}"' for name, _ in columns("facts", base.dialect))
        changed = columns_.replace('"fact_id"', "99").replace('"value"', "100").replace('"phase"', "'approved'")
        base.execute(f"INSERT INTO facts SELECT {changed} FROM facts")
    row = ask(database, "SELECT approved, executed, deviation, deviation_percent FROM budget_execution")[0]
    assert [float(value) for value in row] == [100, 90, -10, -10]


@pytest.mark.parametrize(("one", "other", "same"), [
    (("青禾县环境保护局", "330100"), ("青禾县生态环境局", "330100"), True),  # renamed in 2018
    (("青禾县科协", None), ("青禾县科学技术协会", None), True),
    (("青禾县 教育局", "330100"), ("青禾县教育局", "330100"), True),
    (("青禾县教育局", "330100"), ("青禾县教育局", "330200"), False),  # another county of that name
    (("青禾县教育局", "330100"), ("青禾县财政局", "330100"), False),
    (("上海市普陀区财政局", "310107"), ("普陀区财政局", "310107"), True),  # the code says the region already
    (("上海市普陀区财政局", "310107"), ("财政局", "310107"), True),
    (("密云县教育局", "110228"), ("北京市密云区教育局", "110118"), True),  # the county became a district
    (("中共江苏省委办公厅", "320000"), ("江苏省委办公厅", "320000"), True),
    (("中国共产党江苏省委员会办公厅", "320000"), ("江苏省委办公厅", "320000"), True),
])
def test_a_body_keeps_its_id(one, other, same):
    ids = {bodies.identity(Document(document_id="a", source="a", media_type="", body=body, region_code=code, type="部门决算"))
           for body, code in (one, other)}
    assert (len(ids) == 1) is same and None not in ids


@pytest.mark.parametrize(("one", "other", "same"), [
    ({"body": "杭州市财政局", "type": "政府决算报告"}, {"type": "预算执行情况报告", "body": None}, True),  # whoever signs
    ({"body": "杭州市财政局", "type": "政府决算报告"}, {"body": "杭州市财政局", "type": "部门决算"}, False),  # its own accounts
    ({"body": "杭州市人民政府", "type": "政府预算表"}, {"body": "杭州市某某镇人民政府", "type": "政府预算表"}, False),  # a town's
    ({"body": None, "type": "“三公”经费", "title": "2023年市本级“三公”经费汇总情况"}, {"type": "预算执行情况报告", "body": None}, True),
])
def test_a_government_is_known_by_its_region(one, other, same):
    ids = [bodies.identity(Document(document_id="a", source="a", media_type="", region_code="330100", **said)) for said in (one, other)]
    assert (ids[0] == ids[1]) is same


def test_no_body_without_a_name_or_a_region():
    assert bodies.identity(Document(document_id="a", source="a", media_type="", type="政府决算报告")) is None
    assert bodies.identity(Document(document_id="a", source="a", media_type="", type="部门决算", region_code="330100")) is None


@pytest.mark.parametrize(("code", "region", "name"), [
    ("330100", "杭州市", "浙江省杭州市人民政府"), ("310107", "普陀区", "上海市普陀区人民政府"), ("152500", "锡林郭勒盟", "内蒙古自治区锡林郭勒盟行政公署"),
    (None, "青禾县", "青禾县人民政府")])
def test_the_name_of_a_government(code, region, name):
    assert bodies.governed(Document(document_id="a", source="a", media_type="", region=region, region_code=code)) == name


@pytest.mark.parametrize(("said", "extent", "government"), [
    ({"body": "青禾县教育局", "type": "部门决算", "region_code": "330122"}, "部门", "县级"),
    ({"body": "青禾县教育局（本级）", "type": "单位决算", "region_code": "330100"}, "本级", "市级"),
    ({"body": "某省审计厅", "type": "单位预算", "region_code": "330000"}, "单位", "省级"),
    ({"body": "国家统计局", "type": "部门预算"}, "部门", "中央"),
    ({"body": "青禾县财政局", "type": "政府决算报告"}, "政府", None),
    ({"body": "杭州市财政局", "type": "政府预算表", "title": "2026年杭州市本级政府预算", "region_code": "330100"}, "政府", "市级"),
    ({"body": "某市某局", "type": "部门决算", "title": "某市某局本级2023年度部门决算", "region_code": "330100"}, "本级", "市级"),
])
def test_what_kind_of_body(said, extent, government):
    document = Document(document_id="a", source="a", media_type="", **said)
    assert (bodies.extent(document), bodies.government(document)) == (extent, government)


def test_lines_of_a_copy():
    kinds = ["text", "integer", "decimal", "list", "box", "object"]
    rows = [("a\tb\\c\n\0", 1, Decimal("1.50"), ("x", 'y"\\'), None, {"k": "v\\"}), (None, None, None, (), (1.0, 2.5), {})]
    assert lines(kinds, rows).decode().split("\n")[:2] == [
        'a\\tb\\\\c\\n\t1\t1.50\t{"x","y\\\\"\\\\\\\\"}\t\\N\t{"k":"v\\\\\\\\"}', "\\N\t\\N\t\\N\t{}\t{1.0,2.5}\t{}"]
    assert lines(kinds[:2], [("收入", None), (None, 2)], clean=True).decode() == "收入\t\\N\n\\N\t2\n"
    assert lines(kinds, []) == b""


@pytest.mark.parametrize(("text", "kept"), [
    ("0", 0), ("-3", -3), ("1.50", 1.5), ("999999999999.99", 999999999999.99), ("-9999999999999.99", -9999999999999.99),
    ("123456789012345678", 123456789012345678), ("12345678901234.56", "12345678901234.56"), ("12345678901234567890", "12345678901234567890"),
    ("123456789012345678.90", "123456789012345678.90"), ("1E+7", 10000000)])
def test_what_sqlite_keeps_of_a_decimal(text, kept):
    assert number(text) == kept and type(number(text)) is type(kept)
    assert Decimal(str(number(text))) == Decimal(text)


@pytest.mark.parametrize("title", [None, "", "它's \"旧\"名", "空\0字", "长" * 2000, "?", "N\\\n\t"])
@pytest.mark.parametrize("count", [0, 1, ROWS, ROWS + 1, 2 * ROWS + 20])
def test_rows_that_say_the_same_are_kept_as_they_are(count, title):
    rows = [("d", i // 300, None, 1, "一、", title, "", "H", "一、" if i % 2 else None, -5, 10**18, i % 7 or None, ("a'b",)) for i in range(count)]
    with sqlite3.connect(":memory:") as connection:
        connection.execute(create("sections", "sqlite"))
        insert(connection, "sections", rows)
        assert connection.execute("SELECT * FROM sections ORDER BY rowid").fetchall() == [(*row[:-1], '["a\'b"]') for row in rows]


def test_equal_decimals_are_kept_exact():
    rows = [("d", i, "identity", "pass", value, "0.3", "7", "123456789012345678.90", (), "", "", "")
            for i, value in enumerate(["1.10"] * ROWS + ["5e-3"] * ROWS)]
    with sqlite3.connect(":memory:") as connection:
        connection.execute(create("checks", "sqlite"))
        insert(connection, "checks", rows)
        for row in connection.execute("SELECT check_id, expected, found, difference, tolerance FROM checks"):
            assert [Decimal(str(value)) for value in row[1:]] == [Decimal(value) for value in rows[row[0]][4:8]]
            assert type(row[3]) is int and type(row[2]) is float


def test_only_columns_with_something_to_escape_are_escaped():
    rows = [(f"收入{i}", "a\tb" if i == 400 else None) for i in range(600)]
    found = lines(["text", "text"], rows).decode().splitlines()
    assert found[400] == "收入400\ta\\tb" and found[399] == "收入399\t\\N" and len(found) == 600


def test_blocks_come_back_as_they_were_written(tmp_path):
    some = Lines(tmp_path / "x")
    for i in range(2):
        some.add("presences", [("d", f"表{i}", "present", 1, 2, 3, "")], clean=True)
        some.add("problems", [("d", "a", "b", "c", 0, None, "e\nf")], clean=False)
    some.close()
    assert [(table, block.decode()) for table, block in blocks_of(tmp_path / "x")] == [
        ("presences", "d\t表0\tpresent\t1\t2\t3\t\nd\t表1\tpresent\t1\t2\t3\t\n"), ("problems", "d\ta\tb\tc\t0\t\\N\te\\nf\n" * 2)]
