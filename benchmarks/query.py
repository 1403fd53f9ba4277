"""A question to a file of one's own, beside pyoxigraph's own load and query: paired and interleaved.

    python benchmarks/query.py data.ttl [ROUNDS]

CPU seconds of whole processes, and of load and query alone within one process.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from pyoxigraph import RdfFormat, Store

import icigraph

QUERY = "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ORDER BY DESC(?n) LIMIT 10"
PEER = """
import sys
from pyoxigraph import QueryResultsFormat, RdfFormat, Store
store = Store()
store.load(path=sys.argv[1], format=RdfFormat.TURTLE, base_iri="file:///data")
found = store.query(sys.argv[2], use_default_graph_as_union=True)
found.serialize(sys.stdout.buffer, QueryResultsFormat.CSV)
"""


def process(*command: str) -> float:
    """CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def call(work: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def by_pyoxigraph(path: str) -> object:
    store = Store()
    store.load(path=path, format=RdfFormat.TURTLE, base_iri="file:///data")
    return list(store.query(QUERY, use_default_graph_as_union=True))  # type: ignore[arg-type]


def main(path: str, rounds: int = 7) -> None:
    ours = (sys.executable, "-m", "icigraph", "query", "--data", path, "-e", QUERY, "-f", "csv")
    theirs = (sys.executable, "-c", PEER, path, QUERY)
    measured = {
        "process": [(process(*ours), process(*theirs)) for _ in range(rounds)],
        "call": [
            (call(lambda: icigraph.query(path, QUERY)), call(lambda: by_pyoxigraph(path)))
            for _ in range(rounds)
        ],
    }
    print(f"{Path(path).name}, median of {rounds}, CPU seconds")
    for name, pairs in measured.items():
        mine, peer = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
        ratio = median(pair[0] / pair[1] for pair in pairs)
        print(f"  {name:8} icigraph {mine:.3f}  pyoxigraph {peer:.3f}  ratio {ratio:.2f}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
