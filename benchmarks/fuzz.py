"""Mutated Turtle files, held against pyoxigraph's parser: `python benchmarks/fuzz.py --files 100000`.

No traceback, nothing slower than two seconds, no conforming verdict that the parser contradicts. The work is
shared by all
processors; the exit code is 1 if a file was treated wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.validate.mutate import run

BATCH = 2_000


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    batches = [min(BATCH, args.files - start) for start in range(0, args.files, BATCH)]
    seeds = [args.seed * 1_000_003 + number for number in range(len(batches))]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        wrong = [one for found in pool.map(run, batches, seeds) for one in found]
    for content, problem in wrong[:10]:
        print(f"{problem}\n{content!r}")
    print(f"{args.files:,} mutated files, {len(wrong)} treated wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
