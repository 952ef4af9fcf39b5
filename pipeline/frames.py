"""Frames: one document's record in memory, with its tables as pandas frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.job import collector
from pipeline.reading import Reading
from pipeline.records import Document, Record
from pipeline.sources import Options, Source
from pipeline.stages import STAGES
from pipeline.tables import TABLES, rows

if TYPE_CHECKING:
    from pandas import DataFrame


class Read:
    """A document as read: its record, its reading, and frames of the record's tables."""

    def __init__(self, record: Record, reading: Reading) -> None:
        self.record = record
        self.reading = reading

    @property
    def document(self) -> Document:
        return self.record.document

    def facts(self) -> DataFrame:
        """A row a fact; `value` holds exact Decimals."""
        return self._frame("facts")

    def sections(self) -> DataFrame:
        return self._frame("sections")

    def checks(self) -> DataFrame:
        return self._frame("checks")

    def _frame(self, table: str) -> DataFrame:
        from pandas import DataFrame

        names = [column.name for column in TABLES[table]]
        frame = DataFrame([row for name, row in rows(self.record) if name == table], columns=names, dtype=object)
        numbers = {column.name: "Int64" for column in TABLES[table] if column.type == "integer"}
        return frame.astype(numbers)

    def __repr__(self) -> str:
        d = self.document
        return f"<{d.title or d.source}: {d.facts} facts, {d.contradictions} contradictions, {d.problems} problems>"


def read_document(path: str | Path, *, ocr: str) -> Read:
    """The document through every stage, in memory; a stage's failure is raised."""
    head, *members = str(path).split("!/")
    source = Source(Path(head), tuple(members))
    made: dict[str, Any] = {}
    for stage in STAGES:
        arguments = [made[need] for need in stage.needs] or [source, Options(ocr=ocr)]
        with collector(on=not stage.needs):
            made[stage.name] = stage.load()(*arguments)
    return Read(made["record"], made["extract"])

