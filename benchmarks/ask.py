"""A cold `icigraph ask` against a script that answers the same with rdflib and owlrl from the same files.

    python benchmarks/ask.py [--rounds 15]

Runs are paired and interleaved; wall time of whole processes. The script that we are compared with is in this
file.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
QUESTION = "partners-as-of"

RIVAL = """
import sys
from pathlib import Path
from rdflib import Graph
import owlrl

root = Path(sys.argv[1])
graph = Graph()
for file in [*(root / "ontology").rglob("*.ttl"), *(root / "data").rglob("*.ttl")]:
    if "shapes" not in file.parts:
        graph.parse(file)


def derive():
    for file in sorted((root / "ontology" / "rules").rglob("*.rq")):
        for triple in list(graph.query(file.read_text())):
            graph.add(triple)


owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
derive()
derive()
derive()
for row in graph.query((root / "queries" / sys.argv[2]).read_text()):
    print(*row)
"""


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print the medians, the least and the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--rival-rounds", type=int, default=3)
    args = parser.parse_args()
    ours = [sys.executable, "-m", "icigraph", "ask", QUESTION]
    theirs = [sys.executable, "-c", RIVAL, str(ROOT), f"{QUESTION}.rq"]
    seconds(ours)
    our_times, their_times = [], []
    for each in range(args.rounds):
        our_times.append(seconds(ours))
        if each < args.rival_rounds:
            their_times.append(seconds(theirs))
    mine, yours = statistics.median(our_times), statistics.median(their_times)
    print(f"icigraph ask, cold     median {mine * 1000:7.0f} ms   least {min(our_times) * 1000:.0f} ms")
    print(f"rdflib + owlrl script  median {yours * 1000:7.0f} ms   least {min(their_times) * 1000:.0f} ms")
    print(f"ratio                         {yours / mine:7.1f}")


if __name__ == "__main__":
    main()
