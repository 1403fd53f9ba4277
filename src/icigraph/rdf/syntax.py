"""The RDF syntaxes that files come in, and how a file's name tells which."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.nearest import did_you_mean

__all__ = ["JSON_LD", "N_QUADS", "N_TRIPLES", "RDF_XML", "SYNTAXES", "TRIG", "TURTLE", "Syntax", "syntax_of"]


@dataclass(frozen=True, slots=True)
class Syntax:
    """One RDF syntax: name, file suffixes (no dot, the usual one first), media type, pyoxigraph's format.

    `placed` tells whether rdf/turtle reads it with the position of every term.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    format: RdfFormat
    placed: bool


TURTLE = Syntax("Turtle", ("ttl", "turtle"), "text/turtle", RdfFormat.TURTLE, True)
TRIG = Syntax("TriG", ("trig",), "application/trig", RdfFormat.TRIG, True)
N_TRIPLES = Syntax("N-Triples", ("nt",), "application/n-triples", RdfFormat.N_TRIPLES, True)
N_QUADS = Syntax("N-Quads", ("nq",), "application/n-quads", RdfFormat.N_QUADS, True)
RDF_XML = Syntax("RDF/XML", ("rdf", "owl", "xml"), "application/rdf+xml", RdfFormat.RDF_XML, False)
JSON_LD = Syntax("JSON-LD", ("jsonld", "json"), "application/ld+json", RdfFormat.JSON_LD, False)
SYNTAXES: tuple[Syntax, ...] = (TURTLE, TRIG, N_TRIPLES, N_QUADS, RDF_XML, JSON_LD)
_BY_SUFFIX = {suffix: syntax for syntax in SYNTAXES for suffix in syntax.suffixes}


def syntax_of(path: Path | str) -> Syntax:
    """The syntax that a file's suffix tells, .gz put aside. Raises InputError for a suffix of no RDF syntax.

    >>> syntax_of("a/b.ttl.gz").name
    'Turtle'
    """
    name = (path if isinstance(path, Path) else Path(path)).name
    suffix = name.lower().removesuffix(".gz").rpartition(".")[2]
    syntax = _BY_SUFFIX.get(suffix)
    if syntax is None:
        hint = (
            did_you_mean(suffix, _BY_SUFFIX) or f"known suffixes: {', '.join(_BY_SUFFIX)}, each also with .gz"
        )
        raise InputError(Fault("the file name tells no RDF syntax", Place(str(path)), hint))
    return syntax
