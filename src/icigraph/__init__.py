"""icigraph: cited, dated and explained knowledge graphs.

The library's surface: `open` a graph project, or `validate`, `reason`, `explain` and `query` RDF of your own;
and every type that they return. Everything loads on first use.

>>> import icigraph
>>> icigraph.query("<urn:s> <urn:p> 1 .", "ASK { ?s ?p 1 }")
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from icigraph.base.version import __version__

if TYPE_CHECKING:
    from typing import Any

    from icigraph.base.faults import CheckFailed, Fault, IcigraphError, InputError, Place, ServiceError
    from icigraph.door import explain, open, query, reason, validate
    from icigraph.graph import KnowledgeGraph
    from icigraph.operations.building import Built
    from icigraph.operations.closure import Closure
    from icigraph.operations.comparing import Difference
    from icigraph.operations.dataset import Dataset, load
    from icigraph.operations.profiling import Profile
    from icigraph.operations.publishing import Fetched, Publication
    from icigraph.project.question import Parameter, Question
    from icigraph.proofs.explanation import Explanation
    from icigraph.proofs.impact import Impact
    from icigraph.proofs.missing import Missing
    from icigraph.questions.answer import Answer
    from icigraph.questions.citing import CitedPlace, FoundSpan
    from icigraph.questions.evidence import Evidence
    from icigraph.questions.portrait import Portrait
    from icigraph.questions.query import GraphResult, Solutions
    from icigraph.questions.summary import Summary
    from icigraph.rdf.documents import Source
    from icigraph.release.bundle import Released
    from icigraph.rules.contradictions.contradiction import Contradiction
    from icigraph.rules.entailment import Entailment
    from icigraph.rules.run.materialise import Report
    from icigraph.stores.push.plan import Plan
    from icigraph.stores.push.push import Pushed
    from icigraph.stores.push.verify import GraphCheck
    from icigraph.validation.report import ValidationReport

__all__ = [
    "Answer",
    "Built",
    "CheckFailed",
    "CitedPlace",
    "Closure",
    "Contradiction",
    "Dataset",
    "Difference",
    "Entailment",
    "Evidence",
    "Explanation",
    "Fault",
    "Fetched",
    "FoundSpan",
    "GraphCheck",
    "GraphResult",
    "IcigraphError",
    "Impact",
    "InputError",
    "KnowledgeGraph",
    "Missing",
    "Parameter",
    "Place",
    "Plan",
    "Portrait",
    "Profile",
    "Publication",
    "Pushed",
    "Question",
    "Released",
    "Report",
    "ServiceError",
    "Solutions",
    "Source",
    "Summary",
    "ValidationReport",
    "__version__",
    "explain",
    "load",
    "open",
    "query",
    "reason",
    "validate",
]

_HOMES = {
    "Answer": "questions.answer",
    "Built": "operations.building",
    "CitedPlace": "questions.citing",
    "Closure": "operations.closure",
    "Contradiction": "rules.contradictions.contradiction",
    "Dataset": "operations.dataset",
    "Difference": "operations.comparing",
    "Entailment": "rules.entailment",
    "Evidence": "questions.evidence",
    "Explanation": "proofs.explanation",
    "Fetched": "operations.publishing",
    "FoundSpan": "questions.citing",
    "GraphCheck": "stores.push.verify",
    "GraphResult": "questions.query",
    "Impact": "proofs.impact",
    "KnowledgeGraph": "graph",
    "Missing": "proofs.missing",
    "Parameter": "project.question",
    "Plan": "stores.push.plan",
    "Portrait": "questions.portrait",
    "Profile": "operations.profiling",
    "Publication": "operations.publishing",
    "Pushed": "stores.push.push",
    "Question": "project.question",
    "Released": "release.bundle",
    "Report": "rules.run.materialise",
    "Solutions": "questions.query",
    "Source": "rdf.documents",
    "Summary": "questions.summary",
    "ValidationReport": "validation.report",
    "load": "operations.dataset",
    **dict.fromkeys(("explain", "open", "query", "reason", "validate"), "door"),
}


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'icigraph' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"icigraph.{_HOMES.get(name, 'base.faults')}"), name)
