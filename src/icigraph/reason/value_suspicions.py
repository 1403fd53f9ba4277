"""Whether values of literals may break an axiom: a few queries about the properties that axioms limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from icigraph.rdf.namespaces import OWL, RDF, RDFS, XSD
from icigraph.reason.axioms import is_datatype
from icigraph.reason.literals import belongs, value_of

__all__ = ["values_may_clash"]

_STRING = f" && datatype(?y) != {XSD['string']}"


def values_may_clash(store: Store) -> bool:
    """Whether values of literals may break an axiom in a closed store; where this is false, none do.

    >>> values_may_clash(Store())
    False
    """
    return (
        _have_two_literals(store, set(_single_valued(store)))
        or any(_has_value_outside(store, *limit) for limit in set(_typed(store)))
        or _is_same_as_literals(store)
    )


def _objects(store: Store, subject: object, name: str) -> Iterator[object]:
    if isinstance(subject, NamedNode | BlankNode):
        yield from (quad.object for quad in store.quads_for_pattern(subject, OWL[name], None, None))


def _single_valued(store: Store) -> Iterator[object]:
    """The properties that some axiom allows one value."""
    for quad in store.quads_for_pattern(None, RDF["type"], OWL["FunctionalProperty"], None):
        yield quad.subject
    for name in ("maxCardinality", "maxQualifiedCardinality"):
        for quad in store.quads_for_pattern(None, OWL[name], None, None):
            if isinstance(quad.object, Literal) and quad.object.value.strip().lstrip("+").lstrip("0") == "1":
                yield from _objects(store, quad.subject, "onProperty")


def _have_two_literals(store: Store, properties: Iterable[object]) -> bool:
    """Whether something has two literals of one of the properties."""
    names = " ".join(sorted(str(prop) for prop in properties if isinstance(prop, NamedNode)))
    one, other = (f"GRAPH ?g{name} {{ ?x ?p ?{name} }} FILTER(isLiteral(?{name}))" for name in "yz")
    return bool(store.query(f"ASK {{ VALUES ?p {{ {names} }} {one} {other} FILTER(!sameTerm(?y, ?z)) }}"))


def _typed(store: Store) -> Iterator[tuple[object, object]]:
    """The properties whose values some axiom takes from a datatype, or from an anonymous one, with it."""
    for quad in store.quads_for_pattern(None, RDFS["range"], None, None):
        yield quad.subject, quad.object
    for quad in store.quads_for_pattern(None, OWL["allValuesFrom"], None, None):
        yield from ((prop, quad.object) for prop in _objects(store, quad.subject, "onProperty"))


def _has_value_outside(store: Store, prop: object, datatype: object) -> bool:
    """Whether the property has a literal that is known to be outside the datatype, or may be outside an
    anonymous one.
    """
    if not isinstance(prop, NamedNode) or not (isinstance(datatype, BlankNode) or _is_known(datatype)):
        return False
    # Texts are many, and none of them is outside.
    unlike = _STRING if datatype == XSD["string"] else ""
    rows = store.query(f"SELECT DISTINCT ?y {{ GRAPH ?g {{ ?x {prop} ?y }} FILTER(isLiteral(?y){unlike}) }}")
    assert isinstance(rows, QuerySolutions)
    return any(_is_outside(row[0], datatype) for row in rows)


def _is_known(datatype: object) -> bool:
    return isinstance(datatype, NamedNode) and is_datatype(datatype) and datatype != RDFS["Literal"]


def _is_outside(literal: object, datatype: object) -> bool:
    value = value_of(literal) if isinstance(literal, Literal) else None
    return value is None or not isinstance(datatype, NamedNode) or not belongs(value, datatype)


def _is_same_as_literals(store: Store) -> bool:
    same = f"GRAPH ?g {{ ?x {OWL['sameAs']} ?y }} FILTER(isLiteral(?y))"
    return next(store.quads_for_pattern(None, OWL["sameAs"], None, None), None) is not None and bool(
        store.query(f"ASK {{ {same} }}")
    )
