"""Loose files against packs: bytes on disk, inodes, and the time to write, list and read many records.

    python benchmarks/layouts.py [DOCUMENTS]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from synthetic import record

from pipeline.store import Store, begin_packed


def main(documents: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        for layout in ("loose", "packed"):
            home = Path(name) / layout
            if layout == "packed":
                begin_packed(home)
            store = Store(home)
            ids = [record(i, 0).document.document_id for i in range(documents)]
            sample = record(1, 12)
            started = time.perf_counter()
            for document in ids:
                store.write("record", "f", document, sample)
            wrote = time.perf_counter() - started
            started = time.perf_counter()
            assert sum(1 for _ in store.documents("record", "f")) == documents
            listed = time.perf_counter() - started
            some = random.Random(1).sample(ids, min(5_000, documents))
            started = time.perf_counter()
            for document in some:
                assert store.has("record", "f", document) and store.read("record", "f", document)
            read = time.perf_counter() - started
            files = [path.stat() for path in home.rglob("*")]
            print(f"{layout}: {documents} records written at {documents / wrote:,.0f}/s, listed in {listed:.2f} s, "
                  f"read at {len(some) / read:,.0f}/s, {sum(file.st_blocks for file in files) * 512 / 1e6:,.0f} MB on disk, {len(files)} inodes",
                  flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
