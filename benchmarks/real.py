"""Shapes and data that others wrote: our results beside pySHACL's and shifty's, term by term, and the time.

    python benchmarks/real.py [--only brick-rice …] [--rounds 3] [--without pyshacl] [--most 400]

In each round every contestant has a process of its own, one after the other; the time is CPU seconds from
files to results, imports left out (`peers.py`). The table has medians, and of the others what each round's
ratio to ours is at the median. `results` are the others' that we do not have, and ours that they do not
have. Whoever takes more than ten seconds runs once. What others wrote lies in `../shared/real` and in
packages that are fetched, without what they depend on, into `.cache/real`; a case whose files are not there
is left out and named.

The exit code is 1 where pySHACL has a result that we do not have and that `EXPLAINED` does not account for.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "real"
CACHE = ROOT / ".cache" / "real"
PACKAGES = ("brickschema==0.8.0", "linkml-model==1.12.0", "pycgmes-shacl==1.0.1", "pyshifty==0.5.1")
PEERS = Path(__file__).with_name("peers.py")
LONG = 10.0
SHOWN = 3
UNDESCRIBED = "[e3b0c44298fc]"
"""A blank node of which nothing is said (`peers.py`)."""

BRICK = f"{SHARED}/brick/Brick-1.4.ttl"
BRICKSCHEMA = f"{CACHE}/brickschema/ontologies"
ASHRAE = f"{BRICKSCHEMA}/1.5/extensions/223p.ttl"
CGMES = f"{CACHE}/pycgmes/shacl/datafiles"
LINKML = f"{CACHE}/linkml_model"
SHACL_SHACL = "pyshacl:shacl-shacl.ttl"
DCAT = tuple(str(path) for path in sorted((SHARED / "dcat-ap").glob("example-*.ttl")))
EXPLAINED: dict[str, str] = {}
"""Why a result of pySHACL's is none by the standard: a case and component, and the reason."""


@dataclass(frozen=True, slots=True)
class Case:
    """Shapes and data, each file or folder by name."""

    name: str
    shapes: tuple[str, ...]
    data: tuple[str, ...]


CASES = (
    Case("brick-apartment", (BRICK,), (BRICK, f"{SHARED}/brick/apartment.ttl")),
    Case("brick-example", (BRICK,), (BRICK, f"{SHARED}/brick/example.ttl")),
    Case("brick-rice", (BRICK,), (BRICK, f"{SHARED}/brick/rice_brick.ttl")),
    Case("brick-1.2", (f"{BRICKSCHEMA}/1.2/BrickShape.ttl",), (f"{BRICKSCHEMA}/1.2/Brick.ttl",)),
    Case("ashrae-223p", (ASHRAE,), (ASHRAE,)),
    Case("dcat-ap-hvd", (f"{SHARED}/dcat-ap/hvd-shapes.ttl",), DCAT),
    Case("dcat-ap-2.1.1", (f"{SHARED}/dcat-ap/dcat-ap-2.1.1-shapes.ttl",), DCAT),
    Case("linkml", (f"{LINKML}/shacl/meta.shacl.ttl",), (f"{LINKML}/rdf/meta.ttl",)),
    Case("linkml-all", (f"{LINKML}/shacl/meta.shacl.ttl",), (f"{LINKML}/rdf",)),
    Case("shacl-shacl-brick", (SHACL_SHACL,), (BRICK,)),
    Case("shacl-shacl-223p", (SHACL_SHACL,), (ASHRAE,)),
    Case("shacl-shacl-dcat-ap", (SHACL_SHACL,), (f"{SHARED}/dcat-ap/hvd-shapes.ttl",)),
    Case("shacl-shacl-cgmes", (SHACL_SHACL,), (f"{CGMES}/IEC61970-302UML/DY_302UML.ttl",)),
    Case("shacl-shacl-cgmes-eq", (SHACL_SHACL,), (f"{CGMES}/IEC61970-301UML/EQ_301UML.ttl",)),
    Case("shacl-shacl-schema.org", (SHACL_SHACL,), ("pyshacl:schema.ttl",)),
    Case("schema.org", ("pyshacl:schema.ttl",), DCAT),
)


def fetch() -> None:
    """The packages, into a folder of their own; nothing of them is installed where we are."""
    if not (CACHE / ".fetched").exists() or (CACHE / ".fetched").read_text() != "\n".join(PACKAGES):
        CACHE.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--upgrade"]
        subprocess.run([*command, "--target", str(CACHE), *PACKAGES], check=True)
        (CACHE / ".fetched").write_text("\n".join(PACKAGES))


def files(names: tuple[str, ...]) -> list[str]:
    """The files that names stand for: a folder's Turtle files, or what is in pyshacl's package."""
    return [str(path) for name in names for path in _paths(name)]


def _paths(name: str) -> Iterator[Path]:
    if name.startswith("pyshacl:"):
        import pyshacl

        yield Path(pyshacl.__file__).parent / "assets" / name.partition(":")[2]
    elif Path(name).is_dir():
        yield from sorted(Path(name).glob("*.ttl"))
    else:
        yield Path(name)


def readable(path: str) -> bool:
    """Whether a file is well-formed: one of DCAT-AP's examples is not, as published."""
    from pyoxigraph import RdfFormat, parse

    try:
        return all(True for _ in parse(path=path, format=RdfFormat.TURTLE, base_iri="urn:x"))
    except SyntaxError:
        return False


def ran(engine: str, shapes: list[str], data: list[str], most: float) -> dict[str, Any]:
    job = json.dumps({"engine": engine, "shapes": shapes, "data": data})
    paths = os.pathsep.join((str(ROOT / "src"), os.environ.get("PYTHONPATH", "")))
    environment = {**os.environ, "PYTHONPATH": paths, "PEERS": str(CACHE)}
    try:
        done = subprocess.run(
            [sys.executable, str(PEERS), job], capture_output=True, text=True, timeout=most, env=environment
        )
    except subprocess.TimeoutExpired:
        return {"engine": engine, "failed": f"more than {most:.0f} s"}
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        found = {"engine": engine, "failed": done.stderr.strip()[-200:]}
    return found


@dataclass(frozen=True, slots=True)
class Measured:
    """All runs of one case, by contestant."""

    runs: dict[str, list[dict[str, Any]]]

    def seconds(self, engine: str) -> float | None:
        times = [run["seconds"] for run in self.runs.get(engine, ()) if "seconds" in run]
        return statistics.median(times) if times else None

    def ratio(self, engine: str) -> float | None:
        """Of the time of another to ours, round by round."""
        pairs = zip(self.runs.get(engine, ()), self.runs["icigraph"], strict=False)
        ratios = [
            one["seconds"] / ours["seconds"] for one, ours in pairs if "seconds" in one and "seconds" in ours
        ]
        return statistics.median(ratios) if ratios else None

    def rows(self, engine: str) -> Counter[tuple[str, ...]] | None:
        first = self.runs.get(engine, [{}])[0]
        return Counter(tuple(row) for row in first["rows"]) if "rows" in first else None

    def difference(self, engine: str) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
        """What another has and we do not, and the other way round."""
        theirs, ours = self.rows(engine), self.rows("icigraph")
        if theirs is None or ours is None:
            return Counter(), Counter()
        if any(row[-1] == UNDESCRIBED for row in theirs):
            theirs, ours = _without_blank_shapes(theirs), _without_blank_shapes(ours)
        return theirs - ours, ours - theirs


def _without_blank_shapes(rows: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """Where a report names blank shapes of which it says nothing: shifty's does."""
    found: Counter[tuple[str, ...]] = Counter()
    for row, count in rows.items():
        found[(*row[:-1], "[]" if row[-1].startswith("[") else row[-1])] += count
    return found


def measure(case: Case, engines: list[str], rounds: int, most: float) -> Measured:
    shapes, data = files(case.shapes), [path for path in files(case.data) if readable(path)]
    runs: dict[str, list[dict[str, Any]]] = {engine: [] for engine in engines}
    for number in range(rounds):
        for engine in engines:
            before = runs[engine]
            if number and ("failed" in before[0] or before[0]["seconds"] > LONG):
                continue
            before.append(ran(engine, shapes, data, most))
    return Measured(runs)


HEAD = (
    "| case | results | pySHACL's | shifty's | ours | engine alone | pySHACL | shifty |\n"
    "|---|---|---|---|---|---|---|---|"
)


def line(case: Case, found: Measured) -> str:
    ours = found.rows("icigraph")
    count = "failed" if ours is None else f"{sum(ours.values()):,}"
    seconds = found.seconds("icigraph")
    cells = [count, compared(found, "pyshacl"), compared(found, "shifty")]
    cells += [
        f"{seconds:.2f} s" if seconds else "",
        told(found, "bare"),
        told(found, "pyshacl"),
        told(found, "shifty"),
    ]
    return f"| {case.name} | {' | '.join(cells)} |"


def compared(found: Measured, engine: str) -> str:
    """How many results another has, and which of us has more."""
    rows = found.rows(engine)
    if rows is None:
        return found.runs.get(engine, [{}])[0].get("failed", "").replace("|", "/")[:40]
    missing, extra = (sum(rows.values()) for rows in found.difference(engine))
    same = "the same" if not (missing or extra) else f"{missing} not ours, {extra} ours alone"
    return f"{sum(rows.values()):,}: {same}"


def told(found: Measured, engine: str) -> str:
    ratio = found.ratio(engine)
    return "" if ratio is None else f"{ratio:.2g}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", nargs="*", default=[], choices=[case.name for case in CASES], metavar="CASE"
    )
    parser.add_argument("--without", nargs="*", default=[], metavar="ENGINE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=float, default=600, help="seconds that a run may take")
    args = parser.parse_args()
    fetch()
    engines = [one for one in ("icigraph", "bare", "shifty", "pyshacl") if one not in args.without]
    unexplained = 0
    print(HEAD, flush=True)
    for case in CASES:
        if args.only and case.name not in args.only:
            continue
        absent = [name for name in files((*case.shapes, *case.data)) if not Path(name).exists()]
        if absent or not case.data:
            print(f"| {case.name} | not there: {', '.join(absent)} |")
            continue
        found = measure(case, engines, args.rounds, args.most)
        print(line(case, found), flush=True)
        for engine in ("pyshacl", "shifty"):
            for sign, rows in zip(("not ours", "ours alone"), found.difference(engine), strict=True):
                for row in list(rows)[:SHOWN]:
                    print(f"  {engine}, {sign}: {' '.join(row)}", file=sys.stderr)
        lacking = [row for row in found.difference("pyshacl")[0] if f"{case.name} {row[3]}" not in EXPLAINED]
        unexplained += len(lacking)
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
