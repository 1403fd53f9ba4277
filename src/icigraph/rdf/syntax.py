"""The RDF syntaxes, read and written: what each is called, and how a file's name tells which."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat

from icigraph.base.faults import Fault, InputError, Place
from icigraph.base.nearest import did_you_mean

__all__ = [
    "FORMATS",
    "JSON_LD",
    "N_QUADS",
    "N_TRIPLES",
    "RDF_XML",
    "SYNTAXES",
    "TABLE",
    "TRIG",
    "TURTLE",
    "Syntax",
    "form_called",
    "syntax_named",
    "syntax_of",
]


@dataclass(frozen=True, slots=True)
class Syntax:
    """One RDF syntax: its name, the `form` that a user types, file suffixes (no dot, the usual one first),
    media type, pyoxigraph's format, and `aliases`: what else it is called by other tools.

    `placed` tells whether `rdf.placed` reads it with the position of every term.

    >>> N_QUADS.suffix, N_QUADS.holds_graphs
    ('.nq', True)
    """

    name: str
    form: str
    suffixes: tuple[str, ...]
    media_type: str
    format: RdfFormat
    placed: bool
    aliases: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """What the name of a file in it usually ends in, with the dot."""
        return f".{self.suffixes[0]}"

    @property
    def holds_graphs(self) -> bool:
        """Whether it can write named graphs."""
        return self.format.supports_datasets


TURTLE = Syntax("Turtle", "ttl", ("ttl", "turtle"), "text/turtle", RdfFormat.TURTLE, True)
TRIG = Syntax("TriG", "trig", ("trig",), "application/trig", RdfFormat.TRIG, True)
N_TRIPLES = Syntax(
    "N-Triples",
    "nt",
    ("nt",),
    "application/n-triples",
    RdfFormat.N_TRIPLES,
    True,
    ("nt11",),
)
N_QUADS = Syntax("N-Quads", "nq", ("nq",), "application/n-quads", RdfFormat.N_QUADS, True)
RDF_XML = Syntax(
    "RDF/XML",
    "rdfxml",
    ("rdf", "owl", "xml"),
    "application/rdf+xml",
    RdfFormat.RDF_XML,
    False,
    ("rdf-xml", "pretty-xml"),
)
JSON_LD = Syntax(
    "JSON-LD",
    "jsonld",
    ("jsonld", "json"),
    "application/ld+json",
    RdfFormat.JSON_LD,
    False,
)
TABLE = Syntax("CSV", "csv", ("csv",), "text/csv", RdfFormat.N_TRIPLES, False)
"""A table: no RDF itself, its triples are made by a mapping, and are at hand as N-Triples."""
SYNTAXES: tuple[Syntax, ...] = (TURTLE, N_TRIPLES, N_QUADS, TRIG, RDF_XML, JSON_LD)
FORMATS: dict[str, Syntax] = {syntax.form: syntax for syntax in SYNTAXES}
_BY_SUFFIX = {suffix: syntax for syntax in SYNTAXES for suffix in syntax.suffixes}
_BY_NAME = {
    name: syntax
    for syntax in SYNTAXES
    for name in (
        syntax.form,
        *syntax.suffixes,
        syntax.name.lower(),
        syntax.name.lower().replace("-", ""),
        *syntax.aliases,
        syntax.media_type,
    )
}


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


def syntax_named(form: str) -> Syntax:
    """The syntax that people call `form`: by its form, a suffix, its media type or the name that another tool
    has for it. An `InputError` that lists the forms otherwise.

    >>> syntax_named("trig").media_type, syntax_named("turtle").form, syntax_named("JSON-LD").form
    ('application/trig', 'ttl', 'jsonld')
    """
    found = _BY_NAME.get(form.lower())
    if found is None:
        hint = did_you_mean(form, _BY_NAME) or f"one of {', '.join(FORMATS)}"
        raise InputError(Fault(f"no RDF syntax is called {form!r}", hint=hint))
    return found


def form_called(text: str) -> str:
    """The form of the syntax that people call `text`, or the text itself where it names none: what an option
    takes before it is compared with its choices.

    >>> form_called("turtle"), form_called("csv")
    ('ttl', 'csv')
    """
    found = _BY_NAME.get(text.lower())
    return found.form if found else text
