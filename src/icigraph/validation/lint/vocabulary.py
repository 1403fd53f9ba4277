"""The SHACL vocabulary: every term by its local name, those of drafts and community extensions included."""

from __future__ import annotations

__all__ = ["CLASSES", "PROPERTIES", "is_term"]

_COMPONENTS = """And Class Closed Datatype Disjoint Equals Expression HasValue In JS LanguageIn LessThan
    LessThanOrEquals MaxCount MaxExclusive MaxInclusive MaxLength MaxListLength MemberShape MinCount
    MinExclusive MinInclusive MinLength MinListLength Node NodeByExpression NodeKind Not Or Pattern
    Property QualifiedMaxCount QualifiedMinCount ReifierShape RootClass SPARQL SingleLine SomeValue
    SubsetOf UniqueLang UniqueMembers UniqueValuesFor Xone"""
_CORE = """AbstractResult BlankNode BlankNodeOrIRI BlankNodeOrLiteral ConstraintComponent IRI
    IRIOrLiteral Info Literal NodeKind NodeShape Parameter Parameterizable PrefixDeclaration
    PropertyGroup PropertyShape ResultAnnotation Severity Shape ValidationReport ValidationResult
    Validator Violation Warning"""
_SPARQL = """SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint SPARQLConstructExecutable
    SPARQLExecutable SPARQLFunction SPARQLRule SPARQLSelectExecutable SPARQLSelectValidator SPARQLTarget
    SPARQLTargetType SPARQLUpdateExecutable"""
_ADVANCED = """Function JSConstraint JSExecutable JSFunction JSLibrary JSRule JSTarget JSTargetType
    JSValidator Rule Target TargetType TripleRule"""
_DRAFTS = "ByTypes Debug ShapeClass ShapesGraph Trace"

CLASSES = frozenset(
    (
        *(f"{name}ConstraintComponent" for name in _COMPONENTS.split()),
        *f"{_CORE} {_SPARQL} {_ADVANCED} {_DRAFTS}".split(),
    )
)
"""Classes and individuals: the terms that begin with a capital."""

_CORE_PROPERTIES = """alternativePath and class closed conforms datatype deactivated declare
    defaultValue description detail disjoint entailment equals flags focusNode group hasValue
    ignoredProperties in inversePath languageIn lessThan lessThanOrEquals maxCount maxExclusive
    maxInclusive maxLength message minCount minExclusive minInclusive minLength name namespace node
    nodeKind not oneOrMorePath or order path pattern prefix property qualifiedMaxCount qualifiedMinCount
    qualifiedValueShape qualifiedValueShapesDisjoint result resultMessage resultPath resultSeverity
    severity shapesGraph shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape
    suggestedShapesGraph targetClass targetNode targetObjectsOf targetSubjectsOf uniqueLang value xone
    zeroOrMorePath zeroOrOnePath"""
_SPARQL_PROPERTIES = """annotationProperty annotationValue annotationVarName ask construct labelTemplate
    nodeValidator optional parameter prefixes propertyValidator resultAnnotation select sparql update
    validator"""
_ADVANCED_PROPERTIES = """condition count desc distinct else exists expression filterShape groupConcat
    if intersection js jsFunctionName jsLibrary jsLibraryURL limit max min minus nodes object offset
    orderBy predicate returnType rule subject sum target then this union values"""
_DRAFT_PROPERTIES = """agentInstruction codeIdentifier concat conformanceDisallows findFirst flatMap
    instancesOf intent list matchAll maxListLength memberShape minListLength nodeByExpression
    nodesMatching pathValues reificationRequired reifierShape remove rootClass shape singleLine
    someValue sparqlExpr subsetOf targetShape targetWhere uniqueMembers uniqueValuesFor var"""

PROPERTIES = frozenset(
    f"{_CORE_PROPERTIES} {_SPARQL_PROPERTIES} {_ADVANCED_PROPERTIES} {_DRAFT_PROPERTIES}".split()
)
"""Properties, and the individual `sh:this`: the terms that begin with a small letter."""


def is_term(local: str) -> bool:
    """Whether SHACL has a term of this local name; parameters of its components are named after these.

    >>> is_term("minCount"), is_term("minCoun"), is_term("MinCountConstraintComponent-minCount")
    (True, False, True)
    """
    component, dash, parameter = local.partition("-")
    if dash:
        return component in CLASSES and parameter in PROPERTIES
    return local in PROPERTIES or local in CLASSES or not local
