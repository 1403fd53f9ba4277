"""Mechanical mending: the edits that suggestions carry, applied to the files with their formatting kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from icigraph.rdf.faults import Fault, InputError, Place
from icigraph.validate.excerpt import term_end
from icigraph.validate.inputs import Source
from icigraph.validate.names import Names, names_of
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
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
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
        if file in report.inputs
    )
    return tuple(patch for patch in made if patch.after != patch.before)


def _at(edit: Edit) -> tuple[int, int]:
    return edit.place.line or 0, edit.place.column or 0


def _free(edit: Edit, edits: dict[str, dict[tuple[int, int], Edit]]) -> bool:
    return edit.place.column is not None and _at(edit) not in edits.get(edit.place.file, {})


def _patch(source: Source, edits: Iterable[Edit]) -> Patch:
    before = source.content.decode("utf-8-sig")
    lines = before.split("\n")
    names = Names({}) if source.format in _LINES else _own_names(source)
    for edit in sorted(edits, key=_at, reverse=True):
        number, column = _at(edit)
        lines[number - 1] = _edited(lines[number - 1], column, edit, names)
    after = "\n".join(lines)
    _must_parse(source, after)
    return Patch(source, before, after)


def _own_names(source: Source) -> Names:
    """Only prefixes that the file itself declares may be written into it."""
    table = names_of([source]).prefixes
    return Names(
        {
            name: space
            for name, space in table.items()
            if f"{name}:" in source.text and f"<{space}>" in source.text
        }
    )


def _edited(line: str, column: int, edit: Edit, names: Names) -> str:
    if edit.predicate is None:
        return line[: column - 1] + names.show(edit.term) + line[term_end(line, column) - 1 :]
    added = f" ; {names.show(edit.predicate)} {names.show(edit.term)}"
    return line[: column - 1].rstrip() + added + " " + line[column - 1 :]


def _must_parse(source: Source, text: str) -> None:
    try:
        for _ in parse(text.encode(), format=source.format, base_iri=source.base):
            pass
    except SyntaxError as error:
        raise InputError(Fault(f"the fix would break the file: {error.msg}", Place(source.name))) from error


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
