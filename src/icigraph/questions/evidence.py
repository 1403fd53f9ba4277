"""What an answer rests on: numbered citations of its facts, and the facts that disagree with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from icigraph.project.texts import Texts, no_texts
from icigraph.questions.citation import Citation, citations_of
from icigraph.questions.naming import Naming
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.namespaces import CORE

__all__ = ["Evidence", "evidence_for"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbered citations: `numbers` gives a fact's citations by number from 1, `citations` the citation of
    each number.

    `rivals` gives for a fact those that disagree with it.

    >>> fact = NamedNode("x:joined")
    >>> Evidence((), {fact: (1, 2)}, {}).marks(fact)
    '[1][2]'
    """

    citations: tuple[Citation, ...]
    numbers: Mapping[NamedNode, tuple[int, ...]]
    rivals: Mapping[NamedNode, tuple[NamedNode, ...]]

    def marks(self, fact: object) -> str:
        """The numbers of a fact's citations as they stand in a table, `[1][2]`."""
        return "".join(f"[{number}]" for number in self.numbers.get(fact, ()))  # type: ignore[call-overload]


def evidence_for(
    store: AskedStore,
    naming: Naming,
    facts: Iterable[NamedNode],
    texts: Texts = no_texts,
    *,
    with_rivals: bool = False,
) -> Evidence:
    """The citations of `facts`, numbered as they come; with their rivals, the facts that disagree with them
    too.

    >>> from pyoxigraph import Store
    >>> from pyoxigraph import Quad
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> store, fact, cited, data = Store(), *(NamedNode(f"x:{name}") for name in ("joined", "cited", "data"))
    >>> store.add(Quad(fact, CORE["citation"], cited, data))
    >>> evidence = evidence_for(store, Naming(store, Prefixes({})), [fact])
    >>> evidence.marks(fact), len(evidence.citations)
    ('[1]', 1)
    """
    asked = tuple(facts)
    rivals = {fact: _rivals(store, fact) for fact in asked} if with_rivals else {}
    every = dict.fromkeys([*asked, *(rival for found in rivals.values() for rival in found)])
    cited = {fact: citations_of(store, naming, fact, texts) for fact in every}
    order = {citation.node: citation for found in cited.values() for citation in found}
    numbers = {node: number for number, node in enumerate(order, 1)}
    return Evidence(
        citations=tuple(order.values()),
        numbers={fact: tuple(numbers[citation.node] for citation in found) for fact, found in cited.items()},
        rivals={fact: found for fact, found in rivals.items() if found},
    )


def _rivals(store: AskedStore, fact: NamedNode) -> tuple[NamedNode, ...]:
    forward = (quad.object for quad in store.quads_for_pattern(fact, CORE["disagreesWith"], None, None))
    backward = (quad.subject for quad in store.quads_for_pattern(None, CORE["disagreesWith"], fact, None))
    found = {term for pair in (forward, backward) for term in pair if isinstance(term, NamedNode)}
    return tuple(sorted(found, key=str))
