"""A SPARQL query with some of its variables bound beforehand (SHACL, appendix A), written out in its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.queries import syntax_error
from icigraph.rdf.sparql import Token, tokens

__all__ = ["is_query", "prebound"]

_AFTER_PROJECTION = {"WHERE", "FROM"}
_AFTER_CONDITIONS = {"HAVING", "LIMIT", "OFFSET", "VALUES"}


def prebound(query: str, values: Mapping[str, NamedNode | Literal]) -> str:
    """The query with a term in place of each of these variables; what a projection names is left out.

    >>> prebound("SELECT $this $n { $this ?p ?v FILTER(bound(?n) && ?v > $n) }", {"n": Literal(1)})
    'SELECT $this { $this ?p ?v FILTER(true && ?v > "1"^^<http://www.w3.org/2001/XMLSchema#integer>) }'
    """
    parts = list(tokens(query))
    made, done = [], 0
    for start, end, text in _changes(parts, values):
        made += [query[done:start] if text else query[done:start].rstrip(), text]
        done = end
    return "".join([*made, query[done:]])


def _changes(parts: list[Token], values: Mapping[str, NamedNode | Literal]) -> Iterator[tuple[int, int, str]]:
    clause, depth = "", 0
    for at, token in enumerate(parts):
        word = token.text.upper() if token.kind == "word" else token.text
        if word in ("SELECT", "GROUP", "ORDER"):
            clause, depth = word, 0
        elif word in _AFTER_PROJECTION or word in _AFTER_CONDITIONS or word in ("{", "}"):
            clause = ""
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "mark" else 0
        term = values.get(token.text[1:]) if token.kind == "variable" else None
        if term is None:
            continue
        before = [one.text.upper() for one in parts[max(0, at - 2) : at]]
        if before == ["BOUND", "("]:
            yield parts[at - 2].start, parts[at + 1].end, "true"
        elif depth == 0 and (clause == "SELECT" or _has_company(parts, at, clause)):
            yield token.start, token.end, ""
        else:
            bare = clause in ("GROUP", "ORDER") and depth == 0
            yield token.start, token.end, f"({term})" if bare else str(term)


def _has_company(parts: list[Token], at: int, clause: str) -> bool:
    """Whether a variable is one of several by which solutions are grouped or ordered."""
    beside = parts[at + 1] if at + 1 < len(parts) else None
    followed = beside is not None and (beside.kind == "variable" or beside.text == "(")
    return clause in ("GROUP", "ORDER") and (followed or parts[at - 1].text.upper() != "BY")


def is_query(text: str, prefixes: Mapping[str, str]) -> bool:
    """Whether the text is a query that can be run.

    >>> is_query("ASK { ?s ?p ?o }", {}), is_query("ASK { ?s", {})
    (True, False)
    """
    try:
        return syntax_error(text, prefixes) is None
    except ValueError:
        return False
