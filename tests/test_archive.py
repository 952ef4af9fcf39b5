"""Folders, archives and manifests to single documents."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import time
import zipfile
from pathlib import Path

import pytest
from documents.make import member, packed, tar

from pipeline.problems import UsageError
from pipeline.sources import Options, Source, find_sources, manifest_rows

TEXT = "收入3万元\n".encode()


def names(path: Path) -> list[str]:
    """What is found at a path, named from the folder it lies in."""
    found = find_sources([path])
    return [os.path.relpath(item.name if isinstance(item, Source) else item[0], path.parent) for item in found]


def test_folders_in_order_without_litter(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.txt", "a.txt", ".git/x", "~$a.docx", ".hidden", "b/.DS_Store"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(TEXT)
    assert names(tmp_path) == [f"{tmp_path.name}/{name}" for name in ("a.txt", "b/10.txt", "b/2.txt")]


ARCHIVES = [
    ("a.zip", packed({"x/1.txt": TEXT, "2.txt": TEXT}), ["a.zip!/x/1.txt", "a.zip!/2.txt"], "zip"),
    ("a.tar", tar(lambda file: member(file, "x/1.txt", TEXT)), ["a.tar!/x/1.txt"], "tar"),
    ("a.tgz", tar(lambda file: member(file, "1.txt", TEXT), "w:gz"), ["a.tgz!/1.txt"], "tar in gzip"),
    ("a.txz", tar(lambda file: member(file, "1.txt", TEXT), "w:xz"), ["a.txz!/1.txt"], "tar in xz"),
    ("收支.txt.gz", gzip.compress(TEXT), ["收支.txt.gz!/收支.txt"], "a single file in gzip"),
    ("1.txt.bz2", bz2.compress(TEXT), ["1.txt.bz2!/1.txt"], "bzip2"),
    ("1.txt.xz", lzma.compress(TEXT), ["1.txt.xz!/1.txt"], "xz"),
    ("misnamed.pdf", packed({"1.txt": TEXT}), ["misnamed.pdf!/1.txt"], "by content, not by ending"),
    ("outer.zip", packed({"in.zip": packed({"1.txt": TEXT}), "in.tgz": tar(lambda file: member(file, "2.txt", TEXT), "w:gz")}),
     ["outer.zip!/in.zip!/1.txt", "outer.zip!/in.tgz!/2.txt"], "nested once"),
    ("litter.zip", packed({"__MACOSX/._1.txt": TEXT, ".DS_Store": TEXT, "Thumbs.db": TEXT, "~$1.docx": TEXT, "1.txt": TEXT}),
     ["litter.zip!/1.txt"], "litter"),
    ("empty.zip", packed({}), [], "nothing in it"),
]


@pytest.mark.parametrize(("name", "data", "found", "remark"), ARCHIVES, ids=[row[-1] for row in ARCHIVES])
def test_members(tmp_path: Path, name: str, data: bytes, found: list[str], remark: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert names(path) == found
    for source in find_sources([path]):
        assert isinstance(source, Source) and source.read(Options()) == TEXT


def test_office_files_are_documents_not_archives(tmp_path: Path) -> None:
    inner = packed({"[Content_Types].xml": b"", "word/document.xml": b""})
    (tmp_path / "a.docx").write_bytes(inner)
    (tmp_path / "b.zip").write_bytes(packed({"c.docx": inner}))
    assert names(tmp_path) == [f"{tmp_path.name}/a.docx", f"{tmp_path.name}/b.zip!/c.docx"]


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_names_without_the_utf8_flag(tmp_path: Path, charset: str) -> None:
    """Chinese programs write GBK names and set no flag; zipfile takes them for cp437."""
    name = "部门/决算表.txt".encode(charset)
    placeholder = b"?" * len(name)
    data = packed({placeholder.decode().replace("?", "q"): TEXT}).replace(b"q" * len(name), name)
    (tmp_path / "a.zip").write_bytes(data)
    (source,) = find_sources([tmp_path / "a.zip"])
    assert isinstance(source, Source) and source.members == ("部门/决算表.txt",)
    assert source.read(Options()) == TEXT


def test_one_bad_member_costs_that_member_alone(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"1.txt": TEXT, "../2.txt": TEXT, "C:/3.txt": TEXT, "4.txt": TEXT}))
    found = [item if isinstance(item, Source) else item[1].kind for item in find_sources([tmp_path / "a.zip"])]
    assert [item.members if isinstance(item, Source) else item for item in found] == [
        ("1.txt",), "unsafe-archive", "unsafe-archive", ("4.txt",)]


def test_a_cut_tar_gives_what_is_whole(tmp_path: Path) -> None:
    data = tar(lambda file: [member(file, f"{i}.txt", os.urandom(3000)) for i in range(4)] and None, "w:gz")
    (tmp_path / "a.tgz").write_bytes(data[:len(data) * 5 // 8])
    found = list(find_sources([tmp_path / "a.tgz"]))
    assert isinstance(found[0], Source) and len(found[0].read(Options())) == 3000
    assert not isinstance(found[-1], Source) and found[-1][1].kind == "damaged-file"


def test_claimed_sizes_are_not_believed(tmp_path: Path) -> None:
    """The directory says 9 bytes; the member unpacks to 30 million."""
    data = packed({"1.txt": bytes(30_000_000)})
    data = data.replace((30_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    (tmp_path / "a.zip").write_bytes(data)
    (found,) = find_sources([tmp_path / "a.zip"])
    assert not isinstance(found, Source) and found[1].kind == "damaged-file"


def test_ten_thousand_members_are_read_in_order_without_searching(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        for i in range(3000):
            file.writestr(f"{i}.txt", TEXT)
    began = time.perf_counter()
    for source in find_sources([tmp_path / "a.zip"]):
        assert isinstance(source, Source)
        source.read(Options())
    assert time.perf_counter() - began < 5


def test_manifest(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "1.txt").write_bytes(TEXT)
    (tmp_path / "docs" / "2.zip").write_bytes(packed({"x.txt": TEXT, "y.txt": TEXT}))
    manifest = tmp_path / "list.csv"
    manifest.write_bytes("path,url,body\ndocs/1.txt,https://a,某局\ndocs/2.zip,,某委\ndocs/9.txt,,\ndocs/2.zip!/y.txt,,某办\n".encode("gb18030"))
    found = list(find_sources([], manifest=manifest))
    assert [item.manifest["body"] if isinstance(item, Source) else item[1].kind for item in found] == ["某局", "某委", "某委", "missing-file"]
    assert isinstance(found[0], Source) and found[0].manifest == {"url": "https://a", "body": "某局"}
    assert [found.name for found in find_sources([tmp_path / "docs"], manifest=manifest) if isinstance(found, Source)].count(
        str(tmp_path / "docs" / "1.txt")) == 1, "each document once"


def test_the_list_of_a_folder_is_no_document(tmp_path: Path) -> None:
    """A table of figures is one, even when it bears such a name; so is a list of files that are not there."""
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "manifest.csv").write_text("file,sha256\na.txt,00\n")
    (tmp_path / "manifest_2.csv").write_text("项目,决算数\n收入合计,12.50\n")
    (tmp_path / "Manifest_old.csv").write_text("file\nb.txt\nc.txt\na.txt\n")
    (tmp_path / "list.csv").write_text("path\na.txt\n")
    names = [Path(found.name).name for found in find_sources([tmp_path]) if isinstance(found, Source)]
    assert names == ["Manifest_old.csv", "a.txt", "list.csv", "manifest_2.csv"]
    found = find_sources([tmp_path], manifest=tmp_path / "list.csv")
    assert "list.csv" not in [Path(item.name).name for item in found if isinstance(item, Source)]


WRONG = [("file,url\na,b\n", "no column 'path'; it has: file, url"), ("", "no column 'path'"),
         ("path,url\n,x\n", "line 2: the column 'path' is blank"), ("path\na\na\n", "line 3: a stands in line 2 already"),
         ("path,url\na,b,c\n", "line 2: more cells than columns")]


@pytest.mark.parametrize(("content", "message"), WRONG)
def test_wrong_manifests_say_where(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message.replace("(", "\\(")):
        manifest_rows(path)
    with pytest.raises(UsageError, match=r"list2\.csv"):
        list(find_sources([], manifest=tmp_path / "list2.csv"))


def test_a_missing_path_is_a_problem_and_the_batch_goes_on(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(TEXT)
    found = list(find_sources([tmp_path / "0.txt", tmp_path / "1.txt"]))
    assert not isinstance(found[0], Source) and found[0][1].kind == "missing-file"
    assert isinstance(found[1], Source)
