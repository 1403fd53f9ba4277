"""What shapes ask for and the engines do not do: told once each, so that no silence passes for a check."""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.validation.lint.draft import Draft, Naming, at_predicate
from icigraph.validation.reading.statements import Statements, sh

__all__ = ["not_run", "unsupported"]

_DASH = "http://datashapes.org/dash#"
_PREDICATES = {
    sh("rule"): "what rules would add to the data is not there to be checked",
    sh("js"): "constraints in JavaScript are not checked",
    sh(
        "targetShape"
    ): "targets that are shapes are written with sh:targetWhere in SHACL 1.2; these find no node",
    sh("resultAnnotation"): "results are reported without their annotations",
}
_VALIDATORS = tuple(sh(name) for name in ("validator", "nodeValidator", "propertyValidator"))
_DASH_PARAMETERS = """closedByTypes coExistsWith hasValueIn hasValueWithClass nonRecursive primaryKey
    reifiableBy rootClass singleLine stem subSetOf symmetric uniqueValueForClass"""


def unsupported(shapes: Statements, spelt: Naming) -> Iterator[Draft]:
    r"""A finding for each feature that is used and not run, at its first place.

    >>> shapes = Statements(f"<x:S> {sh('js')} <x:script> .\n")
    >>> [(draft.code, draft.spot.part) for draft in unsupported(shapes, str)]
    [('not-run', 'predicate')]
    """
    for predicate, what in _PREDICATES.items():
        yield from not_run(predicate, list(shapes.pairs(predicate)), what, spelt)
    targets = [
        (shape, target)
        for shape, target in shapes.pairs(sh("target"))
        if not shapes.values(target, sh("select"))
    ]
    yield from not_run(
        sh("target"), targets, "targets that are no SPARQL query of their own find no node", spelt
    )
    expressed = [(shape, node) for shape, node in shapes.pairs(sh("targetNode")) if node.startswith("_:")]
    what = "a node expression as a target is taken for the node that it is itself"
    yield from not_run(sh("targetNode"), expressed, what, spelt)
    for predicate in _VALIDATORS:
        scripts = [
            (component, validator)
            for component, validator in shapes.pairs(predicate)
            if shapes.values(validator, sh("jsFunctionName")) and _used(component, shapes)
        ]
        yield from not_run(predicate, scripts, "validators in JavaScript are not run", spelt)
    declared = {path for one in shapes.objects(sh("parameter")) for path in shapes.values(one, sh("path"))}
    for name in _DASH_PARAMETERS.split():
        predicate = f"<{_DASH}{name}>"
        if predicate not in declared:
            what = "its constraint component is not declared in the shapes: add DASH to them"
            yield from not_run(predicate, list(shapes.pairs(predicate)), what, spelt)


def _used(component: str, shapes: Statements) -> bool:
    paths = (
        path for one in shapes.values(component, sh("parameter")) for path in shapes.values(one, sh("path"))
    )
    return any(shapes.about(path) for path in paths)


def not_run(predicate: str, uses: list[tuple[str, str]], what: str, spelt: Naming) -> Iterator[Draft]:
    """A finding at the first of the uses (subject and value) of a predicate that is not run, if any is.

    >>> [one.message for one in not_run("sh:js", [("<x:S>", "_:b0")] * 2, "it is not checked", str)]
    ['sh:js is not run (2 times): it is not checked']
    """
    if uses:
        subject, value = uses[0]
        times = f" ({len(uses)} times)" if len(uses) > 1 else ""
        said = f"{spelt(predicate)} is not run{times}: {what}"
        yield Draft("not-run", said, at_predicate(subject, predicate, value))
