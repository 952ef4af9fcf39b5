"""The STAGES table: what each stage is called, which function it is, and what it reads.

A stage is a plain function from earlier artefacts to one artefact. Its artefact's folder is named by a
fingerprint of its code, its patterns, its packages' versions and everything upstream (fingerprints.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pipeline.problems import UsageError


@dataclass(frozen=True)
class Stage:
    name: str
    function: str
    """`module:name`, imported only when the stage runs."""
    needs: tuple[str, ...]
    """Earlier stages whose artefacts are its arguments, in order; the first stage gets (source, options)."""
    artefact: str
    """`module:Struct` of what it returns."""
    patterns: tuple[str, ...] = ()
    """Glob patterns below patterns/ of the files it reads."""
    packages: tuple[str, ...] = ()
    """Distributions whose version changes its result."""

    def load(self) -> Callable[..., Any]:
        """The stage's function."""
        return _named(self.function)

    def artefact_type(self) -> Any:
        """The Struct the stage returns."""
        return _named(self.artefact)


STAGES: tuple[Stage, ...] = (
    Stage("extract", "pipeline.extract:extract", (), "pipeline.reading:Reading", ("extract*",),
          ("pypdfium2", "pdfplumber", "lxml", "python-calamine", "openpyxl", "olefile", "rapidocr", "onnxruntime", "opencv-python-headless")),
    Stage("segment", "pipeline.segment:segment", ("extract",), "pipeline.records:Sections", ("headings*",), ("regex",)),
    Stage("recognise", "pipeline.recognise:recognise", ("extract", "segment"), "pipeline.records:Mentions",
          ("amounts*", "periods*", "categories*", "codes/*", "names*", "documents*"), ("regex", "ahocorasick-rs", "jieba", "spacy")),
    Stage("link", "pipeline.link:link", ("extract", "segment", "recognise"), "pipeline.records:Links", ("link*", "codes/*", "categories*"),
          ("regex", "ahocorasick-rs")),
    Stage("check", "pipeline.check:check", ("extract", "segment", "recognise", "link"), "pipeline.records:Checks",
          ("identities*", "presence*", "codes/*"), ()),
    Stage("record", "pipeline.record:record", ("extract", "segment", "recognise", "link", "check"), "pipeline.records:Record", (), ()),
)
NAMES = tuple(stage.name for stage in STAGES)
LAST = NAMES[-1]


def stage_named(name: str) -> Stage:
    """The row of STAGES with this name; UsageError names the others."""
    for stage in STAGES:
        if stage.name == name:
            return stage
    raise UsageError(f"no stage named {name!r}; the stages are: {', '.join(NAMES)}")


def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
