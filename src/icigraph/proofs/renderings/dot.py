"""An explanation as a graph in the DOT language: boxes are triples, ellipses rule applications, notes facts,
their claims and citations, cylinders sources; arrows lead from what supports to what it supports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from icigraph.proofs.evidence import CitationNote, ClaimNote, FactNote
from icigraph.proofs.explanation import Explanation
from icigraph.proofs.proof import Proof, Statement
from icigraph.proofs.renderings.text import claim_head, fact_head, place_text, where
from icigraph.proofs.words import Words

__all__ = ["render_dot"]

_WIDTH = 60


def render_dot(explanation: Explanation) -> str:
    """The proof as DOT text, with all that its tree has: a triple that is used twice is one box, a fact, a
    claim, a citation and a source one node each.

    >>> from pyoxigraph import NamedNode, Quad, Store
    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> print(render_dot(explain(asserted(Triple(a, a, a)), store, {})).splitlines()[0])
    digraph proof {
    """
    nodes = (line for node in explanation.proof.distinct() for line in _node(node, explanation))
    causes = (line for triple in explanation.causes for line in _cause(triple, explanation))
    remarks = "\n".join(explanation.remarks)
    label = [f"  label={_quoted(remarks)};"] if remarks else []
    lines = dict.fromkeys((*nodes, *causes))
    return "\n".join(["digraph proof {", '  rankdir="BT";', *label, *lines, "}", ""])


def _node(proof: Proof, explanation: Explanation) -> Iterator[str]:
    text = explanation.words.triple(proof.conclusion)
    if proof.rule is None:
        yield from _asserted(proof.conclusion, explanation)
        return
    step = f"{proof.rule} {text}"
    yield _drawn(text, [text], "shape=box")
    yield _drawn(step, _reasons(proof, proof.rule, explanation), "shape=ellipse")
    yield _arrow(step, text)
    for premise in proof.premises:
        yield _arrow(explanation.words.triple(premise.conclusion), step)


def _reasons(proof: Proof, rule: str, explanation: Explanation) -> Iterator[str]:
    note, words = explanation.rules[rule], explanation.words
    yield f"because {note.said} [{note.standard}]"
    yield from (f"axiom: {axiom}" for axiom in note.axioms)
    yield from (f"at {place}" for place in note.places)
    yield from (f"computed: {words.binding(binding)}" for binding in proof.computed)
    yield from (f"and there is no {words.absence(group)}" for group in proof.absent)


def _asserted(triple: Statement | None, explanation: Explanation) -> Iterator[str]:
    words = explanation.words
    text = words.triple(triple)
    leaf = explanation.leaves.get(triple) if triple else None
    stated = [f"stated at {where(leaf, words)}"] if leaf else []
    yield _drawn(text, [text, *stated], "shape=box, style=filled, fillcolor=lightyellow")
    if leaf and leaf.fact:
        yield from _fact(leaf.fact, words)
        yield _arrow(f"fact {leaf.fact.fact}", text, "style=dotted")
    if leaf and leaf.claim:
        yield from _claim(leaf.claim, words)
        yield _arrow(f"claim {leaf.claim.claim}", text, "style=dotted")


def _fact(fact: FactNote, words: Words) -> Iterator[str]:
    name = f"fact {fact.fact}"
    yield _drawn(name, [words.term(fact.fact), fact_head(fact, words)], "shape=note")
    for claim in fact.claims:
        yield from _claim(claim, words)
        yield _arrow(f"claim {claim.claim}", name, "style=dotted")


def _claim(claim: ClaimNote, words: Words) -> Iterator[str]:
    name = f"claim {claim.claim}"
    yield _drawn(name, [words.term(claim.claim), claim_head(claim, words)], "shape=note")
    for citation in claim.citations:
        cited = f"citation {citation.citation}"
        yield _drawn(cited, _citation(citation, words), "shape=note, style=dashed")
        yield _arrow(cited, name, "style=dotted")
        if citation.source is not None:
            source = f"source {citation.source}"
            about = (citation.title, citation.publisher, citation.issued, citation.url)
            yield _drawn(source, [words.term(citation.source), *filter(None, about)], "shape=cylinder")
            yield _arrow(source, cited, "style=dotted")


def _citation(citation: CitationNote, words: Words) -> Iterator[str]:
    yield words.term(citation.citation)
    yield from filter(None, (place_text(citation),))
    yield from (f"as stated by {words.named(speaker)}" for speaker in citation.stated_by)
    yield citation.outcome


def _cause(triple: Triple, explanation: Explanation) -> Iterator[str]:
    """One of the fewest stated triples that lead to a contradiction: a dashed arrow straight to it."""
    yield from _asserted(triple, explanation)
    words = explanation.words
    conclusion = words.triple(explanation.proof.conclusion)
    yield _arrow(words.triple(triple), conclusion, "style=dashed, color=red")


def _drawn(name: str, lines: Iterable[str], style: str) -> str:
    from textwrap import wrap

    options = {"break_long_words": False, "break_on_hyphens": False, "subsequent_indent": "  "}
    label = "\n".join(part for line in lines for part in wrap(line, _WIDTH, **options))  # type: ignore[arg-type]
    return f"  {_quoted(name)} [{style}, label={_quoted(label)}];"


def _arrow(start: str, end: str, style: str = "") -> str:
    return f"  {_quoted(start)} -> {_quoted(end)}{f' [{style}]' if style else ''};"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
