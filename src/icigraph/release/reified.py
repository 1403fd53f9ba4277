"""Facts in RDF 1.2: each fact node reifies the short relation that its class yields, or that it names."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Triple, serialize

from icigraph.rdf.namespaces import CORE, RDF
from icigraph.release.content import Content

__all__ = ["reified", "reified_turtle"]

_SUPPORTED = f"""
SELECT DISTINCT ?fact ?subject ?relation ?object WHERE {{
  ?fact {CORE["acceptedClaim"]} ?claim ; {CORE["subject"]} ?subject ; {CORE["object"]} ?object .
  {{ ?fact {CORE["property"]} ?relation }}
  UNION {{ ?fact {RDF["type"]} ?class . ?class {CORE["yields"]} ?relation }}
  ?subject ?relation ?object .
}}"""


def reified(content: Content) -> set[Triple]:
    """The relations, and `fact rdf:reifies <<( subject relation object )>>` for each fact behind one.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> text = f"INSERT DATA {{ GRAPH <x:data> {{ <x:Partnership> {CORE['yields']} <x:partnerIn> . "
    >>> text += f"<x:joined> a <x:Partnership> ; {CORE['acceptedClaim']} <x:claim> ; {CORE['subject']} "
    >>> text += f"<x:kuwait> ; {CORE['object']} <x:ici> . <x:kuwait> <x:partnerIn> <x:ici> }} }}"
    >>> store = Store()
    >>> store.update(text)
    >>> sorted(str(triple.subject) for triple in reified(Content(bundled_project(), (), (), store, {})))
    ['<x:joined>', '<x:kuwait>']
    """
    triples = set()
    for fact, subject, relation, object_ in content.rows(_SUPPORTED):
        relation_triple = Triple(subject, relation, object_)  # type: ignore[arg-type]
        triples |= {relation_triple, Triple(fact, RDF["reifies"], relation_triple)}  # type: ignore[arg-type]
    return triples


def reified_turtle(content: Content) -> bytes:
    """The same in Turtle 1.2.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> text = f"INSERT DATA {{ GRAPH <x:data> {{ <x:Partnership> {CORE['yields']} <x:partnerIn> . "
    >>> text += f"<x:joined> a <x:Partnership> ; {CORE['acceptedClaim']} <x:claim> ; {CORE['subject']} "
    >>> text += f"<x:kuwait> ; {CORE['object']} <x:ici> . <x:kuwait> <x:partnerIn> <x:ici> }} }}"
    >>> store = Store()
    >>> store.update(text)
    >>> written = reified_turtle(Content(bundled_project(), (), (), store, {})).decode()
    >>> [line for line in written.splitlines() if "reifies" in line]
    ['<x:joined> rdf:reifies <<( <x:kuwait> <x:partnerIn> <x:ici> )>> .']
    """
    ordered = sorted(reified(content), key=str)
    prefixes = dict(content.project.prefixes)
    return serialize(ordered, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
