"""The grammar of Turtle and TriG (RDF 1.2 Turtle, section 6.5; RDF 1.2 TriG, section 4.5) over placed tokens.

A reader is made for one document and read once. Quads are given in the order of pyoxigraph's parser, so that
the blank nodes of both can be paired one by one. What is wrong becomes a fault; reading goes on after it.
"""

from __future__ import annotations

from typing import Any

from pyoxigraph import BlankNode, DefaultGraph

from icigraph.rdf.placed.cursor import Broken
from icigraph.rdf.placed.document import LineTable, PlacedQuad
from icigraph.rdf.placed.lexer import BLANK, END, ERROR, ESCAPED_IRI, IRI, LANGUAGE, MARK, NAME, STRING, WORD
from icigraph.rdf.placed.triples import TripleReader

__all__ = ["GrammarReader"]

_KEYWORDS = {"PREFIX", "BASE", "VERSION"}
_DIRECTIVES = {"@prefix", "@base", "@version"}
_Node = Any


class GrammarReader(TripleReader):
    r"""Reads one Turtle or TriG document; `quads`, `faults`, `faulty_spans` and `names` are what was found.

    >>> text = "<x:a> <x:p> 1 .\n<x:b> <x:p> ."
    >>> reader = GrammarReader(text, LineTable(text, "a.ttl"), None, graphs=False)
    >>> reader.read()
    >>> [str(placed.object) for placed in reader.quads], [str(fault) for fault in reader.faults]
    (['a.ttl:1:13'], ['a.ttl:2:13: an object is expected here, not .'])
    """

    def __init__(self, text: str, lines: LineTable, base: str | None, *, graphs: bool) -> None:
        self.quads: list[PlacedQuad] = []
        self.faulty_spans: list[tuple[int, int, int]] = []
        self._graphs = graphs
        self._in_graph = False
        self._graph_open = 0
        self._start = 0
        super().__init__(text, lines, base)

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
        except Broken as broken:
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
        raise Broken(
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

    # Going on after a fault

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
