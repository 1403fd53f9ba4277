"""The question catalogue of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.project.question import Question, question_of

if TYPE_CHECKING:
    from typing import Any

__all__ = ["Catalogue"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The questions of a graph by name, from the front matter that a snapshot's manifest holds; `faulty` are
    the faults of those that cannot be asked.

    >>> catalogue = Catalogue({"who": {"file": "queries/who.rq", "summary": "Who?"}})
    >>> catalogue.find("who").summary
    'Who?'
    """

    entries: Mapping[str, Mapping[str, Any]]
    faulty: Mapping[str, list[Any]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Question]:
        return (question_of(name, entry) for name, entry in self.entries.items())

    def find(self, name: str) -> Question:
        """The question called `name`; an `InputError` names those that it may have been, or says what keeps
        it from being asked."""
        wanted = name.removesuffix(".rq")
        if wanted in self.faulty:
            from icigraph.snapshot.question_faults import restored

            raise InputError(*restored(self.faulty[wanted]))
        if wanted not in self.entries:
            hint = did_you_mean(name, self.entries, limit=5) or "`icigraph ask` lists the questions"
            raise InputError(Fault(f"no question is called {name!r}", hint=hint))
        return question_of(wanted, self.entries[wanted])

    def text_of(self, question: Question) -> str:
        """The query of one of these questions, as it was when the graph was built."""
        return str(self.entries[question.name]["text"])
