"""Verify: read graphs back from a store, bring them to canonical form and compare, term by term where they
differ.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Store

from icigraph.publish.protocol import Service
from icigraph.publish.spool import SpooledGraph, compare
from icigraph.rdf.progress import Progress, silent

__all__ = ["Alteration", "GraphCheck", "verify"]

_SHOWN = 1000
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Alteration:
    """A literal that the store gives back in other words: N-Triples of subject, predicate, and both
    objects.
    """

    subject: str
    predicate: str
    sent: str
    found: str

    @property
    def keeps_meaning(self) -> bool:
        """Whether both are the same value, or the same characters with another datatype.

        >>> integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
        >>> Alteration("<a>", "<b>", '"042"' + integer, '"42"' + integer).keeps_meaning
        True
        >>> Alteration("<a>", "<b>", '"120"', '"P10Y"').keeps_meaning
        False
        """
        return _same_value(self.sent, self.found)


@dataclass(frozen=True, slots=True)
class GraphCheck:
    """How one graph reads back: its digest there and here, and up to 1,000 lines of each kind of difference.

    `missing` are lines that the store lacks, `extra` lines that it has beside; a pair that differs in its
    literal alone stands in `altered` instead.
    """

    graph: str
    expected: str
    found: str
    triples: int
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
        return self.exact or not (
            self.missing or self.extra or any(not each.keeps_meaning for each in self.altered)
        )


def verify(
    service: Service, local: Mapping[str, SpooledGraph], *, progress: Progress = silent
) -> tuple[GraphCheck, ...]:
    """Read each of the `local` graphs from the store and compare SHA-256 of canonical N-Triples."""
    checks = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for check in pool.map(lambda item: _read_and_check(service, *item), sorted(local.items())):
            checks.append(check)
            progress("verify", len(checks), len(local))
    return tuple(checks)


def _read_and_check(service: Service, iri: str, graph: SpooledGraph) -> GraphCheck:
    with TemporaryDirectory(prefix="icigraph-verify-") as folder:
        return _checked(iri, graph, service.read_graph(iri, Path(folder)))


def _same_value(sent: str, found: str) -> bool:
    asked = f"ASK {{ VALUES (?a ?b) {{ ({sent} {found}) }} FILTER(?a = ?b || STR(?a) = STR(?b)) }}"
    try:
        return bool(Store().query(asked))
    except SyntaxError:
        return False


def _checked(iri: str, here: SpooledGraph, there: SpooledGraph) -> GraphCheck:
    if here.digest == there.digest:
        return GraphCheck(iri, here.digest, there.digest, there.triples)
    different = list(itertools.islice(compare(here.lines(), there.lines()), 2 * _SHOWN))
    missing = [line.decode().rstrip("\n") for is_here, line in different if is_here]
    extra = [line.decode().rstrip("\n") for is_here, line in different if not is_here]
    altered = tuple(_alterations(missing, extra))
    apart = {(a.subject, a.predicate, text) for a in altered for text in (a.sent, a.found)}
    return GraphCheck(
        iri,
        here.digest,
        there.digest,
        there.triples,
        tuple(line for line in missing if _parts(line) not in apart)[:_SHOWN],
        tuple(line for line in extra if _parts(line) not in apart)[:_SHOWN],
        altered[:_SHOWN],
    )


def _alterations(missing: Iterable[str], extra: Iterable[str]) -> Iterable[Alteration]:
    """Literals lost and found under the same subject and predicate, in pairs."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in extra:
        subject, predicate, term = _parts(line)
        if term.startswith('"'):
            found.setdefault((subject, predicate), []).append(term)
    for line in missing:
        subject, predicate, term = _parts(line)
        candidates = found.get((subject, predicate))
        if term.startswith('"') and candidates:
            yield Alteration(subject, predicate, term, candidates.pop(0))


def _parts(line: str) -> tuple[str, str, str]:
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest.removesuffix(" .")
