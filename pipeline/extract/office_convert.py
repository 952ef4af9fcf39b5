"""Old formats to Office Open XML by LibreOffice, where it is installed."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import olefile

from pipeline.lifelines import kill_when_closed
from pipeline.problems import DocumentError
from pipeline.sources import Options

SECONDS = 120
FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
PROGRAMS = ("soffice", "libreoffice")


def converted(data: bytes, target: str, source: str, options: Options) -> bytes:
    """The document as `docx` or `xlsx`; a DocumentError that says what to install where nothing can convert it."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise DocumentError("missing-tool", f"{source}: this format is read through LibreOffice: install it (soffice on "
                            f"the PATH) or save the document as {target}")
    with tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # The name without an ending makes LibreOffice look at the content, as we do.
        (folder / "document").write_bytes(data)
        command = [program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
                   # A profile of its own: two conversions in one profile wait for each other, or give up silently.
                   f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                   "--convert-to", FILTERS[target], "--outdir", str(folder / "out"), str(folder / "document")]
        run(command, folder, source)
        made = folder / "out" / f"document.{target}"
        if not made.is_file() or not made.stat().st_size:
            raise DocumentError("damaged-file", f"{source} cannot be opened by LibreOffice: it is broken; fetch it again")
        if made.stat().st_size > options.max_bytes:
            raise DocumentError("too-large", f"{source} has more than {options.max_bytes} bytes as {target}")
        return made.read_bytes()


def run(command: list[str], folder: Path, source: str) -> None:
    """Runs the converter and ends it, with all it started, when it takes too long or when this process dies."""
    end, ours = os.pipe()  # `ours` closes with this process, however that ends
    try:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True, pass_fds=(end,), env={**os.environ, "HOME": str(folder)})
        try:
            kill_when_closed(end, -process.pid)
            process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise DocumentError("out-of-time", f"{source}: LibreOffice took more than {SECONDS} s") from error
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    finally:
        os.close(end)
        os.close(ours)


def refuse_encrypted(data: bytes, source: str) -> None:
    """DocumentError for a Word file with a password, which a converter would only fail on without a word."""
    if not data.startswith(olefile.MAGIC):
        return
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            stream = "WordDocument"
            head = ole.openstream(stream).read(12) if ole.exists(stream) else b""
    except (OSError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise DocumentError("damaged-file", f"{source} is cut off or broken ({error}): fetch it again") from error
    if len(head) >= 12 and head[11] & 1:  # FibBase.fEncrypted
        raise DocumentError("encrypted-file", f"{source} needs a password: open it and save it without one")
