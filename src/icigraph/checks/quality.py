"""Quality beyond shapes: each check is a SPARQL query of `checks/`, and what it finds is a result with its
place.

A check sees the graphs `chk:ontology`, `chk:data`, `chk:shapes`, `chk:inferred`, and `chk:queries`, where
each question is described: what it mentions, its unbound and misspelt variables, its patterns that share
none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, RdfFormat, Store, Triple

from icigraph.base.faults import Place
from icigraph.base.nearest import did_you_mean
from icigraph.checks.queries import Finding, look
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import SH, XSD, Namespace
from icigraph.rdf.placed.place_index import PlaceIndex
from icigraph.rdf.prefixes import Prefixes
from icigraph.validation.reading.dataset import Dataset, from_sources
from icigraph.validation.report import (
    Cause,
    Evidence,
    Result,
    Suggestion,
    Term,
    ValidationReport,
    order,
)
from icigraph.validation.shapes.names import prefixes_of

__all__ = ["CHECKS", "QualityCheck", "Question", "check_quality", "read_checks"]

CHECKS = Path(__file__).with_name("rules")
CHK = Namespace("urn:x-icigraph:check#")
_QUERY = "urn:x-icigraph:query:"


@dataclass(frozen=True, slots=True)
class QualityCheck:
    """One check: its name, what it finds, what to do about it, how grave it is, and the query that finds
    it.
    """

    name: str
    title: str
    description: str
    severity: NamedNode
    query: str


@dataclass(frozen=True, slots=True)
class Question:
    """A canned question: its file as a user would type it, and its text."""

    file: str
    text: str


def read_checks(folder: Path = CHECKS) -> tuple[QualityCheck, ...]:
    """The checks of a folder by name.

    >>> read_checks()[0].name
    'citation-not-verifiable'
    """
    return tuple(_check(path) for path in sorted(folder.glob("*.rq")))


def _check(path: Path) -> QualityCheck:
    text = path.read_text(encoding="utf-8")
    head = dict(line[2:].strip().split(": ", 1) for line in text.splitlines() if line.startswith("#+"))
    return QualityCheck(
        path.stem, head["title"], head["description"], SH[head["severity"].capitalize()], text
    )


def check_quality(
    ontology: tuple[Source, ...],
    data: tuple[Source, ...],
    shapes: tuple[Source, ...] = (),
    questions: tuple[Question, ...] = (),
    *,
    inferred: Iterable[Triple] = (),
    checks: Iterable[QualityCheck] | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> ValidationReport:
    """Run the checks (all of them unless given) and report what they find, in the forms of a validation
    report.

    >>> text = b"<x:p> a <http://www.w3.org/2002/07/owl#ObjectProperty> ."
    >>> ontology = Source("a.ttl", text, RdfFormat.TURTLE, "file:///a.ttl")
    >>> [cause.why for cause in check_quality((ontology,), ()).causes][:1]
    ['a term is not used']
    """
    merged = [from_sources(group) for group in (ontology, data, shapes)]
    names = prefixes_of((*ontology, *data, *shapes))
    store = _loaded(merged)
    store.extend(
        Quad(triple.subject, triple.predicate, triple.object, CHK["inferred"]) for triple in inferred
    )
    _describe(store, questions, {**names.names, **(prefixes or {})})
    finder = _Places(
        tuple(PlaceIndex.of(one) for one in merged),
        {question.file: question.text for question in questions},
        names,
        store,
    )
    chosen = read_checks() if checks is None else tuple(checks)
    causes = tuple(cause for check in chosen for cause in _found(check, store, finder))
    texts = tuple(Source(q.file, q.text.encode(), RdfFormat.TURTLE, "urn:x") for q in questions)
    inputs = {source.name: source for source in (*ontology, *data, *shapes, *texts)}
    return ValidationReport(
        results=tuple(sorted((result for cause in causes for result in cause.results), key=order)),
        faults=tuple(fault for one in merged for fault in one.faults),
        data_triples=sum(one.data.triples for one in merged),
        files=tuple(inputs),
        causes=causes,
        inputs=inputs,
        names=names,
    )


def _loaded(merged: list[Dataset]) -> Store:
    store = Store()
    for name, dataset in zip(("ontology", "data", "shapes"), merged, strict=True):
        store.bulk_load(dataset.data.text.encode(), format=RdfFormat.N_TRIPLES, to_graph=CHK[name])
    return store


def _describe(store: Store, questions: Iterable[Question], prefixes: Mapping[str, str]) -> None:
    for question in questions:
        store.extend(_described(question, prefixes))
    spaces = {
        term.subject.value.rpartition("#")[0] + "#"
        for term in store.quads_for_pattern(None, None, None, CHK["ontology"])
        if isinstance(term.subject, NamedNode) and "#" in term.subject.value
    }
    store.extend(Quad(CHK["ontology"], CHK["ownSpace"], Literal(space), CHK["queries"]) for space in spaces)


def _described(question: Question, prefixes: Mapping[str, str]) -> Iterator[Quad]:
    found = look(question.text, prefixes)
    query, graph = NamedNode(_query_iri(question.file)), CHK["queries"]
    for term in found.terms:
        node = NamedNode(f"{query.value}#{term.start}")
        yield Quad(query, CHK["mentions"], NamedNode(term.name), graph)
        yield Quad(query, CHK["mention"], node, graph)
        yield Quad(node, CHK["term"], NamedNode(term.name), graph)
        yield Quad(node, CHK["start"], _number(term.start), graph)
    for kind, findings in (
        ("unbound", found.unbound),
        ("lonely", found.lonely),
        ("unjoined", found.unjoined),
    ):
        for finding in findings:
            yield from _finding(query, kind, finding)


def _finding(query: NamedNode, kind: str, finding: Finding) -> Iterator[Quad]:
    node, graph = NamedNode(f"{query.value}#{kind}{finding.start}"), CHK["queries"]
    yield Quad(query, CHK[kind], node, graph)
    yield Quad(node, CHK["name"], Literal(f"?{finding.name}"), graph)
    yield Quad(node, CHK["start"], _number(finding.start), graph)
    if finding.hint:
        yield Quad(node, CHK["hint"], Literal(f"did you mean ?{finding.hint}?"), graph)


def _query_iri(file: str) -> str:
    from urllib.parse import quote

    return _QUERY + quote(file)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD["integer"])


@dataclass(frozen=True, slots=True)
class _Places:
    """Finds where what a check found is written."""

    indexes: tuple[PlaceIndex, ...]
    questions: Mapping[str, str]
    names: Prefixes
    store: Store

    def evidence(self, subject: object, start: int | None) -> tuple[Evidence, ...]:
        file = self.file_of(subject)
        if file is not None:
            return (Evidence(_place(file, self.questions[file], start or 0)),)
        return self._asserted(subject) if isinstance(subject, NamedNode) else ()

    def file_of(self, subject: object) -> str | None:
        return next(
            (file for file in self.questions if str(getattr(subject, "value", "")) == _query_iri(file)), None
        )

    def _asserted(self, subject: NamedNode) -> tuple[Evidence, ...]:
        for index in self.indexes:
            about = index.of_subject(subject)
            if about:
                return (Evidence(about[0].subject),)
        return ()

    def used(self, term: NamedNode, user: object) -> tuple[Evidence, ...]:
        """Where a node uses a term as property or class."""
        for index in self.indexes:
            for placed in index.of_subject(user) if isinstance(user, NamedNode) else ():
                if placed.triple.predicate == term:
                    return (Evidence(placed.predicate, placed.triple),)
                if placed.triple.object == term:
                    return (Evidence(placed.object, placed.triple),)
        return ()

    def nearest_term(self, term: object) -> str | None:
        """The known term that is spelt nearest."""
        known = {
            quad.subject.value
            for quad in self.store.quads_for_pattern(None, None, None, CHK["ontology"])
            if isinstance(quad.subject, NamedNode)
        }
        known |= {
            quad.subject.value
            for quad in self.store.quads_for_pattern(None, None, None, CHK["data"])
            if isinstance(quad.subject, NamedNode)
        }
        value = str(getattr(term, "value", term))
        space = value[: max(value.rfind("#"), value.rfind("/")) + 1]
        near = {self.names.show(NamedNode(one)) for one in known if one.startswith(space)}
        return did_you_mean(self.names.show(NamedNode(value)), near)


def _place(file: str, text: str, start: int) -> Place:
    line = text.count("\n", 0, start) + 1
    return Place(file, line, start - (text.rfind("\n", 0, start) + 1) + 1)


def _found(check: QualityCheck, store: Store, places: _Places) -> Iterator[Cause]:
    rows: list[QuerySolution] = list(store.query(check.query, use_default_graph_as_union=True))  # type: ignore[arg-type]
    wanted = {
        node for row in rows for node in (row["subject"], _get(row, "where")) if isinstance(node, NamedNode)
    }
    for index in places.indexes:
        index.want(wanted)
    results = tuple(_result(check, row, places) for row in rows)
    if results:
        ordered = tuple(sorted(results, key=order))
        component = CHK[check.name]
        yield Cause(
            component, component, component, None, check.severity, check.title, check.description, ordered
        )


def _result(check: QualityCheck, row: QuerySolution, places: _Places) -> Result:
    subject, other = row["subject"], _get(row, "other")
    start, hint, where = _get(row, "start"), _get(row, "hint"), _get(row, "where")
    evidence = (
        places.used(subject, where)
        if where is not None
        else places.evidence(subject, int(start.value) if isinstance(start, Literal) else None)
    )
    advice = hint.value if isinstance(hint, Literal) else None
    if check.name in ("query-unknown-term", "term-undefined"):
        advice = places.nearest_term(other or subject)
    file = places.file_of(subject)
    component = CHK[check.name]
    return Result(
        focus=Literal(file) if file else subject,
        component=component,
        severity=check.severity,
        shape=component,
        root=component,
        value=other,
        evidence=evidence,
        suggestions=(Suggestion(advice),) if advice else (),
    )


def _get(row: QuerySolution, name: str) -> Term | None:
    try:
        found: Term | None = row[name]
    except (KeyError, ValueError):
        return None
    return found
