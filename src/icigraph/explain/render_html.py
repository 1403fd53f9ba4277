"""An explanation as one HTML page that stands alone: no script, no file beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from icigraph.explain.explanation import Explanation
from icigraph.explain.leaves import CitationNote, FactNote, Leaf
from icigraph.explain.proof import Proof
from icigraph.explain.render_text import citation_text

__all__ = ["render_html"]

_STYLE = """
:root { color-scheme: light dark;
  --line: #c8ccd4; --leaf: #2e7d32; --rule: #1a56a8; --bad: #b3261e; --soft: #5c6370; }
@media (prefers-color-scheme: dark) {
  :root { --line: #444a55; --leaf: #81c784; --rule: #8ab4f8; --bad: #f28b82; --soft: #a0a6b2; }
}
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; }
ul { list-style: none; margin: 0; padding-left: 1.25rem; border-left: 2px solid var(--line); }
li { margin: .5rem 0; }
code { font: .9rem ui-monospace, monospace; overflow-wrap: anywhere; }
summary { cursor: pointer; }
.rule { color: var(--rule); } .leaf { color: var(--leaf); } .soft { color: var(--soft); font-size: .875rem; }
.verdict { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .8rem; }
.bad { color: var(--bad); }
p { margin: .2rem 0; }
""".strip()


def render_html(explanations: Sequence[Explanation]) -> str:
    """The page: for each proof its conclusion, the checker's verdict, and the proof as a tree that folds."""
    first = explanations[0]
    title = escape(first.words.triple(first.proof.conclusion))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Why {title}</title>",
            f"<style>{_STYLE}</style></head>",
            "<body>",
            *(line for explanation in explanations for line in _section(explanation)),
            "</body></html>",
            "",
        ]
    )


def _section(explanation: Explanation) -> Iterator[str]:
    yield f"<h1>Why <code>{escape(explanation.words.triple(explanation.proof.conclusion))}</code>?</h1>"
    yield from _verdict(explanation)
    yield "<ul>"
    yield from _item(explanation.proof, explanation, set())
    yield "</ul>"
    if explanation.causes:
        yield "<h2>The fewest stated triples that cause it</h2><ul>"
        for triple in explanation.causes:
            code = f"<code>{escape(explanation.words.triple(triple))}</code>"
            yield f"<li>{code}{_stated(explanation.leaves.get(triple))}</li>"
        yield "</ul>"


def _verdict(explanation: Explanation) -> Iterator[str]:
    proof = explanation.proof
    if explanation.failures:
        yield '<div class="verdict bad"><p>The checker does not accept this proof:</p>'
        yield from (f"<p>{escape(str(failure))}</p>" for failure in explanation.failures)
        yield "</div>"
    else:
        size = f"{proof.steps} steps, {len(proof.leaves())} stated triples"
        yield f'<div class="verdict"><p>Accepted by the independent checker; {size}.</p>'
        yield from (f"<p>{escape(str(each))}</p>" for each in explanation.not_computed)
        yield "</div>"


def _item(proof: Proof, explanation: Explanation, shown: set[object]) -> Iterator[str]:
    """A node of the tree; the facts `shown` further up are named, not repeated."""
    triple = f"<code>{escape(explanation.words.triple(proof.conclusion))}</code>"
    if proof.rule is None:
        leaf = explanation.leaves.get(proof.conclusion) if proof.conclusion else None
        yield f"<li>{triple}{_stated(leaf)}"
        yield from _fact(leaf.fact if leaf else None, explanation, shown)
        yield "</li>"
        return
    yield f"<li><details open><summary>{triple}</summary>"
    yield from _reasons(proof, proof.rule, explanation)
    yield "<ul>"
    for premise in proof.premises:
        yield from _item(premise, explanation, shown)
    yield "</ul></details></li>"


def _stated(leaf: Leaf | None) -> str:
    where = (leaf.place or leaf.graph or "") if leaf else ""
    return f' <span class="leaf">stated</span> <span class="soft">{escape(str(where))}</span>'


def _reasons(proof: Proof, rule: str, explanation: Explanation) -> Iterator[str]:
    note, words = explanation.rules[rule], explanation.words
    yield f'<p class="rule">because {escape(note.said)} <span class="soft">{escape(note.standard)}</span></p>'
    yield from (f'<p class="soft">axiom <code>{escape(axiom)}</code></p>' for axiom in note.axioms)
    yield from (f'<p class="soft">at {escape(str(place))}</p>' for place in note.places)
    for binding in proof.computed:
        yield f'<p class="soft">computed <code>{escape(words.binding(binding))}</code></p>'
    for group in proof.absent:
        yield f'<p class="soft">and there is no <code>{escape(words.group(group))}</code></p>'


def _fact(fact: FactNote | None, explanation: Explanation, shown: set[object]) -> Iterator[str]:
    if fact is None:
        return
    told = fact.label or explanation.words.term(fact.fact)
    if fact.fact in shown:
        yield f'<p class="soft">{escape(told)}: see above</p>'
        return
    shown.add(fact.fact)
    dates = (fact.start and f"from {fact.start}", fact.end and f"to {fact.end}")
    yield f"<p>{escape(', '.join(filter(None, (told, *dates))))}</p>"
    yield from (f'<p class="soft">{_citation(each, explanation)}</p>' for each in fact.citations)


def _citation(citation: CitationNote, explanation: Explanation) -> str:
    text = escape(citation_text(citation, explanation.words))
    if citation.url.startswith(("https://", "http://")):
        return f'<a href="{escape(citation.url)}">{text}</a>'
    return text
