"""Databases: SQLite and PostgreSQL behind the same few methods."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from pipeline.load.schema import EXTRA, OWN, columns, indexes
from pipeline.problems import UsageError
from pipeline.tables import TABLES, Row

if TYPE_CHECKING:
    import psycopg

OF_A_DOCUMENT = (*TABLES, "loads")
SOME = 500
"""Documents named in one statement."""


class Database(ABC):
    """One open database."""

    dialect: ClassVar[str]
    name: str

    @abstractmethod
    def execute(self, statement: str, values: Sequence[Any] = ()) -> None: ...
    @abstractmethod
    def query(self, statement: str) -> list[Any]: ...
    @abstractmethod
    def insert(self, table: str, rows: Sequence[Row]) -> None: ...
    @abstractmethod
    def transaction(self) -> AbstractContextManager[Any]:
        """Everything inside happens, or nothing."""

    mark: ClassVar[str]
    """What stands for a value in a statement."""

    def remove(self, documents: Sequence[str]) -> None:
        """Deletes all rows of these documents."""
        waiting = iter(documents)
        while some := list(islice(waiting, SOME)):
            marks = ", ".join([self.mark] * len(some))
            for table in OF_A_DOCUMENT:
                self.execute(f'DELETE FROM "{table}" WHERE document_id IN ({marks})', some)

    def finish(self) -> None:
        """Makes the keys and indexes that are not there yet: after the first bulk load, when it is quickest."""
        with self.transaction():
            for _, statement in indexes():
                self.execute(statement)


def connect(database: str) -> AbstractContextManager[Database]:
    """Opens `postgresql://…`, or a file for SQLite; UsageError where that fails."""
    if database.startswith(("postgresql://", "postgres://")):
        return _postgres(database)
    if "://" in database and not database.startswith("sqlite:///"):
        raise UsageError(f"{database}: know a file name (SQLite) and postgresql://USER@HOST/DATABASE")
    return _sqlite(Path(database.removeprefix("sqlite:///")))


class Sqlite(Database):
    dialect = "sqlite"
    mark = "?"

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.connection, self.name = connection, name

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        self.connection.execute(statement, values)

    def query(self, statement: str) -> list[Any]:
        return self.connection.execute(statement).fetchall()

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        kinds = _kinds(table)
        turned = [(i, TO_SQLITE[kind]) for i, kind in enumerate(kinds) if kind in TO_SQLITE]
        marks = ", ".join("?" * len(columns(table, self.dialect)))
        self.connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', (_turn(row, turned) for row in rows))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")


@contextmanager
def _sqlite(path: Path) -> Iterator[Database]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=60, isolation_level=None)
        connection.execute("PRAGMA page_size = 16384")  # a third faster for rows this wide
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -100000")
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{path}: cannot be opened as a SQLite database: {error}") from error
    try:
        yield Sqlite(connection, str(path))
    except sqlite3.OperationalError as error:
        raise UsageError(f"{path}: {error}: what was committed stays; run `load` again") from error
    finally:
        connection.close()


def _turn(row: Row, turned: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    values = list(row)
    for i, change in turned:
        value = values[i]
        if value is not None:
            values[i] = change(value)
    return values


def _kinds(table: str) -> list[str]:
    """The kind of each column, in the words of pipeline.tables."""
    if table in OWN:
        return [kind for _, kind in OWN[table]]
    return [column.type for column in TABLES[table]] + [kind for _, kind in EXTRA.get(table, ())]


def _json(value: Any) -> str | None:
    text = (bytes(value) if isinstance(value, msgspec.Raw) else msgspec.json.encode(value)).decode()
    return None if text == "null" else text


TO_SQLITE: dict[str, Callable[[Any], Any]] = {"decimal": str, "list": _json, "ids": _json, "box": _json, "object": _json}


class Postgres(Database):
    dialect = "postgresql"
    mark = "%s"

    def __init__(self, connection: psycopg.Connection[Any], name: str) -> None:
        self.connection, self.name = connection, name

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        self.connection.execute(statement.encode(), values or None)

    def query(self, statement: str) -> list[Any]:
        return self.connection.execute(statement.encode()).fetchall()

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        from pipeline.load.copying import lines

        with self.connection.cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN'.encode()) as copy:
            for block in lines(_kinds(table), rows):
                copy.write(block)

    def transaction(self) -> AbstractContextManager[Any]:
        return self.connection.transaction()


@contextmanager
def _postgres(address: str) -> Iterator[Database]:
    import psycopg

    shown = address.rpartition("@")[2]
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            # A crash of the server may undo the last batches, digests and all: the next load writes them again.
            connection.execute("SET synchronous_commit = off")
            connection.execute("SET maintenance_work_mem = '256MB'")
            yield Postgres(connection, f"postgresql://{shown}")
    except psycopg.OperationalError as error:
        raise UsageError(f"postgresql://{shown}: {str(error).strip()}: what was committed stays; run `load` again") from error
