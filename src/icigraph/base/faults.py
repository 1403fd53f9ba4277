"""Faults: what is wrong, where it is wrong, and what would mend it.

Every error that bad input can cause is an `InputError` that carries one or more `Fault` values; the command
line prints them and exits with `exit_code`. A programming error stays an ordinary exception.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["CheckFailed", "Fault", "IcigraphError", "InputError", "Place", "ServiceError"]


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a text: file as the user would type it, line and column counted from 1 (code points).

    >>> str(Place("data/a.ttl", 3, 7))
    'data/a.ttl:3:7'
    >>> str(Place("data/a.ttl"))
    'data/a.ttl'
    """

    file: str
    line: int | None = None
    column: int | None = None

    def __lt__(self, other: Place) -> bool:
        """Files in order of their names, places in the order of reading."""
        return self._order < other._order

    def __le__(self, other: Place) -> bool:
        """The same order, equal places included."""
        return self._order <= other._order

    @property
    def _order(self) -> tuple[str, int, int]:
        return self.file, self.line or 0, self.column or 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, told to a person.

    `message` says what, `place` where, `hint` what would fix it.

    >>> print(Fault("no such file", Place("x.ttl"), "check the path"))
    x.ttl: no such file
      hint: check the path
    """

    message: str
    place: Place | None = None
    hint: str | None = None

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head}\n  hint: {self.hint}" if self.hint else head


class IcigraphError(Exception):
    """Base of every error meant for a person; `faults` holds what to print, `exit_code` the exit code."""

    exit_code = 2

    def __init__(self, *faults: Fault | str) -> None:
        self.faults: tuple[Fault, ...] = tuple(_as_faults(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def _as_faults(faults: Iterable[Fault | str]) -> Iterable[Fault]:
    return (fault if isinstance(fault, Fault) else Fault(fault) for fault in faults)


class CheckFailed(IcigraphError):  # noqa: N818  a failed check is an outcome, not an error
    """The data failed a check: exit code 1."""

    exit_code = 1


class InputError(IcigraphError):
    """Bad usage or bad input: exit code 2."""


class ServiceError(IcigraphError):
    """A service that we depend on failed or cannot be reached: exit code 3.

    `status` is the HTTP status of its refusal, if there was an answer, and `words` what it said.

    >>> ServiceError("answered 400", status=400).again(Fault("the query is wrong")).status
    400
    """

    exit_code = 3

    def __init__(self, *faults: Fault | str, status: int | None = None, words: str = "") -> None:
        super().__init__(*faults)
        self.status = status
        self.words = words

    def again(self, *faults: Fault) -> ServiceError:
        """The same error, told in other words."""
        return type(self)(*faults, status=self.status, words=self.words)
