"""SPARQL in shapes, read and never run: what is not SPARQL, and what the engine cannot run, at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal

from icigraph.base.faults import Place
from icigraph.rdf.namespaces import OWL, XSD
from icigraph.rdf.queries import service_place, syntax_error, unknown_functions
from icigraph.rdf.sparql import syntax_fault, tokens
from icigraph.validation.lint.draft import Draft, within
from icigraph.validation.lint.parameters import QUERIES
from icigraph.validation.reading.statements import Statements, iri, parsed, sh

__all__ = ["faulty_queries"]

_VALIDATORS = tuple(sh(name) for name in ("validator", "nodeValidator", "propertyValidator"))
_IMPORTS = str(OWL["imports"])
_FORM = {"select": "SELECT", "ask": "ASK", "construct": "CONSTRUCT"}
# Most queries have nothing to be told of: what is cheap to look for decides whether their tokens are read.
_FORMS = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.ASCII | re.IGNORECASE)
_UNBINDABLE = re.compile(r"(?<![\w?$:])(?:minus|values|service)(?!\w)", re.ASCII | re.IGNORECASE)
_CALL = re.compile(rf"(\w*):[\w.%-]*\s*\(|<(?!{re.escape(XSD)})[^<>\s]*>\s*\(", re.ASCII)
_PATH = re.compile(r"[$?]PATH\b", re.ASCII)
_ANY_PATH = "<a:b>"
"""Stands for a path, and is as long as the variable, so that no column moves."""


@dataclass(frozen=True, slots=True)
class _Query:
    """One query of the shapes graph: its node, the property that holds it, its term and its text; and whether
    it is run here.
    """

    node: str
    predicate: str
    term: str
    text: str
    is_run: bool

    @property
    def form(self) -> str:
        return _FORM[self.predicate.rpartition("#")[2][:-1]]


def faulty_queries(shapes: Statements) -> Iterator[Draft]:
    """A finding for each query that is not SPARQL, is of another form than its property asks for, or has what
    cannot be run with variables bound beforehand (SHACL appendix A).

    >>> text = f'<x:S> {sh("sparql")} <x:Q> .\\n<x:Q> {sh("select")} "SELECT $this {{ $this" .\\n'
    >>> [(draft.code, draft.spot.offset) for draft in faulty_queries(Statements(text))]
    [('broken-query', 13)]
    """
    run = set(_nodes_run(shapes))
    declared: dict[tuple[str, ...], Mapping[str, str]] = {}
    for predicate in QUERIES:
        for node, term in shapes.pairs(predicate):
            value = parsed(node, predicate, term).object
            if isinstance(value, Literal):
                query = _Query(node, predicate, term, value.value, node in run)
                named = tuple(shapes.values(node, sh("prefixes")))
                if named not in declared:
                    declared[named] = _prefixes(named, shapes)
                found = _fault(query, declared[named])
                if found:
                    offset, said, hint = found
                    code = "broken-query" if query.is_run else "broken-unused-query"
                    place = within(node, predicate, term, offset)
                    yield Draft(code, said, place, hint)


def _nodes_run(shapes: Statements) -> Iterator[str]:
    """The nodes whose queries the engine runs: constraints, targets, and validators of components in use."""
    yield from shapes.objects(sh("sparql"))
    yield from shapes.objects(sh("target"))
    for predicate in _VALIDATORS:
        for component, validator in shapes.pairs(predicate):
            paths = [
                path
                for one in shapes.values(component, sh("parameter"))
                for path in shapes.values(one, sh("path"))
            ]
            if any(shapes.about(path) for path in paths):
                yield validator


def _prefixes(named: tuple[str, ...], shapes: Statements) -> Mapping[str, str]:
    """The prefixes of a query (SHACL section 5.2.1): those that its `sh:prefixes` declare or import."""
    found: dict[str, str] = {}
    left, seen = [*named], set()
    while left:
        one = left.pop()
        if one in seen:
            continue
        seen.add(one)
        left += shapes.values(one, _IMPORTS)
        for declared in shapes.values(one, sh("declare")):
            for prefix in shapes.values(declared, sh("prefix")):
                for space in shapes.values(declared, sh("namespace")):
                    found[_text(prefix)] = _text(space)
    return found


def _text(term: str) -> str:
    """What a literal or an IRI says: prefixes and namespaces hold nothing that is escaped."""
    return iri(term) or term[1:].partition('"')[0]


def _fault(query: _Query, prefixes: Mapping[str, str]) -> tuple[int, str, str | None] | None:
    """Where a query is at fault (code points from 0), what is wrong, and what would mend it."""
    text = _with_path(query.text)
    try:
        error = syntax_error(text, prefixes)
    except ValueError as wrong:
        return 0, f"the prefixes of the query cannot be used: {wrong}", None
    if error is not None:
        return _not_sparql(query.text, text, error, prefixes)
    if not query.is_run:
        return None
    return _not_run(query, text, prefixes)


def _with_path(text: str) -> str:
    """The query with a property where its pattern has the variable that stands for the path of the shape."""
    start = text.find("{")
    return text[:start] + _PATH.sub(_ANY_PATH, text[start:]) if start >= 0 else text


def _not_sparql(
    written: str, text: str, error: SyntaxError, prefixes: Mapping[str, str]
) -> tuple[int, str, str | None]:
    fault = syntax_fault(text, error, "", prefixes)
    said, hint = fault.message.partition("\n")[0], fault.hint
    place = fault.place or Place("", 1, 1)
    lines = written.split("\n")
    offset = sum(len(line) + 1 for line in lines[: (place.line or 1) - 1]) + (place.column or 1) - 1
    if said.startswith("no prefix is called"):
        hint = "declare it: sh:prefixes names a node with sh:declare [ sh:prefix … ; sh:namespace … ]"
    return offset, f"not SPARQL: {said}", hint


def _not_run(query: _Query, text: str, prefixes: Mapping[str, str]) -> tuple[int, str, str | None] | None:
    return (
        _wrong_form(query) or _not_bindable(query.text, text, prefixes) or _unknown_function(text, prefixes)
    )


def _wrong_form(query: _Query) -> tuple[int, str, None] | None:
    first = _FORMS.search(query.text)
    if first is None or first[0].upper() == query.form:
        return None
    words = (token for token in tokens(query.text) if token.kind == "word")
    form = next((token for token in words if _FORMS.fullmatch(token.text)), None)
    if form is None or form.text.upper() == query.form:
        return None
    return form.start, f"sh:{query.form.lower()} needs a {query.form} query, not {form.text}", None


def _not_bindable(written: str, text: str, prefixes: Mapping[str, str]) -> tuple[int, str, None] | None:
    """What may not stand in a query some of whose variables are bound beforehand."""
    if not _UNBINDABLE.search(written):
        return None
    said = "{} cannot be used in a query of shapes (SHACL appendix A)"
    for token in tokens(written):
        if token.kind == "word" and token.text.upper() in ("MINUS", "VALUES"):
            return token.start, said.format(token.text.upper()), None
    service = service_place(text, prefixes)
    return None if service is None else (service, said.format("SERVICE"), None)


def _unknown_function(text: str, prefixes: Mapping[str, str]) -> tuple[int, str, None] | None:
    calls = _CALL.findall(text)
    if all(prefix and prefixes.get(prefix) == str(XSD) for prefix in calls):
        return None
    unknown = unknown_functions(text, prefixes)
    if not unknown:
        return None
    token, function = unknown[0]
    return token.start, f"the function <{function}> is not one that the engine has", None
