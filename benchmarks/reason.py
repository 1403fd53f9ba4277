"""Closing a generated graph, paired: our rules, owlrl, `reasonable`, two rule reasoners of Jena, and
pyoxigraph's bulk load of the file.

    python benchmarks/reason.py 10000 100000 [--rounds 3] [--against owlrl reasonable] [--disk] [--facts 100]

Each round runs every contestant once, in turn; the table has medians and ratios to ours. Loading is left out,
and so is the start of a process. One of Jena's that takes longer than 300 seconds is stopped and not run
again; without Java or Maven they are left out. `--hard 200` closes small graphs that are hard: a chain of 200
links of a transitive property, a thing with 200 names, 200 classes below restrictions. `--disk` closes a
store on disk and prints the peak memory; `--facts` also measures adding and removing that many facts.
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from generate import FACTS_PER_STATE, HARD, ID, TRIPLES_PER_FACT, fact, generate
from icigraph.rules.close import compile_from
from icigraph.rules.run.incremental import update_closure
from icigraph.rules.run.materialise import materialise

DATA = NamedNode(f"{ID}data")
LIMIT = 300


def timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def loaded(path: Path, folder: str | None = None) -> Store:
    store = Store(folder) if folder else Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES, to_graph=DATA)
    return store


def ours(path: Path) -> float:
    store = loaded(path)
    return timed(lambda: materialise(store, compile_from(store)))


def bulk_load(path: Path) -> float:
    return timed(lambda: loaded(path))


def owlrl(path: Path) -> float:
    import owlrl
    from rdflib import Graph

    graph = Graph().parse(path, format="nt")
    return timed(lambda: owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph))


def reasonable(path: Path) -> float:
    import reasonable

    reasoner = reasonable.PyReasoner()
    # N-Triples is Turtle; reasonable knows the latter suffix only.
    turtle = path.with_suffix(".ttl")
    turtle.write_bytes(path.read_bytes())
    reasoner.load_file(str(turtle))
    return timed(reasoner.reason)


def jena(reasoner: str, path: Path) -> float:
    """Seconds of a reasoner of Jena in a process of its own; infinity where they are more than the limit, no
    number where Jena cannot be had.
    """
    from tests.servers.recipes import RECIPES
    from tests.servers.server import UnavailableError

    try:
        # The one file of Fuseki holds all of Jena.
        had = RECIPES["fuseki"].fetch()
    except UnavailableError:
        return math.nan
    program = Path(__file__).with_name("JenaClosure.java")
    java = [had["java"], "-Xmx8g", "-cp", had["jar"], program]
    ran = subprocess.run([*java, reasoner, path, str(LIMIT)], stdout=subprocess.PIPE, text=True, check=False)
    if ran.returncode == 3:
        return math.inf
    ran.check_returncode()
    return float(ran.stdout.split()[0])


CONTESTANTS: dict[str, Callable[[Path], float]] = {
    "ours": ours,
    "bulk load": bulk_load,
    "owlrl": owlrl,
    "reasonable": reasonable,
    "jena owl-mini": partial(jena, "owl-mini"),
    "jena rdfs": partial(jena, "rdfs"),
}


def compare(size: int, names: list[str], rounds: int, folder: Path, kind: str = "") -> None:
    path = folder / f"{kind}{size}.nt"
    path.write_text("".join(HARD[kind](size) if kind else generate(size)))
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            if math.inf not in times[name]:
                times[name].append(CONTESTANTS[name](path))
    base = statistics.median(times["ours"])
    for name in names:
        print(f"| {kind} {size} | {name} | {shown(times[name], base)} |", flush=True)


def shown(times: list[float], base: float) -> str:
    if math.inf in times:
        return f"> {LIMIT} | > {LIMIT / base:.0f}"
    if math.isnan(times[0]):
        return "not here |"
    median = statistics.median(times)
    return f"{median:.3f} | {median / base:.1f}"


def changed(size: int, facts: int, folder: Path) -> None:
    path = folder / f"{size}.nt"
    path.write_text("".join(generate(size)))
    store = loaded(path)
    rules = compile_from(store)
    whole = timed(lambda: materialise(store, rules))
    states, rng = max(4, size // (FACTS_PER_STATE * TRIPLES_PER_FACT)), random.Random(1)
    text = "".join(line for index in range(facts) for line in fact(10**9 + index, states, rng))
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, DATA) for quad in parse(text, RdfFormat.N_TRIPLES)
    ]
    added = timed(lambda: update_closure(store, rules, added=quads))
    removed = timed(lambda: update_closure(store, rules, removed=quads))
    print(f"| {size} | close anew | {whole:.3f} | |")
    print(f"| {size} | add {facts} facts | {added:.3f} | {whole / added:.0f} times faster |")
    print(f"| {size} | remove {facts} facts | {removed:.3f} | {whole / removed:.0f} times faster |")


def on_disk(size: int, folder: Path) -> None:
    path = folder / f"{size}.nt"
    with path.open("w") as file:
        file.writelines(generate(size))
    with tempfile.TemporaryDirectory(dir=folder) as name:
        load, close = load_and_close(path, name)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"| {size} | ours, on disk | {close:.1f} | 1.0, peak {peak:.2f} GiB |")
    print(f"| {size} | bulk load, on disk | {load:.1f} | {load / close:.1f} |", flush=True)


def load_and_close(path: Path, folder: str) -> tuple[float, float]:
    before = time.perf_counter()
    store = loaded(path, folder)
    load = time.perf_counter() - before
    rules = compile_from(store)
    return load, timed(lambda: materialise(store, rules, on_disk=True))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--hard", type=int, nargs="*", default=[], metavar="PARTS")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--against", nargs="*", default=["bulk load"], choices=list(CONTESTANTS))
    parser.add_argument("--disk", action="store_true")
    parser.add_argument("--facts", type=int, default=0)
    arguments = parser.parse_args()
    print("| triples | contestant | seconds (median) | to ours |\n|---|---|---|---|")
    against = list(dict.fromkeys(["ours", *arguments.against]))
    with tempfile.TemporaryDirectory() as name:
        for kind, parts in product(HARD, arguments.hard):
            compare(parts, against, arguments.rounds, Path(name), kind)
        for size in arguments.sizes:
            if arguments.disk:
                on_disk(size, Path(name))
                continue
            compare(size, against, arguments.rounds, Path(name))
            if arguments.facts:
                changed(size, arguments.facts, Path(name))


if __name__ == "__main__":
    main()
