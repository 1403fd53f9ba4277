"""Pages for people: the reference of terms and questions, and how to load the release."""

from __future__ import annotations

from html import escape

from pyoxigraph import Literal, NamedNode

from icigraph.publish.release.content import Content
from icigraph.rdf.namespaces import OWL, RDF, RDFS, SKOS

__all__ = ["loading_recipes", "reference_page"]

_KINDS = (
    ("Classes", OWL["Class"]),
    ("Object properties", OWL["ObjectProperty"]),
    ("Datatype properties", OWL["DatatypeProperty"]),
)
_STYLE = """
body { font: 16px/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
code { color: #333 } dt { margin-top: 1rem }
"""

_LOADING = """\
# Loading this release

`dataset.nq` holds every graph, asserted and inferred; `asserted.nq` and `inferred.nq` hold them apart.
Queries expect the union of all named graphs as default graph.

Check the files first: `sha256sum --check SHA256SUMS`

| store | command |
|---|---|
| Apache Jena Fuseki | `curl -X POST -H 'Content-Type: application/n-quads' --data-binary @dataset.nq
http://localhost:3030/DATASET/data` | | Eclipse RDF4J | `curl -X POST -H 'Content-Type: application/n-quads'
--data-binary @dataset.nq http://localhost:8080/rdf4j-server/repositories/ID/statements` | | Oxigraph |
`curl -X POST -H 'Content-Type: application/n-quads' --data-binary @dataset.nq http://localhost:7878/store`
| | Virtuoso | `isql 1111 dba PASSWORD exec="ld_dir('FOLDER', 'dataset.nq', ''); rdf_loader_run();"` | | in
Python | `pyoxigraph.Store().load(path="dataset.nq")` |

`icigraph push` does the same in one transaction, sends only what changed, and reads it back.
"""


def reference_page(content: Content) -> bytes:
    """One HTML page: every term of the ontology with label and definition, every question with its
    summary.
    """
    project = content.project
    parts = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(project.title)}</title>',
        f"<style>{_STYLE}</style></head><body>",
        f"<h1>{escape(project.title)}</h1><p>Version {escape(project.version)}</p>",
    ]
    about = _descriptions(content)
    for heading, kind in _KINDS:
        terms = sorted(iri for iri in _typed(content, kind) if iri in about)
        parts += [f"<h2>{heading}</h2><dl>", *(_term(iri, about[iri], content) for iri in terms), "</dl>"]
    parts += ["<h2>Questions</h2><dl>", *_questions(content), "</dl></body></html>", ""]
    return "\n".join(parts).encode()


def _typed(content: Content, kind: NamedNode) -> set[str]:
    found = content.store.quads_for_pattern(None, RDF["type"], kind, content.project.ontology_graph)
    return {quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}


def _descriptions(content: Content) -> dict[str, dict[str, str]]:
    names = {RDFS["label"]: "label", RDFS["comment"]: "text", SKOS["definition"]: "text"}
    about: dict[str, dict[str, str]] = {}
    for quad in content.asserted:
        name = names.get(quad.predicate)
        in_ontology = quad.graph_name == content.project.ontology_graph
        if name and in_ontology and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            about.setdefault(quad.subject.value, {}).setdefault(name, quad.object.value)
    return about


def _term(iri: str, about: dict[str, str], content: Content) -> str:
    name = content.project.prefixes.shrink(NamedNode(iri))
    return (
        f'<dt id="{escape(name)}"><b>{escape(about.get("label", name))}</b> <code>{escape(name)}</code></dt>'
        f"<dd>{escape(about.get('text', ''))}</dd>"
    )


def _questions(content: Content) -> list[str]:
    return [
        f"<dt><code>{escape(name)}</code></dt><dd>{escape(str(entry.get('summary', '')))}</dd>"
        for name, entry in sorted(content.questions.items())
    ]


def loading_recipes() -> bytes:
    """How to load the release to a store, as Markdown."""
    return _LOADING.encode()
