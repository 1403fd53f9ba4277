"""What an ontology says without meaning to: classes that can have no instance, circles, axioms said
twice, and properties
whose use alone makes their subject what it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad, Store, Triple

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.reason.axioms import Axioms, is_datatype
from icigraph.reason.compile import compile_rules
from icigraph.reason.inconsistency import violations_of
from icigraph.reason.materialise import materialise
from icigraph.reason.terms import short_name

__all__ = ["Finding", "circles", "quality", "redundant", "unsatisfiable", "used_outside_domain"]

_PROBE = "urn:icigraph:probe:"
_TOLD = NamedNode("urn:icigraph:told")
_TYPE = RDF["type"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: its kind, a sentence, and the triple at fault where there is one."""

    kind: str
    message: str
    triple: Triple | None = None


def quality(triples: Iterable[Triple]) -> tuple[Finding, ...]:
    """Every finding about an ontology, with data or without."""
    told = tuple(triples)
    return (*unsatisfiable(told), *circles(told), *redundant(told), *used_outside_domain(told))


def _store(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object, _TOLD) for triple in triples)
    return store


def unsatisfiable(triples: Iterable[Triple]) -> Iterator[Finding]:
    """The classes of which no instance can exist: each is given one, and the contradictions that follow
    are read.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <http://a/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    >>> text += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :A owl:disjointWith :B . "
    >>> text += ":C a owl:Class ; rdfs:subClassOf :A, :B ."
    >>> [found.message for found in unsatisfiable(quad.triple for quad in parse(text, RdfFormat.TURTLE))]
    ['C can have no instance: cax-dw']
    """
    axioms = Axioms(triples)
    classes = _classes(axioms)
    probes = {NamedNode(f"{_PROBE}{number}"): name for number, name in enumerate(classes)}
    rules = compile_rules(axioms.triples)
    store = _store((*axioms.triples, *(Triple(probe, _TYPE, name) for probe, name in probes.items())))
    materialise(store, rules)
    seen: set[NamedNode] = set()
    for found in violations_of(store, rules):
        for node in dict.fromkeys(node for pattern in found.premises for node in pattern):
            name = probes.get(node)  # type: ignore[arg-type]
            if name is not None and name not in seen:
                seen.add(name)
                axiom = found.axiom[0] if found.axiom else None
                yield Finding(
                    "unsatisfiable", f"{short_name(name)} can have no instance: {found.standard}", axiom
                )


def _classes(axioms: Axioms) -> list[NamedNode]:
    declared = [triple.subject for kind in (OWL["Class"], RDFS["Class"]) for triple in axioms.typed(kind)]
    used = [node for triple in axioms.having(RDFS["subClassOf"]) for node in (triple.subject, triple.object)]
    names = [node for node in (*declared, *used) if isinstance(node, NamedNode) and node != OWL["Nothing"]]
    return [name for name in dict.fromkeys(names) if not is_datatype(name)]


def circles(triples: Iterable[Triple]) -> Iterator[Finding]:
    """Circles of told subclass and subproperty axioms, and of told transitive properties between things."""
    axioms = Axioms(triples)
    transitive = [triple.subject for triple in axioms.typed(OWL["TransitiveProperty"])]
    for predicate in (RDFS["subClassOf"], RDFS["subPropertyOf"], *transitive):
        if isinstance(predicate, NamedNode):
            yield from _circles(axioms, predicate)


def _circles(axioms: Axioms, predicate: NamedNode) -> Iterator[Finding]:
    reach = _Reach(axioms, predicate)
    seen: set[object] = set()
    for triple in axioms.having(predicate):
        if triple.subject in seen or triple.subject == triple.object:
            continue
        path = reach.path(triple.object, triple.subject)
        if path is not None:
            seen.update(path)
            names = " → ".join(short_name(node) for node in (triple.subject, *path))
            yield Finding("circle", f"{short_name(predicate)} runs in a circle: {names}", triple)


class _Reach:
    """Paths along one predicate of the told triples."""

    def __init__(self, axioms: Axioms, predicate: NamedNode) -> None:
        self._next: dict[object, list[object]] = defaultdict(list)
        for triple in axioms.having(predicate):
            self._next[triple.subject].append(triple.object)

    def path(
        self, start: object, end: object, without: tuple[object, object] | None = None
    ) -> list[object] | None:
        """A shortest path from `start` to `end`, both included; `without` is an edge not to take."""
        came: dict[object, object] = {start: start}
        queue = [start]
        for node in queue:
            if node == end:
                return _walked(came, end)
            for target in self._next.get(node, ()):
                if target not in came and (node, target) != without:
                    came[target] = node
                    queue.append(target)
        return None


def _walked(came: dict[object, object], end: object) -> list[object]:
    path = [end]
    while came[path[-1]] != path[-1]:
        path.append(came[path[-1]])
    return path[::-1]


def redundant(triples: Iterable[Triple]) -> Iterator[Finding]:
    """The told axioms that follow from others: subclasses, subproperties, and domains and ranges
    that are inherited.
    """
    axioms = Axioms(triples)
    for predicate in (RDFS["subClassOf"], RDFS["subPropertyOf"]):
        reach = _Reach(axioms, predicate)
        for triple in axioms.having(predicate):
            path = reach.path(triple.subject, triple.object, (triple.subject, triple.object))
            if path is not None and len(path) > 2:
                yield _said_twice(triple, " → ".join(short_name(node) for node in path))
    yield from _inherited(axioms)


def _inherited(axioms: Axioms) -> Iterator[Finding]:
    classes, properties = _Reach(axioms, RDFS["subClassOf"]), _Reach(axioms, RDFS["subPropertyOf"])
    for predicate in (RDFS["domain"], RDFS["range"]):
        for triple in axioms.having(predicate):
            for other in axioms.having(predicate):
                if other == triple or properties.path(triple.subject, other.subject) is None:
                    continue
                if classes.path(other.object, triple.object) is not None:
                    yield _said_twice(triple, f"{short_name(other.subject)} has it")
                    break


def _said_twice(triple: Triple, why: str) -> Finding:
    said = " ".join(short_name(node) for node in (triple.subject, triple.predicate, triple.object))
    return Finding("redundant", f"{said} follows from other axioms: {why}", triple)


def used_outside_domain(triples: Iterable[Triple]) -> Iterator[Finding]:
    """The uses of a property whose subject is of the property's domain only because the property is used."""
    told = tuple(triples)
    rules = compile_rules(told)
    named = {"prp-dom", "prp-rng"}
    kept = tuple(rule for rule in rules.rules if not named & set(rule.standard.split("+")))
    store = _store(told)
    materialise(store, replace(rules, rules=kept))
    for axiom in Axioms(told).having(RDFS["domain"]):
        if isinstance(axiom.subject, NamedNode) and isinstance(axiom.object, NamedNode):
            yield from _untyped(store, axiom)


def _untyped(store: Store, axiom: Triple) -> Iterator[Finding]:
    text = (
        f"SELECT DISTINCT ?s WHERE {{ GRAPH {_TOLD} {{ ?s {axiom.subject} ?o }} "
        f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?s {_TYPE} {axiom.object} }} }} }} ORDER BY ?s"
    )
    for row in store.query(text):  # type: ignore[union-attr]
        names = [short_name(node) for node in (row["s"], axiom.subject, axiom.object)]
        message = f"{names[0]} is a {names[2]} only because it has {names[1]}"
        first = next(store.quads_for_pattern(row["s"], axiom.subject, None, None)).triple  # type: ignore[arg-type]
        yield Finding("domain", message, first)
