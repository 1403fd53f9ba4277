"""Two datasets compared, wherever they are: the graph of a project, RDF files, a store on the web."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from icigraph.base.faults import Fault, InputError, Place
from icigraph.operations.closure import Closure
from icigraph.operations.dataset import Dataset
from icigraph.operations.given import declared_by, is_text, sources_of, with_standard
from icigraph.operations.reading import quads_of
from icigraph.project.difference import FactChange, GraphChange, GraphDiff, by_graph
from icigraph.project.difference import diff as changes
from icigraph.project.graph_project import CONFIG_NAME, GraphProject, open_project
from icigraph.rdf.prefixes import Prefixes

if TYPE_CHECKING:
    from icigraph.operations.given import Data

    Compared = Data | Dataset | Closure

__all__ = [
    "Compared",
    "Difference",
    "Side",
    "compared",
    "side_of",
    "side_of_data",
    "side_of_project",
    "side_of_store",
]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two datasets: its quads, and the prefixes to show them with."""

    quads: tuple[Quad, ...]
    prefixes: Prefixes
    strings: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Difference:
    """What leads from one dataset to another: `graphs` by triples, `facts` by their values. It is true as a
    bool where anything differs, and as text it is told to a person.

    >>> found = compared(side_of_data("<urn:s> <urn:p> 'a' ."), side_of_data("<urn:s> <urn:p> 'b' ."))
    >>> print(found, end="")
    default graph: -1 +1
      - <urn:s> <urn:p> "a"
      + <urn:s> <urn:p> "b"
    >>> len(found.graphs), len(found.facts)
    (1, 0)
    """

    changes: GraphDiff
    prefixes: Prefixes
    quads: tuple[Quad, ...]

    def __repr__(self) -> str:
        removed = sum(len(graph.removed) for graph in self.graphs)
        added = sum(len(graph.added) for graph in self.graphs)
        return f"<Difference: -{removed} +{added} triples>"

    def __bool__(self) -> bool:
        return not self.changes.same

    def __str__(self) -> str:
        return self.told("text")

    @property
    def graphs(self) -> tuple[GraphChange, ...]:
        """The triples that differ, graph by graph."""
        return self.changes.graphs

    @property
    def facts(self) -> tuple[FactChange, ...]:
        """The facts that differ."""
        return self.changes.facts

    def told(self, form: str = "text") -> str:
        """The difference as `text`, `json`, or the `sparql` Update that makes the one of the other."""
        from icigraph.project.difference_formats import RENDERINGS

        return RENDERINGS[form](self.changes, self.prefixes, self.quads)


def compared(left: Side, right: Side, *, exact: bool = False, strings: bool = False) -> Difference:
    """What leads from the left side to the right one. Literals of one value in two forms are the same, unless
    it is to be `exact`; with `strings` a plain string stands for a literal of the same characters.

    >>> sides = [side_of_data(f"<urn:s> <urn:p> {value} .") for value in ("1", "2")]
    >>> compared(*sides)
    <Difference: -1 +1 triples>
    >>> print(compared(*sides).told("sparql").splitlines()[1])
    <urn:s> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
    """
    before, after = by_graph(left.quads), by_graph(right.quads)
    if not exact:
        from icigraph.stores.push.meaning import in_the_same_words

        any_strings = strings or left.strings or right.strings
        before = in_the_same_words(before, after, strings=any_strings)
    names = Prefixes({**left.prefixes.names, **right.prefixes.names})
    return Difference(changes(before, after), names, (*before, *after))


def side_of_data(*data: Data, form: str | None = None) -> Side:
    """RDF of one's own, given as for `load`.

    >>> len(side_of_data("<urn:s> <urn:p> 1 , 2 .").quads)
    2
    """
    sources = sources_of(*data, form=form)
    quads = tuple(quad for source in sources for quad in quads_of(source))
    return Side(quads, with_standard(declared_by(sources)))


def side_of_project(project: GraphProject, inferred: Callable[[], Iterable[Quad]] | None = None) -> Side:
    r"""What the files of a project state, with what was `inferred`.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> side_of_project(project).quads
    ()
    """
    from icigraph.project.asserted import asserted_quads

    return Side((*asserted_quads(project), *(inferred() if inferred else ())), project.prefixes)


def side_of_store(target: str, project: GraphProject, *, inferred: bool = False) -> Side:
    """What the project published at a store."""
    from icigraph.operations.services import service_of
    from icigraph.stores.push.pull import store_quads

    service = service_of(target, project)
    left_out = () if inferred else (project.derived_graph.value, project.inferred_graph.value)
    quads = store_quads(service, project.graphs, left_out)
    return Side(tuple(quads), project.prefixes, service.target.strings)


def side_of(given: Compared, project: GraphProject, *, inferred: bool = False) -> Side:
    r"""What is given. A name is that of RDF files, of the folder of a project or of a release, or of a store
    that `project` published to; all else is RDF as for `load`.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> len(side_of("<urn:s> <urn:p> 1 .", project).quads)
    1
    """
    if isinstance(given, Dataset | Closure):
        return Side(tuple(given.quads()), given.prefixes)
    if isinstance(given, Path) or (isinstance(given, str) and not is_text(given)):
        return _named_side(str(given), project, inferred)
    return side_of_data(given)


def _named_side(text: str, project: GraphProject, inferred: bool) -> Side:
    from icigraph.release.changes import asserted_in_release, is_release, released_quads

    path = Path(text)
    if is_release(path):
        return Side(tuple(released_quads(path) if inferred else asserted_in_release(path)), project.prefixes)
    if (path / CONFIG_NAME).is_file():
        other = open_project(path)
        return side_of_project(other, (lambda: _inferred(other)) if inferred else None)
    if path.exists() or text == "-":
        return side_of_data(text)
    if "://" not in text and (path.suffix or len(path.parts) > 1):
        raise InputError(Fault("no such file", Place(text), "check the path"))
    return side_of_store(text, project, inferred=inferred)


def _inferred(project: GraphProject) -> Iterable[Quad]:
    from icigraph.snapshot.dataset import inferred_quads
    from icigraph.snapshot.opening import open_snapshot

    return inferred_quads(project, open_snapshot(project))
