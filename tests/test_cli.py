"""The command line: every command, its exit codes, and where its output goes."""

import json
import subprocess
import sys

import pytest
from commands import command, run, write

from pipeline import cli
from pipeline.problems import EXIT_OK, EXIT_PROBLEMS, EXIT_USAGE

COMMANDS = ("run", "status", "show", "problems", "report", "export", "load", "evaluate", "compare", "clean")


@pytest.fixture
def outputs(tmp_path):
    write(tmp_path / "in", a="fact 1\nfact 2.50", bad="fact 3\nraise boom\nin check")
    run([tmp_path / "in"], tmp_path / "out", "--workers", "0", code=1)
    return tmp_path / "out"


def test_every_command_has_help_and_says_its_exit_codes(capsys):
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            cli.main([name, "--help"])
        assert ended.value.code == 0
        text = capsys.readouterr().out
        assert "exit codes:" in text and "--outputs DIR" in text


@pytest.mark.parametrize(("words", "said"), [
    (["run", "no-such-file.pdf"], "no-such-file.pdf: no such file or folder"),
    (["run", "--from", "record", "--to", "link"], "--from record comes after --to link"),
    (["run", "--executor", "slurm", "."], "know local, dask and dask://HOST:PORT"),
    (["run", "--shard", "3/2"], "is not I/N with 1 ≤ I ≤ N"),
    (["run", "--workers", "-1"], "-1 is negative"),
    (["show", "x", "--outputs", "none"], "none: holds no documents: `juesuan run SOURCE"),
    (["evaluate", "none"], "holds no documents"),
    (["compare", "zz", "--outputs", "none"], "no fingerprint begins with 'zz'; `juesuan status` lists them"),
    (["clean", "--outputs", "none"], "none: no such folder"),
    (["fly"], "invalid choice"),
])
def test_a_wrong_command_says_what_and_what_next(capsys, monkeypatch, tmp_path, words, said):
    monkeypatch.chdir(tmp_path)
    try:
        code = cli.main(words)
    except SystemExit as ended:
        code = ended.code
    printed = capsys.readouterr()
    assert code == EXIT_USAGE
    assert said in printed.err and printed.out == ""


def test_results_on_stdout_and_problems_on_stderr(tmp_path):
    write(tmp_path / "in", a="fact 1", bad="raise boom")
    done = command("run", tmp_path / "in", "--outputs", tmp_path / "out", "--workers", "0")
    assert done.returncode == EXIT_PROBLEMS
    assert "internal-error" in done.stderr
    assert f"records: {tmp_path / 'out' / 'record'}" in done.stdout.replace("\n", "")
    assert "2 documents, 2 done, 0 current, 1 failed" in done.stdout


def test_show_for_people_and_machines(outputs):
    text = command("show", "a.txt", "--outputs", outputs)
    assert text.returncode == EXIT_OK
    assert "基本支出" in text.stdout and "2.50" in text.stdout and "青禾县财政局" in text.stdout
    record = json.loads(command("show", "a", "--outputs", outputs, "--json").stdout)
    assert [fact["value"] for fact in record["facts"]] == ["1", "2.50"]
    by_id = command("show", record["document"]["document_id"][:10], "--outputs", outputs)
    assert by_id.stdout == text.stdout


def test_show_names_the_choices_when_there_are_several(tmp_path):
    for folder in ("x", "y"):
        write(tmp_path / folder, a=f"fact {len(folder)}\n{folder} 1")
    run([tmp_path / "x", tmp_path / "y"], tmp_path / "out", "--workers", "0")
    done = command("show", "a.txt", "--outputs", tmp_path / "out")
    assert done.returncode == EXIT_USAGE and "is 2 documents" in done.stderr
    assert command("show", tmp_path / "x" / "a.txt", "--outputs", tmp_path / "out").returncode == EXIT_OK


def test_show_writes_a_review_page(outputs, tmp_path):
    page = tmp_path / "a.html"
    assert command("show", "a", "--outputs", outputs, "--html", page).returncode == EXIT_OK
    assert "基本支出" in page.read_text(encoding="utf-8")
    assert command("show", "--all", tmp_path / "all", "--outputs", outputs).returncode == EXIT_OK
    assert len(list((tmp_path / "all").glob("*.html"))) == 2


def test_problems_and_report(outputs, tmp_path):
    assert "internal-error" in command("problems", "--outputs", outputs).stdout
    assert command("problems", "--checks", "--outputs", outputs).stdout.strip() == "none"
    done = command("report", tmp_path / "r.html", "--outputs", outputs)
    assert done.returncode == EXIT_OK, done.stderr
    assert "internal-error" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_reader_that_has_seen_enough_is_no_error(outputs):
    done = subprocess.run(f"{sys.executable} -m pipeline.cli show a --json --outputs {outputs} | head -c 1", shell=True,
                          capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_export_says_what_it_left_out(outputs, tmp_path, monkeypatch):
    assert command("export", tmp_path / "e", "--outputs", outputs).returncode == EXIT_OK
    monkeypatch.setenv("CODE", "record=2")
    done = command("export", tmp_path / "e", "--outputs", outputs)
    assert done.returncode == EXIT_PROBLEMS
    assert "2 of 2 documents have no current record" in done.stderr
