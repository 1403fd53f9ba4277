"""How long a proof takes on a closed graph: the triples are drawn at random from all that was inferred.

    python benchmarks/generate.py 1000000 > g1m.nt
    python benchmarks/explain.py g1m.nt --proofs 1000

Prints a table of the time to search, with and without what earlier searches remembered, and to check.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store, Triple

from icigraph.proofs.checker.check import check
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import book_of
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile_ontology import compile_rules
from icigraph.rules.run.materialise import DERIVED, INFERRED, materialise

DATA = NamedNode("urn:icigraph:data")


def main() -> None:
    """Close the file, draw the triples, and print the table."""
    parser = argparse.ArgumentParser(description="Time proofs of a closed graph.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--proofs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    store, rules = closed(args.file)
    drawn = sample(store, args.proofs, args.seed)
    derivations = Derivations(store, book_of(store, rules), (DERIVED, INFERRED))
    print(f"{len(store)} triples, {len(drawn)} drawn, milliseconds\n")
    print("| what | median | 99 % | worst |\n|---|---|---|---|")
    proofs = []
    row("search, from nothing", drawn, lambda triple: Prover(fresh(derivations)).prove(triple))
    prover = Prover(derivations)
    row("search, remembering", drawn, lambda triple: proofs.append(prover.prove(triple)))
    failures: list[object] = []
    row("check", proofs, lambda proof: failures.extend(verdict(proof, derivations)))
    longest = max(proof.steps for proof in proofs)
    print(f"\nsteps: at most {longest}; failures of the checker: {len(failures)}")


def closed(file: Path) -> tuple[Store, RuleSet]:
    """The file's graph with what follows from it; the time of both is printed."""
    store = Store()
    start = time.perf_counter()
    store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES, to_graph=DATA)
    loaded = time.perf_counter()
    rules = compile_rules(terminology(store))
    materialise(store, rules, inferred=INFERRED, derived=DERIVED)
    print(f"loaded in {loaded - start:.1f} s, closed in {time.perf_counter() - loaded:.1f} s")
    return store, rules


def terminology(store: Store) -> list[Triple]:
    """The triples of the ontology: those about terms of OWL and RDFS, and the lists that they use."""
    query = """
        CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o
            FILTER(STRSTARTS(STR(?p), "http://www.w3.org/2002/07/owl#")
                || STRSTARTS(STR(?p), "http://www.w3.org/2000/01/rdf-schema#")
                || ?p IN (rdf:first, rdf:rest)
                || ?p = rdf:type && STRSTARTS(STR(?o), "http://www.w3.org/2002/07/owl#")) } }"""
    return list(store.query(query, prefixes={"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}))


def sample(store: Store, number: int, seed: int) -> list[Triple]:
    """So many of the inferred triples, drawn by reservoir so that the graph need not be held twice."""
    chance = random.Random(seed)
    drawn: list[Triple] = []
    for place, quad in enumerate(store.quads_for_pattern(None, None, None, INFERRED)):
        if place < number:
            drawn.append(quad.triple)
        elif (at := chance.randrange(place + 1)) < number:
            drawn[at] = quad.triple
    return drawn


def fresh(derivations: Derivations) -> Derivations:
    """The same view of the store without what it remembers."""
    return Derivations(derivations.store, derivations.book, derivations.concluded)


def verdict(proof: object, derivations: Derivations) -> object:
    return check(proof, derivations.store, derivations.book.by_name, concluded=derivations.concluded)


def row(name: str, items: list, job: Callable[..., object]) -> None:
    """Time the job on each item and print median, 99th percentile and worst."""
    times = sorted(timed(job, item) for item in items)
    shown = (times[len(times) // 2], times[int(len(times) * 0.99)], times[-1])
    print(f"| {name} | {' | '.join(f'{1000 * each:.1f}' for each in shown)} |")


def timed(job: Callable[..., object], item: object) -> float:
    start = time.perf_counter()
    job(item)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
