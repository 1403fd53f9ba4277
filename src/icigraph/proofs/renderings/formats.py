"""The forms in which proofs are shown, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from icigraph.base.blocks import Block, Line, plain
from icigraph.proofs.explanation import Explanation

__all__ = ["FORMATS", "none_found", "render", "shown"]

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


def shown(explanations: Sequence[Explanation], form: str, *, titled: bool = True) -> str | Iterator[Block]:
    """The same for whatever reads it: blocks in the forms for a person, `brief` and `text`. No explanations
    are no contradiction. `titled` numbers several proofs.

    >>> from icigraph.proofs.explanation import explain
    >>> from icigraph.proofs.proof import asserted
    >>> from pyoxigraph import NamedNode, Quad, Store, Triple
    >>> store, a = Store(), NamedNode("x:a")
    >>> store.add(Quad(a, a, a, NamedNode("x:data")))
    >>> print(plain(shown([explain(asserted(Triple(a, a, a)), store, {})], "brief")), end="")
    <x:a> – <x:a> – <x:a>: stated, not inferred.
    """
    if not explanations:
        return none_found(form)
    return _BLOCKS[form](explanations, titled) if form in _BLOCKS else render(explanations, form)


def none_found(form: str) -> str:
    """What stands for no contradiction in a form: a text that its readers take.

    >>> none_found("dot")
    'digraph proof {}\\n'
    """
    return _NONE.get(form) or render([], form)


_NONE = {
    "brief": "No contradiction.\n",
    "text": "No contradiction.\n",
    "dot": "digraph proof {}\n",
    "md": "No contradiction.\n",
}


# Each form is imported when it is asked for: one proof on a terminal needs none of the others.


def _brief(explanations: Sequence[Explanation], titled: bool = True) -> Iterator[Block]:
    from icigraph.proofs.renderings.brief import brief_blocks

    return _apart(explanations, brief_blocks, titled)


def _full(explanations: Sequence[Explanation], titled: bool = True) -> Iterator[Block]:
    from icigraph.proofs.renderings.text import text_blocks

    return _apart(explanations, text_blocks, titled)


def _apart(
    explanations: Sequence[Explanation], blocks: Callable[[Explanation], Iterator[Block]], titled: bool
) -> Iterator[Block]:
    for number, explanation in enumerate(explanations, 1):
        if number > 1:
            yield Line()
        if titled and len(explanations) > 1:
            yield from (Line(f"Proof {number} of {len(explanations)}", "heading"), Line())
        yield from blocks(explanation)


_BLOCKS = {"brief": _brief, "text": _full}


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
    "brief": lambda explanations: plain(_brief(explanations)),
    "text": lambda explanations: plain(_full(explanations)),
    "json": _json,
    "ttl": _turtle,
    "dot": _dot,
    "html": _html,
    "md": _markdown,
}
