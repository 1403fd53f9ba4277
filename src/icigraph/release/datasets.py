"""The graph in every syntax: asserted, inferred, and both. What a syntax cannot hold is left out and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Quad

from icigraph.rdf.export import exported
from icigraph.rdf.syntax import FORMATS, Syntax
from icigraph.rdf.unwritable import unwritable
from icigraph.release.content import Content

__all__ = ["Written", "datasets"]


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of files by name, and a line about each that could not be written, with the reason."""

    files: dict[str, bytes]
    left_out: tuple[str, ...]


def datasets(content: Content) -> Written:
    r"""The graph in every RDF syntax that can hold it; `dataset.nq`, which can hold all, is always there.

    >>> from pyoxigraph import NamedNode, Store
    >>> from icigraph.project.graph_project import bundled_project
    >>> quad = Quad(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"), NamedNode("x:g"))
    >>> datasets(Content(bundled_project(), (quad,), (), Store(), {})).files["dataset.nq"]
    b'<x:a> <x:p> <x:b> <x:g> .\n'
    """
    prefixes = dict(content.project.prefixes)
    files = {"dataset.nq": exported((*content.asserted, *content.inferred), FORMATS["nq"], prefixes)}
    left_out = []
    for part, quads in _by_part(content).items():
        for form in FORMATS.values():
            if reasons := list(_reasons(quads, form)):
                left_out.append(_line(f"{part}{form.suffix}", reasons[0], len(reasons)))
            else:
                files[f"{part}{form.suffix}"] = exported(quads, form, prefixes)
    return Written(files, tuple(left_out))


def _by_part(content: Content) -> dict[str, tuple[Quad, ...]]:
    return {"asserted": content.asserted, "inferred": content.inferred}


def _reasons(quads: Iterable[Quad], form: Syntax) -> Iterator[str]:
    return (reason for quad in quads if (reason := unwritable(quad.triple, form)))


def _line(name: str, reason: str, amount: int) -> str:
    return f"{name} ({reason}: {amount} statement{'s' if amount > 1 else ''})"
