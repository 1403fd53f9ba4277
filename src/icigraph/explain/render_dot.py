"""An explanation as a graph in the DOT language: boxes are triples, ellipses rule applications, arrows lead
downward.
"""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.explain.explanation import Explanation
from icigraph.explain.proof import Proof

__all__ = ["render_dot"]


def render_dot(explanation: Explanation) -> str:
    """The proof as DOT text; a triple that is used twice is one box."""
    lines = dict.fromkeys(line for node in explanation.proof.walk() for line in _node(node, explanation))
    return "\n".join(["digraph proof {", '  rankdir="BT";', *lines, "}", ""])


def _node(proof: Proof, explanation: Explanation) -> Iterator[str]:
    text = explanation.words.triple(proof.conclusion)
    if proof.rule is None:
        leaf = explanation.leaves.get(proof.conclusion) if proof.conclusion else None
        place = f"\n{leaf.place}" if leaf and leaf.place else ""
        label = _quoted(text + place)
        yield f"  {_quoted(text)} [shape=box, style=filled, fillcolor=lightyellow, label={label}];"
        return
    step = f"{proof.rule} {text}"
    note = explanation.rules[proof.rule]
    yield f"  {_quoted(text)} [shape=box];"
    yield f"  {_quoted(step)} [shape=ellipse, label={_quoted(note.said)}];"
    yield f"  {_quoted(step)} -> {_quoted(text)};"
    for premise in proof.premises:
        yield f"  {_quoted(explanation.words.triple(premise.conclusion))} -> {_quoted(step)};"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
