"""Parameters whose values SHACL does not allow (SHACL section 4 and appendix C): at best an engine refuses
them, at worst it leaves the constraint out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from icigraph.base.nearest import did_you_mean
from icigraph.rdf.namespaces import RDF
from icigraph.validation.lint.draft import Draft, Naming, at_object
from icigraph.validation.reading.statements import NIL, Statements, sh

__all__ = ["QUERIES", "ill_typed", "is_string", "one_for_true", "repeated"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = re.compile(
    rf'"\+?\d+"\^\^<{re.escape(_XSD)}(?:integer|nonNegativeInteger|positiveInteger|'
    r"(?:unsigned)?(?:long|int|short|byte))>"
)
_NODE_KINDS = ("BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRI", "IRIOrLiteral", "Literal")
_WHOLE_NUMBER, _TRUTH, _IRI = "a whole number of 0 or more", "true or false", "an IRI"
_NODE_KIND = "one of " + ", ".join(f"sh:{one}" for one in _NODE_KINDS)
_STEPS = tuple(sh(f"{name}Path") for name in ("inverse", "zeroOrMore", "oneOrMore", "zeroOrOne"))
_ALTERNATIVE, _FIRST = sh("alternativePath"), str(RDF["first"])

QUERIES = tuple(sh(name) for name in ("select", "ask", "construct"))
"""The properties whose values are queries."""

Check = Callable[[str, Statements], bool]


def _is_literal(term: str) -> bool:
    return term.startswith('"')


def _is_iri(term: str) -> bool:
    return term.startswith("<") and not term.startswith("<<")


def _whole_number(term: str, _shapes: Statements) -> bool:
    return _WHOLE.fullmatch(term) is not None


def _truth(term: str, _shapes: Statements) -> bool:
    return term.startswith(('"true"', '"false"', '"1"', '"0"')) and term.endswith(f"^^<{_XSD}boolean>")


def _closed(term: str, shapes: Statements) -> bool:
    return _truth(term, shapes) or term == sh("ByTypes")


def _node_kind(term: str, _shapes: Statements) -> bool:
    return term in _NODE_KIND_TERMS


def _iri(term: str, _shapes: Statements) -> bool:
    return _is_iri(term)


def _node(term: str, _shapes: Statements) -> bool:
    return not _is_literal(term)


def _literal(term: str, _shapes: Statements) -> bool:
    return not _is_iri(term)


def is_string(term: str, _shapes: Statements) -> bool:
    """Whether a term is a string without a language.

    >>> is_string('"a"', None), is_string('"a"@en', None), is_string("<urn:a>", None)
    (True, False, False)
    """
    return (term.endswith('"') and _is_literal(term)) or term.endswith(f'"^^<{_XSD}string>')


def _list(term: str, shapes: Statements) -> bool:
    return shapes.items(term) is not None


def _list_of(member: Check) -> Check:
    def check(term: str, shapes: Statements) -> bool:
        items = shapes.items(term)
        return items is not None and all(member(item, shapes) for item in items)

    return check


def _or_list_of(member: Check) -> Check:
    """SHACL 1.2 takes a list of alternatives as well."""
    whole = _list_of(member)
    return lambda term, shapes: member(term, shapes) or (term.startswith("_:") and whole(term, shapes))


_NODE_KIND_TERMS = frozenset(sh(name) for name in _NODE_KINDS)
_COUNTS = """minCount maxCount minLength maxLength qualifiedMinCount qualifiedMaxCount minListLength
    maxListLength"""
_CHECKS: dict[str, tuple[str, Check, str]] = {
    **{sh(name): (name, _whole_number, _WHOLE_NUMBER) for name in _COUNTS.split()},
    **{
        sh(name): (name, _truth, _TRUTH)
        for name in ("uniqueLang", "qualifiedValueShapesDisjoint", "optional", "singleLine", "uniqueMembers")
    },
    sh("deactivated"): (
        "deactivated",
        lambda term, shapes: not _is_literal(term) or _truth(term, shapes),
        _TRUTH,
    ),
    sh("closed"): ("closed", _closed, _TRUTH),
    sh("nodeKind"): (
        "nodeKind",
        _or_list_of(_node_kind),
        _NODE_KIND,
    ),
    **{sh(name): (name, _or_list_of(_iri), _IRI) for name in ("class", "datatype")},
    **{
        sh(name): (name, _iri, _IRI)
        for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "severity")
    },
    **{
        sh(name): (name, _node, "a property")
        for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals", "subsetOf")
    },
    **{
        sh(name): (name, _node, "a shape")
        for name in (
            "property",
            "node",
            "not",
            "qualifiedValueShape",
            "memberShape",
            "someValue",
            "reifierShape",
        )
    },
    **{
        sh(name): (name, _literal, "a literal to compare with")
        for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")
    },
    **{
        sh(name): (name, is_string, "a string")
        for name in ("pattern", "flags", "select", "ask", "construct", "update", "prefix")
    },
    sh("in"): ("in", _list, "a list"),
    sh("ignoredProperties"): ("ignoredProperties", _list_of(_iri), "a list of properties"),
    sh("languageIn"): ("languageIn", _list_of(is_string), "a list of language tags"),
    **{sh(name): (name, _list_of(_node), "a list of shapes") for name in ("and", "or", "xone")},
}
_DEEP = 8
_ONCE = """path minCount maxCount minLength maxLength datatype nodeKind pattern flags closed ignoredProperties
    in languageIn uniqueLang qualifiedValueShape qualifiedMinCount qualifiedMaxCount minInclusive maxInclusive
    minExclusive maxExclusive severity deactivated"""


def ill_typed(shapes: Statements, spelt: Naming) -> Iterator[Draft]:
    r"""A finding for each value that its parameter may not have.

    >>> shapes = Statements(f'<x:S> {sh("minCount")} "one" .\n')
    >>> [draft.message for draft in ill_typed(shapes, str)]
    ['sh:minCount needs a whole number of 0 or more, not "one"']
    """
    for predicate, (name, check, needs) in _CHECKS.items():
        for subject, value in shapes.pairs(predicate):
            if not check(value, shapes):
                place = at_object(subject, predicate, value)
                said = f"sh:{name} needs {needs}, not {spelt(value)}"
                yield Draft("ill-typed-parameter", said, place, _hint(value, needs))
    for subject, value in shapes.pairs(sh("path")):
        fault = _path_fault(value, shapes)
        if fault:
            yield Draft("ill-typed-parameter", fault, at_object(subject, sh("path"), value))


def _hint(value: str, needs: str) -> str | None:
    said = value[1:].partition('"')[0] if _is_literal(value) else value
    if needs == _WHOLE_NUMBER and said.isdecimal():
        return f"write {said}"
    if needs == _TRUTH and said.casefold() in ("true", "1", "yes"):
        return "write true"
    if needs == _IRI and "://" in said:
        return f"write <{said}>"
    if needs == _NODE_KIND:
        local = said.rstrip(">").rpartition("#")[2].rpartition(":")[2]
        return did_you_mean(f"sh:{local}", [f"sh:{one}" for one in _NODE_KINDS])
    return None


def _path_fault(node: str, shapes: Statements) -> str | None:
    """What is wrong with a property path (SHACL section 2.3.1), None if it is well formed."""
    left, seen = [node], set()
    while left:
        one = left.pop()
        if _is_literal(one):
            return f"sh:path needs a property or a path, not {one}"
        if one == NIL:
            return "sh:path is an empty list"
        if one in seen or _is_iri(one):
            continue
        seen.add(one)
        steps = _steps(one, shapes)
        if isinstance(steps, str):
            return steps
        left += steps
    return None


def _steps(node: str, shapes: Statements) -> list[str] | str:
    """The paths that a path of several is made of, or what is wrong with it."""
    if shapes.values(node, _FIRST):
        # A node that is a list and something else is taken for the list.
        members = shapes.items(node)
        return _enough(members, "a sequence") if members else "sh:path is a list that does not end"
    for predicate in _STEPS:
        if values := shapes.values(node, predicate):
            return values if len(values) == 1 else "sh:path has a step with two paths"
    heads = shapes.values(node, _ALTERNATIVE)
    members = shapes.items(heads[0]) if heads else None
    if members is None:
        return "sh:path is a blank node that describes no path"
    return _enough(members, "an alternative")


def _enough(members: list[str], kind: str) -> list[str] | str:
    if len(members) < 2:
        return f"sh:path has {kind} of {len(members)}, and needs two paths or more"
    return members


def one_for_true(shapes: Statements) -> Iterator[Draft]:
    r"""A finding for each `1` that may stand for true, and that SHACL does not take for it.

    >>> shapes = Statements(f'<x:S> {sh("closed")} "1"^^<{_XSD}boolean> .\n')
    >>> [draft.message for draft in one_for_true(shapes)]
    ['sh:closed says nothing with 1 for true']
    """
    one = f'"1"^^<{_XSD}boolean>'
    for name in ("closed", "deactivated", "qualifiedValueShapesDisjoint", "uniqueLang"):
        for subject, value in shapes.pairs(sh(name)):
            if value == one:
                place = at_object(subject, sh(name), value)
                yield Draft(
                    "misplaced-parameter", f"sh:{name} says nothing with 1 for true", place, "write true"
                )


def repeated(shapes: Statements, spelt: Naming) -> Iterator[Draft]:
    r"""A finding for each parameter that a shape has twice and may have once.

    >>> text = f"<x:S> {sh('nodeKind')} {sh('IRI')} .\n<x:S> {sh('nodeKind')} {sh('Literal')} .\n"
    >>> [draft.message for draft in repeated(Statements(text), lambda term: term[1:-1].rpartition("#")[2])]
    ['a shape may have one sh:nodeKind, and this one has 2: IRI, Literal']
    """
    for name in _ONCE.split():
        for subject, given in shapes.about(sh(name)).items():
            values = _distinct(given, shapes) if len(given) > 1 else given
            if len(values) > 1:
                said = f"a shape may have one sh:{name}, and this one has {len(values)}"
                others = ", ".join(spelt(value) for value in values)
                yield Draft(
                    "repeated-parameter", f"{said}: {others}", at_object(subject, sh(name), values[1])
                )


def _distinct(values: list[str], shapes: Statements) -> list[str]:
    """The values, of those that say the same the first: a file read twice says everything twice."""
    return list({_described(value, shapes, 0): value for value in reversed(values)}.values())[::-1]


def _described(node: str, shapes: Statements, depth: int) -> str:
    """A term, or what is said of a blank node, as text."""
    if not node.startswith("_:") or depth > _DEEP:
        return node
    items = shapes.items(node)
    if items is not None:
        return f"( {' '.join(_described(item, shapes, depth + 1) for item in items)} )"
    said = (
        f"{predicate} {_described(value, shapes, depth + 1)}"
        for predicate in shapes.predicates
        for value in shapes.values(node, predicate)
    )
    return f"[ {' ; '.join(sorted(set(said)))} ]"
