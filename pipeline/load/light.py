"""Light records: a record as it is loaded, its facts' decimals and lists left as the JSON has them.

Facts are nearly all of what is loaded. Turning each of their figures into a Decimal, and that into text again, takes
longer than the database needs to store the row.
"""

from __future__ import annotations

from typing import Any

import msgspec

from pipeline.records import Record
from pipeline.tables import TABLES

KINDS: dict[str, Any] = {"text": str | None, "integer": int | None, "decimal": str | None}
LightFact: Any = msgspec.defstruct(
    "LightFact", [(column.name, KINDS.get(column.type, msgspec.Raw)) for column in TABLES["facts"][1:]], gc=False)
LightRecord: Any = msgspec.defstruct("LightRecord", [
    (field.name, tuple[LightFact, ...] if field.name == "facts" else field.type, field.default)
    if field.default is not msgspec.NODEFAULT else (field.name, field.type)
    for field in msgspec.structs.fields(Record)])
decode = msgspec.json.Decoder(LightRecord).decode
"""A record's JSON → a Record whose facts hold exact decimal strings and, for lists, `msgspec.Raw`."""
