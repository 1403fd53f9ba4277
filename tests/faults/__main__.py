"""The fault campaign of `make faults`: every proven fault, random ones of their kind, and pushes cut short.

`python -m tests.faults --cases 200 --seed 0`; the exit code is 1 if a case ended as it should not. A case
that did is printed, and `--only NAME` (with the same `--cases` and `--seed`) runs it alone.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.faults.case import Case, problem_of
from tests.faults.generated import generated
from tests.faults.proven import proven

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, what was wrong with how it ended, and how many seconds it took."""

    case: Case
    problem: str | None
    seconds: float


def outcome_of(case: Case) -> Outcome:
    """How a case ended."""
    began = time.monotonic()
    problem = problem_of(case)
    return Outcome(case, problem, time.monotonic() - began)


def cut_pushes(count: int) -> int:
    """Run the tests that cut pushes to every store short at so many random moments, or let two meet."""
    command = [sys.executable, "-m", "pytest", "-m", "server", "tests/stores", "-k", "fault or pushers"]
    given = os.environ | {"ICIGRAPH_FAULTS": str(count)}
    return subprocess.run(command, cwd=ROOT, env=given, check=False).returncode


def figures(outcomes: list[Outcome], seed: int) -> str:
    """What came of the cases, in a line."""
    wrong = sum(outcome.problem is not None for outcome in outcomes)
    longest = max(outcomes, key=lambda outcome: outcome.seconds, default=None)
    took = f", the longest {longest.seconds:.1f} s ({longest.case.name})" if longest else ""
    return f"{len(outcomes)} cases, {wrong} ended as they should not{took}, seed {seed}"


def main() -> int:
    """Run the campaign; the exit code is 1 if a case ended as it should not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--cases", type=int, default=200, help="random cases, beside the proven ones")
    parser.add_argument("--seed", type=int, default=0, help="of the random cases")
    parser.add_argument(
        "--pushes", type=int, default=0, help="moments at which a push to a store is cut short"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="cases at one time")
    parser.add_argument("--only", default="", help="cases with this in their name")
    args = parser.parse_args()
    pushes = cut_pushes(args.pushes) if args.pushes else 0
    cases = [case for case in (*proven(), *generated(args.cases, args.seed)) if args.only in case.name]
    outcomes = []
    with ThreadPoolExecutor(args.jobs) as pool:
        for outcome in pool.map(outcome_of, cases):
            outcomes.append(outcome)
            if outcome.problem is not None:
                sys.stdout.write(f"--- {outcome.case.name}\n{outcome.problem.rstrip()}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{figures(outcomes, args.seed)}\n")
    if args.pushes:
        sys.stdout.write(
            f"pushes cut short at {args.pushes} moments: {'FAILED' if pushes else 'as they should'}\n"
        )
    return 1 if pushes or any(outcome.problem for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
