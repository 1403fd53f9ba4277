"""Facts as tables: one per class of fact, a row a fact, a column a property."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from icigraph.rdf.namespaces import ICI, RDF
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.terms import Term
from icigraph.release.content import Content

__all__ = ["FactTable", "fact_tables", "text_of"]

Row = Mapping[str, tuple[Term, ...]]


@dataclass(frozen=True, slots=True)
class FactTable:
    """The facts of a class, in order of their IRIs: the values of each property, several values in order."""

    name: str
    columns: tuple[str, ...]
    rows: Mapping[str, Row]


def fact_tables(content: Content) -> tuple[FactTable, ...]:
    """A table for each class of cited facts: what the files state of them and what was derived (such as the
    bounds of their dates, as plain days).

    >>> from pyoxigraph import Quad, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> fact, graph = NamedNode("x:joined"), NamedNode("x:g")
    >>> quads = [Quad(fact, RDF["type"], ICI["Membership"], graph), Quad(fact, ICI["citation"], fact, graph)]
    >>> store = Store()
    >>> store.extend([*quads, Quad(fact, ICI["start"], Literal("2004-12"), graph)])
    >>> [table] = fact_tables(Content(bundled_project(), tuple(store), (), store, {}))
    >>> table.name, table.columns
    ('Membership', ('ici:citation', 'ici:start'))
    """
    cited = {row[0] for row in content.rows(f"SELECT ?fact WHERE {{ ?fact {ICI['citation']} ?citation }}")}
    facts: dict[str, dict[str, set[Term]]] = {}
    members: dict[NamedNode, set[str]] = {}
    derived = (quad for quad in content.inferred if quad.graph_name == content.project.derived_graph)
    for quad in (*content.asserted, *derived):
        if quad.subject not in cited or not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate != RDF["type"]:
            column = content.project.prefixes.shrink(quad.predicate)
            facts.setdefault(quad.subject.value, {}).setdefault(column, set()).add(quad.object)
        elif isinstance(quad.object, NamedNode):
            members.setdefault(quad.object, set()).add(quad.subject.value)
    names = _names(members, content.project.prefixes)
    return tuple(
        _table(names[kind], {fact: facts.get(fact, {}) for fact in sorted(members[kind])})
        for kind in sorted(members, key=names.__getitem__)
    )


def _table(name: str, facts: Mapping[str, Mapping[str, set[Term]]]) -> FactTable:
    columns = tuple(sorted({column for values in facts.values() for column in values}))
    rows = {
        fact: {column: tuple(sorted(found, key=text_of)) for column, found in values.items()}
        for fact, values in facts.items()
    }
    return FactTable(name, columns, rows)


def _names(classes: Iterable[NamedNode], prefixes: Prefixes) -> dict[NamedNode, str]:
    """The name of each class's table: the end of its IRI, or more of it where two classes end in the same."""
    ends = {kind: _as_file_name(re.split("[#/:]", kind.value.rstrip("#/:"))[-1]) for kind in classes}
    often = Counter(end.casefold() for end in ends.values())
    return {
        kind: end if often[end.casefold()] == 1 else _as_file_name(prefixes.shrink(kind))
        for kind, end in ends.items()
    }


def _as_file_name(text: str) -> str:
    return re.sub(r"[^\w-]+", "-", text).strip("-") or "facts"


def text_of(term: object) -> str:
    """A term as a cell has it: an IRI or a literal's text, without brackets, quotes and datatype.

    >>> text_of(Literal("2004-06", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")))
    '2004-06'
    """
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
