"""juesuan: from Chinese public-finance disclosures to exact, traceable facts.

`read(path)` takes one document through every stage and returns its `Record`; `record.facts()`, `.sections()` and
`.checks()` of what it returns are pandas frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.frames import Read

__version__ = "0.1.0"
__all__ = ["read"]


def read(path: str | Path, *, ocr: str = "auto") -> Read:
    """What one document says, read here and now; nothing is kept on disk.

    Raises DocumentError where nothing can be read of it. An archive's member is `archive.zip!/member.pdf`.
    """
    from pipeline.frames import read_document

    return read_document(path, ocr=ocr)
