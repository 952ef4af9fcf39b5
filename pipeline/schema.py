"""Schema: the JSON Schema of a record, made from the Structs, so that others can check and generate code from it.

    python -m pipeline.schema > docs/record.schema.json
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from pipeline.records import Record


def record_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the record stage's artefact. Decimals are strings."""
    found = msgspec.json.schema(Record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "juesuan record", **found}


if __name__ == "__main__":
    print(json.dumps(record_schema(), ensure_ascii=False, indent=1))
