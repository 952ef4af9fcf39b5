"""What the views say, counted by hand on records of bodies over years."""

from decimal import Decimal

import pytest
from bodies_over_years import HUGE, fact, record, records
from database import ask, save

from pipeline.load import load
from pipeline.results import Results


@pytest.fixture
def filled(tmp_path, database):
    def fill(*found):
        load(database, Results(save(tmp_path / "out", *found)))
        return database

    return fill


def test_between_years(filled):
    database = filled(*records())
    rows = ask(database, "SELECT identity, result, body, year, category, expected, found, difference, tolerance FROM year_checks ORDER BY 1")
    assert [(*row[:5], *map(float, row[5:])) for row in rows] == [
        ("budget-repeated", "fail", "桐庐县生态环境局", 2019, "项目支出", 900000, 950000, 50000, 100),
        ("carry-over", "rounding", "桐庐县生态环境局", 2018, "年末结转和结余", 125100, 125000, -100, 100),
        ("year-before", "fail", "桐庐县生态环境局", 2018, "项目支出", 900000, 1000000, 100000, 150)]
    assert ask(database, "SELECT here_id, here_fact, there_id, there_fact FROM year_checks WHERE identity = 'year-before'") == [
        ("b" * 64, 2, "a" * 64, 1)]


@pytest.mark.parametrize(("opened", "result"), [("12.50万元", "pass"), ("12.51万元", "rounding"), ("21.50万元", "fail"), ("13万元", "rounding")])
def test_carry_over(filled, opened, result):
    closed = record("a", "桐庐县教育局", 2022, fact(0, "12.50万元", "年末结转和结余", year=2022))
    database = filled(closed, record("b", "桐庐县教育局", 2023, fact(0, opened, "年初结转和结余", year=2023)))
    assert ask(database, "SELECT identity, result FROM year_checks") == [("carry-over", result)]


def test_no_check_between_bodies_nor_on_what_a_document_contradicts(filled):
    closed = record("a", "桐庐县教育局", 2022, fact(0, "12.50万元", "年末结转和结余", year=2022))
    other = record("b", "桐庐县水利局", 2023, fact(0, "99.00万元", "年初结转和结余", year=2023))
    doubtful = record("c", "桐庐县教育局", 2023, fact(0, "99.00万元", "年初结转和结余", year=2023, outcome="contradicted"))
    several = record("d", "桐庐县教育局", 2023, *(fact(i, f"{i}.00万元", "年初结转和结余", year=2023) for i in range(2)))
    assert ask(filled(closed, other, doubtful, several), "SELECT * FROM year_checks") == []


def test_the_most_precise_of_figures_that_agree(filled):
    database = filled(record("a", "桐庐县教育局", 2023, fact(0, "85.55万元", "项目支出", year=2023), fact(1, "855,512.34".replace(",", ""), "项目支出", year=2023),
                             fact(2, "1.00万元", "基本支出", year=2023), fact(3, "1.01万元", "基本支出", year=2023),
                             fact(4, "80.00万元", "项目支出", year=2023, phase="approved")))
    rows = ask(database, "SELECT category, approved, executed, deviation, deviation_percent, conflicts, facts FROM budget_execution ORDER BY 1 DESC")
    assert [[value if value is None or isinstance(value, str) else float(value) for value in row] for row in rows] == [
        ["项目支出", 800000, 855512.34, 55512.34, 6.94, 0, 3], ["基本支出", None, None, None, None, 1, 2]]


def test_views_keep_exact_what_numbers_cannot_hold(filled):
    database = filled(*records())
    kept = ask(database, "SELECT value FROM figures WHERE category = '基本支出'")[0][0]
    assert Decimal(str(kept)) == HUGE
    assert float(ask(database, "SELECT deviation FROM budget_execution WHERE category = '其他支出'")[0][0]) == -0.1  # not -0.1000000001
    assert float(ask(database, "SELECT SUM(fen) / 100.0 FROM amounts WHERE category = '其他支出'")[0][0]) == 0.3  # 0.1 + 0.2
    if "://" not in database:
        assert ask(database, "SELECT fen, typeof(value) FROM amounts WHERE category = '基本支出'") == [(None, "text")]


def test_sums_of_many_fen_are_exact(filled):
    found = [fact(i, f"{10**11 + i}.{i % 100:02}元", "项目支出", year=2023) for i in range(200)]
    total = sum((each.value for each in found), Decimal(0))
    assert Decimal(str(ask(filled(record("a", "桐庐县教育局", 2023, *found)), "SELECT SUM(fen) FROM amounts")[0][0])) == total * 100


def test_sangong_takes_tables_by_economic_class_for_what_they_are(filled):
    table = {"source": "table", "table": "“三公”经费支出决算表"}
    basic = {"source": "table", "table": "一般公共预算基本支出决算表", "code": "30217"}
    database = filled(record("a", "桐庐县教育局", 2023, fact(0, "9.00万元", "公务接待费", year=2023, **table),
                             fact(1, "2.00万元", "公务接待费", year=2023, **basic), fact(2, "9.00万元", "公务接待费", year=2023),
                             fact(3, "8.00万元", "公务用车运行维护费", year=2023, **table), fact(4, "7.00万元", "公务用车运行维护费", year=2023),
                             fact(5, "17.00万元", "“三公”经费", year=2023, fund="一般公共预算", **table),
                             fact(6, "1.00万元", "“三公”经费", year=2023, fund="政府性基金预算")))
    rows = ask(database, "SELECT fund, total, vehicle_running, reception, conflicts, facts FROM sangong_panel ORDER BY fund IS NULL DESC")
    assert [[None if value is None else value if isinstance(value, str) else float(value) for value in row] for row in rows] == [
        [None, 170000, None, 90000, 1, 5], ["政府性基金预算", 10000, None, None, 0, 1]]


def test_bodies_that_are_not_known_share_no_row(filled):
    nameless = [record(letter, None, 2023, fact(0, "1.00万元", "项目支出", year=2023)) for letter in "ab"]
    database = filled(*nameless)
    assert ask(database, "SELECT body_id, document_id, facts FROM budget_execution ORDER BY 2") == [(None, "a" * 64, 1), (None, "b" * 64, 1)]
    assert ask(database, "SELECT body_id, documents FROM coverage") == [(None, 2)]


def test_coverage_by_kind_of_document(filled):
    database = filled(*records(), record("e", "桐庐县财政局", 2019, type="预算执行情况报告"))
    rows = set(ask(database, "SELECT body, year, documents, budgets, execution_reports, final_accounts FROM coverage"))
    assert ("桐庐县生态环境局", 2018, 1, 0, 0, 1) in rows and ("桐庐县生态环境局", 2019, 2, 1, 0, 1) in rows and len(rows) == 4
