"""The rules of a project: what its axioms compile to, in whichever file they stand, and its derivations."""

from __future__ import annotations

from pyoxigraph import Store

from icigraph.project.graph_project import GraphProject
from icigraph.rules.close import compile_from
from icigraph.rules.compile.derivation import read_derivations
from icigraph.rules.compile.rule_set import RuleSet

__all__ = ["rules_of"]


def rules_of(project: GraphProject, store: Store) -> RuleSet:
    """All rules of a project that is loaded to `store`, closed or not."""
    made = (project.inferred_graph, project.derived_graph)
    return compile_from(store, made=made).joined(read_derivations(project.rule_files))
