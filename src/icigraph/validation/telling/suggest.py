"""What would mend a result, and how far that may be followed without a person.

*Safe* is only what keeps what was meant: white space, the one candidate that differs in case alone, a text
that is a number of the datatype, or an absolute IRI. Nothing crosses namespaces, numbers or language tags as
safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.namespaces import RDF, RDFS, SH, XSD
from icigraph.rdf.placed.document import Placed
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.regex import matches
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.reading.statements import lines_with
from icigraph.validation.report import Applicability, Edit, Result, Suggestion, Term
from icigraph.validation.shapes.paths import predicates
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.telling.alike import Candidates, same_digits, same_space, similarity
from icigraph.validation.telling.retyped import IRI, SCHEMES, readings

__all__ = ["Suggester"]

SAFE, UNSAFE, DISPLAY_ONLY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY_ONLY
_CERTAIN = 0.85
_DATES = (XSD["date"], XSD["gYearMonth"], XSD["gYear"], XSD["dateTime"])
_NUMBERS = {
    XSD[f"{sign}{name}"]
    for sign, names in (
        ("", ("decimal", "double", "float", "integer", "byte", "short", "int", "long")),
        ("unsigned", ("Byte", "Short", "Int", "Long")),
        ("non", ("NegativeInteger", "PositiveInteger")),
    )
    for name in names
} | {XSD["negativeInteger"], XSD["positiveInteger"]}


@dataclass(frozen=True)
class Suggester:
    """Suggests for results of one data graph and shapes graph; what it needs of the data it reads when first
    asked.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.validation.reading.dataset import Dataset, from_sources
    >>> from icigraph.rdf.documents import Source
    >>> text = b'<x:S> <http://www.w3.org/ns/shacl#in> ("Kuwait" "Qatar") .'
    >>> shapes = ShapeGraph(from_sources((Source("s.ttl", text, RdfFormat.TURTLE, "x:"),)))
    >>> terms = NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> suggester = Suggester(shapes, DataText(""), Prefixes({}), lambda term: [])
    >>> [each.text for each in suggester.advised(Result(*terms, value=Literal("Kuwat"))).suggestions]
    ['did you mean "Kuwait"?']
    """

    shapes: ShapeGraph
    data: DataText
    names: Prefixes
    block: Callable[[Term], list[Placed]]
    """The statements about a subject."""

    def advised(self, result: Result) -> Result:
        """The result with its suggestions, the likeliest first."""
        name = result.component.value.rpartition("#")[2].removesuffix("ConstraintComponent")
        advise = _ADVICE.get(name)
        found = tuple(advise(self, result)) if advise else ()
        return replace(result, suggestions=found) if found else result

    def _in(self, result: Result) -> Iterable[Suggestion]:
        heads = tuple(self.shapes.values(result.shape, SH["in"]))
        if heads not in self._lists:
            self._lists[heads] = Candidates(
                item
                for head in heads
                for item in self.shapes.items(head)
                if isinstance(item, NamedNode | Literal)
            )
        return self._likely(result, self._lists[heads])

    def _class(self, result: Result) -> Iterable[Suggestion]:
        if not isinstance(result.value, NamedNode):
            return
        wanted = self.shapes.value(result.shape, SH["class"])
        known = result.value in self._types
        if known:
            types = ", ".join(self.names.show(one) for one in self._types[result.value])
            yield Suggestion(f"{self.names.show(result.value)} is known, but as {types}")
        else:
            yield from self._likely(result, self._instances(wanted)) or [
                Suggestion(f"{self.names.show(result.value)} has no type anywhere in the data")
            ]

    def _likely(self, result: Result, candidates: Candidates) -> list[Suggestion]:
        """The candidate that was most likely meant by the result's value."""
        value = result.value
        if not isinstance(value, NamedNode | Literal):
            return []
        slips = candidates.but_for_case(value)
        if len(slips) > 1:
            shown = ", ".join(self.names.show(one) for one in slips)
            return [Suggestion(f"did you mean one of {shown}? (they differ in case only)")]
        term, why, sure = self._chosen(value, slips, candidates)
        if term is None:
            return []
        text = f"did you mean {self.names.show(term)}?{why}"
        return [self._replacing(result, term, text, sure)]

    def _chosen(
        self, value: NamedNode | Literal, slips: list[Term], candidates: Candidates
    ) -> tuple[Term | None, str, Applicability]:
        if slips:
            spaced = isinstance(value, Literal) and value.value.strip() != value.value
            why = " (without the spaces around it)" if spaced else " (it differs in case only)"
            # What is described is a thing of its own, however alike its name.
            return slips[0], why, UNSAFE if self.block(value) else SAFE
        retyped = candidates.of_text(value) if isinstance(value, Literal) else None
        if retyped is not None:
            tagged = any(getattr(one, "language", None) for one in (value, retyped))
            return retyped, " (another datatype)" if not tagged else "", DISPLAY_ONLY if tagged else UNSAFE
        found = candidates.nearest(value)
        return found, "", DISPLAY_ONLY if found is None else _likelihood(value, found)

    @cached_property
    def _lists(self) -> dict[tuple[object, ...], Candidates]:
        return {}

    def _instances(self, wanted: object) -> Candidates:
        if wanted not in self._by_class:
            classes = self._below(wanted)
            self._by_class[wanted] = Candidates(
                node for node, types in self._types.items() if not classes.isdisjoint(types)
            )
        return self._by_class[wanted]

    @cached_property
    def _by_class(self) -> dict[object, Candidates]:
        return {}

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
        for one in readings(value, wanted):
            yield self._writing(result, Literal(one.text, datatype=wanted), one.why, one.applicability)

    def _or(self, result: Result) -> Iterable[Suggestion]:
        """A choice of datatypes: the first that the value's text fits, for a person to agree to."""
        if not isinstance(result.value, Literal):
            return
        choices = [
            self.shapes.value(one, SH["datatype"])
            for head in self.shapes.values(result.shape, SH["or"])
            for one in self.shapes.items(head)
        ]
        fitting = [
            made
            for wanted in choices
            if isinstance(wanted, NamedNode)
            for made in list(self._retyped(result, result.value, wanted))[:1]
        ]
        if fitting:
            yield fitting[0] if len(fitting) == 1 else _at_most(fitting[0], UNSAFE)

    def _writing(self, result: Result, term: Term, why: str, sure: Applicability) -> Suggestion:
        return self._replacing(result, term, f"write {self.names.show(term)}{why}", sure)

    def _replacing(self, result: Result, term: Term, text: str, sure: Applicability) -> Suggestion:
        """A suggestion to write a term where the value at fault stands."""
        merged = sure is SAFE and self._is_asserted(result, term)
        return _suggestion(text, _edits(result, term), UNSAFE if merged else sure)

    def _is_asserted(self, result: Result, term: Term) -> bool:
        """Whether a statement that says the same of the term is there already: two would become one."""
        first = result.evidence[0].triple if result.evidence else None
        if first is None:
            return False
        about = (one.triple for one in self.block(first.subject))
        return any(one.predicate == first.predicate and one.object == term for one in about)

    def _node_kind(self, result: Result) -> Iterable[Suggestion]:
        kind = self.shapes.value(result.shape, SH["nodeKind"])
        value = result.value
        if kind in (SH["IRI"], SH["BlankNodeOrIRI"]) and isinstance(value, Literal):
            yield from self._as_iri(result, value)
        elif kind == SH["Literal"] and isinstance(value, NamedNode):
            yield self._writing(result, Literal(value.value), ", text, instead of an IRI", UNSAFE)

    def _as_iri(self, result: Result, value: Literal) -> Iterable[Suggestion]:
        """The IRI that a text is, in full or with a prefix that the files declare."""
        text = value.value.strip()
        prefix, _, local = text.partition(":")
        space = self.names.names.get(prefix, "") if not local.startswith("//") else ""
        iri = space + local if space else text
        if not IRI.fullmatch(iri):
            return
        simple = value.language is None and value.datatype in (XSD["string"], XSD["anyURI"])
        whole = SAFE if simple and not space else UNSAFE
        sure = whole if SCHEMES.match(iri) else DISPLAY_ONLY
        try:
            term = NamedNode(iri)
        except ValueError:
            return
        yield self._writing(result, term, ", an IRI, instead of text", sure)

    def _pattern(self, result: Result) -> Iterable[Suggestion]:
        pattern, flags = (self.shapes.value(result.shape, SH[name]) for name in ("pattern", "flags"))
        if not (isinstance(result.value, Literal) and isinstance(pattern, Literal)):
            return
        for text, why, sure in (
            (result.value.value.strip(), "without the spaces around it", SAFE),
            (result.value.value.upper(), "in capitals", UNSAFE),
            (result.value.value.lower(), "in small letters", UNSAFE),
        ):
            if matches(Literal(text), pattern, flags if isinstance(flags, Literal) else None):
                yield self._writing(result, _like(result.value, text), f" ({why})", sure)
                return

    def _language(self, result: Result) -> Iterable[Suggestion]:
        """The one language that is allowed, for a text that has none: a tag of another says what it is."""
        tags = [
            str(getattr(tag, "value", ""))
            for head in self.shapes.values(result.shape, SH["languageIn"])
            for tag in self.shapes.items(head)
        ]
        value = result.value
        if isinstance(value, Literal) and value.datatype == XSD["string"] and len(tags) == 1:
            term = Literal(value.value, language=tags[0])
            yield self._writing(result, term, " with its language", UNSAFE)

    def _closed(self, result: Result) -> Iterable[Suggestion]:
        if not isinstance(result.path, NamedNode):
            return
        if result.shape not in self._allowed:
            self._allowed[result.shape] = Candidates(self.shapes.allowed(result.shape))
        candidates = self._allowed[result.shape]
        slips = candidates.but_for_case(result.path)
        meant = slips[0] if len(slips) == 1 else candidates.nearest(result.path)
        if isinstance(meant, NamedNode):
            places = [one.predicate for one in result.evidence if one.predicate and not one.inferred]
            edits = tuple(Edit(place, meant) for place in places)
            sure = self._renaming(result, result.path, meant, slips == [meant])
            yield _suggestion(f"did you mean the property {self.names.show(meant)}?", edits, sure)

    @cached_property
    def _allowed(self) -> dict[object, Candidates]:
        return {}

    def _missing(self, result: Result) -> Iterable[Suggestion]:
        """A property that is missing may be there under a name that is nearly right."""
        wanted = result.path
        if not isinstance(wanted, NamedNode):
            return
        for placed in self.block(result.focus):
            used = placed.triple.predicate
            near = used != wanted and similarity(used, wanted) >= _CERTAIN
            if near and not self._is_known(used):
                text = f"did you mean {self.names.show(wanted)} where {self.names.show(used)} stands?"
                slip = bool(Candidates([wanted]).but_for_case(used))
                sure = self._renaming(result, used, wanted, slip)
                yield _suggestion(text, (Edit(placed.predicate, wanted),), sure)

    def _renaming(self, result: Result, used: NamedNode, meant: NamedNode, slip: bool) -> Applicability:
        """How sure it is that a property was meant by another: `slip` if only case tells them apart."""
        if self._is_known(used):
            return DISPLAY_ONLY
        if not slip:
            return _likelihood(used, meant)
        there = any(one.triple.predicate == meant for one in self.block(result.focus))
        return UNSAFE if there else SAFE

    def _is_known(self, used: NamedNode) -> bool:
        """Whether a property is one that shapes or data speak of: then it was meant."""
        return used in self._properties or used in self._types or used == RDF["type"]

    @cached_property
    def _properties(self) -> frozenset[NamedNode]:
        """The properties that the paths of the shapes name."""
        paths = (self.shapes.path(shape) for shape in self.shapes.shapes)
        return frozenset(one for path in paths if path is not None for one in predicates(path))

    def _has_value(self, result: Result) -> Iterable[Suggestion]:
        wanted = self.shapes.value(result.shape, SH["hasValue"])
        if isinstance(result.path, NamedNode) and isinstance(wanted, NamedNode | Literal):
            place = result.insert
            edits = (Edit(place, wanted, result.path),) if place else ()
            text = f"add {self.names.show(result.path)} {self.names.show(wanted)}"
            yield _suggestion(text, edits, UNSAFE)

    def _less_than(self, result: Result) -> Iterable[Suggestion]:
        if len(result.evidence) != 2:
            return
        first, second = result.evidence
        values = [one.triple.object for one in (first, second) if one.triple and not one.inferred]
        if len(values) == 2 and _after(*values):
            shown = " and ".join(self.names.show(one) for one in values)
            edits = Edit(first.place, values[1]), Edit(second.place, values[0])
            yield _suggestion(f"the two values seem swapped: {shown}", edits, UNSAFE)


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


def _suggestion(text: str, edits: tuple[Edit, ...], sure: Applicability) -> Suggestion:
    """A suggestion as sure as that; what cannot be followed, or only by a person, has no edits."""
    return Suggestion(text, edits, sure) if edits and sure > DISPLAY_ONLY else Suggestion(text)


def _at_most(one: Suggestion, most: Applicability) -> Suggestion:
    return _suggestion(one.text, one.edits, min(one.applicability, most))


def _likelihood(used: Term, meant: Term) -> Applicability:
    """How sure it is that one term was meant by another that is near: another number, namespace, datatype or
    language is another thing.
    """
    likely = same_digits(used, meant) and same_space(used, meant) and similarity(used, meant) >= _CERTAIN
    return UNSAFE if likely else DISPLAY_ONLY


def _edits(result: Result, term: Term) -> tuple[Edit, ...]:
    """The term in the place of the value, wherever the triple at fault is written."""
    first = result.evidence[0].triple if result.evidence else None
    if first is None or first.object != result.value:
        return ()
    same = [one for one in result.evidence if one.triple == first]
    # Where it follows from what is written elsewhere, writing it here would change less than it seems.
    return () if any(one.inferred for one in same) else tuple(Edit(one.place, term) for one in same)


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


def _like(literal: Literal, text: str) -> Literal:
    if literal.language:
        return Literal(text, language=literal.language)
    return Literal(text, datatype=literal.datatype)


def _pairs(text: str, predicate: NamedNode) -> dict[NamedNode, list[NamedNode]]:
    """Subject and objects of every triple with the predicate whose ends are IRIs."""
    found: dict[NamedNode, list[NamedNode]] = {}
    for line in lines_with(text, f" {predicate} <"):
        subject, _, value = line[:-2].split(" ", 2)
        if subject.startswith("<"):
            found.setdefault(NamedNode(subject[1:-1]), []).append(NamedNode(value[1:-1]))
    return found
