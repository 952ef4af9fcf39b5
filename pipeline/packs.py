"""Packs: artefacts in a few SQLite files instead of one file each, for archives of more than a million documents.

    outputs/<stage>/<fingerprint>/<x>.pack      x: the document's first hexadecimal digit; bodies compressed by zstd

A file system keeps 4 KB and an inode for each small file and takes hours to list millions of them; a pack keeps what
the artefact needs. Each write is a transaction of its own: a killed process leaves the pack as it was. Workers on one
machine share packs by SQLite's locks; the folder must not lie on a file system without them.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import zstandard

PATIENCE = 120.0
"""Seconds to wait for another worker's write."""
OPEN = 48
"""Packs held open by a process; three stages' worth."""
SCHEMA = "CREATE TABLE IF NOT EXISTS artefacts (document TEXT PRIMARY KEY, content BLOB NOT NULL)"


class Packs:
    """Sixteen packs for each stage and fingerprint."""

    def __init__(self) -> None:
        self._compress = zstandard.ZstdCompressor(level=3).compress
        self._expand = zstandard.ZstdDecompressor().decompress

    def read(self, where: Path, document: str) -> bytes | None:
        row = self._ask(where, document, "SELECT content FROM artefacts WHERE document = ?")
        return self._expand(row[0]) if row else None

    def has(self, where: Path, document: str) -> bool:
        return self._ask(where, document, "SELECT 1 FROM artefacts WHERE document = ?") is not None

    def write(self, where: Path, document: str, content: bytes) -> None:
        self._change(where, document, "INSERT OR REPLACE INTO artefacts VALUES (?, ?)", (document, self._compress(content)))

    def remove(self, where: Path, document: str) -> None:
        if _pack(where, document).exists():
            self._change(where, document, "DELETE FROM artefacts WHERE document = ?", (document,))

    def documents(self, where: Path) -> Iterator[str]:
        for pack in sorted(where.glob("?.pack")):
            yield from (row[0] for row in _open(pack, os.getpid()).execute("SELECT document FROM artefacts ORDER BY document"))

    def _ask(self, where: Path, document: str, question: str) -> tuple[bytes] | None:
        pack = _pack(where, document)
        if not pack.exists():
            return None
        row: tuple[bytes] | None = _open(pack, os.getpid()).execute(question, (document,)).fetchone()
        return row

    def _change(self, where: Path, document: str, statement: str, values: tuple[str | bytes, ...]) -> None:
        try:
            where.mkdir(parents=True, exist_ok=True)
            _open(_pack(where, document), os.getpid()).execute(statement, values)
        except sqlite3.OperationalError as error:
            raise OSError(None, str(error)) from error


def _pack(where: Path, document: str) -> Path:
    return where / f"{document[0]}.pack"


@lru_cache(maxsize=OPEN)
def _open(pack: Path, process: int) -> sqlite3.Connection:
    """A connection of this process: one opened before a fork must not be used after it."""
    connection = sqlite3.connect(pack, timeout=PATIENCE, isolation_level=None)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = OFF")  # a killed process loses nothing; only the machine's power could
    connection.execute(SCHEMA)
    return connection
