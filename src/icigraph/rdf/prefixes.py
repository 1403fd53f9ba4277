"""A table of prefixes: short names of IRIs in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.productions import PLAIN_LOCAL_NAME, PREFIX_NAME

__all__ = ["Prefixes", "is_prefix", "literal_text", "unescape_local"]

_USUAL = re.compile(r"(?:\w(?:[\w.-]*[\w-])?)?", re.ASCII)
_USUAL_PREFIX = re.compile(r"(?:[A-Za-z](?:[\w.-]*[\w-])?)?", re.ASCII)
_BARE = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    "double": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    "boolean": re.compile(r"true|false"),
}
_ESCAPE = r"\\([_~.\-!$&'()*+,;=/?#@%])"


@dataclass(frozen=True, slots=True)
class Prefixes:
    """An ordered prefix table.

    >>> table = Prefixes({"id": "https://e.org/id/", "person": "https://e.org/id/person/"})
    >>> table.expand("id:kuwait")
    <NamedNode value=https://e.org/id/kuwait>
    >>> table.shrink(table.expand("id:person/ada"))
    'person:ada'
    """

    names: Mapping[str, str]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.names.items())

    def __hash__(self) -> int:
        return hash(tuple(self.names.items()))

    def expand(self, text: str) -> NamedNode:
        """The IRI that `text` stands for: `prefix:local` (slashes allowed), `<iri>` or an absolute IRI.

        Raises InputError for an unknown prefix or a text that is no name, with the nearest known prefix.

        >>> Prefixes({"ex": "http://e.org/"}).expand("ex:a/b")
        <NamedNode value=http://e.org/a/b>
        >>> Prefixes({"ex": "http://e.org/"}).expand("<http://x.org/>")
        <NamedNode value=http://x.org/>
        """
        if text.startswith("<") and text.endswith(">"):
            return _named_node(text[1:-1], text)
        prefix, colon, local = text.partition(":")
        if not colon:
            raise InputError(
                Fault(f"{text!r} is neither a prefixed name nor an IRI", hint="write prefix:name or <IRI>")
            )
        if prefix in self.names:
            return _named_node(self.names[prefix] + unescape_local(local), text)
        if local.startswith("//") or prefix in ("urn", "mailto", "tag"):
            return _named_node(text, text)
        raise InputError(
            Fault(f"unknown prefix {prefix}: in {text!r}", hint=did_you_mean(prefix, self.names))
        )

    def shrink(self, node: NamedNode) -> str:
        """The shortest name of an IRI in this table, valid in Turtle and SPARQL; `<iri>` if it has none.

        >>> Prefixes({"ex": "http://e.org/"}).shrink(NamedNode("http://e.org/a"))
        'ex:a'
        >>> Prefixes({"ex": "http://e.org/"}).shrink(NamedNode("http://e.org/a/b"))
        '<http://e.org/a/b>'
        """
        iri = node.value
        names = [
            f"{prefix}:{iri[len(base) :]}"
            for prefix, base in self.names.items()
            if base and iri.startswith(base) and _is_local(iri[len(base) :])
        ]
        return min(names, key=len, default=f"<{iri}>")

    def show(self, term: object) -> str:
        """A term of any kind as Turtle has it, its IRIs as short as they can be.

        >>> Prefixes({"xsd": str(XSD)}).show(Literal("2004", datatype=XSD["gYear"]))
        '"2004"^^xsd:gYear'
        >>> Prefixes({}).show(Literal(4)), Prefixes({}).show(Literal("x", language="en"))
        ('4', '"x"@en')
        """
        if isinstance(term, NamedNode):
            return self.shrink(term)
        if isinstance(term, Literal):
            return literal_text(term, self.shrink)
        if isinstance(term, Triple):
            return f"<<( {' '.join(self.show(one) for one in term)} )>>"
        return str(term)

    def sparql(self) -> str:
        """The prologue of a SPARQL query.

        >>> Prefixes({"ex": "http://e.org/"}).sparql()
        'PREFIX ex: <http://e.org/>\\n'
        """
        return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in self.names.items())

    def turtle(self) -> str:
        """The head of a Turtle document.

        >>> Prefixes({"ex": "http://e.org/"}).turtle()
        '@prefix ex: <http://e.org/> .\\n'
        """
        return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self.names.items())


def literal_text(literal: Literal, iri: Callable[[NamedNode], str]) -> str:
    """A literal as Turtle writes it, numbers and truth values bare; `iri` writes a datatype.

    >>> literal_text(Literal("5", datatype=XSD["integer"]), str), literal_text(Literal("5"), str)
    ('5', '"5"')
    """
    if literal.language or literal.datatype == XSD["string"]:
        return str(literal)
    bare = _BARE.get(literal.datatype.value.removeprefix(XSD))
    if bare and bare.fullmatch(literal.value):
        return literal.value
    return f"{Literal(literal.value)}^^{iri(literal.datatype)}"


def _is_local(text: str) -> bool:
    # Few names are beyond ASCII, and compiling the grammar of the others takes a while.
    return bool(_USUAL.fullmatch(text) if text.isascii() else re.fullmatch(PLAIN_LOCAL_NAME, text))


def is_prefix(text: str) -> bool:
    """Whether a text can stand before the colon of a name (PNAME_NS of Turtle and SPARQL).

    >>> is_prefix("ici"), is_prefix(""), is_prefix("größe"), is_prefix("1a"), is_prefix("a.")
    (True, True, True, False, False)
    """
    return bool(_USUAL_PREFIX.fullmatch(text) if text.isascii() else re.fullmatch(PREFIX_NAME, text))


def unescape_local(local: str) -> str:
    """The local part of a name without its escapes (PN_LOCAL_ESC).

    >>> unescape_local("a\\\\~b")
    'a~b'
    """
    return re.sub(_ESCAPE, r"\1", local) if "\\" in local else local


def _named_node(iri: str, text: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise InputError(Fault(f"{text!r} is not an IRI: {error}")) from None
