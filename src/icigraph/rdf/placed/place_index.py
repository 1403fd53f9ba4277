"""Where the triples of some terms stand in their files: read only as far as someone asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from pyoxigraph import Triple

from icigraph.base.faults import Fault
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import Placed
from icigraph.rdf.placed.readers import PlacedReader, reader_of
from icigraph.rdf.terms import Term

__all__ = ["PlaceIndex", "ReadSources"]


class ReadSources(Protocol):
    """A dataset as far as places need it: its sources, the number of blank nodes before each, its faults."""

    @property
    def sources(self) -> tuple[Source, ...]: ...
    @property
    def offsets(self) -> tuple[int, ...]: ...
    @property
    def faults(self) -> tuple[Fault, ...]: ...


@dataclass(slots=True)
class PlaceIndex:
    r"""Statements by subject and by object; `want` says which to read, so that a big file is read once for
    all of them.

    >>> from pyoxigraph import NamedNode, RdfFormat
    >>> source = Source("a.ttl", b"<x:a> <x:p> <x:b> .\n<x:c> <x:p> <x:a> .\n", RdfFormat.TURTLE, "x:")
    >>> [str(placed.object) for placed in PlaceIndex((source,), (0,)).of_object(NamedNode("x:a"))]
    ['a.ttl:2:13']
    """

    sources: tuple[Source, ...]
    offsets: tuple[int, ...]
    broken: frozenset[str] = frozenset()
    """The names of the files that have faults."""
    _readers: list[PlacedReader] | None = None
    _subjects: set[Term] = field(default_factory=set)
    _objects: set[Term] = field(default_factory=set)
    _by_subject: dict[Term, list[Placed]] = field(default_factory=dict)
    _by_object: dict[Term, list[Placed]] = field(default_factory=dict)

    @classmethod
    def of(cls, dataset: ReadSources) -> PlaceIndex:
        """The places of a dataset's triples."""
        broken = frozenset(fault.place.file for fault in dataset.faults if fault.place)
        return cls(dataset.sources, dataset.offsets, broken)

    def want(self, subjects: Iterable[Term] = (), objects: Iterable[Term] = ()) -> None:
        """Read the statements that have these subjects or objects, if they have not been read."""
        new_subjects, new_objects = set(subjects) - self._subjects, set(objects) - self._objects
        if new_subjects or new_objects:
            self._subjects |= new_subjects
            self._objects |= new_objects
            for placed in self._read(new_subjects, new_objects):
                subject, _, value = placed.triple
                if subject in new_subjects:
                    self._by_subject.setdefault(subject, []).append(placed)
                if value in new_objects:
                    self._by_object.setdefault(value, []).append(placed)

    def of_subject(self, term: Term) -> list[Placed]:
        """The statements about a term, in the order of the files."""
        self.want([term])
        return self._by_subject.get(term, [])

    def of_object(self, term: Term) -> list[Placed]:
        """The statements whose object a term is, in the order of the files."""
        self.want((), [term])
        return self._by_object.get(term, [])

    def find(self, triple: Triple) -> Placed | None:
        """Where a triple is stated first."""
        return next((placed for placed in self.of_subject(triple.subject) if placed.triple == triple), None)

    def _read(self, subjects: set[Term], objects: set[Term]) -> Iterator[Placed]:
        if self._readers is None:
            pairs = zip(self.sources, self.offsets, strict=False)
            self._readers = [
                reader_of(source, offset, broken=source.name in self.broken) for source, offset in pairs
            ]
        for reader in self._readers:
            yield from reader.about(subjects, objects)
