"""A column of a table: what its cells hold, as the front matter of the mapping says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.nearest import did_you_mean
from icigraph.project.datatypes import DATATYPES
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.productions import VARIABLE
from icigraph.rdf.sparql import excerpt

__all__ = ["IRI", "TEXT", "THING", "VALUE", "Column", "columns_of", "front_place", "is_column_name"]

TEXT, VALUE, IRI, THING = "text", "value", "iri", "thing"
_KEYS = ("name", "type", "required", "language", "description", "separator")
_TRUTH = {"true": True, "false": False}
_TYPES_HINT = "one of iri, thing, a class, string, or datatypes such as date or [gYear, gYearMonth, date]"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `form` says what a cell is: TEXT, a VALUE of one of `types` (the first that it is written
    as), any IRI, or a THING that the graph knows, of the class `types[0]` where there is one.

    A `separator` parts several values of one cell. `language` is that of a text.
    """

    name: str
    form: str = TEXT
    types: tuple[NamedNode, ...] = ()
    required: bool = False
    language: str = ""
    separator: str = ""
    description: str = ""


def is_column_name(text: str) -> bool:
    """Whether a column of this name can be a variable of a query.

    >>> is_column_name("start"), is_column_name("start date")
    (True, False)
    """
    return re.fullmatch(VARIABLE, f"?{text}") is not None


def columns_of(
    entry: dict[str, Any], text: str, file: str, prefixes: Prefixes, faults: list[Fault]
) -> Iterator[Column]:
    """The columns that the front matter `entry` of a mapping declares; what is wrong with it is added to
    `faults`.

    >>> faults: list[Fault] = []
    >>> entry = {"columns": [{"name": "start", "type": "date"}, "start date"]}
    >>> found = columns_of(entry, "", "t.rq", Prefixes({"xsd": str(XSD)}), faults)
    >>> [column.name for column in found], [fault.message for fault in faults]
    (['start'], ["'start date' can be no column's name"])
    """
    found = entry.get("columns") or []
    if isinstance(found, dict):
        found = [
            {"name": name, **(it if isinstance(it, dict) else {"type": it})} for name, it in found.items()
        ]
    if not isinstance(found, list):
        place = front_place(text, file, "columns")
        faults.append(Fault("`columns` is not a list", place, "write `columns:` and a `- name: …` for each"))
        return
    seen: set[str] = set()
    for item in found:
        one = item if isinstance(item, dict) else {"name": item}
        name = str(one.get("name", ""))
        place = front_place(text, file, name, after="columns")
        if not is_column_name(name) or name in seen:
            why = f"two columns are called {name!r}" if name in seen else f"{name!r} can be no column's name"
            faults.append(Fault(why, place, "letters, digits and _: each column is a variable of the query"))
            continue
        seen.add(name)
        try:
            yield _column(name, one, place, prefixes)
        except InputError as error:
            faults += error.faults


def _column(name: str, item: dict[str, Any], place: Place, prefixes: Prefixes) -> Column:
    for key in item:
        if key not in _KEYS:
            raise InputError(
                Fault(f"unknown key {key!r} of the column {name!r}", place, did_you_mean(key, _KEYS))
            )
    required = str(item.get("required", "false"))
    if required not in _TRUTH:
        raise InputError(Fault(f"`required` of {name!r} is {required!r}", place, "write true or false"))
    form, types = _form(name, item.get("type", "string"), place, prefixes)
    language = str(item.get("language", ""))
    if language and (form != TEXT or not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", language)):
        why = f"{language!r} is no language tag" if form == TEXT else "only a text has a language"
        raise InputError(Fault(f"the language of {name!r}: {why}", place, "for example en or en-GB"))
    return Column(
        name,
        form,
        types,
        _TRUTH[required],
        language,
        str(item.get("separator", "")),
        " ".join(str(item.get("description", "")).split()),
    )


def _form(name: str, given: Any, place: Place, prefixes: Prefixes) -> tuple[str, tuple[NamedNode, ...]]:
    words = [str(one) for one in given] if isinstance(given, list) else [str(given)]
    if words in ([IRI], [THING]):
        return words[0], ()
    kinds = [_kind(name, word, place, prefixes) for word in words]
    if kinds == [XSD["string"]]:
        return TEXT, ()
    if len(kinds) == 1 and kinds[0] not in DATATYPES:
        return THING, (kinds[0],)
    wrong = [word for word, kind in zip(words, kinds, strict=True) if kind not in DATATYPES]
    if wrong or not kinds:
        message = f"the type of {name!r} is no datatype: {', '.join(wrong) or 'none is given'}"
        raise InputError(Fault(message, place, _TYPES_HINT))
    return VALUE, tuple(kinds)


def _kind(name: str, word: str, place: Place, prefixes: Prefixes) -> NamedNode:
    try:
        kind = prefixes.expand(word) if ":" in word else XSD[word]
    except InputError as error:
        (fault,) = error.faults
        raise InputError(Fault(f"the type of {name!r}: {fault.message}", place, fault.hint)) from None
    if kind.value.startswith(str(XSD)) and kind not in DATATYPES:
        words = [IRI, THING, *(one.value.removeprefix(str(XSD)) for one in DATATYPES)]
        hint = did_you_mean(word.rpartition(":")[2], words) or _TYPES_HINT
        raise InputError(Fault(f"the type of {name!r} is not known: {word}", place, hint))
    return kind


def front_place(text: str, file: str, name: str, *, after: str = "") -> Place:
    """Where the front matter names something, behind the first line that names `after`.

    >>> str(front_place("#+ key: [a]\\n#+ columns:\\n#+   - name: a\\n", "t.rq", "a", after="columns"))
    't.rq:3:14'
    """
    begin = text.rfind("\n", 0, max(text.find(f"{after}:"), 0)) + 1 if after else 0
    found = re.compile(rf"(?m)^#\+.*?(?<![\w-])({re.escape(name)})(?![\w-])").search(text, begin)
    if found is None or not name:
        return Place(file)
    line, column, _ = excerpt(text, found.start(1))
    return Place(file, line, column)
