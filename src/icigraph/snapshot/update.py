"""Bringing a large closed graph up to date: the snapshot before, and the files of data that changed since.

Closing anew costs more than this only in large graphs, so small ones are always closed anew. The result is
the same either way.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Store

from icigraph.base.faults import InputError
from icigraph.base.files import sha256_of
from icigraph.base.progress import Progress
from icigraph.rdf.syntax import N_QUADS, TRIG, syntax_of
from icigraph.rules.compile.axiom_patterns import axioms_from_facts
from icigraph.rules.run.incremental import Change, update_closure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from icigraph.project.graph_project import GraphProject
    from icigraph.rules.compile.rule_set import RuleSet
    from icigraph.snapshot.snapshot import Snapshot

__all__ = ["changed_data", "updated"]

_LARGE = 100_000
"""Stated triples from which on closing takes about a second."""


def changed_data(
    project: GraphProject, before: Snapshot, inputs: Mapping[str, str]
) -> tuple[Path, ...] | None:
    """The files of data that were added, changed or removed since a snapshot of a large graph; None where
    more than that changed, the snapshot was damaged, or the graph is small: then it is closed anew.

    >>> from icigraph.project.graph_project import bundled_project
    >>> from icigraph.snapshot.manifest import Manifest
    >>> from icigraph.snapshot.snapshot import Snapshot
    >>> small = Manifest("0.1", {}, "d.nq", "", 0, {"x:data": 1}, True, {}, {})
    >>> project = bundled_project()
    >>> changed_data(project, Snapshot(project.root, small), {"data/a.ttl": "e3b0"})
    """
    manifest = before.manifest
    made = (project.inferred_graph.value, project.derived_graph.value)
    if sum(count for graph, count in manifest.counts.items() if graph not in made) < _LARGE:
        return None
    names = {name for name, _ in manifest.inputs.items() ^ inputs.items()}
    # Questions say nothing that the graph holds.
    names = {name for name in names if not name.startswith("queries/")}
    if not all(map(_is_data, names)) or sha256_of(before.dataset) != manifest.digest:
        return None
    changed = {project.root / name for name in names if not _is_of_table(name)}
    # A cell may name what any file describes.
    tables = {project.root / name for name in (*before.manifest.inputs, *inputs) if _is_table(name)}
    return tuple(sorted(changed | tables)) if names else ()


def _is_data(name: str) -> bool:
    """Whether an input has the triples of one graph of data: TriG and N-Quads name graphs of their own."""
    if _is_of_table(name):
        return True
    return name.startswith("data/") and syntax_of(name) not in (N_QUADS, TRIG)


def _is_of_table(name: str) -> bool:
    return name.startswith("data/tables/") and name.lower().endswith((".csv", ".rq"))


def _is_table(name: str) -> bool:
    return _is_of_table(name) and name.lower().endswith(".csv")


def updated(
    project: GraphProject,
    before: Snapshot,
    changed: tuple[Path, ...],
    compiled: Callable[[Store], RuleSet],
    progress: Progress,
) -> tuple[Store, RuleSet, Change] | None:
    r"""The closed store of the project, made from that of the snapshot `before` and the files that changed,
    with its rules; None where it must be closed anew after all, because one of them holds an axiom, or
    because axioms follow from facts.

    `compiled` gives the rules of a store. An `InputError` lists the faults of the changed files.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> from icigraph.rules.close import compile_from
    >>> from icigraph.snapshot.pipeline import build
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> file, snapshot = project.root / "data" / "a.ttl", build(project)
    >>> _ = file.write_text("<x:a> <x:p> <x:b> .")
    >>> store, _, change = updated(project, snapshot, (file,), compile_from, lambda *_: None)
    >>> change
    Change(added=1, removed=0, anew=False)
    """
    from icigraph.project.load import load_data

    files = Store()
    load_data(project, changed, files, progress)
    store = before.loaded()
    rules = compiled(store)
    if axioms_from_facts(rules):
        return None
    graphs = [project.graph_name(path) for path in changed]
    new, old = ({quad for graph in graphs for quad in _quads(one, graph)} for one in (files, store))
    try:
        change = update_closure(
            store,
            rules,
            added=new - old,
            removed=old - new,
            inferred=project.inferred_graph,
            derived=project.derived_graph,
        )
    except InputError:
        return None
    return store, rules, change


def _quads(store: Store, graph: NamedNode) -> set[Quad]:
    return set(store.quads_for_pattern(None, None, None, graph))
