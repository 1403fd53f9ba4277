"""How terms are shown to people: shortened with the prefixes that the files themselves declare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from icigraph.rdf.namespaces import STANDARD_PREFIXES, XSD
from icigraph.validation.reading.inputs import Source
from icigraph.validation.shapes.paths import Alternative, Inverse, Path, Repeat, Sequence

__all__ = ["Names", "brief", "names_of"]

_DECLARED = re.compile(
    rb"(?:^|[.>])[ \t]*@?prefix[ \t]+([^\s:<]*):[ \t]*<([^>\s]*)>", re.IGNORECASE | re.MULTILINE
)
_USUAL = re.compile(r"(?:[A-Za-z](?:[\w.-]*[\w-])?)?:(?:\w(?:[\w.-]*[\w-])?)?", re.ASCII)
_HEAD = 20_000
_LONGEST = 160
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NEVER = re.compile(r"(?!)")
_BARE = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    "double": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    "boolean": re.compile(r"true|false"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Shortens terms by a prefix table, the longest namespace first.

    >>> names = Names({"e": "http://e/"})
    >>> terms = NamedNode("http://e/a"), Literal("x", language="en"), NamedNode("urn:a")
    >>> [names.show(term) for term in terms]
    ['e:a', '"x"@en', '<urn:a>']
    >>> names.show(NamedNode("http://e/city/berlin")), names.show(NamedNode("http://e/%C3%BC"))
    ('<http://e/city/berlin>', 'e:%C3%BC')
    """

    prefixes: Mapping[str, str]

    def show(self, term: object) -> str:
        """A term as Turtle has it."""
        if isinstance(term, NamedNode):
            return self._iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, Triple):
            return f"<<( {' '.join(self.show(one) for one in term)} )>>"
        return str(term)

    def _iri(self, iri: str) -> str:
        best = max(
            ((prefix, space) for prefix, space in self.prefixes.items() if space and iri.startswith(space)),
            key=lambda pair: len(pair[1]),
            default=None,
        )
        short = f"{best[0]}:{iri[len(best[1]) :]}" if best else None
        return short if short and _is_name(short) else f"<{iri}>"

    def _literal(self, literal: Literal) -> str:
        if literal.language or literal.datatype == XSD["string"]:
            return str(literal)
        if _BARE.get(literal.datatype.value.removeprefix(XSD), _NEVER).fullmatch(literal.value):
            return literal.value
        quoted = str(Literal(literal.value))
        return f"{quoted}^^{self.show(literal.datatype)}"

    def brief(self, term: object) -> str:
        """A term for people to read: what would flood or command a terminal is left out.

        >>> Names({}).brief(Literal("a" * 200))[-20:]
        'aaaaaaaaaaaaaaaaaaa…'
        """
        return brief(self.show(term))

    def path(self, path: Path) -> str:
        """A path in SPARQL syntax with shortened IRIs."""
        match path:
            case NamedNode():
                return self.show(path)
            case Inverse(inner):
                return "^" + (self.path(inner) if isinstance(inner, NamedNode) else f"({self.path(inner)})")
            case Sequence(parts):
                return "/".join(self._grouped(part) for part in parts)
            case Alternative(parts):
                return "|".join(self._grouped(part) for part in parts)
            case Repeat(inner, mark):
                return self._grouped(inner) + mark

    def _grouped(self, path: Path) -> str:
        text = self.path(path)
        return f"({text})" if isinstance(path, Sequence | Alternative) else text


def _is_name(text: str) -> bool:
    """Whether the text is one prefixed name of Turtle, without escapes."""
    if _USUAL.fullmatch(text):
        return True
    # Few names are beyond the usual characters, and compiling the whole grammar takes a short run's time.
    from icigraph.rdf.placed.lexer import NAME, TOKEN

    found = TOKEN.fullmatch(text)
    return found is not None and found.lastindex == NAME and found[NAME] == text and "\\" not in text


def brief(text: str, longest: int = _LONGEST) -> str:
    """Text for people to read, control characters shown and what is very long cut.

    >>> brief("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    shown = text if len(text) <= longest else text[: longest - 1] + "…"
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", shown)


def names_of(sources: Iterable[Source]) -> Names:
    """The prefixes that the sources declare, the first declaration of each prefix winning, before the
    standard ones: a namespace that a file gives a prefix of its own is told by that.
    """
    found: dict[str, str] = {}
    for source in sources:
        for prefix, space in _DECLARED.findall(_header(source.content)):
            found.setdefault(prefix.decode(errors="replace"), space.decode(errors="replace"))
    return Names({**found, **{k: v for k, v in STANDARD_PREFIXES.items() if k not in found}})


def _header(content: bytes) -> bytes:
    """The beginning of a file, up to its last declaration of a prefix: what follows is not searched."""
    head = content[:_HEAD]
    last = head.lower().rfind(b"prefix")
    end = head.find(b">", last)
    return b"" if last < 0 else head if end < 0 else head[: end + 1]
