"""Databases: SQLite and PostgreSQL behind the same few methods."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pipeline.load import parts
from pipeline.load.schema import indexes, kinds
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
    def take(self, content: Path) -> AbstractContextManager[None]:
        """Inserts a batch's content (batches.py) in one transaction, together with what happens inside."""
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
        parts.insert(self.connection, table, rows)

    @contextmanager
    def take(self, content: Path) -> Iterator[None]:
        # Nobody writes a part any more: it takes neither locks nor part in the transaction.
        self.execute("ATTACH ? AS part", (f"{content.absolute().as_uri()}?immutable=1",))
        try:
            with self.transaction():
                yield
                for (table,) in self.query("SELECT name FROM part.sqlite_master WHERE type = 'table'"):
                    self.execute(f'INSERT INTO main."{table}" SELECT * FROM part."{table}"')
        finally:
            self.execute("DETACH part")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def finish(self) -> None:
        super().finish()
        self.execute("PRAGMA journal_mode = WAL")  # later loads leave readers in peace


@contextmanager
def _sqlite(path: Path) -> Iterator[Database]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path.absolute().as_uri(), uri=True, timeout=60, isolation_level=None)
        connection.execute(f"PRAGMA page_size = {parts.PAGE}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -100000")
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{path}: cannot be opened as a SQLite database: {error}: name a file, or the place of a new one, that can be "
                         "written, then run `load` again; what was committed stays") from error
    try:
        yield Sqlite(connection, str(path))
    except sqlite3.OperationalError as error:
        raise UsageError(f"{path}: {error}: what was committed stays; see that the file can be written and its disk has room, then run "
                         "`load` again") from error
    finally:
        connection.close()


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

        self._copy(table, lines(kinds(table), rows))

    def _copy(self, table: str, block: bytes) -> None:
        with self.connection.cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN'.encode()) as copy:
            copy.write(block)

    @contextmanager
    def take(self, content: Path) -> Iterator[None]:
        from pipeline.load.copying import blocks_of

        with self.transaction():
            yield
            for table, block in blocks_of(content):
                self._copy(table, block)

    def transaction(self) -> AbstractContextManager[Any]:
        return self.connection.transaction()


@contextmanager
def _postgres(address: str) -> Iterator[Database]:
    import psycopg

    shown = address.rpartition("@")[2]
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            # A crash of the server may undo the last batches, digests and all: the next load writes them again.
            connection.execute("SET client_encoding = 'UTF8'")
            connection.execute("SET synchronous_commit = off")
            connection.execute("SET maintenance_work_mem = '256MB'")
            yield Postgres(connection, f"postgresql://{shown}")
    except psycopg.OperationalError as error:
        raise UsageError(f"postgresql://{shown}: {str(error).strip()}: what was committed stays; run `load` again") from error
