"""What a snapshot knows to be wrong with the questions of its project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from icigraph.base.faults import Fault, Place
from icigraph.project.folders import display

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.snapshot.manifest import Manifest

__all__ = ["FaultEntry", "as_entry", "question_faults", "question_warnings", "restored"]

FaultEntry = list[Any]
"""A fault as JSON has it: message, file, line, column, hint."""


def as_entry(fault: Fault) -> FaultEntry:
    """A fault as a manifest holds it.

    >>> as_entry(Fault("not SPARQL", Place("queries/a.rq", 2, 1)))
    ['not SPARQL', 'queries/a.rq', 2, 1, None]
    """
    place = fault.place or Place("")
    return [fault.message, place.file, place.line, place.column, fault.hint]


def restored(entries: Iterable[FaultEntry]) -> tuple[Fault, ...]:
    """The faults that a manifest holds; files are named relative to the project.

    >>> print(*restored([["not SPARQL", "queries/a.rq", 2, 1, None]]))
    queries/a.rq:2:1: not SPARQL
    """
    return tuple(
        Fault(message, Place(file, line, column), hint) for message, file, line, column, hint in entries
    )


def question_faults(project: GraphProject, manifest: Manifest) -> tuple[Fault, ...]:
    """What keeps questions from being asked; files are named as a user would type them.

    >>> from icigraph.project.graph_project import bundled_project
    >>> from icigraph.snapshot.manifest import Manifest
    >>> faulty = {"who": [["not SPARQL", "queries/who.rq", 2, 1, None]]}
    >>> manifest = Manifest("0.1", {}, "d.nq", "27ae", 7, {}, True, {}, faulty)
    >>> [fault.message for fault in question_faults(bundled_project(), manifest)]
    ['not SPARQL']
    """
    return _displayed(project, manifest.faulty_questions.values())


def question_warnings(project: GraphProject, manifest: Manifest) -> tuple[Fault, ...]:
    """What may go wrong with questions that can be asked; files are named as a user would type them.

    >>> from icigraph.project.graph_project import bundled_project
    >>> from icigraph.snapshot.manifest import Manifest
    >>> questions = {"who": {"warnings": [["a function is not known", "queries/who.rq", 2, 1, None]]}}
    >>> manifest = Manifest("0.1", {}, "d.nq", "27ae", 7, {}, True, questions, {})
    >>> [fault.message for fault in question_warnings(bundled_project(), manifest)]
    ['a function is not known']
    """
    return _displayed(project, (entry.get("warnings", ()) for entry in manifest.questions.values()))


def _displayed(project: GraphProject, entries: Iterable[Iterable[FaultEntry]]) -> tuple[Fault, ...]:
    return tuple(
        Fault(fault.message, _shown(project, fault.place), fault.hint)
        for each in entries
        for fault in restored(each)
    )


def _shown(project: GraphProject, place: Place | None) -> Place | None:
    return place and Place(display(project.root / place.file), place.line, place.column)
