"""Literals that denote nothing, and values outside the range of their property, as contradictions.

A store rewrites numbers (`"300"^^xsd:byte` comes back as an integer), so these are looked for in what the
files state, as it is spelled there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple, Variable

from icigraph.explain.contradiction import Contradiction
from icigraph.explain.derivations import Derivation, Derivations
from icigraph.explain.proof import Binding
from icigraph.explain.search import Prover
from icigraph.rdf.namespaces import RDFS
from icigraph.reason.literals import Value, belongs, value_of
from icigraph.reason.rule import Rule

__all__ = ["LITERAL_RULES", "misfits"]

_S, _P, _O, _D = (Variable(name) for name in ("subject", "property", "value", "datatype"))
# DENOTES is a function of the checker, none of SPARQL: no engine runs these rules.
_ILL_TYPED = Rule(
    "dt-not-type", "dt-not-type", (), ((_S, _P, _O),), guards=("!DENOTES(?value, DATATYPE(?value))",)
)
_OUT_OF_RANGE = Rule(
    "dt-not-type:range",
    "dt-not-type+prp-rng",
    (),
    ((_S, _P, _O), (_P, RDFS["range"], _D)),
    guards=("!DENOTES(?value, ?datatype)",),
)
LITERAL_RULES = (_ILL_TYPED, _OUT_OF_RANGE)
"""The rules that the proofs of such contradictions apply."""


def misfits(derivations: Derivations, stated: Iterable[Triple]) -> Iterator[Contradiction]:
    """A contradiction for each stated triple whose literal denotes nothing, or nothing that a range of its
    property holds.

    >>> from icigraph.explain.rulebook import RuleBook
    >>> list(misfits(Derivations(Store(), RuleBook([])), []))
    []
    """
    prover = Prover(derivations)
    ranges = _ranges(derivations.store)
    for triple in dict.fromkeys(stated):
        if not isinstance(triple.object, Literal):
            continue
        for step in _steps(_in_store(derivations.store, triple), value_of(triple.object), ranges):
            proof = prover.prove_step(None, step)
            if proof is not None:
                yield Contradiction(proof, proof.leaves())


def _ranges(store: Store) -> dict[NamedNode, list[NamedNode]]:
    ranges: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, RDFS["range"], None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            ranges[quad.subject].add(quad.object)
    return {name: sorted(found, key=str) for name, found in ranges.items()}


def _in_store(store: Store, triple: Triple) -> Triple:
    """The triple with the store's label of its blank node: each reading of a file gives another."""
    if not isinstance(triple.subject, BlankNode):
        return triple
    quads = store.quads_for_pattern(None, triple.predicate, triple.object, None)
    found = sorted((quad.subject for quad in quads if isinstance(quad.subject, BlankNode)), key=str)
    return Triple(found[0], triple.predicate, triple.object) if found else triple


def _steps(
    triple: Triple, value: Value | None, ranges: dict[NamedNode, list[NamedNode]]
) -> Iterator[Derivation]:
    bindings: tuple[Binding, ...]
    bindings = ((_S, triple.subject), (_P, triple.predicate), (_O, triple.object))  # type: ignore[assignment]
    if value is None:
        yield Derivation(_ILL_TYPED, bindings, (), (triple,), ())
        return
    for datatype in ranges.get(triple.predicate, ()):
        if not belongs(value, datatype):
            said = Triple(triple.predicate, RDFS["range"], datatype)
            yield Derivation(_OUT_OF_RANGE, (*bindings, (_D, datatype)), (), (triple, said), ())
