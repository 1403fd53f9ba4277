"""The default engine: the `shacl` wheel, spoken to in N-Triples text and understood as values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from icigraph.base.faults import InputError
from icigraph.rdf.namespaces import SH
from icigraph.validation.engines.given import Given
from icigraph.validation.reading.dataset import DataText
from icigraph.validation.report import Result, Term
from icigraph.validation.shapes.paths import Path, parse_path
from icigraph.validation.shapes.shape_graph import Node, ShapeGraph

if TYPE_CHECKING:
    from typing import Any

__all__ = ["TooDeep", "run"]

_VALUE = re.compile(r"[?$]value\b")
_LIMIT = "recursion limit exceeded"
_ENGINE_BLANK = re.compile(r"_:([01])_b(\d+)")
_CONSTRAINT, _SELECT = f" {SH['sparql']} ", f" {SH['select']} "
_SLOW = re.compile(r"(?i)shacl#select> .*exists.*[*+]|shacl#select> .*[*+].*exists")
WORTH_SCREENING = 1_000_000
"""From how many constraints times triples on the engine may take long enough for a look beforehand to pay."""


class TooDeep(InputError):  # noqa: N818  it names what the data is
    """The engine gave up at its limit of nested shapes."""


def run(
    shapes: ShapeGraph, data: DataText, *, inference: str = "none", targets: str | None = None
) -> tuple[Result, ...]:
    r"""Validate the data graph; InputError when the engine cannot use the shapes (SHACL section 3.4.2).

    `targets` are N-Triples without blank nodes, added to the shapes; where they are given, what of the shapes
    cannot have results is looked for beforehand.

    >>> from icigraph.validation.reading.dataset import Dataset
    >>> text = f"<x:S> {SH['targetSubjectsOf']} <x:p> .\n<x:S> {SH['nodeKind']} {SH['Literal']} .\n"
    >>> [result] = run(ShapeGraph(Dataset(DataText(text))), DataText("<x:a> <x:p> <x:b> .\n"))
    >>> str(result.focus), result.component == SH["NodeKindConstraintComponent"]
    ('<x:a>', True)
    """
    import shacl

    given = _given(shapes, data, targets, inference)
    try:
        compiled = shacl.Shapes.from_text(given.text, "ntriples")
        report = compiled.validate_text(data.text, "ntriples", inference=inference)
    except ValueError as error:
        if str(error).startswith(_LIMIT):
            raise TooDeep(f"the shapes nest too deep for the engine: {error}") from error
        from icigraph.validation.shapes.ill_formed import fault_of

        raise InputError(fault_of(str(error), shapes, _refusal)) from error
    terms = _Terms(shapes, data, given.names)
    results = tuple(terms.result(found) for found in report.results)
    if not results:
        return ()
    # Only data that does not conform waits for this.
    from icigraph.validation.engines.query_paths import with_query_paths

    return with_query_paths(results, shapes, data)


def _given(shapes: ShapeGraph, data: DataText, targets: str | None, inference: str) -> Given:
    """The shapes as the engine is given them; what it infers is not known beforehand, and what it does in no
    time anyway is not looked at.
    """
    text = shapes.dataset.data.text
    if inference != "none" or targets is None or not _may_take_long(text, data.triples):
        return Given(text + (targets or ""))
    # Only who has such shapes waits for the import.
    from icigraph.validation.engines.screening import screened

    return screened(shapes, data, targets)


def _may_take_long(shapes: str, triples: int) -> bool:
    """Whether the queries of constraints may: those above all that follow paths for what is not there."""
    count = shapes.count(_CONSTRAINT)
    if not count:
        return False
    slow = sum(1 for line in shapes.split("\n") if _SELECT in line and _SLOW.search(line))
    return max(count, 3 * slow) * triples >= WORTH_SCREENING


def _refusal(text: str) -> str | None:
    import shacl

    try:
        shacl.Shapes.from_text(text, "ntriples").validate_text("", "ntriples")
    except ValueError as error:
        return str(error)
    return None


@dataclass(frozen=True, slots=True)
class _Terms:
    """Turns the engine's strings into the caller's terms.

    The engine numbers blank nodes by first appearance: those of the shapes graph, then those of the data
    graph.
    """

    shapes: ShapeGraph
    data: DataText
    names: Mapping[str, Node]
    """The shapes that others stand for in what the engine was given."""

    def result(self, found: object) -> Result:
        get: Callable[[str], str | None] = lambda name: getattr(found, name)  # noqa: E731
        source = get("source_shape") or ""
        shape: Any = self.names.get(source) or self._term(source)
        value, path = get("value"), get("path")
        if get("component") == "SPARQLConstraintComponent" and value == get("focus_node"):
            value = value if self._finds_value(shape) else None
        return Result(
            focus=self._term(get("focus_node") or ""),
            component=NamedNode(get("component_iri") or ""),
            severity=NamedNode(get("severity_iri") or ""),
            shape=shape,
            root=self.shapes.root(shape),
            path=None if path is None else _path(path),
            value=None if value is None else self._term(value),
            messages=tuple(self._message(text) for text in getattr(found, "messages")),  # noqa: B009
        )

    def _finds_value(self, shape: object) -> bool:
        """Whether the focus node may be the value: of a property shape only a query that says so (SHACL
        section 5.3.2).
        """
        queries = (
            query
            for constraint in self.shapes.values(shape, SH["sparql"])
            for query in self.shapes.values(constraint, SH["select"])
        )
        return not self.shapes.values(shape, SH["path"]) or any(_VALUE.search(str(one)) for one in queries)

    def _message(self, text: str) -> Literal:
        """A message of the shapes, in which the engine may have written terms by its own labels."""
        ours = _ENGINE_BLANK.sub(lambda found: str(self._labelled(found)), text) if "_:" in text else text
        return Literal(ours)

    def _term(self, text: str) -> Term:
        if text.startswith("<") and not text.startswith("<<"):
            return NamedNode(text[1:-1]) if "\\" not in text else _parsed(text)
        blank = _ENGINE_BLANK.fullmatch(text)
        return self._labelled(blank) if blank else self._ours(_parsed(text))

    def _ours(self, term: Term) -> Term:
        """A term with the caller's blank nodes: a triple term may hold the engine's."""
        if isinstance(term, Triple):
            return Triple(self._ours(term.subject), term.predicate, self._ours(term.object))  # type: ignore[arg-type]
        blank = _ENGINE_BLANK.fullmatch(str(term)) if isinstance(term, BlankNode) else None
        return self._labelled(blank) if blank else term

    def _labelled(self, label: re.Match[str]) -> BlankNode:
        return self._blank(int(label[1]), int(label[2]))

    def _blank(self, graph: int, number: int) -> BlankNode:
        names = self.shapes.blanks if graph else self.data.names
        at = number if graph else number - len(self.shapes.blanks)
        return names[at] if 0 <= at < len(names) else BlankNode(f"new{number}")


def _path(text: str) -> Path:
    return (
        NamedNode(text[1:-1])
        if text.startswith("<") and text.count("<") == 1 and text[-1] == ">"
        else parse_path(text)
    )


def _parsed(text: str) -> Term:
    term: Term = next(iter(parse(f"<x:s> <x:p> {text} .", format=RdfFormat.N_TRIPLES))).object
    return term
