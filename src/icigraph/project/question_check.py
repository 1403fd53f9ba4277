"""What is wrong with a question, found while the project is built: what would only show when it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Store

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.nearest import did_you_mean
from icigraph.project.datatypes import DATATYPES
from icigraph.project.question import RESERVED_OPTIONS, Parameter, question_of, type_of
from icigraph.rdf.namespaces import OWL, RDF, RDFS, XSD
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.queries import unknown_functions
from icigraph.rdf.sparql import declared_prefixes, excerpt, query_form, tokens, values_blocks

if TYPE_CHECKING:
    from icigraph.project.question import Question

__all__ = ["doubts_of", "faults_of", "with_types_spelled_out"]


def with_types_spelled_out(entry: Mapping[str, Any], text: str, prefixes: Prefixes) -> dict[str, Any]:
    """The front matter of a question with the types of its parameters as IRIs where only the query itself
    declares their prefix.

    >>> entry = {"parameters": [{"name": "v", "type": "xs:date"}]}
    >>> with_types_spelled_out(entry, "PREFIX xs: <x:> SELECT * {}", Prefixes({}))
    {'parameters': [{'name': 'v', 'type': '<x:date>'}]}
    """
    own = declared_prefixes(tokens(text))

    def spelled(item: Any) -> Any:
        if not isinstance(item, dict) or not isinstance(item.get("type"), str):
            return item
        prefix, colon, local = item["type"].partition(":")
        known = not colon or prefix in prefixes.names or prefix not in own
        return item if known else {**item, "type": f"<{own[prefix]}{local}>"}

    found = entry.get("parameters")
    if isinstance(found, list):
        return {**entry, "parameters": [spelled(item) for item in found]}
    if isinstance(found, dict):
        return {**entry, "parameters": {name: spelled(item) for name, item in found.items()}}
    return dict(entry)


def faults_of(name: str, entry: Mapping[str, Any], prefixes: Prefixes, store: Store) -> Iterator[Fault]:
    """What keeps a question from being asked: `entry` has its front matter, its `file` and its `text`,
    `store` the closed graph.

    An `InputError` says what its front matter lacks altogether.

    >>> entry = {"file": "queries/who.rq", "summary": "Who?", "text": "ASK { ?s ?p ?o }"}
    >>> print(*faults_of("who", entry, Prefixes({}), Store()))
    queries/who.rq: the question is not a SELECT query
      hint: write SELECT
    """
    question, text = question_of(name, entry), str(entry["text"])
    if query_form(text) != "SELECT":
        yield Fault("the question is not a SELECT query", Place(question.file), "write SELECT")
    known = values_blocks(text)
    options: dict[str, str] = {}
    for parameter in question.parameters:
        place = _place(text, question, parameter)
        for message, hint in _wrong(parameter, known, options, prefixes, store):
            yield Fault(message, place, hint)
        options.setdefault(parameter.option, parameter.name)


def _wrong(
    parameter: Parameter,
    blocks: Mapping[str, object],
    options: Mapping[str, str],
    prefixes: Prefixes,
    store: Store,
) -> Iterator[tuple[str, str | None]]:
    name = parameter.name
    if parameter.option in RESERVED_OPTIONS:
        yield (
            f"a parameter cannot be called {name!r}: --{parameter.option} is an option of `ask`",
            "rename it",
        )
    if parameter.option in options:
        yield f"{options[parameter.option]!r} and {name!r} are both called --{parameter.option}", "rename one"
    if name not in blocks:
        yield f"no VALUES block sets ?{name}", f"write the default as VALUES ?{name} {{ … }}"
    try:
        kind = type_of(parameter.type, prefixes)
    except InputError as error:
        yield f"the type of {name!r} is not known: {error.faults[0].message}", error.faults[0].hint
        return
    if kind is not None and not _is_type(kind, store):
        near = did_you_mean(parameter.type, _types(prefixes, store))
        yield f"the type of {name!r} is neither a datatype nor a class here: {parameter.type}", near


def _is_type(kind: NamedNode, store: Store) -> bool:
    patterns = (
        (kind, RDF["type"], OWL["Class"]),
        (kind, RDF["type"], RDFS["Class"]),
        (None, RDF["type"], kind),
    )
    return kind in DATATYPES or any(
        next(iter(store.quads_for_pattern(*pattern)), None) is not None for pattern in patterns
    )


def _types(prefixes: Prefixes, store: Store) -> Iterator[str]:
    yield from (f"xsd:{kind.value.removeprefix(str(XSD))}" for kind in DATATYPES)
    for quad in store.quads_for_pattern(None, RDF["type"], OWL["Class"], None):
        if isinstance(quad.subject, NamedNode):
            yield prefixes.shrink(quad.subject)


def _place(text: str, question: Question, parameter: Parameter) -> Place:
    """The line of the front matter that names a parameter."""
    named = rf"(?m)^#\+.*?\b({re.escape(parameter.name)})\b"
    inside = text.find("parameters:")
    found = re.compile(named).search(text, max(inside, 0))
    if found is None:
        return Place(question.file)
    line, column, _ = excerpt(text, found.start(1))
    return Place(question.file, line, column)


def doubts_of(text: str, file: str, prefixes: Prefixes) -> Iterator[Fault]:
    """What may go wrong with a question that can be asked: functions that this engine does not have, and
    others do.

    >>> query = "SELECT * { ?s ?p ?o FILTER(<x:f>(?o)) }"
    >>> print(*doubts_of(query, "queries/who.rq", Prefixes({})))
    queries/who.rq:1:28: the function <x:f> is not known to this engine
      hint: the question runs in tools that have it; here it ends with an error
    """
    for token, iri in unknown_functions(text, prefixes.names):
        line, column, _ = excerpt(text, token.start)
        hint = "the question runs in tools that have it; here it ends with an error"
        yield Fault(f"the function <{iri}> is not known to this engine", Place(file, line, column), hint)
