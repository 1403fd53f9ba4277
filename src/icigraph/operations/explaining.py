"""The explainer of a closure: how its terms read, and where its triples stand in the files."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Store

from icigraph.operations.reading import triples_of
from icigraph.project.locate import Locator
from icigraph.proofs.explainer import Explainer
from icigraph.proofs.impact import Graphs
from icigraph.proofs.words import Words
from icigraph.questions.naming import Naming
from icigraph.rdf.documents import Source
from icigraph.rdf.prefixes import Prefixes
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.run.materialise import ASSERTED, DERIVED, INFERRED

__all__ = ["explainer_of_closure", "locator_of"]


def explainer_of_closure(
    sources: tuple[Source, ...], store: Store, rules: RuleSet, naming: Naming, prefixes: Prefixes
) -> Explainer:
    """What explains a store that holds the closure of sources under `rules`. Triples of sources that are no
    files have no places.

    >>> import icigraph
    >>> closure = icigraph.reason("<x:s> <x:p> <x:o> .")
    >>> made = explainer_of_closure(
    ...     closure.sources, closure.store, closure.rules, closure.naming, closure.prefixes
    ... )
    >>> made.prove(closure.triple("<x:s> <x:p> <x:o>")).proof.steps
    0
    """
    return Explainer(
        store,
        rules,
        Graphs(ASSERTED, DERIVED, INFERRED),
        words=Words(prefixes.shrink, naming.label),
        locate=locator_of(sources).place_of,
        asserted=lambda: triples_of(sources),
    )


def locator_of(sources: tuple[Source, ...]) -> Locator:
    """Finds the places of triples in those sources that are files.

    >>> locator_of(()).subject_place(NamedNode("urn:s")) is None
    True
    """
    files = [(Path(one.name), NamedNode(one.base)) for one in sources if one.base.startswith("file:")]
    return Locator(files)
