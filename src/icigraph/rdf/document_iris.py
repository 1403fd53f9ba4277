"""The IRIs that a document writes: resolved against its base and its prefixes, each distinct text once."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import NamedNode, RdfFormat, parse

from icigraph.base.nearest import did_you_mean
from icigraph.rdf.namespaces import STANDARD_PREFIXES
from icigraph.rdf.placed.lexer import BadEscape, unescape
from icigraph.rdf.prefixes import unescape_local

__all__ = ["NameFault", "Names"]


class NameFault(Exception):  # noqa: N818  it is caught by the reader, which makes a Fault of it
    """A name that stands for no IRI. An empty `message` means that it follows from a fault already told."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_NEVER = frozenset('<>"{}|^`\\')


@dataclass(slots=True)
class Names:
    """The base and prefixes in force at one point of a document; they change as reading goes on.

    >>> names = Names(base="http://a/doc")
    >>> names.set_prefix("ex", "<http://example.org/>")
    >>> names.prefixed("ex:Kuwait").value, names.iri("<#here>").value
    ('http://example.org/Kuwait', 'http://a/doc#here')
    """

    base: str | None = None
    prefixes: dict[str, str] = field(default_factory=dict)
    _cache: dict[str, NamedNode] = field(default_factory=dict)
    _broken: set[str] = field(default_factory=set)

    def prefixed(self, token: str) -> NamedNode:
        """The IRI of a prefixed name. Raises NameFault."""
        node = self._cache.get(token)
        if node is None:
            prefix, _, local = token.partition(":")
            node = self._cache[token] = self._node(self._namespace(prefix) + unescape_local(local))
        return node

    def iri(self, token: str) -> NamedNode:
        """The IRI of a token in angle brackets, which may be relative or hold escapes. Raises NameFault."""
        node = self._cache.get(token)
        if node is None:
            node = self._cache[token] = self._resolved(token[1:-1])
        return node

    def set_prefix(self, prefix: str, token: str) -> None:
        """Bind a prefix. Raises NameFault; its names then stand for nothing, without further faults."""
        try:
            self.prefixes[prefix] = self.iri(token).value
        except NameFault:
            self._broken.add(prefix)
            raise
        self._broken.discard(prefix)
        self._cache.clear()

    def set_base(self, token: str) -> None:
        """Change the base. Raises NameFault."""
        self.base = self.iri(token).value
        self._cache.clear()

    def _namespace(self, prefix: str) -> str:
        if prefix in self.prefixes:
            return self.prefixes[prefix]
        if prefix in self._broken:
            raise NameFault("")
        self._broken.add(prefix)
        raise NameFault(f"the prefix {prefix}: is not declared", self._prefix_hint(prefix))

    def _prefix_hint(self, prefix: str) -> str:
        known = STANDARD_PREFIXES.get(prefix)
        guess = None if known else did_you_mean(prefix, (name for name in self.prefixes if name))
        return guess or f"declare it above: @prefix {prefix}: <{known or '…'}> ."

    def _resolved(self, text: str) -> NamedNode:
        if self.base is None and "\\" not in text:
            return self._node(text)
        try:
            return self._engine_resolved(unescape(text))
        except BadEscape as error:
            raise NameFault(str(error)) from None

    def _engine_resolved(self, iri: str) -> NamedNode:
        # The engine's own resolution, so that no place is looked for under another IRI than the store has.
        escaped = "".join(f"\\u{ord(c):04X}" if c <= " " or c in _NEVER else c for c in iri)
        try:
            quad = next(
                iter(parse(f"<{escaped}> <x:p> <x:o> .", format=RdfFormat.TURTLE, base_iri=self.base))
            )
        except SyntaxError as error:
            raise NameFault(*_message_and_hint(iri, (error.msg or "").partition(": ")[2])) from None
        node: NamedNode = quad.subject
        return node

    def _node(self, iri: str) -> NamedNode:
        try:
            return NamedNode(iri)
        except ValueError as error:
            raise NameFault(*_message_and_hint(iri, str(error))) from None


def _message_and_hint(iri: str, reason: str) -> tuple[str, str]:
    if "No scheme" in reason:
        return f"<{iri}> is relative and there is no base", "write the whole IRI, or declare @base"
    return f"<{iri}> is not an IRI: {reason}", "encode such characters as %XX"
