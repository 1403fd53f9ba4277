"""Classes and properties of shapes that the data does not have, where it has one that is nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from icigraph.rdf.namespaces import OWL, RDF, RDFS
from icigraph.validation.lint.draft import Draft, Naming, at_object
from icigraph.validation.lint.likeness import Likeness, local_of, space_of
from icigraph.validation.reading.statements import TYPE, Statements, iri, lines_with, sh

__all__ = ["unmatched_names"]

_CLASS_USES = tuple(sh(name) for name in ("targetClass", "class"))
_PROPERTY_USES = tuple(
    sh(name)
    for name in (
        "path",
        "targetSubjectsOf",
        "targetObjectsOf",
        "equals",
        "disjoint",
        "lessThan",
        "lessThanOrEquals",
    )
)
_STEPS = tuple(sh(f"{name}Path") for name in ("inverse", "zeroOrMore", "oneOrMore", "zeroOrOne"))
_ALTERNATIVE, _FIRST = sh("alternativePath"), str(RDF["first"])
_PREDICATE = re.compile(r" (<[^>]*>) ")
_CLASS_KINDS = tuple(str(one) for one in (RDFS["Class"], OWL["Class"]))
_PROPERTY_KINDS = tuple(
    str(one)
    for one in (RDF["Property"], OWL["ObjectProperty"], OWL["DatatypeProperty"], OWL["AnnotationProperty"])
)
_SHOWN = 3
_LARGE = 20_000_000
_SMALL = 4_000_000
"""Data of so many characters is read for its predicates in less time than one that is not there is sought."""


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a term stands in the shapes: the triple that has it, and in how many."""

    triple: tuple[str, str, str]
    count: int


def unmatched_names(shapes: Statements, data: str, spelt: Naming) -> Iterator[Draft]:
    """A finding for each term that neither the data (N-Triples) nor the shapes describe or use otherwise, and
    that is nearly the same as one they do; those that differ in the namespace alone are told together.

    >>> shapes = Statements(f"<x:S> {sh('property')} <x:P> .\\n<x:P> {sh('path')} <http://a/partnrIn> .\\n")
    >>> found = unmatched_names(shapes, '<x:a> <http://a/partnerIn> "b" .\\n', str)
    >>> [draft.hint for draft in found]
    ['did you mean <http://a/partnerIn>?']
    """
    some = data if len(data) < _LARGE else _ends(data)
    predicates = cache(lambda: set(_PREDICATE.findall(some)))
    uses = _class_uses(shapes)
    unmatched = _absent(uses, shapes, data)
    if unmatched:
        yield from _drafts("class", unmatched, set(uses), _known_classes(shapes, some), spelt)
    uses = _property_uses(shapes)
    if len(data) < _SMALL:
        uses = {term: use for term, use in uses.items() if term not in predicates()}
    unmatched = _absent(uses, shapes, data)
    if unmatched:
        known = predicates() | _declared(_PROPERTY_KINDS, shapes, some)
        yield from _drafts("property", unmatched, set(_property_uses(shapes)), known, spelt)


def _ends(data: str) -> str:
    """The beginning and the end of a large graph, whole lines: it has the same names over and over, and what
    is nearly the same as one that it lacks is looked for there. That it lacks one is known of all of it.
    """
    half = _LARGE // 2
    return data[: data.index("\n", half) + 1] + data[data.index("\n", len(data) - half) + 1 :]


def _class_uses(shapes: Statements) -> dict[str, _Use]:
    return _collected((s, p, o, o) for p in _CLASS_USES for s, o in shapes.pairs(p))


def _property_uses(shapes: Statements) -> dict[str, _Use]:
    return _collected(
        (s, p, o, one) for p in _PROPERTY_USES for s, o in shapes.pairs(p) for one in _named(o, shapes)
    )


def _collected(uses: Iterator[tuple[str, str, str, str]]) -> dict[str, _Use]:
    found: dict[str, _Use] = {}
    for subject, predicate, value, term in uses:
        if iri(term) is not None:
            seen = found.get(term)
            found[term] = _Use(seen.triple, seen.count + 1) if seen else _Use((subject, predicate, value), 1)
    return found


def _named(path: str, shapes: Statements) -> Iterator[str]:
    """The properties that a path names."""
    left, seen = [path], set()
    while left:
        one = left.pop()
        if one in seen:
            continue
        seen.add(one)
        if not one.startswith("_:"):
            yield one
            continue
        for predicate in _STEPS:
            left += shapes.values(one, predicate)
        heads = shapes.values(one, _ALTERNATIVE)
        left += shapes.items(heads[0] if heads else one) or []


def _absent(uses: dict[str, _Use], shapes: Statements, data: str) -> dict[str, _Use]:
    """Those that nothing describes and the data does not have."""
    unknown = {term: use for term, use in uses.items() if term not in shapes.subjects}
    return {term: use for term, use in unknown.items() if term not in data}


def _known_classes(shapes: Statements, data: str) -> set[str]:
    kinds = {line.split(" ", 2)[2][:-2] for line in lines_with(data, f" {TYPE} ")}
    return kinds | _declared(_CLASS_KINDS, shapes, data)


def _declared(kinds: tuple[str, ...], shapes: Statements, data: str) -> set[str]:
    there = {line.partition(" ")[0] for kind in kinds for line in lines_with(data, f" {TYPE} {kind} .\n")}
    return there | set(shapes.typed(frozenset(kinds)))


def _drafts(
    what: str, unmatched: dict[str, _Use], used: set[str], known: set[str], spelt: Naming
) -> Iterator[Draft]:
    names = (found for one in known if (found := iri(one)) is not None)
    likeness = Likeness(names, {space_of(term[1:-1]) for term in unmatched})
    spaces: dict[tuple[str, str], list[str]] = {}
    for term in unmatched:
        name = term[1:-1]
        same = likeness.same(name)
        # A term that the shapes have as well differs on purpose.
        near = same or next((one for one in likeness.slips(name) if f"<{one}>" not in used), None)
        if near is None:
            continue
        if local_of(near) == local_of(name):
            spaces.setdefault((space_of(name), space_of(near)), []).append(term)
        else:
            yield _finding(what, term, near, unmatched[term], spelt)
    for (_, space), terms in spaces.items():
        if len(terms) == 1:
            yield _finding(what, terms[0], space + local_of(terms[0][1:-1]), unmatched[terms[0]], spelt)
        else:
            yield _in_namespace(what, terms, space, unmatched[terms[0]], spelt)


def _finding(what: str, term: str, near: str, use: _Use, spelt: Naming) -> Draft:
    times = f" ({use.count} times)" if use.count > 1 else ""
    said = f"the {what} {spelt(term)} is neither in the data nor described{times}"
    return Draft("unknown-name", said, at_object(*use.triple), f"did you mean {_shown(near, term, spelt)}?")


def _in_namespace(what: str, terms: list[str], space: str, use: _Use, spelt: Naming) -> Draft:
    names = ", ".join(spelt(one) for one in terms[:_SHOWN]) + (" …" if len(terms) > _SHOWN else "")
    kinds = "classes" if what == "class" else "properties"
    said = (
        f"{len(terms)} {kinds} of <{space_of(terms[0][1:-1])}> are neither in the data nor described: {names}"
    )
    return Draft("unknown-name", said, at_object(*use.triple), f"did you mean the namespace <{space}>?")


def _shown(near: str, term: str, spelt: Naming) -> str:
    """The near term by its short name, unless that would not show in what they differ."""
    return spelt(f"<{near}>") if near.startswith(space_of(term[1:-1])) else f"<{near}>"
