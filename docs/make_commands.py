"""Writes docs/commands.md from the commands' own help: `python docs/make_commands.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMANDS = ("run", "status", "show", "problems", "report", "export", "load", "evaluate", "compare", "clean")


def help_of(command: str) -> str:
    run = subprocess.run([sys.executable, "-m", "pipeline.cli", command, "--help"], capture_output=True, text=True, check=True,
                         cwd=Path(__file__).parents[1], env={**os.environ, "COLUMNS": "100", "PYTHONWARNINGS": "ignore"})
    return run.stdout.strip()


def page() -> str:
    parts = ["# Commands", "Written by `docs/make_commands.py` from the commands' own help."]
    for command in COMMANDS:
        parts += [f"## {command}", "```text\n" + help_of(command) + "\n```"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    (Path(__file__).parent / "commands.md").write_text(page(), encoding="utf-8")
