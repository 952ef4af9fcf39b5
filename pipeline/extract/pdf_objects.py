"""The objects of a PDF page, each with its kind, fetched once for all that look at them."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.extract.pdf_calls import ADDRESS, argument, plain

_object = plain(raw.FPDFPage_GetObject, ADDRESS)
_inner = plain(raw.FPDFFormObj_GetObject, ADDRESS)
_kind = plain(raw.FPDFPageObj_GetType, ctypes.c_int)


@dataclass(slots=True)
class Objects:
    """The objects of a page or of a form on it, in the order they are drawn."""

    handles: list[Any]
    """Arguments of plain functions."""
    kinds: list[int]
    """raw.FPDF_PAGEOBJ_… of each."""

    def __len__(self) -> int:
        return len(self.kinds)

    def of_kind(self, *kinds: int) -> list[Any]:
        if set(kinds).isdisjoint(self.kinds):
            return []
        return [handle for handle, kind in zip(self.handles, self.kinds, strict=True) if kind in kinds]


def page_objects(page: pdfium.PdfPage) -> Objects:
    count = raw.FPDFPage_CountObjects(page.raw)
    handles = list(map(_object, repeat(argument(page.raw), count), range(count)))
    return Objects(handles, list(map(_kind, handles)))


def form_objects(form: Any, most: int) -> Objects:
    """The first objects of a form, given by its handle."""
    count = min(most, raw.FPDFFormObj_CountObjects(ctypes.cast(form, raw.FPDF_PAGEOBJECT)))
    handles = list(map(_inner, repeat(form, count), range(count)))
    return Objects(handles, list(map(_kind, handles)))
