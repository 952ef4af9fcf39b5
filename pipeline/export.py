"""Export: the tables of all current records as JSONL, CSV or Parquet files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, TextIO

import msgspec

from pipeline.export_cells import CELLS, plain
from pipeline.index import Entry
from pipeline.records import Record
from pipeline.tables import TABLES, Column, Row, rows


class Writer(Protocol):
    """Takes the rows of one table."""

    def write(self, row: Row) -> None: ...
    def close(self) -> None: ...


def export(records: Iterable[Record], folder: Path, form: str, *, unread: Iterable[Entry] = ()) -> dict[str, int]:
    """Writes one file a table into the folder and returns the number of rows of each.

    `unread` are the sources that are no document at all; they appear among the problems.
    """
    if form == "fdp":
        from pipeline.export_fdp import export_fdp

        return export_fdp(records, folder)
    folder.mkdir(parents=True, exist_ok=True)
    counts = dict.fromkeys(TABLES, 0)
    with ExitStack() as stack:
        writers: dict[str, Writer] = {}
        for name, columns in TABLES.items():
            writers[name] = FORMATS[form](folder / f"{name}.{form}", columns)
            stack.callback(writers[name].close)
        for table, row in _all_rows(records, unread):
            counts[table] += 1
            writers[table].write(row)
    return counts


def _all_rows(records: Iterable[Record], unread: Iterable[Entry]) -> Iterator[tuple[str, Row]]:
    for record in records:
        yield from rows(record)
    yield from _unread(unread)


def _unread(entries: Iterable[Entry]) -> Iterator[tuple[str, Row]]:
    for entry in entries:
        if entry.problem:
            p = entry.problem
            yield "problems", ("", entry.name, p.kind, p.stage, p.page, p.start, p.message)


class Jsonl:
    """One object a line; decimals are exact strings."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        self.file = path.open("wb")
        self.names = [column.name for column in columns]
        self.decimals = [column.name for column in columns if column.type == "decimal"]
        self.encode = msgspec.json.Encoder().encode

    def write(self, row: Row) -> None:
        found = dict(zip(self.names, row, strict=True))
        for name in self.decimals:
            if found[name] is not None:
                found[name] = plain(found[name])
        self.file.write(self.encode(found) + b"\n")

    def close(self) -> None:
        self.file.close()


class Csv:
    """UTF-8 with a mark that spreadsheets need; no cell can become a formula."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        self.file: TextIO = path.open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.writer(self.file)
        self.writer.writerow([column.name for column in columns])
        self.cells = [CELLS[column.type] for column in columns]

    def write(self, row: Row) -> None:
        self.writer.writerow([cell(value) for cell, value in zip(self.cells, row, strict=True)])

    def close(self) -> None:
        self.file.close()


class Parquet:
    """Typed columns; decimals exact, with twelve places."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        import pyarrow
        import pyarrow.parquet

        types = {"text": pyarrow.string(), "integer": pyarrow.int64(), "decimal": pyarrow.decimal128(38, 12),
                 "list": pyarrow.list_(pyarrow.string()), "ids": pyarrow.list_(pyarrow.int64()),
                 "box": pyarrow.list_(pyarrow.float64()), "object": pyarrow.string()}
        self.arrow = pyarrow
        self.objects = [i for i, column in enumerate(columns) if column.type == "object"]
        self.schema = pyarrow.schema([
            pyarrow.field(column.name, types[column.type], metadata={"description": column.about}) for column in columns])
        self.file = pyarrow.parquet.ParquetWriter(path, self.schema, compression="zstd")
        self.waiting: list[Row] = []

    def write(self, row: Row) -> None:
        for i in self.objects:
            row = (*row[:i], CELLS["object"](row[i]), *row[i + 1:])
        self.waiting.append(row)
        if len(self.waiting) >= 50_000:
            self._flush()

    def _flush(self) -> None:
        if self.waiting:
            columns = zip(*self.waiting, strict=True)
            arrays = [self.arrow.array(list(values), type=field.type) for values, field in zip(columns, self.schema, strict=True)]
            self.file.write_table(self.arrow.Table.from_arrays(arrays, schema=self.schema))
            self.waiting = []

    def close(self) -> None:
        self._flush()
        self.file.close()


FORMATS: dict[str, Callable[[Path, tuple[Column, ...]], Writer]] = {"jsonl": Jsonl, "csv": Csv, "parquet": Parquet}
