"""The outline of a document in RDF/XML or JSON-LD: which nodes it writes, with which members, and where.

Positions are offsets in the text (code points from 0). The engine's parser decides what the document says;
the outline only tells where.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from icigraph.rdf.namespaces import RDF

__all__ = ["Member", "Node", "Text", "every_node", "listed", "resolved"]


@dataclass(frozen=True, slots=True)
class Text:
    """A value that holds no other: a literal's text, or an IRI; `spelt` is all that it may stand for."""

    spelt: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Node:
    """A node as written at one place; `name` is its IRI or `_:label`, None of one without a name."""

    name: str | None
    at: int
    members: list[Member] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A predicate (its IRI) and a value of a node; `at` is the place of the value, `key` of the predicate."""

    predicate: str
    value: Node | Text
    at: int
    key: int


def every_node(tops: list[Node]) -> Iterator[Node]:
    """The nodes and those inside them, in the order of the text.

    >>> inner = Node("x:b", 20)
    >>> [node.name for node in every_node([Node("x:a", 0, [Member("x:p", inner, 20, 8)]), Node("x:c", 40)])]
    ['x:a', 'x:b', 'x:c']
    """
    waiting = tops[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        inner = [member.value for member in node.members if isinstance(member.value, Node)]
        waiting += inner[::-1]


def listed(items: list[tuple[Node | Text, int]], at: int) -> Node | Text:
    """An RDF list of values, each with its place.

    >>> head = listed([(Text(("one",)), 4), (Text(("two",)), 10)], at=2)
    >>> head.at, [member.at for member in head.members]
    (2, [4, 4])
    """
    head: Node | Text = Text((RDF["nil"].value,))
    for value, place in reversed(items):
        first = Member(RDF["first"].value, value, place, place)
        head = Node(None, place, [first, Member(RDF["rest"].value, head, place, place)])
    if isinstance(head, Node):
        head.at = at
    return head


def resolved(base: str, reference: str) -> str:
    """A reference in full; most are so already, and need not be taken apart.

    >>> resolved("http://e/a/b", "c"), resolved("http://e/a/b", "http://f/")
    ('http://e/a/c', 'http://f/')
    """
    return reference if "://" in reference else urljoin(base, reference)
