"""The impact of a withdrawal: what would no longer hold without a fact, a source or an axiom, and what would
hold anew.

The graph is closed once more without it, which also accounts for negation: a fact may be what keeps another
from being accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from icigraph.project.claims import ABOUT, claims_of
from icigraph.proofs.search.lookup import Thing, objects, subjects
from icigraph.rdf.namespaces import CORE
from icigraph.rules.close import compile_from
from icigraph.rules.compile.rule import Rule
from icigraph.rules.run.materialise import materialise

__all__ = ["Graphs", "Impact", "impact", "withdrawn_with"]


@dataclass(frozen=True, slots=True)
class Graphs:
    """The names of the graphs of a closed store that matter here."""

    ontology: NamedNode
    derived: NamedNode
    inferred: NamedNode


@dataclass(frozen=True, slots=True)
class Impact:
    """What follows from a withdrawal: the asserted triples `withdrawn`, the conclusions `removed` and those
    `gained`.
    """

    withdrawn: tuple[Triple, ...]
    removed: tuple[Triple, ...]
    gained: tuple[Triple, ...]


def withdrawn_with(store: Store, thing: NamedNode | Triple, graphs: Graphs) -> tuple[Triple, ...]:
    """The asserted triples that go with a thing.

    A triple goes alone. With a source go its citations, every claim that cites nothing else, and every
    occurrent of which no other claim speaks; with any other thing, a fact or a term of the ontology, what is
    stated of it, and what is stated about it by other things; with a fact its claims.

    >>> store, joined, data = Store(), NamedNode("x:joined"), NamedNode("x:data")
    >>> store.add(Quad(joined, CORE["start"], joined, data))
    >>> graphs = Graphs(NamedNode("x:ontology"), NamedNode("x:derived"), NamedNode("x:inferred"))
    >>> [str(triple.subject) for triple in withdrawn_with(store, joined, graphs)]
    ['<x:joined>']
    """
    if isinstance(thing, Triple):
        return (thing,)
    gone = [thing, *_of_source(store, thing), *claims_of(store, thing)]
    found = {quad.triple for each in gone for quad in _around(store, each) if _is_asserted(quad, graphs)}
    return tuple(sorted(found, key=str))


def _of_source(store: Store, source: NamedNode) -> Iterator[Thing]:
    """The citations of a source, the claims that rest on them alone, and what only those claims speak of."""
    citations = set(subjects(store, CORE["source"], source))
    yield from citations
    citing = {claim for citation in citations for claim in subjects(store, CORE["citation"], citation)}
    claims = {claim for claim in citing if citations.issuperset(objects(store, claim, CORE["citation"]))}
    yield from claims
    spoken = (end for claim in claims for how in ABOUT for end in objects(store, claim, how))
    occurrents = {end for end in spoken if isinstance(end, Thing)}
    yield from (each for each in occurrents if claims.issuperset(claims_of(store, each)))


def _around(store: Store, thing: Thing) -> Iterator[Quad]:
    """The quads about a thing, those of the blank nodes below it, and those that lead to it."""
    waiting: list[Thing] = [thing]
    seen = {thing}
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(), None, None):
            yield quad
            if isinstance(quad.object, BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)
    yield from store.quads_for_pattern(None, None, thing)


def _is_asserted(quad: Quad, graphs: Graphs) -> bool:
    return quad.graph_name not in (graphs.derived, graphs.inferred)


def impact(store: Store, derivations: Iterable[Rule], withdrawn: Iterable[Triple], graphs: Graphs) -> Impact:
    """What a closed store would lose and gain if asserted triples were withdrawn; the store itself is left
    alone.

    `derivations` are the rules that the ontology is not compiled to.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.rules.close import close_store
    >>> from icigraph.rules.run.materialise import DERIVED, INFERRED
    >>> text = "@prefix : <http://a/> . :p a <http://www.w3.org/2002/07/owl#SymmetricProperty> . :a :p :b ."
    >>> store, (a, p, b, data) = Store(), (NamedNode(f"http://a/{name}") for name in ("a", "p", "b", "data"))
    >>> store.load(text, RdfFormat.TURTLE, to_graph=data)
    >>> _ = close_store(store)
    >>> found = impact(store, [], [Triple(a, p, b)], Graphs(data, DERIVED, INFERRED))
    >>> [str(triple) for triple in found.removed]
    ['<http://a/b> <http://a/p> <http://a/a>']
    """
    gone = set(withdrawn)
    rest = Store()
    rest.bulk_extend(quad for quad in store if _is_asserted(quad, graphs) and quad.triple not in gone)
    rules = compile_from(rest, derivations=derivations)
    materialise(rest, rules, inferred=graphs.inferred, derived=graphs.derived)
    before, after = _concluded(store, graphs), _concluded(rest, graphs)
    removed = (triple for triple in before - after if not any(_matches(rest, triple)))
    gained = (triple for triple in after - before if triple not in gone)
    return Impact(
        tuple(sorted(gone, key=str)), tuple(sorted(removed, key=str)), tuple(sorted(gained, key=str))
    )


def _concluded(store: Store, graphs: Graphs) -> set[Triple]:
    names = (graphs.derived, graphs.inferred)
    return {quad.triple for name in names for quad in store.quads_for_pattern(None, None, None, name)}


def _matches(store: Store, triple: Triple) -> Iterator[Quad]:
    return store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
