"""What is cited from a source, and which span of a text some words are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.files import decode, read_bytes, sha256_of
from icigraph.project.citations import spans_of
from icigraph.project.graph_project import GraphProject
from icigraph.project.spans import Span, find_span
from icigraph.project.texts import index_texts
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.namespaces import CORE, RDFS
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.terms import local_name

__all__ = [
    "CitedPlace",
    "FoundSpan",
    "citation_block",
    "citation_that_says",
    "cited_spans",
    "found_spans",
    "source_of_text",
]


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """One citation of a source: its offsets or its locator, and the claims that it backs."""

    citation: NamedNode
    place: str
    claims: tuple[NamedNode, ...]


def source_of_text(store: AskedStore, digest: str, file: str) -> NamedNode:
    """The source whose text has this SHA-256; an `InputError` says that `file` is the text of none.

    >>> from pyoxigraph import Store
    >>> from pyoxigraph import Quad
    >>> store, source = Store(), NamedNode("x:communique")
    >>> store.add(Quad(source, CORE["textDigest"], Literal("e3b0c442"), NamedNode("x:data")))
    >>> source_of_text(store, "e3b0c442", "communique.txt") == source
    True
    """
    found = store.quads_for_pattern(None, CORE["textDigest"], Literal(digest), None)
    sources = sorted({quad.subject for quad in found if isinstance(quad.subject, NamedNode)}, key=str)
    if not sources:
        hint = f'a source of this text states core:textDigest "{digest}"'
        raise InputError(Fault("no source in the graph has this text", Place(file), hint))
    return sources[0]


def cited_spans(store: AskedStore, source: NamedNode) -> tuple[CitedPlace, ...]:
    """Every citation of a source in the order of its spans, with the claims that it backs.

    >>> from pyoxigraph import Store
    >>> from pyoxigraph import Quad
    >>> from icigraph.rdf.namespaces import DCTERMS
    >>> store, cited, log, data = Store(), *(NamedNode(f"x:{name}") for name in ("cited", "log", "data"))
    >>> store.add(Quad(cited, CORE["source"], log, data))
    >>> store.add(Quad(cited, CORE["locator"], Literal("page 3"), data))
    >>> cited_spans(store, log)
    (CitedPlace(citation=<NamedNode value=x:cited>, place='page 3', claims=()),)
    """
    return tuple(
        CitedPlace(
            each.citation,
            f"{each.span.start}–{each.span.end}" if each.span else each.locator or "nowhere",
            _claims(store, each.citation),
        )
        for each in spans_of(store, source)
        if isinstance(each.citation, NamedNode)
    )


def _claims(store: AskedStore, citation: NamedNode) -> tuple[NamedNode, ...]:
    found = store.quads_for_pattern(None, CORE["citation"], citation, None)
    return tuple(sorted({quad.subject for quad in found if isinstance(quad.subject, NamedNode)}, key=str))


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """Where a text says some words: its file, the source whose text it is (None where the graph has none),
    the span, and the citations that have that span already."""

    file: Path
    source: NamedNode | None
    span: Span
    citations: tuple[NamedNode, ...] = ()


def found_spans(
    store: AskedStore,
    words: str,
    files: Iterable[Path] | None,
    folders: Iterable[Path],
    source: NamedNode | None = None,
) -> tuple[FoundSpan, ...]:
    """Where `files` (else every text in `folders` that is a source's) say `words`. With `source` only its
    text counts. An `InputError` says that none does.

    >>> from pyoxigraph import Store
    >>> import tempfile
    >>> text = Path(tempfile.mkdtemp(), "communique.txt")
    >>> _ = text.write_text("We launch the initiative today.")
    >>> [found] = found_spans(Store(), "the initiative", [text], [])
    >>> found.source, found.span.start, found.span.end
    (None, 10, 24)
    """
    if not words.strip():
        raise InputError(Fault("there are no words to find", hint="icigraph cite --find 'some words'"))
    sources = _sources_by_digest(store)
    paths = list(files) if files is not None else _known_texts(folders, sources)
    texts = [(path, sources.get(sha256_of(path))) for path in paths]
    wanted = [(path, known) for path, known in texts if source is None or known == source]
    found = [(path, known, span) for path, known in wanted for span in find_span(_text(path), words)]
    if not found:
        hint = "check the words, or give the folder with --texts"
        raise InputError(Fault(f"no text says {words!r}", hint=hint))
    return tuple(FoundSpan(path, known, span, _again(store, known, span)) for path, known, span in found)


def _again(store: AskedStore, source: NamedNode | None, span: Span) -> tuple[NamedNode, ...]:
    spans = spans_of(store, source) if source else ()
    cited = (each.citation for each in spans if each.span == span)
    return tuple(citation for citation in cited if isinstance(citation, NamedNode))


def citation_that_says(
    store: AskedStore,
    project: GraphProject,
    words: str,
    folders: Iterable[Path],
    source: NamedNode | None = None,
) -> NamedNode:
    """The citation whose span a text says these words in. An `InputError` says that there is no such place,
    or several, or gives the citation to write where none cites it yet.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> citation_that_says(Store(), bundled_project(), "no such words", [])
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: no text says 'no such words'
      hint: check the words, or give the folder with --texts
    """
    found = found_spans(store, words, None, folders, source)
    cited = [citation for one in found for citation in one.citations]
    if len(cited) == 1:
        return cited[0]
    if cited:
        listed = " or ".join(map(project.prefixes.shrink, cited))
        raise InputError(Fault(f"{words!r} is cited as {listed}", hint="write one of them in its column"))
    if len(found) > 1:
        what = f"{len(found)} places say {words!r}, and none is cited yet"
        raise InputError(Fault(what, hint="icigraph cite --find shows them; say more words, or --source"))
    known, span = found[0].source, found[0].span
    # Only the texts of sources were looked into.
    assert known is not None
    label = f"{local_name(known)}, characters {span.start} to {span.end}"
    block = citation_block(project.prefixes, project.config.base, known, label, span)
    what = f"nothing cites characters {span.start} to {span.end} of {project.prefixes.shrink(known)} yet"
    raise InputError(Fault(what, hint=f"add this to the file of the source, and try again:\n{block}"))


def citation_block(prefixes: Prefixes, base: str, source: NamedNode, label: str, span: Span) -> str:
    """A citation as Turtle to paste into the file of its source; its IRI is made of `base`, the source's last
    part and the offsets.

    >>> print(citation_block(Prefixes({}), "x:", NamedNode("x:log"), 'The "log"', Span(0, 5, "2cf2")))
    <x:citation/log-0-5> a <https://w3id.org/icigraph/core#Citation> ;
        <http://www.w3.org/2000/01/rdf-schema#label> "The \\"log\\""@en ;
        <https://w3id.org/icigraph/core#source> <x:log> ;
        <https://w3id.org/icigraph/core#from> "0"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ;
        <https://w3id.org/icigraph/core#to> "5"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ;
        <https://w3id.org/icigraph/core#digest> "2cf2" .
    <BLANKLINE>
    """
    citation = NamedNode(f"{base}citation/{local_name(source)}-{span.start}-{span.end}")
    name, known = prefixes.shrink(citation), prefixes.shrink(source)
    return (
        f"{name} a {prefixes.shrink(CORE['Citation'])} ;\n"
        f"    {prefixes.shrink(RDFS['label'])} {Literal(label, language='en')} ;\n"
        f"    {prefixes.shrink(CORE['source'])} {known} ;\n    {span.turtle(prefixes)}\n"
    )


def _sources_by_digest(store: AskedStore) -> dict[str, NamedNode]:
    quads = store.quads_for_pattern(None, CORE["textDigest"], None, None)
    return {quad.object.value: quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}  # type: ignore[union-attr]


def _known_texts(folders: Iterable[Path], sources: dict[str, NamedNode]) -> list[Path]:
    index = index_texts(folders)
    return [path for digest in sorted(sources) if (path := index.path_of(digest)) is not None]


def _text(path: Path) -> str:
    """The code points of a file as offsets count them, a byte order mark among them."""
    content = read_bytes(path)
    decode(content, file=str(path))
    return content.decode("utf-8")
