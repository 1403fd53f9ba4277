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
    """The dataset with its OWL 2 RL closure, and a function that gives the stated triples behind an
    entailed one.
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
    """

    @cache
    def prover() -> Prover:
        from icigraph.proofs.search.prover import prover_of

        return prover_of(store, rules, concluded=concluded)

    def leaves(triple: Triple) -> Iterable[Triple]:
        proof = prover().prove(triple)
        return () if proof is None else proof.leaves()

    return leaves
