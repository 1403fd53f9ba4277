"""Sources read: into a store, and as quads to the letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from icigraph.base.faults import Fault, IcigraphError, InputError
from icigraph.base.files import decode
from icigraph.base.progress import Progress, silent
from icigraph.operations.given import content_of
from icigraph.rdf.documents import Source

__all__ = ["loaded", "loaded_as_spelled", "quads_in", "quads_of", "triples_of"]


_LARGE = 4 << 20


def loaded(sources: Iterable[Source], progress: Progress = silent) -> Store:
    """A store with all of the sources: named graphs have their names, the rest is the default graph.

    An `InputError` lists every fault of every source.

    >>> len(loaded([]))
    0
    """
    store, listed = Store(), list(sources)
    faults: list[Fault] = []
    for done, source in enumerate(listed, 1):
        try:
            _load(source, store)
        except IcigraphError as error:
            faults.extend(error.faults)
        progress("load", done, len(listed))
    if faults:
        raise InputError(*faults)
    return store


def _load(source: Source, store: Store) -> None:
    content = content_of(source)
    load = store.bulk_load if len(content) > _LARGE else store.load
    try:
        load(content, format=source.format, base_iri=source.base)
    except SyntaxError as error:
        # Only what is broken needs the slower reader, so only then is it imported.
        from icigraph.rdf.placed.syntax_faults import faults_behind

        decode(source.content, file=source.name)
        raise InputError(*faults_behind(error, source)) from None


def quads_of(source: Source) -> Iterator[Quad]:
    """The quads of a source, each literal as it is spelled. An `InputError` lists every fault.

    >>> from icigraph.operations.given import sources_of
    >>> [source] = sources_of("<urn:s> <urn:p> 042 .")
    >>> [quad.object.value for quad in quads_of(source)]
    ['042']
    """
    content = content_of(source)
    try:
        yield from parse(content, source.format, base_iri=source.base, rename_blank_nodes=True)
    except SyntaxError:
        # The loader tells every fault with its place.
        loaded([source])
        raise


def quads_in(quads: Iterable[Quad], graphs: Iterable[str] = ()) -> list[Quad]:
    """The quads of the named graphs, or all where none is named. An `InputError` names what is not there.

    >>> quads_in([])
    []
    """
    every, names = list(quads), list(graphs)
    if not names:
        return every
    from icigraph.snapshot.dataset import select_graphs

    present = {quad.graph_name.value for quad in every if isinstance(quad.graph_name, NamedNode)}
    chosen = set(map(NamedNode, select_graphs(present, "", names)))
    return [quad for quad in every if quad.graph_name in chosen]


def triples_of(sources: Iterable[Source]) -> Iterator[Triple]:
    """The triples of sources, each literal as it is spelled. An `InputError` lists every fault.

    >>> list(triples_of([]))
    []
    """
    return (quad.triple for source in sources for quad in quads_of(source))


def loaded_as_spelled(
    sources: Iterable[Source], graph: NamedNode, progress: Progress = silent
) -> tuple[Store, tuple[bytes, ...]]:
    """A store with all of the sources, whose default graph is put into `graph`; and what they state as lines
    of N-Triples: each triple once for each spelling of its literal, which a store may not keep. Blank nodes
    have the store's labels. An `InputError` lists every fault of every source.

    >>> from pyoxigraph import NamedNode
    >>> loaded_as_spelled([], NamedNode("urn:g"))[1]
    ()
    """
    store, listed = Store(), list(sources)
    lines: dict[bytes, None] = {}
    try:
        for done, source in enumerate(listed, 1):
            parts = parse(content_of(source), source.format, base_iri=source.base, rename_blank_nodes=True)
            quads = list(parts)
            text = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
            lines |= dict.fromkeys(text.splitlines(keepends=True))
            store.bulk_extend(_in_graphs(quads, graph))
            progress("load", done, len(listed))
    except (SyntaxError, InputError):
        # The loader tells every fault of every source with its place.
        loaded(listed)
        raise
    return store, tuple(lines)


def _in_graphs(quads: Iterable[Quad], graph: NamedNode) -> Iterator[Quad]:
    for quad in quads:
        is_named = not isinstance(quad.graph_name, DefaultGraph)
        yield quad if is_named else Quad(quad.subject, quad.predicate, quad.object, graph)
