"""One bad document for each fault in tests/documents, and the Problem it must end in."""

from __future__ import annotations

import csv
from dataclasses import fields, replace
from pathlib import Path

import pytest
from documents import make

from pipeline.extract import extract
from pipeline.problems import DocumentError, Problem
from pipeline.sources import Options, Source, find_sources

DOCUMENTS = Path(__file__).parent / "documents"
with (DOCUMENTS / "expected.csv").open(encoding="utf-8", newline="") as file:
    FAULTS = list(csv.DictReader(file))


def problems_of(path: Path, options: Options) -> list[Problem]:
    """Every Problem that comes of one path, as a batch would meet them."""
    found: list[Problem] = []
    for item in find_sources([path], options=options):
        if not isinstance(item, Source):
            found.append(item[1])
            continue
        try:
            found += extract(item, options).problems
        except DocumentError as error:
            found.append(error.problem)
    return found


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['file']} {fault['options']}".strip())
def test_each_fault_ends_in_its_problem(fault: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    options = Options(ocr="never")
    name, _, value = fault["options"].partition("=")
    if name == "no-tools":
        monkeypatch.setenv("PATH", "")
    elif name and name != "ocr":
        assert name in {field.name for field in fields(Options)}
        options = replace(options, **{name: int(value)})
    found = problems_of(DOCUMENTS / fault["file"], options)
    assert [problem.kind for problem in found] == [fault["problem"]], found
    assert fault["file"] in found[0].message, "the message names the file"
    assert ":" in found[0].message or " is " in found[0].message


def test_there_are_enough_faults_and_no_file_without_one() -> None:
    assert len(FAULTS) >= 25
    made = {path.name for path in DOCUMENTS.iterdir() if path.suffix not in (".py", ".csv", "")}
    assert made == {fault["file"] for fault in FAULTS} - {"missing.pdf"}


def test_the_documents_are_what_the_script_makes() -> None:
    made = make.faults()
    for name in ("locked.xls", "locked.doc", "link.tar", "big5.txt", "lying-charset.html", "noise.pdf"):
        assert made[name] == (DOCUMENTS / name).read_bytes(), name
