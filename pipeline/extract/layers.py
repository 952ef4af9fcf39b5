"""Text layers that are missing or lie: what can be told from a page's characters and its ink."""

from __future__ import annotations

import ctypes
from enum import Enum
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import regex

from pipeline.extract.pdf_calls import Room, plain
from pipeline.extract.pdf_characters import Characters
from pipeline.extract.pdf_objects import Objects

DPI = 50
DARK = 150
"""Grey below which a pixel is ink."""
UNREAD = 350
"""Dark pixels outside of all characters, lines apart, that make a page unread: some fifteen characters."""
SPECKS = 60
"""The same for a page that is one picture: more can only be dirt."""
FEW = 40
"""A page with fewer characters can be a scan with a digital page number or stamp."""
SMALL, LARGE = 0.08, 0.35
"""Shares of the page: a smaller picture is a stamp; a larger one is what the page is about."""
MANY = 300
"""So many paths can be text turned into outlines, so many more text objects than characters a text without a map."""
COMMON = frozenset("的一年预算收支出入市财政万元公共务本级人和国中基金资行上业度结会方保经管项目数理下社与区地全为部加大")
"""Characters that no page of prose in this genre is without; any text has some 15 % of them or more."""


HOLE = regex.compile(r"\d[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]\d")
"""A glyph of unknown meaning inside a number: the number could be any."""


class Layer(Enum):
    GOOD = "good"
    BLANK = "blank"
    MISSING = "missing"
    """The page shows text that the layer does not have."""
    LIES = "lies"
    """The layer's characters are not those that the page shows."""
    PARTLY = "partly"
    """The layer is good, but a smaller picture shows more: a chart, a stamp, a photograph."""


def judge(page: pdfium.PdfPage, characters: Characters, objects: Objects) -> Layer:
    """What the page's text layer is worth."""
    codes = characters.codes
    counts = np.bincount(_KINDS[np.minimum(codes, 0xFFFF)], minlength=len(_NAMES))
    count = dict(zip(_NAMES, counts.tolist(), strict=True))
    hanzi = count["common"] + count["level one"] + count["rare"]
    told = len(codes) - count["space"]
    if _nonsense(count, hanzi) or (count["odd"] and HOLE.search(characters.text)):
        return Layer.LIES
    pictured = _pictured(page, objects)
    if told >= FEW and hanzi >= 0.03 * told:
        if pictured < SMALL or (unread := unread_ink(page, characters)) < UNREAD:
            return Layer.GOOD
        return Layer.MISSING if pictured > LARGE and unread > 3 * UNREAD else Layer.PARTLY
    hidden = pictured >= SMALL or len(objects) > told + MANY or (told >= FEW // 2 and hanzi < 0.03 * told)
    scan = pictured > 0.6 and told < 5
    if hidden and unread_ink(page, characters) > (SPECKS if scan else UNREAD):
        return Layer.MISSING if pictured > 0.6 or hanzi < 5 else Layer.PARTLY  # a cover with a picture on it
    return Layer.GOOD if told else Layer.BLANK


def _nonsense(count: dict[str, int], hanzi: int) -> bool:
    """Whether these can hardly be the characters of a Chinese page.

    Fonts without a map to Unicode give glyph numbers for characters: signs, accented letters, or any rare hanzi.
    """
    odd = count["odd"]
    if odd >= 12 and odd > 0.15 * (hanzi + odd):
        return True
    if not hanzi:
        return odd >= 5 and count["letter"] + odd >= 30
    if hanzi >= 60 and count["rare"] > 0.25 * hanzi:
        return True
    return hanzi >= 200 and count["common"] < 0.03 * hanzi


_NAMES = ("other", "space", "letter", "odd", "rare", "level one", "common")


def _kinds() -> np.ndarray:
    """For each code of the basic plane what it says about a text, as an index into _NAMES; others count as U+FFFF.

    `level one` are the 3,755 common characters of GB 2312, over 97 % of any text with `common`.
    """
    kinds = np.zeros(0x10000, np.uint8)
    kinds[[32, 0x3000]] = 1
    kinds[ord("a"):ord("z") + 1] = kinds[ord("A"):ord("Z") + 1] = 2
    kinds[0xA1:0x590] = kinds[0xE000:0xF900] = kinds[0xFFFD:] = 3
    kinds[[ord(sign) for sign in "!\"#$&'@[\\]^_`{|}~"]] = 3
    kinds[[ord(sign) for sign in "·×°±²³§÷¥αβγδΩμ"]] = 0
    kinds[0x3400:0xA000] = 4
    pairs = bytes(byte for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) for byte in (high, low))
    kinds[[ord(character) for character in pairs.decode("gb2312", "ignore")]] = 5
    kinds[[ord(character) for character in COMMON]] = 6
    return kinds


_KINDS = _kinds()
_bounds = plain(raw.FPDFPageObj_GetBounds)
_BOUNDS = Room(ctypes.c_float, 4, apart=True)
PICTURES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_SHADING)


def _pictured(page: pdfium.PdfPage, objects: Objects) -> float:
    """Share of the page that its largest picture covers; 1 where paths enough for outlined text are drawn without any text."""
    if len(objects) > MANY and raw.FPDF_PAGEOBJ_TEXT not in objects.kinds:
        return 1.0
    pictures = objects.of_kind(*PICTURES)
    if not pictures:
        return 0.0
    width, height = page.get_size()
    left, low, right, high = _BOUNDS.filled(_bounds, pictures).astype(np.float64).T
    return float((np.maximum(right - left, 0) * np.maximum(high - low, 0)).max()) / (width * height or 1)


def unread_ink(page: pdfium.PdfPage, characters: Characters) -> int:
    """Dark pixels at 50 dpi that belong neither to a character of the layer nor to a ruled line."""
    scale = DPI / 72
    dark = page.render(scale=scale, grayscale=True).to_numpy() < DARK
    boxes: Any = characters.x0, characters.top, characters.x1, characters.bottom
    pixels = (np.asarray(edges * scale).astype(np.int64) for edges in characters.displayed(boxes))
    for left, high, right, low in zip(*(edges.tolist() for edges in pixels), strict=True):
        dark[max(0, high - 1):low + 2, max(0, left - 1):right + 2] = False
    return int((dark & ~_long_runs(dark) & ~_long_runs(dark.T).T).sum())


def _long_runs(dark: np.ndarray, length: int = 20) -> np.ndarray:
    """True where a pixel is in a horizontal run of at least `length` dark ones: a line, a filled area."""
    padded = np.zeros((dark.shape[0], dark.shape[1] + 2), np.int8)
    padded[:, 1:-1] = dark
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    found = np.zeros_like(dark)
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        if end - start >= length:
            found[row, start:end] = True
    return found
