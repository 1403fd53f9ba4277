"""A closed project checked whole: its shapes, the axioms that forbid, and its citations against the texts at
hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

if TYPE_CHECKING:
    from icigraph.base.faults import Fault
    from icigraph.project.citations import CitationReport
    from icigraph.project.graph_project import GraphProject
    from icigraph.snapshot.snapshot import Snapshot
    from icigraph.validation.report import ValidationReport

__all__ = ["checked", "checked_snapshot"]


def checked(
    project: GraphProject,
    opened: Callable[[], Store],
    texts: Iterable[Path] = (),
    *,
    engine: str = "shacl",
    only: Iterable[str] = (),
    lint: bool = True,
    inferred: str | None = None,
    tables: Callable[[NamedNode], str] | None = None,
    consistent: bool = False,
    faults: tuple[Fault, ...] = (),
) -> tuple[ValidationReport, str]:
    r"""The report on a closed project, and a sentence that tells how many citations were verified.

    `opened` gives its store, and is called when something of it is looked up. `inferred` are N-Triples of
    what it holds as derived and inferred, where they are at hand already, and `tables` gives those of the
    graph of a table; `consistent` says that the graph is known to break no axiom, `faults` what else was
    found to be wrong with the project's files. `texts` are folders of source texts, matched to sources by
    SHA-256. A citation that its text does not bear out is a result of the report like any other, and so is a
    contradiction of the ontology.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from pyoxigraph import Store
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> report, citations = checked(GraphProject(Path(tempfile.mkdtemp()), config), Store, lint=False)
    >>> report.conforms, citations
    (True, 'citations: 0 verified')
    """
    from icigraph.snapshot.project_validation import validate_project, with_citations

    report = validate_project(
        project, opened, engine=engine, only=only, lint=lint, inferred=inferred, tables=tables
    )
    if not consistent:
        report = _with_contradictions(report, project, opened())
    report = replace(report, faults=(*report.faults, *faults))
    citations = _check_citations(project, opened(), texts)
    failures = [(citation.value, fault) for citation, fault in citations.failures]
    return with_citations(report, failures), _citation_summary(citations)


def checked_snapshot(
    project: GraphProject,
    snapshot: Snapshot,
    texts: Iterable[Path] = (),
    *,
    engine: str = "shacl",
    only: Iterable[str] = (),
    lint: bool = True,
) -> tuple[ValidationReport, str]:
    r"""What `checked` gives of a project as its snapshot has it closed.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.graph_project import GraphProject
    >>> from icigraph.snapshot.pipeline import build
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> report, _ = checked_snapshot(project, build(project), lint=False)
    >>> report.conforms
    True
    """
    from icigraph.snapshot.question_faults import question_faults

    return checked(
        project,
        cache(snapshot.store),
        texts,
        engine=engine,
        only=only,
        lint=lint,
        inferred=snapshot.triples((project.derived_graph, project.inferred_graph)),
        tables=lambda graph: snapshot.triples((graph,)),
        consistent=snapshot.manifest.consistent,
        faults=question_faults(project, snapshot.manifest),
    )


def _with_contradictions(report: ValidationReport, project: GraphProject, store: Store) -> ValidationReport:
    from icigraph.rules.contradictions.by_rules import contradictions
    from icigraph.rules.project_rules import rules_of

    rules = rules_of(project, store)
    found = contradictions(store, rules)
    if not found:
        return report
    from icigraph.proofs.contradictions.listing import simplest
    from icigraph.proofs.search.prover import prover_of
    from icigraph.snapshot.contradictions import with_contradictions

    made = (project.derived_graph, project.inferred_graph)
    once = simplest(found, prover_of(store, rules, concluded=made), rules)
    return with_contradictions(report, project, store, once)


def _check_citations(project: GraphProject, store: Store, texts: Iterable[Path] = ()) -> CitationReport:
    """Every citation of a closed project checked against the texts at hand; failures have their place in the
    files."""
    from icigraph.project.citations import verify_citations
    from icigraph.project.texts import index_texts

    index = index_texts(texts)
    found = verify_citations(store, index)
    if not found.failures:
        return found
    # Places cost a reading of the files, so they are looked up for what failed only.
    from icigraph.project.locate import Locator

    failed = [citation for citation, _ in found.failures]
    placed = verify_citations(store, index, Locator(project), only=failed)
    return replace(found, failures=placed.failures)


def _citation_summary(citations: CitationReport) -> str:
    """How many citations were verified, how many could not be and why, how many failed.

    >>> from icigraph.project.citations import CitationReport
    >>> _citation_summary(CitationReport((), (), ()))
    'citations: 0 verified'
    """
    parts = [f"{len(citations.verified)} verified"]
    parts += [f"{count} not verifiable here ({reason})" for reason, count in citations.reasons.items()]
    if citations.failures:
        parts.append(f"{len(citations.failures)} FAILED")
    return "citations: " + ", ".join(parts)
