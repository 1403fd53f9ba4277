"""Push against the store's own bulk path over HTTP, paired and interleaved: `python benchmarks/push.py KIND
[TRIPLES]`.

Prints seconds of each run, the median ratio, and the largest memory of the pushing process.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.servers.recipes import RECIPES
from tests.servers.server import Running, running

from icigraph.rdf.spool import spool_quads
from icigraph.stores.push.push import push
from icigraph.stores.push.verify import verify
from icigraph.stores.store.protocol import Service
from icigraph.stores.store.targets import Target, endpoints_of
from icigraph.stores.wire.credentials import Credentials
from icigraph.stores.wire.http import Http

BASE = "https://example.org/graph/"


def quads(count: int) -> Iterator[bytes]:
    """Lines in sorted order, four to a subject, in ten graphs."""
    for number in range(count):
        thing, part = divmod(number, 4)
        yield (
            f"<https://example.org/id/thing-{thing:09}> <https://example.org/ontology#part{part}> "
            f'"the value number {number} of this thing"@en <{BASE}data/part-{thing % 10}> .\n'
        ).encode()


def service_of(store: Running) -> Service:
    credentials = Credentials(*store.recipe.credentials) if store.recipe.credentials else None
    target = Target(store.url.rstrip("/"), timeout=1800)
    endpoints = endpoints_of(target, store.recipe.kind)
    return Service(target, store.recipe.kind, endpoints, Http(credentials, timeout=1800))


def timed_bulk(service: Service, folder: Path, file: Path) -> float:
    """The store's bulk path: one N-Quads request, or one PUT a graph for a store that has none."""
    begun = time.perf_counter()
    if service.kind == "virtuoso":
        with file.open("rb") as lines:
            graphs = spool_quads(lines, folder / "bulk")
        begun = time.perf_counter()
        for iri, graph in graphs.items():
            service.put_graph(iri, graph.path)
    else:
        service.add_quads(file)
    return time.perf_counter() - begun


def timed_push(service: Service, folder: Path, file: Path, *, in_parts: bool) -> float:
    """A first push from a file of N-Quads: splitting, comparing, sending, without reading back."""
    begun = time.perf_counter()
    with file.open("rb") as lines:
        local = spool_quads(lines, folder / "push")
    push(service, BASE, local, check=False, in_parts=in_parts)
    seconds = time.perf_counter() - begun
    if not all(check.exact for check in verify(service, local)):
        raise SystemExit("the store does not hold what was pushed")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=list(RECIPES))
    parser.add_argument("triples", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--in-parts", action="store_true", help="as `icigraph push --in-parts`")
    args = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "dataset.nq"
        with file.open("wb") as out:
            out.writelines(quads(args.triples))
        for number in range(args.rounds):
            seconds = {}
            for what in ("bulk", "push") if number % 2 else ("push", "bulk"):
                folder = Path(name) / f"{what}{number}"
                with running(RECIPES[args.kind], folder / "store") as store:
                    service = service_of(store)
                    seconds[what] = (
                        timed_bulk(service, folder, file)
                        if what == "bulk"
                        else timed_push(service, folder, file, in_parts=args.in_parts)
                    )
            ratios.append(seconds["push"] / seconds["bulk"])
            print(f"{args.kind}: bulk {seconds['bulk']:.2f} s, push {seconds['push']:.2f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{args.kind}: {args.triples} triples, ratio {statistics.median(ratios):.2f}, {memory} MiB")


if __name__ == "__main__":
    main()
