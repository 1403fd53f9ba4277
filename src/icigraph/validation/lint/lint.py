"""`looked_at`: what a shapes graph will be held against, counted, and all that the lint finds in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from pyoxigraph import NamedNode

from icigraph.base.faults import Place
from icigraph.validation.finding import Finding
from icigraph.validation.lint.coverage import nothing_checked
from icigraph.validation.lint.draft import Draft, Naming
from icigraph.validation.lint.features import unsupported
from icigraph.validation.lint.imports import not_imported, not_linked, unread_imports
from icigraph.validation.lint.parameters import QUERIES, ill_typed, one_for_true, repeated
from icigraph.validation.lint.structure import misplaced, undescribed, unreachable, without_path
from icigraph.validation.lint.terms import unknown_terms
from icigraph.validation.lint.unmatched import unmatched_names
from icigraph.validation.reading.dataset import Dataset, DataText
from icigraph.validation.reading.statements import iri, sh
from icigraph.validation.shapes.names import brief, prefixes_of
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.shapes.targets import focus_nodes, shape_nodes

__all__ = ["Looked", "looked_at"]

_MOST = 20


@dataclass(frozen=True, slots=True)
class Looked:
    """How many shapes there are, the nodes that their targets find, and what is to be said of them.

    `probes` is what an engine is to be given beside the shapes to find those of targets that are queries.
    """

    shapes: int
    nodes: frozenset[str]
    probes: str
    findings: tuple[Finding, ...]


def looked_at(
    shapes: ShapeGraph,
    data: Dataset,
    *,
    lint: bool = True,
    reason: str = "none",
    engine: str = "shacl",
) -> Looked:
    r"""The shapes beside the closed data. Where a file could not be read whole, what may be missing for that
    reason is not told. Without `lint` only that is told which keeps everything from being checked. `reason`
    is what was or will be added to the data.

    >>> text = f"<x:S> {sh('targetNode')} <x:a> .\n<x:S> {sh('in')} <x:list> .\n"
    >>> looked = looked_at(ShapeGraph(Dataset(DataText(text))), Dataset(DataText("<x:a> <x:p> <x:b> .\n")))
    >>> [finding.message for finding in looked.findings]
    ['sh:in needs a list, not <x:list>']
    """
    text = _rdfs_closure(data.data.text) if reason == "rdfs" else data.data.text
    count = len(shape_nodes(shapes.statements))
    nodes, probes = _focus_nodes(shapes, data.data, text, reason, engine)
    # A project may have no shapes at all: then nobody took anything for shapes.
    given = bool(shapes.dataset.sources or shapes.dataset.data.text)
    findings: list[Draft] = []
    if given and not shapes.dataset.faults:
        findings += _of_shapes(shapes, reason, engine) if lint else ()
        findings += nothing_checked(count, shapes, len(nodes)) if count == 0 or not data.faults else ()
        findings += _of_names(shapes, text) if lint and not data.faults else ()
    placed = _placed(findings, shapes)
    if lint:
        placed += tuple(not_linked(data, [source.base for source in shapes.dataset.sources]))
    return Looked(count, nodes, probes, placed)


def _of_shapes(shapes: ShapeGraph, reason: str, engine: str) -> Iterator[Draft]:
    """What is wrong with the shapes whatever the data is; of each check some more than are told."""
    return chain.from_iterable(islice(found, _MOST + 1) for found in _checks(shapes, reason, engine))


def _checks(shapes: ShapeGraph, reason: str, engine: str) -> Iterator[Iterable[Draft]]:
    """Each check; what only some shapes need is not waited for by the others."""
    spelt, statements = _naming(shapes), shapes.statements
    unread = unread_imports(statements, (source.base for source in shapes.dataset.sources))
    yield unknown_terms(shapes.dataset.data.text, statements, spelt)
    yield ill_typed(statements, spelt)
    yield repeated(statements, spelt)
    yield one_for_true(statements)
    yield without_path(statements, spelt)
    yield misplaced(statements)
    yield undescribed(statements, spelt, whole=not unread)
    yield not_imported(unread)
    if not unread:
        # What was not read may refer to any shape.
        yield unreachable(statements, spelt)
    if statements.about(sh("entailment")):
        from icigraph.validation.lint.entailment import unmet_entailment

        yield unmet_entailment(statements, reason, spelt)
    if any(statements.about(one) for one in QUERIES):
        from icigraph.validation.lint.queries import faulty_queries

        yield faulty_queries(statements)
    yield unsupported(statements, spelt)
    if engine == "pyshacl":
        from icigraph.validation.lint.second_engine import left_out_by_pyshacl

        yield left_out_by_pyshacl(statements, spelt)
    if engine != "pyshacl" and statements.about(sh("pattern")):
        from icigraph.validation.lint.patterns import bad_patterns

        yield bad_patterns(statements)


def _of_names(shapes: ShapeGraph, data: str) -> Iterator[Draft]:
    return unmatched_names(shapes.statements, data, _naming(shapes))


def _naming(shapes: ShapeGraph) -> Naming:
    """Terms as the files have them; the prefixes are read when the first is asked for."""
    names = cache(lambda: prefixes_of(shapes.dataset.sources))
    return lambda term: brief(names().show(NamedNode(term[1:-1]) if iri(term) is not None else term))


def _placed(drafts: list[Draft], shapes: ShapeGraph) -> tuple[Finding, ...]:
    """The findings in the order of their places: of each kind the first, and whether there are more."""
    if not drafts:
        return ()
    # A run that finds nothing does not wait for the import of what finds places.
    from icigraph.validation.lint.places import found_at

    kept: list[Draft] = []
    more: list[Finding] = []
    for code in dict.fromkeys(one.code for one in drafts):
        same = [one for one in drafts if one.code == code]
        kept += same[:_MOST]
        if len(same) > _MOST:
            more.append(Finding(code, f"and more like these {_MOST}"))
    found = sorted(found_at(kept, shapes.dataset), key=_order)
    # A value of the wrong type that is no term either is one mistake.
    typed = {one.place for one in found if one.code == "ill-typed-parameter"}
    once = (one for one in found if one.code != "unknown-term" or one.place not in typed)
    return (*once, *more)


def _order(finding: Finding) -> tuple[bool, str, int, int, str]:
    place = finding.place or Place("")
    return finding.place is None, place.file, place.line or 0, place.column or 0, finding.code


def _focus_nodes(
    shapes: ShapeGraph, data: DataText, text: str, reason: str, engine: str
) -> tuple[frozenset[str], str]:
    """The nodes that are known to be some, and what finds the others while the engine runs: none are left to
    find where there would be no other.
    """
    found = focus_nodes(shapes.targets, text)
    if not shapes.targets.queried:
        return found, ""
    from icigraph.validation.engines.queried_targets import probes_of, queried_focus_nodes

    if found and engine == "shacl" and reason != "rdfs":
        return found, probes_of(shapes)
    return found | queried_focus_nodes(shapes, data, "rdfs" if reason == "rdfs" else "none"), ""


def _rdfs_closure(text: str) -> str:
    import shacl
    from pyoxigraph import RdfFormat, parse, serialize

    try:
        closed = shacl.rdfs_closure(text)
    except ValueError:
        return text
    lines: bytes = serialize(parse(closed, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b""
    return lines.decode()
