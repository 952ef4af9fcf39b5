"""The STAGES table: what each stage is called, which function it is, and what it reads.

A stage is a plain function from earlier artefacts to one artefact. Its artefact's folder is named by a
fingerprint of its code, its patterns, its packages' versions and everything upstream.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    name: str
    function: str
    """`module:name`, imported only when the stage runs."""
    needs: tuple[str, ...]
    """Earlier stages whose artefacts are its arguments, in order."""
    artefact: str
    """`module:Struct` of what it returns."""
    patterns: tuple[str, ...] = ()
    """Glob patterns below patterns/ of the files it reads."""
    packages: tuple[str, ...] = ()
    """Distributions whose version changes its result."""


STAGES: tuple[Stage, ...] = (
    Stage("extract", "pipeline.extract:extract", (), "pipeline.reading:Reading", ("extract*",), ("pypdfium2", "pdfplumber", "lxml")),
    Stage("segment", "pipeline.segment:segment", ("extract",), "pipeline.records:Sections", ("headings*",), ("regex",)),
    Stage("recognise", "pipeline.recognise:recognise", ("extract", "segment"), "pipeline.records:Mentions",
          ("amounts*", "periods*", "categories*", "codes/*", "names*", "documents*"), ("regex", "ahocorasick-rs", "jieba", "spacy")),
    Stage("link", "pipeline.link:link", ("extract", "segment", "recognise"), "pipeline.records:Links", ("link*", "codes/*"), ("regex",)),
    Stage("check", "pipeline.check:check", ("extract", "segment", "recognise", "link"), "pipeline.records:Checks",
          ("identities*", "presence*", "codes/*"), ()),
    Stage("record", "pipeline.record:record", ("extract", "segment", "recognise", "link", "check"), "pipeline.records:Record", (), ()),
)
