"""The one pipeline: load, derive and reason, snapshot. Validation is a step of its own that takes the closed
store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from icigraph.base.progress import Progress, silent
from icigraph.base.version import __version__
from icigraph.snapshot.inputs import fingerprint
from icigraph.snapshot.snapshot import Snapshot, last, snapshot_folder
from icigraph.snapshot.writing import write_snapshot

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.rules.compile.rule_set import RuleSet
    from icigraph.rules.run.incremental import Change

__all__ = ["Closure", "build", "close", "save"]


@dataclass(frozen=True, slots=True)
class Closure:
    """A project's graph, closed in memory: the store, its rules, and the inputs that it was made from.
    `change` tells by how much the snapshot before was brought up to date, None where it was closed anew.
    """

    store: Store
    rules: RuleSet
    inputs: dict[str, str]
    change: Change | None = None


def close(project: GraphProject, progress: Progress = silent) -> Closure:
    r"""Load every file of the project to its named graph and add what follows. Nothing is written.

    A large graph of which only data changed since its last snapshot is that snapshot brought up to date. An
    `InputError` lists the syntax errors of all files, each with its place.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:a> <x:p> <x:b> ."
    >>> _ = (project.root / "data" / "a.ttl").write_text(text)
    >>> store = close(project).store
    >>> [str(quad.triple) for quad in store.quads_for_pattern(None, None, None, project.inferred_graph)]
    ['<x:b> <x:p> <x:a>']
    """
    inputs = fingerprint(project)
    return _updated(project, inputs, progress) or _closed(project, inputs, progress)


def _updated(project: GraphProject, inputs: dict[str, str], progress: Progress) -> Closure | None:
    from icigraph.rules.project_rules import rules_of
    from icigraph.snapshot.update import changed_data, updated

    before = last(project)
    changed = changed_data(project, before, inputs) if before else None
    if before is None or changed is None:
        return None
    found = updated(project, before, changed, lambda store: rules_of(project, store), progress)
    return Closure(found[0], found[1], inputs, found[2]) if found else None


def _closed(project: GraphProject, inputs: dict[str, str], progress: Progress) -> Closure:
    from icigraph.project.load import load_project
    from icigraph.rules.project_rules import rules_of
    from icigraph.rules.run.materialise import materialise

    store = Store()
    load_project(project, store, progress)
    rules = rules_of(project, store)
    materialise(
        store, rules, inferred=project.inferred_graph, derived=project.derived_graph, progress=progress
    )
    return Closure(store, rules, inputs)


def save(project: GraphProject, closure: Closure) -> Snapshot:
    r"""Write the snapshot of a closed project; the same inputs give the same bytes.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> save(project, close(project)).manifest.consistent
    True
    """
    from icigraph.rdf.canonical import canonical_quads
    from icigraph.rules.contradictions.by_rules import contradictions
    from icigraph.snapshot.questions import read_questions

    questions = read_questions(project, closure.store)
    return write_snapshot(
        snapshot_folder(project),
        canonical_quads(closure.store),
        tool=__version__,
        inputs=closure.inputs,
        counts=_counts(closure.store),
        consistent=not contradictions(closure.store, closure.rules),
        questions=questions.sound,
        faulty_questions=questions.faulty,
    )


def build(project: GraphProject, progress: Progress = silent) -> Snapshot:
    r"""Close the project and write its snapshot, whether or not there is a fresh one.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> build(GraphProject(Path(tempfile.mkdtemp()), config)).dataset.suffix
    '.nq'
    """
    return save(project, close(project, progress))


def _counts(store: Store) -> dict[str, int]:
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    return {
        graph: sum(1 for _ in store.quads_for_pattern(None, None, None, NamedNode(graph))) for graph in graphs
    }
