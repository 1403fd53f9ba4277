"""Results as a person is told them: with messages, places, advice and what accounts for them. Data that
conforms does not wait for the import of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Triple

from icigraph.rdf.prefixes import Prefixes
from icigraph.validation.engines.nesting import is_nested
from icigraph.validation.reading.dataset import Dataset, DataText
from icigraph.validation.report import Cause, Result, order
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.telling.causes import cause_key, grouped
from icigraph.validation.telling.foremost import divided
from icigraph.validation.telling.messages import with_messages
from icigraph.validation.telling.suggest import Suggester
from icigraph.validation.telling.where import Finder

__all__ = ["Explainer"]


@dataclass(frozen=True)
class Explainer:
    r"""Explains the results of one run: of `asserted` data, `closed` by what follows from it, against
    `shapes`.

    `leaves` gives the stated triples behind an inferred one, `run` runs the engine again, which `infers` of
    its own.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.rdf.namespaces import SH
    >>> from icigraph.validation.engines.shacl import run
    >>> from icigraph.validation.reading.dataset import from_sources
    >>> from icigraph.rdf.documents import Source
    >>> data = from_sources((Source("a.ttl", b"<x:a> <x:p> <x:b> .\n", RdfFormat.TURTLE, "x:"),))
    >>> text = f"<x:S> {SH['targetSubjectsOf']} <x:p> .\n<x:S> {SH['nodeKind']} {SH['Literal']} .\n"
    >>> shapes = ShapeGraph(Dataset(DataText(text)))
    >>> explainer = Explainer(data, data, shapes, Prefixes({}), lambda triple: (), run)
    >>> results, causes = explainer.explained(run(shapes, data.data))
    >>> str(results[0].place), causes[0].expected
    ('a.ttl:1:1', 'a literal')
    """

    asserted: Dataset
    closed: Dataset
    shapes: ShapeGraph
    names: Prefixes
    leaves: Callable[[Triple], Iterable[Triple]]
    run: Callable[[ShapeGraph, DataText], tuple[Result, ...]]
    infers: bool = False

    def explained(
        self, results: Iterable[Result], each: int | None = None
    ) -> tuple[tuple[Result, ...], tuple[Cause, ...]]:
        """The results in order, and their causes.

        Of each cause only the first `each` results are explained, if that is given, and a few more have their
        place: the others are as the engine has them.
        """
        explained = self._in_full(results) if each is None else self._in_part(tuple(results), each)
        return explained, grouped(explained, self.shapes, self.names)

    def _in_full(self, results: Iterable[Result]) -> tuple[Result, ...]:
        explained = tuple(sorted(self._worded(results), key=order))
        if any(is_nested(result) for result in explained):
            from icigraph.validation.telling.details import Details

            data, finder, infers = self.closed.data, self._finder, self.infers
            details = Details(self.shapes, data, self.names, finder, self.run, self._worded, infers)
            explained = details.added(explained)
        return explained

    def _in_part(self, results: tuple[Result, ...], each: int) -> tuple[Result, ...]:
        first, more, rest = divided(
            results, each, self.asserted.data, lambda result: cause_key(result, self.shapes)
        )
        located = self._finder.located(tuple(with_messages(more, self.shapes)))
        placed = sorted((*self._in_full(first), *located), key=order)
        return (*placed, *rest)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.asserted, self.closed, self.shapes, self.leaves)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self.shapes, self.closed.data, self.names, self._finder.data.of_subject)

    def _worded(self, results: Iterable[Result]) -> Iterable[Result]:
        worded = tuple(with_messages(results, self.shapes))
        return (self._suggester.advised(result) for result in self._finder.located(worded))
