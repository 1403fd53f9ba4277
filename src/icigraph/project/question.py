"""A canned question: what it asks, its typed parameters, its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from icigraph.base.faults import Fault, InputError, Place
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.prefixes import Prefixes

if TYPE_CHECKING:
    from typing import Any

__all__ = ["RESERVED_OPTIONS", "Parameter", "Question", "question_of", "type_of"]

RESERVED_OPTIONS = frozenset(
    [
        "allow-service",
        "cite",
        "conflicts",
        "endpoint",
        "format",
        "help",
        "project",
        "quiet",
        "show",
        "texts",
        "timeout",
    ]
)
"""What the command line has options for when a question is asked."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes: the variable of `VALUES` blocks of its query.

    `type` is a datatype as a CURIE (`xsd:date`), a class (`core:Agent`) whose instances may be given, or
    empty for anything. `default` is the row that the query has; `choices` are the values allowed, where only
    some are.

    >>> Parameter("asOf", "xsd:date").option
    'as-of'
    """

    name: str
    type: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    description: str = ""

    @property
    def option(self) -> str:
        """How the command line calls it: `asOf` is `as-of`."""
        return _option_name(self.name)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue: `name` is the stem of its file, `file` that file relative to the project.

    >>> Question("who", "queries/who.rq", "Who?", parameters=(Parameter("asOf"),)).parameter("as-of").name
    'asOf'
    """

    name: str
    file: str
    summary: str
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name, in any of its spellings (`asOf`, `as-of`, `as_of`)."""
        wanted = _option_name(name)
        return next((parameter for parameter in self.parameters if parameter.option == wanted), None)


def _option_name(name: str) -> str:
    """The spelling of a parameter on the command line.

    >>> _option_name("asOf"), _option_name("as_of"), _option_name("state")
    ('as-of', 'as-of', 'state')
    """
    spread = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    return spread.replace("_", "-").lstrip("-")


def type_of(kind: str, prefixes: Prefixes) -> NamedNode | None:
    """The datatype or the class that the type of a parameter denotes; None for an empty one. A bare `date` is
    `xsd:date`.

    An `InputError` says that the text is no name.

    >>> type_of("date", Prefixes({}))
    <NamedNode value=http://www.w3.org/2001/XMLSchema#date>
    """
    if not kind:
        return None
    return prefixes.expand(kind) if ":" in kind else XSD[kind]


def question_of(name: str, entry: Mapping[str, Any]) -> Question:
    """The question that a manifest's `entry` (its `file` and front matter) describes.

    An `InputError` names what the front matter lacks or has in a wrong form.

    >>> entry = {"file": "queries/who.rq", "summary": "Who?", "parameters": [{"name": "asOf"}]}
    >>> question_of("who", entry).parameters[0].option
    'as-of'
    """
    place = Place(str(entry["file"]))
    summary = entry.get("summary")
    if not isinstance(summary, str) or not summary:
        raise InputError(Fault("the question has no summary", place, "begin the file with `#+ summary: …`"))
    return Question(
        name=name,
        file=str(entry["file"]),
        summary=summary,
        description=str(entry.get("description", "")).strip(),
        tags=tuple(map(str, _list(entry, "tags", place))),
        parameters=tuple(_parameter(item, place) for item in _named(entry, "parameters", place)),
        columns=tuple(
            (str(item["name"]), str(item.get("description", ""))) for item in _named(entry, "columns", place)
        ),
    )


def _parameter(item: Mapping[str, Any], place: Place) -> Parameter:
    return Parameter(
        name=str(item["name"]),
        type=str(item.get("type", "")),
        default=str(item.get("default", "")),
        choices=tuple(map(str, _list(item, "choices", place))),
        description=str(item.get("description", "")).strip(),
    )


def _list(entry: Mapping[str, Any], key: str, place: Place) -> Iterable[Any]:
    found = entry.get(key) or []
    if not isinstance(found, list):
        raise InputError(Fault(f"`{key}` is not a list", place, f"write `{key}: [ … ]`"))
    return found


def _named(entry: Mapping[str, Any], key: str, place: Place) -> Iterable[Mapping[str, Any]]:
    """A list of mappings with `name`, a list of names, or a mapping from name to description or mapping."""
    found = entry.get(key) or []
    if isinstance(found, dict):
        return [_item(name, value) for name, value in found.items()]
    items = [item if isinstance(item, dict) else {"name": item} for item in _list(entry, key, place)]
    nameless = [item for item in items if "name" not in item]
    if nameless:
        raise InputError(
            Fault(f"an item of `{key}` has no name", place, f"give each item of `{key}` a `name`")
        )
    return items


def _item(name: str, value: Any) -> Mapping[str, Any]:
    return {"name": name} | (value if isinstance(value, dict) else {"description": value})
