"""Who may import whom, and the size of things."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.fingerprints import closure, pattern_files
from pipeline.stages import STAGES

HOME = Path(__file__).parents[1]
MODULES = sorted((HOME / "pipeline").rglob("*.py"))


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_only_names_imports_spacy_and_jieba():
    users = {path.relative_to(HOME).as_posix() for path in MODULES for name in imports(path) if name.split(".")[0] in ("spacy", "jieba")}
    assert users <= {"pipeline/recognise/names.py"}


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_stage_knows_neither_later_stages_nor_the_machine(stage):
    names = [each.name for each in STAGES]
    later = {f"pipeline.{name}" for name in names[names.index(stage.name) + 1:]} | {
        f"pipeline.{name}" for name in ("cli", "store", "job", "batch", "executors", "export", "load", "show", "evaluate")}
    used = closure(stage.function.partition(":")[0])
    assert not [module for module in used for other in later if module == other or module.startswith(other + ".")]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_stage_declares_the_pattern_files_it_names(stage):
    by_name = {each.name: each for each in STAGES}
    waiting, declared = [stage.name], set()
    while waiting:  # what earlier stages declare is in the fingerprint too
        each = by_name[waiting.pop()]
        declared |= set(pattern_files(each))
        waiting += each.needs
    for module in closure(stage.function.partition(":")[0]):
        base = HOME.joinpath(*module.split("."))
        path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("load_rules", "load_table"):
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    assert name.value in declared, f"{module} reads {name.value}; STAGES does not say so for {stage.name}"


def test_the_command_line_starts_without_the_heavy_packages():
    script = "import sys; from pipeline import cli; cli.parser(); print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=HOME).stdout.split())
    assert not loaded & {"spacy", "jieba", "pandas", "numpy", "pyarrow", "pdfplumber", "pypdfium2", "regex", "rich", "lxml"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOME).as_posix())
def test_files_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, f"{node.name} has {node.end_lineno - node.lineno + 1} lines"
