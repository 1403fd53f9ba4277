"""The closure of sources by another implementation, for comparison."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Triple

from icigraph.operations.reading import triples_of
from icigraph.rdf.documents import Source
from icigraph.rules.run.oracle import closure_by_owlrl

__all__ = ["by_owlrl"]


def by_owlrl(sources: Iterable[Source], *, only_inferred: bool = False) -> list[Triple]:
    """What owlrl makes of sources, sorted; with `only_inferred` without what they state. The extra
    `icigraph[owlrl]` must be installed.

    >>> from icigraph.operations.given import sources_of
    >>> axiom = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:s> <x:p> <x:o> ."
    >>> "<x:o> <x:p> <x:s>" in map(str, by_owlrl(sources_of(axiom), only_inferred=True))
    True
    """
    triples = set(triples_of(sources))
    closed = closure_by_owlrl(triples)
    return sorted(closed - triples if only_inferred else closed | triples, key=str)
