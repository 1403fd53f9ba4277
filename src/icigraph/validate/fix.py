"""Mechanical mending: the edits that suggestions carry, applied to the files with their formatting kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from io import StringIO
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, parse

from icigraph.rdf.faults import Fault, InputError, Place
from icigraph.rdf.lexer import tokens
from icigraph.rdf.placed import LineTable
from icigraph.validate.dataset import parse_source
from icigraph.validate.excerpt import end_of_term
from icigraph.validate.inputs import Source
from icigraph.validate.names import Names
from icigraph.validate.report import Edit, ValidationReport

__all__ = ["Patch", "patches", "write"]

_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


@dataclass(frozen=True, slots=True)
class Patch:
    """A file's text before and after."""

    source: Source
    before: str
    after: str

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


def patches(report: ValidationReport) -> tuple[Patch, ...]:
    """What the first suggestion of each result that has edits would change, one patch a file; overlapping
    edits once.
    """
    edits: dict[str, dict[tuple[int, int], Edit]] = {}
    for result in report.results:
        chosen = next((one.edits for one in result.suggestions if one.edits), ())
        if all(_free(edit, edits) for edit in chosen):
            for edit in chosen:
                edits.setdefault(edit.place.file, {})[_at(edit)] = edit
    made = (
        _patch(report.inputs[file], found.values())
        for file, found in sorted(edits.items())
        if file in report.inputs and report.inputs[file].syntax.placed
    )
    return tuple(patch for patch in made if patch.after != patch.before)


def _at(edit: Edit) -> tuple[int, int]:
    return edit.place.line or 0, edit.place.column or 0


def _free(edit: Edit, edits: dict[str, dict[tuple[int, int], Edit]]) -> bool:
    return edit.place.column is not None and _at(edit) not in edits.get(edit.place.file, {})


def _patch(source: Source, edits: Iterable[Edit]) -> Patch:
    before = after = source.text
    lines = LineTable(before, source.name)
    terms = _Terms(source)
    for edit in sorted(edits, key=_at, reverse=True):
        offset = lines.offset(*_at(edit))
        after = terms.edited(after, offset, edit)
    _must_parse(source, after)
    return Patch(source, before, after)


class _Terms:
    """Writes terms into one file, with the prefixes that are in force where they are written."""

    def __init__(self, source: Source) -> None:
        self._lines = source.format in _LINES
        self._source = source
        self._declared = [] if self._lines else list(_declarations(source.text))

    def edited(self, text: str, offset: int, edit: Edit) -> str:
        """The text with one change; what stands before `offset` is still as it was."""
        term = self._spelt(edit.term, offset)
        if edit.predicate is None:
            return text[:offset] + term + text[end_of_term(text, offset) :]
        predicate = self._spelt(edit.predicate, offset)
        if self._lines:
            return self._another_line(text, offset, f"{predicate} {term}")
        start, mark = _after_the_last(text, offset)
        after = text[start:]
        space = "" if after[:1].isspace() else " "
        return f"{text[:start]}{mark} {predicate} {term}{space}{after}"

    def _spelt(self, term: object, offset: int) -> str:
        return (
            str(term)
            if self._lines
            else Names({name: space for at, name, space in self._declared if at < offset}).show(term)
        )

    def _another_line(self, text: str, offset: int, said: str) -> str:
        start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
        end = len(text) if end < 0 else end
        line = text[start:end]
        (quad,) = parse(line, format=RdfFormat.N_QUADS)
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else f" {quad.graph_name}"
        close = "\r" if line.endswith("\r") else ""
        return f"{text[:end]}\n{line.split(maxsplit=1)[0]} {said}{graph} .{close}{text[end:]}"


def _declarations(text: str) -> Iterator[tuple[int, str, str]]:
    """Where each prefix is bound, which, and to what."""
    found = [(match.end(), match[match.lastindex or 0]) for match in tokens(text)]
    for (_, word), (_, name), (at, iri) in zip(found, found[1:], found[2:], strict=False):
        if word.lower() in ("@prefix", "prefix") and name.endswith(":") and ":" in iri:
            yield at, name[:-1], iri[1:-1]


def _after_the_last(text: str, offset: int) -> tuple[int, str]:
    """The end of the last token of a statement that ends at `offset`, and the mark to write there."""
    end, last = 0, ""
    for match in tokens(text):
        token = match[match.lastindex or 0]
        closes = token in (".", "]") and match.end() - len(token) >= offset
        if closes or match.end() - len(token) > offset:
            break
        end, last = match.end(), token
    return end, "" if last in (";", "[") else " ;"


def _must_parse(source: Source, text: str) -> None:
    """A change must not break the file, nor a broken one any further."""
    changed = replace(source, content=text.encode())
    if len(_faults(changed)) > len(_faults(source)):
        raise InputError(Fault("the fix would break the file", Place(source.name)))


def _faults(source: Source) -> tuple[Fault, ...]:
    return parse_source(source)[1]


def write(made: Iterable[Patch]) -> tuple[str, ...]:
    """Write the patched files, each atomically; gives their names. A zipped or remote file cannot be
    written.
    """
    from icigraph.rdf.files import write_atomically

    done = []
    for patch in made:
        path = Path(patch.source.name)
        if path.suffix == ".gz" or not path.is_file():
            raise InputError(Fault("only plain files can be fixed", Place(patch.source.name)))
        bom = b"\xef\xbb\xbf" if patch.source.content.startswith(b"\xef\xbb\xbf") else b""
        write_atomically(path, bom + patch.after.encode())
        done.append(patch.source.name)
    return tuple(done)
