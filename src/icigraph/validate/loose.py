"""Places in RDF/XML and JSON-LD: the line where a subject is named, and its value's line where that is
plain to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from icigraph.rdf.faults import Place
from icigraph.validate.inputs import Source
from icigraph.validate.placed import Placed, Relabelling
from icigraph.validate.report import Term

__all__ = ["read_loosely"]

_XML_SUBJECT = re.compile(r"rdf:(?:about|ID|nodeID)\s*=\s*[\"']([^\"']*)[\"']")
_JSON_SUBJECT = re.compile(r"\"@id\"\s*:\s*\"([^\"]*)\"")


def read_loosely(source: Source, offset: int, subjects: set[Term], objects: set[Term]) -> Iterator[Placed]:
    """The wanted statements, each placed at its value if found inside its subject's text, else at its
    subject.
    """
    text = source.text
    starts = _subject_starts(text, source.format)
    try:
        quads = list(parse(source.body, format=source.format, base_iri=source.base))
    except (SyntaxError, ValueError):
        return
    ours = Relabelling(offset)
    for quad in quads:
        triple = ours.triple(quad.triple)
        if triple.subject in subjects or triple.object in objects:
            yield _placed(triple, source, text, starts)


def _subject_starts(text: str, syntax: RdfFormat) -> list[tuple[int, str]]:
    pattern = _XML_SUBJECT if syntax == RdfFormat.RDF_XML else _JSON_SUBJECT
    return [(found.start(1), found[1]) for found in pattern.finditer(text)]


def _placed(triple: Triple, source: Source, text: str, starts: list[tuple[int, str]]) -> Placed:
    begin, end = _block(triple.subject, starts, len(text))
    subject = _place(source, text, begin)
    at = text.find(_written(triple.object), begin + 1, end)
    return Placed(triple, subject, subject, _place(source, text, at) if at >= 0 else subject, subject)


def _block(subject: Term, starts: list[tuple[int, str]], size: int) -> tuple[int, int]:
    """From where the subject is named with the longest matching end of its IRI to where the next subject
    is.
    """
    iri = subject.value if isinstance(subject, NamedNode) else ""
    best = max(((len(name), -at) for at, name in starts if name and iri.endswith(_local(name))), default=None)
    if best is None:
        return 0, size
    begin = -best[1]
    after = (at for at, name in starts if at > begin and not iri.endswith(_local(name)))
    return begin, next(after, size)


def _local(name: str) -> str:
    return name.lstrip("#").rpartition(":")[2] if "://" not in name else name


def _written(term: Term) -> str:
    if isinstance(term, Literal):
        return term.value
    return re.split(r"[#/:]", term.value)[-1] if isinstance(term, NamedNode) else "\0"


def _place(source: Source, text: str, at: int) -> Place:
    line = text.count("\n", 0, at) + 1
    return Place(source.name, line, at - (text.rfind("\n", 0, at) + 1) + 1)
