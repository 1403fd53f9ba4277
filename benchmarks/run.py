"""Every benchmark in turn, each as its own process: `python benchmarks/run.py [--scale]`.

Prints what each prints, under its command line, so that the output can be kept as it is. `--scale` runs the
sizes of 1M and 10M triples instead.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
USUAL = (
    ("ask.py",),
    ("build.py",),
    ("reason.py", "10000", "--against", "owlrl", "jena rdfs", "jena owl-mini", "bulk load"),
    ("validate.py", "10000", "--project"),
    ("push.py", "oxigraph", "100000"),
)
SCALE = (
    ("reason.py", "1000000", "--rounds", "1", "--facts", "100"),
    ("reason.py", "10000000", "--rounds", "1", "--disk"),
    ("validate.py", "1000000", "--rounds", "1", "--no-pyshacl"),
    ("push.py", "oxigraph", "1000000"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", action="store_true", help="the sizes of 1M and 10M triples")
    scale: bool = parser.parse_args().scale
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}")
    codes = [run(*command) for command in (SCALE if scale else USUAL)]
    if scale:
        codes.append(proofs(1_000_000))
    return int(any(codes))


def run(script: str, *options: str) -> int:
    print(f"\n## {script} {' '.join(options)}\n", flush=True)
    start = time.perf_counter()
    code = subprocess.run(
        [sys.executable, HERE / script, *options],
        cwd=HERE.parent,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
        check=False,
    ).returncode
    print(f"\n{time.perf_counter() - start:.0f} s" + (f", ended with {code}" if code else ""))
    return code


def proofs(size: int) -> int:
    """Proofs need the generated file itself."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "generated.nt"
        with file.open("wb") as out:
            subprocess.run([sys.executable, HERE / "generate.py", str(size)], stdout=out, check=True)
        return run("explain.py", str(file))


if __name__ == "__main__":
    sys.exit(main())
