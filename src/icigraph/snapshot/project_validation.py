"""A whole graph project validated: syntax of every file, shapes on the closed graph, every citation against
its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Store, Triple

from icigraph.base.faults import Fault, InputError
from icigraph.base.files import read_bytes
from icigraph.project.folders import display
from icigraph.project.graph_project import GraphProject
from icigraph.project.load import tables_of
from icigraph.rdf.documents import Source
from icigraph.rdf.syntax import TABLE, syntax_of
from icigraph.snapshot import citations as citing
from icigraph.validation.reading.dataset import DataText, from_graphs, from_lines, from_sources
from icigraph.validation.report import Cause, Result, ValidationReport, order
from icigraph.validation.validate import validate

if TYPE_CHECKING:
    from icigraph.rdf.placed.document import PlacedDocument

__all__ = [
    "in_files",
    "leaves_in",
    "project_sources",
    "table_sources",
    "validate_project",
    "with_citations",
    "with_results",
]


def project_sources(paths: Iterable[Path]) -> tuple[tuple[Source, ...], tuple[Fault, ...]]:
    """The files as sources, named as a user would type them, and what is wrong with those that cannot be
    read.

    >>> sources, faults = project_sources([Path("/no/such/file.ttl")])
    >>> [fault.message for fault in faults]
    ['no such file']
    """
    sources: list[Source] = []
    faults: list[Fault] = []
    for path in paths:
        name = display(path)
        try:
            sources.append(Source(name, read_bytes(path, name=name), syntax_of(path).format, path.as_uri()))
        except InputError as error:
            faults += error.faults
    return tuple(sources), tuple(faults)


def table_sources(
    project: GraphProject, triples: Callable[[NamedNode], str] | None = None
) -> tuple[Source, ...]:
    """The tables as sources, which hold their triples; what is wrong with them is in their documents.

    `triples` gives the N-Triples of a table's graph where the tables are known to be sound: then they are
    read only where a place in one is sought.

    >>> from icigraph.project.graph_project import bundled_project
    >>> [source.name for source in table_sources(bundled_project()) if source.document is None]
    []
    """
    if triples is None:
        return tuple(table.source for table in tables_of(project))
    return tuple(_known(project, path, triples) for path in project.table_files)


def _known(project: GraphProject, path: Path, triples: Callable[[NamedNode], str]) -> Source:
    def read() -> PlacedDocument:
        return next(table.document for table in tables_of(project) if table.path == path)

    name = display(path)
    content, text = read_bytes(path, name=name), triples(project.graph_name(path))
    return Source(name, content, TABLE.format, path.as_uri(), reader=read, triples=text)


def validate_project(
    project: GraphProject,
    opened: Callable[[], Store] | None,
    *,
    engine: str = "shacl",
    only: Iterable[str] = (),
    lint: bool = True,
    inferred: str | None = None,
    tables: Callable[[NamedNode], str] | None = None,
) -> ValidationReport:
    r"""Check the project's shapes on its closed graph, which `opened` gives, with places in its files.

    What is stated is taken from the files, since a store rewrites numbers (`"04"^^xsd:short` becomes `4`);
    the store gives what is inferred, or `inferred` where its N-Triples are at hand; `tables` gives those of a
    table's graph where they are. Without a store (a file
    is broken) what can be read of the files is closed and checked, and the report's faults say what is
    broken.

    >>> import tempfile
    >>> from icigraph.project.config import parse_config
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "ontology" / "shapes").mkdir(parents=True)
    >>> text = "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> a sh:NodeShape ; sh:targetNode 1 ; "
    >>> text += "sh:in (2 3) ."
    >>> _ = (project.root / "ontology" / "shapes" / "a.ttl").write_text(text)
    >>> [str(result.focus) for result in validate_project(project, Store, lint=False).results]
    ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>']
    """
    asserted, unread = project_sources((*project.ontology_files, *project.data_files))
    asserted += table_sources(project, tables)
    shapes, unread_shapes = project_sources(project.shape_files)
    entailed = None
    if opened is not None:
        entailed = from_lines(inferred) if inferred is not None else _inferred(project, opened())
    if opened is None or entailed is None or entailed.names:
        # A store has names of its own for blank nodes: what follows of them is drawn again, by ours.
        store, unusable = _closed(project, asserted)
        unread += unusable
        entailed, opened = _inferred(project, store), lambda: store
    report = validate(
        asserted,
        shapes,
        entailed=entailed,
        engine=engine,
        only=only,
        lint=lint,
        leaves=leaves_in(project, opened),
        unread=unread,
    )
    return replace(report, faults=(*unread_shapes, *report.faults))


def _closed(project: GraphProject, asserted: tuple[Source, ...]) -> tuple[Store, tuple[Fault, ...]]:
    """What can be read of the files, with what follows from it; and why nothing does, where rules are broken
    too.
    """
    from icigraph.rules.project_rules import rules_of
    from icigraph.rules.run.materialise import materialise

    store = Store()
    graphs = {path.as_uri(): project.graph_name(path) for path in (*project.data_files, *project.table_files)}
    count = 0
    for source in asserted:
        alone = from_sources((source,)).data
        names = tuple(BlankNode(f"b{count + number}") for number in range(len(alone.names)))
        count += len(names)
        graph = graphs.get(source.base, project.ontology_graph)
        store.bulk_extend(DataText(alone.text, names).quads(graph))
    try:
        rules = rules_of(project, store)
    except InputError as error:
        return store, error.faults
    materialise(store, rules, inferred=project.inferred_graph, derived=project.derived_graph)
    return store, ()


def _inferred(project: GraphProject, store: Store) -> DataText:
    made = (project.inferred_graph, project.derived_graph)
    return from_graphs(store, (graph for graph in made if store.contains_named_graph(graph)))


def leaves_in(project: GraphProject, opened: Callable[[], Store]) -> Callable[[Triple], Iterable[Triple]]:
    """The stated triples behind an inferred one; the rules are compiled when the first is asked for.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.project.graph_project import bundled_project
    >>> from icigraph.rules.close import compile_from
    >>> from icigraph.rules.run.materialise import materialise
    >>> project, store, (a, p, b) = bundled_project(), Store(), (NamedNode(f"x:{name}") for name in "apb")
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:a> <x:p> <x:b> ."
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("x:data"))
    >>> rules = compile_from(store)
    >>> _ = materialise(store, rules, inferred=project.inferred_graph, derived=project.derived_graph)
    >>> str(next(iter(leaves_in(project, lambda: store)(Triple(b, p, a)))))
    '<x:a> <x:p> <x:b>'
    """

    @cache
    def prover() -> Callable[[Triple], Iterable[Triple]]:
        from icigraph.rules.project_rules import rules_of
        from icigraph.validation.engines.reasoning import leaves_of

        store = opened()
        return leaves_of(
            store, rules_of(project, store).rules, (project.inferred_graph, project.derived_graph)
        )

    return lambda triple: prover()(triple)


def in_files(report: ValidationReport, names: Iterable[str]) -> ValidationReport:
    """The part of a report that concerns these files: results with evidence there, faults there.

    >>> from icigraph.base.faults import Place
    >>> faults = tuple(Fault("no dot", Place(name, 3)) for name in ("a.ttl", "b.ttl"))
    >>> part = in_files(ValidationReport(files=(), faults=faults), ["a.ttl"])
    >>> [str(fault) for fault in part.faults], part.left_out
    (['a.ttl:3: no dot'], 1)
    """
    wanted = set(names)
    kept = {id(r) for r in report.results if any(one.place.file in wanted for one in r.evidence)}
    results = tuple(r for r in report.results if id(r) in kept)
    faults = tuple(fault for fault in report.faults if fault.place is None or fault.place.file in wanted)
    beside = len(report.results) - len(results) + len(report.faults) - len(faults)
    causes, left_out = _causes(report.causes, kept), report.left_out + beside
    return replace(report, results=results, faults=faults, causes=causes, partial=True, left_out=left_out)


def _causes(causes: tuple[Cause, ...], kept: set[int]) -> tuple[Cause, ...]:
    left = (replace(one, results=tuple(r for r in one.results if id(r) in kept)) for one in causes)
    return tuple(cause for cause in left if cause.results)


def with_citations(report: ValidationReport, failures: Iterable[tuple[str, Fault]]) -> ValidationReport:
    """The report with a result for each citation (by IRI) that failed its check.

    >>> failures = [("x:cited", Fault("the span reads otherwise"))]
    >>> report = with_citations(ValidationReport(files=("a.ttl",)), failures)
    >>> report.conforms, len(report.causes)
    (False, 1)
    """
    results = tuple(citing.result_of(NamedNode(iri), fault) for iri, fault in failures)
    return with_results(report, results, citing.cause_of)


def with_results(
    report: ValidationReport, results: tuple[Result, ...], cause_of: Callable[[tuple[Result, ...]], Cause]
) -> ValidationReport:
    """The report with more results, and the cause that they have in common.

    >>> result = citing.result_of(NamedNode("x:cited"), Fault("the span reads otherwise"))
    >>> report = with_results(ValidationReport(files=("a.ttl",)), (result,), citing.cause_of)
    >>> report.causes[0].results == report.results == (result,)
    True
    """
    if not results:
        return report
    together = tuple(sorted((*report.results, *results), key=order))
    cause = cause_of(tuple(sorted(results, key=order)))
    return replace(report, results=together, causes=(*report.causes, cause))
