"""What an ontology says without meaning to: classes that can have no instance, circles, axioms said twice,
and properties whose use alone makes their subject what it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad, Store, Triple

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.rules.compile.axioms import Axioms, is_datatype
from icigraph.rules.compile.patterns import short_name
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.sentences import axiom_sentence
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.contradictions.by_rules import contradictions
from icigraph.rules.run.materialise import ASSERTED, materialise

__all__ = ["Finding", "quality"]

_PROBE = "urn:icigraph:probe:"
_PROBES = NamedNode("urn:icigraph:probes")
_TYPE = RDF["type"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: its kind, a sentence, and the triple at fault where there is one."""

    kind: str
    message: str
    triple: Triple | None = None


def quality(triples: Iterable[Triple]) -> tuple[Finding, ...]:
    """Every finding about an ontology, with data or without: classes of which no instance can exist, circles,
    axioms that follow from others, and uses of a property by which alone their subject is of its domain.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <http://a/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    >>> text += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :A owl:disjointWith :B . "
    >>> text += ":C a owl:Class ; rdfs:subClassOf :A, :B ."
    >>> [found.message for found in quality(quad.triple for quad in parse(text, RdfFormat.TURTLE))]
    ['C can have no instance, as A owl:disjointWith B (cax-dw)']
    """
    listed = tuple(triples)
    axioms = Axioms(listed)
    domains = [axiom for axiom in axioms.having(RDFS["domain"]) if _is_used(axiom, axioms)]
    classes = _classes(axioms)
    outside: tuple[Finding, ...] = ()
    impossible: tuple[Finding, ...] = ()
    if domains or classes:
        rules = compile_rules(listed)
        store = Store()
        store.extend(Quad(triple.subject, triple.predicate, triple.object, ASSERTED) for triple in listed)
        outside = tuple(_used_outside_domain(domains, store, rules))
        impossible = tuple(_unsatisfiable(classes, store, rules))
    return (*impossible, *_circles(axioms), *_redundant(axioms), *outside)


def _unsatisfiable(classes: Iterable[NamedNode], store: Store, rules: RuleSet) -> Iterator[Finding]:
    """The classes of which no instance can exist: each is given one, and the contradictions that follow are
    read.
    """
    probes = {NamedNode(f"{_PROBE}{number}"): name for number, name in enumerate(classes)}
    store.extend(Quad(probe, _TYPE, name, _PROBES) for probe, name in probes.items())
    materialise(store, rules)
    seen: set[NamedNode] = set()
    for found in contradictions(store, rules):
        for node in dict.fromkeys(node for pattern in found.premises for node in pattern):
            name = probes.get(node)  # type: ignore[arg-type]
            if name is not None and name not in seen:
                seen.add(name)
                why = axiom_sentence(found.axiom) if found.axiom else "owl:Nothing has none"
                message = f"{short_name(name)} can have no instance, as {why} ({found.standard})"
                yield Finding("unsatisfiable", message, found.axiom[0] if found.axiom else None)


def _classes(axioms: Axioms) -> list[NamedNode]:
    declared = [triple.subject for kind in (OWL["Class"], RDFS["Class"]) for triple in axioms.typed(kind)]
    used = [node for triple in axioms.having(RDFS["subClassOf"]) for node in (triple.subject, triple.object)]
    names = [node for node in (*declared, *used) if isinstance(node, NamedNode) and node != OWL["Nothing"]]
    return [name for name in dict.fromkeys(names) if not is_datatype(name)]


def _circles(axioms: Axioms) -> Iterator[Finding]:
    """Circles of told subclass and subproperty axioms, and of told transitive properties between things."""
    symmetric = {triple.subject for triple in axioms.typed(OWL["SymmetricProperty"])}
    named = (triple.subject for triple in axioms.typed(OWL["TransitiveProperty"]))
    transitive = [prop for prop in named if prop not in symmetric]
    for predicate in (RDFS["subClassOf"], RDFS["subPropertyOf"], *transitive):
        if isinstance(predicate, NamedNode):
            yield from _circles_of(axioms, predicate)


def _circles_of(axioms: Axioms, predicate: NamedNode) -> Iterator[Finding]:
    edges = _in_circles(axioms.having(predicate))
    reach = _Reach(edges)
    seen: set[object] = set()
    for triple in edges:
        if triple.subject in seen:
            continue
        path = reach.path(triple.object, triple.subject)
        if path is not None:
            seen.update(path)
            names = " → ".join(short_name(node) for node in (triple.subject, *path))
            yield Finding("circle", f"{short_name(predicate)} runs in a circle: {names}", triple)


def _in_circles(triples: Iterable[Triple]) -> list[Triple]:
    """The triples that may be part of a circle: something of a circle leads to them, and they to one."""
    edges = [triple for triple in triples if triple.subject != triple.object]
    reached = _reached([(triple.subject, triple.object) for triple in edges])
    edges = [triple for triple in edges if triple.subject in reached]
    leading = _reached([(triple.object, triple.subject) for triple in edges])
    return [triple for triple in edges if triple.object in leading]


def _reached(edges: list[tuple[object, object]]) -> set[object]:
    """The nodes that are left when each to which no edge leads has been taken away with its own edges."""
    following: dict[object, list[object]] = defaultdict(list)
    for start, end in edges:
        following[start].append(end)
    count = Counter(end for _, end in edges)
    waiting = [start for start in following if not count[start]]
    while waiting:
        for end in following[waiting.pop()]:
            count[end] -= 1
            if not count[end]:
                waiting.append(end)
    return {node for node, times in count.items() if times}


class _Reach:
    """Paths along triples of one predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._next: dict[object, list[object]] = defaultdict(list)
        self._reached: dict[object, set[object]] = {}
        for triple in triples:
            self._next[triple.subject].append(triple.object)

    def everything(self, start: object) -> set[object]:
        """All that paths from `start` lead to, itself included."""
        found = self._reached.get(start)
        if found is None:
            found, waiting = {start}, [start]
            while waiting:
                new = [node for node in self._next.get(waiting.pop(), ()) if node not in found]
                found.update(new)
                waiting += new
            self._reached[start] = found
        return found

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


def _redundant(axioms: Axioms) -> Iterator[Finding]:
    """The told axioms that follow from others: subclasses, subproperties, and domains and ranges that are
    inherited.
    """
    for predicate in (RDFS["subClassOf"], RDFS["subPropertyOf"]):
        reach = _Reach(axioms.having(predicate))
        for triple in axioms.having(predicate):
            path = reach.path(triple.subject, triple.object, (triple.subject, triple.object))
            if path is not None and len(path) > 2:
                yield _said_twice(triple, " → ".join(short_name(node) for node in path))
    yield from _inherited(axioms)


def _inherited(axioms: Axioms) -> Iterator[Finding]:
    classes, properties = (_Reach(axioms.having(RDFS[name])) for name in ("subClassOf", "subPropertyOf"))
    for predicate in (RDFS["domain"], RDFS["range"]):
        for triple in axioms.having(predicate):
            above = properties.everything(triple.subject)
            for other in axioms.having(predicate):
                inherited = other != triple and other.subject in above
                if inherited and triple.object in classes.everything(other.object):
                    yield _said_twice(triple, f"{short_name(other.subject)} has it")
                    break


def _said_twice(triple: Triple, why: str) -> Finding:
    said = " ".join(short_name(node) for node in (triple.subject, triple.predicate, triple.object))
    return Finding("redundant", f"{said} follows from other axioms: {why}", triple)


def _used_outside_domain(domains: list[Triple], store: Store, rules: RuleSet) -> Iterator[Finding]:
    """The uses of a property whose subject is of the property's domain only because the property is used."""
    if not domains:
        return
    named = {"prp-dom", "prp-rng"}
    kept = tuple(rule for rule in rules.rules if not named & set(rule.standard.split("+")))
    materialise(store, replace(rules, rules=kept))
    for axiom in domains:
        yield from _untyped(store, axiom)


def _is_used(axiom: Triple, axioms: Axioms) -> bool:
    """Whether the domain axiom is about a class that has a name and a property that is used."""
    prop = axiom.subject
    return isinstance(prop, NamedNode) and isinstance(axiom.object, NamedNode) and bool(axioms.having(prop))


def _untyped(store: Store, axiom: Triple) -> Iterator[Finding]:
    text = (
        f"SELECT DISTINCT ?s WHERE {{ GRAPH {ASSERTED} {{ ?s {axiom.subject} ?o }} "
        f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?s {_TYPE} {axiom.object} }} }} }} ORDER BY ?s"
    )
    for row in store.query(text):  # type: ignore[union-attr]
        names = [short_name(node) for node in (row["s"], axiom.subject, axiom.object)]
        message = f"{names[0]} belongs to {names[2]} only because it has {names[1]}"
        first = next(store.quads_for_pattern(row["s"], axiom.subject, None, None)).triple  # type: ignore[arg-type]
        yield Finding("domain", message, first)
