"""RDF of one's own, read: asked, converted, closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad, Store, Triple

from icigraph.base.progress import Progress, silent
from icigraph.operations.asked import Asked
from icigraph.operations.given import declared_by, sources_of, with_standard
from icigraph.rdf.documents import Source
from icigraph.rdf.prefixes import Prefixes

if TYPE_CHECKING:
    from rdflib import Graph

    from icigraph.operations.closure import Closure
    from icigraph.operations.given import Data
    from icigraph.operations.profiling import Profile
    from icigraph.operations.publishing import Publication
    from icigraph.rules.entailment import Entailment
    from icigraph.stores.push.push import Pushed
    from icigraph.stores.push.verify import GraphCheck

__all__ = ["Dataset", "load"]


def load(*data: Data, format: str | None = None, progress: Progress = silent) -> Dataset:
    """Read RDF of your own: paths, folders, globs in quotes, `-`, text, pyoxigraph stores, rdflib graphs,
    triples or quads, each or lists of them.

    `format` is the syntax of text and of standard input, where it is not Turtle or does not tell itself.
    `progress` is called with the stage, how much is done and how much there is. An `InputError` names
    everything that cannot be read; a document that is no RDF is told of when it is first used.

    >>> data = load("@prefix : <http://e.org/> . :ada :knows :bob .")
    >>> data.query("SELECT ?who { :ada :knows ?who }").rows
    ((<NamedNode value=http://e.org/bob>,),)
    """
    return Dataset(sources_of(*data, form=format), progress)


@dataclass(frozen=True, eq=False, repr=False)
class Dataset(Asked):
    """An RDF dataset of your own: the triples of its sources in the default graph, and the named graphs that
    they name.

    >>> load("<urn:s> <urn:p> <urn:o> .")
    <Dataset of <text>>
    """

    sources: tuple[Source, ...]
    progress: Progress = silent

    def __repr__(self) -> str:
        names = [source.name for source in self.sources[:3]]
        more = f" and {len(self.sources) - 3} more" if len(self.sources) > 3 else ""
        return f"<Dataset of {', '.join(names)}{more}>"

    def __iter__(self) -> Iterator[Quad]:
        return iter(self.quads())

    @cached_property
    def declared(self) -> Prefixes:
        """The prefixes that the sources declare; of two the first."""
        return declared_by(self.sources)

    @cached_property
    def prefixes(self) -> Prefixes:
        """The prefixes that the sources declare, and the standard ones of other namespaces."""
        return with_standard(self.declared)

    @cached_property
    def store(self) -> Store:
        """The dataset in a pyoxigraph store, which writes some literals in its own form. An `InputError`
        lists every fault of every source."""
        from icigraph.operations.reading import loaded

        return loaded(self.sources, self.progress)

    def quads(self) -> tuple[Quad, ...]:
        """Every quad as it is written, literals to the letter; blank nodes of two sources stay apart."""
        from icigraph.operations.reading import quads_of

        return tuple(quad for source in self.sources for quad in quads_of(source))

    def triples(self) -> Iterator[Triple]:
        """Every triple as it is written, of all graphs."""
        return (quad.triple for quad in self.quads())

    def export(self, form: str = "ttl", *, graphs: Iterable[str] = ()) -> bytes:
        """The dataset in an RDF syntax (`turtle`, `nt`, `nq`, `trig`, `rdfxml`, `jsonld`), literals to the
        letter, the same bytes every time. A syntax without named graphs gets their union. `graphs` are
        the IRIs of named graphs, else everything is written; an `InputError` names one that is not there.

        >>> print(load("@prefix : <http://e.org/> . :a :b 042 .").export("nt").decode(), end="")
        <http://e.org/a> <http://e.org/b> "042"^^<http://www.w3.org/2001/XMLSchema#integer> .
        """
        from icigraph.operations.reading import quads_in
        from icigraph.rdf.export import exported
        from icigraph.rdf.syntax import syntax_named

        return exported(quads_in(self.quads(), graphs), syntax_named(form), self.declared.names)

    def to_rdflib(self) -> Graph:
        """The union of its graphs as an rdflib Graph (the extra `icigraph[rdflib]`)."""
        from icigraph.operations.handing import as_rdflib

        return as_rdflib(self.triples(), self.declared)

    def close(
        self, *, rules: Iterable[Path | str] = (), axiomatic: bool = False, progress: Progress | None = None
    ) -> Closure:
        """The dataset with all that follows by OWL 2 RL, and by derivations in the files `rules` (`.rq`).

        `axiomatic` adds the axiomatic triples of the standard.

        >>> text = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <x:p> a owl:SymmetricProperty . "
        >>> [str(triple) for triple in load(text + "<x:s> <x:p> <x:o> .").close().inferred()]
        ['<x:o> <x:p> <x:s>']
        """
        from icigraph.operations.closure import closed

        return closed(self.sources, rules=rules, axiomatic=axiomatic, progress=progress or self.progress)

    def entails(self, conclusion: Data) -> Entailment:
        """Whether RDF, given as for `load`, follows by the rules of OWL 2 Profiles, section 4.3; true as a
        bool where it does.

        >>> bool(load("<x:s> <x:p> 1 .").entails("<x:s> <x:p> 01 ."))
        True
        """
        from icigraph.operations.entailing import entailment

        return entailment(self.sources, conclusion)

    def profile(self) -> Profile:
        """Which axioms are outside OWL 2 RL, and what looks wrong in the ontology."""
        from icigraph.operations.profiling import profiled

        return profiled(self.sources)

    def publication(
        self,
        target: str,
        *,
        below: str,
        reason: bool = False,
        graphs: Iterable[str] = (),
        kind: str | None = None,
        strings: bool = False,
    ) -> Publication:
        """The dataset, or those of its named graphs in `graphs`, as the store at the URL `target` is to hold
        it: to plan, push and verify.

        All graphs are `below` an IRI such as `https://example.org/graph/`: what a file states outside of
        named graphs is in the graph of that IRI with the file's name, named graphs keep their names, and
        with `reason` all that follows by OWL 2 RL is in the graph `inferred`. What else is published below
        it is removed by a push, unless `graphs` names some. `kind` is the kind of the store where it is not
        to be found out; with `strings` literals that it cannot hold are plain strings there. An `InputError`
        says that `below` is no such IRI, or that the target means no store.
        """
        from icigraph.operations.published import PublishedData, graph_below
        from icigraph.operations.publishing import Publication
        from icigraph.operations.services import service_of

        graph_below(below, "")
        service = service_of(target, kind=kind, strings=strings)
        published = PublishedData(self.sources, below, reason, self.progress)
        return Publication(published, service, tuple(graphs), self.progress)

    def push(
        self,
        target: str,
        *,
        below: str,
        reason: bool = False,
        graphs: Iterable[str] = (),
        adopt: bool = False,
        recheck: bool = False,
        in_parts: bool = False,
        strings: bool = False,
    ) -> Pushed:
        """Publish the dataset at a store, all at once or nothing, and read back what was sent.

        Where it goes is told as for `publication`; `adopt`, `recheck` and `in_parts` are those of
        `KnowledgeGraph.push`. A `ServiceError` says what the store refused.
        """
        published = self.publication(target, below=below, reason=reason, graphs=graphs, strings=strings)
        return published.push(adopt=adopt, recheck=recheck, in_parts=in_parts)

    def verify(
        self,
        target: str,
        *,
        below: str,
        reason: bool = False,
        graphs: Iterable[str] = (),
        strings: bool = False,
    ) -> tuple[GraphCheck, ...]:
        """Read every graph back from a store that the dataset was pushed to, and compare it with what is
        here."""
        return self.publication(target, below=below, reason=reason, graphs=graphs, strings=strings).verify()
