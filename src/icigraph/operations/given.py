"""What a caller may give as RDF: paths, folders, globs, `-`, addresses, text, stores, rdflib graphs, triples.

Each becomes sources: named bytes in a syntax, with a base IRI.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from icigraph.base.byte_order_mark import without_mark
from icigraph.rdf.declared import declared_in
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import STANDARD_PREFIXES
from icigraph.rdf.nesting import must_not_nest
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.syntax import JSON_LD, N_QUADS, RDF_XML, TRIG, Syntax, syntax_named
from icigraph.validation.reading.inputs import read_sources

if TYPE_CHECKING:
    from typing import Any

    from rdflib import Graph

    Data = str | Path | bytes | Source | Store | Graph | Iterable[Any]

__all__ = ["content_of", "declared_by", "is_held", "is_text", "sources_of", "with_standard"]

_MARKS = ("\n", "<", "{", "@prefix")
"""What no path holds, and every text of RDF does."""


def sources_of(*data: Data, form: str | None = None) -> tuple[Source, ...]:
    """The sources that `data` stands for: first the files, each once, then what is given as text or objects.

    A text is RDF/XML where it begins as XML does, JSON-LD where it begins as JSON does, else TriG, of which
    Turtle and N-Triples are a part; `form` says which where that is not so, and tells the syntax of standard
    input and of files whose names tell none. An `InputError` names everything that cannot be read.

    >>> [source.syntax.name for source in sources_of("<urn:s> <urn:p> <urn:o> .")]
    ['TriG']
    >>> sources_of(Path("no-such.ttl"))
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: no-such.ttl: no such file or folder
      hint: name a file, a folder, a glob in quotes, - or a URL
    """
    found: list[Source] = []
    loose: list[Triple | Quad] = []
    named: list[str | Path] = []
    for item in chain.from_iterable(map(_items, data)):
        if isinstance(item, Triple | Quad):
            loose.append(item)
        elif isinstance(item, str | Path) and not is_text(item):
            named.append(item)
        else:
            found.append(_source(item, form, len(found)))
    if loose:
        text = serialize(map(_as_quad, loose), format=RdfFormat.N_QUADS) or b""
        found.append(Source("<triples>", text, RdfFormat.N_QUADS, "http://triples.invalid/"))
    return (*read_sources(named, form=form), *found)


def is_text(given: str | Path) -> bool:
    """Whether a `str` is RDF itself, not the name of a file: it holds a line break or a mark of RDF.

    >>> is_text("<urn:s> a <urn:C> ."), is_text("data/a.ttl")
    (True, False)
    """
    return isinstance(given, str) and any(mark in given for mark in _MARKS)


def is_held(data: object) -> bool:
    """Whether RDF is given as a pyoxigraph store or an rdflib graph.

    >>> is_held(Store()), is_held("a.ttl")
    (True, False)
    """
    return isinstance(data, Store) or _is_rdflib(data)


def content_of(source: Source) -> bytes:
    r"""The bytes of a source, without a byte order mark, fit to be parsed. An `InputError` says that it nests
    too deep.

    >>> content_of(Source("a.ttl", b"\xef\xbb\xbf<x:a> <x:p> 1 .", RdfFormat.TURTLE, "x:"))
    b'<x:a> <x:p> 1 .'
    """
    content = source.body
    must_not_nest(content, source.format, source.name)
    return content


def declared_by(sources: Iterable[Source]) -> Prefixes:
    """The prefixes that sources declare; of two declarations the first.

    >>> dict(declared_by(sources_of("@prefix a: <urn:a:> .")))
    {'a': 'urn:a:'}
    """
    found: dict[str, str] = {}
    for source in sources:
        found = {**declared_in(source.content, source.syntax), **found}
    return Prefixes(found)


def with_standard(declared: Prefixes) -> Prefixes:
    """The prefixes, and the standard ones of namespaces that they do not name.

    >>> names = with_standard(Prefixes({"o": STANDARD_PREFIXES["owl"]})).names
    >>> "o" in names, "owl" in names, "rdf" in names
    (True, False, True)
    """
    spaces = set(declared.names.values())
    usual = {name: space for name, space in STANDARD_PREFIXES.items() if space not in spaces}
    return Prefixes({**usual, **declared.names})


def _items(data: Data) -> Iterable[Any]:
    if isinstance(data, str | Path | bytes | Source | Store | Triple | Quad) or _is_rdflib(data):
        return (data,)
    return data


def _is_rdflib(given: object) -> bool:
    return any(kind.__module__.partition(".")[0] == "rdflib" for kind in type(given).__mro__)


def _source(item: Any, form: str | None, number: int) -> Source:
    if isinstance(item, Source):
        return item
    at = f" {number + 1}" if number else ""
    if isinstance(item, Store):
        dumped = item.dump(format=RdfFormat.N_QUADS) or b""
        return Source(f"<store{at}>", dumped, RdfFormat.N_QUADS, "http://store.invalid/")
    if isinstance(item, str | bytes):
        content = item.encode() if isinstance(item, str) else item
        syntax = syntax_named(form) if form else _told_by(content)
        return Source(f"<text{at}>", content, syntax.format, "http://text.invalid/")
    if _is_rdflib(item):
        written: bytes = item.serialize(format="nquads" if _holds_graphs(item) else "nt", encoding="utf-8")
        return Source(f"<rdflib{at}>", written, N_QUADS.format, "http://rdflib.invalid/")
    raise TypeError(f"neither a path, text, a store, an rdflib graph nor triples: {item!r}")


def _holds_graphs(graph: Any) -> bool:
    return bool(getattr(graph, "context_aware", False)) and hasattr(graph, "quads")


def _told_by(content: bytes) -> Syntax:
    start = without_mark(content).lstrip()[:1]
    if start == b"<" and without_mark(content).lstrip()[:8].lower().startswith((b"<?xml", b"<rdf:rdf")):
        return RDF_XML
    return JSON_LD if start in (b"{", b"[") and _is_json(content) else TRIG


def _is_json(content: bytes) -> bool:
    import json

    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _as_quad(item: Triple | Quad) -> Quad:
    return item if isinstance(item, Quad) else Quad(item.subject, item.predicate, item.object)
