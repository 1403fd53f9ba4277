"""The library's surface: open a graph project, ask, query, show, validate, explain, export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from icigraph.base.faults import Fault, InputError
from icigraph.project.graph_project import GraphProject, bundled_project, open_project
from icigraph.project.question import Question
from icigraph.questions.answer import Answer, Asking
from icigraph.questions.catalogue import Catalogue
from icigraph.questions.evidence import Evidence, evidence_for
from icigraph.questions.naming import Naming
from icigraph.questions.portrait import Portrait, portrait
from icigraph.questions.query import Result, run_query
from icigraph.questions.things import the_thing
from icigraph.questions.triple import the_triple
from icigraph.rdf.terms import Term
from icigraph.snapshot.inputs import fingerprint
from icigraph.snapshot.opening import opened
from icigraph.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    from rdflib import Graph

    from icigraph.project.texts import Texts
    from icigraph.proofs.explainer import Explainer
    from icigraph.proofs.explanation import Explanation
    from icigraph.proofs.missing import Missing
    from icigraph.validation.report import ValidationReport

__all__ = ["KnowledgeGraph"]


@dataclass(frozen=True, eq=False, repr=False)
class KnowledgeGraph:
    """A graph project with its closed dataset. `texts` are folders of source texts, to re-check citations.

    It answers from the state in which it was opened, whatever becomes of the files meanwhile; what reads the
    files again (`validate`, `export`) says so when they have changed.

    >>> graph = KnowledgeGraph.open()
    >>> graph.query("ASK { ?fact a ici:Fact ; ici:citation ?citation }")
    True
    """

    project: GraphProject
    snapshot: Snapshot
    texts: tuple[Path, ...] = ()

    @classmethod
    def open(cls, path: Path | str | None = None, *, texts: Iterable[Path | str] = ()) -> KnowledgeGraph:
        """The graph project in the folder `path`, or the bundled graph; built first when a file changed
        since.

        An `InputError` says what is wrong with the project's files, each fault with its place.
        """
        from icigraph.project.texts import text_folders

        project = bundled_project() if path is None else open_project(path)
        snapshot, store = opened(project)
        graph = cls(project, snapshot, text_folders(project, texts))
        # Opened now: another process may build anew at any time, and takes the files of this state away.
        vars(graph)["store"] = store
        return graph

    def __repr__(self) -> str:
        manifest = self.snapshot.manifest
        held = f"{sum(manifest.counts.values())} triples, {len(manifest.questions)} questions"
        return f"<KnowledgeGraph {self.project.config.name}: {held}, in {self.project.root}>"

    @cached_property
    def store(self) -> Store:
        """The closed dataset, for reading; `snapshot.loaded()` gives one in memory that may be changed."""
        return self.snapshot.store()

    @cached_property
    def naming(self) -> Naming:
        """Labels of terms, and the things that names denote."""
        return Naming(self.store, self.project.prefixes)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The canned questions that can be asked."""
        return tuple(self._catalogue)

    @property
    def _catalogue(self) -> Catalogue:
        manifest = self.snapshot.manifest
        return Catalogue(manifest.questions, manifest.faulty_questions)

    def ask(
        self,
        name: str,
        values: Mapping[str, object] | None = None,
        /,
        *,
        conflicts: bool = False,
        allow_service: bool = False,
        **given: object,
    ) -> Answer:
        """The answer to the question `name`; `values` and `given` together are its parameters, each a label,
        a code, a CURIE, a date, a number or a term, or several of them.

        `conflicts` takes in the facts that rivals outrank; `allow_service` lets the question ask other
        endpoints where it says SERVICE. An `InputError` names candidates for what it does not know.

        >>> graph = KnowledgeGraph.open()
        >>> [graph.label(row[0]) for row in graph.ask("partners-as-of", asOf="2005-01-20").rows]
        ['Kuwait']
        """
        catalogue, every = self._catalogue, {**(values or {}), **given}
        question = catalogue.find(name)
        asking = Asking(self.store, self.project.prefixes, self.naming)
        query = asking.query(question, catalogue.text_of(question), every, conflicts=conflicts)
        return asking.answer(question, query, allow_service=allow_service)

    def query(self, text: str, *, allow_service: bool = False) -> Result:
        """What a SPARQL query gives: rows, a boolean, or triples. The project's prefixes are declared.

        SERVICE asks other endpoints only where `allow_service` says so. An `InputError` says where the text
        is not SPARQL, or why it cannot be evaluated.
        """
        return run_query(self.store, text, self.project.prefixes, allow_service=allow_service)

    def evidence(self, facts: Iterable[NamedNode]) -> Evidence:
        """The citations of facts, numbered, each re-checked where the text is at hand."""
        return evidence_for(self.store, self.naming, facts, self._text_of)

    def show(self, thing: str) -> Portrait:
        """All that is known about the thing that a label, code, CURIE or IRI denotes."""
        return portrait(self.store, self.naming, the_thing(self.naming, thing), self._text_of)

    @cached_property
    def _text_of(self) -> Texts:
        from icigraph.project.texts import index_texts

        return index_texts(self.texts).text_of

    def label(self, term: Term | None) -> str:
        """How to show a term to a person."""
        return self.naming.label(term)

    def validate(self) -> ValidationReport:
        """The graph checked against its shapes, and its citations against the texts at hand."""
        from icigraph.snapshot.checking import checked_snapshot

        self._must_be_as_opened()
        return checked_snapshot(self.project, self.snapshot, self.texts)[0]

    def explain(self, *terms: str) -> Explanation | None:
        """The checked proof of a triple with its evidence, or None when the triple does not hold.

        `terms` are subject, predicate and object as labels, codes, CURIEs or IRIs, or one N-Triples triple.

        >>> graph = KnowledgeGraph.open()
        >>> found = graph.explain("Kuwait", "partnerIn", "ICI")
        >>> found.proof == graph.explain("id:kuwait", "ici:partnerIn", "id:ici").proof
        True
        """
        return self.explainer.prove(the_triple(self.store, self.naming, terms))

    def missing(self, *terms: str) -> Missing:
        """Why a triple, named as for `explain`, does not hold: what it lacks, and what is said instead."""
        return self.explainer.missing(the_triple(self.store, self.naming, terms))

    @cached_property
    def explainer(self) -> Explainer:
        """Proofs, near misses, contradictions and impact of this graph."""
        from icigraph.questions.explaining import explainer_of

        return explainer_of(self.project, self.store, self.naming, self._text_of)

    def export(self, form: str = "ttl", *, graphs: Iterable[str] = (), with_inferred: bool = False) -> bytes:
        """The graph in an RDF syntax (`ttl`, `nt`, `nq`, `trig`, `rdfxml`, `jsonld`): the same bytes every
        time.

        `graphs` are IRIs or names such as `data/joinings`, else all that files state; `with_inferred` adds
        what the build derived and inferred. An `InputError` names a graph that is not there, or says that
        files changed since the graph was opened.
        """
        from icigraph.rdf.export import exported
        from icigraph.rdf.syntax import syntax_named
        from icigraph.snapshot.dataset import selected_quads

        self._must_be_as_opened()
        quads = selected_quads(self.project, self.snapshot, graphs, with_inferred=with_inferred)
        return exported(quads, syntax_named(form), dict(self.project.prefixes))

    def _must_be_as_opened(self) -> None:
        """What reads the project's files tells of another state than the graph, once they changed."""
        if fingerprint(self.project) != self.snapshot.manifest.inputs:
            hint = "open it again: KnowledgeGraph.open"
            raise InputError(Fault("files of the project changed since the graph was opened", None, hint))

    def to_rdflib(self, *, with_inferred: bool = True) -> Graph:
        """The graph as an rdflib Graph (the extra `icigraph[rdflib]`)."""
        from rdflib import Graph

        graph = Graph()
        graph.parse(data=self.export("nt", with_inferred=with_inferred), format="nt")
        for prefix, iri in self.project.prefixes:
            graph.bind(prefix, iri)
        return graph
