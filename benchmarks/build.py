"""`icigraph build` against rdflib + owlrl + pyshacl doing the same three steps on the same files: derive,
reason, validate.

    python benchmarks/build.py [--rounds 3]

Runs are paired and interleaved; wall time of whole processes, Python's start and imports included on both
sides. Each of our builds starts without a snapshot, and writes one; the other side keeps nothing. It
reasons once, before it derives, since the roles of facts are inferred; the short relations, which follow from
what is derived, it goes without: owlrl needs minutes for the second time. `--no-derivation` spares it the
derivations too.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from pathlib import Path

from ask import seconds

ROOT = Path(__file__).parent.parent

RIVAL = """
import sys
from pathlib import Path
from rdflib import Graph
import owlrl
import pyshacl

root = Path(sys.argv[1])
data, shapes = Graph(), Graph()
for file in [*(root / "ontology").rglob("*.ttl"), *(root / "data").rglob("*.ttl")]:
    (shapes if "shapes" in file.parts else data).parse(file)
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(data)
if "--no-derivation" not in sys.argv:
    for _ in range(3):
        for file in sorted((root / "ontology" / "rules").rglob("*.rq")):
            for triple in list(data.query(file.read_text())):
                data.add(triple)
conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
print(conforms)
"""


def main() -> None:
    """Measure and print the medians and the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-derivation", action="store_true")
    args = parser.parse_args()
    ours = [sys.executable, "-m", "icigraph", "build"]
    theirs = [sys.executable, "-c", RIVAL, str(ROOT), *(["--no-derivation"] if args.no_derivation else [])]
    pairs = [(fresh(ours), seconds(theirs)) for _ in range(args.rounds)]
    mine, yours = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"icigraph build            median {mine:7.2f} s")
    print(f"rdflib + owlrl + pyshacl  median {yours:7.2f} s")
    print(f"ratio                            {yours / mine:7.1f}")


def fresh(command: list[str]) -> float:
    """Seconds that the command takes where no snapshot is."""
    shutil.rmtree(ROOT / ".icigraph", ignore_errors=True)
    return seconds(command)


if __name__ == "__main__":
    main()
