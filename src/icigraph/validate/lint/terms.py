"""Terms of the SHACL namespace that SHACL does not have: what they say is not checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from icigraph.rdf.faults import Place
from icigraph.rdf.namespaces import SH
from icigraph.validate.lint.finding import Finding
from icigraph.validate.lint.places import Places
from icigraph.validate.lint.vocabulary import CLASSES, PROPERTIES, is_term
from icigraph.validate.statements import TYPE, Statements, sh

__all__ = ["unknown_terms"]

_START = f"<{SH!s}"
_TERM = re.compile(re.escape(_START) + r"([^>]*)>")
_MISSPELT = re.compile(r"<(https?://(?:www\.)?w3\.org/(?:ns/)?shacl(?:[#/]+))[^>]*>", re.IGNORECASE)
_CUTOFF = 0.75


def unknown_terms(text: str, shapes: Statements, places: Places) -> Iterator[Finding]:
    """A finding for each unknown term, at its first place, and for each misspelt namespace; `text` is the
    shapes graph as N-Triples.
    """
    for local in sorted(set(_TERM.findall(text))):
        # A graph that describes a term has it: extensions of SHACL do so.
        if not is_term(local) and not shapes.values(sh(local), TYPE):
            yield from _unknown(sh(local), local, shapes, places)
    spaces = set(_MISSPELT.findall(text)) - {str(SH)}
    for space in sorted(spaces):
        term = next(one[0] for one in _MISSPELT.finditer(text) if one[1] == space)
        use = _uses(term, shapes, places)
        said = f"<{space}> is not the SHACL namespace: nothing that is written with it is checked"
        if use is not None:
            yield Finding("unknown-term", said, use[1], f"did you mean <{SH!s}>?")


def _unknown(term: str, local: str, shapes: Statements, places: Places) -> Iterator[Finding]:
    use = _uses(term, shapes, places)
    if use is None:
        return
    is_predicate, place, count = use
    near = _nearest(local, PROPERTIES if is_predicate else CLASSES | PROPERTIES)
    times = f" ({count} times)" if count > 1 else ""
    said = f"SHACL has no {'property' if is_predicate else 'term'} {places.name(term)}{times}"
    yield Finding("unknown-term", said, place, f"did you mean {places.name(sh(near))}?" if near else None)


def _uses(term: str, shapes: Statements, places: Places) -> tuple[bool, Place | None, int] | None:
    """Whether a term is first used as a predicate, where, and how often it is used."""
    stated = list(shapes.pairs(term))
    if stated:
        subject, value = stated[0]
        return True, places.predicate(subject, term, value), len(stated)
    used = [(s, p, o) for p in shapes.predicates for s, o in shapes.pairs(p) if o == term]
    return (False, places.object(*used[0]), len(used)) if used else None


def _nearest(local: str, known: frozenset[str]) -> str | None:
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    close = get_close_matches(local.casefold(), folded, n=1, cutoff=_CUTOFF)
    return folded[close[0]] if close else None
