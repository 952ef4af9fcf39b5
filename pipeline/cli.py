"""The command line: parse, call, exit code; nothing else."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from pipeline.problems import EXIT_INTERRUPTED, EXIT_USAGE, UsageError
from pipeline.stages import NAMES

EPILOGUE = "exit codes: 0 every document has a record; 1 some ended in a fatal problem; 2 the command is wrong; 130 Ctrl-C"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; results go to stdout, progress and problems to stderr."""
    args = parser().parse_args(argv)
    module, _, name = args.call.partition(":")
    try:
        return int(getattr(import_module(f"pipeline.{module}"), name)(args))
    except UsageError as error:
        print(f"juesuan: {error}", file=sys.stderr)
        return EXIT_USAGE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of stdout (`| head`) has seen enough
        sys.stderr.close()
        return 0


def parser() -> argparse.ArgumentParser:
    """The parser of every command; each names the function that carries it out as `module:function`."""
    top = argparse.ArgumentParser(prog="juesuan", epilog=EPILOGUE,
                                  description="Reads Chinese government budgets and final accounts into exact, traceable facts.")
    top.add_argument("--version", action="version", version=f"juesuan {import_module('pipeline').__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _run(commands)
    _look(commands)
    _hand_on(commands)
    return top


def _add(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, call: str, help_: str,
         *, json: bool = True) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help_, description=help_, epilog=EPILOGUE)
    command.set_defaults(call=call)
    command.add_argument("--outputs", type=Path, default=Path("outputs"), metavar="DIR", help="where the artefacts lie (default: outputs)")
    if json:
        command.add_argument("--json", action="store_true", help="print JSON for machines")
    return command


def _run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = _add(commands, "run", "cli_run:run", "bring documents through the stages; what is current is passed over")
    run.add_argument("source", nargs="*", type=Path, metavar="SOURCE",
                     help="files, folders or archives; none: every document that the outputs folder knows")
    run.add_argument("--manifest", type=Path, metavar="CSV", help="documents by their column `path`; its other columns go into the records")
    run.add_argument("--from", dest="first", choices=NAMES, default=NAMES[0], metavar="STAGE",
                     help="begin at this stage, from the artefacts of earlier ones, without the original files")
    run.add_argument("--to", dest="last", choices=NAMES, default=NAMES[-1], metavar="STAGE", help="stop after this stage")
    run.add_argument("--redo", choices=NAMES, default="", metavar="STAGE", help="run this stage and those after it again although current")
    run.add_argument("--retry", action="store_true", help="try documents again that ended in a failure")
    run.add_argument("--workers", type=_count, metavar="N", help="processes (default: one a core); 0: this process, without limits")
    run.add_argument("--executor", default="local", metavar="WHERE",
                     help="local, dask (a cluster on this machine) or dask://HOST:PORT (default: local)")
    run.add_argument("--deadline", type=float, default=900, metavar="SECONDS", help="for one document (default: 900)")
    run.add_argument("--memory", type=_count, default=3000, metavar="MB", help="for one worker (default: 3000)")
    run.add_argument("--ocr", choices=("auto", "never", "always"), default="auto", help="for pages without a text layer (default: auto)")
    run.add_argument("--shard", type=_shard, default=(1, 1), metavar="I/N", help="only the I-th of N parts of the sources")
    run.add_argument("--packed", action="store_true", help="begin an outputs folder that keeps artefacts in packs (over a million documents)")


def _look(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    status = _add(commands, "status", "cli_look:status", "what is current, stale and missing for each stage and why; what share is linked")
    status.add_argument("--stages", action="store_true", help="only the stages: reads no records")
    show = _add(commands, "show", "cli_look:show", "one document: headings, facts by section, contradictions")
    show.add_argument("document", nargs="?", metavar="DOC", help="file name, path or the beginning of a document id")
    show.add_argument("--html", type=Path, metavar="FILE", help="write a review page instead")
    show.add_argument("--all", type=Path, metavar="DIR", help="write the review pages of all documents")
    problems = _add(commands, "problems", "cli_look:problems", "what went wrong with which document")
    problems.add_argument("--checks", action="store_true", help="the contradictions inside documents instead")
    report = _add(commands, "report", "cli_look:report", "one page over all documents", json=False)
    report.add_argument("file", nargs="?", type=Path, default=Path("report.html"), metavar="FILE", help="default: report.html")


def _hand_on(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = _add(commands, "export", "cli_data:export", "the tables documents, sections, facts, checks and problems as files")
    export.add_argument("folder", type=Path, metavar="DIR")
    export.add_argument("--format", choices=("jsonl", "csv", "parquet", "fdp"), default="jsonl", help="fdp: Fiscal Data Package (default: jsonl)")
    load = _add(commands, "load", "cli_data:load", "load the records into a database; what is loaded and unchanged is passed over")
    load.add_argument("database", nargs="?", default="", metavar="DATABASE",
                      help="a file for SQLite (default: juesuan.sqlite in the outputs folder), or postgresql://…")
    evaluate = _add(commands, "evaluate", "cli_data:evaluate", "scores against gold")
    evaluate.add_argument("gold", type=Path, metavar="GOLD", help="folder of NAME.facts.jsonl, NAME.sections.tsv, NAME.tables.tsv")
    evaluate.add_argument("--floors", type=Path, metavar="FILE", help="fail where a score is below its floor in this file")
    evaluate.add_argument("--raise", dest="raise_floors", action="store_true", help="pin today's scores where they are higher")
    evaluate.add_argument("--lower", default="", metavar="REASON", help="pin today's scores as they are; the reason stays in the file")
    evaluate.add_argument("--misses", type=_count, default=0, metavar="N", help="show up to N misses of each kind")
    compare = _add(commands, "compare", "cli_data:compare", "gains and losses between two versions of a stage, or two outputs folders")
    compare.add_argument("old", metavar="OLD", help="fingerprint (status lists them) or outputs folder")
    compare.add_argument("new", metavar="NEW", nargs="?", default="", help="default: what is current")
    _add(commands, "clean", "cli_data:clean", "delete artefacts that are not current")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} is negative")
    return number


def _shard(text: str) -> tuple[int, int]:
    i, _, n = text.partition("/")
    if not (i.isdecimal() and n.isdecimal() and 1 <= int(i) <= int(n)):
        raise argparse.ArgumentTypeError(f"{text!r} is not I/N with 1 ≤ I ≤ N, such as 2/8")
    return int(i), int(n)


if __name__ == "__main__":
    sys.exit(main())
