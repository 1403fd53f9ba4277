"""Closing ontologies that others wrote, paired: ours, owlrl, `reasonable` and sparq-rdf, each run in a
process of its own, in turn.

    python benchmarks/real_reasoning.py [FILE ...] [--rounds 3] [--peers PYTHON] [--limit 900]

The files are those of ../shared/real unless others are named. PYTHON is an interpreter that has the packages
owlrl, reasonable and sparq-rdf; what it lacks is left out, and so, from then on, is one that takes longer
than the limit. Times are CPU seconds, medians of the rounds: from the file to the closure, without imports
and without writing it; of ours also the whole commands `icigraph reason FILE`, plain and with `--profile`.
Ratios are taken round by round.

What two closures differ in is counted among triples without blank nodes, which have no name that two programs
share, and without what no closure is asked for: what is reflexive, of owl:Thing, or about the vocabulary
itself (`icigraph.rules.run.oracle.is_noise`). Literals count by value.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "real"
USUAL = ("cco-merged.ttl", "brick/Brick-1.4.ttl")
PEERS = ("owlrl", "reasonable", "sparq-rdf")
SHOWN = 5
Timed = tuple[float, Callable[[], Iterator[str]]]


def icigraph(path: str) -> Timed:
    from pyoxigraph import RdfFormat, Store

    from icigraph.rules.close import close_files

    store = Store()
    start = time.process_time()
    close_files([Path(path)], store)
    spent = time.process_time() - start
    inferred = (quad.triple for quad in store)
    return spent, lambda: iter(serialized(inferred, RdfFormat.N_TRIPLES).splitlines())


def serialized(triples: Any, form: Any) -> str:
    from pyoxigraph import serialize

    return (serialize(triples, format=form) or b"").decode()


def owlrl(path: str) -> Timed:
    import owlrl
    from rdflib import Graph, Literal

    graph = Graph()
    start = time.process_time()
    graph.parse(path, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    spent = time.process_time() - start
    found = ((s, p, o) for s, p, o in graph if not isinstance(s, Literal) and not isinstance(p, Literal))
    return spent, lambda: (" ".join(node.n3() for node in triple) + " ." for triple in found)


def reasonable(path: str) -> Timed:
    import reasonable

    reasoner = reasonable.PyReasoner()
    start = time.process_time()
    reasoner.load_file(path)
    found = reasoner.reason()
    spent = time.process_time() - start
    return spent, lambda: (" ".join(node.n3() for node in triple) + " ." for triple in found)


def sparq(path: str) -> Timed:
    import sparq

    start = time.process_time()
    graph = sparq.Graph.load(path, format="turtle")
    graph.reason("owl")
    spent = time.process_time() - start
    rows = json.loads(graph.query_json("SELECT ?s ?p ?o { ?s ?p ?o }"))["results"]["bindings"]
    return spent, lambda: (" ".join(written(row[name]) for name in "spo") + " ." for row in rows)


def written(term: dict[str, str]) -> str:
    """A term of SPARQL's JSON as N-Triples; json.dumps escapes more than is needed, and nothing wrongly."""
    if term["type"] == "uri":
        return f"<{term['value']}>"
    if term["type"] == "bnode":
        return f"_:{term['value']}"
    tag = (
        f"@{term['xml:lang']}"
        if "xml:lang" in term
        else f"^^<{term['datatype']}>"
        if "datatype" in term
        else ""
    )
    return json.dumps(term["value"], ensure_ascii=False) + tag


CONTESTANTS: dict[str, Callable[[str], Timed]] = {
    "icigraph": icigraph,
    "owlrl": owlrl,
    "reasonable": reasonable,
    "sparq-rdf": sparq,
}


def run_one(name: str, path: str, output: str) -> None:
    """In a process of its own: print the seconds, write the closure's triples without blank nodes."""
    spent, closure = CONTESTANTS[name](path)
    with Path(output).open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in closure() if is_ground(line))
    print(spent)


def is_ground(line: str) -> bool:
    """Whether a line of N-Triples has no blank node and no literal for a subject, and is told in whole."""
    return line.startswith("<") and " _:" not in line.split(' "', 1)[0] and "\n" not in line


def measured(name: str, python: str, path: Path, limit: float) -> tuple[float, set[Any]] | None:
    """The seconds and the triples of one contestant; None where it is not there or takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "closure.nt"
        command = [python, __file__, "--run", name, str(path), str(output)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=True)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            told = getattr(error, "stderr", None) or str(error)
            print(f"  {name}: {str(told).strip().splitlines()[-1][:200]}", file=sys.stderr)
            return None
        return float(done.stdout), triples_of(output)


def triples_of(path: Path) -> set[Any]:
    """The triples of a file as a store gives them back, so that literals count by value."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES, lenient=True)
    return {quad.triple for quad in store}


def command_seconds(*arguments: str) -> float:
    """The CPU seconds of a command of ours, from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "icigraph", "reason", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(path: Path, peers: dict[str, str], rounds: int, limit: float) -> None:
    from icigraph.rules.run.oracle import is_noise

    told = told_in(path)
    times: dict[str, list[float]] = {}
    closures: dict[str, set[Any]] = {}
    for _ in range(rounds):
        for name, python in list({"icigraph": sys.executable, **peers}.items()):
            found = measured(name, python, path, limit)
            if found is None:
                peers.pop(name)
            else:
                times.setdefault(name, []).append(found[0])
                closures[name] = {triple for triple in found[1] - told if not is_noise(triple)}
        times.setdefault("reason", []).append(command_seconds(str(path)))
        times.setdefault("profile", []).append(command_seconds("--profile", str(path)))
    print(row(path, told, times, closures), flush=True)
    for name in closures:
        show(name, closures["icigraph"], closures[name])


def told_in(path: Path) -> set[Any]:
    from pyoxigraph import NamedNode, Store

    from icigraph.project.load import load_files

    store = Store()
    load_files([(path, NamedNode(path.resolve().as_uri()))], store)
    return {quad.triple for quad in store}


def row(path: Path, told: set[Any], times: dict[str, list[float]], closures: dict[str, set[Any]]) -> str:
    ours = times["icigraph"]
    cells = [path.name, f"{len(told):,}", f"{len(closures['icigraph']):,}", f"{statistics.median(ours):.2f}"]
    cells += [f"{statistics.median(times[name]):.2f}" for name in ("reason", "profile")]
    for name in PEERS:
        if name not in times or len(times[name]) < len(ours):
            cells.append("")
            continue
        ratio = statistics.median(theirs / own for theirs, own in zip(times[name], ours, strict=True))
        lacking = len(closures["icigraph"] - closures[name])
        more = len(closures[name] - closures["icigraph"])
        cells.append(f"{ratio:.2g}: lacks {lacking:,}, has {more:,} more")
    return f"| {' | '.join(cells)} |"


def show(name: str, ours: set[Any], theirs: set[Any]) -> None:
    """What two closures differ in, by predicate, on stderr."""
    for word, found in (("lacks", ours - theirs), ("has more", theirs - ours)):
        if found:
            kinds = Counter(triple.predicate.value for triple in found).most_common(SHOWN)
            print(f"  {name} {word}: {kinds}, as {min(map(str, found))}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default=sys.executable, help="an interpreter that has the other packages")
    parser.add_argument("--limit", type=float, default=900, help="seconds that a peer may take")
    parser.add_argument("--without", action="append", default=[], choices=PEERS)
    parser.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.run:
        run_one(*args.run)
        return 0
    print("| file | triples | inferred | ours (s) | `reason` (s) | `--profile` (s) |", " | ".join(PEERS), "|")
    print("|---" * (6 + len(PEERS)) + "|")
    for path in args.files or [SHARED / name for name in USUAL]:
        peers = {name: args.peers for name in PEERS if name not in args.without}
        compare(path, peers, args.rounds, args.limit)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
