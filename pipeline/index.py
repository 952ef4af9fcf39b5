"""Index: which document each source holds, so that an unchanged file is not read again.

    outputs/index/<time>-<host>-<process>.jsonl      one line a source, appended when its document is finished

Each run appends to a file of its own, so runs on many machines may share the folder; the newest line of a source
holds. A line that a killed run left half written is passed over.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from io import BufferedWriter
from pathlib import Path

import msgspec

from pipeline.problems import Problem
from pipeline.store import DiskError, write_atomically

FOLDER = "index"


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the last run knew of one source."""

    source: str
    """Absolute path, or `archive!/member`."""
    name: str
    """As it was given."""
    document_id: str = ""
    """'' where the file could not be read at all; `problem` says why."""
    size: int = 0
    mtime_ns: int = 0
    """Of the file; of the archive for a member."""
    manifest: dict[str, str] = {}
    problem: Problem | None = None
    """How the document ended, where it yields nothing."""


_DECODER = msgspec.json.Decoder(Entry)
_ENCODER = msgspec.json.Encoder()


class Index:
    """The newest entry of every source, by its absolute name."""

    def __init__(self, outputs: Path | str) -> None:
        self.folder = Path(outputs) / FOLDER
        self.entries: dict[str, Entry] = {entry.source: entry for file in self._files() for entry in _read(file)}
        self._own: BufferedWriter | None = None

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.jsonl"))

    def add(self, entry: Entry) -> None:
        """Remembers an entry, on disk at once; an entry that says nothing new writes nothing."""
        if self.entries.get(entry.source) == entry:
            return
        try:
            if self._own is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                name = f"{time.time_ns():020d}-{socket.gethostname()}-{os.getpid()}.jsonl"
                self._own = (self.folder / name).open("ab")
            self._own.write(_ENCODER.encode(entry) + b"\n")
            self._own.flush()
        except OSError as error:
            self._own = None
            raise DiskError.of(self.folder, error) from error
        self.entries[entry.source] = entry

    def documents(self) -> dict[str, Entry]:
        """Each document once, by its id, in the order of the names given, under the first of them."""
        found: dict[str, Entry] = {}
        for entry in sorted(self.entries.values(), key=lambda entry: entry.name):
            if entry.document_id:
                found.setdefault(entry.document_id, entry)
        return found

    def unread(self) -> list[Entry]:
        """The sources that are no document: missing or unreadable files."""
        return [entry for entry in self.entries.values() if not entry.document_id]

    def compact(self) -> None:
        """One file with the newest entries instead of one a run; not while another run writes."""
        old = self._files()
        if len(old) > 1:
            lines = b"".join(_ENCODER.encode(entry) + b"\n" for entry in self.entries.values())
            write_atomically(old[-1].with_name(f"{time.time_ns():020d}-all.jsonl"), lines)
            for file in old:
                file.unlink(missing_ok=True)

    def close(self) -> None:
        if self._own is not None:
            self._own.close()
            self._own = None


def _read(file: Path) -> Iterator[Entry]:
    for line in file.read_bytes().split(b"\n"):
        try:
            yield _DECODER.decode(line)
        except msgspec.DecodeError:
            continue
