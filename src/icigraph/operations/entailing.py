"""Whether one dataset follows from another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from icigraph.operations.given import sources_of
from icigraph.operations.reading import triples_of
from icigraph.rdf.documents import Source
from icigraph.rules.entailment import Entailment, decide

if TYPE_CHECKING:
    from icigraph.operations.given import Data

__all__ = ["entailment"]


def entailment(premise: Iterable[Source], conclusion: Data) -> Entailment:
    """Whether `conclusion`, given as for `load`, follows from the sources of the premise by the rules of OWL
    2 Profiles, section 4.3.

    >>> entailment(sources_of("<x:s> <x:p> 1 ."), "<x:s> <x:p> 2 .").holds
    False
    """
    return decide(list(triples_of(premise)), list(triples_of(sources_of(conclusion))))
