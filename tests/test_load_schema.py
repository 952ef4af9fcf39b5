"""A database of an older version is brought up to date, and holds then what a fresh one holds."""

import re
import sqlite3
import time
from decimal import Decimal
from pathlib import Path

import pytest
from bodies_over_years import HUGE, records
from database import ask, everything, save
from msgspec.structs import replace

from pipeline.load import load
from pipeline.load.databases import connect
from pipeline.load.schema import VERSION
from pipeline.records import Unlinked
from pipeline.results import Results

OLD = Path(__file__).parent / "databases"
"""Dumps of databases that earlier versions made of the same records, but for the code lists."""


def restore(database, file):
    if "://" not in database:
        with sqlite3.connect(database) as connection:
            connection.executescript(file.read_text(encoding="utf-8"))
        connection.close()
        return
    import psycopg

    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(file.read_bytes())


@pytest.fixture
def results(tmp_path):
    return Results(save(tmp_path / "out", *records()))


@pytest.mark.parametrize("version", [1])
def test_an_old_database_becomes_a_new_one(results, database, tmp_path, version):
    restore(database, OLD / f"v{version}.{'postgresql' if '://' in database else 'sqlite'}.sql")
    done = load(database, results)
    # One document has sections, whose paths are written otherwise; its digits are also those that SQLite had lost.
    assert (done.documents, done.unchanged) == (1, 3)
    fresh = new_database(database, tmp_path)
    load(fresh, results)
    assert without_fingerprint(everything(database)) == without_fingerprint(everything(fresh))
    assert [Decimal(str(row[0])) for row in ask(database, "SELECT value FROM facts WHERE category = '基本支出'")] == [HUGE]
    assert ask(database, "SELECT version FROM juesuan_schema") == [(VERSION,)]
    assert len(ask(database, "SELECT * FROM year_checks")) == 3  # the new views are there
    assert load(database, results).unchanged == len(records())


def new_database(like, tmp_path):
    if "://" not in like:
        return str(tmp_path / "fresh.sqlite")
    import psycopg

    with psycopg.connect(like, autocommit=True) as connection:
        name = f"f{time.time_ns()}"
        connection.execute(f"CREATE DATABASE {name}")
        return re.sub(r"/t\d+", f"/{name}", like, count=1)


def without_fingerprint(tables):
    """`loads` says by which fingerprint a row came in, which is another for rows that stayed."""
    return {**tables, "loads": sorted(row.rpartition(",")[0] for row in tables["loads"])}


def test_a_database_of_schema_2_gets_the_views_of_today(results, database):
    load(database, results)
    before, rows = everything(database), ask(database, "SELECT * FROM year_checks ORDER BY identity")
    with connect(database) as base, base.transaction():
        base.execute("DROP VIEW year_checks")
        base.execute("CREATE VIEW year_checks AS SELECT 1 AS slow")
        base.execute("UPDATE juesuan_schema SET version = 2")
        base.execute("UPDATE sections SET path = '一、' || path")
    assert load(database, results).documents == sum(any(section.number for section in record.sections) for record in records()) > 0
    assert everything(database) == before and ask(database, "SELECT * FROM year_checks ORDER BY identity") == rows
    assert ask(database, "SELECT version FROM juesuan_schema") == [(VERSION,)]


def test_a_database_of_schema_3_gets_the_values_of_what_is_unlinked(tmp_path, database):
    first, *rest = records()
    lost = Unlinked("5万元", "获得5万元", "no category", 1, 2, 5, "money", Decimal(50000), "万元")
    results = Results(save(tmp_path / "out", replace(first, unlinked=(lost,)), *rest))
    load(database, results)
    before = everything(database)
    with connect(database) as base, base.transaction():
        for column in ("kind", "value", "unit"):
            base.execute(f'ALTER TABLE unlinked DROP COLUMN "{column}"')
        base.execute("UPDATE juesuan_schema SET version = 3")
    assert load(database, results).documents == 1
    assert everything(database) == before and "50000" in str(before["unlinked"])
    assert ask(database, "SELECT version FROM juesuan_schema") == [(VERSION,)]
