"""Bytes to text: which charset a document is really in, whatever it declares.

A parser that believes `charset=gb2312` over UTF-8 bytes loses most of a page without an error, so every text
format is decoded here first and parsed afterwards.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

import regex

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SAME = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
        "utf8": "utf-8", "big5-hkscs": "big5hkscs", "big5": "big5hkscs", "unicode": "utf-16-le", "utf-16": "utf-16-le"}
"""Names that declare the same bytes: GB 18030 holds all of GB 2312 and GBK."""

MARGIN = 0.002
"""Share of bytes that may be undecodable and yet leave the charset certain (a file cut inside a character)."""

GB_COMMON = regex.compile(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1-\xa3][\xa1-\xfe]")
BIG5_COMMON = regex.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]|[\xa1-\xa3][\x40-\x7e\xa1-\xfe]")
USUAL = regex.compile(r"[\t\n\r\x20-\x7e\xa0\u2000-\u206f\u2460-\u24ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
PAIR = regex.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")


class Decoded(NamedTuple):
    text: str
    charset: str
    certain: bool
    """False where nothing but the look of the characters told the charset, or where some could not be decoded."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`: by its BOM, else UTF-8 if it is valid, else GB 18030 or Big5 by their common characters."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return Decoded(data[len(mark):].decode(name, "replace"), name, True)
    if wide := utf16_by_zeros(data):
        return Decoded(data.decode(wide, "replace"), wide, True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", True)
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        if bad <= max(3, MARGIN * len(data)) and len(data) - len(text) >= 20 * bad:
            return Decoded(text, "utf-8", False)
    charset = normal(declared) if declared else ""
    if charset not in ("gb18030", "big5hkscs"):
        charset = ""
    guessed = gb_or_big5(data)
    return Decoded(data.decode(guessed, "replace"), guessed, guessed == charset and decodes(data, guessed))


def normal(name: str) -> str:
    """One name for charsets whose bytes are the same: `GB2312` → `gb18030`."""
    name = name.strip().strip("\"'").lower()
    return SAME.get(name, name)


def utf16_by_zeros(data: bytes) -> str | None:
    """UTF-16 without a BOM: zero bytes, and read the right way round nearly all of it is Chinese or ASCII."""
    head = data[:4000]
    if b"\0" not in head or len(head) < 4:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = head[:len(head) // 2 * 2].decode(name, "replace")
        if len(USUAL.findall(text)) > 0.95 * len(text):
            return name
    return None


def gb_or_big5(data: bytes) -> str:
    """Each charset's common characters lie where the other has its rare ones."""
    sample = data[:200_000]
    pairs = PAIR.findall(sample) or [b""]
    gb = sum(1 for pair in pairs if GB_COMMON.fullmatch(pair))
    big5 = sum(1 for pair in pairs if BIG5_COMMON.fullmatch(pair))
    if decodes(sample, "big5hkscs") != decodes(sample, "gb18030"):
        return "big5hkscs" if decodes(sample, "big5hkscs") else "gb18030"
    # Big5's second bytes below 0xA1 are never common GB 2312, so a Big5 text falls far behind in `gb`.
    return "big5hkscs" if big5 > 1.1 * gb else "gb18030"


def decodes(data: bytes, charset: str) -> bool:
    """All of it, but for a character cut at the end."""
    try:
        codecs.getincrementaldecoder(charset)().decode(data)
    except UnicodeDecodeError:
        return False
    return True
