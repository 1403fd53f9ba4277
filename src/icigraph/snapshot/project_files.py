"""A graph project validated as its files are now: the whole of it, or some files against its shapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.faults import InputError
from icigraph.base.progress import Progress, silent
from icigraph.project.folders import display

if TYPE_CHECKING:
    from typing import Any

    from icigraph.project.graph_project import GraphProject
    from icigraph.validation.report import ValidationReport

__all__ = ["validate_as_built", "validate_files"]


def validate_as_built(
    project: GraphProject,
    *,
    texts: Iterable[Path] = (),
    progress: Progress = silent,
    engine: str = "shacl",
    only: Iterable[str] = (),
    lint: bool = True,
) -> tuple[ValidationReport, str]:
    r"""The whole project, built first where a file changed; when one is broken, its faults and what can be
    said of the rest. The sentence beside the report tells how many citations were verified.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> _ = (project.root / "data" / "a.ttl").write_text("<x:a> <x:p> .")
    >>> report, _ = validate_as_built(project, lint=False)
    >>> [fault.message for fault in report.faults]
    ['an object is expected here, not .']
    """
    from icigraph.snapshot.checking import checked_snapshot
    from icigraph.snapshot.opening import open_snapshot

    try:
        snapshot = open_snapshot(project, progress)
    except InputError:
        from icigraph.snapshot.project_validation import validate_project

        report = validate_project(project, None, engine=engine, only=only, lint=lint)
        if report.faults:
            return report, "only shapes were checked, on what could be read and what follows from it"
        raise
    return checked_snapshot(project, snapshot, texts, engine=engine, only=only, lint=lint)


def validate_files(
    project: GraphProject,
    data: Sequence[str],
    *,
    texts: Iterable[Path] = (),
    progress: Progress = silent,
    ontology: Iterable[str | Path] = (),
    engine: str = "shacl",
    only: Iterable[str] = (),
    lint: bool = True,
    exclude: Iterable[str] = (),
    **options: Any,
) -> ValidationReport:
    r"""Some files against the project's shapes: files of the project as part of it, others beside its
    ontology. `options` are those of `validate`.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project, file = GraphProject(Path(tempfile.mkdtemp()), config), Path(tempfile.mkdtemp(), "a.ttl")
    >>> (project.root / "ontology" / "shapes").mkdir(parents=True)
    >>> text = "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> sh:targetNode <x:a> ; sh:in (<x:b>) ."
    >>> _ = (project.root / "ontology" / "shapes" / "s.ttl").write_text(text)
    >>> _ = file.write_text("<x:a> <x:p> <x:b> .")
    >>> [str(result.focus) for result in validate_files(project, [str(file)], lint=False).results]
    ['<x:a>']
    """
    from icigraph.snapshot.project_validation import in_files, project_sources
    from icigraph.validation.reading.inputs import expand, read_sources
    from icigraph.validation.validate import validate

    left_out = tuple(exclude)
    named = (one for one in data if one != "-" and "://" not in one)
    paths = [path.resolve() for one in named for path in expand(one, left_out)]
    if len(paths) >= len(data) and set(paths) <= set(project.stating_files):
        report, _ = validate_as_built(
            project, texts=texts, progress=progress, engine=engine, only=only, lint=lint
        )
        return in_files(report, [display(path) for path in paths])
    shapes, _ = project_sources(project.shape_files)
    described, _ = project_sources(project.ontology_files)
    beside = (*described, *read_sources(ontology))
    return validate(
        data, shapes, ontology=beside, engine=engine, only=only, lint=lint, exclude=left_out, **options
    )
