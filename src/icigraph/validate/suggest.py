"""What would mend a result: the nearest valid value, property, datatype, or the swap of two dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.frozen import replace
from icigraph.rdf.namespaces import RDF, RDFS, SH, XSD
from icigraph.rdf.regex import matches
from icigraph.validate.dataset import DataText
from icigraph.validate.names import Names
from icigraph.validate.placed import Placed
from icigraph.validate.report import Edit, Result, Suggestion, Term
from icigraph.validate.shapes import ShapeGraph

__all__ = ["Suggester"]

_CLOSE = 0.75
_CERTAIN = 0.85
_MANY = 1_000
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_DATES = (XSD["date"], XSD["gYearMonth"], XSD["gYear"], XSD["dateTime"])
_LEGAL = {
    "gYear": re.compile(r"-?\d{4,}(Z|[+-]\d\d:\d\d)?"),
    "gYearMonth": re.compile(r"-?\d{4,}-(0[1-9]|1[0-2])(Z|[+-]\d\d:\d\d)?"),
    "integer": re.compile(r"[+-]?\d+"),
    "nonNegativeInteger": re.compile(r"\+?\d+"),
    "positiveInteger": re.compile(r"\+?0*[1-9]\d*"),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "double": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN"),
    "boolean": re.compile(r"true|false|0|1"),
    "float": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN"),
    "anyURI": re.compile(r"\S+"),
    "string": re.compile(r".*", re.DOTALL),
}
_RANGES = {
    f"{sign}{name}": (0 if sign else -(2 ** (bits - 1)), 2 ** (bits if sign else bits - 1) - 1)
    for name, bits in (("byte", 8), ("short", 16), ("int", 32), ("long", 64))
    for sign in ("", "unsigned")
}
_TIME = re.compile(r"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_NUMBERS = {XSD[name] for name in (*_LEGAL, *_RANGES)} - {
    XSD[n] for n in ("gYear", "gYearMonth", "boolean", "anyURI", "string")
}
_SCHEMES = re.compile(r"(https?|ftp|urn|mailto|tel|doi|info|tag|geo|did|ark|file|data):", re.IGNORECASE)
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|^`\\]+", re.IGNORECASE)


@dataclass(frozen=True)
class Suggester:
    """Suggests for results of one data graph and shapes graph; what it needs of the data it reads when
    first asked.
    """

    shapes: ShapeGraph
    data: DataText
    names: Names
    block: Callable[[Term], list[Placed]]
    """The statements about a subject."""

    def advised(self, result: Result) -> Result:
        """The result with its suggestions, the likeliest first."""
        name = result.component.value.rpartition("#")[2].removesuffix("ConstraintComponent")
        advise = _ADVICE.get(name)
        found = tuple(advise(self, result)) if advise else ()
        return replace(result, suggestions=found) if found else result

    def _in(self, result: Result) -> Iterable[Suggestion]:
        members = [
            item for head in self.shapes.values(result.shape, SH["in"]) for item in self.shapes.items(head)
        ]
        return self._nearest(result, members)

    def _class(self, result: Result) -> Iterable[Suggestion]:
        if not isinstance(result.value, NamedNode):
            return
        wanted = self.shapes.value(result.shape, SH["class"])
        known = result.value in self._types
        if known:
            told = ", ".join(self.names.show(one) for one in self._types[result.value])
            yield Suggestion(f"{self.names.show(result.value)} is known, but as {told}")
        else:
            yield from self._nearest(result, self._instances(wanted)) or [
                Suggestion(f"{self.names.show(result.value)} has no type anywhere in the data")
            ]

    def _nearest(self, result: Result, candidates: Iterable[object]) -> list[Suggestion]:
        value = result.value
        if value is None:
            return []
        best = _nearest(self._spelling(value), {self._spelling(one): one for one in candidates})
        if best is None:
            return []
        spelt, term = best
        case = spelt.lower() == self._spelling(value).lower()
        why = " (it differs in case only)" if case else ""
        return [
            Suggestion(f"did you mean {self.names.show(term)}?{why}", _replace(result, term, spelt, self))
        ]

    def _spelling(self, term: object) -> str:
        return str(getattr(term, "value", term))

    def _instances(self, wanted: object) -> list[NamedNode]:
        classes = self._below(wanted)
        return [node for node, types in self._types.items() if not classes.isdisjoint(types)]

    def _below(self, top: object) -> set[object]:
        found, waiting = {top}, [top]
        while waiting:
            more = [below for below in self._subclasses.get(waiting.pop(), ()) if below not in found]
            found.update(more)
            waiting += more
        return found

    @cached_property
    def _types(self) -> dict[NamedNode, list[NamedNode]]:
        return _pairs(self.data.text, RDF["type"])

    @cached_property
    def _subclasses(self) -> dict[object, list[NamedNode]]:
        below: dict[object, list[NamedNode]] = {}
        for sub, tops in _pairs(self.data.text, RDFS["subClassOf"]).items():
            for top in tops:
                below.setdefault(top, []).append(sub)
        return below

    def _datatype(self, result: Result) -> Iterable[Suggestion]:
        wanted = self.shapes.value(result.shape, SH["datatype"])
        if isinstance(result.value, Literal) and isinstance(wanted, NamedNode):
            yield from self._retyped(result, result.value, wanted)

    def _retyped(self, result: Result, value: Literal, wanted: NamedNode) -> Iterable[Suggestion]:
        for text, why, sure in _retyped(value, wanted):
            made = self._offer(result, Literal(text, datatype=wanted), why)
            yield made if sure else replace(made, edits=())

    def _or(self, result: Result) -> Iterable[Suggestion]:
        """A choice of datatypes: the first that the value's text fits."""
        if not isinstance(result.value, Literal):
            return
        choices = [
            self.shapes.value(one, SH["datatype"])
            for head in self.shapes.values(result.shape, SH["or"])
            for one in self.shapes.items(head)
        ]
        for wanted in choices:
            made = [*self._retyped(result, result.value, wanted)] if isinstance(wanted, NamedNode) else []
            if made:
                yield made[0]
                return

    def _offer(self, result: Result, term: Term, why: str) -> Suggestion:
        return Suggestion(f"write {self.names.show(term)}{why}", _edits(result, term))

    def _node_kind(self, result: Result) -> Iterable[Suggestion]:
        kind = self.shapes.value(result.shape, SH["nodeKind"])
        value = result.value
        if kind in (SH["IRI"], SH["BlankNodeOrIRI"]) and isinstance(value, Literal):
            iri = self._iri_of(value.value)
            if iri:
                made = self._offer(result, iri, ", an IRI, instead of text")
                yield made if _SCHEMES.match(iri.value) else replace(made, edits=())
        elif kind == SH["Literal"] and isinstance(value, NamedNode):
            yield self._offer(result, Literal(value.value), ", text, instead of an IRI")

    def _iri_of(self, text: str) -> NamedNode | None:
        """The IRI that a text is, in full or with a prefix that the files declare."""
        prefix, _, local = text.partition(":")
        space = self.names.prefixes.get(prefix, "") if not local.startswith("//") else ""
        iri = space + local if space else text
        return NamedNode(iri) if _IRI.fullmatch(iri) else None

    def _pattern(self, result: Result) -> Iterable[Suggestion]:
        pattern, flags = (self.shapes.value(result.shape, SH[name]) for name in ("pattern", "flags"))
        if not (isinstance(result.value, Literal) and isinstance(pattern, Literal)):
            return
        for text, why in (
            (result.value.value.strip(), "without the spaces around it"),
            (result.value.value.upper(), "in capitals"),
            (result.value.value.lower(), "in small letters"),
        ):
            if matches(Literal(text), pattern, flags if isinstance(flags, Literal) else None):
                yield self._offer(result, _like(result.value, text), f" ({why})")
                return

    def _language(self, result: Result) -> Iterable[Suggestion]:
        tags = [
            str(getattr(tag, "value", ""))
            for head in self.shapes.values(result.shape, SH["languageIn"])
            for tag in self.shapes.items(head)
        ]
        if isinstance(result.value, Literal) and len(tags) == 1:
            yield self._offer(result, Literal(result.value.value, language=tags[0]), " with its language")

    def _closed(self, result: Result) -> Iterable[Suggestion]:
        if isinstance(result.path, NamedNode):
            best = _nearest(result.path.value, {one.value: one for one in self.shapes.allowed(result.shape)})
            if best is not None and isinstance(best[1], NamedNode):
                sure = _similar(best[0], result.path.value) >= _CERTAIN
                places = [one.predicate for one in result.evidence if one.predicate and not one.inferred]
                edits = tuple(Edit(place, best[1]) for place in places) if sure else ()
                yield Suggestion(f"did you mean the property {self.names.show(best[1])}?", edits)

    def _missing(self, result: Result) -> Iterable[Suggestion]:
        """A property that is missing may be there under a name that is nearly right."""
        if not isinstance(result.path, NamedNode):
            return
        for placed in self.block(result.focus):
            used = placed.triple.predicate
            if used != result.path and _similar(used.value, result.path.value) >= _CERTAIN:
                yield Suggestion(
                    f"did you mean {self.names.show(result.path)} where {self.names.show(used)} stands?",
                    (Edit(placed.predicate, result.path),),
                )

    def _has_value(self, result: Result) -> Iterable[Suggestion]:
        wanted = self.shapes.value(result.shape, SH["hasValue"])
        if isinstance(result.path, NamedNode) and isinstance(wanted, NamedNode | Literal):
            place = result.insert
            edits = (Edit(place, wanted, result.path),) if place else ()
            yield Suggestion(f"add {self.names.show(result.path)} {self.names.show(wanted)}", edits)

    def _less_than(self, result: Result) -> Iterable[Suggestion]:
        if len(result.evidence) != 2:
            return
        first, second = result.evidence
        values = [one.triple.object for one in (first, second) if one.triple]
        if len(values) == 2 and _after(*values):
            yield Suggestion(
                f"the two values seem swapped: {self.names.show(values[0])} and {self.names.show(values[1])}",
                (Edit(first.place, values[1]), Edit(second.place, values[0])),
            )


_ADVICE: dict[str, Callable[[Suggester, Result], Iterable[Suggestion]]] = {
    "In": Suggester._in,
    "Class": Suggester._class,
    "Datatype": Suggester._datatype,
    "Or": Suggester._or,
    "NodeKind": Suggester._node_kind,
    "Pattern": Suggester._pattern,
    "LanguageIn": Suggester._language,
    "Closed": Suggester._closed,
    "MinCount": Suggester._missing,
    "HasValue": Suggester._has_value,
    "LessThan": Suggester._less_than,
    "LessThanOrEquals": Suggester._less_than,
}


def _edits(result: Result, term: Term) -> tuple[Edit, ...]:
    """The term in the place of the value, wherever the triple at fault is written."""
    first = result.evidence[0].triple if result.evidence else None
    if first is None or first.object != result.value:
        return ()
    stated = (one for one in result.evidence if one.triple == first and not one.inferred)
    return tuple(Edit(one.place, term) for one in stated)


def _after(one: Term, other: Term) -> bool:
    """Whether the first value is greater, as far as numbers and dates of one datatype tell."""
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return False
    if one.datatype in _NUMBERS and other.datatype in _NUMBERS:
        try:
            return float(one.value) > float(other.value)
        except ValueError:
            return False
    alike = one.datatype == other.datatype and len(one.value) == len(other.value)
    return alike and one.datatype in _DATES and one.value > other.value


def _replace(result: Result, term: object, spelt: str, suggester: Suggester) -> tuple[Edit, ...]:
    sure = _similar(spelt, suggester._spelling(result.value)) >= _CERTAIN
    return _edits(result, term) if sure and isinstance(term, NamedNode | Literal) else ()


def _nearest(word: str, candidates: dict[str, object]) -> tuple[str, object] | None:
    """The candidate whose spelling is nearest, case put aside; None if none is near.

    >>> _nearest("Kuwiat", {"kuwait": 1, "qatar": 2})
    ('kuwait', 1)
    """
    found = _nearest_spelling(word, tuple(candidates))
    return None if found is None else (found, candidates[found])


@lru_cache(maxsize=1024)
def _nearest_spelling(word: str, words: tuple[str, ...]) -> str | None:
    folded = {spelt.lower(): spelt for spelt in words}
    tail = _tail(word.lower())
    within = [
        spelt for spelt in _plausible(folded, tail) if abs(len(spelt) - len(word)) <= 6 and spelt != word
    ]
    close = get_close_matches(word.lower(), within, 3, _CLOSE)
    near = (folded[spelt] for spelt in close if SequenceMatcher(None, tail, _tail(spelt)).ratio() >= _CLOSE)
    best = next(near, None)
    return best if best != word else None


def _plausible(words: Iterable[str], tail: str) -> list[str]:
    """Of very many words those that begin or end as the wanted one does: comparing them all would take
    minutes.
    """
    known = list(words)
    if len(known) <= _MANY:
        return known
    head, end = tail[:4], tail[-4:]
    kept = [word for word in known if word.endswith(end) or _tail(word).startswith(head)]
    return kept if len(kept) <= _MANY else [word for word in kept if sorted(_tail(word)) == sorted(tail)]


def _tail(word: str) -> str:
    """The local part: long common namespaces must not make strangers alike."""
    return re.split(r"[#/]", word.rstrip("#/"))[-1]


@lru_cache(maxsize=4096)
def _similar(one: str, other: str) -> float:
    """How alike two local names are, from 0 to 1; letters that changed places count little."""
    first, second = _tail(one.lower()), _tail(other.lower())
    return max(
        SequenceMatcher(None, first, second).ratio(), _CERTAIN if sorted(first) == sorted(second) else 0
    )


def _like(literal: Literal, text: str) -> Literal:
    if literal.language:
        return Literal(text, language=literal.language)
    return Literal(text, datatype=literal.datatype)


_Retyped = list[tuple[str, str, bool]]


def _retyped(value: Literal, wanted: NamedNode) -> _Retyped:
    """What the literal's text could be as the wanted datatype, why, and whether that is certain.

    >>> _retyped(Literal("2004-31-12"), XSD["date"])
    [('2004-12-31', ' (day and month seem swapped)', True)]
    """
    text, name = value.value.strip(), wanted.value.removeprefix(XSD)
    if name == "date":
        return _redated(text)
    if name == "dateTime":
        day, _, time = text.partition("T")
        found = _redated(day) if _TIME.fullmatch(time) else []
        return [(f"{one}T{time}", why.replace("as date", "as dateTime"), sure) for one, why, sure in found]
    candidates = (text, text.lower() if name == "boolean" else text, text.replace(",", ""))
    good = [one for one in candidates if _is_legal(one, name)]
    return [(good[0], f" (as {name})", True)] if good else []


def _is_legal(text: str, name: str) -> bool:
    if name in _RANGES:
        least, most = _RANGES[name]
        return _LEGAL["integer"].fullmatch(text) is not None and least <= int(text) <= most
    return name in _LEGAL and _LEGAL[name].fullmatch(text) is not None


def _redated(text: str) -> _Retyped:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        good = _date(year, month, day)
        if good:
            return [(good, " (as date)", True)]
        swapped = _date(year, day, month)
        return [(swapped, " (day and month seem swapped)", True)] if swapped else []
    if found := _DAY_FIRST.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        read = {_date(year, first, second): " (if the month is first)"}
        read[_date(year, second, first)] = " (if the day is first)"
        good_ones = [(one, why) for one, why in read.items() if one]
        return [
            (one, why if len(good_ones) > 1 else " (year first)", len(good_ones) == 1)
            for one, why in good_ones
        ]
    return []


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _pairs(text: str, predicate: NamedNode) -> dict[NamedNode, list[NamedNode]]:
    """Subject and objects of every triple with the predicate whose ends are IRIs."""
    found: dict[NamedNode, list[NamedNode]] = {}
    pattern = re.compile(rf"^<([^>]*)> {re.escape(str(predicate))} <([^>]*)> \.$", re.MULTILINE)
    for subject, value in pattern.findall(text):
        found.setdefault(NamedNode(subject), []).append(NamedNode(value))
    return found
