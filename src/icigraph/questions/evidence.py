"""What an answer rests on: numbered citations of the claims behind its facts, and claims that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from icigraph.project.claims import (
    Node,
    accepted_claims,
    claims_of,
    disagreeing,
    said_by,
    spoken_of,
)
from icigraph.project.texts import Texts, no_texts
from icigraph.questions.citation import Citation, citations_of
from icigraph.questions.naming import Naming
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.namespaces import CORE
from icigraph.rdf.terms import local_name

__all__ = ["Evidence", "Rival", "evidence_for"]


@dataclass(frozen=True, slots=True)
class Rival:
    """A claim that disagrees with others of the same occurrent: what it says, its rank, whether it is
    accepted, and with which.
    """

    claim: NamedNode
    says: str
    rank: str
    accepted: bool
    against: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbered citations: `numbers` gives the citations of a fact or a claim by number from 1, `citations`
    the citation of each number.

    `rivals` gives for a fact its claims that disagree with one another.

    >>> fact = NamedNode("x:joined")
    >>> Evidence((), {fact: (1, 2)}, {}).marks(fact)
    '[1][2]'
    """

    citations: tuple[Citation, ...]
    numbers: Mapping[NamedNode, tuple[int, ...]]
    rivals: Mapping[NamedNode, tuple[Rival, ...]]

    def marks(self, node: object) -> str:
        """The numbers of the citations of a fact or a claim as they stand in a table, `[1][2]`."""
        return "".join(f"[{number}]" for number in self.numbers.get(node, ()))  # type: ignore[call-overload]


def evidence_for(
    store: AskedStore,
    naming: Naming,
    facts: Iterable[NamedNode],
    texts: Texts = no_texts,
    *,
    with_rivals: bool = False,
) -> Evidence:
    """The citations of facts or claims, numbered as they come; with their rivals also those of every claim
    that disagrees with another of the same fact.

    >>> from pyoxigraph import Store
    >>> from pyoxigraph import Quad
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> store, claim, cited, data = Store(), *(NamedNode(f"x:{name}") for name in ("told", "cited", "data"))
    >>> store.add(Quad(claim, CORE["citation"], cited, data))
    >>> evidence = evidence_for(store, Naming(store, Prefixes({})), [claim])
    >>> evidence.marks(claim), len(evidence.citations)
    ('[1]', 1)
    """
    asked = tuple(facts)
    rivals = {fact: tuple(_rivals(store, naming, fact)) for fact in asked} if with_rivals else {}
    every = dict.fromkeys([*asked, *(rival.claim for found in rivals.values() for rival in found)])
    cited = {node: citations_of(store, naming, node, texts) for node in every}
    order = {citation.node: citation for found in cited.values() for citation in found}
    numbers = {node: number for number, node in enumerate(order, 1)}
    return Evidence(
        citations=tuple(order.values()),
        numbers={node: tuple(numbers[citation.node] for citation in found) for node, found in cited.items()},
        rivals={fact: found for fact, found in rivals.items() if found},
    )


def _rivals(store: AskedStore, naming: Naming, fact: NamedNode) -> Iterator[Rival]:
    """The claims of a fact that disagree, those that are accepted first; of a claim it and its rivals."""
    against = {claim: disagreeing(store, claim) for claim in _claims(store, fact)}
    for claim, others in against.items():
        if others and isinstance(claim, NamedNode):
            named = tuple(other for other in others if isinstance(other, NamedNode))
            yield _rival(store, naming, claim, named)


def _claims(store: AskedStore, node: NamedNode) -> tuple[Node, ...]:
    return claims_of(store, node) or (node, *disagreeing(store, node))


def _rival(store: AskedStore, naming: Naming, claim: NamedNode, against: tuple[NamedNode, ...]) -> Rival:
    how, about = spoken_of(store, claim) or (CORE["states"], claim)
    said = [f"{name} {value}" for name, value in said_by(store, claim, naming.label)]
    ranks = (quad.object for quad in store.quads_for_pattern(claim, CORE["rank"], None, None))
    return Rival(
        claim,
        ", ".join(said if how == CORE["states"] else [local_name(how), *said]),
        next((naming.label(rank) for rank in ranks), ""),
        claim in accepted_claims(store, about),
        against,
    )
