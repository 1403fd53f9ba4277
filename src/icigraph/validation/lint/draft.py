"""A finding before its place is looked up: which term of which triple it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Draft", "Naming", "Spot", "at_object", "at_predicate", "at_subject", "within"]

Naming = Callable[[str], str]
"""Gives a term, which is N-Triples text, as the files of the shapes would have it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A term of a triple of the shapes graph, all as N-Triples text; `offset` is a character of a literal,
    counted from 0.
    """

    subject: str
    predicate: str
    value: str
    part: str
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a finding says, and of which term."""

    code: str
    message: str
    spot: Spot | None = None
    hint: str | None = None


def at_subject(subject: str, predicate: str, value: str) -> Spot:
    """The subject of a triple.

    >>> at_subject("<urn:a>", "<urn:p>", "<urn:b>").part
    'subject'
    """
    return Spot(subject, predicate, value, "subject")


def at_predicate(subject: str, predicate: str, value: str) -> Spot:
    """The predicate of a triple.

    >>> at_predicate("<urn:a>", "<urn:p>", "<urn:b>").part
    'predicate'
    """
    return Spot(subject, predicate, value, "predicate")


def at_object(subject: str, predicate: str, value: str) -> Spot:
    """The object of a triple.

    >>> at_object("<urn:a>", "<urn:p>", "<urn:b>").part
    'object'
    """
    return Spot(subject, predicate, value, "object")


def within(subject: str, predicate: str, value: str, offset: int) -> Spot:
    """A character of a triple's object, which is a literal.

    >>> within("<urn:a>", "<urn:p>", '"SELECT *"', 7).offset
    7
    """
    return Spot(subject, predicate, value, "object", offset)
