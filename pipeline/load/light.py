"""Light records: a record as it is loaded, its facts' decimals and boxes left as the JSON has them.

Facts are nearly all of what is loaded. Turning each of their figures into a Decimal, and that into text again, takes
longer than the database needs to store the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from pipeline.records import Record
from pipeline.tables import TABLES, Row, rows

KINDS: dict[str, Any] = {"text": str | None, "integer": int | None, "decimal": str | None, "list": tuple[str, ...], "box": msgspec.Raw}
LightFact: Any = msgspec.defstruct(
    "LightFact", [(column.name, KINDS[column.type]) for column in TABLES["facts"][1:]], gc=False)
LightRecord: Any = msgspec.defstruct("LightRecord", [
    (field.name, tuple[LightFact, ...] if field.name == "facts" else field.type, field.default)
    if field.default is not msgspec.NODEFAULT else (field.name, field.type)
    for field in msgspec.structs.fields(Record)])
decode = msgspec.json.Decoder(LightRecord).decode
"""A record's JSON → a Record whose facts hold exact decimal strings and, for boxes, `msgspec.Raw`."""


def light_rows(record: Any) -> dict[str, list[Row]]:
    """The rows of a light record by table, its document's own row apart."""
    document, values = record.document.document_id, msgspec.structs.astuple
    found: dict[str, list[Row]] = {"facts": [(document, *values(fact)) for fact in record.facts]}
    for table, row in rows(msgspec.structs.replace(record, facts=())):
        if table != "documents":
            found.setdefault(table, []).append(row)
    return found


def box_texts(values: Sequence[Any]) -> list[str]:
    """The JSON of boxes: as light facts have it, or made of their numbers."""
    if isinstance(values[0], msgspec.Raw):
        return b";".join(values).decode("ascii").split(";")
    return [msgspec.json.encode(value).decode() for value in values]
