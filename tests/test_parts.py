"""Our own gold for parts of twenty-five real documents: facts inside the annotated parts, scored as `juesuan evaluate` does."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.evaluate import _fact_keys, _gold_keys, score
from pipeline.frames import read_document

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
FLOORS = {  # document: (linked, fact), F1, a little below what was measured on 2026-11-24
    "shiquan_2025": (0.95, 0.95), "putuo_shangwu_2025": (0.88, 0.88), "ankang_2025": (0.91, 0.91),
    "weifang_2025": (0.96, 0.96), "hainan_revenue_2021": (0.96, 0.96), "swu_2023": (0.97, 0.97),
    "fuxin_2025": (0.97, 0.97), "hainan_transfers_2021": (0.82, 0.82), "heilongjiang_2022": (0.92, 0.89),
    "hohhot_2025": (0.95, 0.95), "jiangmen_2025": (0.97, 0.92), "jsjcy_2018": (0.94, 0.94),
    "ningxia_2024": (0.88, 0.88), "wanli_2025": (0.88, 0.88),
    "tianjin_2025": (0.97, 0.97), "shantou_2025": (0.97, 0.97), "hainan_sangong_2023": (0.97, 0.97),
    "dali_2025": (0.94, 0.94), "jszx_2017": (0.97, 0.97), "sanmenxia_2018": (0.90, 0.90), "shandong_2024": (0.95, 0.95),
    "hebei_2021": (0.97, 0.97), "putuo_sifa_2026": (0.95, 0.95), "shanwei_2025": (0.91, 0.91), "zhongwei_2025": (0.97, 0.91),
}


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_make", ROOT / "corpus" / "make.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpus_make"] = module
    spec.loader.exec_module(module)
    return module


def parts_of(path: Path) -> tuple[str, list[list[str]], list[dict[str, Any]]]:
    """The document's file name, its annotated parts as [first words, last words], and the gold facts."""
    make, file, parts, defaults, facts = maker(), "", [], {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            if key == "file":
                file = value
            elif key == "from":
                parts.append([value])
            elif key == "to":
                parts[-1].append(value)
            else:
                defaults[key] = value
        elif line:
            text, category, options = [*line.split("|"), "", ""][:3]
            facts.append(make.fact(text, category, options, dict(defaults)))
    return file, parts, facts


def spans(text: str, parts: list[list[str]]) -> list[tuple[int, int]]:
    """Where the parts stand, white space left out of the comparison."""
    places = [i for i, character in enumerate(text) if not character.isspace()]
    packed = "".join(text[i] for i in places)
    found = []
    for first, last in parts:
        start = packed.index("".join(first.split()))
        words = "".join(last.split())
        found.append((places[start], places[packed.index(words, start) + len(words) - 1] + 1))
    return found


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is absent")
@pytest.mark.parametrize("name", FLOORS)
def test_parts_stay_above_their_floors(name: str) -> None:
    file, parts, gold = parts_of(ROOT / "corpus" / "parts" / f"{name}.gold")
    read = read_document(CORPUS / file, ocr="never")
    inside = spans(read.reading.text, parts)
    facts = [fact for fact in read.record.facts if fact.source == "text" and fact.kind != "count"
             and any(start <= fact.char_start < end for start, end in inside)]
    gold_keys, fact_keys = [_gold_keys(row) for row in gold], [_fact_keys(fact) for fact in facts]
    for level, floor in zip(("linked", "fact"), FLOORS[name], strict=True):
        reached = score([keys[level] for keys in gold_keys], [keys[level] for keys in fact_keys])
        assert reached.f1 >= floor, f"{name} {level}: {reached}"
