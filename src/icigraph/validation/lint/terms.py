"""Terms of the SHACL namespace that SHACL does not have: what they say is not checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from icigraph.rdf.namespaces import SH
from icigraph.validation.lint.draft import Draft, Naming, Spot, at_object, at_predicate
from icigraph.validation.lint.vocabulary import CLASSES, PROPERTIES, is_term
from icigraph.validation.reading.statements import TYPE, Statements, sh

__all__ = ["unknown_terms"]

_START = f"<{SH!s}"
_TERM = re.compile(re.escape(_START) + r"([^>]*)>")
_MISSPELT = re.compile(r"<(https?://(?:www\.)?w3\.org/(?:ns/)?shacl(?:[#/]+))[^>]*>", re.IGNORECASE)
_CUTOFF = 0.75


def unknown_terms(text: str, shapes: Statements, spelt: Naming) -> Iterator[Draft]:
    r"""A finding for each unknown term, at its first place, and for each misspelt namespace; `text` is the
    shapes graph as N-Triples.

    >>> text = f'<x:S> {sh("minCuont")} "1" .\n'
    >>> found = unknown_terms(text, Statements(text), lambda term: term[1:-1].rpartition("#")[2])
    >>> [(draft.message, draft.hint) for draft in found]
    [('SHACL has no property minCuont', 'did you mean minCount?')]
    """
    for local in sorted(set(_TERM.findall(text))):
        # A graph that describes a term has it: extensions of SHACL do so.
        if not is_term(local) and not shapes.values(sh(local), TYPE):
            yield from _unknown(sh(local), local, shapes, spelt)
    named = {*shapes.predicates, *shapes.objects(TYPE)}
    found = {match[1]: match[0] for one in sorted(named) if (match := _MISSPELT.match(one))}
    for space, term in found.items():
        use = _uses(term, shapes) if space != str(SH) else None
        said = f"<{space}> is not the SHACL namespace: nothing that is written with it is checked"
        if use is not None:
            yield Draft("unknown-term", said, use[1], f"did you mean <{SH!s}>?")


def _unknown(term: str, local: str, shapes: Statements, spelt: Naming) -> Iterator[Draft]:
    use = _uses(term, shapes)
    if use is None:
        return
    is_predicate, place, count = use
    near = _nearest(local, PROPERTIES if is_predicate else CLASSES | PROPERTIES)
    times = f" ({count} times)" if count > 1 else ""
    said = f"SHACL has no {'property' if is_predicate else 'term'} {spelt(term)}{times}"
    yield Draft("unknown-term", said, place, f"did you mean {spelt(sh(near))}?" if near else None)


def _uses(term: str, shapes: Statements) -> tuple[bool, Spot | None, int] | None:
    """Whether a term is first used as a predicate, where, and how often it is used."""
    pairs = list(shapes.pairs(term))
    if pairs:
        subject, value = pairs[0]
        return True, at_predicate(subject, term, value), len(pairs)
    used = [(s, p, o) for p in shapes.predicates for s, o in shapes.pairs(p) if o == term]
    return (False, at_object(*used[0]), len(used)) if used else None


def _nearest(local: str, known: frozenset[str]) -> str | None:
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    close = get_close_matches(local.casefold(), folded, n=1, cutoff=_CUTOFF)
    return folded[close[0]] if close else None
