"""Canonical form: sorted N-Triples or N-Quads, blank nodes labelled by RDFC-1.0, and the SHA-256 of it.

Two graphs have the same canonical lines exactly when they are isomorphic. The lines are those of canonical
N-Triples (RDF 1.2 N-Triples, section 4), sorted as bytes; canonical labels are those of RDF Dataset
Canonicalization 1.0.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import BlankNode, Quad, RdfFormat, Store, Triple, parse, serialize

from icigraph.rdf.labels import relabelled

__all__ = [
    "apart",
    "canonical_quads",
    "canonical_triples",
    "digest_of_lines",
    "has_blank_nodes",
    "sorted_quads",
]

# As subject, as object (a literal ends in a quote, tag or datatype), or inside a triple term.
_BLANK_NODE = re.compile(rb'^_:|<<\( _:| _:[^\s"]+ (?:<[^<>\s]*> )?(?:\.$|\)>>)')


def canonical_triples(triples: Iterable[Triple]) -> list[bytes]:
    """The canonical N-Triples lines of a graph, each with its line feed, sorted and distinct.

    >>> from pyoxigraph import BlankNode, Literal, NamedNode
    >>> p = NamedNode("http://example.org/p")
    >>> canonical_triples([Triple(BlankNode("x"), p, Literal("é"))])
    [b'_:c14n0 <http://example.org/p> "\\xc3\\xa9" .\\n']
    """
    return canonical_quads(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)


def canonical_quads(quads: Iterable[Quad] | Store) -> list[bytes]:
    """The canonical N-Quads lines of a dataset, each with its line feed, sorted and distinct.

    Only what has blank nodes is relabelled: their labels depend on nothing else. An `InputError` says that
    too many of them look alike to be labelled in any time.

    >>> from pyoxigraph import Literal, NamedNode
    >>> store = Store()
    >>> store.add(Quad(BlankNode("x"), NamedNode("urn:p"), Literal("a"), NamedNode("urn:g")))
    >>> canonical_quads(store)
    [b'_:c14n0 <urn:p> "a" <urn:g> .\\n']
    """
    lines = _lines(quads)
    if blank := [line for line in lines if has_blank_nodes(line)]:
        lines = [line for line in lines if not has_blank_nodes(line)] + _lines(relabelled(blank))
    return sorted(set(lines))


def apart(lines: Iterable[bytes], graph: str) -> Iterator[bytes]:
    """Canonical N-Triples lines of a graph with blank nodes labelled for the dataset that it is part of.

    Canonical labels count from zero in each graph; under these no two graphs share a blank node by accident.

    >>> (line,) = apart([b"_:c14n0 <x:p> <x:o> .\\n"], "x:g")
    >>> line.startswith(b"_:g"), line.endswith(b"c14n0 <x:p> <x:o> .\\n")
    (True, True)
    """
    prefix = "g" + hashlib.sha256(graph.encode()).hexdigest()[:8]
    for line in lines:
        if has_blank_nodes(line):
            (statement,) = parse(line, format=RdfFormat.N_TRIPLES)
            yield f"{_apart(statement.triple, prefix)} .\n".encode()
        else:
            yield line


def _apart(term: Any, prefix: str) -> Any:
    if isinstance(term, Triple):
        return Triple(_apart(term.subject, prefix), term.predicate, _apart(term.object, prefix))
    return BlankNode(prefix + term.value) if isinstance(term, BlankNode) else term


def sorted_quads(quads: Iterable[Quad]) -> list[Quad]:
    """The same dataset in canonical order and with canonical blank node labels, whatever order it came in:
    isomorphic datasets give equal lists.

    >>> from pyoxigraph import NamedNode
    >>> p = NamedNode("urn:p")
    >>> sorted_quads([Quad(BlankNode("x"), p, p)]) == sorted_quads([Quad(BlankNode("y"), p, p)])
    True
    """
    return list(parse(b"".join(canonical_quads(quads)), format=RdfFormat.N_QUADS))


def digest_of_lines(lines: Iterable[bytes]) -> str:
    """SHA-256 of canonical lines, as 64 lower case hexadecimal digits.

    >>> digest_of_lines([])
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    running = hashlib.sha256()
    for line in lines:
        running.update(line)
    return running.hexdigest()


def has_blank_nodes(line: bytes) -> bool:
    """Whether a line of canonical N-Triples or N-Quads holds a blank node.

    >>> has_blank_nodes(b'<http://a> <http://b> _:c .'), has_blank_nodes(b'<http://a> <http://b> "_:c" .')
    (True, False)
    """
    return b"_:" in line and _BLANK_NODE.search(line) is not None


def _lines(quads: Iterable[Quad] | Store) -> list[bytes]:
    form = RdfFormat.N_QUADS
    written = quads.dump(format=form) if isinstance(quads, Store) else serialize(quads, format=form)
    return (written or b"").splitlines(keepends=True)
