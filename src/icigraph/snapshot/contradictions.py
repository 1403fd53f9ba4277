"""Contradictions of the closed graph, as results like those of shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyoxigraph import Literal, Store, Triple

from icigraph.project.graph_project import GraphProject
from icigraph.project.locate import Locator
from icigraph.rdf.namespaces import CORE, OWL, SH
from icigraph.rules.compile.patterns import ground
from icigraph.rules.contradictions.contradiction import Contradiction
from icigraph.snapshot.project_validation import leaves_in, with_results
from icigraph.validation.report import Cause, Evidence, Result, Suggestion, Term, ValidationReport

__all__ = ["with_contradictions"]

_COMPONENT = CORE["ConsistencyConstraintComponent"]
# Whatever contradicts itself belongs to the class that has no member.
_SHAPE = OWL["Nothing"]
_PROOF = Suggestion("its proof and its causes: icigraph explain --inconsistency")


def with_contradictions(
    report: ValidationReport, project: GraphProject, store: Store, found: Iterable[Contradiction]
) -> ValidationReport:
    r"""The report with a result for each contradiction of the closed graph `store`, placed in the files.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from pyoxigraph import NamedNode, RdfFormat
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.rules.close import close_store
    >>> from icigraph.rules.contradictions.by_rules import contradictions
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project, clean = GraphProject(Path(tempfile.mkdtemp()), config), ValidationReport(files=())
    >>> text = "<x:A> <http://www.w3.org/2002/07/owl#disjointWith> <x:B> . <x:a> a <x:A>, <x:B> ."
    >>> store = Store()
    >>> store.load(text, RdfFormat.TURTLE, to_graph=NamedNode("x:data"))
    >>> found = contradictions(store, close_store(store))
    >>> [each.messages[0].value for each in with_contradictions(clean, project, store, found).results]
    ['cax-dw: x:a a x:A and x:a a x:B contradict x:A owl:disjointWith x:B']
    """
    locator, leaves = Locator(project), leaves_in(project, lambda: store)
    return with_results(report, tuple(_result(each, locator, leaves) for each in found), _cause)


def _result(found: Contradiction, locator: Locator, leaves: Callable[[Triple], Iterable[Triple]]) -> Result:
    premises = [triple for pattern in found.premises if (triple := ground(pattern)) is not None]
    focus: Term = premises[0].subject if premises else _SHAPE
    return Result(
        focus,
        _COMPONENT,
        SH["Violation"],
        _SHAPE,
        _SHAPE,
        messages=(Literal(found.message, language="en"),),
        evidence=tuple(
            dict.fromkeys(one for triple in premises for one in _evidence(triple, locator, leaves))
        ),
        suggestions=(_PROOF,),
    )


def _evidence(
    triple: Triple, locator: Locator, leaves: Callable[[Triple], Iterable[Triple]]
) -> Iterable[Evidence]:
    place = locator.place_of(triple)
    if place:
        yield Evidence(place, triple)
        return
    for leaf in leaves(triple):
        behind = locator.place_of(leaf)
        if behind:
            yield Evidence(behind, leaf, inferred=True)


def _cause(results: tuple[Result, ...]) -> Cause:
    return Cause(
        _SHAPE,
        _SHAPE,
        _COMPONENT,
        None,
        SH["Violation"],
        "the graph contradicts itself",
        "nothing that the axioms of the ontology forbid",
        results,
    )
