"""Facts in RDF 1.2: each fact node reifies the short relation that the ontology's property chains make of
it.
"""

from __future__ import annotations

from pyoxigraph import RdfFormat, Triple, serialize

from icigraph.rdf.namespaces import CORE, RDF
from icigraph.release.content import Content

__all__ = ["reified", "reified_turtle"]

# Chains go over things too (a place in a place): only what is cited is a fact.
_SUPPORTED = f"""
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?fact ?who ?relation ?what WHERE {{
  ?relation owl:propertyChainAxiom ?chain .
  ?chain rdf:first ?accepted ; rdf:rest ?rest .
  ?rest rdf:first ?role ; rdf:rest rdf:nil .
  ?who ?accepted ?fact .
  ?fact ?role ?what .
  ?who ?relation ?what .
  ?fact {CORE["citation"]} ?citation .
}}"""


def reified(content: Content) -> set[Triple]:
    """The relations, and `fact rdf:reifies <<( who relation what )>>` for each fact behind one.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> text = "PREFIX owl: <http://www.w3.org/2002/07/owl#> INSERT DATA { GRAPH <x:data> { "
    >>> text += "<x:partnerIn> owl:propertyChainAxiom (<x:has> <x:in>) . <x:kuwait> <x:has> <x:joined> ; "
    >>> text += f"<x:partnerIn> <x:ici> . <x:joined> <x:in> <x:ici> ; {CORE['citation']} <x:cited> }} }}"
    >>> store = Store()
    >>> store.update(text)
    >>> sorted(str(triple.subject) for triple in reified(Content(bundled_project(), (), (), store, {})))
    ['<x:joined>', '<x:kuwait>']
    """
    triples = set()
    for fact, who, relation, what in content.rows(_SUPPORTED):
        relation_triple = Triple(who, relation, what)  # type: ignore[arg-type]
        triples |= {relation_triple, Triple(fact, RDF["reifies"], relation_triple)}  # type: ignore[arg-type]
    return triples


def reified_turtle(content: Content) -> bytes:
    """The same in Turtle 1.2.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> text = "PREFIX owl: <http://www.w3.org/2002/07/owl#> INSERT DATA { GRAPH <x:data> { "
    >>> text += "<x:partnerIn> owl:propertyChainAxiom (<x:has> <x:in>) . <x:kuwait> <x:has> <x:joined> ; "
    >>> text += f"<x:partnerIn> <x:ici> . <x:joined> <x:in> <x:ici> ; {CORE['citation']} <x:cited> }} }}"
    >>> store = Store()
    >>> store.update(text)
    >>> written = reified_turtle(Content(bundled_project(), (), (), store, {})).decode()
    >>> [line for line in written.splitlines() if "reifies" in line]
    ['<x:joined> rdf:reifies <<( <x:kuwait> <x:partnerIn> <x:ici> )>> .']
    """
    ordered = sorted(reified(content), key=str)
    prefixes = dict(content.project.prefixes)
    return serialize(ordered, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
