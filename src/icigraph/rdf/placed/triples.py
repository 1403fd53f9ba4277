"""The triples of one statement of Turtle (RDF 1.2 Turtle, section 6.5), those of its brackets among them.

Quads are given in the order of pyoxigraph's parser, so that the blank nodes of both can be paired one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Quad, Triple

from icigraph.base.stack import on_own_stack
from icigraph.rdf.namespaces import RDF
from icigraph.rdf.placed.cursor import Broken
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.lexer import BLANK, END, ESCAPED_IRI, IRI, MARK, NAME, STRING, WORD
from icigraph.rdf.placed.terms import TermReader

__all__ = ["TripleReader"]

_TYPE, _FIRST, _REST, _NIL, _REIFIES = (RDF[name] for name in ("type", "first", "rest", "nil", "reifies"))
_DEEPEST = 5000
_ON_ONE_STACK = 100
_DEEPEST_TERM = 100
_Node = Any


class TripleReader(TermReader):
    """Reads subjects, predicates and objects; `_pending` has the quads with the offsets of their terms."""

    def __init__(self, text: str, lines: LineTable, base: str | None) -> None:
        self._graph: _Node = DefaultGraph()
        self._depth = self._terms = 0
        self._pending: list[tuple[Quad, int, int, int]] = []
        self._batch = -1
        self._batch_start = 0
        super().__init__(text, lines, base)

    def _triples(self) -> None:
        at = self._at
        if self._is("["):
            node, empty = self._property_list()
            if not empty and (self._is(".") or self._is("}")):
                return
        elif self._is("("):
            node = self._collection(None)
        elif self._is("<<"):
            node = self._reified()
            if self._is(".") or self._is("}"):
                return
        elif self._kind == BLANK:
            node = BlankNode(self._take()[2:])
        else:
            node = self._iri("a subject")
        self._predicates(node, at)

    def _predicates(self, subject: _Node, subject_at: int) -> None:
        while True:
            predicate_at = self._at
            predicate = self._predicate()
            self._objects(subject, subject_at, predicate, predicate_at)
            if not self._is(";"):
                return
            while self._accept(";"):
                pass
            if (self._kind == MARK and self._value in (".", "]", "}", "|}")) or self._kind == END:
                return

    def _predicate(self) -> _Node:
        if self._kind == WORD and self._value == "a":
            self._take()
            return _TYPE
        return self._iri("a property")

    def _objects(self, subject: _Node, subject_at: int, predicate: _Node, predicate_at: int) -> None:
        while True:
            self._object(subject, subject_at, predicate, predicate_at)
            if not self._accept(","):
                return

    def _object(self, subject: _Node, subject_at: int, predicate: _Node, predicate_at: int) -> None:
        at = self._at
        if self._is("("):
            node = self._collection((subject, subject_at, predicate, predicate_at))
        else:
            bare = self._kind == STRING
            node = self._value_term()
            # The engine sees that a plain string has ended only with the token after it.
            late = bare and self._text[self._last_end - 1] in "\"'"
            self._emit(subject, subject_at, predicate, predicate_at, node, at, late=late)
        if self._kind == MARK and self._value in ("~", "{|"):
            self._annotations(subject, predicate, node, at)

    def _emit(
        self,
        subject: _Node,
        subject_at: int,
        predicate: _Node,
        predicate_at: int,
        node: _Node,
        at: int,
        late: bool = False,
    ) -> None:
        if subject is None or predicate is None or node is None or self._graph is None:
            return
        quad = Quad(subject, predicate, node, self._graph)
        placed = (quad, subject_at, predicate_at, at)
        batch = self._count if late else self._count - 1
        if batch == self._batch:
            # The engine gives what one token completes last thing first.
            self._pending.insert(self._batch_start, placed)
            return
        self._batch, self._batch_start = batch, len(self._pending)
        self._pending.append(placed)

    def _within(self, read: Callable[[], _Node]) -> _Node:
        """Read what stands within brackets."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Broken(self._at, f"nested more than {_DEEPEST} deep", "name the inner nodes")
        node = read() if self._depth % _ON_ONE_STACK else on_own_stack(read)
        self._depth -= 1
        return node

    def _within_term(self, read: Callable[[], _Node]) -> _Node:
        """Read what stands within a triple term, which everything that handles it goes into."""
        self._terms += 1
        if self._terms > _DEEPEST_TERM:
            raise Broken(self._at, f"triples nested more than {_DEEPEST_TERM} deep", "name the inner ones")
        node = self._within(read)
        self._terms -= 1
        return node

    def _property_list(self) -> tuple[_Node, bool]:
        opened = self._at
        self._take()
        node = BlankNode()
        if self._accept("]"):
            return node, True
        self._within(lambda: self._predicates(node, opened))
        if not self._is("]"):
            raise self._unclosed(opened, "]")
        self._take()
        return node, False

    def _collection(self, link: tuple[_Node, int, _Node, int] | None) -> _Node:
        opened = self._at
        self._take()
        if self._accept(")"):
            if link:
                self._emit(*link, _NIL, opened)
            return _NIL
        root = BlankNode()
        self._count += 1
        if link:
            self._emit(*link, root, opened)
        self._count -= 1
        self._within(lambda: self._items(root, opened))
        return root

    def _items(self, root: _Node, opened: int) -> None:
        node = root
        while node is not None:
            at = self._at
            self._object(node, at, _FIRST, at)
            if self._kind == END or (self._kind == MARK and self._value in (".", ";", ",", "]", "}")):
                raise self._unclosed(opened, ")")
            node = self._next_item(node)

    def _next_item(self, node: _Node) -> _Node:
        at = self._at
        if self._accept(")"):
            self._emit(node, at, _REST, at, _NIL, at)
            return None
        following = BlankNode()
        self._emit(node, at, _REST, at, following, at, late=True)
        return following

    # RDF 1.2

    def _reified(self) -> _Node:
        opened = self._at
        self._take()
        subject, predicate, node = self._within_term(self._triple_parts)
        term, named = _triple(subject, predicate, node), self._is("~")
        reifier = self._reifier() if named else BlankNode()
        if named:
            self._emit(reifier, opened, _REIFIES, opened, term, opened)
        if not self._is(">>"):
            raise self._unclosed(opened, ">>")
        self._take()
        if not named:
            self._emit(reifier, opened, _REIFIES, opened, term, opened)
        return reifier

    def _triple_parts(self) -> tuple[_Node, _Node, _Node]:
        if self._is("<<"):
            subject = self._reified()
        elif self._kind == BLANK:
            subject = BlankNode(self._take()[2:])
        elif self._is("["):
            subject, _ = self._property_list()
        else:
            subject = self._iri("a subject")
        return subject, self._predicate(), self._value_term()

    def _reifier(self) -> _Node:
        self._take()
        if self._kind == BLANK:
            return BlankNode(self._take()[2:])
        if self._is("["):
            return self._property_list()[0]
        return self._iri("a reifier") if self._kind in (IRI, ESCAPED_IRI, NAME) else BlankNode()

    def _triple_term(self) -> _Node:
        opened = self._at
        self._take()
        term = _triple(*self._within_term(self._triple_parts))
        if not self._is(")>>"):
            raise self._unclosed(opened, ")>>")
        self._take()
        return term

    def _annotations(self, subject: _Node, predicate: _Node, node: _Node, at: int) -> None:
        term, reifier = _triple(subject, predicate, node), None
        while self._kind == MARK and self._value in ("~", "{|"):
            if self._is("~"):
                reifier = self._reifier()
                self._emit(reifier, at, _REIFIES, at, term, at)
                continue
            opened = self._at
            self._take()
            if reifier is None:
                reifier = BlankNode()
                self._emit(reifier, opened, _REIFIES, opened, term, at)
            self._annotated(reifier, opened)
            if not self._is("|}"):
                raise self._unclosed(opened, "|}")
            self._take()
            reifier = None

    def _annotated(self, reifier: _Node, opened: int) -> None:
        self._within_term(lambda: self._predicates(reifier, opened))

    # Objects

    def _value_term(self) -> _Node:
        if self._kind in (NAME, IRI, ESCAPED_IRI):
            return self._iri("an object")
        if self._kind == BLANK:
            return BlankNode(self._take()[2:])
        if self._is_literal():
            return self._literal()
        if self._kind == MARK and self._value in _BRACKETS:
            return _BRACKETS[self._value](self)
        raise self._unexpected("an object")


_BRACKETS: dict[str, Any] = {
    "[": lambda reader: reader._property_list()[0],
    "(": lambda reader: reader._collection(None),
    "<<": TripleReader._reified,
    "<<(": TripleReader._triple_term,
}


def _triple(subject: _Node, predicate: _Node, node: _Node) -> Triple | None:
    return None if subject is None or predicate is None or node is None else Triple(subject, predicate, node)
