"""Problems: every kind of failure, what it means, and the exit code it leads to."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that went wrong with one document and is kept beside what could be read of it."""

    kind: str
    """A key of KINDS."""
    message: str
    """What, where, and what to do next, in one sentence."""
    stage: str = "extract"
    page: int = 0
    start: int | None = None


KINDS: dict[str, tuple[str, bool]] = {
    # kind: (what it means, whether the document yields nothing)
    "missing-file": ("the path does not exist or cannot be read", True),
    "empty-file": ("the file holds no bytes", True),
    "unknown-format": ("the content is of no kind we read", True),
    "damaged-file": ("the file is cut off or broken", True),
    "encrypted-file": ("the file needs a password", True),
    "no-text": ("no text could be read", True),
    "missing-tool": ("an optional tool is not installed", True),
    "too-large": ("a limit on bytes, pages, members or ratio was passed", True),
    "unsafe-archive": ("an archive member would leave the archive, or is a bomb", True),
    "out-of-time": ("the document took longer than its deadline", True),
    "out-of-memory": ("the document needed more memory than a worker has", True),
    "worker-died": ("the process working on the document was killed", True),
    "internal-error": ("a defect of ours: the stage raised an unexpected error", True),
    "page-unreadable": ("a page's text layer is missing or lies and could not be recognised", False),
    "text-repaired": ("a page's text layer was damaged and has been repaired", False),
    "charset-guessed": ("the declared charset was wrong or missing", False),
    "table-unreadable": ("a table was found but its grid could not be understood", False),
    "unit-missing": ("a table's unit is printed nowhere", False),
    "part-skipped": ("a part of the document was left out, as the message says", False),
}


class DocumentError(Exception):
    """Raised by a stage when a document cannot be read further; carries the Problem to record.

    >>> raise DocumentError("encrypted-file", "a.pdf needs a password: open it and save it without one")
    """

    def __init__(self, kind: str, message: str, *, page: int = 0) -> None:
        if kind not in KINDS:
            raise ValueError(f"problems.py: no kind {kind!r}; known: {', '.join(KINDS)}")
        super().__init__(message)
        self.problem = Problem(kind=kind, message=message, page=page)

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str]]:
        return DocumentError, (self.problem.kind, self.problem.message)


class UsageError(Exception):
    """The command was given something it cannot work with: what, where and what next. Exit code 2."""


EXIT_OK, EXIT_PROBLEMS, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130
"""0: every document has a record; 1: some ended in a fatal Problem; 2: the command is wrong; 130: Ctrl-C."""
