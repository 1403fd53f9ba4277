"""`icigraph release`: make a release bundle."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from icigraph.cli.common import out, progress_of, project_of, snapshot_of
from icigraph.cli.parser import complain
from icigraph.publish.release import Released, release

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
    for note in _notes(made):
        complain(note)
    return 0


def _notes(made: Released) -> Iterator[str]:
    yield from (f"left out: {reason}" for reason in made.left_out)
    if made.check.doubtful:
        libraries = " or ".join(made.check.read_by)
        yield f"read otherwise by {libraries} than by what wrote them: {', '.join(made.check.doubtful)}"
    for instead, names in made.check.alone.items():
        yield f"read back only by the library that wrote them ({instead}): {_few(names)}"


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return f"{shown} and {len(names) - _FEW} more" if len(names) > _FEW else shown
