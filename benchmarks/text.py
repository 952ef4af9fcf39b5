"""Characters a second from segment to record on one core, and JioNLP's amounts on the same paragraphs, in one run.

    python benchmarks/text.py FOLDER

FOLDER holds documents; reading them is not counted, nor is what a worker does once (compiling rules, loading the
tokenizer). JioNLP's `extract_money` does amounts only: no sections, categories, periods, tables, links or checks. So
it stands beside our amounts alone, in the paragraphs outside tables, which are all that it is given; and beside the
whole of our work on the whole of the text. The stages run as in a worker, one document after the other; JioNLP comes
in a second pass, for in turn with it they are 5 to 8 % slower than a worker ever is: it takes the processor's caches.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pipeline.job import collector
from pipeline.reading import Reading
from pipeline.recognise import free_of_tables
from pipeline.recognise.amounts import find_amounts
from pipeline.recognise.lexicon import official_names
from pipeline.recognise.names import names_in
from pipeline.results import Results
from pipeline.stages import STAGES

WARM = 8
"""Of so many documents the first time is not counted: rules and code lists are loaded when a document first needs them."""


def main(folder: str) -> None:
    with tempfile.TemporaryDirectory() as outputs:
        subprocess.run([sys.executable, "-m", "pipeline.cli", "run", folder, "--to", "extract", "--ocr", "never", "--outputs", outputs],
                       stdout=subprocess.DEVNULL, check=False)
        results = Results(Path(outputs))
        measure(lambda: (results.reading(entry) for entry in results.entries.values()))


def measure(readings: Callable[[], Iterable[Reading]]) -> None:
    names_in("主要用于安排科普展览项目支出", "project")
    for kind in ("department", "government"):
        official_names(kind)
    spent: Counter[str] = Counter()
    for i, reading in enumerate(readings()):
        if i < WARM:
            stages(reading, Counter())
        stages(reading, spent)
        spent["characters"] += len(reading.text)
    peer = jionlp()
    for reading in readings():
        gaps = free_of_tables(reading)
        paragraphs = [line for start, end in gaps for line in reading.text[start:end].split("\n") if line.strip()]
        spent["paragraphs"] += sum(map(len, paragraphs))
        spent["ours"] += seconds(lambda: find_amounts(reading.text, reading.folded, gaps))  # noqa: B023 — called at once
        if peer:
            spent["theirs"] += seconds(lambda: [peer(paragraph) for paragraph in paragraphs])  # noqa: B023
    for stage in STAGES[1:]:
        say(stage.name, f"{spent['characters'] / spent[stage.name] / 1e6:.2f} M characters/s")
    whole = spent["characters"] / sum(spent[stage.name] for stage in STAGES[1:])
    say("segment → record", f"{whole / 1e6:.2f} M characters/s (asked: 0.7)")
    say("amounts alone", f"{spent['paragraphs'] / spent['ours'] / 1e6:.2f} M characters/s of paragraphs")
    if peer:
        their = spent["paragraphs"] / spent["theirs"]
        say("JioNLP's amounts", f"{their / 1e6:.2f} M characters/s; ours are {spent['theirs'] / spent['ours']:.1f} times as fast, "
            f"all our stages on all text {whole / their:.2f} times")


def stages(reading: Reading, spent: Counter[str]) -> None:
    """Adds the seconds that each stage after extraction takes."""
    made: dict[str, Any] = {"extract": reading}
    with collector(on=False):
        for stage in STAGES[1:]:
            function = stage.load()
            started = time.process_time()
            made[stage.name] = function(*(made[need] for need in stage.needs))
            spent[stage.name] += time.process_time() - started


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def jionlp() -> Callable[[str], object] | None:
    """JioNLP's reader of amounts, warmed up; None, and a line that says so, where it is not installed."""
    try:
        import jionlp
    except ImportError:
        say("JioNLP", "not installed: pip install --no-deps --require-hashes -r requirements.lock")
        return None
    jionlp.ner.extract_money("收入1.5万元")
    return jionlp.ner.extract_money


def say(what: str, figure: str) -> None:
    print(f"{what:18} {figure}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
