"""Rows as a table of HTML, for notebooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from pyoxigraph import NamedNode

from icigraph.questions.cells import Row
from icigraph.rdf.terms import Term

__all__ = ["html_table"]

_SHOWN = 100
_LINKED = ("http://", "https://")


def html_table(variables: Sequence[str], rows: Sequence[Row], label: Callable[[Term | None], str]) -> str:
    """The rows under their variables, at most a hundred, things by their labels with a link to their IRIs.
    Everything is escaped, and only addresses of the web are links.

    >>> print(html_table(["s"], [(NamedNode("urn:a"),)], str))
    <table><thead><tr><th>s</th></tr></thead><tbody><tr><td>&lt;urn:a&gt;</td></tr></tbody></table>
    """
    head = "".join(f"<th>{escape(name)}</th>" for name in variables)
    body = "".join(f"<tr>{''.join(_cell(term, label) for term in row)}</tr>" for row in rows[:_SHOWN])
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    more = len(rows) - _SHOWN
    return f"{table}<p>… and {more:,} more rows</p>" if more > 0 else table


def _cell(term: Term | None, label: Callable[[Term | None], str]) -> str:
    shown = escape(label(term))
    if isinstance(term, NamedNode) and term.value.startswith(_LINKED):
        shown = f'<a href="{escape(term.value)}">{shown}</a>'
    return f"<td>{shown}</td>"
