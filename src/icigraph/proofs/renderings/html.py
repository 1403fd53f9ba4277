"""An explanation as one HTML page that stands alone: no script, no file beside it."""

from __future__ import annotations

from collections.abc import Sequence

from icigraph.base.pages import page
from icigraph.proofs.explanation import Explanation
from icigraph.proofs.renderings.text import citation_text

__all__ = ["render_html"]


def render_html(explanations: Sequence[Explanation]) -> str:
    """The page: for each proof its conclusion, what the checker says, and the proof as a tree; facts that
    were told further up in a proof are named there, not repeated. Without explanations, that there is no
    contradiction.

    >>> "<h1>No contradiction</h1>" in render_html([])
    True
    """
    first = explanations[0] if explanations else None
    title = f"Why {first.words.triple(first.proof.conclusion)}" if first else "No contradiction"
    values = {"title": title, "explanations": explanations, "citation_text": citation_text, "known": set}
    return page("icigraph.proofs", "why.html", **values)
