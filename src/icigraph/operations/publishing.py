"""Publishing at a store: push, verify, pull."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from icigraph.base.faults import CheckFailed, Fault
from icigraph.base.progress import Progress, silent
from icigraph.operations.published import Published
from icigraph.project.graph_project import GraphProject
from icigraph.rdf.syntax import syntax_named
from icigraph.stores.push.manifest import consistently, read_manifest
from icigraph.stores.push.plan import Intent
from icigraph.stores.store.protocol import Service

if TYPE_CHECKING:
    from icigraph.rdf.spool import SpooledGraph
    from icigraph.stores.push.plan import Plan
    from icigraph.stores.push.pull import Pulled
    from icigraph.stores.push.push import Pushed
    from icigraph.stores.push.verify import GraphCheck

__all__ = ["Fetched", "Publication", "fetch_published"]


@contextmanager
def _temporary() -> Iterator[Path]:
    with TemporaryDirectory(prefix="icigraph-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is `published`, or those of its graphs that are named in `graphs`, as a store is to hold it."""

    published: Published
    service: Service
    graphs: tuple[str, ...] = ()
    progress: Progress = silent

    @property
    def base(self) -> str:
        """What the IRIs of the graphs begin with."""
        return self.published.base

    def plan(self, *, inferred: bool | None = None, adopt: bool = False, recheck: bool = False) -> Plan:
        """What `push` would do now; nothing is written to the store."""
        from icigraph.stores.push.push import plan_push

        with _temporary() as folder:
            local = self._local(folder / "local", self._sends_inferred(inferred))
            intent = self._intent(local, inferred, adopt, recheck)
            return plan_push(self.service, self.base, local, folder / "plan", intent=intent)

    def push(
        self,
        *,
        inferred: bool | None = None,
        adopt: bool = False,
        recheck: bool = False,
        in_parts: bool = False,
    ) -> Pushed:
        """Make the store hold the graphs, all at once or nothing, and read back what was sent.

        `inferred` sends the derived and inferred graphs of a project as well (True), removes them there
        (False), or sends them where they are published (None); data of your own has what it has. `adopt`
        replaces what others wrote to graphs of ours, `recheck` reads every graph whatever the store's
        manifest says; `in_parts` sends one graph after the other.
        """
        from icigraph.stores.push.push import push

        with _temporary() as folder:
            local = self._local(folder / "local", self._sends_inferred(inferred))
            pushed = push(
                self.service,
                self.base,
                local,
                intent=self._intent(local, inferred, adopt, recheck),
                in_parts=in_parts,
                progress=self.progress,
            )
        wrong = {check.graph for check in pushed.checks if not check.faithful}
        self.published.note(self.service.target.url, local, wrong)
        return pushed

    def verify(self) -> tuple[GraphCheck, ...]:
        """Read every graph back and compare it; the derived and inferred ones if they were published."""
        from icigraph.stores.push.adapters import held_as_string
        from icigraph.stores.push.verify import verify

        with _temporary() as folder:
            local = self._local(folder, self._holds_inferred())
            held = held_as_string(self.service)
            checks = consistently(
                self.service,
                self.base,
                lambda _: verify(self.service, local, as_string=held, progress=self.progress),
            )
        wrong = {check.graph for check in checks if not check.faithful}
        self.published.note(self.service.target.url, local, wrong)
        return checks

    def _local(self, folder: Path, inferred: bool) -> dict[str, SpooledGraph]:
        return self.published.spooled(folder, self.graphs, inferred)

    def _intent(self, local: Iterable[str], inferred: bool | None, adopt: bool, recheck: bool) -> Intent:
        doubted = set(local) if recheck else self.published.doubted(self.service.target.url)
        without = inferred is False or not self.published.made
        return Intent(bool(self.graphs), without, doubted, adopt)

    def _sends_inferred(self, asked: bool | None) -> bool:
        """Whether what follows goes there too: if told, and if it is there, where it would be of another
        one."""
        if asked is not None or self.graphs:
            return bool(asked)
        return self._holds_inferred()

    def _holds_inferred(self) -> bool:
        made = self.published.made
        return bool(made) and not made.isdisjoint(read_manifest(self.service, self.base).mentioned)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was pulled: `content` in the syntax that was asked for, and the graphs that hold as many triples
    as were published, of which some read otherwise."""

    content: bytes
    reworded: tuple[str, ...]


def fetch_published(
    project: GraphProject,
    service: Service,
    graphs: Iterable[str] = (),
    *,
    form: str = "nq",
    as_is: bool = False,
) -> Fetched:
    """The graphs that were published at a store, or those of them in `graphs`, in the RDF syntax `form`.

    A `CheckFailed` names the graphs that are not what was published; `as_is` takes them as they are.
    """
    from pyoxigraph import RdfFormat, parse

    from icigraph.rdf.export import exported
    from icigraph.stores.push.pull import pull, pulled_quads

    syntax = syntax_named(form)
    with _temporary() as folder:
        pulled = pull(service, project.graphs, folder, graphs)
        if pulled.drifted and not as_is:
            raise CheckFailed(*(_not_as_published(pulled, iri) for iri in pulled.drifted))
        quads = parse(b"".join(pulled_quads(pulled.graphs)), format=RdfFormat.N_QUADS)
        return Fetched(exported(quads, syntax, dict(project.prefixes)), pulled.reworded)


def _not_as_published(pulled: Pulled, iri: str) -> Fault:
    there, entry = pulled.graphs[iri].triples, pulled.entries.get(iri)
    if entry is None:
        return Fault(f"{iri}: a push is under way or broke off there", hint="push again, or take it --as-is")
    hint = "icigraph verify tells what, icigraph push --recheck mends it; --as-is takes what is there"
    return Fault(f"{iri}: {there} triples are there, {entry.triples} were published", hint=hint)
