"""Sources: where documents come from — files, folders, archives, manifests."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.problems import DocumentError, Problem, UsageError

if TYPE_CHECKING:
    from pipeline.extract.archive import Archive


@dataclass(frozen=True)
class Source:
    """One document: a file, or a member of an archive (`members` is the way into it, nested at most once)."""

    path: Path
    members: tuple[str, ...] = ()
    manifest: dict[str, str] = field(default_factory=dict, hash=False, compare=False)

    @property
    def name(self) -> str:
        """`a.pdf`, or `a.zip!/b.pdf`."""
        return "!/".join((str(self.path), *self.members))

    def read(self, options: Options) -> bytes:
        """The document's bytes; DocumentError where it is missing, damaged or past a limit."""
        try:
            if self.members:
                from pipeline.extract.archive import read_member

                return read_member(self.path, self.members, options)
            if (size := self.path.stat().st_size) > options.max_bytes:
                raise DocumentError("too-large", f"{self.path} has {size} bytes, more than {options.max_bytes}: "
                                    "raise max_bytes")
            return self.path.read_bytes()
        except OSError as error:
            raise DocumentError("missing-file", f"{self.path} cannot be read: {error.strerror or error}") from error


@dataclass(frozen=True)
class Options:
    """What `extract` is told; part of its fingerprint."""

    ocr: str = "auto"
    """auto: only pages whose text layer is missing or lies; never; always."""
    max_bytes: int = 200_000_000
    max_pages: int = 3_000
    max_members: int = 10_000
    max_ratio: int = 200
    """Unpacked bytes of an archive (or of an Office file) over packed bytes."""


LISTED = 50
"""So many rows of a manifest tell what it lists."""
Found = Source | tuple[str, Problem]
"""A document, or the name of what is none and why."""


def find_sources(paths: Sequence[Path], *, manifest: Path | None = None, options: Options | None = None,
                 ) -> Iterator[Found]:
    """Every document below `paths` and in `manifest`, in order, each once; archives are opened.

    >>> [found.name for found in find_sources([Path('2023.zip')])]  # doctest: +SKIP
    ['2023.zip!/a/决算.pdf', '2023.zip!/b.zip!/预算.xls']
    """
    options = options or Options()
    seen: set[str] = set()
    rows = manifest_rows(manifest) if manifest else []
    for path, columns in [*rows, *((path, {}) for path in paths)]:
        for found in below(path, columns, options):
            name = found.name if isinstance(found, Source) else found[0]
            if manifest and isinstance(found, Source) and not found.members and found.path.name == manifest.name \
                    and found.path.samefile(manifest):
                continue  # it lies in a folder that is read as well
            if name not in seen:
                seen.add(name)
                yield found


def manifest_rows(manifest: Path) -> list[tuple[Path, dict[str, str]]]:
    """Each row's path (relative to the manifest's folder) and its other columns; UsageError says which line is wrong."""
    from pipeline.extract.charset import decode

    try:
        text = decode(manifest.read_bytes()).text
    except OSError as error:
        raise UsageError(f"{manifest}: {error.strerror or error}") from error
    reader = csv.DictReader(text.splitlines(keepends=True))
    names = [name.strip() if name else "" for name in reader.fieldnames or ()]
    if "path" not in names:
        raise UsageError(f"{manifest}: no column 'path'; it has: {', '.join(names) or 'nothing'}")
    reader.fieldnames = names
    rows: list[tuple[Path, dict[str, str]]] = []
    seen: dict[str, int] = {}
    try:
        for row in reader:
            where = f"{manifest}: line {reader.line_num}"
            path = (row.pop("path") or "").strip()
            if None in row:
                raise UsageError(f"{where}: more cells than columns: put cells that hold commas in quotes")
            if not path:
                raise UsageError(f"{where}: the column 'path' is blank")
            if path in seen:
                raise UsageError(f"{where}: {path} stands in line {seen[path]} already")
            seen[path] = reader.line_num
            rows.append((manifest.parent / path, {key: (value or "").strip() for key, value in row.items() if key}))
    except csv.Error as error:
        raise UsageError(f"{manifest}: line {reader.line_num}: {error}") from error
    return rows


def below(path: Path, columns: dict[str, str], options: Options) -> Iterator[Found]:
    """The documents at one path: itself, what its folder holds, or the members of its archive."""
    head, mark, inside = str(path).partition("!/")
    if mark and not path.exists():
        yield Source(Path(head), tuple(inside.split("!/")), columns)
    elif path.is_dir():
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith((".", "~$")) and not is_listing(Path(folder, name)):
                    yield from in_file(Path(folder, name), columns, options)
    else:
        yield from in_file(path, columns, options)


def is_listing(path: Path) -> bool:
    """Whether a file is its folder's own manifest: `manifest….csv` with a column that names files beside it."""
    if not (path.name.lower().startswith("manifest") and path.suffix.lower() == ".csv"):
        return False
    from pipeline.extract.charset import decode

    try:
        rows = list(islice(csv.reader(decode(path.read_bytes()).text.splitlines(keepends=True)), 1, LISTED))
        named = [[bool(cell.strip()) and (path.parent / cell.strip()).is_file() for cell in row] for row in rows]
    except (OSError, ValueError, csv.Error):
        return False
    return any(sum(column) * 2 > len(rows) for column in zip_longest(*named, fillvalue=False))


def in_file(path: Path, columns: dict[str, str], options: Options) -> Iterator[Found]:
    from pipeline.extract.archive import archive_kind, opened

    try:
        with path.open("rb") as file:
            kind = archive_kind(file)
    except OSError as error:
        yield str(path), Problem("missing-file", f"{path} cannot be read: {error.strerror or error}")
        return
    if kind is None:
        yield Source(path, (), columns)
        return
    try:
        archive = opened(path, options)
    except DocumentError as error:
        yield str(path), error.problem
        return
    yield from in_archive(archive, path, (), columns)


def in_archive(archive: Archive, path: Path, way: tuple[str, ...], columns: dict[str, str]) -> Iterator[Found]:
    from pipeline.extract.archive import hidden, inner_archive

    for entry in archive.entries:
        if hidden(entry.name):
            continue
        members = (*way, entry.name)
        name = "!/".join((str(path), *members))
        try:
            inner = inner_archive(archive, entry)
        except DocumentError as error:
            yield name, error.problem
            continue
        if inner is None:
            yield Source(path, members, columns)
        elif way:
            yield name, Problem("unsafe-archive", f"{name}: an archive in an archive in an archive: unpack it first")
        else:
            yield from in_archive(inner, path, members, columns)
    if archive.fault:
        yield archive.name, archive.fault.problem
