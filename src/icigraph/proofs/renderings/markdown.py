"""An explanation as Markdown for an article: a nested list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from icigraph.proofs.evidence import CitationNote, Leaf
from icigraph.proofs.explanation import Explanation
from icigraph.proofs.proof import Proof, Statement
from icigraph.proofs.renderings.text import citation_text

__all__ = ["render_markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def render_markdown(explanation: Explanation) -> str:
    r"""The proof as a nested list; a source with a URL is a link.

    >>> from pyoxigraph import NamedNode, Quad, Store, Triple
    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> print(render_markdown(explain(asserted(Triple(a, a, a)), store, {})), end="")
    - `<x:a> <x:a> <x:a>` stated in \<x:data\>
    <BLANKLINE>
    *0 steps, accepted by the checker.*
    """
    outcome = "not accepted by the checker" if explanation.failures else "accepted by the checker"
    size = f"*{explanation.proof.steps} steps, {outcome}.*"
    remarks = [line for remark in explanation.remarks for line in ("", f"**{_escaped(remark)}**")]
    causes = [f"- {_asserted(triple, explanation)}" for triple in explanation.causes]
    causing = ["", "The fewest stated triples that cause it:", "", *causes] if causes else []
    return "\n".join([*_item(explanation.proof, explanation, ""), "", size, *remarks, *causing, ""])


def _asserted(triple: Statement | None, explanation: Explanation) -> str:
    leaf = explanation.leaves.get(triple) if triple else None
    where = f" stated in {_escaped(str(leaf.place or leaf.graph))}" if leaf else ""
    return f"{_code(explanation.words.triple(triple))}{where}"


def _item(proof: Proof, explanation: Explanation, indent: str) -> Iterator[str]:
    if proof.rule is None:
        leaf = explanation.leaves.get(proof.conclusion) if proof.conclusion else None
        yield f"{indent}- {_asserted(proof.conclusion, explanation)}"
        yield from _evidence(leaf, explanation, indent + "  ")
        return
    line = f"{indent}- {_code(explanation.words.triple(proof.conclusion))}"
    note = explanation.rules[proof.rule]
    yield f"{line} because {_escaped(note.said)} ({note.standard})"
    for group in proof.absent:
        yield f"{indent}  - and there is no {_code(explanation.words.absence(group))}"
    for premise in proof.premises:
        yield from _item(premise, explanation, indent + "  ")


def _evidence(leaf: Leaf | None, explanation: Explanation, indent: str) -> Iterator[str]:
    for citation in leaf.fact.citations if leaf and leaf.fact else ():
        yield f"{indent}- {_citation(citation, explanation)}"


def _citation(citation: CitationNote, explanation: Explanation) -> str:
    text = _escaped(citation_text(citation, explanation.words))
    title = _escaped(citation.title)
    if not citation.url or not title:
        return text
    return f"[{title}](<{citation.url}>){text.removeprefix(title)}"


def _code(text: str) -> str:
    """A code span, whatever backticks the text has."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
