"""Fingerprints: what must change them and what must not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.fingerprints import closure, fingerprints, ingredients, pattern_files
from pipeline.problems import UsageError
from pipeline.sources import Options
from pipeline.stages import NAMES, STAGES, stage_named

HOME = Path(__file__).parents[1]


@pytest.fixture
def copy(tmp_path):
    """A copy of the code and patterns that a test may edit."""
    for name in ("pipeline", "patterns"):
        shutil.copytree(HOME / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def prints(home):
    script = "from pipeline.fingerprints import fingerprints; print(*fingerprints().values())"
    done = subprocess.run([sys.executable, "-c", script], cwd=home, capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"})
    return dict(zip(NAMES, done.stdout.split(), strict=True))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    os.utime(path, ns=(1, 1))  # an edit within one tick of the clock is seen too: the size differs, or the time


@pytest.mark.parametrize(("file", "addition", "first"), [
    ("pipeline/segment/__init__.py", "\nADDED = 1\n", "segment"),
    ("pipeline/segment/__init__.py", "\n# a remark\n", None),
    ("pipeline/recognise/amounts.py", "\nADDED = 1\n", "recognise"),  # a module the stage imports
    ("pipeline/reading.py", "\nADDED = 1\n", "extract"),
    ("pipeline/cli.py", "\nADDED = 1\n", None),  # not a stage's business
    ("pipeline/show/terminal.py", "\nADDED = 1\n", None),
    ("patterns/amounts.toml", "\n# a remark\n", "recognise"),  # bytes: a pattern file is not parsed here
    ("patterns/identities.toml", "\n# a remark\n", "check"),
])
def test_an_edit_changes_its_stage_and_those_after_it(copy, file, addition, first):
    before = prints(copy)
    with (copy / file).open("a", encoding="utf-8") as lines:
        lines.write(addition)
    after = prints(copy)
    changed = [name for name in NAMES if before[name] != after[name]]
    if first is None:
        assert changed == []
    else:
        assert changed[0] == first
        expected = {first}
        for stage in STAGES:  # whoever reads it, at any depth
            if expected & set(stage.needs):
                expected.add(stage.name)
        assert expected <= set(changed)


def test_docstrings_do_not_count_but_strings_do(copy):
    before = prints(copy)
    path = copy / "pipeline" / "segment" / "__init__.py"
    path.write_text('"""Another docstring."""\n' + path.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    assert path.read_text(encoding="utf-8").startswith('"""Another')
    assert prints(copy) == before


def test_options_belong_to_extract():
    never = fingerprints(Options(ocr="never"))
    assert all(never[name] != print_ for name, print_ in fingerprints().items())
    assert "options" in ingredients(stage_named("extract")) and "options" not in ingredients(stage_named("link"))


def test_the_closure_covers_what_is_imported_at_run_time():
    modules = closure("pipeline.extract")
    assert {"pipeline.extract", "pipeline.extract.pdf", "pipeline.extract.building", "pipeline.reading", "pipeline.sources"} <= modules.keys()
    assert "pipeline" not in modules and "pipeline.cli" not in modules


def test_every_pattern_file_is_read_by_a_stage_that_says_so():
    said = {name for stage in STAGES for name in pattern_files(stage)}
    there = {path.relative_to(HOME / "patterns").as_posix() for path in (HOME / "patterns").rglob("*")
             if path.suffix in (".toml", ".csv")}
    assert there - said == {"bodies.csv", "regions_renamed.csv", "cofog.csv"}  # read by load and export, which are no stages


def test_needs_come_earlier():
    for i, stage in enumerate(STAGES):
        assert set(stage.needs) <= set(NAMES[:i])


def test_an_unknown_stage_is_named_with_the_others():
    with pytest.raises(UsageError, match="no stage named 'linking'; the stages are: extract, segment"):
        stage_named("linking")
