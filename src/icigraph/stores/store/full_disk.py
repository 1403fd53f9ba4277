"""A store whose disk is full: how each says so, and what helps."""

from __future__ import annotations

from icigraph.base.faults import Fault, ServiceError

__all__ = ["with_advice_on_full_disk"]

_SIGNS = (
    "no space left on device",
    "out of disk",
    "error writing b-tree node",
)
# What Java says where a mapped file finds no room, and Fuseki blames the request for.
_WITH_ANY_STATUS = "unsafe memory access operation"
_HINT = "the store's disk seems to be full: make room there, restart the store and push again"
_HINTS = {
    "rdf4j": f"{_HINT}; if that fails, its files are damaged: make the repository anew",
    "virtuoso": f"{_HINT}; without a restart its log is cut off, and later pushes do not outlive a crash",
}


def with_advice_on_full_disk(error: ServiceError, kind: str) -> ServiceError:
    """The same error; where it tells of a full disk, with what to do in a store of that kind.

    >>> said = "No space left on device"
    >>> error = ServiceError(f"answered 500: {said}", status=500, words=said)
    >>> print(with_advice_on_full_disk(error, "fuseki"))
    answered 500: No space left on device
      hint: the store's disk seems to be full: make room there, restart the store and push again
    """
    words = error.words.lower()
    failed = error.status is not None and error.status >= 500
    if _WITH_ANY_STATUS not in words and not (failed and any(sign in words for sign in _SIGNS)):
        return error
    hint = _HINTS.get(kind, _HINT)
    return error.again(*(Fault(fault.message, fault.place, hint) for fault in error.faults))
