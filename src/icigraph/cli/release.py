"""`icigraph release`: make a release bundle."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from icigraph.build.checking import checked_snapshot
from icigraph.cli.common import out, progress_of, project_of, snapshot_of, texts_of
from icigraph.cli.parser import complain
from icigraph.publish.release import Released, release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icigraph.build.snapshot import Snapshot
    from icigraph.graph.project import GraphProject

__all__ = ["add_arguments", "run"]

_FEW = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph release`."""
    where = "where to write the bundle: a new or empty folder, or that of an earlier release to replace"
    parser.add_argument("folder", type=_folder, metavar="DIR", help=where)
    previous = "the folder of an earlier release, to tell the difference to"
    parser.add_argument("--previous", type=_folder, metavar="DIR", help=previous)


def _folder(text: str) -> Path:
    # An empty shell variable: it would mean the working folder.
    if not text:
        raise argparse.ArgumentTypeError("names no folder")
    return Path(text)


def run(args: argparse.Namespace) -> int:
    """Release as `args` say."""
    project = project_of(args)
    snapshot = snapshot_of(args, project)
    made = release(project, snapshot, args.folder, previous=args.previous, progress=progress_of(args))
    libraries = " and ".join(made.check.read_by)
    out(f"{len(made.files)} files in {args.folder}, read back{f' by {libraries}' if libraries else ''}\n")
    for note in (*_notes(made), *_unsound(args, project, snapshot)):
        complain(note)
    return 0


def _notes(made: Released) -> Iterator[str]:
    yield from (f"left out: {reason}" for reason in made.left_out)
    if made.check.doubtful:
        libraries = " or ".join(made.check.read_by)
        yield f"read otherwise by {libraries} than by what wrote them: {', '.join(made.check.doubtful)}"
    for instead, names in made.check.alone.items():
        yield f"read back only by the library that wrote them ({instead}): {_few(names)}"


def _unsound(args: argparse.Namespace, project: GraphProject, snapshot: Snapshot) -> Iterator[str]:
    """That the graph breaks its shapes or its citations do not hold: a release is what others rely on."""
    report, _ = checked_snapshot(project, snapshot, texts_of(args, project))
    if not report.conforms:
        count = len(report.results)
        results = "1 result" if count == 1 else f"{count} results"
        yield f"the graph does not conform to its shapes ({results}): see icigraph validate"


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return f"{shown} and {len(names) - _FEW} more" if len(names) > _FEW else shown
