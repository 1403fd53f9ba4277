"""Verify: read graphs back from a store, bring them to canonical form and compare, term by term where they
differ. All is compared and counted; some of it is shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from icigraph.base.progress import Progress, silent
from icigraph.rdf.spool import SpooledGraph, compare
from icigraph.stores.push.meaning import meaning_of, plain_form
from icigraph.stores.store.protocol import Service
from icigraph.stores.wire.abandonable import at_once

__all__ = ["Alteration", "AsString", "GraphCheck", "never", "verify"]

_SHOWN = 1000

# Whether a line ends in a literal that goes to the store as a plain string, as the user allowed.
AsString = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Alteration:
    """A literal that the store gives back in other words: N-Triples of subject, predicate, and both objects,
    and whether they mean the same.
    """

    subject: str
    predicate: str
    sent: str
    found: str
    keeps_meaning: bool


@dataclass(frozen=True, slots=True)
class GraphCheck:
    """How one graph reads back: its digest there and here, how many statements differ, and up to 1,000 of
    each kind of difference.

    `missing` are lines that the store lacks, `extra` lines that it has beside; a pair that differs in its
    literal alone stands in `altered` instead, and is counted as `spoiled` too if it lost its meaning.

    >>> check = GraphCheck("x:g", "e3b0", "27ae", 1, altered_count=1)
    >>> check.exact, check.faithful
    (False, True)
    """

    graph: str
    expected: str
    found: str
    triples: int
    missing_count: int = 0
    extra_count: int = 0
    altered_count: int = 0
    spoiled_count: int = 0
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    altered: tuple[Alteration, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the graph in the store is the local one."""
        return self.expected == self.found

    @property
    def faithful(self) -> bool:
        """Whether the store has the same statements, each literal with its meaning if not with its form."""
        return self.exact or not (self.missing_count or self.extra_count or self.spoiled_count)


def never(_line: bytes) -> bool:
    r"""No literal goes to the store as a plain string.

    >>> never(b'<x:a> <x:p> "b" .\n')
    False
    """
    return False


def verify(
    service: Service,
    local: Mapping[str, SpooledGraph],
    *,
    as_string: AsString = never,
    progress: Progress = silent,
) -> tuple[GraphCheck, ...]:
    """Read each of the `local` graphs from the store and compare SHA-256 of canonical N-Triples."""
    with TemporaryDirectory(prefix="icigraph-verify-", ignore_cleanup_errors=True) as name:
        places = [(Path(name) / str(number), iri) for number, iri in enumerate(sorted(local))]

        def checked(item: tuple[Path, str]) -> GraphCheck:
            place, iri = item
            place.mkdir()
            there = service.read_whole(iri, place, local[iri].triples)
            check = _checked(iri, local[iri], there, as_string)
            there.path.unlink()
            return check

        return tuple(
            at_once(
                checked, places, service.http.abandon, report=lambda n: progress("verify", n, len(places))
            )
        )


@dataclass(slots=True)
class _Tally:
    """So many of one kind, and the first of them."""

    count: int = 0
    shown: list[str] = field(default_factory=list)

    def add(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.count += 1
            if self.count <= _SHOWN:
                self.shown.append(line)


def _checked(iri: str, here: SpooledGraph, there: SpooledGraph, as_string: AsString) -> GraphCheck:
    if here.digest == there.digest:
        return GraphCheck(iri, here.digest, there.digest, there.triples)
    missing, extra = _Tally(), _Tally()
    altered: dict[bool, list[Alteration]] = {True: [], False: []}
    counts = {True: 0, False: 0}
    different = compare(here.lines(), there.lines())
    # Lines of one subject and predicate stand together, since both sides are sorted.
    for (subject, predicate), group in itertools.groupby(different, key=_subject_and_predicate):
        sides: dict[bool, list[str]] = {True: [], False: []}
        for is_here, line in group:
            sides[is_here].append(_object(line))
        for sent, found, keeps in _pairs(sides[True], sides[False], subject, predicate, as_string):
            counts[keeps] += 1
            if counts[keeps] <= _SHOWN:
                altered[keeps].append(Alteration(subject.decode(), predicate.decode(), sent, found, keeps))
        for tally, terms in ((missing, sides[True]), (extra, sides[False])):
            tally.add(f"{subject.decode()} {predicate.decode()} {term} ." for term in terms)
    return GraphCheck(
        iri,
        here.digest,
        there.digest,
        there.triples,
        missing.count,
        extra.count,
        counts[True] + counts[False],
        counts[False],
        tuple(missing.shown),
        tuple(extra.shown),
        tuple([*altered[False], *altered[True]][:_SHOWN]),
    )


def _subject_and_predicate(item: tuple[bool, bytes]) -> tuple[bytes, bytes]:
    subject, predicate, _ = item[1].split(b" ", 2)
    return subject, predicate


def _object(line: bytes) -> str:
    return line.decode().split(" ", 2)[2].rstrip("\n").removesuffix(" .")


def _pairs(
    sent: list[str], found: list[str], subject: bytes, predicate: bytes, as_string: AsString
) -> Iterator[tuple[str, str, bool]]:
    """Literals lost and found under one subject and predicate, in pairs that are taken from the two lists:
    first those that mean the same, then any others.
    """
    by_meaning: dict[object, list[str]] = {}
    for term in found:
        if term.startswith('"'):
            by_meaning.setdefault(meaning_of(term), []).append(term)
    for term in [term for term in sent if term.startswith('"')]:
        line = b"%s %s %s .\n" % (subject, predicate, term.encode())
        for meant in (term, plain_form(term)) if as_string(line) else (term,):
            if alike := by_meaning.get(meaning_of(meant)):
                yield term, _taken(alike.pop(0), found), True
                sent.remove(term)
                break
    for term in [term for term in sent if term.startswith('"')]:
        other = next((rest for rest in found if rest.startswith('"')), None)
        if other is None:
            return
        sent.remove(term)
        yield term, _taken(other, found), False


def _taken(term: str, terms: list[str]) -> str:
    terms.remove(term)
    return term
