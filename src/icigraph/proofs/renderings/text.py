"""An explanation as a tree of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Triple

from icigraph.proofs.evidence import CitationNote, FactNote, Leaf
from icigraph.proofs.explanation import Explanation
from icigraph.proofs.proof import Proof, Statement
from icigraph.proofs.words import Words

__all__ = ["citation_text", "fact_text", "render_text"]

_BRANCH, _LAST, _BAR, _GAP = "├─ ", "└─ ", "│  ", "   "


def render_text(explanation: Explanation) -> str:
    """The proof as a tree: conclusion, rule in words, premises; at the leaves file, fact, dates and
    citations.

    A conclusion that was proven further up, and a fact that was shown there, are referred to, not repeated.

    >>> from pyoxigraph import NamedNode, Quad, Store
    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> print(render_text(explain(asserted(Triple(a, a, a)), store, {})), end="")
    <x:a> <x:a> <x:a>
       stated at <x:data>
    <BLANKLINE>
    Stated, not inferred.
    """
    lines = list(_Tree(explanation).lines(explanation.proof))
    causes = (f"  {_cause(triple, explanation)}" for triple in explanation.causes)
    causing = ["The fewest stated triples that cause it:", *causes] if explanation.causes else []
    return "\n".join([*lines, "", _summary(explanation), *causing, ""])


def _cause(triple: Triple, explanation: Explanation) -> str:
    leaf = explanation.leaves.get(triple)
    place = f"  ({leaf.place})" if leaf and leaf.place else ""
    return explanation.words.triple(triple) + place


def _summary(explanation: Explanation) -> str:
    if explanation.failures:
        return "\n".join(["CHECK FAILED", *(f"  {failure}" for failure in explanation.failures)])
    proof = explanation.proof
    if proof.rule is None:
        return "Stated, not inferred."
    steps, leaves = _count(proof.steps, "step"), _count(len(proof.leaves()), "stated triple")
    return "\n".join([f"{steps}, {leaves}; the proof was checked.", *map(str, explanation.not_computed)])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class _Tree:
    """Writes each proof once and each fact once; it remembers what was shown."""

    def __init__(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._words = explanation.words
        self._shown: set[Statement | None] = set()
        self._facts: set[object] = set()

    def lines(self, proof: Proof) -> Iterator[str]:
        again = proof.conclusion in self._shown and proof.rule is not None
        yield self._words.triple(proof.conclusion) + ("  (proven above)" if again else "")
        if again:
            return
        self._shown.add(proof.conclusion)
        if proof.rule is None:
            yield from self._leaf(proof)
        else:
            yield from self._step(proof, proof.rule)

    def _step(self, proof: Proof, rule: str) -> Iterator[str]:
        stem = _BAR if proof.premises else _GAP
        yield from (stem + line for line in self._reasons(proof, rule))
        for number, premise in enumerate(proof.premises, 1):
            last = number == len(proof.premises)
            head, *rest = self.lines(premise)
            yield (_LAST if last else _BRANCH) + head
            yield from ((_GAP if last else _BAR) + line for line in rest)

    def _reasons(self, proof: Proof, rule: str) -> Iterator[str]:
        note = self._explanation.rules[rule]
        yield f"because {note.said} [{note.standard}]"
        yield from (f"axiom: {axiom}" for axiom in note.axioms)
        yield from (f"at {place}" for place in note.places)
        yield from (f"computed: {self._words.binding(binding)}" for binding in proof.computed)
        yield from (f"and there is no {self._words.absence(group)}" for group in proof.absent)

    def _leaf(self, proof: Proof) -> Iterator[str]:
        leaf = self._explanation.leaves.get(proof.conclusion) if proof.conclusion else None
        if leaf is None:
            return
        yield f"{_GAP}stated at {_where(leaf, self._words)}"
        if leaf.fact is not None and leaf.fact.fact not in self._facts:
            self._facts.add(leaf.fact.fact)
            yield from (_GAP + line for line in fact_text(leaf.fact, self._words))
        elif leaf.fact is not None:
            yield f"{_GAP}fact: {self._words.term(leaf.fact.fact)} (shown above)"


def _where(leaf: Leaf, words: Words) -> str:
    return str(leaf.place) if leaf.place else words.term(leaf.graph) if leaf.graph else "an unnamed graph"


def fact_text(fact: FactNote, words: Words) -> Iterator[str]:
    """A fact in lines: its label, dates and rank, then each citation.

    >>> from pyoxigraph import NamedNode
    >>> fact = FactNote(NamedNode("x:joined"), "Kuwait joins", (), "2004-12-01", "", None, ())
    >>> list(fact_text(fact, Words()))
    ['fact: Kuwait joins, from 2004-12-01, no end recorded']
    """
    yield f"fact: {fact.label or words.term(fact.fact)}{_dates(fact)}{_rank(fact, words)}"
    yield from (f"cites: {citation_text(citation, words)}" for citation in fact.citations)


def _dates(fact: FactNote) -> str:
    start = f"from {fact.start}" if fact.start else "no start recorded"
    end = f"to {fact.end}" if fact.end else "no end recorded"
    return f", {start}, {end}"


def _rank(fact: FactNote, words: Words) -> str:
    return f", rank {words.term(fact.rank)}" if fact.rank else ""


def citation_text(citation: CitationNote, words: Words) -> str:
    """A citation in one line: source, publisher, date, place in it, whose words, and the verdict of re-
    checking it.

    >>> from pyoxigraph import NamedNode
    >>> named = ("Communiqué", "NATO", "2004-06-28", "", (4, 9), "")
    >>> citation_text(CitationNote(NamedNode("x:cited"), None, *named, (), "verified"), Words())
    'Communiqué, NATO, 2004-06-28, characters 4–9 [verified]'
    """
    place = f"characters {citation.span[0]}–{citation.span[1]}" if citation.span else citation.locator
    said = f"as stated by {', '.join(map(words.named, citation.stated_by))}" if citation.stated_by else ""
    parts = (citation.title, citation.publisher, citation.issued, place, said)
    return f"{', '.join(filter(None, parts))} [{citation.outcome}]"
