"""Making the bundle: each file's bytes first, their checksums last; then the files are written, read back and
put in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from icigraph.base.files import stored_bytes
from icigraph.base.progress import Progress, silent
from icigraph.project.graph_project import GraphProject
from icigraph.release.about import CITATION, LICENCE, About, about, citation_file, licence_file
from icigraph.release.changes import changes
from icigraph.release.check import check_release
from icigraph.release.content import Content, content_of
from icigraph.release.datasets import datasets
from icigraph.release.descriptions import dataset_turtle
from icigraph.release.folder import SUMS, checksum, replace_release
from icigraph.release.graphml import graphml
from icigraph.release.mappings import sssom
from icigraph.release.questions import question_turtle
from icigraph.release.readme import readme
from icigraph.release.reference import reference_page
from icigraph.release.reified import reified_turtle
from icigraph.release.tables.csv import csv_table
from icigraph.release.tables.datapackage import DATAPACKAGE, datapackage
from icigraph.release.tables.joined_tables import joined_tables
from icigraph.release.tables.parquet import parquet_table
from icigraph.release.tables.table import Table
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

    `previous` is the folder of an earlier release to tell the difference to. The same project gives the same
    bytes. An `InputError` says that the folder has other files already, cannot be written, or gives back
    something else; then it holds what it held before.
    """
    progress("release", 0, None)
    content = content_of(project, snapshot)
    files, left_out = _files(content, previous)
    sums = {name: checksum(written) for name, written in files.items()}
    replace_release(folder, files, lambda staged: check_release(staged, content, sums, progress), progress)
    return Released(tuple(sorted(files)), left_out)


def _files(content: Content, previous: Path | None) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The bytes of every file by name, the checksums last, and what was left out."""
    told, tables = about(content.project), joined_tables(content)
    files = _data(content, tables)
    words, left_out = _words(content.project, tables)
    files |= words | {DATAPACKAGE: datapackage(content.project.config.name, told, tables)}
    if previous:
        files["CHANGES.txt"] = changes(content, previous)
    files |= _descriptions(content, told, tables, files)
    ordered = dict(sorted(files.items()))
    return ordered | {SUMS: _sums(ordered)}, left_out


def _data(content: Content, tables: tuple[Table, ...]) -> dict[str, bytes]:
    files = datasets(content)
    files["facts-rdf12.ttl"] = reified_turtle(content)
    files |= {f"tables/{table.name}.csv": csv_table(table) for table in tables}
    files["graph.graphml"] = graphml(content)
    files["mappings.sssom.tsv"] = sssom(content)
    files["questions.ttl"] = question_turtle(content)
    return files | {f"queries/{path.name}": stored_bytes(path) for path in content.project.query_files}


def _words(project: GraphProject, tables: tuple[Table, ...]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files that a project or an installation may lack, and a line about each that is lacking."""
    found = {LICENCE: licence_file(project), CITATION: citation_file(project)}
    hints = {
        LICENCE: 'LICENSE (write one beside icigraph.toml, or licence = "…" in it)',
        CITATION: "CITATION.cff (write one beside icigraph.toml: https://citation-file-format.github.io)",
    }
    files = {name: written for name, written in found.items() if written is not None}
    left_out = [hints[name] for name in found if name not in files]
    try:
        files |= {f"tables/{table.name}.parquet": parquet_table(table) for table in tables}
    except ModuleNotFoundError:
        left_out.append("Parquet tables (pip install 'icigraph[parquet]')")
    return files, tuple(left_out)


def _descriptions(
    content: Content, told: About, tables: tuple[Table, ...], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """What is written of all other files."""
    described = {**files, "dataset.ttl": dataset_turtle(content, told, files)}
    page = reference_page(content, told, described)
    return {
        "dataset.ttl": described["dataset.ttl"],
        "index.html": page,
        "README.md": readme(told, tables, {**described, "index.html": page}),
    }


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{checksum(written)}  {name}\n" for name, written in files.items()).encode()
