"""Sources: where documents come from — files, folders, archives, manifests."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


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
