"""The data graph with what OWL 2 RL entails, and where each entailed triple comes from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store, Triple

from icigraph.rules.compile.rule import Rule
from icigraph.validation.reading.dataset import Dataset, from_store

if TYPE_CHECKING:
    from icigraph.proofs.search.prover import Prover

__all__ = ["close", "leaves_of"]

_DATA = NamedNode("urn:x-icigraph:data")
INFERRED = NamedNode("urn:x-icigraph:inferred")
DERIVED = NamedNode("urn:x-icigraph:derived")


def close(dataset: Dataset) -> tuple[Dataset, Callable[[Triple], Iterable[Triple]]]:
    r"""The dataset with its OWL 2 RL closure, and a function that gives the stated triples behind an entailed
    one.

    >>> from icigraph.rdf.namespaces import OWL, RDF
    >>> from icigraph.validation.reading.dataset import DataText
    >>> text = f"<x:p> {RDF['type']} {OWL['SymmetricProperty']} .\n<x:a> <x:p> <x:b> .\n"
    >>> closed, leaves = close(Dataset(DataText(text)))
    >>> b, p, a = (NamedNode(f"x:{name}") for name in "bpa")
    >>> [str(triple) for triple in leaves(Triple(b, p, a))]
    ['<x:a> <x:p> <x:b>']
    """
    from icigraph.rules.compile_ontology import compile_rules
    from icigraph.rules.run.materialise import materialise

    store = Store()
    store.bulk_extend(dataset.data.quads(_DATA))
    rules = compile_rules(quad.triple for quad in store)
    materialise(store, rules, inferred=INFERRED, derived=DERIVED)
    closed = from_store(store)
    return replace(dataset, data=closed), leaves_of(store, rules.rules)


def leaves_of(
    store: Store, rules: Iterable[Rule], concluded: Collection[NamedNode] = (INFERRED, DERIVED)
) -> Callable[[Triple], Iterable[Triple]]:
    """From a triple of a closed store to the stated triples of its shortest proof; nothing for a triple
    without one.

    >>> from pyoxigraph import Quad, Variable
    >>> store, x, (a, p, q) = Store(), Variable("x"), (NamedNode(f"x:{name}") for name in "apq")
    >>> store.extend([Quad(a, p, a, NamedNode("x:data")), Quad(a, q, a, INFERRED)])
    >>> leaves = leaves_of(store, [Rule("r", "s", ((x, q, x),), ((x, p, x),))])
    >>> [str(triple) for triple in leaves(Triple(a, q, a))]
    ['<x:a> <x:p> <x:a>']
    """

    @cache
    def prover() -> Prover:
        from icigraph.proofs.search.prover import prover_of

        return prover_of(store, rules, concluded=concluded)

    def leaves(triple: Triple) -> Iterable[Triple]:
        proof = prover().prove(triple)
        return () if proof is None else proof.leaves()

    return leaves
