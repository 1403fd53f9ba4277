"""The graph in figures: triples by graph, things by class, claims by source, versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Store

from icigraph.project.citations import span_of, verify_citations
from icigraph.project.folders import display
from icigraph.project.texts import index_texts
from icigraph.questions.naming import Naming
from icigraph.rdf.namespaces import CORE, DCTERMS, OWL, RDF, RDFS

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.snapshot.snapshot import Snapshot

__all__ = ["ClaimFigures", "Summary", "summary_of"]

_SOURCES = f"""
SELECT ?source ?publisher ?issued (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
  ?source {RDF["type"]} {CORE["Source"]} .
  OPTIONAL {{ ?source {DCTERMS["publisher"]} ?publisher }}
  OPTIONAL {{ ?source {DCTERMS["issued"]} ?issued }}
  OPTIONAL {{ ?citation {CORE["source"]} ?source . ?claim {CORE["citation"]} ?citation }}
}} GROUP BY ?source ?publisher ?issued ORDER BY DESC(?claims) ?source"""

_CLASSES = f"""
SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
  ?thing {RDF["type"]} ?class .
  ?class {RDF["type"]} {OWL["Class"]} ; {RDFS["isDefinedBy"]} ?ontology .
}} GROUP BY ?class ORDER BY DESC(?things) ?class"""


@dataclass(frozen=True, slots=True)
class ClaimFigures:
    """How many occurrents and claims there are, and how many have what is said of them.

    Of `occurrents`, `facts` are relationships, `accepted` have a claim that is not outranked, `started` a
    claim that dates their start, `disputed` accepted claims that exclude one another. Of `claims`, `spanned`
    have a citation with a whole span, `verified` one whose text is at hand and says so now, `located` are
    cited by locators only, `uncited` not at all.
    """

    occurrents: int
    facts: int
    accepted: int
    started: int
    disputed: int
    claims: int
    spanned: int
    verified: int
    located: int
    uncited: int


@dataclass(frozen=True, slots=True)
class Summary:
    """`about` holds names and versions, `figures` what can be said of occurrents and claims, `graphs` triples
    by named graph, `classes` members by class, `left_out` the files in the project's folders that are not
    read.

    `sources` holds for each source the number of its claims, title, publisher and date.
    """

    about: tuple[tuple[str, str], ...]
    figures: ClaimFigures
    graphs: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]
    sources: tuple[tuple[int, str, str, str], ...]
    left_out: tuple[str, ...]


def summary_of(project: GraphProject, snapshot: Snapshot, texts: Iterable[Path] = ()) -> Summary:
    r"""Count what a snapshot holds; spans are re-checked against the texts in the folders `texts`.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> from icigraph.snapshot.pipeline import build
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> _ = (project.root / "data" / "a.ttl").write_text("<x:a> a <x:State> .")
    >>> summary_of(project, build(project)).graphs
    (('data/a', 1),)
    """
    store = snapshot.store()
    naming = Naming(store, project.prefixes)
    return Summary(
        about=_about(project, snapshot),
        figures=_figures(store, naming, verify_citations(store, index_texts(texts)).verified),
        graphs=tuple(
            (graph.removeprefix(project.graphs), count) for graph, count in snapshot.manifest.counts.items()
        ),
        classes=tuple((naming.label(row[0]), int(row[1].value)) for row in _rows(store, _CLASSES)),
        sources=tuple(
            (int(row[3].value), naming.label(row[0]), naming.label(row[1]), naming.label(row[2]))
            for row in _rows(store, _SOURCES)
        ),
        left_out=tuple(display(path) for path in project.left_out),
    )


def _figures(store: Store, naming: Naming, verified: Iterable[object]) -> ClaimFigures:
    occurrents, claims = naming.instances(CORE["Occurrent"]), naming.instances(CORE["Claim"])
    cited: dict[object, set[object]] = {}
    for claim, _, citation, _ in store.quads_for_pattern(None, CORE["citation"], None, None):
        cited.setdefault(claim, set()).add(citation)
    checked = set(verified)
    spans = {
        quad.subject
        for quad in store.quads_for_pattern(None, CORE["digest"], None, None)
        if isinstance(quad.subject, NamedNode | BlankNode) and span_of(store, quad.subject)
    }

    def having(name: str) -> int:
        return len(
            occurrents & {quad.subject for quad in store.quads_for_pattern(None, CORE[name], None, None)}
        )

    return ClaimFigures(
        occurrents=len(occurrents),
        facts=len(naming.instances(CORE["Fact"])),
        accepted=having("acceptedClaim"),
        started=having("startClaim"),
        disputed=having("disputedIn"),
        claims=len(claims),
        spanned=sum(not spans.isdisjoint(cited.get(claim, ())) for claim in claims),
        verified=sum(not checked.isdisjoint(cited.get(claim, ())) for claim in claims),
        located=sum(claim in cited and spans.isdisjoint(cited[claim]) for claim in claims),
        uncited=sum(claim not in cited for claim in claims),
    )


def _about(project: GraphProject, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    manifest = snapshot.manifest
    return (
        ("graph", project.config.title),
        ("version", project.config.version),
        ("licence", project.config.licence or "none stated"),
        ("project", str(project.root)),
        ("questions", str(len(manifest.questions))),
        ("inputs", f"{len(manifest.inputs)} files"),
        ("triples", str(sum(manifest.counts.values()))),
        ("dataset", f"SHA-256 {manifest.digest}"),
        ("tool", f"icigraph {manifest.tool}, pyoxigraph {pyoxigraph.__version__}"),
    )


def _rows(store: Store, query: str) -> list[tuple[NamedNode, ...]]:
    return [tuple(row) for row in store.query(query, use_default_graph_as_union=True)]  # type: ignore[union-attr]
