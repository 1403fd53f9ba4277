"""Constraint components that the shapes declare themselves, in the form that engines get right.

Both engines bind `$value` beforehand in validators that are SELECT queries, and run these once for each value
of a property shape. SHACL (section 6.3) has them run once for each focus node and find the value themselves.
So each constraint of such a component is given to the engines as a SPARQL constraint of its shape (section
5), with the component's parameters in the text of its query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from icigraph.base.faults import InputError
from icigraph.rdf.namespaces import RDF, SH
from icigraph.rdf.terms import local_name
from icigraph.validation.engines.prebinding import is_query, prebound
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.report import Result
from icigraph.validation.shapes.shape_graph import ShapeGraph

__all__ = ["Components", "for_engine"]

_NAME = "urn:x-icigraph:constraint:"
_QUERIES = {
    SH["nodeValidator"]: ("select", "ask"),
    SH["propertyValidator"]: ("select", "ask"),
    SH["validator"]: ("ask", "select"),
}
_PATH = re.compile(r"[$?]PATH\b")
_ANY_PATH = "<urn:x-icigraph:path>"


@dataclass(frozen=True, slots=True)
class _Constraint:
    """One constraint of a component with a SELECT validator, as a SPARQL constraint of its shape."""

    name: NamedNode
    component: NamedNode
    shape: NamedNode | BlankNode
    query: str
    messages: tuple[Literal, ...]
    prefixes: tuple[object, ...]

    def triples(self) -> Iterator[Triple]:
        yield Triple(self.shape, SH["sparql"], self.name)
        yield Triple(self.name, RDF["type"], SH["SPARQLConstraint"])
        yield Triple(self.name, SH["select"], Literal(self.query))
        for text in self.messages or (Literal(""),):
            marked = f"{self.name.value} {text.value}"
            yield Triple(self.name, SH["message"], Literal(marked, language=text.language))
        for prefixes in self.prefixes:
            yield Triple(self.name, SH["prefixes"], prefixes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Components:
    """A shapes graph for engines, and the constraints in it that stand for those of components. `for_engine`
    gives it.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> Components(ShapeGraph(Dataset(DataText("")))).restored(())
    ()
    """

    shapes: ShapeGraph
    constraints: tuple[_Constraint, ...] = ()

    def restored(self, results: tuple[Result, ...]) -> tuple[Result, ...]:
        """The results as the shapes have them: each of its component, with its messages."""
        names = {one.name.value: one.component for one in self.constraints}
        return tuple(_restored(result, names) for result in results) if names else results


def _restored(result: Result, names: dict[str, NamedNode]) -> Result:
    marks = (text.value.partition(" ")[0] for text in result.messages)
    component = next((names[mark] for mark in marks if mark in names), None)
    if component is None:
        return result
    messages = tuple(text for text in map(_unmarked, result.messages) if text.value)
    return replace(result, component=component, messages=messages)


def _unmarked(text: Literal) -> Literal:
    if not text.value.startswith(_NAME):
        return text
    said = text.value.partition(" ")[2]
    return Literal(said, language=text.language) if text.language else Literal(said)


def for_engine(shapes: ShapeGraph) -> Components:
    """The shapes with the constraints of SELECT validators as SPARQL constraints of shapes.

    A component stays as it is where that cannot be said: a parameter is a blank node, or its value may not
    stand where the variable does. InputError when a validator is of the wrong kind.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.validation.reading.dataset import from_sources
    >>> from icigraph.rdf.documents import Source
    >>> text = b'''@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> sh:targetNode <x:a> ; <x:most> 3 .
    ... <x:C> a sh:ConstraintComponent ; sh:parameter [ sh:path <x:most> ] ; sh:nodeValidator
    ... [ sh:select "SELECT $this { $this <x:p> ?v FILTER(?v > $most) }" ] .'''
    >>> found = for_engine(ShapeGraph(from_sources((Source("s.ttl", text, RdfFormat.TURTLE, "x:"),))))
    >>> [str(one.component) for one in found.constraints], len(list(found.shapes.pairs(SH["sparql"])))
    (['<x:C>'], 1)
    """
    _must_be_of_their_kind(shapes)
    found: list[_Constraint] = []
    gone: set[object] = set()
    for component in _declared(shapes):
        made = _constraints(component, shapes, len(found))
        if made is not None:
            found += made
            gone |= _replaced(component, made, shapes)
    lines = [f"{triple} .\n" for triple in shapes.triples if not gone & {triple, triple.subject}]
    lines += [f"{triple} .\n" for one in found for triple in one.triples()]
    data = DataText("".join(lines), shapes.dataset.data.names)
    return Components(ShapeGraph(replace(shapes.dataset, data=data)), tuple(found))


def _must_be_of_their_kind(shapes: ShapeGraph) -> None:
    """SELECT queries and ASK queries are validators in different places: else the shapes are ill-formed."""
    for triple in shapes.triples:
        wanted, other = _QUERIES.get(triple.predicate, ("", ""))
        if (
            wanted
            and shapes.values(triple.object, SH[other])
            and not shapes.values(triple.object, SH[wanted])
        ):
            from icigraph.validation.shapes.ill_formed import fault_at

            kind = local_name(triple.predicate)
            said = f"sh:{kind} needs a query with sh:{wanted}, not sh:{other} (SHACL section 6.2.3)"
            hint = (
                "write sh:validator" if other == "ask" else "write sh:nodeValidator or sh:propertyValidator"
            )
            raise InputError(fault_at(said, triple, shapes, hint))


def _declared(shapes: ShapeGraph) -> list[NamedNode]:
    """The components that have SELECT validators."""
    owners = (s for s, p, _ in shapes.triples if p in (SH["nodeValidator"], SH["propertyValidator"]))
    return [one for one in dict.fromkeys(owners) if isinstance(one, NamedNode)]


def _constraints(component: NamedNode, shapes: ShapeGraph, start: int) -> list[_Constraint] | None:
    """The constraints of a component that are SELECT queries; None where one cannot be said otherwise."""
    declared = shapes.values(component, SH["parameter"])
    paths = [shapes.value(one, SH["path"]) for one in declared]
    needed = [path for one, path in zip(declared, paths, strict=True) if not _is_optional(one, shapes)]
    made: list[_Constraint] = []
    for shape in dict.fromkeys(s for s, p, _ in shapes.triples if needed and p == needed[0]):
        if not all(shapes.values(shape, path) for path in needed):  # type: ignore[arg-type]
            continue
        validator = _validator(component, shape, shapes)
        for values in _given(shape, paths, shapes) if validator is not None else ():
            query = _query(validator, values, shapes)
            if query is None:
                return None
            made.append(
                _Constraint(
                    NamedNode(f"{_NAME}{start + len(made)}"),
                    component,
                    shape,
                    query,
                    tuple(shapes.messages(validator) or shapes.messages(component)),
                    tuple(shapes.values(validator, SH["prefixes"])),
                )
            )
    return made


def _is_optional(parameter: object, shapes: ShapeGraph) -> bool:
    value = shapes.value(parameter, SH["optional"])
    return isinstance(value, Literal) and value.value in ("true", "1")


def _validator(component: NamedNode, shape: object, shapes: ShapeGraph) -> object | None:
    """The validator that SHACL section 6.2.3 selects for a shape, if it is one for its kind of shape."""
    kind = "propertyValidator" if shapes.values(shape, SH["path"]) else "nodeValidator"
    return shapes.value(component, SH[kind])


def _given(shape: object, paths: list[object | None], shapes: ShapeGraph) -> Iterator[dict[str, object]]:
    """What a shape gives for the parameters; of one that is the only one each value is a constraint."""
    known = [path for path in paths if isinstance(path, NamedNode) and shapes.values(shape, path)]
    for chosen in product(*(shapes.values(shape, path) for path in known)):
        yield {local_name(path): value for path, value in zip(known, chosen, strict=True)}


def _query(validator: object, values: dict[str, object], shapes: ShapeGraph) -> str | None:
    """The validator's query with the parameters in it; None if it is none."""
    select = shapes.value(validator, SH["select"])
    terms = {name: term for name, term in values.items() if isinstance(term, NamedNode | Literal)}
    if not isinstance(select, Literal) or len(terms) < len(values):
        return None
    query = prebound(select.value, terms)
    tried = _PATH.sub(_ANY_PATH, query)
    return query if is_query(tried, dict(shapes.declared_prefixes)) else None


def _replaced(component: NamedNode, made: list[_Constraint], shapes: ShapeGraph) -> set[object]:
    """What the engines must not see as well: the component; or what a shape gives it, where it also has a
    validator that they run.
    """
    if not shapes.values(component, SH["validator"]):
        return {component}
    paths = {shapes.value(one, SH["path"]) for one in shapes.values(component, SH["parameter"])}
    users = {one.shape for one in made}
    return {triple for triple in shapes.triples if triple.subject in users and triple.predicate in paths}
