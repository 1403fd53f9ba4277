"""N-Triples text looked up by its terms as they are written, in a tenth of the time that values take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from icigraph.rdf.namespaces import OWL, RDF, RDFS, SH

__all__ = [
    "CLASSES",
    "NIL",
    "SUB_CLASS_OF",
    "TRUE",
    "TYPE",
    "Statements",
    "iri",
    "lines_with",
    "parsed",
    "sh",
    "term_of",
]

TYPE = str(RDF["type"])
NIL = str(RDF["nil"])
SUB_CLASS_OF = str(RDFS["subClassOf"])
CLASSES = (str(RDFS["Class"]), str(OWL["Class"]))
"""What a class is an instance of: SHACL names `rdfs:Class` only, but every engine takes OWL's as well."""
TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
_FIRST, _REST = str(RDF["first"]), str(RDF["rest"])


def sh(local: str) -> str:
    """A term of the SHACL vocabulary as N-Triples text.

    >>> sh("path")
    '<http://www.w3.org/ns/shacl#path>'
    """
    return f"<{SH!s}{local}>"


def iri(term: str) -> str | None:
    """The IRI that a term's text stands for, None if it is no IRI.

    >>> iri("<urn:a>"), iri("_:b0"), iri("<<( <urn:a> <urn:b> <urn:c> )>>")
    ('urn:a', None, None)
    """
    return term[1:-1] if term.startswith("<") and not term.startswith("<<") else None


def parsed(subject: str, predicate: str, value: str) -> Triple:
    """The triple of three terms' texts; its blank nodes are those of the text.

    >>> parsed("_:b0", "<urn:p>", '"x"').object.value
    'x'
    """
    line = f"{subject} {predicate} {value} ."
    triple: Triple = next(iter(parse(line, format=RdfFormat.N_TRIPLES))).triple
    return triple


def term_of(text: str) -> NamedNode | BlankNode | Literal | Triple:
    """The term that N-Triples text stands for.

    >>> term_of('"a"@en').language, term_of("_:b0")
    ('en', <BlankNode value=b0>)
    """
    if text.startswith("_:"):
        return BlankNode(text[2:])
    if text.startswith("<") and not text.startswith("<<") and "\\" not in text:
        return NamedNode(text[1:-1])
    line = f"<x:s> <x:p> {text} ."
    term: Literal = next(iter(parse(line, format=RdfFormat.N_TRIPLES))).object
    return term


class Statements:
    """The triples of N-Triples text as a serialiser writes it, one space between terms.

    >>> found = Statements("<urn:a> <urn:p> <urn:b> .\\n<urn:a> <urn:p> \\"x y\\" .\\n")
    >>> found.values("<urn:a>", "<urn:p>")
    ['<urn:b>', '"x y"']
    """

    def __init__(self, text: str) -> None:
        self._by_predicate: dict[str, dict[str, list[str]]] = {}
        for line in text.split("\n"):
            if line:
                subject, predicate, rest = line.split(" ", 2)
                self._by_predicate.setdefault(predicate, {}).setdefault(subject, []).append(rest[:-2])

    def extended(self, text: str) -> Statements:
        """The same with more triples; what they do not touch is shared."""
        found, more = Statements(""), Statements(text)
        found._by_predicate = dict(self._by_predicate)
        for predicate, said in more._by_predicate.items():
            both = {subject: list(values) for subject, values in self.about(predicate).items()}
            for subject, values in said.items():
                both.setdefault(subject, []).extend(values)
            found._by_predicate[predicate] = both
        return found

    @property
    def predicates(self) -> tuple[str, ...]:
        """Every predicate once, in the order of the text."""
        return tuple(self._by_predicate)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Every node of which something is said."""
        return frozenset().union(*self._by_predicate.values())

    def about(self, predicate: str) -> Mapping[str, list[str]]:
        """From each subject of a predicate to its objects."""
        return self._by_predicate.get(predicate, {})

    def of_subject(self, subject: str) -> Iterator[tuple[str, str]]:
        """The predicates and objects of a subject."""
        for predicate, by_subject in self._by_predicate.items():
            yield from ((predicate, value) for value in by_subject.get(subject, ()))

    def values(self, subject: str, predicate: str) -> list[str]:
        """The objects of a subject and predicate, in the order of the text."""
        return self._by_predicate.get(predicate, {}).get(subject, [])

    def objects(self, predicate: str) -> Iterator[str]:
        """The objects of a predicate, once for each triple."""
        for values in self.about(predicate).values():
            yield from values

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """The subject and object of each triple of a predicate."""
        for subject, values in self.about(predicate).items():
            yield from ((subject, value) for value in values)

    def items(self, head: str) -> list[str] | None:
        """The members of an RDF list, None if it is not well formed (SHACL section 1.2)."""
        firsts, rests = self.about(_FIRST), self.about(_REST)
        members: list[str] = []
        seen: set[str] = set()
        while head != NIL:
            first, rest = firsts.get(head, ()), rests.get(head, ())
            if len(first) != 1 or len(rest) != 1 or head in seen:
                return None
            seen.add(head)
            members.append(first[0])
            head = rest[0]
        return members

    def below(self, classes: frozenset[str]) -> frozenset[str]:
        """The classes and those that are subclasses of them, however far."""
        under: dict[str, list[str]] = {}
        for lower, upper in self.pairs(SUB_CLASS_OF):
            under.setdefault(upper, []).append(lower)
        found, left = set(classes), list(classes)
        while left:
            for lower in under.get(left.pop(), ()):
                if lower not in found:
                    found.add(lower)
                    left.append(lower)
        return frozenset(found)

    def typed(self, classes: frozenset[str]) -> Iterator[str]:
        """The nodes that have one of these types, as they are stated."""
        return (node for node, types in self.about(TYPE).items() if not classes.isdisjoint(types))


def lines_with(text: str, mark: str) -> Iterator[str]:
    """The lines of N-Triples text whose predicate and what follows it begin with `mark`, which begins with a
    space. Searched for as text, since a graph of a million triples has few of a kind.

    >>> list(lines_with("<urn:a> <urn:p> <urn:b> .\\n<urn:b> <urn:q> <urn:a> .\\n", " <urn:q> "))
    ['<urn:b> <urn:q> <urn:a> .']
    """
    at = text.find(mark)
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        # What looks like a predicate may stand in a literal.
        if text.find(" ", start, at) < 0:
            yield text[start:end]
        at = text.find(mark, end)
