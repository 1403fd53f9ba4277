"""Closing RDF files or triples in one call: load, compile from all of their axioms, materialise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from icigraph.base.progress import Progress, silent
from icigraph.rdf.namespaces import OWL, RDF
from icigraph.rules.compile.axiom_patterns import AXIOM_CLASSES, AXIOM_PREDICATES, axioms_from_facts
from icigraph.rules.compile.class_axioms import DEFINING
from icigraph.rules.compile.declared import declaring_classes, for_declared
from icigraph.rules.compile.draft import Mode
from icigraph.rules.compile.rule import Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.run.materialise import ASSERTED, DERIVED, INFERRED, materialise
from icigraph.rules.run.sources import load_graphs

__all__ = ["close_files", "close_store", "compile_from", "inferred_from"]

_MADE = (INFERRED, DERIVED)


def _axioms_in(store: Store, made: Collection[NamedNode] = _MADE) -> Iterator[Triple]:
    """The triples told in a store that compiling reads, found by their predicates and classes: the rest is
    never touched. The graphs `made` hold what follows.

    >>> from pyoxigraph import RdfFormat
    >>> store = Store()
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#TransitiveProperty> . <x:a> <x:p> <x:b> ."
    >>> store.load(text, RdfFormat.TURTLE, to_graph=ASSERTED)
    >>> [str(triple.subject) for triple in _axioms_in(store)]
    ['<x:p>']
    """
    for predicate in sorted(AXIOM_PREDICATES, key=str):
        yield from _asserted(store.quads_for_pattern(None, predicate, None, None), made)
    kinds: list[NamedNode | BlankNode] = [*sorted(AXIOM_CLASSES, key=str)]
    for kind in (*kinds, *sorted(_anonymous_classes(store), key=str)):
        yield from _asserted(store.quads_for_pattern(None, RDF["type"], kind, None), made)


def _anonymous_classes(store: Store) -> set[BlankNode]:
    quads = (store.quads_for_pattern(None, OWL[name], None, None) for name in DEFINING)
    return {quad.subject for quad in chain(*quads) if isinstance(quad.subject, BlankNode)}


def _asserted(quads: Iterable[Quad], made: Collection[NamedNode]) -> Iterator[Triple]:
    return (quad.triple for quad in quads if quad.graph_name not in made)


def compile_from(
    store: Store,
    mode: Mode = Mode.PUBLISHED,
    *,
    derivations: Iterable[Rule] = (),
    made: Collection[NamedNode] = _MADE,
) -> RuleSet:
    """The rules that the axioms told in a store call for, and derivations, those over properties that the
    store declares among them; facts are read only where axioms can follow from them. The graphs `made` hold
    what follows.

    >>> store = Store()
    >>> store.add(Quad(NamedNode("http://a/p"), RDF["type"], OWL["SymmetricProperty"], ASSERTED))
    >>> [rule.name for rule in compile_from(store).rules]
    ['prp-symp:p']
    """
    rules, added = compile_rules(_axioms_in(store, made), mode=mode), tuple(derivations)
    if axioms_from_facts(rules):
        rules = compile_rules(_asserted(store, made), mode=mode)
    joined = rules.joined(for_declared(added, lambda kind: _members(store, kind, made)))
    return replace(joined, declaring=declaring_classes(added))


def _members(store: Store, kind: NamedNode, made: Collection[NamedNode]) -> set[NamedNode]:
    asserted = _asserted(store.quads_for_pattern(None, RDF["type"], kind, None), made)
    return {triple.subject for triple in asserted if isinstance(triple.subject, NamedNode)}


def close_files(
    paths: Iterable[Path],
    store: Store,
    *,
    mode: Mode = Mode.PUBLISHED,
    derivations: Iterable[Rule] = (),
    progress: Progress = silent,
) -> RuleSet:
    """Load files to named graphs of the store and add what follows to the graph `urn:icigraph:inferred`; the
    rules used.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.ttl")
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:s> <x:p> <x:o> ."
    >>> store, _ = Store(), file.write_text(text)
    >>> _ = close_files([file], store)
    >>> [str(quad.triple) for quad in store.quads_for_pattern(None, None, None, INFERRED)]
    ['<x:o> <x:p> <x:s>']
    """
    load_graphs(paths, store, progress)
    return close_store(store, mode=mode, derivations=derivations, progress=progress)


def close_store(
    store: Store,
    *,
    mode: Mode = Mode.PUBLISHED,
    derivations: Iterable[Rule] = (),
    progress: Progress = silent,
) -> RuleSet:
    """Add what follows from the named graphs of a store to its graph `urn:icigraph:inferred`; the rules used.

    >>> from pyoxigraph import RdfFormat
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:s> <x:p> <x:o> ."
    >>> store = Store()
    >>> store.load(text, RdfFormat.TURTLE, to_graph=ASSERTED)
    >>> [rule.name for rule in close_store(store).rules]
    ['prp-symp:x:p']
    >>> [str(quad.triple) for quad in store.quads_for_pattern(None, None, None, INFERRED)]
    ['<x:o> <x:p> <x:s>']
    """
    rules = compile_from(store, mode, derivations=derivations)
    materialise(store, rules, inferred=INFERRED, progress=progress)
    return rules


def inferred_from(triples: Iterable[Triple], *, mode: Mode = Mode.PUBLISHED) -> set[Triple]:
    """The triples that follow from these and are not among them.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <http://a/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    >>> text += ":p rdfs:domain :C . :s :p 1 ."
    >>> [str(triple) for triple in inferred_from(quad.triple for quad in parse(text, RdfFormat.TURTLE))]
    ['<http://a/s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://a/C>']
    """
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object, ASSERTED) for triple in triples)
    materialise(store, compile_from(store, mode), inferred=INFERRED)
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}
