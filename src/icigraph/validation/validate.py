"""`validate`: the one call that reads, reasons, runs an engine, and says where each result arises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store, Triple

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import SH
from icigraph.rdf.prefixes import Prefixes
from icigraph.validation.engines import shacl as engine_shacl
from icigraph.validation.lint.lint import Looked, looked_at
from icigraph.validation.reading.dataset import (
    Dataset,
    DataText,
    Reader,
    Renaming,
    as_written,
    from_rdflib,
    from_sources,
    from_store,
    parse_source,
    renamed,
)
from icigraph.validation.reading.inputs import read_sources
from icigraph.validation.report import Cause, Disagreement, Result, UnusableShapes, ValidationReport
from icigraph.validation.shapes.class_targets import class_targets, with_class_targets
from icigraph.validation.shapes.ill_formed import must_read_queries
from icigraph.validation.shapes.linked import NoShapes, linked_shapes, with_imports
from icigraph.validation.shapes.names import prefixes_of
from icigraph.validation.shapes.shape_graph import ShapeGraph

if TYPE_CHECKING:
    from typing import Any

    from rdflib import Graph

__all__ = ["ENGINES", "REASONING", "validate"]

Leaves = Callable[[Triple], Iterable[Triple]]
Reading = Callable[[Iterable[str | Path]], tuple[Source, ...]]

ENGINES = ("shacl", "pyshacl", "both")
REASONING = ("none", "rdfs", "owl-rl")


def validate(
    data: str | Path | Source | Iterable[str | Path | Source] | Store | Graph,
    shapes: str | Path | Source | Iterable[str | Path | Source] | Store | Graph | None = None,
    *,
    ontology: Iterable[str | Path | Source] = (),
    files: Iterable[str | Path | Source] = (),
    reason: str = "none",
    engine: str = "shacl",
    only: Iterable[str] = (),
    lint: bool = True,
    explain: int | None = None,
    data_format: str | None = None,
    graph: str | None = None,
    exclude: Iterable[str] = (),
    contexts: Mapping[str, str] | None = None,
    without: tuple[NamedNode, ...] = (),
    entailed: DataText | None = None,
    leaves: Leaves | None = None,
    unread: Iterable[Fault] = (),
) -> ValidationReport:
    """Validate `data` against `shapes`; both may be paths, globs, folders, sources, a pyoxigraph store or an
    rdflib graph. Without `shapes` they are those that the data names (`sh:shapesGraph`).

    `data_format` is the syntax of files of data whose name tells none, and of standard input (`-`); `graph`
    the one to fetch where data is the URL of an endpoint. `exclude` are patterns of files to leave out of
    folders and globs. `contexts` are the files that have the contexts which JSON-LD names, by URL: nothing is
    loaded from the web.

    `ontology` is added to the data graph. When `data` is a store or an rdflib graph, `files` names the files
    that its triples come from, so that results have places, and `without` the named graphs to leave out. Mind
    that a store rewrites numbers (`"04"^^xsd:short` becomes `4`): files are validated as written. `reason`
    adds entailments first (`none`, `rdfs`, `owl-rl`); `entailed` is added as inferred already, and `leaves`
    gives the stated triples that an inferred one rests on. `engine` is `shacl`, `pyshacl`, or `both`, which
    reports what only one of them says. `only` keeps the results of these shapes, named by IRI or by prefixed
    name as the shapes' files have it.

    Local files that the shapes import (`owl:imports`) or the data names (`sh:shapesGraph`) are read with the
    shapes. The report's `findings` tell whether anything was checked, and with `lint` what is wrong with the
    shapes themselves. `explain` is how many results of each cause are explained, None for all: the others
    have no places, details or suggestions. UnusableShapes, which has a report of its own, says that they
    cannot be used.

    Broken files become faults of the report, and what could be read of them is still checked; `unread` are
    faults of data of which nothing is at hand. Results that may be there only because text could not be read
    are held back, and counted. InputError says that an input is missing or the shapes cannot be used.

    >>> from pyoxigraph import RdfFormat
    >>> shapes = Source("s.ttl", b'''@prefix sh: <http://www.w3.org/ns/shacl#> .
    ...   <urn:S> sh:targetSubjectsOf <urn:p> ; sh:property [ sh:path <urn:q> ; sh:minCount 1 ] .''',
    ...   RdfFormat.TURTLE, "urn:s")
    >>> report = validate(Source("d.ttl", b"<urn:a> <urn:p> 1 .", RdfFormat.TURTLE, "urn:d"), shapes)
    >>> report.conforms, [str(result.focus) for result in report.results]
    (False, ['<urn:a>'])
    """
    # A file may be data and shapes, as ontologies with shapes are.
    read_once, rename_once = cache(parse_source), cache(renamed)
    reading = partial(read_sources, exclude=tuple(exclude), contexts=contexts)
    asserted = _given(data, partial(reading, form=data_format, graph=graph))
    extra, placed = _sources(ontology, reading), _sources(files, reading)
    rules = _with_linked(() if shapes is None else _given(shapes, reading), asserted)
    if shapes is None and not rules:
        raise NoShapes(
            Fault("no shapes to validate against", hint="name them, or in the data: sh:shapesGraph")
        )
    shape_graph = with_imports(ShapeGraph(_dataset(rules, read=read_once, rename=rename_once)))
    must_read_queries(shape_graph)
    chosen = _named(only, shape_graph)
    missed = tuple(unread)
    inference = "rdfs" if reason == "rdfs" else "none"
    # What is entailed already was drawn by a project's rules, OWL 2 RL among them.
    given = "owl-rl" if entailed is not None else reason

    def attempt(read: Reader) -> ValidationReport:
        dataset = _dataset(asserted, extra, placed, without, read, rename_once)
        closed, found = _closed(dataset, reason)
        if entailed is not None:
            closed = replace(closed, data=closed.data.with_entailed(entailed))
        drawn = leaves or found
        names = prefixes_of((*dataset.sources, *shape_graph.dataset.sources))
        looked = looked_at(shape_graph, closed, lint=lint, reason=given, engine=engine)
        report = _before(dataset, closed, shape_graph, names, looked, engine, missed)
        if not report.usable:
            raise UnusableShapes(report)
        return _validated(report, looked, dataset, closed, shape_graph, drawn, chosen, inference, explain)

    if engine != "shacl" or reason == "owl-rl":
        return attempt(read_once)
    try:
        return attempt(lambda source: as_written(source, read_once))
    except UnusableShapes:
        raise
    except InputError:
        # The engine refused the text, or the shapes: read again, so that whatever is wrong is told exactly.
        return attempt(read_once)


def _given(data: Any, reading: Reading) -> tuple[Source, ...] | Store | Graph:
    """What a caller may give, read: once, since it may be an iterator."""
    return data if isinstance(data, Store) or _is_rdflib(data) else _sources(data, reading)


def _with_linked(shapes: Any, data: Any) -> Any:
    """Shapes that are files, with those that files of data name (`sh:shapesGraph`)."""
    if not isinstance(shapes, tuple) or not isinstance(data, tuple):
        return shapes
    bases = {source.base for source in shapes}
    return (*shapes, *(source for source in linked_shapes(data) if source.base not in bases))


def _dataset(
    given: tuple[Source, ...] | Store | Graph,
    extra: tuple[Source, ...] = (),
    files: tuple[Source, ...] = (),
    without: tuple[NamedNode, ...] = (),
    read: Reader = parse_source,
    rename: Renaming = renamed,
) -> Dataset:
    if isinstance(given, tuple):
        return from_sources((*given, *extra), read, rename)
    text = from_store(given, without=without) if isinstance(given, Store) else from_rdflib(given)
    # The labels of a store's blank nodes are its own: those of the files must not be taken for them.
    apart = (len(text.names),) * len(files)
    return from_sources(extra, read, rename).beside(Dataset(text, files, apart, written=False))


def no_leaves(_triple: Triple) -> tuple[Triple, ...]:
    """Nothing is known of what a triple was drawn from."""
    return ()


def _is_rdflib(given: object) -> bool:
    return any(kind.__module__.partition(".")[0] == "rdflib" for kind in type(given).__mro__)


def _sources(
    given: str | Path | Source | Iterable[str | Path | Source], reading: Reading
) -> tuple[Source, ...]:
    items = [given] if isinstance(given, str | Path | Source) else list(given)
    ready = tuple(item for item in items if isinstance(item, Source))
    return ready + reading(item for item in items if not isinstance(item, Source))


def _closed(dataset: Dataset, reason: str) -> tuple[Dataset, Leaves]:
    if reason not in REASONING:
        raise InputError(Fault(f"no reasoning is called {reason!r}", None, "one of " + ", ".join(REASONING)))
    if reason != "owl-rl":
        return dataset, no_leaves
    from icigraph.validation.engines.reasoning import close

    return close(dataset)


def _before(
    asserted: Dataset,
    dataset: Dataset,
    shapes: ShapeGraph,
    names: Prefixes,
    looked: Looked,
    engine: str,
    unread: tuple[Fault, ...],
) -> ValidationReport:
    """The report before an engine runs: what is to be validated, and what is wrong with the inputs."""
    return ValidationReport(
        faults=(*unread, *asserted.faults, *shapes.dataset.faults),
        engine=engine,
        data_triples=dataset.data.triples,
        shapes=looked.shapes,
        focus_nodes=len(looked.nodes),
        findings=looked.findings,
        files=tuple(source.name for source in asserted.sources),
        inputs={source.name: source for source in (*shapes.dataset.sources, *asserted.sources)},
        names=names,
    )


def _validated(
    before: ValidationReport,
    looked: Looked,
    asserted: Dataset,
    dataset: Dataset,
    shapes: ShapeGraph,
    leaves: Leaves,
    only: tuple[str, ...],
    inference: str,
    explain: int | None,
) -> ValidationReport:
    def again(rules: ShapeGraph, data: DataText) -> tuple[Result, ...]:
        return _engine(before.engine)(rules, data, inference)

    disagreements: tuple[Disagreement, ...] = ()
    unchecked: tuple[Fault, ...] = ()
    try:
        results, disagreements = _run(before.engine, shapes, dataset, inference, looked.probes)
    except engine_shacl.TooDeep:
        from icigraph.validation.engines.recursion import checked_apart, faults_of

        results, nodes = checked_apart(with_class_targets(shapes), dataset.data, again)
        unchecked = tuple(faults_of(nodes, before.names, asserted))

    if looked.probes:
        from icigraph.validation.engines.queried_targets import without_probes

        results, found = without_probes(results)
        before = replace(before, focus_nodes=len(looked.nodes | found))

    kept = results
    if only and results:
        from icigraph.validation.engines.selection import Selection

        chosen = Selection(with_class_targets(shapes), only)
        kept = chosen.of(results, lambda rules: again(rules, dataset.data))

    certain = _certain(kept, shapes) if before.faults and kept else kept
    placed: tuple[Result, ...] = ()
    causes: tuple[Cause, ...] = ()
    if certain:
        # Only data that does not conform waits for the import of what finds places.
        from icigraph.validation.telling.explained import Explainer

        explainer = Explainer(asserted, dataset, shapes, before.names, leaves, again, inference != "none")
        placed, causes = explainer.explained(certain, explain)
    return replace(
        before,
        results=placed,
        faults=before.faults + unchecked,
        disagreements=disagreements,
        causes=causes,
        left_out=len(results) - len(kept),
        held_back=len(kept) - len(certain),
        partial=bool(only),
    )


def _certain(results: tuple[Result, ...], shapes: ShapeGraph) -> tuple[Result, ...]:
    """Those that are there whatever stands in text that could not be read: none where a shape may."""
    from icigraph.validation.engines.absence import may_rest_on_absence

    if shapes.dataset.faults:
        return ()
    return tuple(result for result in results if not may_rest_on_absence(result, shapes))


def _run(
    engine: str, shapes: ShapeGraph, dataset: Dataset, inference: str, probes: str
) -> tuple[tuple[Result, ...], tuple[Disagreement, ...]]:
    if engine not in ENGINES:
        raise InputError(Fault(f"no engine is called {engine!r}", None, f"one of {', '.join(ENGINES)}"))
    targets = class_targets(shapes) + probes
    if engine != "both":
        return _engine(engine, targets)(shapes, dataset.data, inference), ()
    theirs = _engine("pyshacl", targets)(shapes, dataset.data, inference)
    ours = _engine("shacl", targets)(shapes, dataset.data, inference)
    from icigraph.validation.engines.compare import compare

    # pyshacl leaves out the values of property shapes that an ASK validator refuses (SHACL section 6.3).
    asking = {one.component for one in theirs if one.value is None and shapes.asks(one.component)}
    return ours, compare(ours, theirs, ("shacl", "pyshacl"), asking)


def _engine(
    name: str, targets: str | None = None
) -> Callable[[ShapeGraph, DataText, str], tuple[Result, ...]]:
    """An engine as a function; of both it is the default one. `targets` it is given beside the shapes when
    all of the data is validated.
    """

    def run(shapes: ShapeGraph, data: DataText, inference: str) -> tuple[Result, ...]:
        if not shapes.has_validators:
            return _once(engine.run(shapes, data, inference=inference, targets=targets))
        from icigraph.validation.engines.components import for_engine

        ready = for_engine(shapes)
        return ready.restored(_once(engine.run(ready.shapes, data, inference=inference, targets=targets)))

    engine: Any = engine_shacl
    if name == "pyshacl":
        # Only who asks for the second engine waits for its import.
        from icigraph.validation.engines import pyshacl as engine_pyshacl

        engine = engine_pyshacl
    return run


def _once(results: tuple[Result, ...]) -> tuple[Result, ...]:
    """The results, each of a SPARQL constraint once: its query may have the same row many times."""
    seen: set[Result] = set()
    kept = []
    for result in results:
        again = result.component == SH["SPARQLConstraintComponent"] and result in seen
        if not again:
            kept.append(result)
        if result.component == SH["SPARQLConstraintComponent"]:
            seen.add(result)
    return tuple(kept)


def _named(only: Iterable[str], shapes: ShapeGraph) -> tuple[str, ...]:
    """The IRIs of the shapes that are named; InputError when there is no such shape."""
    asked = tuple(only)
    if not asked:
        return ()
    names = prefixes_of(shapes.dataset.sources)
    known = {shape.value: names.show(shape) for shape in shapes.shapes if isinstance(shape, NamedNode)}
    meant = {text: _expanded(text, names) for text in asked}
    wrong = [text for text, iri in meant.items() if iri not in known]
    if wrong:
        spelt = {*known, *known.values()}
        raise InputError(
            *(Fault(f"no shape is called {text}", hint=did_you_mean(text, spelt)) for text in wrong)
        )
    return tuple(meant.values())


def _expanded(text: str, names: Prefixes) -> str:
    try:
        return names.expand(text).value
    except InputError:
        return text
