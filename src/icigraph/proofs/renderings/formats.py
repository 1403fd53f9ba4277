"""The forms in which proofs are shown, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from icigraph.proofs.explanation import Explanation

__all__ = ["FORMATS", "none_found", "render"]

Render = Callable[[Sequence[Explanation]], str]


def render(explanations: Sequence[Explanation], form: str) -> str:
    """The explanations, at least one, in a form of `FORMATS`; KeyError for another.

    >>> from pyoxigraph import NamedNode, Quad, Store, Triple
    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> print(render([explain(asserted(Triple(a, a, a)), store, {})], "text"), end="")
    <x:a> <x:a> <x:a>
       stated at <x:data>
    <BLANKLINE>
    Stated, not inferred.
    """
    return FORMATS[form](explanations)


def none_found(form: str) -> str:
    """What stands for no contradiction in a form: a text that its readers take.

    >>> none_found("dot")
    'digraph proof {}\\n'
    """
    return _NONE.get(form) or render([], form)


_NONE = {
    "dot": "digraph proof {}\n",
    "md": "No contradiction.\n",
}


# Each form is imported when it is asked for: one proof on a terminal needs none of the others.


def _text(explanations: Sequence[Explanation]) -> str:
    from icigraph.proofs.renderings.text import render_text

    if len(explanations) == 1:
        return render_text(explanations[0])
    titled = enumerate(map(render_text, explanations), 1)
    return "\n".join(f"Proof {number} of {len(explanations)}\n\n{text}" for number, text in titled)


def _markdown(explanations: Sequence[Explanation]) -> str:
    from icigraph.proofs.renderings.markdown import render_markdown

    return "\n".join(map(render_markdown, explanations))


def _dot(explanations: Sequence[Explanation]) -> str:
    from icigraph.proofs.renderings.dot import render_dot

    return "".join(map(render_dot, explanations))


def _json(explanations: Sequence[Explanation]) -> str:
    from icigraph.proofs.renderings.json import render_json

    return render_json(explanations)


def _turtle(explanations: Sequence[Explanation]) -> str:
    from icigraph.proofs.renderings.prov import render_prov

    return render_prov(explanations)


def _html(explanations: Sequence[Explanation]) -> str:
    from icigraph.proofs.renderings.html import render_html

    return render_html(explanations)


FORMATS: dict[str, Render] = {
    "text": _text,
    "json": _json,
    "ttl": _turtle,
    "dot": _dot,
    "html": _html,
    "md": _markdown,
}
