"""`owl:imports` of shapes and `sh:shapesGraph` of data that were not read: what they hold is not checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from icigraph.rdf.namespaces import OWL, RDF, RDFS, SH, XSD
from icigraph.validation.finding import Finding
from icigraph.validation.lint.draft import Draft, at_object
from icigraph.validation.reading.dataset import Dataset
from icigraph.validation.reading.statements import Statements, sh
from icigraph.validation.shapes.linked import links_of

__all__ = ["not_imported", "not_linked", "unread_imports"]

_IMPORTS, _ONTOLOGY = str(OWL["imports"]), str(OWL["Ontology"])
_DECLARE = sh("declare")
_KNOWN = frozenset(f"<{space}>" for space in (SH, RDF, RDFS, OWL, XSD))
"""Vocabularies that say nothing that is not known without them."""
_SHOWN = 3
_HOW = "give what is needed of it with --shapes; only local files are read unasked"


def unread_imports(shapes: Statements, read: Iterable[str]) -> list[tuple[str, str]]:
    r"""What the shapes import and is not among them: neither described there, nor one of the files `read`,
    given by IRI. Each as the subject and the object of the triple that imports it.

    >>> unread_imports(Statements(f"<x:shapes> {_IMPORTS} <x:more> .\n"), read=[])
    [('<x:shapes>', '<x:more>')]
    """
    there = {f"<{one}>" for one in read} | set(shapes.typed(frozenset((_ONTOLOGY,)))) | _KNOWN
    there |= set(shapes.about(_DECLARE)) | {_other(one) for one in there}
    return [(s, o) for s, o in shapes.pairs(_IMPORTS) if o.startswith("<") and o not in there]


def not_imported(unread: list[tuple[str, str]]) -> Iterator[Draft]:
    """A finding for the imports that were not read, all in one.

    >>> [draft.message for draft in not_imported([("<x:shapes>", "<x:more>")])]
    ['owl:imports was not followed: <x:more> (1 not read)']
    """
    if unread:
        subject, value = unread[0]
        named = list(dict.fromkeys(one for _, one in unread))
        more = " …" if len(named) > _SHOWN else ""
        said = f"owl:imports was not followed: {', '.join(named[:_SHOWN])}{more} ({len(named)} not read)"
        yield Draft(
            "not-imported",
            said,
            at_object(subject, _IMPORTS, value),
            _HOW,
        )


def not_linked(data: Dataset, read: Collection[str]) -> Iterator[Finding]:
    """A finding for each shapes graph that the data names (`sh:shapesGraph`) and that was not `read`.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.validation.reading.dataset import from_sources
    >>> from icigraph.rdf.documents import Source
    >>> text = b"<x:data> <http://www.w3.org/ns/shacl#shapesGraph> <x:shapes> ."
    >>> data = from_sources((Source("a.ttl", text, RdfFormat.TURTLE, "x:"),))
    >>> [(str(finding.place), finding.message) for finding in not_linked(data, read=[])]
    [('a.ttl:1:51', 'the data names <x:shapes> as its shapes graph, which was not read')]
    """
    for source, triple in links_of(data.sources):
        if getattr(triple.object, "value", None) not in read:
            from icigraph.rdf.placed.place_index import PlaceIndex

            placed = PlaceIndex((source,), (0,)).find(triple)
            said = f"the data names {triple.object} as its shapes graph, which was not read"
            yield Finding("not-imported", said, placed.object if placed else None, _HOW)


def _other(iri: str) -> str:
    """The same document with or without a `#` or `/` at its end."""
    return f"{iri[:-2]}>" if iri.endswith(("#>", "/>")) else f"{iri[:-1]}#>"
