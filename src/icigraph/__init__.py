"""icigraph: cited, dated and explained knowledge graphs.

The library's surface is `KnowledgeGraph` and the values that it returns; everything loads on first use.

>>> import icigraph
>>> icigraph.KnowledgeGraph.__name__
'KnowledgeGraph'
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from icigraph.ask.answer import Answer
    from icigraph.build.question import Parameter, Question
    from icigraph.knowledge import KnowledgeGraph
    from icigraph.rdf.faults import CheckFailed, Fault, IcigraphError, InputError, Place, ServiceError

__all__ = [
    "Answer",
    "CheckFailed",
    "Fault",
    "IcigraphError",
    "InputError",
    "KnowledgeGraph",
    "Parameter",
    "Place",
    "Question",
    "ServiceError",
    "__version__",
]

__version__ = "0.1.0"

_HOMES = {
    "Answer": "icigraph.ask.answer",
    "Parameter": "icigraph.build.question",
    "Question": "icigraph.build.question",
    "KnowledgeGraph": "icigraph.knowledge",
}


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'icigraph' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "icigraph.rdf.faults")), name)
