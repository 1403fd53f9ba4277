"""Libraries that are there only where somebody wanted them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError

if TYPE_CHECKING:
    from typing import Any

__all__ = ["required"]


def required(module: str, extra: str) -> Any:
    """A module of a library that is not always installed. An `InputError` tells how to install it: with the
    extra of this package, or by its own name.

    >>> required("no_such_library", "no-such-library")
    Traceback (most recent call last):
    ...
    icigraph.base.faults.InputError: the library no_such_library is not installed
      hint: pip install no-such-library
    """
    try:
        return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise InputError(Fault(f"the library {name} is not installed", hint=f"pip install {extra}")) from None
