"""A small graph in Turtle, closed by what its axioms and derivations say."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, Store

from icigraph.rules.close import compile_from
from icigraph.rules.compile.derivation import parse_derivation
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.run.materialise import materialise

__all__ = ["closed"]


def closed(turtle: str, *derivations: str) -> tuple[Store, RuleSet]:
    """The closed graph and the rules that closed it."""
    store = Store()
    store.load(turtle, RdfFormat.TURTLE, to_graph=NamedNode("http://example.org/graph"))
    parsed = [parse_derivation(rule, origin=f"r{number}.rq") for number, rule in enumerate(derivations)]
    rules = compile_from(store).joined(parsed)
    materialise(store, rules)
    return store, rules
