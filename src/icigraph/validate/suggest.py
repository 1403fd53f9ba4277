"""What would mend a result: the nearest valid value, property, datatype, or the swap of two dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache

from pyoxigraph import Literal, NamedNode, Triple

from icigraph.rdf.namespaces import RDF, RDFS, SH, XSD
from icigraph.validate.dataset import DataText
from icigraph.validate.names import Names
from icigraph.validate.placed import Placed
from icigraph.validate.report import Edit, Evidence, Result, Suggestion, Term
from icigraph.validate.shapes import ShapeGraph
from icigraph.validate.wording import allowed

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
    "anyURI": re.compile(r"\S+"),
    "string": re.compile(r".*", re.DOTALL),
}
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
        return result if advise is None else replace(result, suggestions=tuple(advise(self, result)))

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
            yield from (
                self._offer(result, Literal(text, datatype=wanted), why)
                for text, why in _retyped(result.value, wanted)
            )

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
            if isinstance(wanted, NamedNode):
                for text, why in _retyped(result.value, wanted):
                    yield self._offer(result, Literal(text, datatype=wanted), why)
                    return

    def _offer(self, result: Result, term: Term, why: str) -> Suggestion:
        return Suggestion(f"write {self.names.show(term)}{why}", _edits(result, term))

    def _node_kind(self, result: Result) -> Iterable[Suggestion]:
        kind = self.shapes.value(result.shape, SH["nodeKind"])
        value = result.value
        if (
            kind in (SH["IRI"], SH["BlankNodeOrIRI"])
            and isinstance(value, Literal)
            and _IRI.fullmatch(value.value)
        ):
            yield self._offer(result, NamedNode(value.value), ", an IRI, instead of text")
        elif kind == SH["Literal"] and isinstance(value, NamedNode):
            yield self._offer(result, Literal(value.value), ", text, instead of an IRI")

    def _pattern(self, result: Result) -> Iterable[Suggestion]:
        pattern = self.shapes.value(result.shape, SH["pattern"])
        if not (isinstance(result.value, Literal) and isinstance(pattern, Literal)):
            return
        for text, why in (
            (result.value.value.strip(), "without the spaces around it"),
            (result.value.value.upper(), "in capitals"),
            (result.value.value.lower(), "in small letters"),
        ):
            if _matches(pattern.value, text):
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
            best = _nearest(result.path.value, {one.value: one for one in allowed(result.shape, self.shapes)})
            if best is not None and isinstance(best[1], NamedNode):
                sure = _similar(best[0], result.path.value) >= _CERTAIN
                place = result.evidence[0].predicate if result.evidence else None
                edits = (Edit(place, best[1]),) if sure and place else ()
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
        if len(values) == 2 and all(isinstance(value, Literal) for value in values):
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
    first: Evidence | None = result.evidence[0] if result.evidence else None
    stated = first is not None and isinstance(first.triple, Triple) and not first.inferred
    return (
        (Edit(first.place, term),)
        if first and stated and first.triple and first.triple.object == result.value
        else ()
    )


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


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False


def _retyped(value: Literal, wanted: NamedNode) -> list[tuple[str, str]]:
    """What the literal's text could be as the wanted datatype, with why.

    >>> _retyped(Literal("2004-31-12"), XSD["date"])
    [('2004-12-31', ' (day and month seem swapped)')]
    """
    text = value.value.strip()
    if wanted in _DATES and wanted != XSD["gYear"] and wanted != XSD["gYearMonth"]:
        return _redated(text)
    legal = _LEGAL.get(wanted.value.removeprefix(XSD))
    candidates = (text, text.lower() if wanted == XSD["boolean"] else text, text.replace(",", ""))
    good = [one for one in candidates if legal and legal.fullmatch(one)]
    return [(good[0], f" (as {wanted.value.removeprefix(XSD)})")] if good else []


def _redated(text: str) -> list[tuple[str, str]]:
    year_first, day_first = _YEAR_FIRST.fullmatch(text), _DAY_FIRST.fullmatch(text)
    if year_first:
        year, month, day = (int(part) for part in year_first.groups())
        good = _date(year, month, day)
        swapped = None if good else _date(year, day, month)
        return (
            [(good, " (as date)")]
            if good
            else [(swapped, " (day and month seem swapped)")]
            if swapped
            else []
        )
    if day_first:
        day, month, year = (int(part) for part in day_first.groups())
        good = _date(year, month, day)
        return [(good, " (year first)")] if good else []
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
