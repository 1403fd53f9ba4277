"""From what a person types to the term that a parameter takes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import candidates
from icigraph.project.question import Parameter, type_of
from icigraph.questions.naming import Naming
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.prefixes import Prefixes

__all__ = ["Values"]

_DATES = {"date": "2004-06-28", "gYear": "2004", "gYearMonth": "2004-06"}
_FORMS = {
    "integer": r"[+-]?[0-9]+",
    "nonNegativeInteger": r"\+?[0-9]+",
    "decimal": r"[+-]?[0-9]+(\.[0-9]+)?",
    "boolean": r"true|false",
}


class Values:
    """Reads parameter values against a closed dataset: labels, codes and CURIEs for things, lexical forms for
    literals.

    >>> from pyoxigraph import Store
    >>> prefixes = Prefixes({"xsd": "http://www.w3.org/2001/XMLSchema#"})
    >>> values = Values(Naming(Store(), prefixes), prefixes)
    >>> values.read(Parameter("asOf", "xsd:date"), "2004-06-28").datatype.value.rpartition("#")[2]
    'date'
    """

    def __init__(self, naming: Naming, prefixes: Prefixes) -> None:
        self._naming = naming
        self._prefixes = prefixes

    def read(self, parameter: Parameter, given: object) -> NamedNode | Literal:
        """The term that `given` (text, a date, a number or a term) denotes for `parameter`.

        An `InputError` says what does not fit and which values would.
        """
        if isinstance(given, NamedNode | Literal):
            return given
        kind = type_of(parameter.type, self._prefixes)
        is_literal = kind is not None and kind.value.startswith(str(XSD))
        text = _text_of(given, kind)
        term = self._literal(parameter, kind, text) if kind and is_literal else self._thing(parameter, text)
        self._check_choice(parameter, term, text)
        return term

    def _literal(self, parameter: Parameter, kind: NamedNode, text: str) -> Literal:
        datatype = kind.value.removeprefix(str(XSD))
        if datatype == "string":
            return Literal(text)
        try:
            return _date(text, datatype) if datatype in _DATES else _well_formed(text.strip(), kind)
        except (ValueError, InputError) as error:
            hint = error.faults[0].hint if isinstance(error, InputError) else None
            what = f"--{parameter.option}: {text!r} is not a value of {parameter.type}"
            raise InputError(Fault(what, hint=hint or f"an example is {parameter.default}")) from None

    def _thing(self, parameter: Parameter, text: str) -> NamedNode:
        found = self._naming.denoted_by(text) or self._by_slug(text)
        fitting = self._fitting(parameter, found)
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise InputError(self._ambiguous(parameter, text, fitting))
        raise InputError(self._unfit(parameter, text, found) if found else self._unknown(parameter, text))

    def _by_slug(self, text: str) -> tuple[NamedNode, ...]:
        """A bare word such as `kuwait` is tried as the last part of an IRI that is a thing's own."""
        wanted = "/" + "-".join(text.casefold().split())
        things = {thing for _, thing in self._naming.names() if thing.value.endswith(wanted)}
        return tuple(sorted(things, key=str))

    def _fitting(self, parameter: Parameter, found: tuple[NamedNode, ...]) -> tuple[NamedNode, ...]:
        kind = self._class(parameter)
        if kind is None or not found:
            return found
        members = self._naming.instances(kind)
        return tuple(thing for thing in found if thing in members)

    def _class(self, parameter: Parameter) -> NamedNode | None:
        return type_of(parameter.type, self._prefixes)

    def _ambiguous(self, parameter: Parameter, text: str, found: tuple[NamedNode, ...]) -> Fault:
        listed = ", ".join(self._naming.named(thing) for thing in found)
        return Fault(f"--{parameter.option}: {text!r} may be {listed}", hint="give the name in parentheses")

    def _unfit(self, parameter: Parameter, text: str, found: tuple[NamedNode, ...]) -> Fault:
        kind = self._class(parameter)
        wanted = self._naming.label(kind) if kind else "value"
        names = " and ".join(self._naming.named(thing) for thing in found)
        return Fault(
            f"--{parameter.option}: {names} is no {wanted}", hint=self._choices_hint(parameter, text)
        )

    def _unknown(self, parameter: Parameter, text: str) -> Fault:
        kind = self._class(parameter)
        wanted = self._naming.label(kind) if kind else "thing"
        return Fault(
            f"--{parameter.option}: no {wanted} is called {text!r}", hint=self._choices_hint(parameter, text)
        )

    def _choices_hint(self, parameter: Parameter, text: str) -> str:
        kind = self._class(parameter)
        members = self._naming.instances(kind) if kind else None
        fitting = {name: thing for name, thing in self._naming.names() if members is None or thing in members}
        close = candidates(text, fitting)
        if close:
            return f"did you mean {' or '.join(self._distinct(fitting[name] for name in close))}?"
        some = sorted({self._naming.label(thing) for thing in fitting.values()})
        return (
            f"there are {', '.join(some[:12])}{' …' if len(some) > 12 else ''}"
            if members
            else "try a label, code or CURIE"
        )

    def _distinct(self, things: Iterable[NamedNode]) -> Iterable[str]:
        return dict.fromkeys(map(self._naming.named, things))

    def _check_choice(self, parameter: Parameter, term: NamedNode | Literal, text: str) -> None:
        shown = self._naming.curie(term) if isinstance(term, NamedNode) else term.value
        if parameter.choices and not {shown, str(term), text} & set(parameter.choices):
            hint = f"one of {', '.join(parameter.choices)}"
            raise InputError(Fault(f"--{parameter.option}: {text!r} is not a choice", hint=hint))


def _date(text: str, datatype: str) -> Literal:
    """A day where a day is asked for: a month in its place would be compared with nothing."""
    from icigraph.rdf.dates import parse_date_argument

    found = parse_date_argument(text, f"write it as {_DATES[datatype]}")
    if found.datatype != XSD[datatype]:
        raise InputError(Fault(text, hint=f"write it as {_DATES[datatype]}"))
    return found


def _well_formed(text: str, datatype: NamedNode) -> Literal:
    form = _FORMS.get(datatype.value.removeprefix(str(XSD)))
    literal = Literal(text, datatype=datatype)
    if form is not None and re.fullmatch(form, text):
        return literal
    from icigraph.project.datatypes import DATATYPES, is_well_formed

    if datatype not in DATATYPES or not is_well_formed(literal):
        raise ValueError(text)
    return literal


def _text_of(given: object, kind: NamedNode | None) -> str:
    """What a value of Python is in the lexical space of a datatype."""
    if isinstance(given, bool):
        return "true" if given else "false"
    moment = getattr(given, "isoformat", None)
    if moment is None:
        return str(given)
    # A moment of Python is a day as well; where a day is asked for, that is meant.
    day = getattr(given, "date", None)
    return str(day().isoformat() if kind == XSD["date"] and day is not None else moment())
