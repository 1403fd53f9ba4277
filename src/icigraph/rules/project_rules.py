"""The rules of a project: what its axioms compile to, in whichever file they stand, and its derivations."""

from __future__ import annotations

from pyoxigraph import Store

from icigraph.project.graph_project import GraphProject
from icigraph.rules.close import compile_from
from icigraph.rules.compile.derivation import read_derivations
from icigraph.rules.compile.rule_set import RuleSet

__all__ = ["rules_of"]


def rules_of(project: GraphProject, store: Store) -> RuleSet:
    r"""All rules of a project that is loaded to `store`, closed or not.

    >>> from pyoxigraph import NamedNode, RdfFormat
    >>> from icigraph.project.graph_project import bundled_project
    >>> text, store = "<x:p> a <http://www.w3.org/2002/07/owl#TransitiveProperty> .", Store()
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("x:axioms"))
    >>> rules = rules_of(bundled_project(), store).rules
    >>> rules[0].standard, {rule.standard for rule in rules[1:]}
    ('prp-trp', {'derivation'})
    """
    made = (project.inferred_graph, project.derived_graph)
    return compile_from(store, derivations=read_derivations(project.rule_files), made=made)
