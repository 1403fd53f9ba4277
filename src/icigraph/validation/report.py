"""What a validation found, as values: results, their places and causes, and the report that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from icigraph.base.faults import Fault, InputError, Place
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import SH
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.terms import as_ntriples
from icigraph.validation.finding import Finding
from icigraph.validation.shapes.names import brief
from icigraph.validation.shapes.paths import Path, Term, as_sparql

__all__ = [
    "SEVERITIES",
    "Applicability",
    "Cause",
    "Disagreement",
    "Edit",
    "Evidence",
    "Part",
    "Result",
    "Suggestion",
    "Term",
    "UnusableShapes",
    "ValidationReport",
    "order",
    "severity_rank",
]

SEVERITIES = {"info": SH["Info"], "warning": SH["Warning"], "violation": SH["Violation"]}
"""What users call the severities of SHACL, the least first."""
_RANKS = {SH["Info"]: 1, SH["Warning"]: 2, SH["Violation"]: 3}


def severity_rank(severity: NamedNode) -> int:
    """How grave a severity is: 1 info, 2 warning, 3 violation; a severity of one's own counts as a violation.

    >>> severity_rank(SH["Warning"])
    2
    """
    return _RANKS.get(severity, 3)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One triple that contributes to a result: `place` is that of its object, or of its subject where a path
    leads to that, and `predicate` that of its predicate.

    Without `triple` the place is that of a subject's block. An `inferred` triple stands in no file: its place
    is that of a statement it was drawn from.
    """

    place: Place
    triple: Triple | None = None
    predicate: Place | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A mechanical change: write `term` instead of the term at `place`, or add `predicate term` after it."""

    place: Place
    term: Term
    predicate: NamedNode | None = None


class Applicability(IntEnum):
    """How far a suggestion may be followed without a person: the greater, the surer.

    What is `SAFE` keeps what was meant; what is `UNSAFE` is likely, but changes what is said; what is
    `DISPLAY_ONLY` is for a person to decide, and has no edits.

    >>> str(Applicability.DISPLAY_ONLY), Applicability.SAFE > Applicability.UNSAFE
    ('display-only', True)
    """

    DISPLAY_ONLY = 0
    UNSAFE = 1
    SAFE = 2

    def __str__(self) -> str:
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What would mend a result: a sentence, how far it may be followed, and the edits that follow it."""

    text: str
    edits: tuple[Edit, ...] = ()
    applicability: Applicability = Applicability.DISPLAY_ONLY

    def without_edits(self) -> Suggestion:
        """The same for a person alone, without edits.

        >>> Suggestion("write 34", (), Applicability.SAFE).without_edits().applicability.name
        'DISPLAY_ONLY'
        """
        return Suggestion(self.text)


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL section 3.6.2), its terms those of the caller's data, and where it arises.

    `shape` is the source shape; `root` the nearest shape above it that has an IRI. `evidence` lists the
    triples at fault, the foremost first, or the subject's block when something is missing, and `insert` the
    place where the missing statement could stand. `shape_place` is where the shape is written. `parts` are
    the shapes that the constraint names, each as far as it accounts for the result.

    >>> terms = NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> evidence = (Evidence(Place("a.ttl", 3)),)
    >>> result = Result(*terms, path=NamedNode("x:p"), value=Literal("b"), evidence=evidence)
    >>> str(result.place), result.terms[:3]
    ('a.ttl:3', ('<x:a>', '<x:p>', '"b"'))
    """

    focus: Term
    component: NamedNode
    severity: NamedNode
    shape: NamedNode | BlankNode
    root: NamedNode | None = None
    path: Path | None = None
    value: Term | None = None
    messages: tuple[Literal, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    insert: Place | None = None
    shape_place: Place | None = None
    suggestions: tuple[Suggestion, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    """For each blank node among its terms, what stays the same of it while labels change."""
    parts: tuple[Part, ...] = ()

    @property
    def place(self) -> Place | None:
        """The foremost place of the fault, if one is known."""
        return self.evidence[0].place if self.evidence else None

    @property
    def key(self) -> tuple[str, ...]:
        """What two engines must agree on: focus node, path, value, component, severity, and the shape if it
        has an IRI.
        """
        shape = str(self.shape) if isinstance(self.shape, NamedNode) else str(self.root)
        return (*self.terms, shape)

    @property
    def lasting_key(self) -> tuple[str, ...]:
        """The key with labels of blank nodes, which an edit elsewhere changes, replaced."""
        known = dict(self.digests)
        return tuple(known.get(part, part) for part in self.key)

    @property
    def terms(self) -> tuple[str, ...]:
        """Focus node, path (SPARQL syntax), value, component and severity, as text."""
        path = as_sparql(self.path) if self.path is not None else ""
        return (
            as_ntriples(self.focus),
            path,
            "" if self.value is None else as_ntriples(self.value),
            str(self.component),
            str(self.severity),
        )


def order(result: Result) -> tuple[object, ...]:
    """The order of a report: by place, then by what the result says. Results without a place come last.

    >>> terms = NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> nowhere, third = Result(*terms), Result(*terms, evidence=(Evidence(Place("a.ttl", 3)),))
    >>> sorted([nowhere, third], key=order) == [third, nowhere]
    True
    """
    place = result.place
    at = (0, place.file, place.line or 0, place.column or 0) if place else (1, "", 0, 0)
    return (*at, *result.key, str(result.shape))


@dataclass(frozen=True, slots=True)
class Part:
    """A shape that a result's constraint names, held against one node: whether that conforms, and if not,
    why.

    `called` is the shape in words, `place` where it is written. A `sibling` is a shape that the node must not
    conform to as well, if it is to count (`sh:qualifiedValueShapesDisjoint`).
    """

    node: Term
    shape: NamedNode | BlankNode
    called: str
    conforms: bool
    place: Place | None = None
    causes: tuple[Cause, ...] = ()
    sibling: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """Why some results are there: one constraint of one shape on one path, in plain words, and all its
    results.

    >>> shape, component = NamedNode("x:S"), SH["MinCountConstraintComponent"]
    >>> results = (Result(NamedNode("x:a"), component, SH["Violation"], shape),)
    >>> Cause(shape, shape, component, None, SH["Violation"], "too few", "at least 1", results).count
    1
    """

    shape: NamedNode | BlankNode
    root: NamedNode | None
    component: NamedNode
    path: Path | None
    severity: NamedNode
    why: str
    expected: str
    results: tuple[Result, ...]
    about: str | None = None
    """What the shape says of itself (`sh:description`)."""
    known_by: str = ""
    """What tells the constraint from others of its component, root shape and path, prefixes or not: the
    message that its author gave, or what a shape without a name asks."""

    @property
    def count(self) -> int:
        """How many results it has."""
        return len(self.results)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A result that only one engine reports."""

    engine: str
    result: Result


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The outcome of a validation run.

    `faults` are inputs that could not be read whole (syntax); `disagreements` are filled when two engines
    ran. `causes` holds the same results grouped. `data_triples`, `shapes` and `focus_nodes` count what was
    validated: triples of the data, shapes, and the nodes that their targets find. `findings` is what the lint
    of the shapes says. `known` counts the results that a baseline left out; `stale` are those of the baseline
    that are there no more, each as it has them. Where only some shapes or files were asked for the report is
    `partial`, and `left_out` counts what was found beside these; `unshown` are the results beyond the most
    that was asked for. `held_back` are those that may be there only because inputs could not be read whole,
    which are not among `results`. `inputs` are the files by name, for excerpts, and `names` shortens terms as
    they do.

    >>> result = Result(NamedNode("x:a"), SH["InConstraintComponent"], SH["Warning"], NamedNode("x:S"))
    >>> report = ValidationReport(results=(result,))
    >>> report.conforms, len(report.failing(SH["Violation"]))
    (False, 0)
    """

    results: tuple[Result, ...] = ()
    faults: tuple[Fault, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    engine: str = "shacl"
    data_triples: int = 0
    shapes: int = 0
    focus_nodes: int = 0
    findings: tuple[Finding, ...] = ()
    files: tuple[str, ...] = ()
    known: int = 0
    stale: tuple[tuple[str, ...], ...] = ()
    partial: bool = False
    left_out: int = 0
    unshown: int = 0
    held_back: int = 0
    causes: tuple[Cause, ...] = ()
    inputs: Mapping[str, Source] = field(default_factory=dict, compare=False, repr=False)
    names: Prefixes = field(default=Prefixes({}), compare=False, repr=False)

    @property
    def conforms(self) -> bool:
        """True when every input was read whole and no shape reports a result (SHACL section 3.6.1.1), nor one
        that is not among `results` because it was known or not asked for.
        """
        return not (self.results or self.faults or self.known or self.left_out) and self.usable

    def shown(self, term: object) -> str:
        """A term for people to read, as the files have it: cut where it is long, without control characters.

        >>> ValidationReport().shown(Literal("a" * 200))[-20:]
        'aaaaaaaaaaaaaaaaaaa…'
        """
        return brief(self.names.show(term))

    @property
    def silent(self) -> bool:
        """Whether there is nothing to tell, though the graph may not conform."""
        return not (self.results or self.faults or self.held_back) and self.usable

    @property
    def usable(self) -> bool:
        """Whether the shapes could be used, so that the data was validated at all."""
        return all(one.level != "error" for one in self.findings)

    def failing(self, threshold: NamedNode = SH["Info"]) -> tuple[Result, ...]:
        """The results at least as grave as `threshold`."""
        least = severity_rank(threshold)
        return tuple(result for result in self.results if severity_rank(result.severity) >= least)

    def fails(self, threshold: NamedNode = SH["Info"], *, allow_no_target: bool = False) -> bool:
        """Whether the data or the shapes failed: a result at least as grave as `threshold`, an input that
        could not be read whole, or a mistake in the shapes, unless that is only that no target finds a node,
        and that may be.

        >>> ValidationReport(held_back=1).fails()
        True
        """
        mistakes = any(
            one.rule.exit_code and not (allow_no_target and one.code == "no-focus-node")
            for one in self.findings
        )
        found = self.faults or self.disagreements or self.held_back or self.failing(threshold)
        return mistakes or bool(found)

    def limited(self, most: int) -> ValidationReport:
        """The report with `most` results only, the gravest, and of those the first."""
        gravest = sorted(self.results, key=lambda result: -severity_rank(result.severity))
        ids = {id(result) for result in gravest[:most]}
        kept = tuple(result for result in self.results if id(result) in ids)
        causes = (replace(one, results=tuple(r for r in one.results if id(r) in ids)) for one in self.causes)
        left = tuple(cause for cause in causes if cause.results)
        return replace(self, results=kept, causes=left, unshown=len(self.results) - len(kept))

    def counts(self) -> dict[str, int]:
        """How many results there are by severity's local name.

        >>> terms = NamedNode("x:a"), SH["InConstraintComponent"], SH["Warning"], NamedNode("x:S")
        >>> ValidationReport(results=(Result(*terms), Result(*terms))).counts()
        {'Warning': 2}
        """
        return _tally(result.severity.value.rpartition("#")[2] for result in self.results)


class UnusableShapes(InputError):  # noqa: N818  named after what is wrong, as its fellows are
    """The shapes cannot be used as they are; `report` tells all that is wrong with them, without a result."""

    def __init__(self, report: ValidationReport) -> None:
        super().__init__(*(one.fault for one in report.findings if one.level == "error"))
        self.report = report


def _tally(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts
