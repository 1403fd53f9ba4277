"""Where each result arises: the triples at fault, the block where something is missing, the place of the
shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from icigraph.base.faults import Place
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import RDF, SH
from icigraph.rdf.placed.document import LineTable, Placed
from icigraph.rdf.placed.lexer import closing_bracket
from icigraph.rdf.placed.place_index import PlaceIndex
from icigraph.validation.reading.blank_digests import BlankNodes
from icigraph.validation.reading.dataset import Dataset
from icigraph.validation.report import Evidence, Result, Term
from icigraph.validation.shapes.paths import Path, steps
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.telling.messages import queries_of

__all__ = ["Finder"]

_IRIS = re.compile(r"<([^>\s]+)>|\b([\w-]*):([\w./-]*\w)")
_HOPS = 2


@dataclass(frozen=True)
class Finder:
    r"""Finds places in the files of one data graph (`asserted`); `closed` is that graph with its inferred
    triples.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.validation.reading.dataset import DataText, from_sources
    >>> data = from_sources((Source("a.ttl", b"<x:a> <x:p> <x:b> .\n", RdfFormat.TURTLE, "x:"),))
    >>> finder = Finder(data, data, ShapeGraph(Dataset(DataText(""))), lambda triple: ())
    >>> terms = NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> [result] = finder.located((Result(*terms, path=NamedNode("x:p"), value=NamedNode("x:b")),))
    >>> str(result.place)
    'a.ttl:1:13'
    """

    asserted: Dataset
    closed: Dataset
    shapes: ShapeGraph
    leaves: Callable[[Triple], Iterable[Triple]]
    """Gives the stated triples that an inferred one was drawn from."""

    @cached_property
    def data(self) -> PlaceIndex:
        """The places of the data's triples."""
        return PlaceIndex.of(self.asserted)

    @cached_property
    def _written(self) -> PlaceIndex:
        return PlaceIndex.of(self.shapes.dataset)

    @cached_property
    def _store(self) -> Store:
        store = Store()
        store.bulk_extend(self.closed.data.quads())
        return store

    def located(self, results: tuple[Result, ...]) -> tuple[Result, ...]:
        """The results with their evidence, their place of insertion and the place of their shape."""
        self._read_for(results)
        return tuple(self._located(result) for result in results)

    def _read_for(self, results: tuple[Result, ...]) -> None:
        """Read what most results look at in one go, since each reading is one of the whole files."""
        if results:
            nodes = {term for r in results for term in (r.focus, r.value) if _is_node(term)}
            self.data.want(nodes)  # type: ignore[arg-type]
            self.data.want((), {r.focus for r in results if not self._about(r.focus)})
            self._written.want({r.shape for r in results})

    def _located(self, result: Result) -> Result:
        evidence = tuple(_unique(self._evidence(result)))
        insert = self._insert(result) if _missing(result) else None
        place, digests = self._shape_place(result), tuple(self._digests(result))
        return replace(result, evidence=evidence, insert=insert, shape_place=place, digests=digests)

    def _digests(self, result: Result) -> Iterable[tuple[str, str]]:
        for term in (result.focus, result.value):
            if isinstance(term, BlankNode):
                yield str(term), self._blanks.digest(self._labels.get(term, term.value))

    @cached_property
    def _blanks(self) -> BlankNodes:
        return BlankNodes(self.closed.data.text)

    @cached_property
    def _labels(self) -> dict[BlankNode, str]:
        return {name: f"b{number}" for number, name in enumerate(self.closed.data.names)}

    def _evidence(self, result: Result) -> list[Evidence]:
        found = [one for triple, end in self._at_fault(result) for one in self._places(triple, end)]
        if _missing(result) or not found or (result.path is None and _component(result) == "Class"):
            return [*self._block(result.focus), *found]
        return found

    def _at_fault(self, result: Result) -> list[tuple[Triple, Term]]:
        """The triples at fault, each with the one of its ends that is."""
        name = _component(result)
        own = not result.component.value.startswith(str(SH))
        special = Finder._queried if own else _CONTRIBUTIONS.get(name)
        beside = special(self, result) if special else ()
        return [*self._main(result), *((triple, triple.object) for triple in beside)]

    def _main(self, result: Result) -> list[tuple[Triple, Term]]:
        """The triples that lead from the focus node to the value, the last one first, each with the end that
        the path arrives at (of an inverse path that is the subject); all values' when none is named.
        """
        if result.path is None:
            return []
        if result.value is not None and isinstance(result.path, NamedNode):
            return [(triple, result.value) for triple in _said(result.focus, result.path, result.value)]
        ways = self._ways(result.path, result.focus)
        if result.value is not None:
            return list(reversed(_arrivals(ways.get(result.value, ()), result.focus)))
        return [_arrivals(way, result.focus)[-1] for way in self._offending(result, ways) if way]

    @cached_property
    def _ways(self) -> Callable[[Path, Term], dict[Term, tuple[Triple, ...]]]:
        """`steps` in the data; those last asked for are kept, since many results may share path and focus."""
        return lru_cache(maxsize=256)(lambda path, focus: steps(path, focus, self.match))

    def _offending(self, result: Result, ways: dict[Term, tuple[Triple, ...]]) -> list[tuple[Triple, ...]]:
        """Of values too many, those beyond the limit first; of values with one language, those that share
        it.
        """
        if _component(result) == "UniqueLang":
            return [way for value, way in ways.items() if self._shares_language(value, ways)]
        listed = sorted(ways.values(), key=lambda way: self._order(way[-1]) if way else ())
        limit = self._limit(result)
        return listed[limit:] + listed[:limit]

    def _limit(self, result: Result) -> int:
        value = self.shapes.value(result.shape, SH["maxCount"])
        return int(value.value) if isinstance(value, Literal) and value.value.isdigit() else 0

    def _order(self, triple: Triple) -> tuple[object, ...]:
        placed = self.data.find(triple)
        return (placed.object.file, placed.object.line or 0, placed.object.column or 0) if placed else ("",)

    def _shares_language(self, value: Term, others: Iterable[Term]) -> bool:
        tag = value.language if isinstance(value, Literal) else None
        return bool(tag) and any(
            isinstance(one, Literal) and one != value and one.language == tag for one in others
        )

    def match(self, subject: Term | None, predicate: NamedNode, value: Term | None) -> list[Triple]:
        """Triples of the closed data graph, in a fixed order."""
        if subject is not None and self.asserted.written and self.closed.data is self.asserted.data:
            return [triple for triple in self._asserted(subject, predicate) if value in (None, triple.object)]
        quads = self._store.quads_for_pattern(subject, predicate, value, None)  # type: ignore[arg-type]
        return sorted((quad.triple for quad in quads), key=str)

    def values(self, focus: Term, path: Path) -> list[Term]:
        """The values of a path from a node, in a fixed order."""
        return list(self._ways(path, focus))

    def shape_written(self, shape: object) -> Place | None:
        """Where a shape is written."""
        about = self._written.of_subject(shape) if isinstance(shape, NamedNode | BlankNode) else []
        return about[0].subject if about else None

    def _types(self, result: Result) -> list[Triple]:
        node = result.value if _is_node(result.value) else None
        return self._asserted(node, RDF["type"]) if node is not None else []

    def _asserted(self, subject: Term, predicate: NamedNode) -> list[Triple]:
        return [one.triple for one in self.data.of_subject(subject) if one.triple.predicate == predicate]

    def _compared(self, result: Result) -> list[Triple]:
        """For a pair of properties: the values of the other one; where both should share a value, just
        that.
        """
        other = self.shapes.value(result.shape, SH[_PAIRS[_component(result)]])
        if not isinstance(other, NamedNode):
            return []
        if _component(result) in ("Disjoint", "Equals") and result.value is not None:
            return _said(result.focus, other, result.value)
        return self._asserted(result.focus, other)

    def _queried(self, result: Result) -> list[Triple]:
        """The triples around the focus node whose predicates the constraint's query names."""
        named = self._query_predicates(result)
        found: list[Triple] = []
        nodes: list[Term] = [result.focus]
        for _ in range(_HOPS):
            around = [one.triple for node in nodes for one in self.data.of_subject(node)]
            hits = [triple for triple in around if triple.predicate in named and triple not in found]
            # A predicate that leads to the value is at fault with that value, not with its others.
            led = {triple.predicate for triple in hits if triple.object == result.value}
            hits = [one for one in hits if one.predicate not in led or one.object == result.value]
            found += sorted(hits, key=lambda triple: triple.object != result.value)
            nodes = [triple.object for triple in hits if _is_node(triple.object)]
        return found

    def _query_predicates(self, result: Result) -> set[NamedNode]:
        prefixes = self.shapes.declared_prefixes
        iris = (
            full or prefixes.get(prefix, "") + local
            for query in queries_of(result, self.shapes)
            for full, prefix, local in _IRIS.findall(query)
        )
        given = self.shapes.parameters(result.component)
        values = {value for one in given for value in self.shapes.values(result.shape, one)}
        named = {value for value in values if isinstance(value, NamedNode)}
        return {NamedNode(iri) for iri in iris if ":" in iri} | named

    def _places(self, triple: Triple, end: Term) -> list[Evidence]:
        found = [one for one in self.data.of_subject(triple.subject) if one.triple == triple]
        if found:
            away = end != triple.object
            return [Evidence(one.subject if away else one.object, triple, one.predicate) for one in found]
        drawn = (self.data.find(leaf) for leaf in self.leaves(triple))
        return [Evidence(one.object, one.triple, one.predicate, inferred=True) for one in drawn if one]

    def _block(self, focus: Term) -> list[Evidence]:
        """Where the focus node's block starts; of a node that nothing is said about, where it is named."""
        about = self._about(focus)
        if about:
            return [Evidence(about[0].subject)]
        return [Evidence(one.object, one.triple, one.predicate) for one in self.data.of_object(focus)[:1]]

    def _about(self, focus: Term) -> list[Placed]:
        return self.data.of_subject(focus) if _is_node(focus) else []

    def _insert(self, result: Result) -> Place | None:
        about = self._about(result.focus)
        return self._block_end(about[0]) if about else None

    def _block_end(self, first: Placed) -> Place | None:
        """Where a subject's first block ends: its full stop, or the bracket that closes it; None in RDF/XML
        and JSON-LD, where only its beginning is known.
        """
        source = self._sources.get(first.subject.file)
        if source is None or not source.syntax.placed:
            return None
        if not isinstance(first.triple.subject, BlankNode):
            return first.end
        lines = _line_table(source)
        bracket = closing_bracket(
            source.text, lines.offset(first.subject.line or 1, first.subject.column or 1)
        )
        return first.end if bracket is None else lines.place(bracket)

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.name: source for source in self.asserted.sources}

    def _shape_place(self, result: Result) -> Place | None:
        """Where the parameter of the constraint is written, or the shape itself."""
        key = result.shape, result.component
        if key not in self._shape_places:
            self._shape_places[key] = self._parameter_place(result)
        return self._shape_places[key]

    @cached_property
    def _shape_places(self) -> dict[tuple[object, NamedNode], Place | None]:
        return {}

    def _parameter_place(self, result: Result) -> Place | None:
        name = _component(result)
        usual = SH[name[:1].lower() + name[1:] if name != "SPARQL" else "sparql"]
        wanted = (usual, *self.shapes.parameters(result.component))
        about = self._written.of_subject(result.shape)
        chosen = next((one.predicate for one in about if one.triple.predicate in wanted), None)
        return chosen or self.shape_written(result.shape)


@lru_cache(maxsize=8)
def _line_table(source: Source) -> LineTable:
    return LineTable(source.text, source.name)


_PAIRS = {
    "LessThan": "lessThan",
    "LessThanOrEquals": "lessThanOrEquals",
    "Equals": "equals",
    "Disjoint": "disjoint",
}
_CONTRIBUTIONS: dict[str, Callable[[Finder, Result], Iterable[Triple]]] = {
    "Class": Finder._types,
    "SPARQL": Finder._queried,
    **dict.fromkeys(_PAIRS, Finder._compared),
}


def _component(result: Result) -> str:
    return result.component.value.rpartition("#")[2].removesuffix("ConstraintComponent")


def _arrivals(way: Iterable[Triple], start: Term) -> list[tuple[Triple, Term]]:
    """The triples of a way, each with the term that it leads to, coming from `start`."""
    found, at = [], start
    for triple in way:
        at = triple.object if triple.subject == at else triple.subject
        found.append((triple, at))
    return found


def _said(subject: Term, predicate: NamedNode, value: Term) -> list[Triple]:
    """The triple of these terms, unless a literal or a triple term would be its subject."""
    node = isinstance(subject, NamedNode | BlankNode)
    return [Triple(subject, predicate, value)] if node else []  # type: ignore[arg-type]


def _missing(result: Result) -> bool:
    return _component(result) in ("MinCount", "QualifiedMinCount", "HasValue")


def _is_node(term: object) -> bool:
    return isinstance(term, NamedNode | BlankNode)


def _unique(evidence: Iterable[Evidence]) -> Iterable[Evidence]:
    return {(one.place, one.triple): one for one in evidence}.values()
