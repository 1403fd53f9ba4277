"""The graph of a project, opened: all that the verbs of the command line do with it, under the same names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from icigraph.base.faults import Fault, InputError
from icigraph.base.progress import Progress, silent
from icigraph.operations.asked import Asked
from icigraph.project.graph_project import GraphProject, bundled_project, open_project
from icigraph.project.question import Question
from icigraph.questions.answer import Answer, Asking
from icigraph.questions.catalogue import Catalogue
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.prefixes import Prefixes
from icigraph.snapshot.opening import open_snapshot, opened
from icigraph.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple
    from rdflib import Graph

    from icigraph.operations.building import Built
    from icigraph.operations.comparing import Compared, Difference
    from icigraph.operations.publishing import Fetched, Publication
    from icigraph.project.texts import Texts
    from icigraph.proofs.explainer import Explainer
    from icigraph.proofs.explanation import Explanation
    from icigraph.proofs.impact import Impact
    from icigraph.proofs.missing import Missing
    from icigraph.questions.citing import CitedPlace, FoundSpan
    from icigraph.questions.evidence import Evidence
    from icigraph.questions.explaining import Explaining
    from icigraph.questions.portrait import Portrait
    from icigraph.questions.summary import Summary
    from icigraph.release.bundle import Released
    from icigraph.rules.run.materialise import Report
    from icigraph.stores.push.push import Pushed
    from icigraph.stores.push.verify import GraphCheck
    from icigraph.validation.report import ValidationReport

__all__ = ["KnowledgeGraph"]


@dataclass(frozen=True, eq=False, repr=False)
class KnowledgeGraph(Asked):
    """The graph of a project with its closed dataset. `texts` are folders of source texts, to re-check
    citations; with an `endpoint` it answers from what was published at that store.

    Opened with `icigraph.open` it answers from the state in which it was opened, whatever becomes of the
    files meanwhile; what reads the files again (`validate`, `export`) says so when they have changed.

    >>> import icigraph
    >>> graph = icigraph.open()
    >>> graph.query("ASK { ?claim a core:Claim ; core:citation ?citation }")
    True
    """

    project: GraphProject
    texts: tuple[Path | str, ...] = ()
    endpoint: str | None = None
    rebuild: bool | None = None
    progress: Progress = silent

    @classmethod
    def open(
        cls,
        path: Path | str | None = None,
        *,
        rebuild: bool | None = None,
        texts: Iterable[Path | str] = (),
        progress: Progress = silent,
    ) -> KnowledgeGraph:
        """The graph of the project in the folder `path`, or the bundled one, as `icigraph.open` opens it."""
        project = bundled_project() if path is None else open_project(path)
        graph = cls(project, tuple(texts), None, rebuild, progress)
        if graph.texts:
            _ = graph.text_folders
        # Opened now: another process may build anew at any time, and takes the files of this state away.
        _ = graph.store
        return graph

    def at(self, endpoint: str | None, *, texts: Iterable[Path | str] = ()) -> KnowledgeGraph:
        """The same graph, answering from what was published at the store `endpoint` (a URL, or a name in
        `icigraph.toml`) where one is given, with other folders of `texts`."""
        other = replace(self, endpoint=endpoint, texts=tuple(texts))
        vars(other)["snapshot"] = self.snapshot
        return other

    def __repr__(self) -> str:
        manifest = self.snapshot.manifest
        held = f"{sum(manifest.counts.values())} triples, {len(manifest.questions)} questions"
        return f"<KnowledgeGraph {self.project.config.name}: {held}, in {self.project.root}>"

    @cached_property
    def snapshot(self) -> Snapshot:
        """The closed dataset on disk, and what it was built from; built first where a file changed since."""
        return open_snapshot(self.project, self.progress, rebuild=self.rebuild)

    @cached_property
    def store(self) -> AskedStore:
        """The closed dataset, for reading; `snapshot.loaded()` gives one in memory that may be changed."""
        if self.endpoint:
            from icigraph.operations.services import endpoint_store

            return endpoint_store(self.endpoint, self.project)
        if "snapshot" in vars(self):
            return self.snapshot.store()
        vars(self)["snapshot"], store = opened(self.project, self.progress, rebuild=self.rebuild)
        return store

    @property
    def _here(self) -> Store:
        if isinstance(self.store, Store):
            return self.store
        raise InputError(Fault("proofs are of the graph as it is here", hint="open it without an endpoint"))

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes of the project, which queries need not declare."""
        return self.project.prefixes

    @property
    def questions(self) -> tuple[Question, ...]:
        """The canned questions that can be asked."""
        return tuple(self.catalogue)

    @property
    def catalogue(self) -> Catalogue:
        """The canned questions by name, with what keeps others from being asked."""
        manifest = self.snapshot.manifest
        return Catalogue(manifest.questions, manifest.faulty_questions)

    def question(
        self,
        name: str,
        values: Mapping[str, object] | None = None,
        /,
        **given: object,
    ) -> str:
        """The SPARQL query of the question `name`, with values in place as `ask` takes them."""
        return self._asked(name, {**(values or {}), **given})[1]

    def ask(
        self,
        name: str,
        values: Mapping[str, object] | None = None,
        /,
        *,
        allow_service: bool = False,
        **given: object,
    ) -> Answer:
        """The answer to the question `name`; `values` and `given` together are its parameters, each a label,
        a code, a CURIE, a date, a number or a term, or several of them.

        `allow_service` lets the question ask other endpoints where it says SERVICE. An `InputError` names
        candidates for what it does not know.

        >>> import icigraph
        >>> graph = icigraph.open()
        >>> [graph.label(row[0]) for row in graph.ask("partners-as-of", as_of="2005-01-20")]
        ['Kuwait']
        """
        question, query = self._asked(name, {**(values or {}), **given})
        return self._asking.answer(question, query, allow_service=allow_service)

    def _asked(self, name: str, values: Mapping[str, object]) -> tuple[Question, str]:
        catalogue = self.catalogue
        question = catalogue.find(name)
        return question, self._asking.query(question, catalogue.text_of(question), values)

    @cached_property
    def _asking(self) -> Asking:
        return Asking(self.store, self.prefixes, self.naming)

    def evidence(self, facts: Iterable[NamedNode], *, with_rivals: bool = False) -> Evidence:
        """The citations of facts or claims, numbered, each re-checked where the text is at hand; with rivals
        also the claims that disagree with one another."""
        from icigraph.questions.evidence import evidence_for

        return evidence_for(self.store, self.naming, facts, self.text_of, with_rivals=with_rivals)

    def show(self, thing: str) -> Portrait:
        """All that is known about the thing that a label, code, CURIE or IRI denotes."""
        from icigraph.questions.portrait import portrait
        from icigraph.questions.things import the_thing

        return portrait(self.store, self.naming, the_thing(self.naming, thing), self.text_of)

    @cached_property
    def text_folders(self) -> tuple[Path, ...]:
        """The folders of source texts: those of `texts`, of the environment, of the project. An `InputError`
        names one that is not there."""
        from icigraph.project.texts import text_folders

        return text_folders(self.project, self.texts)

    @cached_property
    def text_of(self) -> Texts:
        """Finds the text of a source by its SHA-256, where it is at hand."""
        from icigraph.project.texts import index_texts

        return index_texts(self.text_folders).text_of

    def cited(self, source: str | Path) -> tuple[CitedPlace, ...]:
        """Every citation of a source, with the facts that it supports; the source is named as for
        `source`."""
        from icigraph.questions.citing import cited_spans

        return cited_spans(self.store, self.source(source))

    def source(self, source: str | Path) -> NamedNode:
        """The source that a label, a CURIE or an IRI names, or whose text a file is (given as a `Path`)."""
        from icigraph.base.files import sha256_of
        from icigraph.project.folders import display
        from icigraph.questions.citing import source_of_text
        from icigraph.questions.things import the_thing

        if isinstance(source, Path):
            return source_of_text(self.store, sha256_of(source), display(source))
        return the_thing(self.naming, source)

    def cite(
        self, words: str, *, source: str | None = None, file: Path | str | None = None
    ) -> tuple[FoundSpan, ...]:
        """Where the texts at hand, or the one `file`, say some words: offsets and digest of each span, ready
        to paste as a citation. Only the text of `source` counts where one is named. An `InputError` says that
        no text says them.
        """
        from icigraph.questions.citing import found_spans

        known = self.source(source) if source else None
        files = [Path(file)] if file else None
        folders = () if file else self.text_folders
        return found_spans(self.store, words, files, folders, known)

    def validate(
        self, *, engine: str = "shacl", only: Iterable[str] = (), lint: bool = True
    ) -> ValidationReport:
        """The graph checked against its shapes, and its citations against the texts at hand. Options are
        those of `icigraph.validate`."""
        from icigraph.snapshot.checking import checked_snapshot

        self._must_be_as_opened()
        return checked_snapshot(
            self.project, self.snapshot, self.text_folders, engine=engine, only=only, lint=lint
        )[0]

    def check(self, *, only: Iterable[str] = ()) -> ValidationReport:
        """The quality of the graph beyond its shapes, by the checks `only`, else all. An `InputError` says
        that there is no such check."""
        from icigraph.operations.checking import checked_quality

        return checked_quality(self.project, self.snapshot, only)

    def explain(self, *terms: str) -> Explanation | None:
        """The checked proof of a triple with its evidence, or None when the triple does not hold.

        `terms` are subject, predicate and object as labels, codes, CURIEs or IRIs, or one N-Triples triple.

        >>> import icigraph
        >>> graph = icigraph.open()
        >>> found = graph.explain("Kuwait", "partnerIn", "ICI")
        >>> found.proof == graph.explain("id:kuwait", "ici:partnerIn", "id:ici").proof
        True
        """
        return self.explainer.prove(self.triple(*terms))

    def triple(self, *terms: str) -> Triple:
        """The triple that terms name, as `explain` takes them."""
        from icigraph.questions.triple import the_triple

        return the_triple(self._here, self.naming, terms)

    def missing(self, *terms: str) -> Missing:
        """Why a triple, named as for `explain`, does not hold: what it lacks, and what is said instead."""
        return self.explainer.missing(self.triple(*terms))

    def contradictions(self) -> tuple[Explanation, ...]:
        """Each contradiction of the graph: its proof, and the fewest statements that cause it."""
        return tuple(self.explainer.contradictions())

    def impact(self, thing: str) -> Impact:
        """What would no longer hold without a fact, a source or an axiom, named as for `show`."""
        from icigraph.questions.things import the_thing

        return self.explainer.impact(the_thing(self.naming, thing))

    @cached_property
    def explainer(self) -> Explainer:
        """Proofs, near misses, contradictions and impact of this graph."""
        from icigraph.questions.explaining import explainer_of

        return explainer_of(self.project, self._here, self.naming, self.text_of)

    @property
    def explaining(self) -> Explaining:
        """The same by the names that a person has for triples, rows of answers and things."""
        from icigraph.questions.explaining import Explaining

        return Explaining(self._here, self.prefixes, self.naming, self.explainer, self.catalogue)

    def export(self, form: str = "ttl", *, graphs: Iterable[str] = (), with_inferred: bool = False) -> bytes:
        """The graph in an RDF syntax (`turtle`, `nt`, `nq`, `trig`, `rdfxml`, `jsonld`): the same bytes every
        time.

        `graphs` are IRIs or names such as `data/joinings`, else all that files state; `with_inferred` adds
        what the build derived and inferred. An `InputError` names a graph that is not there, or says that
        files changed since the graph was opened.
        """
        from icigraph.rdf.export import exported
        from icigraph.rdf.syntax import syntax_named
        from icigraph.snapshot.dataset import selected_quads

        syntax = syntax_named(form)
        self._must_be_as_opened()
        quads = selected_quads(self.project, self.snapshot, graphs, with_inferred=with_inferred)
        return exported(quads, syntax, dict(self.prefixes))

    def _must_be_as_opened(self) -> None:
        """What reads the project's files tells of another state than the graph, once they changed."""
        from icigraph.snapshot.inputs import fingerprint

        if fingerprint(self.project) != self.snapshot.manifest.inputs:
            hint = "open it again: icigraph.open"
            raise InputError(Fault("files of the project changed since the graph was opened", None, hint))

    def to_rdflib(self, *, with_inferred: bool = True) -> Graph:
        """The graph as an rdflib Graph (the extra `icigraph[rdflib]`)."""
        from icigraph.operations.handing import as_rdflib
        from icigraph.snapshot.dataset import selected_quads

        self._must_be_as_opened()
        quads = selected_quads(self.project, self.snapshot, with_inferred=with_inferred)
        return as_rdflib((quad.triple for quad in quads), self.prefixes)

    def diff(
        self,
        other: Compared,
        *,
        to: Compared | None = None,
        with_inferred: bool = False,
        exact: bool = False,
        strings: bool = False,
    ) -> Difference:
        """What leads from `other` to this graph, or to something else.

        Each is the folder of a project, RDF files, a store that was pushed to (its URL, or its name in
        `icigraph.toml`), or RDF given as for `icigraph.load`. `with_inferred` compares what is derived and
        inferred as well; `exact` counts a literal of the same value in another form; `strings` lets a plain
        string stand for any literal.
        """
        from icigraph.operations.comparing import compared, side_of, side_of_project

        left = side_of(other, self.project, inferred=with_inferred)
        if to is None:
            right = side_of_project(self.project, self._inferred if with_inferred else None)
        else:
            right = side_of(to, self.project, inferred=with_inferred)
        return compared(left, right, exact=exact, strings=strings)

    def _inferred(self) -> Iterable[Quad]:
        from icigraph.snapshot.dataset import inferred_quads

        return inferred_quads(self.project, self.snapshot)

    def publication(
        self, target: str, *, graphs: Iterable[str] = (), kind: str | None = None, strings: bool = False
    ) -> Publication:
        """The graph, or those of its named graphs in `graphs`, as the store `target` is to hold it: to plan,
        push and verify. `target` is a URL or a name in `icigraph.toml`, `kind` the kind of the store where it
        is not to be found out; with `strings` literals that it cannot hold are plain strings there.
        """
        from icigraph.operations.published import PublishedProject
        from icigraph.operations.publishing import Publication
        from icigraph.operations.services import service_of

        service = service_of(target, self.project, kind=kind, strings=strings)
        published = PublishedProject(self.project, lambda: self.snapshot)
        return Publication(published, service, tuple(graphs), self.progress)

    def push(
        self,
        target: str,
        *,
        graphs: Iterable[str] = (),
        inferred: bool | None = None,
        adopt: bool = False,
        recheck: bool = False,
        in_parts: bool = False,
        strings: bool = False,
    ) -> Pushed:
        """Publish the graph at a store, all at once or nothing, and read back what was sent.

        `inferred` sends the derived and inferred graphs too, or removes them there (False); by default they
        are sent where they are published already. `adopt` replaces what others wrote to graphs of ours,
        `recheck` reads every graph whatever the store's manifest says, `in_parts` sends one graph after the
        other. Other options are those of `publication`. A `ServiceError` says what the store refused.
        """
        return self.publication(target, graphs=graphs, strings=strings).push(
            inferred=inferred, adopt=adopt, recheck=recheck, in_parts=in_parts
        )

    def verify(
        self, target: str, *, graphs: Iterable[str] = (), strings: bool = False
    ) -> tuple[GraphCheck, ...]:
        """Read every graph back from a store that it was pushed to, and compare it with what is here."""
        return self.publication(target, graphs=graphs, strings=strings).verify()

    def pull(
        self,
        target: str,
        *,
        graphs: Iterable[str] = (),
        form: str = "nq",
        as_is: bool = False,
        kind: str | None = None,
    ) -> Fetched:
        """What was published at a store, in the RDF syntax `form`. A `CheckFailed` names graphs that are not
        what was published; `as_is` takes them as they are."""
        from icigraph.operations.publishing import fetch_published
        from icigraph.operations.services import service_of

        service = service_of(target, self.project, kind=kind)
        return fetch_published(self.project, service, graphs, form=form, as_is=as_is)

    def reason(self, target: str) -> Report:
        """Close what was pushed to a store, there, under the rules of the project; what was added."""
        from icigraph.operations.services import reason_published

        return reason_published(target, self.project, self.progress)

    def release(
        self, folder: Path | str, *, previous: Path | str | None = None, anyway: bool = False
    ) -> Released:
        """Write the release of the graph to a folder, and read it back. `previous` is the folder of an
        earlier release, to tell the difference to. A `CheckFailed` says that the graph does not conform to
        its shapes; `anyway` releases it as it is.
        """
        from icigraph.operations.releasing import released

        return released(
            self.project, self.snapshot, self.text_folders, folder, previous, anyway, self.progress
        )

    def info(self) -> Summary:
        """Counts, sources and versions."""
        from icigraph.questions.summary import summary_of

        return summary_of(self.project, self.snapshot, self.text_folders)

    def build(self) -> Built:
        """Build the graph anew from its files, whatever changed, and check it; this object answers as it was
        opened. An `InputError` lists every fault of every file."""
        from icigraph.operations.building import built

        return built(self.project, self.text_folders, self.progress)
