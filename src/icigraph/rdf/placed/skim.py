"""Where each statement of a Turtle document stands, found without reading it: so that of a large document
only those statements are read with places that someone asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from icigraph.base.byte_order_mark import blanked
from icigraph.rdf.document_iris import NameFault, Names
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.grammar import GrammarReader
from icigraph.rdf.placed.skimmed import SkimmedDocument, StatementSpan

__all__ = ["skimmed"]

# Of a well-formed document less need be known than its grammar says: which characters hold a name together,
# and what hides a full stop. This is compiled in a tenth of the time that the lexer's names take.
_SPACE = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_PART = r"(?:[^\x00-\x20\"'<>#.\[\](){},;\\^@~|`]++|\\.)++"
_NAME = rf"{_PART}(?:\.++{_PART})*+"
_IRI = r"<[^<>\"\s]*+>"
_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?!"")(?:[^"\\\r\n]++|\\.)*+"|'
    r"'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?!'')(?:[^'\\\r\n]++|\\.)*+'"
)
_DULL = rf"(?!_:){_NAME}|{_IRI}|{_STRING}|@[A-Za-z0-9-]++|[;,]|\^\^|\.(?=[0-9])"
_DIRECTIVE = re.compile(
    rf"{_SPACE}(?P<all>(?P<at>@)?(?i:(?:prefix){_SPACE}(?P<name>{_NAME})|(?P<base>base))"
    rf"{_SPACE}(?P<iri>{_IRI})(?(at){_SPACE}\.))"
)
_SUBJECT = re.compile(rf"{_SPACE}(?:(_:{_NAME})|({_NAME})|({_IRI})|(?=[\[(]))")
_NEXT = re.compile(rf"{_SPACE}(?:(?:{_DULL}){_SPACE})*+(?:(\.)|(\[)|([(\])])|(_:{_NAME})|(.)|\Z)", re.DOTALL)
_END = re.compile(rf"{_SPACE}\Z")
_STOP, _OPEN, _BRACKET, _LABEL, _OTHER = range(1, 6)
_MARK = "urn:x-icigraph:mark"
_MARKER = f" <{_MARK}> <{_MARK}> <{_MARK}> .\n"


def skimmed(text: str, file: str, base: str | None, offset: int = 0) -> SkimmedDocument | None:
    """A well-formed Turtle document skimmed, its blank nodes called `b{offset}` and so on; None for one that
    must be read from its beginning: it changes a prefix or its base on the way, or has what is new in RDF
    1.2.

    >>> document = skimmed("@prefix : <http://e.org/> . :a :b [ :c 1 ] . :d :e 2 .", "d.ttl", None)
    >>> [placed.quad.object.value for placed in document.about([NamedNode("http://e.org/d")], [])]
    ['2']
    """
    body = blanked(text)
    names, header, at = Names(base), [], 0
    statements: list[StatementSpan] = []
    try:
        while _END.match(body, at) is None:
            directive = _DIRECTIVE.match(body, at)
            if directive is None:
                statements.append(_statement(body, at, names))
                at = statements[-1].end
            elif _declares(directive, names, first=not statements):
                header.append(directive.span("all"))
                at = directive.end()
            else:
                return None
        return _document(body, file, base, header, statements, names, offset)
    except (NameFault, SyntaxError, ValueError):
        return None


def _declares(directive: re.Match[str], names: Names, *, first: bool) -> bool:
    """Take a declaration in; False where it comes after statements that it would have changed."""
    if directive["base"]:
        names.set_base(directive["iri"])
        return first
    name = directive["name"]
    known = names.prefixes.get(name[:-1])
    names.set_prefix(name[:-1], directive["iri"])
    return name.endswith(":") and (first or known in (None, names.prefixes[name[:-1]]))


def _statement(text: str, at: int, names: Names) -> StatementSpan:
    """The statement that begins there; a ValueError where none could be skimmed."""
    begun = _SUBJECT.match(text, at)
    if begun is None:
        raise ValueError("no statement begins like this")
    name, iri = begun[2], begun[3]
    subject = names.prefixed(name) if name else names.iri(iri) if iri else None
    start = begun.start(begun.lastindex) if begun.lastindex else begun.end()
    found = StatementSpan(start, at, subject)
    at = begun.end() if subject else start
    labels: dict[str, None] = {}
    while True:
        match = _NEXT.match(text, at)
        kind = match.lastindex if match else None
        if match is None or kind is None or kind == _OTHER:
            raise ValueError("the statement cannot be skimmed")
        at = match.end()
        if kind == _STOP:
            found.end, found.labels = at, tuple(labels)
            return found
        if kind == _OPEN:
            found.blanks += 1
        elif kind == _LABEL:
            labels[match[_LABEL][2:]] = None
        else:
            found.has_lists = found.has_lists or match[_BRACKET] == "("


def _document(
    text: str,
    file: str,
    base: str | None,
    header: list[tuple[int, int]],
    statements: list[StatementSpan],
    names: Names,
    offset: int,
) -> SkimmedDocument:
    numbers: dict[str, int] = {}
    before = [0]
    orders = _orders(text, base, header, [one for one in statements if one.has_lists or one.labels])
    for one in statements:
        if one.has_lists or one.labels:
            new = [label for label in next(orders) if label not in numbers]
            numbers.update((label, before[-1] + at) for at, label in enumerate(new) if label in one.labels)
            before.append(before[-1] + len(new))
        else:
            before.append(before[-1] + one.blanks)
    reader = GrammarReader(text, LineTable(text, file), base, graphs=False)
    for start, end in header:
        reader.read_span(start, end)
    bases = tuple(one for one in (base, names.base) if one)
    return SkimmedDocument(text, statements, before, numbers, names.prefixes, bases, reader, offset)


def _orders(
    text: str, base: str | None, header: list[tuple[int, int]], statements: list[StatementSpan]
) -> Iterator[list[str]]:
    """The labels of each statement's blank nodes, of those without one too, in the order of the engine."""
    if not statements:
        return
    declared = "".join(f"{text[start:end]}\n" for start, end in header)
    parts = (f"{text[one.start : one.end]}{_MARKER}" for one in statements)
    whole = "".join([declared, *parts])
    found: dict[str, None] = {}
    for subject, _, value, _ in parse(whole, format=RdfFormat.TURTLE, base_iri=base):
        if isinstance(subject, NamedNode) and subject.value == _MARK:
            yield list(found)
            found = {}
            continue
        for term in (subject, value):
            if isinstance(term, BlankNode):
                found[term.value] = None
