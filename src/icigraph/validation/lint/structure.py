"""Shapes that say nothing as they are put together: without a path, with a parameter at the wrong kind of
shape or without its partner, described by nothing, or reached by nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.base.nearest import did_you_mean
from icigraph.rdf.namespaces import SH
from icigraph.validation.lint.draft import Draft, Naming, Spot, at_object, at_predicate, at_subject
from icigraph.validation.lint.likeness import space_of
from icigraph.validation.lint.vocabulary import PROPERTIES
from icigraph.validation.reading.statements import TRUE, TYPE, Statements, sh
from icigraph.validation.shapes.targets import TARGETS, implicit_classes, shape_nodes

__all__ = ["misplaced", "undescribed", "unreachable", "without_path"]

_PATH, _PROPERTY = sh("path"), sh("property")
_OF_PROPERTIES = """minCount maxCount uniqueLang lessThan lessThanOrEquals qualifiedValueShape"""
_PARTNERS = {
    "flags": ("pattern",),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
    "ignoredProperties": ("closed",),
}
_CHILD = tuple(sh(name) for name in ("property", "node", "not", "qualifiedValueShape"))
_LISTS = tuple(sh(name) for name in ("and", "or", "xone"))
_ASIDE = frozenset(
    sh(name)
    for name in [
        "name",
        "description",
        "order",
        "group",
        "message",
        "severity",
        "deactivated",
        "declare",
        "defaultValue",
        "prefixes",
        "prefix",
        "namespace",
        "entailment",
        "shapesGraph",
        "suggestedShapesGraph",
        "rule",
        "values",
        "path",
    ]
)
_SHOWN = 3


def without_path(shapes: Statements, spelt: Naming) -> Iterator[Draft]:
    r"""A finding for each property shape that has no path (SHACL section 2.1).

    >>> text = f'<x:S> {sh("property")} <x:P> .\n<x:P> {sh("minCount")} "1" .\n'
    >>> [draft.message for draft in without_path(Statements(text), str)]
    ['the property shape <x:P> has no sh:path, so none of its constraints is checked']
    """
    seen: set[str] = set()
    for subject, value in shapes.pairs(_PROPERTY):
        if value not in seen and value in shapes.subjects and not shapes.values(value, _PATH):
            seen.add(value)
            said = f"{_called(value, spelt)} has no sh:path, so none of its constraints is checked"
            yield Draft("no-path", said, at_object(subject, _PROPERTY, value))
    kind = sh("PropertyShape")
    for subject in shapes.typed(frozenset((kind,))):
        if subject not in seen and not shapes.values(subject, _PATH):
            said = f"{_called(subject, spelt)} has no sh:path, so none of its constraints is checked"
            yield Draft("no-path", said, at_subject(subject, TYPE, kind))


def _called(shape: str, spelt: Naming) -> str:
    return "this property shape" if shape.startswith("_:") else f"the property shape {spelt(shape)}"


def misplaced(shapes: Statements) -> Iterator[Draft]:
    r"""A finding for each parameter of property shapes at a node shape, and for each without its partner.

    >>> [draft.message for draft in misplaced(Statements(f'<x:S> {sh("minCount")} "1" .\n'))]
    ['sh:minCount is for property shapes, and this shape has no sh:path']
    """
    of_properties = set(shapes.objects(_PROPERTY)) | set(shapes.typed(frozenset((sh("PropertyShape"),))))
    for name in _OF_PROPERTIES.split():
        for subject, value in shapes.pairs(sh(name)):
            if not shapes.values(subject, _PATH) and subject not in of_properties:
                yield Draft(
                    "misplaced-parameter",
                    f"sh:{name} is for property shapes, and this shape has no sh:path",
                    at_predicate(subject, sh(name), value),
                    f"write sh:property [ sh:path … ; sh:{name} … ]",
                )
    for name, partners in _PARTNERS.items():
        for subject, value in shapes.pairs(sh(name)):
            if not any(shapes.values(subject, sh(one)) for one in partners):
                needed = " or ".join(f"sh:{one}" for one in partners)
                said = f"sh:{name} says nothing without {needed}"
                yield Draft("misplaced-parameter", said, at_predicate(subject, sh(name), value))


def undescribed(shapes: Statements, spelt: Naming, *, whole: bool = True) -> Iterator[Draft]:
    r"""A finding for each shape that a constraint names and nothing describes: every node conforms to it.

    Where the shapes are not `whole`, since imports were not read, those of namespaces in which no shape is
    described are not told.

    >>> [draft.message for draft in undescribed(Statements(f"<x:S> {sh('node')} <x:T> .\n"), str)]
    ['<x:T> is named as a shape, and nothing describes it']
    """
    nodes: dict[str, tuple[str, str, str]] = {}
    for subject, predicate, value, named in _named(shapes):
        if named.startswith("<") and named not in nodes and named not in shapes.subjects:
            nodes[named] = (subject, predicate, value)
    described = (
        [one for one in shape_nodes(shapes) if one.startswith("<") and one not in nodes] if nodes else []
    )
    names = [spelt(one) for one in described]
    spaces = {space_of(one[1:-1]) for one in described} | {str(SH)}
    for named, triple in nodes.items():
        if not whole and space_of(named[1:-1]) not in spaces:
            continue
        said = f"{spelt(named)} is named as a shape, and nothing describes it"
        bare = named.startswith(f"<{SH!s}")
        hint = "brackets are missing: write [ sh:… ]" if bare else did_you_mean(spelt(named), names)
        yield Draft("undescribed-shape", said, at_object(*triple), hint)


def _named(shapes: Statements) -> Iterator[tuple[str, str, str, str]]:
    """Each triple that names shapes, with each shape that it names."""
    for predicate in _CHILD:
        for subject, value in shapes.pairs(predicate):
            yield subject, predicate, value, value
    for predicate in _LISTS:
        for subject, value in shapes.pairs(predicate):
            for item in shapes.items(value) or ():
                yield subject, predicate, value, item


def unreachable(shapes: Statements, spelt: Naming) -> Iterator[Draft]:
    r"""A finding for shapes with constraints that have no target and that nothing in the graph refers to.

    >>> text = f"<x:S> {sh('nodeKind')} {sh('IRI')} .\n<x:S> {TYPE} {sh('NodeShape')} .\n"
    >>> [draft.message for draft in unreachable(Statements(text), str)]
    ['<x:S> has no target, and nothing refers to it, so it is never checked']
    """
    unreached = _unreachable(shapes)
    if len(unreached) > _SHOWN:
        names = ", ".join(spelt(one) for one in unreached[:_SHOWN])
        said = f"{len(unreached)} shapes have no target, and nothing refers to them: {names} …"
        yield Draft("unreachable-shape", said, _place(unreached[0], shapes), _HOW)
        return
    for shape in unreached:
        name = "a shape" if shape.startswith("_:") else spelt(shape)
        said = f"{name} has no target, and nothing refers to it, so it is never checked"
        yield Draft("unreachable-shape", said, _place(shape, shapes), _HOW)


_HOW = "give it a target (sh:targetClass …), name it where it is needed (sh:node …), or deactivate it"


def _unreachable(shapes: Statements) -> list[str]:
    reached = implicit_classes(shapes)
    candidates = {
        node
        for name in PROPERTIES
        if sh(name) not in _ASIDE and sh(name) not in TARGETS
        for node in shapes.about(sh(name))
    }
    candidates &= shape_nodes(shapes)
    off = {node for node, said in shapes.pairs(sh("deactivated")) if said == TRUE}
    left = candidates - reached - off
    for predicate in TARGETS:
        left -= shapes.about(predicate).keys()
    for predicate in shapes.predicates:
        if left and predicate != TYPE:
            left -= set(shapes.objects(predicate))
    return sorted(left)


def _place(shape: str, shapes: Statements) -> Spot:
    predicate = next(one for one in shapes.predicates if shape in shapes.about(one))
    return at_subject(shape, predicate, shapes.values(shape, predicate)[0])
