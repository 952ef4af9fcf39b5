"""The parts of an Office Open XML file, parsed safely and within limits."""

from __future__ import annotations

import io
import zipfile

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.extract.archive import BROKEN
from pipeline.problems import DocumentError
from pipeline.sources import Options

SMALL = 20_000_000
"""Below this many unpacked bytes no part is called a bomb."""


class Package:
    def __init__(self, data: bytes, source: str, options: Options) -> None:
        self.source, self.options = source, options
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise DocumentError("damaged-file", f"{source} is cut off or broken ({error}): fetch it again") from error
        infos = self.zip.infolist()
        if len(infos) > options.max_members:
            raise DocumentError("too-large", f"{source} has more than {options.max_members} parts")
        total = sum(info.file_size for info in infos)
        if total > max(SMALL, min(options.max_bytes, options.max_ratio * len(data))):
            raise DocumentError("too-large", f"{source} unpacks to {total} bytes, more than {options.max_ratio} times its "
                                "size: a bomb; raise max_ratio if it is none")
        self.names = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}

    def part(self, name: str) -> bytes | None:
        """A part's bytes; None where the package has no such part."""
        info = self.names.get(name.lower())
        if info is None:
            return None
        try:
            with self.zip.open(info) as file:
                content = file.read(self.options.max_bytes + 1)
        except BROKEN as error:
            raise DocumentError("damaged-file", f"{self.source}: {name} is broken ({error}): fetch it again") from error
        except RuntimeError as error:
            raise DocumentError("encrypted-file", f"{self.source} needs a password: save it without one") from error
        if len(content) > self.options.max_bytes:
            raise DocumentError("too-large", f"{self.source}: {name} has more than {self.options.max_bytes} bytes")
        return content

    def xml(self, name: str, *, needed: bool = False) -> Element | None:
        """A part's root element; entities are never resolved, so none can multiply or reach out."""
        content = self.part(name)
        if content is None:
            if needed:
                raise DocumentError("damaged-file", f"{self.source} has no {name}: save it again")
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True,
                                 remove_pis=True, load_dtd=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            if not needed:
                return None
            raise DocumentError("damaged-file", f"{self.source}: {name} is broken ({error}): save it again") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise DocumentError("unsafe-archive", f"{self.source}: {name} declares entities, as no Office file does")
        return root

    def refuse_entities(self) -> None:
        """DocumentError where any part declares entities, for readers that parse the parts themselves."""
        for name in self.names:
            if name.endswith((".xml", ".rels")) and b"<!ENTITY" in (self.part(name) or b"")[:4096]:
                raise DocumentError("unsafe-archive", f"{self.source}: {name} declares entities, as no Office file does")
