"""The documentation: every command documented as it is, the tutorial's blocks run in order, every page reachable."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def test_every_command_is_documented_as_its_help_says() -> None:
    spec = importlib.util.spec_from_file_location("make_commands", DOCS / "make_commands.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == module.page(), "run: python docs/make_commands.py"
    listed = subprocess.run([sys.executable, "-m", "pipeline.cli", "--help"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert set(re.findall(r"^    ([a-z]+)  ", listed, re.M)) == set(module.COMMANDS)


def test_every_page_is_in_the_navigation_and_every_link_leads_somewhere() -> None:
    navigation = set(re.findall(r": (\w+\.md)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    assert navigation == {page.name for page in DOCS.glob("*.md")}
    for page in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([\w/.]+)\)", page.read_text(encoding="utf-8")):
            assert (DOCS / target).exists(), f"{page.name}: {target}"


def test_the_tutorial_works_word_for_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib", reason="the report's plots need matplotlib")
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```(console|python)\n(.*?)```", (DOCS / "tutorial.md").read_text(encoding="utf-8"), re.S)
    assert {kind for kind, _ in blocks} == {"console", "python"}
    for kind, block in blocks:
        if kind == "python":
            exec(compile(block, "tutorial.md", "exec"), {})
            continue
        for line in block.strip().splitlines():
            words = shlex.split(line.removeprefix("$ juesuan "))
            done = subprocess.run([sys.executable, "-m", "pipeline.cli", *words], capture_output=True, text=True)
            assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "review.html").stat().st_size > 10_000 and (tmp_path / "report.html").exists()
