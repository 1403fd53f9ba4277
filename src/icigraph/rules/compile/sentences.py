"""Triples and axioms as short sentences, for messages: anonymous classes and lists as they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import BlankNode, Literal, Triple

from icigraph.rdf.namespaces import RDF
from icigraph.rdf.prefixes import literal_text
from icigraph.rules.compile.patterns import short_name
from icigraph.rules.compile.rule import Pattern

__all__ = ["axiom_sentence", "sentence", "statements", "term_text"]

_LISTED = 6


def sentence(pattern: Pattern | Triple) -> str:
    """A pattern or a triple in words.

    >>> from pyoxigraph import NamedNode
    >>> sentence(Triple(NamedNode("x:/a"), RDF["type"], NamedNode("x:/C")))
    'a a C'
    """
    subject, predicate, value = pattern
    return f"{term_text(subject)} {_predicate(predicate)} {term_text(value)}"


def _predicate(term: object) -> str:
    return "a" if term == RDF["type"] else term_text(term)


def term_text(term: object) -> str:
    """A term in words; what a blank node stands for is not told.

    >>> from icigraph.rdf.namespaces import XSD
    >>> term_text(Literal("5", datatype=XSD["byte"]))
    '"5"^^xsd:byte'
    """
    if isinstance(term, BlankNode):
        return "[…]"
    return literal_text(term, short_name) if isinstance(term, Literal) else short_name(term)


def axiom_sentence(axiom: Iterable[Triple]) -> str:
    """The triples of an axiom in words, each anonymous class and list where it is used.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix : <http://a/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
    >>> text += ":C owl:disjointWith [ owl:onProperty :p ; owl:hasValue 1 ] ."
    >>> axiom_sentence(quad.triple for quad in parse(text, RdfFormat.TURTLE))
    'C owl:disjointWith [ owl:onProperty p ; owl:hasValue 1 ]'
    """
    triples = tuple(axiom)
    named = [triple for triple in triples if not isinstance(triple.subject, BlankNode)]
    return next(iter(statements(named[:1] or triples, triples, term_text, _predicate, _LISTED)))


def statements(
    outer: Iterable[Triple],
    axiom: Iterable[Triple],
    term: Callable[[object], str],
    predicate: Callable[[object], str] | None = None,
    listed: int | None = None,
) -> Iterator[str]:
    """Some triples of an axiom as they are written, its blank nodes by what it says of them, with no more
    than `listed` members of a list; what is inside of another is not told again.

    `term` writes a term, `predicate` one between two others.

    >>> from pyoxigraph import RdfFormat, parse
    >>> text = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <x:C> owl:equivalentClass "
    >>> text += "[ owl:unionOf (<x:A> <x:B>) ] ."
    >>> axiom = [quad.triple for quad in parse(text, RdfFormat.TURTLE)]
    >>> list(statements(axiom, axiom, lambda term: short_name(term)))
    ['x:C owl:equivalentClass [ owl:unionOf ( x:A x:B ) ]']
    """
    triples = tuple(axiom)
    writer = _Writer(triples, term, predicate or term, listed)
    inner = {triple.object for triple in triples}
    said: dict[str, None] = {}
    for triple in outer:
        if not isinstance(triple.subject, BlankNode):
            said[writer.statement(triple)] = None
        elif triple.subject not in inner:
            said[writer.term(triple.subject)] = None
    return iter(said)


class _Writer:
    """Writes the blank nodes of an axiom by what it says of them."""

    def __init__(
        self,
        axiom: tuple[Triple, ...],
        plain: Callable[[object], str],
        predicate: Callable[[object], str],
        listed: int | None,
    ) -> None:
        self._plain = plain
        self._predicate = predicate
        self._listed = listed
        self._about: dict[object, list[Triple]] = defaultdict(list)
        for triple in axiom:
            self._about[triple.subject].append(triple)
        self._open: set[object] = set()

    def statement(self, triple: Triple) -> str:
        return f"{self.term(triple.subject)} {self._said(triple)}"

    def _said(self, triple: Triple) -> str:
        return f"{self._predicate(triple.predicate)} {self.term(triple.object)}"

    def term(self, term: object) -> str:
        about = self._about.get(term, []) if isinstance(term, BlankNode) else []
        if not about or term in self._open:
            return "[…]" if isinstance(term, BlankNode) else self._plain(term)
        self._open.add(term)
        if any(triple.predicate == RDF["first"] for triple in about):
            items = self._items(term)
            shown = items[: self._listed]
            written = f"( {' '.join(map(self.term, shown))}{' …' if len(items) > len(shown) else ''} )"
        else:
            written = f"[ {' ; '.join(map(self._said, about))} ]"
        self._open.discard(term)
        return written

    def _items(self, head: object) -> list[object]:
        items: list[object] = []
        seen: set[object] = set()
        while head in self._about and head not in seen:
            seen.add(head)
            about = {triple.predicate: triple.object for triple in self._about[head]}
            items.append(about.get(RDF["first"]))
            head = about.get(RDF["rest"])
        return items
