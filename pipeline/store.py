"""Store: the artefacts on disk, one file a stage, fingerprint and document.

    outputs/<stage>/<fingerprint>/<xx>/<document>.json      xx: the document's first two hexadecimal digits

A file that exists is finished and current. Writing is atomic: a killed process leaves at most a `.part` file,
which nothing reads. Archives of more than a million documents keep the same artefacts in packs (packs.py).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import msgspec

from pipeline.problems import UsageError
from pipeline.stages import NAMES, stage_named

LAYOUT = "layout"
"""File in the outputs folder that says `packed` where the artefacts lie in packs."""
_ENCODER = msgspec.json.Encoder(order=None)


class Layout(Protocol):
    """Where the bytes of artefacts lie; `where` is the folder of one stage and fingerprint."""

    def read(self, where: Path, document: str) -> bytes | None: ...
    def write(self, where: Path, document: str, content: bytes) -> None: ...
    def has(self, where: Path, document: str) -> bool: ...
    def remove(self, where: Path, document: str) -> None: ...
    def documents(self, where: Path) -> Iterator[str]: ...


class Loose:
    """One file a document."""

    def read(self, where: Path, document: str) -> bytes | None:
        try:
            return self.path(where, document).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, where: Path, document: str, content: bytes) -> None:
        write_atomically(self.path(where, document), content)

    def has(self, where: Path, document: str) -> bool:
        return os.path.exists(self.path(where, document))

    def remove(self, where: Path, document: str) -> None:
        self.path(where, document).unlink(missing_ok=True)

    def documents(self, where: Path) -> Iterator[str]:
        with suppress(FileNotFoundError), os.scandir(where) as folders:
            for folder in sorted(folders, key=lambda entry: entry.name):
                with os.scandir(folder.path) as files:
                    yield from sorted(file.name[:-5] for file in files if file.name.endswith(".json"))

    @staticmethod
    def path(where: Path, document: str) -> Path:
        return where / document[:2] / f"{document}.json"


def write_note(path: Path, content: bytes) -> None:
    """A file beside the artefacts; DiskError where the disk does not take it, nothing where it is there already."""
    try:
        if not path.exists() or path.read_bytes() != content:
            write_atomically(path, content)
    except OSError as error:
        raise DiskError.of(path, error) from error


def write_atomically(path: Path, content: bytes) -> None:
    """The file whole or not at all, also when the process is killed or the disk is full; its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


class Store:
    """The artefacts below one outputs folder, read and written by stage, fingerprint and document."""

    def __init__(self, outputs: Path | str) -> None:
        self.outputs = Path(outputs)
        self.layout: Layout = Loose()
        with suppress(OSError):
            if (self.outputs / LAYOUT).read_text().strip() == "packed":
                from pipeline.packs import Packs

                self.layout = Packs()

    def folder(self, stage: str, fingerprint: str) -> Path:
        return self.outputs / stage / fingerprint

    def has(self, stage: str, fingerprint: str, document: str) -> bool:
        return self.layout.has(self.folder(stage, fingerprint), document)

    def read(self, stage: str, fingerprint: str, document: str) -> bytes | None:
        """The artefact's JSON; None where the stage has not finished this document."""
        return self.layout.read(self.folder(stage, fingerprint), document)

    def load(self, stage: str, fingerprint: str, document: str, as_type: Any = None) -> Any:
        """The artefact as its Struct (or as a Struct with fewer fields); None where there is none or it is torn."""
        content = self.read(stage, fingerprint, document)
        if content is None:
            return None
        try:
            return msgspec.json.decode(content, type=as_type or stage_named(stage).artefact_type())
        except msgspec.DecodeError:  # left by a machine that lost its power
            return None

    def write(self, stage: str, fingerprint: str, document: str, artefact: Any) -> bytes:
        """Writes the artefact and returns its JSON; DiskError where the disk does not take it."""
        content = _ENCODER.encode(artefact)
        try:
            self.layout.write(self.folder(stage, fingerprint), document, content)
        except OSError as error:
            raise DiskError.of(self.outputs, error) from error
        return content

    def remove(self, stage: str, fingerprint: str, document: str) -> None:
        self.layout.remove(self.folder(stage, fingerprint), document)

    def documents(self, stage: str, fingerprint: str) -> Iterator[str]:
        """The documents that a stage has finished, in order."""
        return self.layout.documents(self.folder(stage, fingerprint))

    def versions(self, stage: str) -> list[str]:
        """The fingerprints of a stage that have artefacts, oldest first."""
        try:
            folders = [path for path in (self.outputs / stage).iterdir() if path.is_dir()]
        except OSError:
            return []
        return [path.name for path in sorted(folders, key=lambda path: path.stat().st_mtime_ns)]

    def find(self, fingerprint: str) -> str:
        """The stage that a fingerprint (or its unambiguous beginning) belongs to, as `stage/fingerprint`."""
        hits = [f"{stage}/{version}" for stage in NAMES for version in self.versions(stage) if version.startswith(fingerprint)]
        if len(hits) != 1:
            raise UsageError(f"{self.outputs}: {'no' if not hits else 'more than one'} fingerprint begins with "
                             f"{fingerprint!r}; `juesuan status` lists them")
        return hits[0]

    def drop(self, stage: str, fingerprint: str) -> None:
        """Deletes all artefacts of one fingerprint."""
        shutil.rmtree(self.folder(stage, fingerprint), ignore_errors=True)


class DiskError(UsageError):
    """The outputs folder cannot be written: no document's fault, so the run ends and says so."""

    @classmethod
    def of(cls, path: Path, error: OSError) -> DiskError:
        return cls(f"{path}: {error.strerror or error}: make room or choose another --outputs, then run again; "
                   "what was finished is kept")

    def __reduce__(self) -> tuple[type[DiskError], tuple[str]]:
        return DiskError, (str(self),)


def begin_packed(outputs: Path) -> None:
    """Makes a new outputs folder one that keeps its artefacts in packs."""
    path = outputs / LAYOUT
    if not path.exists():
        if any((outputs / name).exists() for name in NAMES):
            raise UsageError(f"{outputs}: holds loose artefacts already: choose a new folder for --packed")
        write_note(path, b"packed\n")
