"""The search's way to compute a rule's bindings and test its guards: by SPARQL, on an empty store.

The checker evaluates the same expressions with means of its own.
"""

from __future__ import annotations

from typing import cast

from pyoxigraph import QuerySolutions, Store, Variable

from icigraph.proofs.proof import Term
from icigraph.proofs.search.patterns import Bindings
from icigraph.rdf.namespaces import STANDARD_PREFIXES
from icigraph.rules.compile.patterns import variables_in
from icigraph.rules.compile.rule import Rule
from icigraph.rules.run.sparql import anchored, anchors

__all__ = ["compute", "true"]


def compute(rule: Rule, bindings: Bindings) -> dict[Variable, Term] | None:
    """The variables that the rule computes under the bindings of its body; None where a guard is not true.

    An expression that fails leaves its variable out, as SPARQL has it (SPARQL 1.1 Query, section 10).

    >>> from pyoxigraph import Literal
    >>> x, y = Variable("x"), Variable("y")
    >>> rule = Rule("r", "derivation", (), (), bindings=((y, "STRLEN(STR(?x))"),), guards=("?y > 2",))
    >>> compute(rule, {x: Literal("abc")})[y].value
    '3'
    >>> compute(rule, {x: Literal("a")}) is None
    True
    """
    if not rule.bindings and not rule.guards:
        return {}
    needed, blank = _needed(rule, bindings), anchors(rule)
    query = anchored(_query(rule, (*needed, *blank)), blank)
    solutions = Store().query(query, prefixes=STANDARD_PREFIXES, substitutions={**needed, **blank})
    for solution in cast(QuerySolutions, solutions):
        computed = ((name, solution[name.value]) for name, _ in rule.bindings)
        return {name: cast(Term, term) for name, term in computed if term is not None}
    return None


def true(guards: tuple[str, ...], bindings: Bindings) -> bool:
    """Whether all of the guards are true under the bindings.

    >>> from pyoxigraph import Literal
    >>> true(("?x > 1",), {Variable("x"): Literal(2)}), true(("?x > 1",), {Variable("x"): Literal("a")})
    (True, False)
    """
    return compute(Rule("", "", (), (), guards=guards), bindings) is not None


def _needed(rule: Rule, bindings: Bindings) -> dict[Variable, Term]:
    """The bindings that the rule's expressions speak of."""
    expressions = (*(expression for _, expression in rule.bindings), *rule.guards)
    mentioned = {name for expression in expressions for name in variables_in(expression)}
    return {name: term for name, term in bindings.items() if name in mentioned}


def _query(rule: Rule, needed: tuple[Variable, ...]) -> str:
    names = " ".join(f"?{name.value}" for name in (*needed, *(name for name, _ in rule.bindings)))
    binds = " ".join(f"BIND({expression} AS ?{name.value})" for name, expression in rule.bindings)
    guards = " ".join(f"FILTER({guard})" for guard in rule.guards)
    return f"SELECT {names or '(1 AS ?one)'} WHERE {{ {binds} {guards} }}"
