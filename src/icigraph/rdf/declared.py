"""The prefixes that a document declares, found in its text without parsing it."""

from __future__ import annotations

import re

from icigraph.rdf.syntax import JSON_LD, RDF_XML, Syntax

__all__ = ["declared_in"]

_HEAD = 20_000
_LINED = re.compile(
    rb"(?:^|[.>])[ \t]*@?prefix[ \t]+([^\s:<]*):[ \t]*<([^>\s]*)>", re.IGNORECASE | re.MULTILINE
)
_XML = re.compile(rb"""\bxmlns:([\w.-]+)\s*=\s*["']([^"'<&]*)["']""")
# A term of a context that stands for the beginning of IRIs (JSON-LD 1.1, section 4.4).
_JSON = re.compile(rb'"([A-Za-z][\w.-]*)"\s*:\s*"([a-z][\w+.-]*:[^"\\]*[/#:?])"')


def declared_in(content: bytes, syntax: Syntax) -> dict[str, str]:
    """Prefix to IRI, the first declaration of each winning, as the head of a document declares them.

    Nothing beyond the first 20,000 bytes is looked at, nor what no regular expression can tell: a context
    that stands elsewhere, an entity of XML.

    >>> from icigraph.rdf.syntax import TURTLE
    >>> declared_in(b"@prefix a: <http://e.org/a#> . PREFIX b: <http://e.org/b#> a:x a:y b:z .", TURTLE)
    {'a': 'http://e.org/a#', 'b': 'http://e.org/b#'}
    >>> declared_in(b'<rdf:RDF xmlns:a="http://e.org/a#">', RDF_XML)
    {'a': 'http://e.org/a#'}
    """
    found: dict[str, str] = {}
    for prefix, space in _pattern_of(syntax).findall(_head(content, syntax)):
        found.setdefault(prefix.decode(errors="replace"), space.decode(errors="replace"))
    return found


def _pattern_of(syntax: Syntax) -> re.Pattern[bytes]:
    return _XML if syntax == RDF_XML else _JSON if syntax == JSON_LD else _LINED


def _head(content: bytes, syntax: Syntax) -> bytes:
    """The beginning of a document, as far as it can declare prefixes: what follows is not searched."""
    head = content[:_HEAD]
    if syntax in (RDF_XML, JSON_LD):
        return head
    last = head.lower().rfind(b"prefix")
    end = head.find(b">", last)
    return b"" if last < 0 else head if end < 0 else head[: end + 1]
