"""Artefacts on disk: whole or not at all, in both layouts."""

import json
import os
from decimal import Decimal

import pytest

from pipeline.index import Entry, Index
from pipeline.problems import Problem, UsageError
from pipeline.records import Links, Mention, Mentions
from pipeline.store import LAYOUT, DiskError, Store, begin_packed, write_atomically

A, B = "aa" + "0" * 62, "bb" + "0" * 62


@pytest.fixture(params=["loose", "packed"])
def store(request, tmp_path):
    if request.param == "packed":
        begin_packed(tmp_path)
    return Store(tmp_path)


def test_what_was_written_is_read(store):
    mentions = Mentions(amounts=(Mention("money", 0, 5, value=Decimal("1234567890123456789.10"), step=Decimal("0.01")),), year=2024)
    assert not store.has("recognise", "f1", A) and store.load("recognise", "f1", A) is None
    content = store.write("recognise", "f1", A, mentions)
    assert store.has("recognise", "f1", A) and not store.has("recognise", "f2", A)
    assert store.read("recognise", "f1", A) == content
    assert store.load("recognise", "f1", A) == mentions
    assert json.loads(content)["amounts"][0]["value"] == "1234567890123456789.10"  # money is never a float


def test_documents_versions_and_removal(store):
    for document in (B, A):
        store.write("link", "f1", document, Links())
    store.write("link", "f2", A, Links())
    assert list(store.documents("link", "f1")) == [A, B]
    assert set(store.versions("link")) == {"f1", "f2"}
    store.remove("link", "f1", B)
    assert list(store.documents("link", "f1")) == [A]
    store.remove("link", "f1", B)  # a second time says nothing
    store.drop("link", "f1")
    assert store.versions("link") == ["f2"]
    assert list(store.documents("link", "gone")) == []


def test_writing_again_replaces(store):
    store.write("link", "f1", A, Links(unlinked=((0, 1, "no category"),)))
    store.write("link", "f1", A, Links())
    assert store.load("link", "f1", A) == Links()


def test_a_fingerprint_is_found_by_its_beginning(store):
    store.write("link", "abc123", A, Links())
    store.write("check", "abd456", A, Links())
    assert store.find("abc") == "link/abc123"
    for beginning in ("ab", "zz"):
        with pytest.raises(UsageError, match="fingerprint begins with"):
            store.find(beginning)


def test_a_torn_artefact_counts_as_none(tmp_path):
    store = Store(tmp_path)
    store.write("link", "f1", A, Links())
    path = tmp_path / "link" / "f1" / "aa" / f"{A}.json"
    path.write_bytes(path.read_bytes()[:10])
    assert store.load("link", "f1", A) is None


def test_a_failed_write_leaves_nothing(tmp_path, monkeypatch):
    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(tmp_path / "x.json", b"{}")
    assert os.listdir(tmp_path) == []
    with pytest.raises(DiskError, match=r"No space left on device: make room"):
        Store(tmp_path).write("link", "f1", A, Links())


def test_a_folder_of_loose_artefacts_does_not_become_packed(tmp_path):
    Store(tmp_path).write("link", "f1", A, Links())
    with pytest.raises(UsageError, match="holds loose artefacts already"):
        begin_packed(tmp_path)
    assert not (tmp_path / LAYOUT).exists()


def test_index_keeps_the_newest_entry_of_each_source(tmp_path):
    problem = Problem("no-text", "b.pdf: no text")
    first = Index(tmp_path)
    first.add(Entry("/x/a.pdf", "a.pdf", A, 3, 5, {"region": "青禾县"}))
    first.add(Entry("/x/b.pdf", "b.pdf", B, 3, 5, problem=problem))
    first.close()
    second = Index(tmp_path)
    second.add(Entry("/x/a.pdf", "a.pdf", A, 3, 5, {"region": "青禾县"}))  # nothing new: no file
    assert len(list((tmp_path / "index").iterdir())) == 1
    second.add(Entry("/x/a.pdf", "a.pdf", B, 4, 6))
    second.close()
    third = Index(tmp_path)
    assert third.entries["/x/a.pdf"].document_id == B
    assert list(third.documents()) == [B]  # two sources, one document
    third.compact()
    assert len(list((tmp_path / "index").iterdir())) == 1
    assert Index(tmp_path).entries == third.entries


def test_index_of_two_runs_at_once(tmp_path):
    one, two = Index(tmp_path), Index(tmp_path)
    one.add(Entry("/x/a.pdf", "a.pdf", A))
    two.folder.joinpath("0-other-host-1.jsonl").write_bytes(b'{"source":"/x/b.pdf","name":"b.pdf","document_id":"bb"}\n{"torn')
    assert set(Index(tmp_path).entries) == {"/x/a.pdf", "/x/b.pdf"}
