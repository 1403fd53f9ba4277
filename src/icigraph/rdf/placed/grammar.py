"""The grammar of Turtle and TriG (RDF 1.2 Turtle, section 6.5; RDF 1.2 TriG, section 4.5) over placed tokens.

A reader is made for one document and read once. Quads are given in the order of pyoxigraph's parser, so that
the blank nodes of both can be paired one by one. What is wrong becomes a fault; reading goes on after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from icigraph.base.faults import Fault
from icigraph.base.stack import on_own_stack
from icigraph.rdf.document_iris import NameFault, Names
from icigraph.rdf.namespaces import RDF, XSD
from icigraph.rdf.placed.document import LineTable, PlacedQuad
from icigraph.rdf.placed.lexer import (
    BLANK,
    END,
    ERROR,
    ESCAPED_IRI,
    IRI,
    LANGUAGE,
    MARK,
    NAME,
    NUMBER,
    STRING,
    WORD,
    BadEscape,
    string_value,
    tokens,
)

__all__ = ["GrammarReader"]

_TYPE, _FIRST, _REST, _NIL, _REIFIES = (RDF[name] for name in ("type", "first", "rest", "nil", "reifies"))
_INTEGER, _DECIMAL, _DOUBLE, _BOOLEAN = (XSD[name] for name in ("integer", "decimal", "double", "boolean"))
_DEEPEST = 5000
_ON_ONE_STACK = 100
_DEEPEST_TERM = 100
_KEYWORDS = {"PREFIX", "BASE", "VERSION"}
_DIRECTIVES = {"@prefix", "@base", "@version"}
_DIRECTIONS = {"ltr": BaseDirection.LTR, "rtl": BaseDirection.RTL}
_Node = Any


class _Broken(Exception):  # noqa: N818  it ends one statement
    """The statement at hand cannot be read on: where, what and what to do about it."""

    def __init__(self, offset: int, message: str, hint: str | None) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.hint = hint


class GrammarReader:
    r"""Reads one Turtle or TriG document; `quads`, `faults`, `faulty_spans` and `names` are what was found.

    >>> text = "<x:a> <x:p> 1 .\n<x:b> <x:p> ."
    >>> reader = GrammarReader(text, LineTable(text, "a.ttl"), None, graphs=False)
    >>> reader.read()
    >>> [str(placed.object) for placed in reader.quads], [str(fault) for fault in reader.faults]
    (['a.ttl:1:13'], ['a.ttl:2:13: an object is expected here, not .'])
    """

    def __init__(self, text: str, lines: LineTable, base: str | None, *, graphs: bool) -> None:
        self.quads: list[PlacedQuad] = []
        self.faults: list[Fault] = []
        self.faulty_spans: list[tuple[int, int, int]] = []
        self.names = Names(base)
        self._text = text
        self._lines = lines
        self._graphs = graphs
        self._graph: _Node = DefaultGraph()
        self._in_graph = False
        self._graph_open = 0
        self._depth = self._terms = 0
        self._count = 0
        self._pending: list[tuple[Quad, int, int, int]] = []
        self._batch = -1
        self._batch_start = 0
        self._last_end = 0
        self._start = 0
        self._wrong: int | None = None
        self._restart(0)

    def read(self) -> None:
        """Read the whole document."""
        while self._kind != END:
            self._read_statement()
        if self._in_graph:
            self._fault(self._graph_open, "this graph is not closed", "add } at its end")

    def _read_statement(self) -> None:
        self._start = self._at
        self._depth = self._terms = 0
        self._wrong = None
        try:
            self._statement()
        except _Broken as broken:
            self._fault(broken.offset, broken.message, broken.hint)
            self._recover()
        self._close()

    def read_span(self, start: int, end: int) -> None:
        """Read only the statements that begin in a span, which must begin where a statement may."""
        self._restart(start)
        while self._kind != END and self._at < end:
            self._read_statement()

    def _close(self) -> None:
        """Keep the quads of a statement, now that it is known where it ends."""
        start, end, lines = self._start, self._last_end, self._lines
        self.quads += [PlacedQuad(*placed, start, end, lines) for placed in self._pending]
        if self._wrong is not None:
            self.faulty_spans.append((start, self._wrong, self._at))
        self._pending.clear()
        self._batch = -1

    # Tokens

    def _restart(self, position: int) -> None:
        self._tokens = tokens(self._text, position)
        self._advance()

    def _advance(self) -> None:
        match = next(self._tokens)
        self._count += 1
        self._kind: int = match.lastindex or END
        self._value: str = match[self._kind]
        self._end: int = match.end()
        self._at: int = self._end - len(self._value)

    def _take(self) -> str:
        value = self._value
        self._last_end = self._end
        self._advance()
        return value

    def _is(self, mark: str) -> bool:
        return self._kind == MARK and self._value == mark

    def _accept(self, mark: str) -> bool:
        if self._kind == MARK and self._value == mark:
            self._take()
            return True
        return False

    # Statements

    def _statement(self) -> None:
        kind, value = self._kind, self._value
        if self._in_graph:
            self._inside_graph()
        elif kind == LANGUAGE and value in _DIRECTIVES:
            self._directive(self._take()[1:], dotted=True)
        elif kind == WORD and value.upper() in _KEYWORDS:
            self._directive(self._take().lower(), dotted=False)
        elif self._graphs:
            self._graph_statement()
        else:
            self._triples()
            self._full_stop()

    def _directive(self, name: str, *, dotted: bool) -> None:
        if name == "prefix":
            self._prefix()
        elif name == "base":
            self._name_of(self.names.set_base, self._iri_token("the base"))
        elif self._kind == STRING:
            self._take()
        else:
            raise self._unexpected("a version in quotes")
        if dotted:
            self._full_stop()

    def _prefix(self) -> None:
        if self._kind != NAME or not self._value.endswith(":"):
            raise self._unexpected("a prefix that ends with a colon")
        prefix = self._take()[:-1]
        self._name_of(
            lambda token: self.names.set_prefix(prefix, token), self._iri_token(f"the IRI of {prefix}:")
        )

    def _iri_token(self, wanted: str) -> tuple[int, str]:
        if self._kind not in (IRI, ESCAPED_IRI):
            raise self._unexpected(f"{wanted} in angle brackets")
        return self._at, self._take()

    def _full_stop(self) -> None:
        if self._is("."):
            self._take()
            return
        if self._kind == ERROR:
            raise self._unexpected("a dot")
        raise _Broken(
            self._last_end,
            f"a dot is missing after this, before {self._shown()}",
            "end the statement with a dot",
        )

    def _graph_statement(self) -> None:
        if self._is("{"):
            self._open_graph(DefaultGraph())
        elif self._kind == WORD and self._value.upper() == "GRAPH":
            self._take()
            self._open_graph(self._graph_name())
        else:
            self._name_or_triples()

    def _name_or_triples(self) -> None:
        at = self._at
        if self._kind in (IRI, ESCAPED_IRI, NAME, BLANK):
            node = self._graph_name()
        elif self._is("["):
            node = self._bare_brackets()
        else:
            node = None
        if self._at == at:
            self._triples()
        elif self._is("{"):
            self._open_graph(node)
            return
        else:
            self._predicates(node, at)
        self._full_stop()

    def _bare_brackets(self) -> _Node:
        """A graph named []: that is only known when the brace after it is seen."""
        ahead = self._text[self._at :]
        end = ahead.find("]")
        if end < 0 or ahead[1:end].strip() or not ahead[end + 1 :].lstrip().startswith("{"):
            return None
        self._take()
        self._take()
        return BlankNode()

    def _graph_name(self) -> _Node:
        if self._is("["):
            self._take()
            if not self._accept("]"):
                raise self._unexpected("]")
            return BlankNode()
        if self._kind == BLANK:
            return BlankNode(self._take()[2:])
        return self._iri("a graph's name")

    def _open_graph(self, name: _Node) -> None:
        if not self._is("{"):
            raise self._unexpected("{ after the graph's name")
        self._graph_open = self._at
        self._take()
        self._graph, self._in_graph = name, True

    def _inside_graph(self) -> None:
        if self._is("}"):
            self._take()
            self._graph, self._in_graph = DefaultGraph(), False
            return
        self._triples()
        if not self._is("}"):
            self._full_stop()

    # Triples

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
            raise _Broken(self._at, f"nested more than {_DEEPEST} deep", "name the inner nodes")
        node = read() if self._depth % _ON_ONE_STACK else on_own_stack(read)
        self._depth -= 1
        return node

    def _within_term(self, read: Callable[[], _Node]) -> _Node:
        """Read what stands within a triple term, which everything that handles it goes into."""
        self._terms += 1
        if self._terms > _DEEPEST_TERM:
            raise _Broken(self._at, f"triples nested more than {_DEEPEST_TERM} deep", "name the inner ones")
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

    # Terms

    def _value_term(self) -> _Node:
        kind = self._kind
        if kind in (NAME, IRI, ESCAPED_IRI):
            return self._iri("an object")
        if kind == STRING:
            return self._string()
        if kind == BLANK:
            return BlankNode(self._take()[2:])
        if kind == NUMBER:
            return _number(self._take())
        if kind == WORD and self._value in ("true", "false"):
            return Literal(self._take(), datatype=_BOOLEAN)
        if kind == MARK and self._value in _BRACKETS:
            return _BRACKETS[self._value](self)
        raise self._unexpected("an object")

    def _iri(self, wanted: str) -> _Node:
        kind = self._kind
        if kind == NAME:
            return self._name_of(self.names.prefixed, (self._at, self._take()))
        if kind in (IRI, ESCAPED_IRI):
            return self._name_of(self.names.iri, (self._at, self._take()))
        raise self._unexpected(wanted)

    def _name_of(self, find: Any, token: tuple[int, str]) -> NamedNode | None:
        try:
            found: NamedNode | None = find(token[1])
        except NameFault as fault:
            self._goes_wrong(token[0])
            if fault.message:
                self._fault(token[0], fault.message, fault.hint)
            return None
        return found

    def _string(self) -> _Node:
        at = self._at
        value = self._lexical(at, self._take())
        if self._kind == LANGUAGE:
            language_at = self._at
            return self._tagged(value, self._take()[1:], language_at)
        if self._accept("^^"):
            datatype = self._iri("a datatype")
            return None if datatype is None or value is None else self._typed(value, datatype, at)
        return None if value is None else Literal(value)

    def _lexical(self, at: int, token: str) -> str | None:
        try:
            return string_value(token)
        except BadEscape as error:
            self._fault(at + error.offset, str(error), "write \\\\ for a backslash")
            return None

    def _typed(self, value: str, datatype: NamedNode, at: int) -> Literal | None:
        try:
            return Literal(value, datatype=datatype)
        except ValueError as error:
            self._fault(at, str(error), None)
            return None

    def _tagged(self, value: str | None, tag: str, at: int) -> Literal | None:
        language, _, direction = tag.partition("--")
        if direction and direction not in _DIRECTIONS:
            self._fault(at, f"{direction} is no base direction", "write ltr or rtl")
            return None
        try:
            return None if value is None else _literal(value, language.lower(), direction)
        except ValueError as error:
            self._fault(at, f"@{tag} is no language tag: {error}", "for example @en or @en-GB")
            return None

    # Faults

    def _fault(self, offset: int, message: str, hint: str | None) -> None:
        self._goes_wrong(offset)
        self.faults.append(Fault(message, self._lines.place(offset), hint))

    def _goes_wrong(self, offset: int) -> None:
        self._wrong = offset if self._wrong is None else min(self._wrong, offset)

    def _shown(self) -> str:
        if self._kind == END:
            return "the end of the file"
        return self._value if len(self._value) <= 40 else self._value[:39] + "…"

    def _unclosed(self, opened: int, mark: str) -> _Broken:
        bracket = self._text[opened]
        return _Broken(
            opened, f"{bracket} is not closed: {mark} is missing before {self._shown()}", f"add {mark}"
        )

    def _unexpected(self, wanted: str) -> _Broken:
        if self._kind == ERROR:
            return self._no_token()
        hint = None
        if self._kind == WORD and self._value.lower() in ("true", "false", "a"):
            hint = f"write {self._value.lower()}, in small letters"
        elif self._kind == WORD:
            hint = "names need a prefix, texts need quotes"
        return _Broken(self._at, f"{wanted} is expected here, not {self._shown()}", hint)

    def _no_token(self) -> _Broken:
        mark = self._value
        if mark in "\"'":
            long = self._text.startswith(mark * 3, self._at)
            return _Broken(self._at, "this text is not closed", f"close it with {mark * (3 if long else 1)}")
        if mark == "<":
            return _Broken(
                self._at,
                "this IRI is not closed or has a character that IRIs cannot have",
                "close it with >; write spaces as %20",
            )
        if mark == "\ufeff":
            return _Broken(self._at, "a byte order mark stands here", "delete it: it may only begin a file")
        return _Broken(self._at, f"{mark!r} cannot stand here", None)

    def _recover(self) -> None:
        """Go to where a statement most likely begins: after a full stop, or at a name that begins a line."""
        if self._kind == ERROR and self._value in "\"'<":
            self._skip_line()
            return
        while self._kind != END:
            if self._kind == MARK and self._value == "}" and self._in_graph:
                return
            if self._begins_statement() and self._at > self._start:
                return
            if self._take() == "." and self._text[self._last_end - 1 : self._last_end] == ".":
                return
            if self._kind == ERROR and self._value in "\"'":
                self._skip_line()
                return

    def _begins_statement(self) -> bool:
        begins_line = self._at == 0 or self._text[self._at - 1] == "\n"
        return begins_line and (self._kind in (NAME, IRI, BLANK) or self._value in _DIRECTIVES)

    def _skip_line(self) -> None:
        """Leave the rest of a line that holds an open quote; it may have ended its statement."""
        text, start = self._text, self._at
        if text.startswith(self._value * 3, start) and self._value != "<":
            self._restart(len(text))
            return
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        self._last_end = end
        self._restart(end)
        if not text[start:end].rstrip().endswith("."):
            self._recover()


_BRACKETS: dict[str, Any] = {
    "[": lambda reader: reader._property_list()[0],
    "(": lambda reader: reader._collection(None),
    "<<": GrammarReader._reified,
    "<<(": GrammarReader._triple_term,
}


def _triple(subject: _Node, predicate: _Node, node: _Node) -> Triple | None:
    return None if subject is None or predicate is None or node is None else Triple(subject, predicate, node)


def _number(token: str) -> Literal:
    if "e" in token or "E" in token:
        return Literal(token, datatype=_DOUBLE)
    return Literal(token, datatype=_DECIMAL if "." in token else _INTEGER)


def _literal(value: str, language: str, direction: str) -> Literal:
    if direction:
        return Literal(value, language=language, direction=_DIRECTIONS[direction])
    return Literal(value, language=language)
