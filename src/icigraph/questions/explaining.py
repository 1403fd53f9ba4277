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
    r"""What explains the closed dataset `store` of a project; `texts` gives a source's text by its SHA-256.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from pyoxigraph import NamedNode
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.texts import no_texts
    >>> from icigraph.snapshot.pipeline import close
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:a> <x:p> <x:b> ."
    >>> _ = (project.root / "data" / "a.ttl").write_text(text)
    >>> store, goal = close(project).store, Triple(*(NamedNode(f"x:{name}") for name in "bpa"))
    >>> explainer_of(project, store, Naming(store, project.prefixes), no_texts).prove(goal).proof.rule
    'prp-symp:x:p'
    """
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
