"""PDFium's functions called once for each of a page's many characters or objects, at a third of ctypes' usual price.

What costs in such a call is the conversion of its arguments. Here none is converted: a handle and the places that
results are written to are passed as ctypes references made once. Like PDFium itself this is not for threads.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

AT_ONCE = 1024
"""Items whose results there is room for; more are called for in several goes."""
ADDRESS = ctypes.POINTER(ctypes.c_char)
"""Type of a result that is passed on to other functions: an object of the page."""

Function = Callable[..., Any]


def plain(function: object, result: Any = None) -> Function:
    """The C function without argument types: it takes ints that fit 32 bits, and ctypes objects as they are."""
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result)(address)  # type: ignore[arg-type]


def argument(handle: Any) -> object:
    """A PDFium handle (page, text page) as an argument of a plain function."""
    return ctypes.byref((ctypes.c_char * 1).from_address(ctypes.cast(handle, ctypes.c_void_p).value or 0))


class Room:
    """Room for what a plain function writes for each item: `fields` numbers of one type."""

    def __init__(self, kind: Any, fields: int, *, apart: bool = False) -> None:
        """`apart`: the function takes the place of each field; else one place for all of them."""
        self._room = (kind * (fields * AT_ONCE))()
        self._rows = np.frombuffer(self._room, np.dtype(kind)).reshape(AT_ONCE, fields)
        each, row = ctypes.sizeof(kind), ctypes.sizeof(kind) * fields
        self._places = [[ctypes.byref(self._room, row * i + each * j) for i in range(AT_ONCE)]
                        for j in range(fields if apart else 1)]

    def filled(self, function: Function, *arguments: Sequence[object]) -> np.ndarray:
        """What the function writes, one row for each set of arguments; zeros where it fails."""
        count = len(arguments[-1])
        if count <= AT_ONCE:
            return self._filled(function, count, arguments)
        goes = [self._filled(function, min(AT_ONCE, count - i), [items[i:i + AT_ONCE] for items in arguments])
                for i in range(0, count, AT_ONCE)]
        return np.concatenate(goes)

    def _filled(self, function: Function, count: int, arguments: Sequence[Sequence[object]]) -> np.ndarray:
        rows = self._rows[:count]
        rows[:] = 0
        deque(map(function, *arguments, *self._places), 0)
        return rows.copy()
