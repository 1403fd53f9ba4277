"""From a query that a person wrote to the engine: the one way, for reading it and for running it.

The engine has no call that only parses. It does parse before it looks at the dataset that it is given, so a
dataset that stops it there leaves a query read and not run: nothing is computed, and nobody is asked over the
network.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from icigraph.base.faults import Fault, InputError, Place
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.sparql import Token, declared_prefixes, excerpt, overflow, syntax_fault, tokens

if TYPE_CHECKING:
    from typing import TypeVar

    _T = TypeVar("_T")

__all__ = [
    "evaluate",
    "must_ask_nobody",
    "must_parse",
    "names_dataset",
    "service_place",
    "syntax_error",
    "unknown_functions",
]

_NO_PREFIXES: Mapping[str, str] = {}
# Where the keyword may begin: the engine asks for no white space before it, nor between `1` or `true` and it.
_SERVICE = r"(?i)(?:(?<![\w:?$@%\\])|(?<=[0-9])|(?<=true)|(?<=false))service"
_SILENT = r"(?i)(?:\s|#[^\n\r]*)*silent"
_NEVER = " ]] "
"""No query has this in it, but in a string or a comment."""


class _Parsed(Exception):  # noqa: N818  it tells that all is well
    pass


def syntax_error(text: str, prefixes: Mapping[str, str] = _NO_PREFIXES) -> SyntaxError | None:
    """What is not SPARQL 1.1 in a query, as the engine says it; None if it parses. It is not evaluated.

    `prefixes` are those declared beforehand, prefix to IRI; a ValueError says that one is no IRI.

    >>> syntax_error("ASK { SERVICE <http://e.org/> { ?s ?p ?o } }") is None
    True
    >>> str(syntax_error("ASK {")).partition(": ")[0]
    'error at 1:6'
    """
    error = overflow(text)
    if error is not None:
        return error
    try:
        Store().query(text, prefixes=dict(prefixes), default_graph=_stopping())  # type: ignore[arg-type]
    except SyntaxError as error:
        return error
    except _Parsed:
        return None
    raise AssertionError("the engine asks for the dataset of every query")


def _stopping() -> Iterator[NamedNode]:
    raise _Parsed
    yield


def must_parse(text: str, file: str, prefixes: Mapping[str, str] = _NO_PREFIXES) -> None:
    """Raises InputError with the place in `file` where a query is not SPARQL 1.1. It is not evaluated.

    >>> try:
    ...     must_parse("ASK {", "q.rq")
    ... except InputError as error:
    ...     error.faults[0].place.file
    'q.rq'
    """
    error = syntax_error(text, prefixes)
    if error is not None:
        raise InputError(syntax_fault(text, error, file, prefixes))


def service_place(text: str, prefixes: Mapping[str, str] = _NO_PREFIXES) -> int | None:
    """Where a query asks another endpoint (SERVICE of SPARQL 1.1 Federated Query), in code points from 0.

    None if it does not, or does not parse.

    The engine's own parser is the judge: the keyword is what can be followed by `SILENT`, and what cannot be
    replaced by something that no query has, however it is written and whatever stands around it.

    >>> service_place('ASK { ?s ?p "SERVICE <x:y> {}" } # SERVICE <x:y> {}')
    >>> service_place("PREFIX : <x:> ASK { service:x {} }")
    20
    """
    places = [match.start() for match in re.finditer(_SERVICE, text)]
    if not places or syntax_error(text, prefixes) is not None:
        return None
    return next((at for at in _in_code(text, places, prefixes) if _is_service(text, at, prefixes)), None)


def _in_code(text: str, places: list[int], prefixes: Mapping[str, str]) -> Iterator[int]:
    """Those of the places that stand in no string and no comment: half of them at once are put to the
    test.
    """
    changed = text
    for at in reversed(places):
        changed = changed[:at] + _NEVER + changed[at + len("service") :]
    if syntax_error(changed, prefixes) is None:
        return
    if len(places) == 1:
        yield places[0]
        return
    half = len(places) // 2
    yield from _in_code(text, places[:half], prefixes)
    yield from _in_code(text, places[half:], prefixes)


def _is_service(text: str, at: int, prefixes: Mapping[str, str]) -> bool:
    before, after = text[:at], text[at + len("service") :]
    silent = re.match(_SILENT, after)
    rests = [after, after[silent.end() :]] if silent else [after]
    return any(syntax_error(f"{before} SERVICE SILENT {rest}", prefixes) is None for rest in rests)


def must_ask_nobody(text: str, file: str, prefixes: Mapping[str, str] = _NO_PREFIXES) -> None:
    """Raises InputError with the place in `file` where a query asks another endpoint.

    >>> must_ask_nobody("ASK { ?s ?p ?o }", "q.rq")
    """
    at = service_place(text, prefixes)
    if at is not None:
        line, column, shown = excerpt(text, at)
        message = f"SERVICE sends a part of the query to another endpoint, which was not allowed\n{shown}"
        raise InputError(Fault(message, Place(file, line, column), "allow it with --allow-service"))


def unknown_functions(text: str, prefixes: Mapping[str, str] = _NO_PREFIXES) -> tuple[tuple[Token, str], ...]:
    """The extension functions that a query calls and the engine does not have: where it does, and their IRIs,
    each once.

    >>> found = unknown_functions("SELECT (<x:f>(1) AS ?n) { ?s <x:p> ( 1 2 ) }")
    >>> [(token.start, iri) for token, iri in found]
    [(8, 'x:f')]
    """
    parts = list(tokens(text))
    known = {**prefixes, **declared_prefixes(parts)}
    found: dict[str, Token] = {}
    for token, after in itertools.pairwise(parts):
        if token.kind in ("iri", "name") and after.text == "(":
            iri = _iri_of(token, known)
            if iri is not None and iri not in found and _is_called(text, token, after, prefixes):
                found[iri] = token
    return tuple((token, iri) for iri, token in found.items() if not _is_known(iri))


def _iri_of(token: Token, prefixes: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local) if prefix in prefixes else None


def _is_called(text: str, token: Token, after: Token, prefixes: Mapping[str, str]) -> bool:
    """Not so where a name stands before a list: what is called can be another function as well."""
    # The engine's parser takes no white space between this function and its arguments.
    return syntax_error(f"{text[: token.start]} CONCAT{text[after.start :]}", prefixes) is None


def _is_known(iri: str) -> bool:
    try:
        Store().query(f"SELECT (<{iri}>(1) AS ?known) {{}}")
    except RuntimeError as error:
        return "is not supported" not in str(error)
    except SyntaxError:
        # The IRI is none, which is told of the query itself.
        return True
    return True


def names_dataset(text: str) -> bool:
    """Whether a query says itself which graphs it is FROM (SPARQL 1.1 Query, section 13.2).

    >>> names_dataset("ASK FROM NAMED <x:g> { }"), names_dataset('ASK { ?s ?p "FROM <x:g>" }')
    (True, False)
    """
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


def evaluate(
    store: AskedStore,
    text: str,
    take: Callable[[QueryBoolean | QuerySolutions | QueryTriples], _T],
    *,
    file: str,
    prefixes: Mapping[str, str] = _NO_PREFIXES,
    allow_service: bool = False,
    union: bool = True,
    substitutions: dict[Variable, NamedNode | BlankNode | Literal | Triple] | None = None,
) -> _T:
    """What `take` makes of the answer to a query, which it must read to the end: errors come while it does.

    The default graph is the `union` of all graphs, or the store's own; a query that says itself which graphs
    it is FROM is asked of those (SPARQL 1.1 Query, section 13.2). `file` names the query in faults. An
    `InputError` says where the text is not SPARQL, where it asks another endpoint without being allowed to,
    or why it cannot be evaluated.

    >>> evaluate(Store(), "ASK { ?s ?p ?o }", bool, file="-e")
    False
    """
    if not allow_service:
        must_ask_nobody(text, file, prefixes)
    deep = overflow(text)
    if deep is not None:
        raise InputError(syntax_fault(text, deep, file, prefixes))
    try:
        # The engine lets a union outdo FROM.
        union = union and not names_dataset(text)
        found = store.query(
            text, prefixes=dict(prefixes), use_default_graph_as_union=union, substitutions=substitutions
        )
        return take(found)
    except SyntaxError as error:
        raise InputError(syntax_fault(text, error, file, prefixes)) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise InputError(Fault(f"the query cannot be evaluated: {error}", Place(file))) from None
