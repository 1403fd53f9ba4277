"""How terms are shown to people: shortened with the prefixes that the files themselves declare."""

from __future__ import annotations

import re
from collections.abc import Iterable

from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import STANDARD_PREFIXES
from icigraph.rdf.prefixes import Prefixes

__all__ = ["brief", "prefixes_of"]

_DECLARED = re.compile(
    rb"(?:^|[.>])[ \t]*@?prefix[ \t]+([^\s:<]*):[ \t]*<([^>\s]*)>", re.IGNORECASE | re.MULTILINE
)
_HEAD = 20_000
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
        for prefix, space in _DECLARED.findall(_header(source.content)):
            found.setdefault(prefix.decode(errors="replace"), space.decode(errors="replace"))
    spaces = set(found.values())
    usual = {name: space for name, space in STANDARD_PREFIXES.items() if space not in spaces}
    return Prefixes({**usual, **found})


def _header(content: bytes) -> bytes:
    """The beginning of a file, up to its last declaration of a prefix: what follows is not searched."""
    head = content[:_HEAD]
    last = head.lower().rfind(b"prefix")
    end = head.find(b">", last)
    return b"" if last < 0 else head if end < 0 else head[: end + 1]
