"""The outline of RDF/XML, read with expat (RDF/XML section 7.2)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

from icigraph.rdf.namespaces import RDF
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.outline import Member, Node, Text, listed, resolved

__all__ = ["outline_of_xml"]

_RDF = str(RDF)
_XML = "http://www.w3.org/XML/1998/namespace"
_SYNTAX = {_RDF + name for name in ("about", "ID", "nodeID", "resource", "parseType", "datatype", "bagID")}


def outline_of_xml(text: str, base: str) -> list[Node]:
    """The nodes of a document, as far as it is well formed.

    >>> (node,) = outline_of_xml('<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    ...     '<r:Description r:about="http://e/a"><p xmlns="http://e/">b</p></r:Description></r:RDF>', "http://e/")
    >>> node.name, node.members[0].predicate, node.members[0].value
    ('http://e/a', 'http://e/p', Text(spelt=('b',)))
    """
    reader = _Reader(text, base)
    with suppress(ExpatError, ValueError):
        reader.parser.Parse(text.encode(), True)
    return reader.tops


@dataclass(slots=True)
class _Frame:
    """An open element: a `node` whose properties follow, or a property whose value does."""

    base: str
    node: Node | None = None
    predicate: str = ""
    at: int = 0
    items: list[tuple[Node | Text, int]] = field(default_factory=list)
    collection: bool = False
    literal: bool = False
    value: Node | Text | None = None
    said: list[str] = field(default_factory=list)
    count: int = 0


class _Reader:
    def __init__(self, text: str, base: str) -> None:
        self.tops: list[Node] = []
        self._text = text
        self._lines = LineTable(text, "")
        self._open: list[_Frame] = [_Frame(base)]
        self.parser = ParserCreate(namespace_separator="\n")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _here(self) -> int:
        # A byte order mark is left out of the text already.
        return self._lines.offset(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.replace("\n", "")
        attributes = {key.replace("\n", ""): value for key, value in given.items()}
        above = self._open[-1]
        base = resolved(above.base, attributes.get(_XML + "base", ""))
        if above.literal:
            self._open.append(_Frame(base, literal=True))
        elif above.node is None and name == _RDF + "RDF":
            self._open.append(_Frame(base))
        elif above.node is None:
            self._open.append(_Frame(base, self._node(name, attributes, base)))
        else:
            self._open.append(self._property(name, attributes, base, above))

    def _node(self, name: str, attributes: dict[str, str], base: str) -> Node:
        at = self._here() + 1
        node = Node(_name(attributes, base), at)
        if name != _RDF + "Description":
            node.members.append(Member(RDF["type"].value, Text((name,)), at, at))
        node.members += _attributes(attributes, at, base)
        above = self._open[-1]
        if above.collection:
            above.items.append((node, at))
        elif above.predicate:
            above.value = node
        else:
            self.tops.append(node)
        return node

    def _property(self, name: str, attributes: dict[str, str], base: str, above: _Frame) -> _Frame:
        at = self._here() + 1
        if name == _RDF + "li":
            above.count += 1
            name = f"{_RDF}_{above.count}"
        frame = _Frame(
            base, predicate=name, at=at, collection=attributes.get(_RDF + "parseType") == "Collection"
        )
        frame.literal = attributes.get(_RDF + "parseType") == "Literal"
        inside = _attributes(attributes, at, base)
        if _RDF + "resource" in attributes:
            iri = resolved(base, attributes[_RDF + "resource"])
            frame.value = Node(iri, at, inside) if inside else Text((iri,))
        elif _RDF + "nodeID" in attributes:
            frame.value = Text(("_:" + attributes[_RDF + "nodeID"],))
        elif inside or attributes.get(_RDF + "parseType") == "Resource":
            frame.value = Node(None, at, inside)
            frame.node = frame.value if _RDF + "parseType" in attributes else None
        return frame

    def _characters(self, data: str) -> None:
        frame = self._open[-1]
        if frame.predicate and frame.value is None:
            if data.strip() and not "".join(frame.said).strip():
                frame.count = self._here() + len(data) - len(data.lstrip())
            frame.said.append(data)

    def _end(self, _tag: str) -> None:
        frame = self._open.pop()
        above = self._open[-1]
        if not frame.predicate or above.node is None:
            return
        at = frame.at
        if frame.collection:
            frame.value = listed(frame.items, at)
        if frame.value is None:
            at = frame.count if "".join(frame.said).strip() else at
            frame.value = Text(("".join(frame.said),))
        above.node.members.append(Member(frame.predicate, frame.value, at, frame.at))


def _name(attributes: dict[str, str], base: str) -> str | None:
    if _RDF + "about" in attributes:
        return resolved(base, attributes[_RDF + "about"])
    if _RDF + "ID" in attributes:
        return resolved(base, "#" + attributes[_RDF + "ID"])
    label = attributes.get(_RDF + "nodeID")
    return None if label is None else "_:" + label


def _attributes(attributes: dict[str, str], at: int, base: str) -> list[Member]:
    """Properties that are written as attributes of an element."""
    return [
        Member(key, Text((resolved(base, value),) if key == RDF["type"].value else (value,)), at, at)
        for key, value in attributes.items()
        if key not in _SYNTAX and not key.startswith(_XML)
    ]
