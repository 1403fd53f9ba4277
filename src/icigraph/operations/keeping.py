"""A closure kept in a folder on disk, and brought up to date when its files change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.progress import Progress, silent
from icigraph.rules.closure.store import KeptClosure, kept_closure
from icigraph.rules.compile.draft import Mode
from icigraph.rules.run.sources import asserted_in
from icigraph.validation.reading.inputs import expand

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from icigraph.rules.contradictions.contradiction import Contradiction

__all__ = ["Kept", "keep"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept closure with the files that it was made of.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> _ = (place / "a.ttl").write_text("<x:s> <x:p> <x:o> .")
    >>> with keep(place / "closed", [place / "a.ttl"]) as kept:
    ...     kept.said, len(list(kept.triples())), list(kept.contradictions())
    ('closed', 1, [])
    """

    closure: KeptClosure
    files: tuple[Path, ...]

    @property
    def said(self) -> str:
        """What was done to bring it up to date, in words."""
        change, why = self.closure.change, self.closure.why
        if change is None:
            return f"closed anew: {why}" if why else "closed"
        if not change.added and not change.removed:
            return "nothing changed"
        anew = ", and closed anew: some things are the same" if change.anew else ""
        return f"brought up to date: {change.added} triples added, {change.removed} removed{anew}"

    def triples(self, *, only_inferred: bool = False) -> Iterator[Triple]:
        """Every triple once, in no particular order, or those alone that no file states."""
        return self.closure.triples(only_inferred=only_inferred)

    def contradictions(self) -> Iterator[Contradiction]:
        """What contradicts, each once."""
        from icigraph.proofs.contradictions.listing import every_contradiction

        return every_contradiction(self.closure.store, self.closure.rules, asserted_in(self.files))


@contextmanager
def keep(
    folder: Path | str,
    files: Iterable[Path | str],
    *,
    rules: Iterable[Path | str] = (),
    axiomatic: bool = False,
    progress: Progress = silent,
) -> Iterator[Kept]:
    """The closure of files (or of those in folders and globs), kept in a folder as `kept_closure` keeps it,
    by OWL 2 RL and by derivations in the files `rules`.

    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> _ = (place / "a.ttl").write_text("<x:s> <x:p> <x:o> .")
    >>> with keep(place / "closed", [place / "a.ttl"]) as kept:
    ...     kept.said
    'closed'
    """
    paths = tuple(path for one in files for path in expand(str(one)))
    mode = Mode.AXIOMATIC if axiomatic else Mode.PUBLISHED
    derivations = list(map(Path, rules))
    with kept_closure(Path(folder), paths, mode=mode, derivations=derivations, progress=progress) as closure:
        yield Kept(closure, paths)
