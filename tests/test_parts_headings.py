"""Our own gold for the headings of nine real documents, annotated before the output was seen; scored as score.py does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.evaluate import score
from pipeline.extract import extract
from pipeline.reading import fold
from pipeline.records import Section
from pipeline.segment import segment
from pipeline.sources import Options, Source

ROOT = Path(__file__).parents[1]
PARTS = ROOT / "corpus" / "parts"
CORPUS = ROOT.parent / "shared" / "corpus"
SHORT = 14
"""Characters of the longest title that is written whole; of a longer one the first twelve and its length are kept."""
FLOORS = {  # document: (heading F1, share of the found ones with the right level), a little below what was measured on 2026-11-24
    "chengde_2025": (0.98, 1.0), "hainan_matters_2021": (0.99, 1.0), "jswbgt_2019": (0.99, 1.0), "sanming_2018": (0.99, 1.0),
    "shiquan_2025": (0.97, 1.0), "swu_2024": (0.99, 1.0), "tianjin_2025": (0.99, 1.0), "wanli_2025": (0.99, 0.85), "yunfu_2025": (0.99, 1.0),
}


def squeezed(text: str) -> str:
    return "".join(c for c in fold(text) if not c.isspace() and c not in "“”\"'‘’《》〈〉").strip("。：:；;、.")


def key(number: str, title: str) -> tuple[str, str]:
    title = "".join(title.split())
    if "…" not in title and len(title) > SHORT:
        title = f"{title[:12]}…{len(title)}"
    return squeezed(number), squeezed(title)


def annotated(path: Path) -> tuple[str, dict[str, str], list[tuple[tuple[str, str], int]]]:
    """The document's file name, how far it was annotated, and each heading with its level."""
    settings: dict[str, str] = {}
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            name, _, value = line[1:].partition(" ")
            settings[name] = value
        else:
            level, number, title = line.split("|", 2)
            rows.append((key(number, title), int(level)))
    return settings.pop("file"), settings, rows


def within(sections: tuple[Section, ...], settings: dict[str, str]) -> list[Section]:
    if "pages" in settings:
        first, last = map(int, settings["pages"].split("-"))
        return [section for section in sections if first <= section.page <= last]
    return list(sections[:int(settings.get("first", len(sections)))])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is absent")
@pytest.mark.parametrize("name", FLOORS)
def test_headings_stay_above_their_floors(name: str) -> None:
    file, settings, gold = annotated(PARTS / f"{name}.headings")
    reading = extract(Source(CORPUS / file), Options(ocr="never"))
    if not reading.text:
        pytest.skip("no converter for this format is installed")
    found = [(key(s.number, s.title), s.level) for s in within(segment(reading).sections, settings)]
    reached = score([heading for heading, _ in gold], [heading for heading, _ in found])
    both = (Counter(h for h, _ in gold) & Counter(h for h, _ in found)).total()
    levels = (Counter(gold) & Counter(found)).total() / max(1, both)
    assert reached.f1 >= FLOORS[name][0] and levels >= FLOORS[name][1], (
        reached, levels, Counter(gold) - Counter(found), Counter(found) - Counter(gold))
