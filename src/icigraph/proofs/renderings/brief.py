"""An explanation in two or three sentences: what follows from which facts, who says so, what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Variable

from icigraph.base.blocks import Block, Line
from icigraph.proofs.evidence import CitationNote, ClaimNote, FactNote, Leaf
from icigraph.proofs.explanation import Explanation, RuleNote
from icigraph.proofs.renderings.text import claim_head, count_of
from icigraph.proofs.words import Words, is_axiom
from icigraph.rdf.namespaces import RDF
from icigraph.rules.compile.rule import Absence

__all__ = ["brief_blocks", "fact_text", "listed", "sources_text"]

_SHOWN = 3


def brief_blocks(explanation: Explanation) -> Iterator[Block]:
    """What holds and why, its sources, and what was taken for granted because nothing says otherwise.

    >>> from pyoxigraph import NamedNode, Quad, Store, Triple
    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> for line in brief_blocks(explain(asserted(Triple(a, a, a)), store, {})):
    ...     print(line)
    <x:a> – <x:a> – <x:a>: stated, not inferred.
    """
    yield Line(_claim(explanation))
    facts = _facts(explanation)
    if sources := sources_text(_citations(explanation)):
        yield Line(f"Sources: {sources}.", "source")
    if assumed := _assumed(explanation, facts):
        yield Line(f"Assumed absent, as the graph records none: {listed(assumed)}.")
    yield from (Line(remark, "bad") for remark in explanation.remarks)


def _claim(explanation: Explanation) -> str:
    proof, words = explanation.proof, explanation.words
    said = words.sentence(proof.conclusion)
    if proof.conclusion is None:
        return _contradiction(explanation)
    if proof.rule is None:
        leaf = explanation.leaves.get(proof.conclusion)
        return f"{said}: stated, not inferred{_at(leaf)}{_of_fact(leaf, words)}."
    checked = "" if explanation.remarks else "checked "
    steps = count_of(proof.steps, f"{checked}step")
    return f"{said}. This follows in {steps} from {listed(_grounds(explanation))}."


def _contradiction(explanation: Explanation) -> str:
    """The rule that is broken, its axioms, and the fewest stated triples that break it, all of them."""
    words, note = explanation.words, explanation.rules[explanation.proof.rule or ""]
    said = f"A contradiction [{note.standard}]: {note.said}"
    axioms = f", as {_axiom(note)}" if note.axioms else ""
    causes = [f"{words.sentence(each)}{_at(explanation.leaves.get(each))}" for each in explanation.causes]
    return f"{said}{axioms}. What causes it: {'; '.join(causes)}."


def _of_fact(leaf: Leaf | None, words: Words) -> str:
    if leaf and leaf.fact:
        return f", of {fact_text(leaf.fact, words)}"
    return f", in {_claim_text(leaf.claim, words)}" if leaf and leaf.claim else ""


def _at(leaf: Leaf | None) -> str:
    return f" ({leaf.place})" if leaf and leaf.place else ""


def _grounds(explanation: Explanation) -> list[str]:
    """What the proof rests on: its facts, and the stated triples that are part of none; axioms only where
    there is nothing else.
    """
    words = explanation.words
    told: dict[object, str] = {}
    plain: dict[object, str] = {}
    of_facts = {claim.claim for fact in _facts(explanation) for claim in fact.claims}
    for triple in explanation.proof.leaves():
        leaf = explanation.leaves.get(triple)
        if leaf and leaf.fact:
            told.setdefault(leaf.fact.fact, f"the fact {fact_text(leaf.fact, words)}{_at(leaf)}")
        elif leaf and leaf.claim:
            if leaf.claim.claim not in of_facts:
                told.setdefault(leaf.claim.claim, f"{_claim_text(leaf.claim, words)}{_at(leaf)}")
        else:
            plain.setdefault(triple, f"{words.sentence(triple)}{_at(leaf)}")
    grounds = [*told.values(), *plain.values()]
    conclusion = explanation.proof.conclusion
    if not grounds or (conclusion is not None and is_axiom(conclusion)):
        grounds += dict.fromkeys(_axiom(note) for note in explanation.rules.values() if note.axioms)
    return grounds or ["nothing but the rules"]


def _axiom(note: RuleNote) -> str:
    places = f" ({', '.join(map(str, note.places))})" if note.places else ""
    return f"{', '.join(note.axioms)}{places}"


def _claim_text(claim: ClaimNote, words: Words) -> str:
    """A claim in a line: who says it where that is known, of what, and what it says."""
    source = next((f"“{each.title}”" for each in claim.citations if each.title), words.term(claim.claim))
    about = f"“{claim.label}”" if claim.label else words.called(claim.about)
    return ", ".join((f"the claim of {source} about {about}", claim_head(claim, words)))


def _citations(explanation: Explanation) -> Iterator[CitationNote]:
    """What the accepted claims of the facts cite, and every claim that a premise belongs to."""
    premises = {leaf.claim.claim for leaf in explanation.leaves.values() if leaf.claim}
    for leaf in explanation.leaves.values():
        claims = leaf.fact.claims if leaf.fact else (leaf.claim,) if leaf.claim else ()
        for claim in claims:
            if claim.accepted or claim.claim in premises:
                yield from claim.citations


def _facts(explanation: Explanation) -> tuple[FactNote, ...]:
    found = (leaf.fact for leaf in explanation.leaves.values() if leaf.fact)
    return tuple({fact.fact: fact for fact in found}.values())


def fact_text(fact: FactNote, words: Words) -> str:
    """A fact in a line: its label, its dates, what is disputed, and that it is not accepted.

    >>> from pyoxigraph import NamedNode
    >>> fact = FactNote(NamedNode("x:joined"), "Kuwait joins", (), "2004-12-01", "", (), ())
    >>> fact_text(fact, Words())
    '“Kuwait joins”, from 2004-12-01, no end recorded'
    """
    name = f"“{fact.label}”" if fact.label else words.called(fact.fact)
    disputed = f"{' and '.join(fact.disputed)} disputed" if fact.disputed else ""
    dates = "" if fact.standing else _dates_text(fact)
    return ", ".join(filter(None, (name, fact.standing, dates, disputed)))


def _dates_text(fact: FactNote) -> str:
    """When a fact held, as far as it is recorded."""
    if fact.start and fact.start == fact.end:
        return fact.start
    start = f"from {fact.start}" if fact.start else ""
    end = f"to {fact.end}" if fact.end else "no end recorded" if fact.start else ""
    return " ".join(filter(None, (start, end))) if fact.end else ", ".join(filter(None, (start, end)))


def sources_text(citations: Iterable[CitationNote]) -> str:
    """The sources that are cited, each once with title, publisher and date; of many the first few.

    What re-checking a citation came to is told where a text was at hand.

    >>> from pyoxigraph import NamedNode
    >>> named = ("Communiqué", "UN", "2004-06-28", "", (4, 9), "")
    >>> sources_text([CitationNote(NamedNode("x:cited"), None, *named, (), "verified")])
    '“Communiqué” (UN, 2004-06-28)'
    """
    by_source: dict[object, list[CitationNote]] = {}
    for citation in citations:
        by_source.setdefault(citation.source or citation.citation, []).append(citation)
    return listed([_source(found) for found in by_source.values()])


def _source(citations: list[CitationNote]) -> str:
    first = citations[0]
    title = f"“{first.title}”" if first.title else "a source without a title"
    outcomes = {citation.outcome for citation in citations}
    if wrong := sorted(outcome for outcome in outcomes if outcome.startswith("WRONG")):
        verdict = f" [{wrong[0]}]"
    else:
        verdict = " [verified just now]" if outcomes == {"verified just now"} else ""
    about = ", ".join(filter(None, (first.publisher, first.issued)))
    return f"{title} ({about}){verdict}" if about else f"{title}{verdict}"


def _assumed(explanation: Explanation, facts: tuple[FactNote, ...]) -> list[str]:
    """The negated groups of the rules: each has no match."""
    name = "the fact" if len(facts) == 1 else "any of the facts"
    claim = "its claim" if len(facts) == 1 else "any of their claims"
    names: dict[object, str] = {each.claim: claim for fact in facts for each in fact.claims}
    names |= {fact.fact: name for fact in facts}
    groups = (group for node in explanation.proof.distinct() for group in node.absent)
    return list(dict.fromkeys(_absent(group, explanation.words, names) for group in groups))


def _absent(group: Absence, words: Words, names: Mapping[Any, str]) -> str:
    def called(term: object) -> str:
        return names.get(term) or words.called(term)

    (subject, predicate, value), *others = group.patterns
    if isinstance(value, Variable) and not others and not group.guards:
        return f"{words.called(predicate)} of {called(subject)}"
    said = (
        f"{called(s)} is a {called(o)}"
        if p == RDF["type"]
        else f"{called(s)} – {words.called(p)} – {called(o)}"
        for s, p, o in group.patterns
    )
    return " and ".join((*said, *group.guards))


def listed(parts: list[str]) -> str:
    """Some things in a line; of many the first few, and how many more there are.

    >>> listed(["a"]), listed(["a", "b"]), listed(list("abcde"))
    ('a', 'a; b', 'a; b; c; and 2 more')
    """
    more = [f"and {len(parts) - _SHOWN} more"] * (len(parts) > _SHOWN)
    return "; ".join([*parts[:_SHOWN], *more])
