"""What the cases share: prefixes, data and shapes side by side, and what a run must have said."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse
from tests.faults.case import FOUND, Case, Ran, Right

__all__ = ["HEAD", "NEED", "PERSON", "VALIDATE", "of", "parses", "says", "says_not", "shaped"]

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PERSON = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; "
NEED = "sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
VALIDATE = ("validate", "d.ttl", "--shapes", "s.ttl")


def shaped(
    name: str,
    data: str,
    shapes: str,
    *options: str,
    codes: frozenset[int] = FOUND,
    right: Right | None = None,
    seconds: float = 60.0,
) -> Case:
    """The data, validated against the shapes; both are Turtle without prefixes."""
    return Case(name, (*VALIDATE, *options), of(data, shapes), codes, right, seconds=seconds)


def of(data: str, shapes: str) -> dict[str, str | bytes]:
    """The two files of `VALIDATE`."""
    return {"d.ttl": HEAD + data, "s.ttl": HEAD + shapes}


def says(*words: str) -> Right:
    """Whether a run said all of that."""

    def right(ran: Ran) -> bool:
        return all(word in ran.said for word in words)

    return right


def says_not(*words: str) -> Right:
    """Whether a run said nothing of that."""

    def right(ran: Ran) -> bool:
        return not any(word in ran.said for word in words)

    return right


def parses(head: str = "") -> Right:
    """Whether what a run printed is Turtle, after the prefixes that it may need."""

    def right(ran: Ran) -> bool:
        try:
            return bool(list(parse(head + ran.out, format=RdfFormat.TURTLE)))
        except SyntaxError:
            return False

    return right
