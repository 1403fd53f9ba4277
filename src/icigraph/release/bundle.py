"""Making the bundle: each file's bytes first, their checksums last; then the files are written, read back and
put in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from icigraph.base.files import read_bytes
from icigraph.base.progress import Progress, silent
from icigraph.project.graph_project import GraphProject
from icigraph.release.changes import changes
from icigraph.release.check import check_release
from icigraph.release.content import Content, content_of
from icigraph.release.datasets import datasets
from icigraph.release.descriptions import (
    dataset_description,
    described,
    question_catalogue,
)
from icigraph.release.extras import extra_files
from icigraph.release.facts import fact_tables
from icigraph.release.folder import SUMS, checksum, replace_release
from icigraph.release.graphml import graphml
from icigraph.release.mappings import sssom
from icigraph.release.recipes import loading_recipes
from icigraph.release.reference import reference_page
from icigraph.release.reified import reified_turtle
from icigraph.release.tables import csv_table
from icigraph.snapshot.snapshot import Snapshot

__all__ = ["Released", "release"]


@dataclass(frozen=True, slots=True)
class Released:
    """The files of a release by name, and what was left out and why."""

    files: tuple[str, ...]
    left_out: tuple[str, ...]


def release(
    project: GraphProject,
    snapshot: Snapshot,
    folder: Path,
    *,
    previous: Path | None = None,
    progress: Progress = silent,
) -> Released:
    """Write the release of `project` to `folder`, read every file back and compare it with the project.

    `previous` is the folder of an earlier release to tell the difference to. The same project gives the
    same bytes. An `InputError` says that the folder has other files already, cannot be written, or gives
    back something else; then it holds what it held before.
    """
    progress("release", 0, None)
    content = content_of(project, snapshot)
    files, left_out = _files(content, previous)
    sums = {name: checksum(written) for name, written in files.items()}
    replace_release(folder, files, lambda staged: check_release(staged, content, sums, progress), progress)
    return Released(tuple(sorted(files)), left_out)


def _files(content: Content, previous: Path | None) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The bytes of every file by name, the checksums last, and what was left out."""
    tables = fact_tables(content)
    graphs, extra = datasets(content), extra_files(tables)
    files, left_out = graphs.files | extra.files, graphs.left_out
    files["facts-rdf12.ttl"] = reified_turtle(content)
    files |= {f"tables/{table.name}.csv": csv_table(table) for table in tables}
    files["graph.graphml"] = graphml(content)
    files["mappings.sssom.tsv"] = sssom(content)
    files["questions.ttl"] = described(question_catalogue(content))
    files |= {f"queries/{path.name}": read_bytes(path) for path in content.project.query_files}
    files["LOADING.md"] = loading_recipes()
    if previous:
        files["CHANGES.txt"] = changes(content, previous)
    files["index.html"] = reference_page(content, {*files, "dataset.ttl", SUMS}, left_out)
    sums = {name: checksum(written) for name, written in files.items()}
    files["dataset.ttl"] = described(dataset_description(content, sums))
    ordered = dict(sorted(files.items()))
    return ordered | {SUMS: _sums(ordered)}, (*left_out, *extra.missing)


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{checksum(written)}  {name}\n" for name, written in files.items()).encode()
