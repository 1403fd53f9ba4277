"""Faults that were found in this project once, each as it was found, and their siblings: what stood near one,
or was wrong on a slower machine or a larger input only, and must stay right.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.case import Case
from tests.faults.endless import endless
from tests.faults.fixing import fixing
from tests.faults.nesting import nesting
from tests.faults.projects import projects
from tests.faults.reasoning import reasoning
from tests.faults.stores import stores
from tests.faults.validating import validating

__all__ = ["proven"]


def proven() -> Iterator[Case]:
    """All of them."""
    for kind in (validating, fixing, endless, nesting, reasoning, projects, stores):
        yield from kind()
