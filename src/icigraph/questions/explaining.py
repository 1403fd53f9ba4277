"""The explainer of a project: its rules, how its terms read, where its triples stand, which texts are at
hand."""

from __future__ import annotations

from pyoxigraph import Store, Triple

from icigraph.project.asserted import asserted_quads
from icigraph.project.graph_project import GraphProject
from icigraph.project.locate import Locator
from icigraph.project.texts import Texts
from icigraph.proofs.explainer import Explainer
from icigraph.proofs.impact import Graphs
from icigraph.proofs.words import Words
from icigraph.questions.naming import Naming
from icigraph.rules.project_rules import rules_of

__all__ = ["explainer_of"]


def explainer_of(project: GraphProject, store: Store, naming: Naming, texts: Texts) -> Explainer:
    """What explains the closed dataset `store` of a project; `texts` gives a source's text by its SHA-256."""
    locator = Locator(project)
    return Explainer(
        store,
        rules_of(project, store),
        Graphs(project.ontology_graph, project.derived_graph, project.inferred_graph),
        words=Words(project.prefixes.shrink, naming.label),
        locate=lambda triple: locator.place_of(triple, _graphs(store, triple)),
        texts=texts,
        asserted=lambda: (quad.triple for quad in asserted_quads(project)),
    )


def _graphs(store: Store, triple: Triple) -> set[object] | None:
    """The graphs that hold a triple: it stands in no file of another. None where no graph is known to."""
    quads = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return {quad.graph_name for quad in quads} or None
