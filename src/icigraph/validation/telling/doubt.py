"""Results that may be there only because text could not be read: they are told as that, and not as certain.

Some constraints are broken by what is there, whatever else there may be; others by what is missing, and that
may stand in what was lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from icigraph.base.faults import Fault
from icigraph.rdf.namespaces import RDF, RDFS, SH
from icigraph.validation.engines.nesting import alternatives, is_nested
from icigraph.validation.reading.unread import Lost
from icigraph.validation.report import Part, Result, Term
from icigraph.validation.shapes.paths import Path, Repeat, Sequence, predicates
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.telling.where import Finder

__all__ = ["Doubts"]


def _components(*names: str) -> frozenset[NamedNode]:
    return frozenset(SH[f"{name}ConstraintComponent"] for name in names)


_MISSING = _components("MinCount", "HasValue", "Class", "Equals", "QualifiedMinCount")
_ALL_OF = _components("Node", "And")
_ONE_OF = _components("Or", "Xone")
_ASKS_FOR_ABSENCE = re.compile(
    r"(?<![?$\w])(?:ASK|EXISTS|OPTIONAL|BOUND|COALESCE|COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT)\b", re.I
)
_CLASSES = Sequence((RDF["type"], Repeat(RDFS["subClassOf"], "*")))


@dataclass(frozen=True, slots=True)
class Doubts:
    """Tells which results are certain although some of the data, or of the shapes' `rules`, was lost;
    `inferable` says whether triples with one of some predicates may follow from others.
    """

    data: tuple[Lost, ...]
    rules: tuple[Lost, ...]
    finder: Finder
    shapes: ShapeGraph
    inferable: Callable[[Iterable[NamedNode]], bool]

    def marked(self, results: Iterable[Result]) -> tuple[Result, ...]:
        """The results, each that is not certain with what makes it so."""
        return tuple(self._marked(result) for result in results)

    def _marked(self, result: Result) -> Result:
        whole = replace(result, parts=tuple(self._part(part) for part in result.parts))
        doubt = self._doubt(whole)
        if doubt is None:
            return whole
        # What would mend it may be there already.
        told = tuple(one.told_only() for one in result.suggestions)
        return replace(whole, doubt=doubt, suggestions=told)

    def _part(self, part: Part) -> Part:
        causes = (replace(cause, results=self.marked(cause.results)) for cause in part.causes)
        return replace(part, causes=tuple(causes))

    def _doubt(self, result: Result) -> Fault | None:
        shapes = [*self.shapes.lineage(result.shape)]
        if is_nested(result):
            shapes += [shape for group in alternatives(result, self.shapes) for shape in group]
        unsure = _mentioning(self.rules, shapes)
        if unsure:
            return Fault(f"{unsure.what}: the shape may ask for something else", unsure.first)
        places = [one.place for one in result.evidence if one.triple]
        misread = next((one for one in self.data if any(map(one.holds, places))), None)
        if misread:
            return Fault(f"{misread.what}: it may say something else", misread.first)
        return self._of_absence(result) if self.data else None

    def _of_absence(self, result: Result) -> Fault | None:
        """What makes a result unsure that is there because something is not."""
        if result.component in _ALL_OF and result.parts:
            return _least_sure(one for part in result.parts for one in _inside(part))
        failing = [part for part in result.parts if not part.conforms]
        if result.component in _ONE_OF and len(failing) == len(result.parts) > 0:
            return next((doubt for part in failing if (doubt := _least_sure(_inside(part)))), None)
        if result.component in _MISSING:
            missed = _mentioning(self.data, self._nodes(result))
            if missed is None and self.inferable(self._predicates(result)):
                missed = self.data[0]
            inner = (doubt for part in failing if (doubt := _least_sure(_inside(part))))
            return _told(missed) if missed else next(inner, None)
        # What conforms to a shape may not, if there is more; a query may ask whether there is anything.
        by_query = any(map(_ASKS_FOR_ABSENCE.search, self.finder.queries(result)))
        if is_nested(result) or by_query:
            return _told(_mentioning(self.data, self._nodes(result)) or self.data[0])
        return None

    def _nodes(self, result: Result) -> Iterator[Term]:
        """The nodes about which something that is missing would be said."""
        yield result.focus
        yield from (part.node for part in result.parts)
        if result.path is not None:
            yield from self._reached(result.focus, result.path)
        if result.component == SH["ClassConstraintComponent"] and result.value is not None:
            yield result.value
            yield from self.finder.values(result.value, _CLASSES)
            yield from (
                one for one in self.shapes.values(result.shape, SH["class"]) if isinstance(one, NamedNode)
            )

    def _reached(self, focus: Term, path: Path) -> Iterator[Term]:
        yield from self.finder.values(focus, path)
        steps = path.parts if isinstance(path, Sequence) else ()
        for count in range(1, len(steps)):
            yield from self.finder.values(focus, Sequence(steps[:count]))

    def _predicates(self, result: Result) -> list[NamedNode]:
        found = [] if result.path is None else [*predicates(result.path)]
        if result.component == SH["ClassConstraintComponent"]:
            return [RDF["type"], RDFS["subClassOf"]]
        other = self.shapes.values(result.shape, SH["equals"])
        return found + [one for one in other if isinstance(one, NamedNode)]


def _inside(part: Part) -> Iterator[Result]:
    return (result for cause in part.causes for result in cause.results)


def _least_sure(results: Iterable[Result]) -> Fault | None:
    """What makes several results unsure if none of them is certain."""
    doubts = [result.doubt for result in results]
    return None if None in doubts or not doubts else doubts[0]


def _mentioning(lost: tuple[Lost, ...], nodes: Iterable[object]) -> Lost | None:
    known = list(dict.fromkeys(nodes)) if lost else []
    return next((one for one in lost if any(map(one.mentions, known))), None)


def _told(lost: Lost) -> Fault:
    return Fault(f"{lost.what}: what is missing may stand there", lost.first)
