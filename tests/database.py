"""What is in a database, and outputs folders made of records."""

import json

from commands import command

from pipeline.fingerprints import fingerprints
from pipeline.index import Entry, Index
from pipeline.load.databases import connect
from pipeline.load.schema import OWN
from pipeline.store import Store
from pipeline.tables import TABLES


def load(outputs, database, code=0):
    done = command("load", database, "--outputs", outputs, "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def everything(database):
    """Every table's rows, sorted, as text."""
    with connect(database) as base:
        return {table: sorted(map(repr, base.query(f'SELECT * FROM "{table}"'))) for table in [*TABLES, *OWN]}


def ask(database, statement):
    with connect(database) as base:
        return base.query(statement)


def save(outputs, *records):
    """Makes the folder what a run over these records would have left."""
    store, index = Store(outputs), Index(outputs)
    for record in records:
        name = record.document.source
        store.write("record", fingerprints()["record"], record.document.document_id, record)
        index.add(Entry(f"/in/{name}", name, record.document.document_id, 1, 1))
    index.close()
    return outputs
