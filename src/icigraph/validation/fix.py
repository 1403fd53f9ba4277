"""Mending: the edits that suggestions carry, applied to the files with their formatting kept.

A suggestion is followed whole or not at all. What is written is read again: where the graph would differ in
anything but what the suggestions say, the one that does it is left out, and the others are followed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from io import StringIO
from pathlib import Path

from pyoxigraph import BlankNode, Triple

from icigraph.base.byte_order_mark import MARK
from icigraph.base.faults import Fault, Place
from icigraph.rdf.documents import Source
from icigraph.rdf.placed.document import LineTable, PlacedQuad
from icigraph.rdf.placed.turtle import document_of
from icigraph.validation.report import Applicability, Edit, Result, Suggestion, ValidationReport
from icigraph.validation.telling.edits import Change, Writer

__all__ = ["Fix", "Mending", "Patch", "followed", "mending", "offered", "write"]

_PLAIN = "not mended: only plain files of Turtle, TriG, N-Triples and N-Quads are"


@dataclass(frozen=True, slots=True)
class Fix:
    """A suggestion to be followed, and the result that it mends.

    >>> from pyoxigraph import Literal, NamedNode
    >>> from icigraph.rdf.namespaces import SH
    >>> result = Result(NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S"))
    >>> edit = Edit(Place("a.ttl", 1, 13), Literal("ICI"))
    >>> print(Fix(result, Suggestion("write ICI", (edit,), Applicability.SAFE)))
    safe: a.ttl:1:13: write ICI
    """

    result: Result
    suggestion: Suggestion

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that follow the suggestion."""
        return self.suggestion.edits

    @property
    def place(self) -> Place:
        """Where its first edit is."""
        return self.edits[0].place

    def __str__(self) -> str:
        return f"{self.suggestion.applicability}: {self.place}: {' '.join(self.suggestion.text.split())}"


@dataclass(frozen=True, slots=True)
class Patch:
    r"""A file's text before and after, and the fixes that change it.

    >>> from pyoxigraph import RdfFormat
    >>> source = Source("a.ttl", b"<x:a> <x:p> 1 .\n", RdfFormat.TURTLE, "x:")
    >>> print(Patch(source, source.text, "<x:a> <x:p> 2 .\n").diff, end="")
    --- a/a.ttl
    +++ b/a.ttl
    @@ -1 +1 @@
    -<x:a> <x:p> 1 .
    +<x:a> <x:p> 2 .
    """

    source: Source
    before: str
    after: str
    fixes: tuple[Fix, ...] = ()

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        name = self.source.name
        lines = unified_diff(
            StringIO(self.before, newline="\n").readlines(),
            StringIO(self.after, newline="\n").readlines(),
            f"a/{name}",
            f"b/{name}",
        )
        return "".join(
            line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
        )


@dataclass(frozen=True, slots=True)
class Mending:
    r"""What is written where fixes are followed, one patch a file, and what is not, told as faults.

    >>> from pyoxigraph import Literal, NamedNode, RdfFormat
    >>> from icigraph.rdf.namespaces import SH
    >>> source = Source("a.ttl", b"<x:a> <x:p> 1 .\n", RdfFormat.TURTLE, "x:")
    >>> result = Result(NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S"))
    >>> fix = Fix(result, Suggestion("write 2", (Edit(Place("a.ttl", 1, 13), Literal("2")),)))
    >>> Mending((Patch(source, source.text, "<x:a> <x:p> 2 .\n", (fix,)),)).fixes == (fix,)
    True
    """

    patches: tuple[Patch, ...] = ()
    left: tuple[Fault, ...] = ()

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The fixes that are followed, each once."""
        return tuple({id(fix): fix for patch in self.patches for fix in patch.fixes}.values())


def offered(report: ValidationReport, least: Applicability = Applicability.SAFE) -> tuple[Fix, ...]:
    """Of each result the first suggestion that has edits and is at least as sure as `least`.

    >>> from pyoxigraph import Literal, NamedNode
    >>> from icigraph.rdf.namespaces import SH
    >>> edit = Edit(Place("a.ttl", 1, 13), Literal("ICI"))
    >>> suggestions = Suggestion("ask its author"), Suggestion("write ICI", (edit,), Applicability.SAFE)
    >>> terms = NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> report = ValidationReport(results=(Result(*terms, suggestions=suggestions),))
    >>> [fix.suggestion.text for fix in offered(report)]
    ['write ICI']
    """
    found = []
    for result in report.results:
        sure = (one for one in result.suggestions if one.edits and one.applicability >= least)
        chosen = next(sure, None)
        found += [Fix(result, chosen)] if chosen else []
    return tuple(found)


def mending(inputs: Mapping[str, Source], fixes: Sequence[Fix]) -> Mending:
    r"""What following fixes changes in these files. Of two that would write different things in one place the
    first is followed; a fix that cannot be written is left, and does not stop the others.

    >>> from pyoxigraph import Literal, NamedNode, RdfFormat
    >>> from icigraph.rdf.namespaces import SH
    >>> source = Source("a.ttl", b'<x:a> <x:p> "ici" .\n', RdfFormat.TURTLE, "x:")
    >>> result = Result(NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S"))
    >>> edit = Edit(Place("a.ttl", 1, 13), Literal("ICI"))
    >>> fix = Fix(result, Suggestion("write ICI", (edit,), Applicability.SAFE))
    >>> [patch.after for patch in mending({"a.ttl": source}, [fix]).patches]
    ['<x:a> <x:p> "ICI" .\n']
    """
    apart, left = _compatible(fixes)
    able, unable = _writable(inputs, apart)
    sound = _sound(inputs, able)
    broken = [fix for fix in able if not any(fix is one for one in sound)]
    left += unable + [
        Fault(f"not written, since it would change more than this: {fix.suggestion.text}", fix.place)
        for fix in broken
    ]
    return Mending(tuple(_patches(inputs, sound)), tuple(left))


def followed(report: ValidationReport, least: Applicability = Applicability.SAFE) -> Mending:
    r"""What following the report's suggestions that are at least as sure as `least` changes.

    >>> from pyoxigraph import Literal, NamedNode, RdfFormat
    >>> from icigraph.rdf.namespaces import SH
    >>> source = Source("a.ttl", b'<x:a> <x:p> "ici" .\n', RdfFormat.TURTLE, "x:")
    >>> edits = (Edit(Place("a.ttl", 1, 13), Literal("ICI")),)
    >>> terms = NamedNode("x:a"), SH["InConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> result = Result(*terms, suggestions=(Suggestion("write ICI", edits, Applicability.SAFE),))
    >>> made = followed(ValidationReport(results=(result,), inputs={"a.ttl": source}))
    >>> [patch.after for patch in made.patches]
    ['<x:a> <x:p> "ICI" .\n']
    """
    return mending(report.inputs, offered(report, least))


def _compatible(fixes: Iterable[Fix]) -> tuple[list[Fix], list[Fault]]:
    """The fixes that do not contradict an earlier one, and what is left for another run."""
    taken: dict[Place, Edit] = {}
    kept, left = [], []
    for fix in fixes:
        replacing = [edit for edit in fix.edits if edit.predicate is None]
        if any(taken.get(edit.place, edit) != edit for edit in replacing):
            left.append(Fault(f"left for another run: {fix.suggestion.text}", fix.place))
        else:
            taken.update({edit.place: edit for edit in replacing})
            kept.append(fix)
    return kept, left


def _writable(inputs: Mapping[str, Source], fixes: Iterable[Fix]) -> tuple[list[Fix], list[Fault]]:
    able, unable = [], {}
    for fix in fixes:
        closed = [edit.place for edit in fix.edits if not _is_open(inputs.get(edit.place.file), edit)]
        if closed:
            unable[closed[0].file] = Fault(_PLAIN, Place(closed[0].file))
        else:
            able.append(fix)
    return able, list(unable.values())


def _is_open(source: Source | None, edit: Edit) -> bool:
    """Whether a place is in a file that can be written, and known to the column."""
    if source is None or edit.place.column is None or not source.syntax.placed:
        return False
    name = source.name
    return not (name.endswith(".gz") or name.startswith(("<", "http://", "https://")))


def _sound(inputs: Mapping[str, Source], fixes: list[Fix]) -> list[Fix]:
    """The fixes that together change what they say and nothing else: all, or those of the halves that do."""
    if not fixes or all(
        _says_what_is_listed(inputs[patch.source.name], patch) for patch in _patches(inputs, fixes)
    ):
        return fixes
    if len(fixes) == 1:
        return []
    half = len(fixes) // 2
    first, second = _sound(inputs, fixes[:half]), _sound(inputs, fixes[half:])
    both = first + second
    whole = len(both) == len(fixes)
    # Each half alone is sound, and both together are not: the second half is left for another run.
    return first if whole else _sound(inputs, both)


def _patches(inputs: Mapping[str, Source], fixes: Iterable[Fix]) -> Iterator[Patch]:
    edits: dict[str, dict[Edit, None]] = {}
    concerned: dict[str, list[Fix]] = {}
    for fix in fixes:
        for edit in fix.edits:
            edits.setdefault(edit.place.file, {})[edit] = None
        for file in {edit.place.file for edit in fix.edits}:
            concerned.setdefault(file, []).append(fix)
    for file, found in sorted(edits.items()):
        source = inputs[file]
        changes = Writer(source).changes(found)
        yield Patch(source, source.text, _applied(source.text, changes), tuple(concerned[file]))


def _applied(text: str, changes: Iterable[Change]) -> str:
    parts, at = [], 0
    for change in sorted(changes, key=lambda one: one.start):
        parts += [text[at : change.start], change.text]
        at = change.end
    return "".join([*parts, text[at:]])


def _says_what_is_listed(source: Source, patch: Patch) -> bool:
    """Whether the changed text says what the old one said but for the edits, and is no more broken."""
    before, after = document_of(source), document_of(replace(source, content=patch.after.encode()))
    wanted = _as_edited(before.quads, patch)
    if wanted is None or len(after.faults) > len(before.faults):
        return False
    additions = {
        edit: (_unlabelled(fix.result.focus), str(edit.predicate), _unlabelled(edit.term))
        for fix in patch.fixes
        for edit in fix.edits
        if edit.predicate is not None and edit.place.file == source.name
    }
    said = Counter(_row(one, *one.triple) for one in after.quads)
    more = Counter(row[:3] for row in (said - wanted).elements())
    return not (wanted - said) and more == Counter(additions.values())


def _as_edited(quads: Iterable[PlacedQuad], patch: Patch) -> Counter[tuple[str, ...]] | None:
    """The statements with the terms that the edits write; None if an edit is at no term of any of them."""
    lines = LineTable(patch.before, patch.source.name)
    edits = (edit for fix in patch.fixes for edit in fix.edits if edit.predicate is None)
    written = {
        lines.offset(edit.place.line or 1, edit.place.column or 1): edit.term
        for edit in edits
        if edit.place.file == patch.source.name
    }
    met, found = set(), Counter[tuple[str, ...]]()
    for one in quads:
        subject, predicate, value = one.triple
        met.update({one.predicate_offset, one.object_offset} & written.keys())
        predicate, value = written.get(one.predicate_offset, predicate), written.get(one.object_offset, value)
        found[_row(one, subject, predicate, value)] += 1
    return found if met == written.keys() else None


def _row(asserted: PlacedQuad, *terms: object) -> tuple[str, ...]:
    return (*map(_unlabelled, terms), _unlabelled(asserted.quad.graph_name))


def _unlabelled(term: object) -> str:
    """A term as text, blank nodes without the labels that each reading gives them anew."""
    if isinstance(term, BlankNode):
        return "_:"
    if isinstance(term, Triple):
        return " ".join(("<<(", *map(_unlabelled, term), ")>>"))
    return str(term)


def write(made: Iterable[Patch]) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    r"""Write the patched files, each atomically; gives the names of those written, and why others were not.

    >>> import tempfile
    >>> from pyoxigraph import RdfFormat
    >>> file = Path(tempfile.mkdtemp(), "a.ttl")
    >>> source = Source(str(file), b"<x:a> <x:p> 1 .\n", RdfFormat.TURTLE, "x:")
    >>> written, left = write([Patch(source, source.text, "<x:a> <x:p> 2 .\n")])
    >>> file.read_text(), left
    ('<x:a> <x:p> 2 .\n', ())
    """
    from icigraph.base.files import write_atomically

    done, left = [], []
    for patch in made:
        bom = MARK if patch.source.content.startswith(MARK) else b""
        try:
            write_atomically(Path(patch.source.name), bom + patch.after.encode())
        except OSError as error:
            left.append(Fault(f"cannot be written: {error.strerror or error}", Place(patch.source.name)))
        else:
            done.append(patch.source.name)
    return tuple(done), tuple(left)
