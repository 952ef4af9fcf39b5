"""From a file to a Reading."""

from __future__ import annotations

import hashlib
from importlib import import_module

import msgspec

from pipeline.extract import sniff
from pipeline.problems import DocumentError
from pipeline.reading import Reading
from pipeline.sources import Options, Source

READERS = {
    sniff.PDF: "pdf:read_pdf",
    sniff.TEXT: "plain:read_text",
    sniff.HTML: "html:read_html",
    sniff.MHTML: "html:read_mhtml",
    sniff.DOCX: "office:read_docx",
    sniff.DOC: "office:read_by_conversion",
    sniff.DOC_XML: "office:read_by_conversion",
    sniff.RTF: "office:read_by_conversion",
    sniff.ODT: "office:read_by_conversion",
    sniff.XLSX: "sheets:read_xlsx",
    sniff.XLSB: "sheets:read_sheets",
    sniff.XLS: "sheets:read_sheets",
    sniff.ODS: "sheets:read_ods",
    sniff.XLS_OLD: "sheets:read_by_conversion",
    sniff.XLS_XML: "sheets:read_by_conversion",
}
"""Media type → module:function below this package; imported only when a document of the type comes.

Each is called as `read(data, document_id=…, source=…, options=…)` and returns a Reading or raises DocumentError.
"""


def extract(source: Source, options: Options) -> Reading:
    """The Reading of one document; a DocumentError where nothing can be read of it."""
    data = source.read(options)
    if not data:
        raise DocumentError("empty-file", f"{source.name} holds no bytes: fetch it again")
    media_type = sniff.sniff(data)
    if media_type == sniff.ENCRYPTED:
        raise DocumentError("encrypted-file", f"{source.name} needs a password: open it and save it without one")
    if media_type in sniff.ARCHIVES:
        raise DocumentError("unknown-format", f"{source.name} is an archive inside archives: unpack it first")
    if media_type is None:
        what = sniff.foreign(data[:64]) or "of no kind that is read here (PDF, HTML, Office, sheets, text, archives)"
        raise DocumentError("unknown-format", f"{source.name} is {what}")
    module, _, function = READERS[media_type].partition(":")
    read = getattr(import_module(f"{__name__}.{module}"), function)
    reading: Reading = read(data, document_id=hashlib.sha256(data).hexdigest(), source=source.name, options=options)
    if not reading.text.strip():
        why = reading.problems[0].message if reading.problems else "it may hold pictures only"
        raise DocumentError("no-text", f"{source.name}: no text could be read: {why}")
    if reading.media_type != media_type:
        reading = msgspec.structs.replace(reading, media_type=media_type)
    return reading
