"""The rules of a project: what its ontology compiles to, and its derivations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Store, Triple

from icigraph.graph.project import GraphProject
from icigraph.reason.compile import FORBIDDING, compile_rules
from icigraph.reason.derivation import read_derivations
from icigraph.reason.ruleset import RuleSet

__all__ = ["closing_rules_of", "rules_of"]


def rules_of(project: GraphProject, store: Store) -> RuleSet:
    """All rules of a project that is loaded to `store`."""
    return _compiled(project, _axioms(project, store))


def closing_rules_of(project: GraphProject, store: Store) -> RuleSet:
    """Those that conclude something. What only forbids does not: half of the rules need not be compiled to
    close the graph.
    """
    return _compiled(
        project, (axiom for axiom in _axioms(project, store) if axiom.predicate not in FORBIDDING)
    )


def _compiled(project: GraphProject, axioms: Iterable[Triple]) -> RuleSet:
    return compile_rules(axioms).joined(read_derivations(project.rule_files))


def _axioms(project: GraphProject, store: Store) -> Iterator[Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, project.ontology_graph))
