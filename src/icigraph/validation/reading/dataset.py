"""The data graph as N-Triples text, the one form that every engine reads, with blank nodes that keep their
names.

Blank nodes are renamed `b0`, `b1` … in order of first appearance, so that the same input always has the same
labels and an engine that relabels them by that order can be understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import decode
from icigraph.rdf.documents import Source
from icigraph.rdf.nesting import must_not_nest
from icigraph.rdf.syntax import N_TRIPLES

if TYPE_CHECKING:
    from typing import Any

    from rdflib import Graph

__all__ = [
    "DataText",
    "Dataset",
    "Reader",
    "Renaming",
    "as_written",
    "from_graphs",
    "from_lines",
    "from_rdflib",
    "from_sources",
    "from_store",
    "parse_source",
]

Reader = Callable[[Source], tuple[str, tuple[Fault, ...]]]
"""Gives a source's triples as N-Triples text, and what is wrong with it."""
Renaming = Callable[[str, int], tuple[str, list[str]]]
"""Numbers the blank nodes of N-Triples text from a number on; gives the text and the old labels."""

_APART = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^<>"\s]*>|_:([^\s"]+)')
_UNEVEN = re.compile(rb">(?:[<_]|  )")
_DEFAULT = DefaultGraph()
_NAMES_GRAPHS = (RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD)
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class DataText:
    r"""N-Triples text whose blank nodes are `b0`, `b1` …; `names[i]` is what the caller calls the i-th.

    >>> data = DataText("_:b0 <x:p> <x:o> .\n", (BlankNode("x"),))
    >>> data.triples, data.joined(DataText("_:b0 <x:q> <x:o> .\n", (BlankNode("y"),))).text
    (1, '_:b0 <x:p> <x:o> .\n_:b1 <x:q> <x:o> .\n')
    """

    text: str
    names: tuple[BlankNode, ...] = ()

    @property
    def triples(self) -> int:
        """How many triples it has."""
        return self.text.count("\n")

    def joined(self, other: DataText) -> DataText:
        """Both texts in one; the other's blank nodes are numbered after ours."""
        text, _ = renamed(other.text, len(self.names))
        return DataText(self.text + text, self.names + other.names)

    def with_entailed(self, other: DataText) -> DataText:
        """Both texts in one; a blank node that the caller calls the same in both is the same.

        >>> data = DataText("_:b0 <urn:p> _:b1 .\\n", (BlankNode("x"), BlankNode("y")))
        >>> data.with_entailed(DataText("_:b0 <urn:q> _:b1 .\\n", (BlankNode("y"), BlankNode("z")))).text
        '_:b0 <urn:p> _:b1 .\\n_:b1 <urn:q> _:b2 .\\n'
        """
        numbers = {name: number for number, name in enumerate(self.names)}

        def spelt(label: str) -> str:
            return f"_:b{numbers.setdefault(other.names[int(label[1:])], len(numbers))}"

        text = respelt(other.text, spelt)
        return DataText(self.text + text, tuple(numbers))

    def quads(self, graph: NamedNode | DefaultGraph = _DEFAULT) -> Iterator[Quad]:
        """Its triples in a graph, blank nodes as the caller calls them: a store that loads the text itself
        gives them names of its own.

        >>> data = DataText("_:b0 <urn:p> _:b1 .\\n", (BlankNode("b0"), BlankNode("theirs")))
        >>> print(*(quad.triple for quad in data.quads()))
        _:b0 <urn:p> _:theirs
        """
        labels = enumerate(self.names)
        theirs = {BlankNode(f"b{at}"): name for at, name in labels if name.value != f"b{at}"}
        quads = parse(self.text.encode(), format=RdfFormat.N_TRIPLES)
        if not theirs and graph == _DEFAULT:
            return quads
        return (Quad(_called(s, theirs), p, _called(o, theirs), graph) for s, p, o, _ in quads)


def _called(term: Any, names: dict[BlankNode, BlankNode]) -> Any:
    """A term with its blank nodes as the caller calls them."""
    if isinstance(term, Triple):
        return Triple(_called(term.subject, names), term.predicate, _called(term.object, names))
    return names.get(term, term)


@dataclass(frozen=True, slots=True)
class Dataset:
    r"""The data to validate: its text, the files it came from and what was wrong with them.

    `offsets[i]` is the number of the first blank node of `sources[i]`; `written` says whether the sources
    hold all of its triples.

    >>> first, second = Dataset(DataText("<x:a> <x:p> 1 .\n")), Dataset(DataText("<x:b> <x:p> 2 .\n"))
    >>> first.beside(second).data.triples
    2
    """

    data: DataText
    sources: tuple[Source, ...] = ()
    offsets: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    written: bool = True

    def beside(self, other: Dataset) -> Dataset:
        """Both data graphs in one; the other's blank nodes are numbered after ours."""
        start = len(self.data.names)
        return Dataset(
            self.data.joined(other.data),
            self.sources + other.sources,
            self.offsets + tuple(start + offset for offset in other.offsets),
            self.faults + other.faults,
            self.written and other.written,
        )


def renamed(text: str, start: int = 0) -> tuple[str, list[str]]:
    """Rename the blank nodes of N-Triples text to `b{start}` …; gives the text and the old labels in order.

    >>> renamed('_:x <http://e/p> "_:y ." .\\n_:z <http://e/p> _:x .\\n', 3)
    ('_:b3 <http://e/p> "_:y ." .\\n_:b4 <http://e/p> _:b3 .\\n', ['x', 'z'])
    """
    numbers: dict[str, int] = {}
    again = respelt(text, lambda label: f"_:b{numbers.setdefault(label, start + len(numbers))}")
    return again, list(numbers)


def respelt(text: str, spell: Callable[[str], str]) -> str:
    """N-Triples text with every blank node written as `spell` has it, given the label.

    >>> respelt('_:x <http://e/p> "a _:x" .\\n', lambda label: f"<urn:{label}>")
    '<urn:x> <http://e/p> "a _:x" .\\n'
    >>> respelt('<x:a> <x:b> <<( _:x <x:c> "_:x" )>> .\\n', lambda label: f"_:b{label}")
    '<x:a> <x:b> <<( _:bx <x:c> "_:x" )>> .\\n'
    """

    if "<<(" in text:
        # Within a triple term a blank node may stand anywhere: literals and IRIs are passed over instead.
        return _APART.sub(lambda found: spell(found[1]) if found[1] else found[0], text)

    first, *others = text.split("_:")
    made, before, known = [first], first, dict[str, str]()
    for piece in others:
        label = piece.partition(" ")[0]
        if _is_term(before, piece, label):
            if label not in known:
                known[label] = spell(label)
            made += (known[label], piece[len(label) :])
        else:
            made += ("_:", piece)
        before = piece or ":"
    return "".join(made)


def labels_of(text: str) -> list[str]:
    """The labels of the blank nodes of N-Triples text, by first appearance.

    >>> labels_of('_:x <http://e/p> "_:y ." .\\n<http://e/z> <http://e/p> _:x .\\n')
    ['x']
    """
    if "<<(" in text:
        return renamed(text)[1]
    found: dict[str, None] = {}
    before, *others = text.split("_:")
    for piece in others:
        label = piece.partition(" ")[0]
        if label not in found and _is_term(before, piece, label):
            found[label] = None
        before = piece or ":"
    return list(found)


def _is_term(before: str, piece: str, label: str) -> bool:
    """Whether what looks like a blank node is one: a line's first term or its last, and not part of a
    literal.
    """
    if before.endswith(" "):
        return piece.startswith(" .\n", len(label)) and '"' not in label
    return before.endswith("\n") or not before


def parse_source(source: Source) -> tuple[str, tuple[Fault, ...]]:
    """The source's triples as N-Triples text; of a broken file those that could be read, and what is wrong
    with it.

    >>> parse_source(Source("a.ttl", b"<urn:a> <urn:p> 1 .", RdfFormat.TURTLE, "urn:d"))[0]
    '<urn:a> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\\n'
    """
    if source.triples is not None:
        return source.triples, ()
    document = source.document
    if document is not None:
        return _as_text(one.triple for one in document.quads), document.faults
    quads = parse(source.body, format=source.format, base_iri=source.base)
    try:
        if source.format != RdfFormat.RDF_XML:
            decode(source.content, file=source.name)
        # Only syntaxes with graphs give quads that N-Triples cannot hold.
        triples = (quad.triple for quad in quads) if source.format in _NAMES_GRAPHS else quads
        text = _as_text(triples)
        return text, _dropped(source, text) if source.format == RdfFormat.JSON_LD else ()
    except InputError as error:
        return "", error.faults
    except SyntaxError as error:
        return _recovered(source, error)
    except (ValueError, OSError) as error:
        return "", (Fault(str(error), Place(source.name)),)


def as_written(source: Source, read: Reader = parse_source) -> tuple[str, tuple[Fault, ...]]:
    """N-Triples with one triple a line as it is, unparsed: for an engine that refuses what is no N-Triples.
    Anything else is read by `read`.

    >>> as_written(Source("a.nt", b"<urn:a> <urn:p> no .\\n", RdfFormat.N_TRIPLES, "urn:a"))
    ('<urn:a> <urn:p> no .\\n', ())
    """
    if source.syntax == N_TRIPLES and _is_plain(source.body) and not unread(source):
        return source.text, ()
    return read(source)


def unread(source: Source) -> tuple[Fault, ...]:
    """What is wrong with the bytes of a source that should be UTF-8."""
    try:
        decode(source.content, file=source.name)
    except InputError as error:
        return error.faults
    return ()


def _is_plain(text: bytes) -> bool:
    """Whether each line is laid out as N-Triples are written by programs: counted, since that is fastest."""
    begun = text.count(b" .\n<") + text.count(b" .\n_:") + text.startswith((b"<", b"_:"))
    ended = text.endswith(b" .\n") and begun == text.count(b"\n")
    spaced = not _UNEVEN.search(text) and b"\t" not in text and b"\r" not in text
    return ended and spaced and (b"\\" not in text or (b"\\u" not in text and b"\\U" not in text))


def _as_text(triples: Iterable[object]) -> str:
    return serialize(triples, format=RdfFormat.N_TRIPLES).decode()  # type: ignore[arg-type, union-attr]


def _dropped(source: Source, text: str) -> tuple[Fault, ...]:
    from icigraph.validation.reading.dropped_json import dropped_from_json

    return dropped_from_json(source, text.count("\n"))


def _recovered(source: Source, error: SyntaxError) -> tuple[str, tuple[Fault, ...]]:
    from icigraph.validation.reading.syntax import recover

    triples, faults = recover(source, error)
    return _as_text(triples), faults


def from_sources(
    sources: tuple[Source, ...], read: Reader = parse_source, rename: Renaming = renamed
) -> Dataset:
    """Merge the sources into one data graph, each file's blank nodes apart. Raises InputError for one that
    nests too deep to be parsed.

    >>> found = from_sources((Source("a.ttl", b"[] <urn:p> [] .", RdfFormat.TURTLE, "urn:d"),))
    >>> found.data.text, found.faults
    ('_:b0 <urn:p> _:b1 .\\n', ())
    """
    texts: list[str] = []
    offsets: list[int] = []
    faults: list[Fault] = []
    count = 0
    for source in sources:
        must_not_nest(source.body, source.format, source.name)
        text, wrong = read(source)
        text, labels = rename(text, count)
        texts.append(text)
        offsets.append(count)
        faults += wrong
        count += len(labels)
    names = tuple(BlankNode(f"b{number}") for number in range(count))
    return Dataset(DataText("".join(texts), names), sources, tuple(offsets), tuple(faults))


def from_store(store: Store, *, without: tuple[object, ...] = ()) -> DataText:
    """The union of a store's graphs, but for those named in `without`; results speak of the store's own blank
    nodes.

    >>> from_store(Store()).triples
    0
    """
    if without:
        kept = (quad.triple for quad in store if quad.graph_name not in without)
        return from_lines(_as_text(kept))
    answer = store.query(_EVERYTHING, use_default_graph_as_union=True)
    return from_lines(answer.serialize(format=RdfFormat.N_TRIPLES).decode())  # type: ignore[union-attr, arg-type]


def from_graphs(store: Store, graphs: Iterable[NamedNode]) -> DataText:
    r"""Some named graphs of a store in one.

    >>> store = Store()
    >>> store.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:p> <x:b> } GRAPH <x:h> { <x:c> <x:p> <x:d> } }")
    >>> from_graphs(store, [NamedNode("x:g")]).text
    '<x:a> <x:p> <x:b> .\n'
    """
    parts = (store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b"" for graph in graphs)
    return from_lines(b"".join(parts).decode())


def from_rdflib(graph: Graph) -> DataText:
    r"""An rdflib graph; results speak of its own blank nodes.

    >>> from rdflib import Graph
    >>> from_rdflib(Graph().parse(data="<x:a> <x:p> 'b' .", format="turtle")).text
    '<x:a> <x:p> "b" .\n'
    """
    text = graph.serialize(format="nt", encoding="utf-8")
    return from_lines(_as_text(quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)))


def from_lines(text: str) -> DataText:
    """N-Triples lines of one graph, sorted first: a store gives them in no fixed order, and labels must not
    depend on it.

    >>> from_lines("<urn:b> <urn:p> <urn:a> .\\n<urn:a> <urn:p> <urn:b> .\\n").text.split("\\n")[0]
    '<urn:a> <urn:p> <urn:b> .'
    """
    # Not `splitlines`: a literal may hold other separators of lines, as they are.
    *lines, _ = text.split("\n")
    again, labels = renamed("".join(f"{line}\n" for line in sorted(lines)))
    return DataText(again, tuple(BlankNode(label) for label in labels))
