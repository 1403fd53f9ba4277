"""Patterns and triples as values: substitution, variables, names and a total order, as compiling and running
need them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable

from icigraph.rdf.namespaces import STANDARD_PREFIXES
from icigraph.rdf.sparql import Token, rewritten, tokens
from icigraph.rules.compile.rule import Absence, Node, Pattern

__all__ = [
    "bind",
    "bind_absence",
    "bind_all",
    "ground",
    "short_name",
    "sorted_triples",
    "variables_in",
    "variables_of",
]

_STANDARD = tuple(STANDARD_PREFIXES.values())


def bind(pattern: Pattern, values: Mapping[Variable, Node]) -> Pattern:
    """The pattern with each variable that has a value replaced by it.

    >>> x, a = Variable("x"), NamedNode("x:a")
    >>> bind((x, a, Variable("y")), {x: a}) == (a, a, Variable("y"))
    True
    """
    subject, predicate, value = (
        values.get(node, node) if isinstance(node, Variable) else node for node in pattern
    )
    return (subject, predicate, value)


def bind_all(patterns: Iterable[Pattern], values: Mapping[Variable, Node]) -> tuple[Pattern, ...]:
    """Each pattern bound to `values`, in order.

    >>> x, a = Variable("x"), NamedNode("x:a")
    >>> bind_all([(x, a, x), (a, a, x)], {x: a}) == ((a, a, a), (a, a, a))
    True
    """
    return tuple(bind(pattern, values) for pattern in patterns) if values else tuple(patterns)


def bind_absence(group: Absence, values: Mapping[Variable, Node]) -> Absence:
    """What is to be absent, with the terms that its variables stand for.

    >>> x, y, p, one = Variable("x"), Variable("y"), NamedNode("x:p"), Literal(1)
    >>> bind_absence(Absence(((x, p, y),), ("?y > ?x",)), {x: one}).guards
    ('?y > "1"^^<http://www.w3.org/2001/XMLSchema#integer>',)
    """

    def written(token: Token) -> str:
        value = values.get(Variable(token.text[1:])) if token.kind == "variable" else None
        return token.text if value is None else str(value)

    return Absence(
        bind_all(group.patterns, values), tuple(rewritten(guard, written) for guard in group.guards)
    )


def ground(pattern: Pattern) -> Triple | None:
    """The pattern as a triple, or None where a variable or a literal stands in its way.

    >>> a = NamedNode("x:a")
    >>> str(ground((a, a, a))), ground((a, a, Variable("x")))
    ('<x:a> <x:a> <x:a>', None)
    """
    subject, predicate, value = pattern
    if (
        isinstance(subject, Variable | Literal)
        or not isinstance(predicate, NamedNode)
        or isinstance(value, Variable)
    ):
        return None
    return Triple(subject, predicate, value)


def variables_of(patterns: Iterable[Pattern]) -> tuple[Variable, ...]:
    """The variables of the patterns in the order of their first use.

    >>> [each.value for each in variables_of([(Variable("y"), NamedNode("x:p"), Variable("x"))])]
    ['y', 'x']
    """
    return tuple(
        dict.fromkeys(node for pattern in patterns for node in pattern if isinstance(node, Variable))
    )


@lru_cache(maxsize=4096)
def variables_in(expression: str) -> frozenset[Variable]:
    """The variables that a SPARQL expression names.

    >>> sorted(each.value for each in variables_in('CONCAT(?x, "?y") < $z'))
    ['x', 'z']
    """
    return frozenset(Variable(token.text[1:]) for token in tokens(expression) if token.kind == "variable")


@lru_cache(maxsize=4096)
def short_name(node: Node | Triple) -> str:
    """A readable name for a term: prefixed where the prefix is standard, else the local part of its IRI.

    >>> short_name(NamedNode("http://www.w3.org/2002/07/owl#sameAs"))
    'owl:sameAs'
    >>> short_name(NamedNode("https://example.org/onto/partOf"))
    'partOf'
    """
    if isinstance(node, BlankNode):
        return "_"
    if not isinstance(node, NamedNode):
        return str(node)
    iri = node.value
    if iri.startswith(_STANDARD):
        for prefix, namespace in STANDARD_PREFIXES.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri


def sorted_triples(triples: Iterable[Triple]) -> list[Triple]:
    """The distinct triples in the order of their N-Triples text: the order in which rules are compiled.

    >>> a, b = NamedNode("x:a"), NamedNode("x:b")
    >>> [each.subject.value for each in sorted_triples([Triple(b, a, a), Triple(a, a, a), Triple(b, a, a)])]
    ['x:a', 'x:b']
    """
    return sorted(set(triples), key=str)
