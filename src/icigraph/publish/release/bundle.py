"""Writing the bundle: each file's bytes first, then the files, their checksums, and the difference to the
last one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from icigraph.build.snapshot import Snapshot
from icigraph.graph.diff import diff
from icigraph.graph.project import GraphProject
from icigraph.publish.comparison import as_text, canonical
from icigraph.publish.export import exported
from icigraph.publish.formats import FORMATS
from icigraph.publish.release.content import Content, content_of
from icigraph.publish.release.descriptions import (
    dataset_description,
    mappings,
    question_catalogue,
    service_description,
)
from icigraph.publish.release.reference import loading_recipes, reference_page
from icigraph.publish.release.reified import reified
from icigraph.publish.release.tables import fact_tables, graphml
from icigraph.rdf.faults import Fault, InputError
from icigraph.rdf.files import read_bytes, write_atomically
from icigraph.rdf.progress import Progress, silent

__all__ = ["release"]

_MEDIA_TYPES = {form.suffix: form.media_type for form in FORMATS.values()} | {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".graphml": "application/xml",
    ".html": "text/html",
    ".md": "text/markdown",
    ".txt": "text/plain",
}


def release(
    project: GraphProject,
    snapshot: Snapshot,
    folder: Path,
    *,
    previous: Path | None = None,
    progress: Progress = silent,
) -> tuple[str, ...]:
    """Write the release of `project` to `folder`; returns the names of its files.

    `previous` is the folder of an earlier release to tell the difference to. The same project gives the
    same bytes. An `InputError` says that the folder has other files already, or cannot be written.
    """
    progress("release", 0, None)
    files = _files(content_of(project, snapshot), previous)
    _check_folder(folder, files)
    for number, (name, content) in enumerate(sorted(files.items()), 1):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / name, content)
        progress("release", number, len(files))
    return tuple(sorted(files))


def _files(content: Content, previous: Path | None) -> dict[str, bytes]:
    files = _datasets(content)
    files["facts-rdf12.ttl"] = reified(content)
    files |= {f"tables/{name}": table for name, table in fact_tables(content).items()}
    files["graph.graphml"] = graphml(content)
    files["mappings.sssom.tsv"] = mappings(content)
    files["questions.ttl"] = question_catalogue(content)
    files |= {f"queries/{path.name}": path.read_bytes() for path in content.project.query_files}
    files["service.ttl"] = service_description(content)
    files["index.html"] = reference_page(content)
    files["LOADING.md"] = loading_recipes()
    if previous:
        files["CHANGES.txt"] = _changes(content, previous)
    described = {name: (_media_type(name), _sha256(written)) for name, written in files.items()}
    files["dataset.ttl"] = dataset_description(content, described)
    files["SHA256SUMS"] = _sums(files)
    return files


def _datasets(content: Content) -> dict[str, bytes]:
    prefixes = dict(content.project.prefixes)
    parts: dict[str, Iterable[Quad]] = {"asserted": content.asserted, "inferred": content.inferred}
    files = {
        f"{name}{form.suffix}": exported(quads, form, prefixes)
        for name, quads in parts.items()
        for form in FORMATS.values()
    }
    everything = (*content.asserted, *content.inferred)
    return files | {"dataset.nq": exported(everything, FORMATS["nq"], prefixes)}


def _changes(content: Content, previous: Path) -> bytes:
    before = list(parse(read_bytes(previous / "dataset.nq"), format=RdfFormat.N_QUADS))
    after = canonical((*content.asserted, *content.inferred))
    return as_text(diff(before, after), content.project.prefixes, [*before, *after]).encode()


def _media_type(name: str) -> str:
    return _MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")


def _sha256(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()


def _sums(files: dict[str, bytes]) -> bytes:
    return "".join(f"{_sha256(written)}  {name}\n" for name, written in sorted(files.items())).encode()


def _check_folder(folder: Path, files: dict[str, bytes]) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(Fault(f"{folder}: is a file, not a folder"))
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    strange = sorted(here - set(files))
    if strange:
        hint = "choose an empty folder, or that of an earlier release of the same files"
        raise InputError(Fault(f"{folder}: holds {strange[0]}, which is not of this release", hint=hint))
