"""What is published: the graphs of a project, or RDF of one's own in graphs named after its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, unquote, urlsplit

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, serialize

from icigraph.base.faults import Fault, InputError
from icigraph.base.progress import Progress, silent
from icigraph.rdf.documents import Source
from icigraph.rdf.syntax import SYNTAXES

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.rdf.spool import SpooledGraph
    from icigraph.snapshot.snapshot import Snapshot

__all__ = ["Published", "PublishedData", "PublishedProject", "graph_below"]

_SUFFIXES = frozenset(f".{suffix}" for syntax in SYNTAXES for suffix in syntax.suffixes) | {".gz"}
_FEW = 5


class Published(Protocol):
    """Graphs whose IRIs begin with `base`; those `made` are of what follows, and stay where they are
    published unless something else is asked for."""

    @property
    def base(self) -> str:
        """What the IRIs of the graphs begin with."""

    @property
    def made(self) -> frozenset[str]:
        """The IRIs of the graphs that may be left out: what a build made of the others."""

    def spooled(self, folder: Path, graphs: Iterable[str], inferred: bool, /) -> dict[str, SpooledGraph]:
        """The graphs as sorted lines in `folder`: those that `graphs` name, else all."""

    def doubted(self, url: str, /) -> frozenset[str]:
        """The graphs at the store `url` that were last found to differ."""

    def note(self, url: str, checked: Iterable[str], wrong: Iterable[str], /) -> None:
        """Note that of the graphs `checked` there those that are `wrong` differ."""


@dataclass(frozen=True, slots=True)
class PublishedProject:
    r"""The graphs of a project; `snapshot` is called only where inferred graphs are published.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> from icigraph.snapshot.pipeline import build
    >>> config = parse_config('name = "a"\nbase = "x:"', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> sorted(PublishedProject(project, lambda: build(project)).made)
    ['https://w3id.org/icigraph/graph/derived', 'https://w3id.org/icigraph/graph/inferred']
    """

    project: GraphProject
    snapshot: Callable[[], Snapshot]

    @property
    def base(self) -> str:
        """What the IRIs of the graphs begin with, from `icigraph.toml`."""
        return self.project.graphs

    @property
    def made(self) -> frozenset[str]:
        """The graphs that the build made."""
        return frozenset((self.project.derived_graph.value, self.project.inferred_graph.value))

    def spooled(self, folder: Path, graphs: Iterable[str], inferred: bool, /) -> dict[str, SpooledGraph]:
        """The graphs of its files, with those that the build made where `inferred` says so."""
        from icigraph.snapshot.dataset import spool_project

        return spool_project(self.project, folder, graphs, self.snapshot() if inferred else None)

    def doubted(self, url: str, /) -> frozenset[str]:
        """The graphs noted beside the snapshot."""
        from icigraph.stores.push.doubts import doubted_graphs

        return doubted_graphs(self.project, url)

    def note(self, url: str, checked: Iterable[str], wrong: Iterable[str], /) -> None:
        """Note them beside the snapshot."""
        from icigraph.stores.push.doubts import note_checked

        note_checked(self.project, url, checked, wrong)


@dataclass(frozen=True, slots=True)
class PublishedData:
    """RDF of one's own: what stands in a source's default graph is in the graph that `graph_below` names,
    named graphs keep their names. With `reason` what follows is in the graph `inferred`.

    The sources are all that there is to it, so nothing is kept at a store that is not among them, and nothing
    is noted anywhere.

    >>> import tempfile
    >>> from icigraph.operations.given import sources_of
    >>> text = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <x:p> a owl:SymmetricProperty . "
    >>> data = PublishedData(sources_of(text + "<x:a> <x:p> <x:b> ."), "https://e.org/", reason=True)
    >>> spooled = data.spooled(Path(tempfile.mkdtemp()), (), False)
    >>> {iri: graph.triples for iri, graph in sorted(spooled.items())}
    {'https://e.org/inferred': 1, 'https://e.org/text': 2}
    """

    sources: tuple[Source, ...]
    base: str
    reason: bool = False
    progress: Progress = silent

    @property
    def made(self) -> frozenset[str]:
        """None: what follows is published where `reason` says so."""
        return frozenset()

    def spooled(self, folder: Path, graphs: Iterable[str], _inferred: bool, /) -> dict[str, SpooledGraph]:
        """The graphs of the sources. An `InputError` lists every fault of every source, or names graphs that
        are not below the base."""
        from icigraph.rdf.spool import spool_quads
        from icigraph.snapshot.dataset import select_graphs

        folder.mkdir(parents=True, exist_ok=True)
        quads = folder / "dataset.nq"
        with quads.open("wb") as file:
            serialize(self._quads(), file, format=RdfFormat.N_QUADS)
        with quads.open("rb") as lines:
            spooled = spool_quads(lines, folder / "graphs")
        quads.unlink()
        self._must_be_ours(spooled)
        return {iri: spooled[iri] for iri in select_graphs(spooled, self.base, graphs)}

    def _quads(self) -> Iterator[Quad]:
        from icigraph.operations.reading import quads_of

        # Relative IRIs mean the same on every machine: they are resolved against the graph, as in a project.
        sources = tuple(replace(each, base=graph_below(self.base, each.name)) for each in self.sources)
        for source in sources:
            graph = NamedNode(source.base)
            for quad in quads_of(source):
                in_default = isinstance(quad.graph_name, DefaultGraph)
                yield Quad(quad.subject, quad.predicate, quad.object, graph) if in_default else quad
        if self.reason:
            from icigraph.operations.closure import closed

            inferred = NamedNode(f"{self.base}inferred")
            for triple in closed(sources, progress=self.progress).inferred():
                yield Quad(triple.subject, triple.predicate, triple.object, inferred)

    def _must_be_ours(self, graphs: Iterable[str]) -> None:
        from icigraph.stores.push.manifest import manifest_graph

        named = sorted(graphs)
        if manifest_graph(self.base) in named:
            message = f"{manifest_graph(self.base)} is the graph that tells what is published"
            raise InputError(Fault(message, hint="name the file or the graph otherwise"))
        if other := [iri for iri in named if not iri.startswith(self.base)]:
            shown = ", ".join(other[:_FEW]) + (f" and {len(other) - _FEW} more" if other[_FEW:] else "")
            hint = "publish below what the names of all graphs begin with"
            raise InputError(Fault(f"not below {self.base}: {shown}", hint=hint))

    def doubted(self, _url: str, /) -> frozenset[str]:
        """None are noted."""
        return frozenset()

    def note(self, _url: str, _checked: Iterable[str], _wrong: Iterable[str], /) -> None:
        """Nothing is noted: there is no folder that is the data's own."""


def graph_below(base: str, name: str) -> str:
    """The IRI of the graph for the default graph of a source: `base` with the name of the file, without
    folders and suffixes. An `InputError` says that `base` is nothing that names of graphs could begin with.

    >>> graph_below("https://e.org/graph/", "in/the plan.ttl.gz")
    'https://e.org/graph/the%20plan'
    >>> graph_below("https://e.org/graph/", "<stdin>")
    'https://e.org/graph/stdin'
    >>> graph_below("graph", "a.ttl")
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: 'graph' is no IRI that names of graphs could begin with
      hint: an absolute IRI that ends with / or #, for example https://example.org/graph/
    """
    _must_be_base(base)
    path = unquote(urlsplit(name).path) if name.startswith(("http://", "https://")) else name
    file = PurePosixPath(path.strip("<>").replace("\\", "/"))
    while file.suffix.lower() in _SUFFIXES:
        file = file.with_suffix("")
    return f"{base}{quote(file.name, safe='')}"


def _must_be_base(base: str) -> None:
    try:
        is_iri = bool(NamedNode(base)) and bool(urlsplit(base).scheme)
    except ValueError:
        is_iri = False
    if not is_iri or not base.endswith(("/", "#", ":")):
        message = f"{base!r} is no IRI that names of graphs could begin with"
        hint = "an absolute IRI that ends with / or #, for example https://example.org/graph/"
        raise InputError(Fault(message, hint=hint))
