"""Which nodes shapes are held against: targets as the shapes graph has them (SHACL section 2.1.3), and the
focus nodes that they find in data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from icigraph.validation.reading.statements import (
    CLASSES,
    SUB_CLASS_OF,
    TRUE,
    TYPE,
    Statements,
    lines_with,
    sh,
)

__all__ = ["QUERIED", "TARGETS", "Targets", "focus_nodes", "implicit_classes", "shape_nodes", "targets_of"]

_NODE, _CLASS = sh("targetNode"), sh("targetClass")
_SUBJECTS, _OBJECTS = sh("targetSubjectsOf"), sh("targetObjectsOf")
QUERIED = (sh("target"), sh("targetWhere"))
"""Targets whose nodes only an engine finds: queries (SHACL-AF section 3) and shapes (SHACL 1.2)."""
TARGETS = (_NODE, _CLASS, _SUBJECTS, _OBJECTS, *QUERIED)
_KINDS = frozenset((sh("NodeShape"), sh("PropertyShape")))
_SHAPE_CLASS = sh("ShapeClass")
_CHILD = tuple(sh(name) for name in ("property", "node", "not", "qualifiedValueShape"))
_LISTS = tuple(sh(name) for name in ("and", "or", "xone"))
_CONSTRAINTS = tuple(
    sh(name)
    for name in (
        *("class", "datatype", "nodeKind", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive"),
        *(
            "minLength",
            "maxLength",
            "pattern",
            "languageIn",
            "equals",
            "disjoint",
            "closed",
            "hasValue",
            "in",
        ),
        *("sparql", "expression"),
    )
)
"""What a shape that is no property shape may ask by itself."""
_FEW = 8


@dataclass(frozen=True, slots=True)
class Targets:
    """What the targets of a shapes graph name, as N-Triples terms; `queried` are the shapes whose target is a
    query or a shape. Those of deactivated shapes are left out.
    """

    nodes: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    subjects_of: frozenset[str] = frozenset()
    objects_of: frozenset[str] = frozenset()
    queried: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any((self.nodes, self.classes, self.subjects_of, self.objects_of, self.queried))


def shape_nodes(shapes: Statements) -> frozenset[str]:
    """The shapes of a shapes graph (SHACL section 2.1): what is typed so, has a target or a constraint, or is
    used as one.

    >>> sorted(shape_nodes(Statements("<urn:S> <http://www.w3.org/ns/shacl#node> <urn:R> .\\n")))
    ['<urn:R>', '<urn:S>']
    """
    found = {*shapes.typed(_KINDS), *shapes.typed(frozenset((_SHAPE_CLASS,)))}
    for predicate in (*TARGETS, sh("path"), *_CONSTRAINTS, *_CHILD, *_LISTS):
        found.update(shapes.about(predicate))
    for predicate in _CHILD:
        found.update(shapes.objects(predicate))
    for predicate in _LISTS:
        for head in shapes.objects(predicate):
            found.update(shapes.items(head) or ())
    return frozenset(node for node in found if not node.startswith('"'))


def implicit_classes(shapes: Statements) -> frozenset[str]:
    """The shapes that are classes, and so their own targets (SHACL section 2.1.3.3): instances of
    `rdfs:Class` or `owl:Class`, or of a subclass of these in the shapes graph.

    >>> kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    >>> text = f"<urn:C> {kind} <http://www.w3.org/2002/07/owl#Class> .\\n"
    >>> implicit_classes(Statements(text + f"<urn:C> {kind} <http://www.w3.org/ns/shacl#NodeShape> .\\n"))
    frozenset({'<urn:C>'})
    """
    classes = shapes.below(frozenset(CLASSES))
    named = set(shapes.typed(frozenset((_SHAPE_CLASS,))))
    candidates = shape_nodes(shapes)
    named.update(node for node in shapes.typed(classes) if node in candidates)
    return frozenset(node for node in named if not node.startswith("_:"))


def targets_of(shapes: Statements) -> Targets:
    r"""The targets of the shapes that are not deactivated.

    >>> targets_of(Statements(f"<x:S> {sh('targetClass')} <x:C> .\n")).classes
    frozenset({'<x:C>'})
    """
    off = {node for node, said in shapes.pairs(sh("deactivated")) if said == TRUE}

    def named(predicate: str) -> frozenset[str]:
        return frozenset(value for shape, value in shapes.pairs(predicate) if shape not in off)

    return Targets(
        nodes=named(_NODE),
        classes=named(_CLASS) | (implicit_classes(shapes) - off),
        subjects_of=named(_SUBJECTS),
        objects_of=named(_OBJECTS),
        queried=frozenset(shape for one in QUERIED for shape in shapes.about(one) if shape not in off),
    )


def focus_nodes(targets: Targets, data: str) -> frozenset[str]:
    """The nodes that the targets name or find in N-Triples text, those of `queried` shapes left out.

    >>> focus_nodes(Targets(subjects_of=frozenset({"<urn:p>"})), "<urn:a> <urn:p> <urn:b> .\\n")
    frozenset({'<urn:a>'})
    """
    found = set(targets.nodes)
    properties = targets.subjects_of | targets.objects_of
    if targets.classes and len(properties) > _FEW:
        # All lines are looked at anyway.
        return frozenset(found | _in_one_pass(targets, data))
    if targets.classes:
        found |= _instances(targets.classes, data)
    for line in _lines_of(properties, data):
        subject, predicate, rest = line.split(" ", 2)
        if predicate in targets.subjects_of:
            found.add(subject)
        if predicate in targets.objects_of:
            found.add(rest[:-2])
    return frozenset(found)


def _in_one_pass(targets: Targets, data: str) -> set[str]:
    found: set[str] = set()
    subjects_of, objects_of = targets.subjects_of, targets.objects_of
    below = Statements("".join(f"{line}\n" for line in lines_with(data, f" {SUB_CLASS_OF} ")))
    wanted = below.below(targets.classes)
    for line in data.split("\n"):
        if not line:
            continue
        subject, predicate, rest = line.split(" ", 2)
        if predicate == TYPE and rest[:-2] in wanted:
            found.add(subject)
        if predicate in subjects_of:
            found.add(subject)
        if predicate in objects_of:
            found.add(rest[:-2])
    return found


def _lines_of(predicates: frozenset[str], data: str) -> Iterator[str]:
    """The lines with one of these predicates: sought one by one while they are few, since most of a large
    graph is of no interest then; one pass over the lines costs less for many.
    """
    if len(predicates) <= _FEW:
        return chain.from_iterable(lines_with(data, f" {one} ") for one in predicates)
    return (line for line in data.split("\n") if line and line.split(" ", 2)[1] in predicates)


def _instances(classes: frozenset[str], data: str) -> set[str]:
    under = Statements("".join(f"{line}\n" for line in lines_with(data, f" {SUB_CLASS_OF} ")))
    wanted = under.below(classes)
    if len(wanted) <= _FEW:
        marks = (f" {TYPE} {one} .\n" for one in wanted)
        return {line.partition(" ")[0] for mark in marks for line in lines_with(data, mark)}
    split = (line.split(" ", 2) for line in lines_with(data, f" {TYPE} "))
    return {subject for subject, _, kind in split if kind[:-2] in wanted}
