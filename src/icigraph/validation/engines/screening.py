"""Which focus nodes the engine must run the queries of SPARQL constraints for: those alone that can have
results.

The engine runs each query for each focus node. Asked for all of them at once it mostly has no solution, and
that is known in a fraction of the time. The engine stays the only judge: it runs each query for the focus
nodes that are left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from icigraph.base.faults import InputError
from icigraph.rdf.namespaces import OWL, RDF, SH, XSD
from icigraph.rdf.queries import evaluate
from icigraph.validation.engines.given import Given
from icigraph.validation.engines.screened_query import screening_queries
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.reading.statements import TRUE, Statements, sh, term_of
from icigraph.validation.shapes.shape_graph import Node, ShapeGraph
from icigraph.validation.shapes.targets import QUERIED, TARGETS, Targets, focus_nodes

__all__ = ["screened"]

_SPARQL = sh("sparql")
_CLEARED = "<urn:x-icigraph:cleared>"
_ONLY = "urn:x-icigraph:only:"
_GRAPH, _IS = NamedNode("urn:x-icigraph:focus"), NamedNode("urn:x-icigraph:is")
_KEPT = tuple(sh(name) for name in ("path", "severity", "message"))
_HARMLESS = frozenset(sh(name) for name in ("property", "class", "targetClass", "targetNode", "condition"))
_TYPED = re.compile(r' ("(?:[^"\\\n]|\\.)*"\^\^<[^>]*>) \.$', re.MULTILINE)
_CONSTANT = re.compile(r"(?i)\^\^|datatype|(?<![\w:?$/#.-])[+-]?\.?\d")
_TEXTS = (str(XSD["string"]), str(XSD["anyURI"]))
_SLOW = re.compile(r"(?i)exists|[*+]")
_LOADED = 4
"""How many triples are loaded while the engine runs a plain query once."""


def screened(shapes: ShapeGraph, data: DataText, targets: str) -> Given:
    r"""The shapes for the engine, `targets` (N-Triples) among them: queries that no focus node can have a
    result of are left out, and others are run only for the nodes that can.

    Constraints of shapes that other nodes than those of targets are held against stay as they are, and so do
    those whose query counts or limits its solutions, those that blank nodes can have results of, and all of
    them where looking costs more than it spares.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> text = f"<x:S> {sh('targetNode')} <x:a> .\n<x:S> {sh('sparql')} <x:Q> .\n"
    >>> text += f'<x:Q> {sh("select")} "SELECT $this {{ $this <x:p> ?o }}" .\n'
    >>> shapes = ShapeGraph(Dataset(DataText(text)))
    >>> [_SPARQL in screened(shapes, DataText(f"<x:a> <x:{name}> <x:b> .\n"), "").text for name in "pq"]
    [True, False]
    """
    text = shapes.dataset.data.text + targets
    if f" {_SPARQL} " not in text:
        return Given(text, {})
    screen = _Screen(data, shapes.statements.extended(targets))
    candidates = list(screen.candidates())
    if sum(one.weight for one in candidates) * _LOADED < data.triples:
        return Given(text, {})
    return _left(candidates, screen, text)


@dataclass(frozen=True, slots=True)
class _Constraint:
    """A constraint that can be asked of all the focus nodes of its shape."""

    shape: str
    node: str
    query: str
    prefixes: Mapping[str, str]
    focus: frozenset[str]

    @property
    def weight(self) -> int:
        """How much work it may be: paths and negation make some queries slow."""
        return len(self.focus) * (10 if _SLOW.search(self.query) else 1)


def _left(candidates: list[_Constraint], screen: _Screen, text: str) -> Given:
    gone: set[str] = set()
    added: list[str] = []
    names: dict[str, Node] = {}
    for number, one in enumerate(candidates):
        if not screen.means_the_same(one.query):
            continue
        nodes = screen.with_results(one, NamedNode(f"{_ONLY}{number}"))
        if nodes is None or len(nodes) * 2 > len(one.focus) or any(map(_is_blank, nodes)):
            continue
        gone.add(f"{one.shape} {_SPARQL} {one.node} .")
        if nodes:
            name = f"<{_ONLY}{number}>"
            names[name] = term_of(one.shape)  # type: ignore[assignment]
            added += screen.standing_in(name, one, sorted(nodes))
    # In place of a line stands another with its blank nodes: engines number these as they come.
    lines = (
        line.replace(f" {_SPARQL} ", f" {_CLEARED} ", 1) if line in gone else line
        for line in text.split("\n")
    )
    return Given("\n".join(lines) + "".join(added), names)


def _is_blank(node: str) -> bool:
    return node.startswith("_:")


@dataclass(frozen=True)
class _Screen:
    """The constraints of one shapes graph, with its targets, and one data graph."""

    data: DataText
    said: Statements

    def candidates(self) -> Iterator[_Constraint]:
        """The constraints whose query can be asked for all focus nodes, which are the shape's own."""
        known: dict[str, frozenset[str] | None] = {}
        for shape, node in self.said.pairs(_SPARQL):
            query, prefixes = self._query(node), self._prefixes(node)
            if not screening_queries(query, ""):
                continue
            if shape not in known:
                known[shape] = self._focus(shape, frozenset())
            focus = known[shape]
            if focus and not any(one.startswith('"') for one in focus):
                yield _Constraint(shape, node, query, prefixes, focus)

    def standing_in(self, name: str, one: _Constraint, nodes: list[str]) -> Iterator[str]:
        """A shape with this constraint alone, for these focus nodes, as lines."""
        yield f"{name} {_SPARQL} {one.node} .\n"
        for predicate in _KEPT:
            yield from (f"{name} {predicate} {value} .\n" for value in self.said.values(one.shape, predicate))
        yield from (f"{name} {sh('targetNode')} {node} .\n" for node in nodes)

    def with_results(self, one: _Constraint, name: NamedNode) -> frozenset[str] | None:
        """The focus nodes that can have results; None where that is not to be known. `name` stands for the
        constraint.
        """
        found: frozenset[str] | None = None
        self._store.extend(Quad(name, _IS, term_of(node), _GRAPH) for node in one.focus)
        for query in screening_queries(one.query, f"GRAPH {_GRAPH} {{ {name} {_IS} ?this }}"):
            if found is not None and not found:
                break
            try:
                found = evaluate(
                    self._store, query, _nodes, file="sh:select", prefixes=one.prefixes, union=False
                )
            except InputError:
                # What is wrong with a query the engine says of the query that was written.
                return None
        return found

    @cached_property
    def _store(self) -> Store:
        store = Store()
        store.bulk_extend(parse(self.data.text.encode(), format=RdfFormat.N_TRIPLES))
        return store

    def _query(self, node: str) -> str:
        """The query of a constraint; nothing where it is not one SELECT query."""
        queries = self.said.values(node, sh("select"))
        return _plain(queries[0]) if len(queries) == 1 and not self.said.values(node, sh("ask")) else ""

    def _prefixes(self, node: str) -> dict[str, str]:
        """The prefixes that a constraint's query has (SHACL section 5.2.1)."""
        waiting = list(self.said.values(node, sh("prefixes")))
        found: dict[str, str] = {}
        seen: set[str] = set()
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += self.said.values(one, str(OWL["imports"]))
                found.update(self._declared(one))
        return found

    def _declared(self, ontology: str) -> Iterator[tuple[str, str]]:
        for declaration in self.said.values(ontology, sh("declare")):
            prefixes = self.said.values(declaration, sh("prefix"))
            spaces = self.said.values(declaration, sh("namespace"))
            if prefixes and spaces:
                yield _plain(prefixes[0]), _plain(spaces[0])

    def _focus(self, shape: str, below: frozenset[str]) -> frozenset[str] | None:
        """The focus nodes of a shape; None where not only those that targets find are held against it."""
        if shape in below or self._is_used_otherwise(shape):
            return None
        found = set(focus_nodes(self._targets(shape), self.data.text))
        for parent in self._parents.get(shape, ()):
            above = None if self.said.values(parent, sh("path")) else self._focus(parent, below | {shape})
            if above is None:
                return None
            found |= above
        return frozenset(found)

    def _targets(self, shape: str) -> Targets:
        nodes, classes, subjects, objects = (frozenset(self.said.values(shape, one)) for one in TARGETS[:4])
        return Targets(nodes, classes, subjects, objects)

    def _is_used_otherwise(self, shape: str) -> bool:
        if any(self.said.values(shape, one) for one in QUERIED):
            return True
        off = any(one in TRUE for one in self.said.values(shape, sh("deactivated")))
        return off or shape in self._used

    @cached_property
    def _used(self) -> frozenset[str]:
        """What stands where a shape may be asked for otherwise than by `sh:property`."""
        first, space = str(RDF["first"]), f"<{SH!s}"
        return frozenset(
            value
            for predicate in self.said.predicates
            if predicate == first or (predicate.startswith(space) and predicate not in _HARMLESS)
            for value in self.said.objects(predicate)
        )

    @cached_property
    def _parents(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for parent, child in self.said.pairs(sh("property")):
            found.setdefault(child, []).append(parent)
        return found

    def means_the_same(self, query: str) -> bool:
        """Whether the query has the same solutions in a store, which rewrites `01` to `1`: where no other
        literal is the same then, in the data or in the query.
        """
        if not self._rewritten:
            return True
        canonical = Counter(self._rewritten.values())
        merged = any(count > 1 for count in canonical.values()) or not self._typed.isdisjoint(canonical)
        return not merged and not _CONSTANT.search(query)

    @cached_property
    def _typed(self) -> frozenset[str]:
        """The literals of the data with a datatype that is written."""
        return frozenset(_TYPED.findall(self.data.text))

    @cached_property
    def _rewritten(self) -> Mapping[str, str]:
        """What the store makes of those that it rewrites."""
        asked = [one for one in self._typed if not one.endswith(_TEXTS)]
        store = Store()
        names = [NamedNode(f"{_ONLY}{number}") for number in range(len(asked))]
        store.extend(Quad(name, _IS, term_of(one)) for name, one in zip(names, asked, strict=True))
        stored = {quad.subject: str(quad.object) for quad in store}
        made = zip(asked, (stored[name] for name in names), strict=True)
        return {one: other for one, other in made if other != one}


def _nodes(found: object) -> frozenset[str]:
    assert isinstance(found, QuerySolutions)
    return frozenset(str(row["this"]) for row in found)


def _plain(text: str) -> str:
    term = term_of(text)
    return term.value if isinstance(term, Literal | NamedNode) else ""
