"""Lifelines: processes that die with the one that started them, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from multiprocessing.connection import wait


def follow_parent() -> None:
    """In a new worker: Ctrl-C left to the parent, and death when the parent dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None or not isinstance(parent.sentinel, int):
        return
    # A thread that watched the pipe would wait for a hanging C call, and PDEATHSIG only looks at the fork server.
    kill_when_closed(parent.sentinel, os.getpid())
    if wait([parent.sentinel], timeout=0):  # it died before the kernel was told
        os._exit(1)


def kill_when_closed(pipe: int, whom: int) -> None:
    """Has the kernel kill a process (a group by its negative number) as soon as the pipe's other end closes; on Linux."""
    if sys.platform != "linux":
        return
    import fcntl

    fcntl.fcntl(pipe, fcntl.F_SETOWN, whom)
    fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
