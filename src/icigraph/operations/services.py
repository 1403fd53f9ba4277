"""The stores on the web that a project means: by URL, or by the names that its `icigraph.toml` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from icigraph.base.progress import Progress, silent
from icigraph.stores.store.protocol import Service, open_service
from icigraph.stores.store.targets import target_of

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.rdf.asked_store import AskedStore
    from icigraph.rules.run.materialise import Report

__all__ = ["endpoint_store", "reason_published", "service_of"]


def service_of(
    target: str, project: GraphProject | None = None, *, kind: str | None = None, strings: bool = False
) -> Service:
    r"""The store that `target` means; its `kind` is found out where neither that nor the project tells it,
    and with `strings` literals that it cannot hold are plain strings there.

    An `InputError` says that the target means none, a `ServiceError` that it does not answer.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> text = 'name = "a"\nbase = "x:"\n[targets.lab]\nurl = "https://e/ds"\nkind = "fuseki"'
    >>> project = GraphProject(Path(tempfile.mkdtemp()), parse_config(text, file="icigraph.toml"))
    >>> service_of("lab", project).endpoints.update
    'https://e/ds/update'
    """
    found = target_of(target, _named(project))
    if project and found.certificates:
        # Written in icigraph.toml, so meant from its folder.
        found = replace(found, certificates=str(project.root / found.certificates))
    return open_service(replace(found, kind=kind or found.kind, strings=found.strings or strings))


def _named(project: GraphProject | None) -> dict[str, Mapping[str, object]]:
    return {each.name: each.settings for each in project.config.targets} if project else {}


def endpoint_store(target: str, project: GraphProject) -> AskedStore:
    r"""What the project published at a store, to be asked as if it were in process.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> text = 'name = "a"\nbase = "x:"\n[targets.lab]\nurl = "https://e/ds"\nkind = "fuseki"'
    >>> project = GraphProject(Path(tempfile.mkdtemp()), parse_config(text, file="icigraph.toml"))
    >>> type(endpoint_store("lab", project)).__name__
    'EndpointStore'
    """
    from icigraph.stores.endpoint import EndpointStore

    return EndpointStore(service_of(target, project), project.graphs, project.ontology_graph)


def reason_published(target: str, project: GraphProject, progress: Progress = silent) -> Report:
    """Close what the project published at a store under the project's rules, there; what was added."""
    from pyoxigraph import Store

    from icigraph.project.load import load_project
    from icigraph.rules.project_rules import rules_of
    from icigraph.stores.endpoint import reason_remotely

    store = Store()
    load_project(project, store)
    return reason_remotely(
        service_of(target, project),
        project.graphs,
        rules_of(project, store),
        inferred=project.inferred_graph,
        derived=project.derived_graph,
        progress=progress,
    )
