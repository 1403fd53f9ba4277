"""A dataset as sorted N-Quads: the same bytes for the same dataset."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Store, serialize

__all__ = ["sorted_lines"]

_FORM = RdfFormat.N_QUADS


def sorted_lines(store: Store) -> list[bytes]:
    """The N-Quads lines of a store, each with its line feed, sorted; blank nodes get the labels of RDFC-1.0.

    Only the quads with blank nodes are canonicalised: those labels depend on no others. An `InputError` says
    that too many look alike to be labelled in any time.

    >>> from pyoxigraph import BlankNode, Literal, NamedNode, Quad
    >>> store = Store()
    >>> store.add(Quad(BlankNode("x"), NamedNode("urn:p"), Literal("a"), NamedNode("urn:g")))
    >>> sorted_lines(store)
    [b'_:c14n0 <urn:p> "a" <urn:g> .\\n']
    """
    lines = (store.dump(format=_FORM) or b"").splitlines(keepends=True)
    blank = [line for line in lines if line.startswith(b"_:") or b" _:" in line]
    plain = [line for line in lines if not (line.startswith(b"_:") or b" _:" in line)]
    return sorted(plain + (_relabelled(blank) if blank else []))


def _relabelled(lines: list[bytes]) -> list[bytes]:
    from icigraph.rdf.labels import relabelled

    return (serialize(relabelled(lines), format=_FORM) or b"").splitlines(keepends=True)
