"""Writes the smallest OLE container that holds given streams: what old Office files and locked new ones are."""

from __future__ import annotations

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def container(streams: dict[str, bytes]) -> bytes:
    """A version 3 compound file; streams are padded to 4096 bytes, so that none lands in the mini stream."""
    contents = {name: data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0") for name, data in streams.items()}
    table = [FAT, END]  # sector 0 is the FAT itself, sector 1 the directory
    starts = {}
    for name, data in contents.items():
        starts[name] = len(table)
        count = len(data) // SECTOR
        table += [len(table) + i + 1 for i in range(count - 1)] + [END]
    table += [FREE] * (SECTOR // 4 - len(table))
    if len(table) > SECTOR // 4:
        raise ValueError("one sector of FAT holds 63 kB; make the streams smaller")
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0,
                         4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    fat = struct.pack(f"<{len(table)}I", *table)
    return header + fat + directory(contents, starts) + b"".join(contents.values())


def directory(contents: dict[str, bytes], starts: dict[str, int]) -> bytes:
    names = list(contents)
    entries = [entry("Root Entry", 5, child=1)]
    for i, name in enumerate(names):
        right = i + 2 if i + 1 < len(names) else FREE
        entries.append(entry(name, 2, right=right, start=starts[name], size=len(contents[name])))
    while len(entries) < SECTOR // 128:
        entries.append(entry("", 0))
    return b"".join(entries)


def entry(name: str, kind: int, *, child: int = FREE, right: int = FREE, start: int = END, size: int = 0) -> bytes:
    raw = name.encode("utf-16-le")
    length = len(raw) + 2 if name else 0
    return struct.pack("<64sHBBIII16xI16xIQ", raw, length, kind, 1, FREE, right, child, 0, start, size)
