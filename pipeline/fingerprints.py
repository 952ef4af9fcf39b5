"""Fingerprints: one short name for everything that decides what a stage makes of a document.

A stage's fingerprint covers the code of every module of ours that it imports, at any depth, the bytes of its
pattern files, the versions of its packages, its options and the fingerprints of the stages it reads. Comments,
docstrings and layout of the code do not count: editing them reruns nothing.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.patterns import folder
from pipeline.sources import Options
from pipeline.stages import STAGES, Stage

HOME = Path(__file__).resolve().parent
LENGTH = 12
CACHE = HOME / "__pycache__" / "fingerprints.json"
"""Digest and imports of each module by size and time; it belongs with the code, as its bytecode does."""


def fingerprints(options: Options | None = None) -> dict[str, str]:
    """The fingerprint of every stage, by its name, in the order of STAGES."""
    options = options or Options()
    found: dict[str, str] = {}
    for stage in STAGES:
        said = _options(options) if not stage.needs else ""
        parts = [stage.name, _code(stage), _patterns(stage), _packages(stage), said, *(found[need] for need in stage.needs)]
        found[stage.name] = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:LENGTH]
    return found


def ingredients(stage: Stage, options: Options | None = None) -> dict[str, str]:
    """What a fingerprint is made of, each with a digest of its own: how `status` says why a stage is stale."""
    found = {f"code {name}": digest for name, digest in closure(stage.function.partition(":")[0]).items()}
    found |= {f"patterns {name}": digest for name, digest in pattern_files(stage).items()}
    found |= {f"package {name}": _version(name) for name in stage.packages}
    if not stage.needs:
        found["options"] = _options(options or Options())
    return found


def _options(options: Options) -> str:
    return json.dumps({name: getattr(options, name) for name in options.__dataclass_fields__})


def _code(stage: Stage) -> str:
    modules = closure(stage.function.partition(":")[0])
    return f"python {sys.version_info[0]}.{sys.version_info[1]} " + " ".join(f"{k}={v}" for k, v in sorted(modules.items()))


def _packages(stage: Stage) -> str:
    return " ".join(f"{name}=={_version(name)}" for name in stage.packages)


def _patterns(stage: Stage) -> str:
    return " ".join(f"{name}={digest}" for name, digest in pattern_files(stage).items())


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def pattern_files(stage: Stage) -> dict[str, str]:
    """The pattern files a stage reads, by their path below patterns/, with the digest of their bytes."""
    home = folder()
    paths = {path for glob in stage.patterns for path in home.glob(glob) if path.is_file()}
    return {path.relative_to(home).as_posix(): _digest(path) for path in sorted(paths)}


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:LENGTH]


@cache
def closure(module: str) -> dict[str, str]:
    """The modules of ours that a module imports, itself included, at any depth, with their digests.

    A stage that is a package covers every file of it, since some are imported by a name made at run time. The
    root `__init__` is left out: it hands the finished pipeline to its users, and no stage asks it.
    """
    known = _read_cache()
    found: dict[str, str] = {}
    home = HOME.parent.joinpath(*module.split("."))
    files = [path.relative_to(HOME.parent).with_suffix("") for path in home.rglob("*.py") if path.stem != "__init__"]
    waiting = [module, *(".".join(path.parts) for path in files)]
    while waiting:
        name = waiting.pop()
        path = _path_of(name)
        if name == "pipeline" or name in found or path is None:
            continue
        stat = path.stat()
        entry = known.get(name)
        if entry is None or entry[:2] != [stat.st_mtime_ns, stat.st_size]:
            known[name] = entry = [stat.st_mtime_ns, stat.st_size, *_examine(name, path)]
        found[name] = str(entry[2])
        waiting += [str(imported) for imported in entry[3:]]
        waiting.append(name.rpartition(".")[0] or "pipeline")
    _write_cache(known)
    return found


def _path_of(module: str) -> Path | None:
    base = HOME.parent.joinpath(*module.split("."))
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            return path
    return None


def _examine(name: str, path: Path) -> list[str]:
    """A module's digest, then the names it imports from this package (names of things in modules may be among them)."""
    tree = ast.parse(path.read_bytes())
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    imported: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            imported |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
        for body in ("body", "orelse", "finalbody"):
            statements = getattr(node, body, None)
            if isinstance(statements, list):
                statements[:] = [s for s in statements if not _is_remark(s)]
    code = hashlib.sha256(ast.dump(tree).encode()).hexdigest()[:LENGTH]
    return [code, *sorted(each for each in imported if each.split(".")[0] == "pipeline")]


def _is_remark(statement: ast.stmt) -> bool:
    """A docstring, of a module, class, function or field."""
    return (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str))


def _read_cache() -> dict[str, list[int | str]]:
    try:
        cached: dict[str, list[int | str]] = json.loads(CACHE.read_text())
    except (OSError, ValueError):
        return {}
    return cached


def _write_cache(known: dict[str, list[int | str]]) -> None:
    text = json.dumps(known)
    with suppress(OSError):  # a read-only installation only costs the time
        if CACHE.exists() and CACHE.read_text() == text:
            return
        CACHE.parent.mkdir(exist_ok=True)
        part = CACHE.with_suffix(f".{os.getpid()}")
        part.write_text(text)
        part.replace(CACHE)
