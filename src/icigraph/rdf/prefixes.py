"""A table of prefixes: short names of IRIs in both directions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.rdf.productions import PLAIN_LOCAL_NAME

__all__ = ["Prefixes"]

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
            return _named_node(self.names[prefix] + _unescaped(local), text)
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
            if iri.startswith(base) and re.fullmatch(f"(?:{PLAIN_LOCAL_NAME})?", iri[len(base) :])
        ]
        return min(names, key=len, default=f"<{iri}>")

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


def _unescaped(local: str) -> str:
    return re.sub(_ESCAPE, r"\1", local) if "\\" in local else local


def _named_node(iri: str, text: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise InputError(Fault(f"{text!r} is not an IRI: {error}")) from None
