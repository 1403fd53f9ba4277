"""A closed project checked whole: its shapes, and its citations against the texts at hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

if TYPE_CHECKING:
    from icigraph.graph.project import GraphProject
    from icigraph.validate.report import ValidationReport

__all__ = ["checked"]


def checked(
    project: GraphProject,
    store: Store,
    texts: Iterable[Path] = (),
    *,
    engine: str = "shacl",
    only: Iterable[str] = (),
) -> tuple[ValidationReport, str]:
    """The report on a closed project, and a sentence that tells how many citations were verified.

    `texts` are folders of source texts, matched to sources by SHA-256. A citation that its text does not bear
    out is a result of the report like any other.
    """
    from icigraph.graph.citations import verify_citations
    from icigraph.graph.locate import Locator
    from icigraph.graph.texts import TextIndex
    from icigraph.validate.project import validate_project, with_citations

    report = validate_project(project, store, engine=engine, only=only)
    citations = verify_citations(store, TextIndex(texts), Locator(project))
    return with_citations(report, citations.failures), str(citations)
