"""Re-checking citations: does the source still say there what the digest was made of?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from icigraph.base.faults import Fault, InputError, Place
from icigraph.project.spans import Span, find_digest
from icigraph.project.texts import TextIndex, Texts, no_texts
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.namespaces import CORE, RDF
from icigraph.rdf.terms import term_key

if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object

__all__ = [
    "CitationReport",
    "CitedSpan",
    "Locating",
    "Unverifiable",
    "is_borne_out",
    "span_of",
    "spans_of",
    "verify_citations",
]

_ValueOf = Callable[[NamedNode | BlankNode, NamedNode], NamedNode | BlankNode | Literal | None]
_OFFSET = r"[+-]?[0-9]+"
_TEXTLESS = "its text is not at hand"
_UNDIGESTED = "its source names no text (core:textDigest)"
_LOCATED = "it has a locator only"
_ALTERED = "its text is at hand with changes only"


class Locating(Protocol):
    """What tells where a triple stands: `icigraph.project.locate.Locator`."""

    def place_of(self, triple: Triple) -> Place | None:
        """Where one of the files states the triple; None where none does."""

    def subject_place(self, term: NamedNode | BlankNode) -> Place | None:
        """Where a term is first a subject; None where it is none."""


@dataclass(frozen=True, slots=True)
class Unverifiable:
    """A citation that cannot be checked here, and why."""

    citation: NamedNode | BlankNode
    reason: str


@dataclass(frozen=True, slots=True)
class CitationReport:
    """What came of the checking. `failures` holds pairs of a citation and its fault, with its place.

    >>> citation = NamedNode("x:cited")
    >>> report = CitationReport((), (), ((citation, Fault("the span reads otherwise")),))
    >>> [fault.message for fault in report.faults], report.reasons
    (['the span reads otherwise'], {})
    """

    verified: tuple[NamedNode | BlankNode, ...]
    unverifiable: tuple[Unverifiable, ...]
    failures: tuple[tuple[NamedNode | BlankNode, Fault], ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults alone."""
        return tuple(fault for _, fault in self.failures)

    @property
    def reasons(self) -> dict[str, int]:
        """How many could not be verified, by reason."""
        counts: dict[str, int] = {}
        for one in self.unverifiable:
            counts[one.reason] = counts.get(one.reason, 0) + 1
        return counts


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """A citation's place in its source: a span, or a locator where there is none."""

    citation: NamedNode | BlankNode
    span: Span | None
    locator: str | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    reason: str | None = None
    fault: Fault | None = None


def verify_citations(
    store: Store,
    texts: TextIndex,
    locator: Locating | None = None,
    *,
    only: Iterable[NamedNode | BlankNode] | None = None,
) -> CitationReport:
    """Check each core:Citation in any graph of `store` (or those in `only`) against its source's text.

    Verified: the span lies inside the text and has the citation's digest. Not verifiable: no text at hand, or
    a locator only. A failure names the file and line, and the right offsets if they are near.

    >>> store = Store()
    >>> said = f"<x:cited> a {CORE['Citation']} ; {CORE['source']} <x:log> ; {CORE['locator']} 'page 3'"
    >>> store.update(f"INSERT DATA {{ GRAPH <x:data> {{ {said} }} }}")
    >>> verify_citations(store, TextIndex({})).reasons
    {'it has a locator only': 1}
    """
    chosen = _citations(store) if only is None else sorted(only, key=term_key)
    value_of = _every_value(store) if only is None else partial(_value, store)
    text_of = cache(texts.text_of)
    altered_of = cache(lambda source: _altered(store, texts, source))

    def check(citation: NamedNode | BlankNode) -> _Check:
        return _Check(value_of, text_of, altered_of, locator, citation, *_source(value_of, citation))

    checks = [check(citation) for citation in chosen]
    outcomes = [(one.citation, one.outcome()) for one in checks]
    changed = {one.source: one for one in checks if one.source and one.altered}
    return CitationReport(
        tuple(one for one, outcome in outcomes if outcome == _Outcome()),
        tuple(Unverifiable(one, outcome.reason) for one, outcome in outcomes if outcome.reason),
        (
            *((source, one.source_fault()) for source, one in changed.items()),
            *((one, outcome.fault) for one, outcome in outcomes if outcome.fault),
        ),
    )


def _altered(store: Store, texts: TextIndex, source: NamedNode | BlankNode) -> str | None:
    """The text at hand that a source's text became: no source has its digest, and it has the length that the
    source states, or says what one of its citations says, in the same place.
    """
    if not texts.files:
        return None
    length = _value(store, source, CORE["textLength"])
    digests = store.quads_for_pattern(None, CORE["textDigest"], None, None)
    known = {quad.object.value.lower() for quad in digests if isinstance(quad.object, Literal)}
    spans = [one.span for one in spans_of(store, source) if one.span]
    for digest in sorted(set(texts.files) - known):
        try:
            text = texts.text_of(digest) or ""
        except InputError:
            continue
        same_length = length is not None and length.value == str(len(text))
        if same_length or any(span.holds_in(text) for span in spans):
            return text
    return None


def _citations(store: Store) -> list[NamedNode | BlankNode]:
    found = {quad.subject for quad in store.quads_for_pattern(None, RDF["type"], CORE["Citation"], None)}
    return sorted((term for term in found if isinstance(term, NamedNode | BlankNode)), key=term_key)


@dataclass(frozen=True, slots=True)
class _Check:
    value_of: _ValueOf
    text_of: Callable[[str], str | None]
    altered_of: Callable[[NamedNode | BlankNode], str | None]
    locator: Locating | None
    citation: NamedNode | BlankNode
    source: NamedNode | BlankNode | None
    digest: NamedNode | BlankNode | Literal | None

    @property
    def altered(self) -> str | None:
        """The source's text with changes, where it is not at hand as it was."""
        if self.source is None or self.digest is None or self.text_of(self.digest.value) is not None:
            return None
        return self.altered_of(self.source)

    def outcome(self) -> _Outcome:
        span = _span(self.value_of, self.citation)
        if span is None:
            return self._without_span()
        if self.digest is None:
            return _Outcome(reason=_UNDIGESTED)
        text = self.text_of(self.digest.value)
        if text is not None:
            return self._compared(text, span)
        if self.altered is None:
            return _Outcome(reason=_TEXTLESS)
        compared = self._compared(self.altered, span)
        return compared if compared.fault else _Outcome(reason=_ALTERED)

    def source_fault(self) -> Fault:
        """That the source's text was changed, at the line that states its digest."""
        assert self.source is not None and self.digest is not None
        place = None
        if self.locator is not None:
            place = self.locator.place_of(Triple(self.source, CORE["textDigest"], self.digest))
            place = place or self.locator.subject_place(self.source)
        hint = "bring back the text as it was cited, or cite the new text as another source"
        return Fault(f"{self.source.value}: the text at hand has another digest: it was changed", place, hint)

    def _without_span(self) -> _Outcome:
        if self.value_of(self.citation, CORE["locator"]) is not None:
            return _Outcome(reason=_LOCATED)
        message = "the citation has neither a whole span (core:from, core:to, core:digest) nor a locator"
        return self._failed(message, "find the span with: icigraph cite --find TEXT", None)

    def _compared(self, text: str, span: Span) -> _Outcome:
        if span.is_empty:
            return self._failed(
                "the span is empty: core:from is not below core:to", _nearby(text, span), "to"
            )
        if span.end > len(text):
            message = f"the span ends at {span.end}, past the end of the text ({len(text)} code points)"
            return self._failed(message, _nearby(text, span), "to")
        if not span.holds_in(text):
            return self._failed(
                f"the text at {span.start} to {span.end} has another digest", _nearby(text, span), "digest"
            )
        return _Outcome()

    def _failed(self, message: str, hint: str, name: str | None) -> _Outcome:
        return _Outcome(fault=Fault(f"{self.citation.value}: {message}", self._place(name), hint))

    def _place(self, name: str | None) -> Place | None:
        if self.locator is None:
            return None
        value = self.value_of(self.citation, CORE[name]) if name else None
        place = self.locator.place_of(Triple(self.citation, CORE[name], value)) if value is not None else None
        return place or self.locator.subject_place(self.citation)


def _nearby(text: str, span: Span) -> str:
    found = find_digest(text, span)
    if found is None:
        return "the text or the digest was changed: find the span again with: icigraph cite --find TEXT"
    return f"the digest fits core:from {found.start} and core:to {found.end}"


def _span(value_of: _ValueOf, citation: NamedNode | BlankNode) -> Span | None:
    start, end, digest = (value_of(citation, CORE[name]) for name in ("from", "to", "digest"))
    if start is None or end is None or digest is None:
        return None
    if not re.fullmatch(_OFFSET, start.value) or not re.fullmatch(_OFFSET, end.value):
        return None
    return Span(int(start.value), int(end.value), digest.value.lower())


def is_borne_out(store: AskedStore, citation: NamedNode | BlankNode, texts: Texts = no_texts) -> bool | None:
    """Whether the text of a citation's source says, where the span is, what its digest was made of.

    `texts` finds a text by its SHA-256. None where the text is not at hand, or the citation has no span.

    >>> from icigraph.project.spans import digest_of
    >>> cited, text, store = NamedNode("x:cited"), "We launch the initiative.", Store()
    >>> said = f"<x:cited> {CORE['source']} <x:log> ; {CORE['from']} 10 ; {CORE['to']} 24 ; "
    >>> said += f"{CORE['digest']} '{digest_of('the initiative')}' . <x:log> {CORE['textDigest']} '27ae'"
    >>> store.update(f"INSERT DATA {{ GRAPH <x:data> {{ {said} }} }}")
    >>> is_borne_out(store, cited, lambda digest: text), is_borne_out(store, cited)
    (True, None)
    """
    value_of = partial(_value, store)
    span, (_, digest) = _span(value_of, citation), _source(value_of, citation)
    text = texts(digest.value) if span and digest else None
    return None if text is None or span is None else span.holds_in(text)


def _source(
    value_of: _ValueOf, citation: NamedNode | BlankNode
) -> tuple[NamedNode | BlankNode | None, NamedNode | BlankNode | Literal | None]:
    """The source of a citation, and the SHA-256 of the source's text."""
    found = value_of(citation, CORE["source"])
    if not isinstance(found, NamedNode | BlankNode):
        return None, None
    return found, value_of(found, CORE["textDigest"])


def span_of(store: AskedStore, citation: NamedNode | BlankNode) -> Span | None:
    """The span that a citation states; None where it states none whole: both offsets and a digest.

    >>> store = Store()
    >>> said = f"<x:cited> {CORE['from']} 10 ; {CORE['to']} 24 ; {CORE['digest']} '27ae'"
    >>> store.update(f"INSERT DATA {{ GRAPH <x:data> {{ {said} }} }}")
    >>> span_of(store, NamedNode("x:cited"))
    Span(start=10, end=24, digest='27ae')
    """
    return _span(partial(_value, store), citation)


def _every_value(store: Store) -> _ValueOf:
    """`_value` for all subjects of a property at once: many lookups in a store on disk take long."""

    @cache
    def by_subject(predicate: NamedNode) -> dict[object, NamedNode | BlankNode | Literal]:
        found: dict[object, NamedNode | BlankNode | Literal] = {}
        for subject, _, value, _ in store.quads_for_pattern(None, predicate, None, None):
            if not isinstance(value, Triple):
                known = found.get(subject)
                found[subject] = value if known is None else min(known, value, key=term_key)
        return found

    return lambda subject, predicate: by_subject(predicate).get(subject)


def _value(
    store: AskedStore, subject: NamedNode | BlankNode, predicate: NamedNode
) -> NamedNode | BlankNode | Literal | None:
    """One value, the same one each time; shapes tell when there are several."""
    values = (quad.object for quad in store.quads_for_pattern(subject, predicate, None, None))
    simple = (value for value in values if not isinstance(value, Triple))
    return min(simple, key=term_key, default=None)


def spans_of(store: AskedStore, source: NamedNode | BlankNode) -> list[CitedSpan]:
    """The citations of a source, in the order of their spans; those with a locator only come last.

    >>> store = Store()
    >>> said = f"<x:cited> {CORE['source']} <x:log> ; {CORE['locator']} 'page 3'"
    >>> store.update(f"INSERT DATA {{ GRAPH <x:data> {{ {said} }} }}")
    >>> [cited.locator for cited in spans_of(store, NamedNode("x:log"))]
    ['page 3']
    """
    found = {quad.subject for quad in store.quads_for_pattern(None, CORE["source"], source, None)}
    cited = [_cited(store, term) for term in found if isinstance(term, NamedNode | BlankNode)]
    return sorted(cited, key=_reading_order)


def _reading_order(one: CitedSpan) -> tuple[object, ...]:
    at = (one.span.start, one.span.end, one.span.digest) if one.span else (0, 0, "")
    return (one.span is None, at, term_key(one.citation))


def _cited(store: AskedStore, citation: NamedNode | BlankNode) -> CitedSpan:
    locator = _value(store, citation, CORE["locator"])
    return CitedSpan(citation, span_of(store, citation), locator.value if locator is not None else None)
