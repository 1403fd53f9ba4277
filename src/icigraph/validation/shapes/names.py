"""How terms are shown to people: shortened with the prefixes that the files themselves declare."""

from __future__ import annotations

import re
from collections.abc import Iterable

from icigraph.rdf.declared import declared_in
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import STANDARD_PREFIXES
from icigraph.rdf.prefixes import Prefixes

__all__ = ["brief", "prefixes_of"]

_LONGEST = 160
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def brief(text: str, longest: int = _LONGEST) -> str:
    """Text for people to read, control characters shown and what is very long cut.

    >>> brief("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    shown = text if len(text) <= longest else text[: longest - 1] + "…"
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", shown)


def prefixes_of(sources: Iterable[Source]) -> Prefixes:
    """The prefixes that the sources declare, the first declaration of each prefix winning, and the standard
    ones of other namespaces: a namespace that a file gives a prefix of its own is told by that.

    >>> from pyoxigraph import RdfFormat
    >>> text = b"@prefix s: <http://www.w3.org/ns/shacl#> ."
    >>> table = prefixes_of([Source("a.ttl", text, RdfFormat.TURTLE, "urn:a")])
    >>> table.names["s"], "sh" in table.names, "owl" in table.names
    ('http://www.w3.org/ns/shacl#', False, True)
    """
    found: dict[str, str] = {}
    for source in sources:
        found = {**declared_in(source.content, source.syntax), **found}
    spaces = set(found.values())
    usual = {name: space for name, space in STANDARD_PREFIXES.items() if space not in spaces}
    return Prefixes({**usual, **found})
