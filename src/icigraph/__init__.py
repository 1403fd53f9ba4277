"""icigraph: cited, dated and explained knowledge graphs.

The library's surface is `KnowledgeGraph` and the values that it returns; everything loads on first use.

>>> import icigraph
>>> icigraph.KnowledgeGraph.__name__
'KnowledgeGraph'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from icigraph.base.version import __version__

if TYPE_CHECKING:
    from typing import Any

    from icigraph.base.faults import CheckFailed, Fault, IcigraphError, InputError, Place, ServiceError
    from icigraph.graph import KnowledgeGraph
    from icigraph.project.question import Parameter, Question
    from icigraph.questions.answer import Answer

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

_HOMES = {
    "Answer": "icigraph.questions.answer",
    "Parameter": "icigraph.project.question",
    "Question": "icigraph.project.question",
    "KnowledgeGraph": "icigraph.graph",
}


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'icigraph' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "icigraph.base.faults")), name)
