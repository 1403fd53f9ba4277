"""The namespaces and core terms that the code names.

Core terms are those of `ontology/core/`: occurrent, fact, claim, time, source, citation, rank. Nothing of any
domain stands here.
"""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import NamedNode

__all__ = [
    "CORE",
    "DCTERMS",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SH",
    "SKOS",
    "STANDARD_PREFIXES",
    "XSD",
    "Namespace",
]


class Namespace(str):
    """An IRI prefix; indexing or calling it with a local name gives the term.

    >>> Namespace("http://example.org/")["a"]
    <NamedNode value=http://example.org/a>
    """

    __slots__ = ()

    def __getitem__(self, local: object) -> NamedNode:  # type: ignore[override]
        return _term(self, local)


@lru_cache(maxsize=2048)
def _term(namespace: str, local: object) -> NamedNode:
    return NamedNode(f"{namespace!s}{local}")


RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
CORE = Namespace("https://w3id.org/icigraph/core#")

STANDARD_PREFIXES: dict[str, str] = {
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "owl": str(OWL),
    "xsd": str(XSD),
    "sh": str(SH),
    "skos": str(SKOS),
    "dcterms": str(DCTERMS),
    "prov": str(PROV),
    "core": str(CORE),
}
