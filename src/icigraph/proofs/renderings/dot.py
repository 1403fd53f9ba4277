"""An explanation as a graph in the DOT language: boxes are triples, ellipses rule applications, arrows lead
downward.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Triple

from icigraph.proofs.evidence import Leaf
from icigraph.proofs.explanation import Explanation
from icigraph.proofs.proof import Proof, Statement
from icigraph.proofs.renderings.text import citation_text
from icigraph.proofs.words import Words

__all__ = ["render_dot"]


def render_dot(explanation: Explanation) -> str:
    """The proof as DOT text; a triple that is used twice is one box.

    >>> from pyoxigraph import NamedNode, Quad, Store
    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> print(render_dot(explain(asserted(Triple(a, a, a)), store, {})).splitlines()[0])
    digraph proof {
    """
    lines = dict.fromkeys(line for node in explanation.proof.walk() for line in _node(node, explanation))
    causes = (line for triple in explanation.causes for line in _cause(triple, explanation))
    remarks = "\n".join(explanation.remarks)
    label = [f"  label={_quoted(remarks)};"] if remarks else []
    return "\n".join(["digraph proof {", '  rankdir="BT";', *label, *lines, *causes, "}", ""])


def _node(proof: Proof, explanation: Explanation) -> Iterator[str]:
    text = explanation.words.triple(proof.conclusion)
    if proof.rule is None:
        yield from _asserted(proof.conclusion, explanation)
        return
    step = f"{proof.rule} {text}"
    note = explanation.rules[proof.rule]
    yield f"  {_quoted(text)} [shape=box];"
    yield f"  {_quoted(step)} [shape=ellipse, label={_quoted(note.said)}];"
    yield f"  {_quoted(step)} -> {_quoted(text)};"
    for premise in proof.premises:
        yield f"  {_quoted(explanation.words.triple(premise.conclusion))} -> {_quoted(step)};"


def _asserted(triple: Statement | None, explanation: Explanation) -> Iterator[str]:
    text = explanation.words.triple(triple)
    leaf = explanation.leaves.get(triple) if triple else None
    label = _quoted("\n".join([text, *(_evidence(leaf, explanation.words) if leaf else ())]))
    yield f"  {_quoted(text)} [shape=box, style=filled, fillcolor=lightyellow, label={label}];"


def _evidence(leaf: Leaf, words: Words) -> Iterator[str]:
    if leaf.place:
        yield str(leaf.place)
    yield from (citation_text(citation, words) for citation in (leaf.fact.citations if leaf.fact else ()))


def _cause(triple: Triple, explanation: Explanation) -> Iterator[str]:
    """One of the fewest stated triples that lead to a contradiction: a dashed arrow straight to it."""
    yield from _asserted(triple, explanation)
    start, end = (_quoted(explanation.words.triple(each)) for each in (triple, explanation.proof.conclusion))
    yield f"  {start} -> {end} [style=dashed, color=red];"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
