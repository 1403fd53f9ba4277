"""Broken variants of the real graph: the default engine and pyshacl agree on every result of each.

A variant holds what was changed, what that points to in two steps, and the class hierarchy: pyshacl takes a
quarter of a minute for the whole graph, which it is given once, as it is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from icigraph.project.graph_project import open_project
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import CORE, RDF, RDFS, XSD
from icigraph.snapshot.pipeline import close
from icigraph.snapshot.project_validation import project_sources, validate_project
from icigraph.validation.report import Result
from icigraph.validation.validate import validate

ROOT = Path(__file__).parents[2]
VARIANTS = 40
HOPS = 2
Graph = list[Triple]


@cache
def real() -> tuple[tuple[Triple, ...], tuple[Triple, ...], tuple[Source, ...]]:
    """The project's data, its class hierarchy and its shapes."""
    project = open_project(ROOT)
    data, _ = project_sources(project.data_files)
    ontology, _ = project_sources(project.ontology_files)
    shapes, _ = project_sources(project.shape_files)
    hierarchy = (
        t for t in read(ontology) if t.predicate == RDFS["subClassOf"] and isinstance(t.object, NamedNode)
    )
    return tuple(sorted(set(read(data)), key=str)), tuple(hierarchy), shapes


def read(sources: tuple[Source, ...]) -> Iterator[Triple]:
    for source in sources:
        yield from (quad.triple for quad in parse(source.content, format=source.format, base_iri=source.base))


def dropped(graph: Graph, rng: random.Random) -> Graph:
    """A statement is missing."""
    return [triple for triple in graph if triple != graph[rng.randrange(len(graph))]]


def without_citation(graph: Graph, rng: random.Random) -> Graph:
    """Every citation of a fact is missing."""
    fact = rng.choice([triple for triple in graph if triple.predicate == CORE["citation"]]).subject
    return [t for t in graph if not (t.subject == fact and t.predicate == CORE["citation"])]


def doubled(graph: Graph, rng: random.Random) -> Graph:
    """A property has one more value, that of another subject."""
    one = rng.choice(graph)
    other = rng.choice([triple for triple in graph if triple.predicate == one.predicate])
    return [*graph, Triple(one.subject, one.predicate, other.object)]


def retyped(graph: Graph, rng: random.Random) -> Graph:
    """A literal has another datatype."""
    one = rng.choice([triple for triple in graph if isinstance(triple.object, Literal)])
    other = Literal(one.object.value, datatype=XSD["token"])  # type: ignore[union-attr]
    return [Triple(t.subject, t.predicate, other) if t == one else t for t in graph]


def impossible_date(graph: Graph, rng: random.Random) -> Graph:
    """A date that no calendar has."""
    one = rng.choice([t for t in graph if t.predicate in (CORE["start"], CORE["end"])])
    other = Literal("2012-02-31", datatype=XSD["date"])
    return [Triple(t.subject, t.predicate, other) if t == one else t for t in graph]


def end_first(graph: Graph, rng: random.Random) -> Graph:
    """A fact ends before it starts."""
    one = rng.choice([t for t in graph if t.predicate == CORE["start"]])
    return [*graph, Triple(one.subject, CORE["end"], Literal("1901-01-01", datatype=XSD["date"]))]


def dangling(graph: Graph, rng: random.Random) -> Graph:
    """An object that nothing is said about."""
    one = rng.choice([t for t in graph if isinstance(t.object, NamedNode) and t.predicate != RDF["type"]])
    other = NamedNode(one.object.value + "-typo")  # type: ignore[union-attr]
    return [Triple(t.subject, t.predicate, other) if t == one else t for t in graph]


def literal_for_iri(graph: Graph, rng: random.Random) -> Graph:
    """Text where a thing should be named."""
    one = rng.choice([t for t in graph if isinstance(t.object, NamedNode) and t.predicate != RDF["type"]])
    return [Triple(t.subject, t.predicate, Literal(t.object.value)) if t == one else t for t in graph]  # type: ignore[union-attr]


def unknown_property(graph: Graph, rng: random.Random) -> Graph:
    """A property that a closed shape does not allow."""
    one = rng.choice([t for t in graph if t.predicate == CORE["source"]])
    return [*graph, Triple(one.subject, CORE["sourcee"], one.object)]


def bad_digest(graph: Graph, rng: random.Random) -> Graph:
    """A digest that is none, or a span that ends before it starts."""
    one = rng.choice([t for t in graph if t.predicate in (CORE["digest"], CORE["to"])])
    other = (
        Literal("xyz")
        if one.predicate == CORE["digest"]
        else Literal("0", datatype=XSD["nonNegativeInteger"])
    )
    return [Triple(t.subject, t.predicate, other) if t == one else t for t in graph]


def without_type(graph: Graph, rng: random.Random) -> Graph:
    """A thing has lost its class."""
    one = rng.choice([t for t in graph if t.predicate == RDF["type"]])
    return [t for t in graph if t != one]


BREAKS: tuple[Callable[[Graph, random.Random], Graph], ...] = (
    dropped,
    without_citation,
    doubled,
    retyped,
    impossible_date,
    end_first,
    dangling,
    literal_for_iri,
    unknown_property,
    bad_digest,
    without_type,
)


def around(graph: Graph, changed: set[object]) -> Graph:
    """What is said of the changed nodes and of those they point to."""
    kept = set(changed)
    for _ in range(HOPS):
        kept |= {t.object for t in graph if t.subject in kept and isinstance(t.object, NamedNode)}
    return [t for t in graph if t.subject in kept]


def broken_variant(number: int) -> Source:
    """The first variant of this number that breaks a shape: some changes, as a label less, break none."""
    triples, hierarchy, shapes = real()
    change = BREAKS[number % len(BREAKS)]
    for attempt in range(20):
        graph = change(list(triples), random.Random(number + 1000 * attempt))
        changed = {triple.subject for triple in set(graph) ^ set(triples)}
        text = serialize([*around(graph, changed), *hierarchy], format=RdfFormat.N_TRIPLES)
        data = Source(
            f"{number}-{change.__name__}.nt", text, RdfFormat.N_TRIPLES, "http://example.org/variant"
        )
        if not validate(data, shapes).conforms:
            return data
    raise AssertionError(f"{change.__name__} breaks nothing")


@pytest.fixture(autouse=True, scope="module")
def parsed_once() -> Iterator[None]:
    """pyshacl has rdflib parse the text of a constraint for each node; here, as a prepared query, once."""
    processor = pytest.importorskip("rdflib.plugins.sparql.processor")
    parse_query, translate = processor.parseQuery, processor.translateQuery

    @cache
    def prepared(text: str, base: str | None, names: frozenset[tuple[str, object]]) -> object:
        return translate(parse_query(text), base, dict(names))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor, "parseQuery", lambda text: text)
        patch.setattr(
            processor,
            "translateQuery",
            lambda text, base=None, names=None: prepared(text, base, frozenset((names or {}).items())),
        )
        yield


@pytest.mark.parametrize("part", range(4))
def test_both_engines_agree_on_every_result(part: int) -> None:
    for number in range(part, VARIANTS, 4):
        data = broken_variant(number)
        report = validate(data, real()[2], engine="both")
        assert report.results
        assert not report.disagreements, (data.name, report.disagreements[:3])


def parts_of(result: Result) -> list[object]:
    """What a report tells of the shapes that a constraint names, messages put aside."""
    return [
        (
            *part[:-1],
            [(*one.key, str(one.place), parts_of(one)) for cause in part[-1] for one in cause.results],
        )
        for part in ((str(p.node), p.called, p.conforms, str(p.place), p.causes) for p in result.parts)
    ]


def test_both_engines_tell_the_same_parts_of_nested_shapes() -> None:
    told = 0
    for number in (1, 4, 6, 10):
        data = broken_variant(number)
        ours, theirs = (validate(data, real()[2], engine=engine).results for engine in ("shacl", "pyshacl"))
        assert [(*one.key, parts_of(one)) for one in ours] == [(*one.key, parts_of(one)) for one in theirs]
        told += sum(len(one.parts) for one in ours)
    assert told


def test_both_engines_agree_on_the_real_graph() -> None:
    project = open_project(ROOT)
    report = validate_project(project, lambda: close(project).store, engine="both")
    assert report.conforms
    assert not report.disagreements
