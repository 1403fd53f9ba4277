"""The quality of a project's graph beyond its shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError
from icigraph.base.files import read_text
from icigraph.base.nearest import did_you_mean
from icigraph.checks.quality import Question, check_quality, read_checks
from icigraph.project.folders import display
from icigraph.snapshot.project_validation import project_sources, table_sources
from icigraph.snapshot.question_faults import question_faults

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from icigraph.project.graph_project import GraphProject
    from icigraph.snapshot.snapshot import Snapshot
    from icigraph.validation.report import ValidationReport

__all__ = ["checked_quality"]


def checked_quality(project: GraphProject, snapshot: Snapshot, only: Iterable[str] = ()) -> ValidationReport:
    r"""What the checks `only`, else all of them, find in a project. Questions that cannot be asked are faults
    of the report. An `InputError` says that there is no such check.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> from icigraph.snapshot.pipeline import build
    >>> checked_quality(project, build(project), ["query-unknown-term"]).results
    ()
    """
    asked = tuple(only)
    checks = [one for one in read_checks() if not asked or one.name in asked]
    _must_exist(asked, [one.name for one in read_checks()])
    groups = (project.ontology_files, project.data_files, project.shape_files)
    ontology, data, shapes = (project_sources(files)[0] for files in groups)
    data += table_sources(project)
    files = (*project.query_files, *project.rule_files)
    report = check_quality(
        ontology,
        data,
        shapes,
        tuple(Question(name, text) for name, text in _readable(files)),
        inferred=_inferred(project, snapshot),
        checks=checks,
        prefixes=dict(project.prefixes),
    )
    return replace(report, faults=(*report.faults, *question_faults(project, snapshot.manifest)))


def _readable(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The texts of files by their names; what cannot be read is among the faults of the questions."""
    for path in files:
        with suppress(InputError):
            yield display(path), read_text(path)


def _inferred(project: GraphProject, snapshot: Snapshot) -> Iterator[Triple]:
    store = snapshot.store()
    for graph in (project.inferred_graph, project.derived_graph):
        yield from (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def _must_exist(asked: Iterable[str], known: list[str]) -> None:
    for name in asked:
        if name not in known:
            hint = did_you_mean(name, known) or "icigraph check --list"
            raise InputError(Fault(f"no check is called {name!r}", None, hint))
