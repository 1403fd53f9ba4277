"""An explanation as a tree of text: every step, rule, place and citation."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from icigraph.base.blocks import Block, Line, Tree
from icigraph.proofs.evidence import CitationNote, ClaimNote, FactNote, Leaf
from icigraph.proofs.explanation import Explanation
from icigraph.proofs.proof import Proof, Statement
from icigraph.proofs.words import Words

__all__ = [
    "citation_text",
    "claim_head",
    "count_of",
    "fact_head",
    "fact_lines",
    "place_text",
    "text_blocks",
    "where",
]


def text_blocks(explanation: Explanation) -> Iterator[Block]:
    """The proof as a tree: conclusion, rule in words, premises; at the leaves file, fact, claims and
    citations.

    A conclusion that was proven further up, and a fact or a claim that was shown there, are referred to, not
    repeated.

    >>> from pyoxigraph import NamedNode, Quad, Store, Triple
    >>> from icigraph.base.blocks import plain
    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> print(plain(text_blocks(explain(asserted(Triple(a, a, a)), store, {}))), end="")
    <x:a> <x:a> <x:a>
       stated at <x:data>
    <BLANKLINE>
    Stated, not inferred.
    """
    yield _Tree(explanation).node(explanation.proof)
    yield Line()
    yield from _summary(explanation)
    if explanation.causes:
        yield Line("The fewest stated triples that cause it:")
    for triple in explanation.causes:
        leaf = explanation.leaves.get(triple)
        place = f"  ({leaf.place})" if leaf and leaf.place else ""
        yield Line(explanation.words.triple(triple) + place, indent=2)


def _summary(explanation: Explanation) -> Iterator[Line]:
    """How large the proof is and what the checker says of it."""
    if explanation.failures:
        yield Line("CHECK FAILED", "bad")
        yield from (Line(str(failure), "bad", indent=2) for failure in explanation.failures)
    elif explanation.proof.rule is None:
        yield Line("Stated, not inferred.", "good")
    else:
        proof = explanation.proof
        size = f"{count_of(proof.steps, 'step')}, {count_of(len(proof.leaves()), 'stated triple')}"
        yield Line(f"{size}; the proof was checked.", "good")
        yield from (Line(str(each), "bad") for each in explanation.not_computed)


def count_of(number: int, noun: str) -> str:
    """A number of things.

    >>> count_of(1, "step"), count_of(2, "step")
    ('1 step', '2 steps')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class _Tree:
    """Makes each proof, each fact and each claim once; it remembers what was shown."""

    def __init__(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._words = explanation.words
        self._shown: set[Statement | None] = set()
        self._told: set[object] = set()

    def node(self, proof: Proof) -> Tree:
        again = proof.conclusion in self._shown and proof.rule is not None
        concluded = self._words.triple(proof.conclusion) + ("  (proven above)" if again else "")
        head = Line(concluded, "dim" if again else "thing")
        if again:
            return Tree([head])
        self._shown.add(proof.conclusion)
        if proof.rule is None:
            return Tree([head, *self._leaf(proof)])
        return Tree([head, *self._reasons(proof, proof.rule)], [self.node(each) for each in proof.premises])

    def _reasons(self, proof: Proof, rule: str) -> Iterator[Line]:
        note = self._explanation.rules[rule]
        yield Line(f"because {note.said} [{note.standard}]", "rule")
        yield from (Line(f"axiom: {axiom}") for axiom in note.axioms)
        yield from (Line(f"at {place}", "place") for place in note.places)
        yield from (Line(f"computed: {self._words.binding(binding)}") for binding in proof.computed)
        yield from (Line(f"and there is no {self._words.absence(group)}") for group in proof.absent)

    def _leaf(self, proof: Proof) -> Iterator[Line]:
        leaf = self._explanation.leaves.get(proof.conclusion) if proof.conclusion else None
        if leaf is None:
            return
        yield Line(f"stated at {where(leaf, self._words)}", "place")
        part = leaf.fact or leaf.claim
        node = leaf.fact.fact if leaf.fact else leaf.claim.claim if leaf.claim else None
        if part is None:
            return
        if node in self._told:
            yield Line(f"of {self._words.term(node)} (shown above)", "dim")
        elif isinstance(part, FactNote):
            yield from fact_lines(part, self._words, told=self._told)
            self._told |= {node, *(claim.claim for claim in part.claims)}
        else:
            yield from _claim_lines(part, self._words, f"claim of {_about(part, self._words)}")
            self._told.add(node)


def where(leaf: Leaf, words: Words) -> str:
    """The place at which a triple is stated, or the graph, where no more is known.

    >>> from pyoxigraph import NamedNode, Triple
    >>> from icigraph.base.faults import Place
    >>> triple = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> where(Leaf(triple, None, Place("a.ttl", 3)), Words())
    'a.ttl:3'
    """
    return str(leaf.place) if leaf.place else words.term(leaf.graph) if leaf.graph else "an unnamed graph"


def fact_lines(
    fact: FactNote, words: Words, indent: int = 0, told: Collection[object] = ()
) -> Iterator[Line]:
    """A fact in lines: its label and dates, then each claim with its citations, but for those `told` already.

    >>> from pyoxigraph import NamedNode
    >>> fact = FactNote(NamedNode("x:joined"), "Kuwait joins", (), "2004-12-01", "", (), ())
    >>> list(map(str, fact_lines(fact, Words())))
    ['fact: Kuwait joins, from 2004-12-01, no end recorded']
    """
    yield Line(f"fact: {fact_head(fact, words)}", indent=indent)
    for claim in fact.claims:
        if claim.claim in told:
            yield Line(f"claim {words.term(claim.claim)} (shown above)", "dim", indent=indent)
        else:
            yield from _claim_lines(claim, words, f"claim {words.term(claim.claim)}", indent)


def _claim_lines(claim: ClaimNote, words: Words, name: str, indent: int = 0) -> Iterator[Line]:
    yield Line(f"{name}: {claim_head(claim, words)}", indent=indent)
    for citation in claim.citations:
        yield Line(f"cites: {citation_text(citation, words)}", "source", indent=indent)


def _about(claim: ClaimNote, words: Words) -> str:
    return f"“{claim.label}”" if claim.label else words.term(claim.about)


def claim_head(claim: ClaimNote, words: Words) -> str:
    """What a claim says, in one line: how it speaks, its values, its rank with the reason, its acceptance.

    >>> from pyoxigraph import NamedNode
    >>> claim, fact = NamedNode("x:claim"), NamedNode("x:joined")
    >>> claim_head(ClaimNote(claim, "states", fact, "", (("start", "2004"),), None, "", True, ()), Words())
    'says so, start 2004'
    >>> claim_head(ClaimNote(claim, "states", fact, "", (), None, "", False, ()), Words())
    'says so, not accepted'
    """
    rank = f"rank {words.term(claim.rank)}" if claim.rank else ""
    parts = (
        _WAYS.get(claim.how, claim.how),
        *(f"{name} {value}" for name, value in claim.said),
        f"{rank} ({claim.reason})" if rank and claim.reason else rank,
        "not accepted" if claim.how == "states" and not claim.accepted else "",
    )
    return ", ".join(filter(None, parts))


_WAYS = {
    "states": "says so",
    "denies": "denies it",
    "announces": "announces it",
    "names": "names it",
}


def fact_head(fact: FactNote, words: Words) -> str:
    """A fact in one line: its label, its dates, what is disputed, and that it is not accepted.

    >>> from pyoxigraph import NamedNode
    >>> fact_head(FactNote(NamedNode("x:joined"), "Kuwait joins", (), "2004-12-01", "", (), ()), Words())
    'Kuwait joins, from 2004-12-01, no end recorded'
    """
    disputed = f"{' and '.join(fact.disputed)} disputed" if fact.disputed else ""
    parts = (fact.label or words.term(fact.fact), fact.standing, _dates(fact), disputed)
    return ", ".join(filter(None, parts))


def _dates(fact: FactNote) -> str:
    if fact.standing:
        return ""
    start = f"from {fact.start}" if fact.start else "no start recorded"
    end = f"to {fact.end}" if fact.end else "no end recorded"
    return f"{start}, {end}"


def citation_text(citation: CitationNote, words: Words) -> str:
    """A citation in one line: source, publisher, date, place in it, whose words, and the verdict of re-
    checking it.

    >>> from pyoxigraph import NamedNode
    >>> named = ("Communiqué", "UN", "2004-06-28", "", (4, 9), "")
    >>> citation_text(CitationNote(NamedNode("x:cited"), None, *named, (), "verified"), Words())
    'Communiqué, UN, 2004-06-28, characters 4–9 [verified]'
    """
    said = f"as stated by {', '.join(map(words.named, citation.stated_by))}" if citation.stated_by else ""
    parts = (citation.title, citation.publisher, citation.issued, place_text(citation), said)
    return f"{', '.join(filter(None, parts))} [{citation.outcome}]"


def place_text(citation: CitationNote) -> str:
    """Where in its source a citation stands.

    >>> from pyoxigraph import NamedNode
    >>> named = ("Communiqué", "UN", "2004-06-28", "", (4, 9), "")
    >>> place_text(CitationNote(NamedNode("x:cited"), None, *named, (), "verified"))
    'characters 4–9'
    """
    return f"characters {citation.span[0]}–{citation.span[1]}" if citation.span else citation.locator
