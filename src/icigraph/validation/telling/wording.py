"""What each kind of constraint means, in plain words: why a result is one, and what was expected instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from icigraph.rdf.namespaces import RDF, SH
from icigraph.rdf.prefixes import Prefixes
from icigraph.validation.report import Result
from icigraph.validation.shapes.names import brief
from icigraph.validation.shapes.paths import as_sparql
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.telling.messages import chosen_text, queries_of

__all__ = ["CORE", "Wording", "described", "has_words_of_its_own", "wording"]

_SLOT = re.compile(r"\{(\w+)\}")
_WORDED_BY_AUTHORS = (SH["SPARQLConstraintComponent"], SH["ExpressionConstraintComponent"])
_SHOWN = 8
_DEEPEST = 3
_ALTERNATIVES = ("class", "datatype", "nodeKind")
_DESCRIBED = (
    *(
        "class",
        "datatype",
        "nodeKind",
        "minCount",
        "maxCount",
        "minExclusive",
        "minInclusive",
        "maxExclusive",
    ),
    *("maxInclusive", "minLength", "maxLength", "pattern", "languageIn", "uniqueLang", "equals", "disjoint"),
    *(
        "lessThan",
        "lessThanOrEquals",
        "closed",
        "hasValue",
        "in",
        "not",
        "and",
        "or",
        "xone",
        "node",
        "property",
    ),
    *("someValue", "subsetOf", "rootClass", "singleLine", "memberShape", "uniqueMembers", "minListLength"),
    *("maxListLength", "reifierShape"),
)
_KINDS = {
    "IRI": "an IRI",
    "BlankNode": "a blank node",
    "Literal": "a literal",
    "BlankNodeOrIRI": "an IRI or a blank node",
    "BlankNodeOrLiteral": "a blank node or a literal",
    "IRIOrLiteral": "an IRI or a literal",
}

_CORE_WORDS: dict[str, tuple[str, str]] = {
    "MinCountConstraintComponent": ("too few values of {on}", "at least {minCount} of {on}"),
    "MaxCountConstraintComponent": ("too many values of {on}", "at most {maxCount} of {on}"),
    "ClassConstraintComponent": (
        "a value of {on} is not a {class}",
        "an instance of {class}, or of a class below it",
    ),
    "DatatypeConstraintComponent": (
        "a value of {on} has the wrong datatype or is not a legal one",
        "a legal {datatype}",
    ),
    "NodeKindConstraintComponent": ("a value of {on} is the wrong kind of term", "{nodeKind}"),
    "MinExclusiveConstraintComponent": ("a value of {on} is too small", "greater than {minExclusive}"),
    "MinInclusiveConstraintComponent": ("a value of {on} is too small", "{minInclusive} or greater"),
    "MaxExclusiveConstraintComponent": ("a value of {on} is too great", "less than {maxExclusive}"),
    "MaxInclusiveConstraintComponent": ("a value of {on} is too great", "{maxInclusive} or less"),
    "MinLengthConstraintComponent": ("a value of {on} is too short", "at least {minLength} characters"),
    "MaxLengthConstraintComponent": ("a value of {on} is too long", "at most {maxLength} characters"),
    "PatternConstraintComponent": (
        "a value of {on} does not match the pattern",
        "text that matches {pattern}",
    ),
    "LanguageInConstraintComponent": (
        "a value of {on} is in no allowed language",
        "a language of {languageIn}",
    ),
    "UniqueLangConstraintComponent": (
        "two values of {on} have the same language",
        "one value of {on} in each language",
    ),
    "EqualsConstraintComponent": ("the values of {on} and {equals} differ", "the same values of both"),
    "DisjointConstraintComponent": ("{on} and {disjoint} share a value", "no value that both have"),
    "LessThanConstraintComponent": (
        "a value of {on} is not before that of {lessThan}",
        "less than each {lessThan}",
    ),
    "LessThanOrEqualsConstraintComponent": (
        "a value of {on} is after that of {lessThanOrEquals}",
        "at most each {lessThanOrEquals}",
    ),
    "NotConstraintComponent": ("{on} conforms to a shape that it must not conform to", "not {not}"),
    "AndConstraintComponent": ("{on} does not conform to all of several shapes", "all of {and}"),
    "OrConstraintComponent": ("{on} conforms to none of several shapes", "one of {or}"),
    "XoneConstraintComponent": (
        "{on} does not conform to exactly one of several shapes",
        "exactly one of {xone}",
    ),
    "NodeConstraintComponent": ("{on} does not conform to another shape", "what {node} asks"),
    "QualifiedMinCountConstraintComponent": (
        "too few values of {on} conform to a shape",
        "at least {qualifiedMinCount} that conform to {qualifiedValueShape}",
    ),
    "QualifiedMaxCountConstraintComponent": (
        "too many values of {on} conform to a shape",
        "at most {qualifiedMaxCount} that conform to {qualifiedValueShape}",
    ),
    "ClosedConstraintComponent": ("a property is used that the shape does not allow", "only {allowed}"),
    "HasValueConstraintComponent": ("{on} lacks a required value", "{hasValue} among the values of {on}"),
    "InConstraintComponent": ("a value of {on} is not in the list", "one of {in}"),
    "SPARQLConstraintComponent": (
        "a rule of the shape, written in SPARQL, is broken",
        "{query}",
    ),
}


# SHACL 1.2 (drafts) and the advanced features.
_LATER_WORDS: dict[str, tuple[str, str]] = {
    "ExpressionConstraintComponent": ("an expression of the shape is not true", "an expression that is true"),
    "NodeByExpressionConstraintComponent": (
        "{on} does not conform to a shape that an expression gives",
        "what the shapes ask that the expression gives",
    ),
    "ReifierShapeConstraintComponent": (
        "a statement of {on} is not said of as it must be",
        "reifiers of the statement that conform to {reifierShape}",
    ),
    "SingleLineConstraintComponent": ("a value of {on} has several lines", "text without line breaks"),
    "SomeValueConstraintComponent": (
        "no value of {on} conforms to a shape",
        "a value that conforms to {someValue}",
    ),
    "SubsetOfConstraintComponent": (
        "a value of {on} is not among those of {subsetOf}",
        "only values that {subsetOf} has as well",
    ),
    "RootClassConstraintComponent": (
        "a value of {on} is no class below {rootClass}",
        "{rootClass}, or a class below it",
    ),
    "MemberShapeConstraintComponent": (
        "a member of a list of {on} does not conform to a shape",
        "a list whose members conform to {memberShape}",
    ),
    "UniqueMembersConstraintComponent": ("a list of {on} has a member twice", "each member once"),
    "MinListLengthConstraintComponent": ("a list of {on} is too short", "at least {minListLength} members"),
    "MaxListLengthConstraintComponent": ("a list of {on} is too long", "at most {maxListLength} members"),
    "UniqueValuesForConstraintComponent": (
        "another node has the same values of {uniqueValuesFor}",
        "values of {uniqueValuesFor} that no other node has",
    ),
    "CitationConstraintComponent": (
        "a citation does not agree with its source's text",
        "a span that the text has",
    ),
}
_WORDS = {**_CORE_WORDS, **_LATER_WORDS}
CORE = tuple(_CORE_WORDS)
"""The constraint components of SHACL 1.0 that have results, by their local names."""


@dataclass(frozen=True, slots=True)
class Wording:
    """`why` a result is one, what was `expected`, and what the shape is `about` (`sh:description`)."""

    why: str
    expected: str
    about: str | None = None


def wording(result: Result, shapes: ShapeGraph, names: Prefixes) -> Wording:
    r"""The plain words for a result's component, filled with the parameters of its shape.

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> shape, component = NamedNode("x:S"), SH["NodeKindConstraintComponent"]
    >>> result = Result(NamedNode("x:a"), component, SH["Violation"], shape)
    >>> shapes = ShapeGraph(Dataset(DataText(f"<x:S> {SH['nodeKind']} {SH['Literal']} .\n")))
    >>> wording(result, shapes, Prefixes({}))
    Wording(why='the node itself is the wrong kind of term', expected='a literal', about=None)
    """
    name = result.component.value.rpartition("#")[2]
    if name not in _WORDS:
        return _of_ones_own(result, shapes, names)
    why, expected = _WORDS[name]
    if result.path is None:
        why = why.replace("a value of {on}", "{on}")

    def fill(found: re.Match[str]) -> str:
        return _slot(found[1], result, shapes, names)

    return Wording(
        _SLOT.sub(fill, why), _SLOT.sub(fill, expected), _said(result.shape, "description", shapes)
    )


def has_words_of_its_own(component: NamedNode) -> bool:
    """Whether the author of a constraint alone knows what it asks: one in SPARQL, an expression, or of a
    component of the shapes' own.

    >>> has_words_of_its_own(SH["InConstraintComponent"])
    False
    """
    return component in _WORDED_BY_AUTHORS or not component.value.startswith(str(SH))


def _said(shape: object, name: str, shapes: ShapeGraph) -> str | None:
    """What a shape says of itself for people (SHACL section 2.3.2)."""
    found = shapes.values(shape, SH[name])
    return chosen_text(tuple(one for one in found if isinstance(one, Literal)))


def _on(result: Result, shapes: ShapeGraph, names: Prefixes) -> str:
    """The path of a result, and what the shape calls it."""
    if result.path is None:
        return "the node itself"
    path, called = as_sparql(result.path, names.show), _said(result.shape, "name", shapes)
    plain = path.rpartition(":")[2]
    return path if called is None or called.casefold() == plain.casefold() else f"{path} ({called})"


def _of_ones_own(result: Result, shapes: ShapeGraph, names: Prefixes) -> Wording:
    """The words for a component that the shapes declare: its parameters and what the shape gives for them."""
    given = [
        f"{names.show(parameter)} {_listed(values, shapes, names)}"
        for parameter in shapes.parameters(result.component)
        if (values := shapes.values(result.shape, parameter))
    ]
    on = "" if result.path is None else f" on {_on(result, shapes, names)}"
    return Wording(
        f"the constraint {names.show(result.component)} is broken{on}",
        ", ".join(given) or "what it asks",
        _said(result.shape, "description", shapes),
    )


def _slot(name: str, result: Result, shapes: ShapeGraph, names: Prefixes) -> str:
    if name == "on":
        return _on(result, shapes, names)
    if name == "query":
        queries = queries_of(result, shapes)
        said = " ".join(queries[0].split()) if len(queries) == 1 else "the rule's query"
        return f"no match of {brief(said)}"
    values = shapes.values(result.shape, SH[name])
    if name == "allowed":
        if SH["ByTypes"] in shapes.values(result.shape, SH["closed"]):
            return "what the shapes of its types allow"
        return _listed([*shapes.allowed(result.shape)], shapes, names)
    if name in _ALTERNATIVES and len(values) == 1:
        # In SHACL 1.2 these may be lists, of which one will do.
        return _listed(values, shapes, names, " or ")
    return _listed(values, shapes, names)


def _listed(values: list[object], shapes: ShapeGraph, names: Prefixes, between: str = ", ") -> str:
    members = [item for value in values for item in _members(value, shapes)]
    shown = [_shown(member, shapes, names) for member in members[:_SHOWN]]
    more = f" and {len(members) - _SHOWN} more" if len(members) > _SHOWN else ""
    return between.join(dict.fromkeys(shown)) + more


def _members(value: object, shapes: ShapeGraph) -> list[object]:
    return list(shapes.items(value)) if shapes.values(value, RDF["first"]) or value == RDF["nil"] else [value]


def _shown(member: object, shapes: ShapeGraph, names: Prefixes) -> str:
    if isinstance(member, NamedNode) and member.value.startswith(str(SH)):
        return _KINDS.get(member.value.removeprefix(str(SH)), names.show(member))
    return described(member, shapes, names)


def described(shape: object, shapes: ShapeGraph, names: Prefixes, deep: int = 0) -> str:
    r"""What a shape without a name asks, in the words of its constraints.

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> text = f"<x:S> {SH['node']} _:b0 .\n_:b0 {SH['nodeKind']} {SH['IRI']} .\n"
    >>> shapes = ShapeGraph(Dataset(DataText(text, (BlankNode("b0"),))))
    >>> described(BlankNode("b0"), shapes, Prefixes({"sh": str(SH)}))
    '(sh:nodeKind sh:IRI)'
    """
    if not isinstance(shape, BlankNode) or shape not in shapes.skolem:
        return names.show(shape)
    asked = [
        f"sh:{name} {words}"
        for name in _DESCRIBED
        if (words := " ".join(_asked(value, shapes, names, deep) for value in shapes.values(shape, SH[name])))
    ]
    path = shapes.path(shape)
    on = [as_sparql(path, names.show)] if path is not None else []
    return f"({'; '.join([*on, *asked])})" if on or asked else "an unnamed shape"


def _asked(value: object, shapes: ShapeGraph, names: Prefixes, deep: int) -> str:
    if deep == _DEEPEST:
        return "…"
    members = _members(value, shapes)
    words = [described(member, shapes, names, deep + 1) for member in members[:_SHOWN]]
    listed = len(members) > 1 or members != [value]
    return f"( {' '.join(words)} )" if listed else " ".join(words)
