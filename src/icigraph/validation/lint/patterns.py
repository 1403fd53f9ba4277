"""Regular expressions of shapes that the default engine does not take."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from icigraph.rdf.regex import matches
from icigraph.validation.lint.draft import Draft, at_object
from icigraph.validation.lint.parameters import is_string
from icigraph.validation.reading.statements import Statements, parsed, sh

__all__ = ["bad_patterns"]

_FLAGS = frozenset("ismxq")


def bad_patterns(shapes: Statements) -> Iterator[Draft]:
    r"""A finding for each regular expression, and each flag, that the default engine does not take.

    >>> [draft.message for draft in bad_patterns(Statements(f'<x:S> {sh("pattern")} "(a" .\n'))]
    ['sh:pattern is no regular expression that can be run: unclosed group']
    """
    tried: dict[tuple[str, str], str | None] = {}
    for subject, value in shapes.pairs(sh("pattern")):
        flags = next(iter(shapes.values(subject, sh("flags"))), '""')
        if not is_string(value, shapes) or not is_string(flags, shapes):
            continue
        if (value, flags) not in tried:
            tried[value, flags] = _refused(subject, value, flags)
        said = tried[value, flags]
        if said:
            predicate, culprit = (
                (sh("flags"), flags) if said.startswith("sh:flags") else (sh("pattern"), value)
            )
            yield Draft(
                "ill-typed-parameter",
                said,
                at_object(subject, predicate, culprit),
                "patterns are those of SPARQL's REGEX, without look-around and back-references",
            )


def _refused(subject: str, value: str, flags: str) -> str | None:
    pattern, given = (_literal_of(subject, one) for one in (value, flags))
    unknown = sorted(set(given.value) - _FLAGS)
    if unknown:
        return f"sh:flags knows {', '.join(sorted(_FLAGS))}, not {', '.join(unknown)}"
    if matches(Literal(""), pattern, given) is not None:
        return None
    return f"sh:pattern is no regular expression that can be run{_reason(value)}"


def _literal_of(subject: str, value: str) -> Literal:
    found = parsed(subject, "<urn:p>", value).object
    return found if isinstance(found, Literal) else Literal("")


def _reason(pattern: str) -> str:
    """Why the engine refuses a pattern, in its own words."""
    import shacl

    lines = f"<urn:s> {sh('targetNode')} <urn:n> .\n<urn:s> {sh('pattern')} {pattern} .\n"
    try:
        shacl.Shapes.from_text(lines, "ntriples").validate_text("", "ntriples")
    except ValueError as error:
        return f": {str(error).rpartition('error: ')[2].strip()}"
    return ""
