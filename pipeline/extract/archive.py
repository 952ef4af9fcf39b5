"""Archives: their members by name and bytes, without a byte being written outside and without a bomb going off.

Members are read in memory only, so a name can lead nowhere; names that try to (`../`, `/`, `C:`) are refused all
the same, as are links and devices. Every read stops at the limits, whatever sizes the archive claims.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple, cast

import regex

from pipeline.extract.sniff import BZIP2, GZIP, TAR, XZ, ZIP, sniff, zip_kind
from pipeline.problems import DocumentError
from pipeline.sources import Options

SMALL = 10_000_000
"""Below this many bytes nothing is called a bomb, however well it packs."""
HIDDEN = regex.compile(r"(?:^|/)(?:__MACOSX/|\.[^./]|~\$|Thumbs\.db$|desktop\.ini$)", regex.I)
ESCAPES = regex.compile(r"^(?:/|[A-Za-z]:)|(?:^|/)\.\.(?:/|$)")
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
          NotImplementedError, KeyError)
OPENERS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    GZIP: lambda file: cast(IO[bytes], gzip.GzipFile(fileobj=file)), BZIP2: bz2.open, XZ: lzma.open}  # type: ignore[dict-item]


class Entry(NamedTuple):
    name: str
    key: int
    """Its position in the archive's own list."""
    size: int
    packed: int | None
    refused: str | None = None
    """Why it may not be read."""
    encrypted: bool = False


def hidden(name: str) -> bool:
    """Litter of operating systems and lock files of Office."""
    return bool(HIDDEN.search(name))


def zip_name(info: zipfile.ZipInfo) -> str:
    """The name as its maker wrote it: zips without the UTF-8 flag hold GBK (or UTF-8 all the same)."""
    name = info.orig_filename.split("\0")[0]
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for charset in ("utf-8", "gb18030"):
            try:
                name = raw.decode(charset)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


class Archive:
    """An opened archive: `entries` in its own order, `read` for one of them."""

    def __init__(self, data: IO[bytes], kind: str, name: str, options: Options) -> None:
        self.name, self.options = name, options
        self.packed = data.seek(0, 2)
        data.seek(0)
        self.fault: DocumentError | None = None
        """What ended the list of entries early."""
        self.zip = zipfile.ZipFile(data) if kind == ZIP else None
        self.tar: tarfile.TarFile | None = None
        self.stream = data if kind in (ZIP, TAR) else OPENERS[kind](data)
        if kind != ZIP:
            head = self.stream.read(600)
            self.stream.seek(0)
            if head[257:262] == b"ustar":
                self.tar = tarfile.TarFile(fileobj=self.stream)
        self.entries: list[Entry] = []
        self.names: dict[str, Entry] = {}
        try:
            with broken(name):
                for entry in self._listed():
                    self._add(entry)
        except DocumentError as error:
            self.fault = error

    def _add(self, entry: Entry) -> None:
        if len(self.entries) >= self.options.max_members:
            raise DocumentError("too-large", f"{self.name} has more than {self.options.max_members} members: "
                                "the rest is not read; raise max_members")
        if entry.name in self.names:
            entry = entry._replace(refused="has the name of an earlier member")
        self.entries.append(entry)
        self.names.setdefault(entry.name, entry)

    def _listed(self) -> Iterator[Entry]:
        if self.zip is not None:
            for i, info in enumerate(self.zip.infolist()):
                if not info.is_dir():
                    name = zip_name(info)
                    link = "is a link" if (info.external_attr >> 16) & 0o170000 == 0o120000 else None
                    yield Entry(name, i, info.file_size, info.compress_size, refusal(name) or link,
                                bool(info.flag_bits & 1))
        elif self.tar is not None:
            for i, member in enumerate(self.tar):
                # Looking at the next member unpacks this one: a bomb has to be seen before.
                self._bounded(member.offset_data + member.size, self.packed, member.name)
                if not member.isdir():
                    bad = None if member.isreg() else "is a link or a device"
                    yield Entry(member.name, i, member.size, None, refusal(member.name) or bad)
        else:
            yield Entry(PurePosixPath(self.name.rpartition("!/")[2]).stem or "content", 0, 0, self.packed)

    def _bounded(self, size: int, packed: int, what: str) -> None:
        if size > SMALL and size > packed * self.options.max_ratio:
            raise DocumentError("unsafe-archive", f"{self.name}: {what} unpacks to more than {self.options.max_ratio} "
                                "times its size, as a bomb does; raise max_ratio if it is none")

    def read(self, entry: Entry, *, only: int | None = None) -> bytes:
        """A member's bytes (`only` so many from its start); DocumentError where it is refused, locked or too large."""
        name = f"{self.name}!/{entry.name}"
        if entry.refused:
            raise DocumentError("unsafe-archive", f"{name} {entry.refused}: it is not read")
        if entry.encrypted:
            raise DocumentError("encrypted-file", f"{name} needs a password: unpack it first")
        with broken(name):
            stream = self._open(entry)
            if only is not None:
                return stream.read(only)
            limit = self.options.max_bytes
            if entry.packed:
                limit = min(limit, max(SMALL, entry.packed * self.options.max_ratio))
            content = stream.read(limit + 1)
        if len(content) > limit and entry.packed:
            self._bounded(len(content), entry.packed, entry.name)
        if len(content) > limit:
            raise DocumentError("too-large", f"{name} has more than {limit} bytes: raise max_bytes")
        return content

    def _open(self, entry: Entry) -> IO[bytes]:
        if self.zip is not None:
            return self.zip.open(self.zip.infolist()[entry.key])
        if self.tar is not None:
            stream = self.tar.extractfile(self.tar.members[entry.key])  # type: ignore[attr-defined]
            assert stream is not None
            return stream
        self.stream.seek(0)
        return self.stream

    def find(self, name: str) -> Entry:
        if name not in self.names:
            raise self.fault or DocumentError("missing-file", f"{self.name} has no member {name}")
        return self.names[name]


def refusal(name: str) -> str | None:
    return "would leave the archive" if ESCAPES.search(name) else None


@contextmanager
def broken(name: str) -> Iterator[None]:
    """Turns what the archive modules raise into one damaged-file."""
    try:
        yield
    except BROKEN as error:
        raise DocumentError("damaged-file", f"{name} is damaged ({error}): fetch it again") from error
    except RuntimeError as error:  # zipfile: a password, though the entry did not say so
        raise DocumentError("encrypted-file", f"{name} needs a password: unpack it first") from error


def archive_kind(file: IO[bytes]) -> str | None:
    """Which archive a file is by its content; None where it is a document."""
    head = file.read(600)
    file.seek(0)
    if head.startswith(b"PK"):
        kind = zip_kind(file)
        file.seek(0)
        return kind if kind == ZIP else None
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")) or head[257:262] == b"ustar":
        return sniff(head)
    return None


@lru_cache(maxsize=4)
def open_archive(path: Path, stamp: tuple[int, int], options: Options) -> Archive:
    """The archive at `path`; kept open, since the members of one archive are usually read one after another."""
    with broken(str(path)):
        file = path.open("rb")
        kind = archive_kind(file)
        if kind is None:
            raise DocumentError("unknown-format", f"{path} is no archive that is read here (zip, tar, gz, bz2, xz)")
        return Archive(file, kind, str(path), options)


def opened(path: Path, options: Options) -> Archive:
    stat = path.stat()
    return open_archive(path, (stat.st_mtime_ns, stat.st_size), options)


def inner_archive(outer: Archive, entry: Entry) -> Archive | None:
    """The member opened as an archive; None where it is a document."""
    head = io.BytesIO(outer.read(entry, only=600))
    if not head.getvalue().startswith(b"PK") and archive_kind(head) is None:
        return None
    file = io.BytesIO(outer.read(entry))
    kind = archive_kind(file)
    name = f"{outer.name}!/{entry.name}"
    with broken(name):
        return Archive(file, kind, name, outer.options) if kind else None


@lru_cache(maxsize=2)
def nested(path: Path, stamp: tuple[int, int], member: str, options: Options) -> Archive:
    outer = opened(path, options)
    inner = inner_archive(outer, outer.find(member))
    if inner is None:
        raise DocumentError("unknown-format", f"{outer.name}!/{member} is no archive")
    return inner


def read_member(path: Path, members: tuple[str, ...], options: Options) -> bytes:
    """The bytes of `path!/member` or `path!/archive!/member`."""
    if len(members) > 2:
        raise DocumentError("unsafe-archive", f"{'!/'.join((str(path), *members))}: archives nest once at most")
    archive = opened(path, options)
    if len(members) == 2:
        stat = path.stat()
        archive = nested(path, (stat.st_mtime_ns, stat.st_size), members[0], options)
    return archive.read(archive.find(members[-1]))
