"""Which axioms of an ontology are outside OWL 2 RL, and what looks wrong in it, with places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from icigraph.base.faults import Fault
from icigraph.checks.ontology_quality import quality
from icigraph.checks.profile import profile
from icigraph.operations.explaining import locator_of
from icigraph.operations.reading import triples_of
from icigraph.rdf.documents import Source

__all__ = ["Profile", "profiled"]


@dataclass(frozen=True, slots=True, repr=False)
class Profile:
    """What was found: each axiom `outside` OWL 2 RL with what would mend it, and what `looks_wrong`. It is
    true as a bool where no axiom is outside."""

    outside: tuple[Fault, ...]
    looks_wrong: tuple[Fault, ...]

    def __bool__(self) -> bool:
        return not self.outside

    def __iter__(self) -> Iterator[Fault]:
        yield from self.outside
        yield from self.looks_wrong

    def __repr__(self) -> str:
        return f"<Profile: {len(self.outside)} axioms outside OWL 2 RL, {len(self.looks_wrong)} remarks>"


def profiled(sources: tuple[Source, ...]) -> Profile:
    """The profile of an ontology in sources. An `InputError` lists every fault of every source.

    >>> profiled(())
    <Profile: 0 axioms outside OWL 2 RL, 0 remarks>
    """
    triples = list(triples_of(sources))
    place_of = locator_of(sources).place_of
    outside = [Fault(item.message, place_of(item.axiom), item.remedy) for item in profile(triples)]
    wrong = [
        Fault(f"{each.kind}: {each.message}", place_of(each.triple) if each.triple else None)
        for each in quality(triples)
    ]
    return Profile(tuple(outside), tuple(wrong))
