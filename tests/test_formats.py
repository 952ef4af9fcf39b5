"""The same document as TXT, HTML, DOCX and PDF gives the same facts and the same checks."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.check import check
from pipeline.extract import extract
from pipeline.link import link
from pipeline.recognise import recognise
from pipeline.record import record
from pipeline.records import Record
from pipeline.segment import segment
from pipeline.sources import Options, Source

SAMPLES = Path(__file__).parents[1] / "corpus"
ENDINGS = (".txt", ".html", ".docx", ".pdf")
PAIRS = [(group[0], other) for stem in sorted({path.stem for path in SAMPLES.glob("*.*")})
         if len(group := [path for ending in ENDINGS if (path := SAMPLES / f"{stem}{ending}").exists()]) > 1
         for other in group[1:]]
# What a format decides and the document does not: where a thing stands, and the names made of that.
PLACES = {"page", "bbox", "method"}


@cache
def result(path: Path) -> Record:
    reading = extract(Source(path), Options())
    sections = segment(reading)
    mentions = recognise(reading, sections)
    links = link(reading, sections, mentions)
    return record(reading, sections, mentions, links, check(reading, sections, mentions, links))


def counted(items: Any) -> Counter[str]:
    return Counter(str(sorted((key, str(value)) for key, value in msgspec.to_builtins(item).items() if key not in PLACES))
                   for item in items)


@pytest.mark.parametrize("first, other", PAIRS, ids=lambda path: path.name)
def test_every_format_gives_the_same_facts(first: Path, other: Path) -> None:
    one, two = result(first), result(other)
    assert len(one.facts) > 10
    assert counted(one.facts) == counted(two.facts)
    assert counted(one.checks) == counted(two.checks)
    assert (one.document.type, one.document.year, one.document.body) == (two.document.type, two.document.year, two.document.body)
