"""Validating a generated graph with 0.2 % faults, paired: ours with places, pyshacl, and pyoxigraph's load.

    python benchmarks/validate.py 10000 100000 [--rounds 3] [--no-pyshacl] [--shapes few core] [--project]

Each round runs every contestant once, in turn; the table has medians, and medians of each round's ratios.
`few` are 13 constraints of the plainest kinds, `core` what this project's shapes ask of facts, claims and
citations, in the terms of the generator. `--project` also validates this project's graph against its own
shapes, in one process and as a command. `locating` is what the places, suggestions and causes cost over the
bare engine, in per cent of the run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from generate import ID, ONT, XSD, generate
from icigraph.project.graph_project import open_project
from icigraph.snapshot.pipeline import close
from icigraph.snapshot.project_validation import validate_project
from icigraph.validation.engines import pyshacl as engine_pyshacl
from icigraph.validation.engines import shacl as engine_shacl
from icigraph.validation.reading.dataset import as_written, from_sources
from icigraph.validation.reading.inputs import read_sources
from icigraph.validation.shapes.shape_graph import ShapeGraph
from icigraph.validation.validate import validate

FAULTS = 0.002
PREFIXES = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <{ONT}> . @prefix id: <{ID}> . @prefix xsd: <{XSD}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
FEW = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <{ONT}> . @prefix xsd: <{XSD}> .
:ClaimShape a sh:NodeShape ; sh:targetClass :Claim ;
  sh:property [ sh:path :start ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:gYear ] ;
  sh:property [ sh:path :rank ; sh:minCount 1 ; sh:in ( <{ID}normal> <{ID}preferred> <{ID}deprecated> ) ] ;
  sh:property [ sh:path :citation ; sh:minCount 1 ; sh:class :Citation ; sh:nodeKind sh:IRI ] .
:PartnershipShape a sh:NodeShape ; sh:targetClass :Partnership ;
  sh:property [ sh:path :partner ; sh:minCount 1 ; sh:class :State ] ;
  sh:property [ sh:path :framework ; sh:class :Framework ] .
:CitationShape a sh:NodeShape ; sh:targetClass :Citation ; sh:closed true ;
  sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ;
  sh:property [ sh:path :source ; sh:minCount 1 ; sh:maxCount 1 ] ;
  sh:property [ sh:path :from ; sh:datatype xsd:nonNegativeInteger ; sh:lessThan :to ] ;
  sh:property [ sh:path :to ] ;
  sh:property [ sh:path :digest ; sh:pattern "^[0-9a-f]{{64}}$" ] .
"""
CORE = """
:Year a sh:NodeShape ; sh:datatype xsd:gYear ; sh:pattern "^[0-9]{4}$" .
:Month a sh:NodeShape ; sh:datatype xsd:gYearMonth ; sh:pattern "^[0-9]{4}-(0[1-9]|1[0-2])$" .
:Day a sh:NodeShape ; sh:datatype xsd:date ;
  sh:pattern "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" .
:FactShape a sh:NodeShape ; sh:targetClass :Fact ;
  sh:property [ sh:path rdfs:label ; sh:uniqueLang true ; sh:languageIn ( "en" ) ] ;
  sh:property [ sh:path [ sh:alternativePath ( :partner :member :contributor ) ] ;
    sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ; sh:class :Agent ] ;
  sh:property [ sh:path [ sh:alternativePath ( :framework :organisation :operation ) ] ;
    sh:minCount 1 ; sh:nodeKind sh:IRI ] .
:ClaimShape a sh:NodeShape ; sh:targetClass :Claim ;
  sh:property [ sh:path :states ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ; sh:class :Fact ] ;
  sh:property [ sh:path :rank ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:in ( id:preferred id:normal id:deprecated ) ] ;
  sh:property [ sh:path :citation ; sh:minCount 1 ; sh:class :Citation ] ;
  sh:property [ sh:path :start ; sh:maxCount 1 ; sh:or ( :Year :Month :Day ) ] ;
  sh:property [ sh:path :end ; sh:maxCount 1 ; sh:or ( :Year :Month :Day ) ] ;
  sh:property [ sh:path :disagreesWith ; sh:class :Claim ] .
:Bounds a sh:NodeShape ; sh:targetSubjectsOf :start ; sh:sparql [ sh:select '''
  SELECT $this ?value WHERE { $this <ONTstart> ?start ; <ONTend> ?value .
  FILTER(STR(?start) > STR(?value)) } ''' ] .
:CitationShape a sh:NodeShape ; sh:targetClass :Citation ; sh:closed true ; sh:xone ( :Span :Locator ) ;
  sh:property [ sh:path rdf:type ; sh:minCount 1 ] ;
  sh:property [ sh:path :source ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path :from ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ; sh:lessThan :to ] ;
  sh:property [ sh:path :to ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ;
  sh:property [ sh:path :digest ; sh:maxCount 1 ; sh:pattern "^[0-9a-f]{64}$" ] ;
  sh:property [ sh:path :locator ; sh:maxCount 1 ; sh:datatype xsd:string ; sh:minLength 2 ] .
:Span a sh:NodeShape ; sh:property [ sh:path :from ; sh:minCount 1 ] , [ sh:path :to ; sh:minCount 1 ] ,
  [ sh:path :digest ; sh:minCount 1 ] , [ sh:path :locator ; sh:maxCount 0 ] .
:Locator a sh:NodeShape ; sh:property [ sh:path :from ; sh:maxCount 0 ] , [ sh:path :to ; sh:maxCount 0 ] ,
  [ sh:path :digest ; sh:maxCount 0 ] , [ sh:path :locator ; sh:minCount 1 ] .
:CitedSpan a sh:NodeShape ; sh:targetSubjectsOf :to ; sh:sparql [ sh:select '''
  SELECT $this ?value WHERE { $this <ONTsource> ?source ; <ONTto> ?value . ?source <ONTtextLength> ?length .
  FILTER(?value > ?length) } ''' ] .
""".replace("ONT", ONT)
SHAPES = {"few": FEW, "core": PREFIXES + CORE}


def faulty(lines: Iterator[str], rng: random.Random) -> Iterator[str]:
    """The lines with 0.2 % of them changed so that a shape breaks: retyped, misspelt, dropped or doubled."""
    for line in lines:
        subject = line.partition(" ")[0]
        if rng.random() >= FAULTS * 2 or not ("/id/claim-" in subject or "/id/citation-" in subject):
            yield line
        elif f"{ONT}start" in line:
            yield line.replace("#gYear", "#gYearMonth")
        elif f"{ONT}digest" in line:
            yield line.replace('"', '"X', 1)
        elif f"{ONT}rank" in line:
            yield line.replace("normal", "norml")
        elif f"{ONT}source" not in line:
            yield line
            yield line.replace(ONT, f"{ONT}x", 1) if "citation-" in subject else ""


def timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def load(path: Path) -> Store:
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES)
    return store


def bare(path: Path, shapes: Path) -> int:
    """The engine alone: read as `validate` does, run, no places."""
    dataset = from_sources(read_sources([path]), as_written)
    return len(engine_shacl.run(ShapeGraph(from_sources(read_sources([shapes]))), dataset.data))


def pyshacl(path: Path, shapes: Path) -> int:
    dataset = from_sources(read_sources([path]))
    return len(engine_pyshacl.run(ShapeGraph(from_sources(read_sources([shapes]))), dataset.data))


def measure(size: int, shape_set: str, rounds: int, against: bool, folder: Path) -> None:
    path, sound, shapes = folder / f"{size}.nt", folder / f"{size}-sound.nt", folder / "shapes.ttl"
    shapes.write_text(SHAPES[shape_set])
    sound.write_text("".join(generate(size)))
    path.write_text("".join(faulty(generate(size), random.Random(1))))
    jobs: dict[str, Callable[[], object]] = {
        "ours": lambda: validate(path, shapes),
        "engine": lambda: bare(path, shapes),
        "sound": lambda: validate(sound, shapes),
        "sound engine": lambda: bare(sound, shapes),
        "load": lambda: load(path),
    }
    if against:
        jobs["pyshacl"] = lambda: pyshacl(path, shapes)
    times: dict[str, list[float]] = {name: [] for name in jobs}
    report = validate(path, shapes)  # the first run also imports
    for _ in range(rounds):
        for name, job in jobs.items():
            times[name].append(timed(job))
    print(
        f"{report.data_triples:,} triples, {shape_set} shapes, {len(report.results):,} results, "
        f"{sum(bool(result.place) for result in report.results):,} located"
    )
    for name, values in times.items():
        ratio = paired(lambda ours, other: other / ours, times["ours"], values)
        print(f"  {name:13} {statistics.median(values):8.3f} s   {ratio:6.2f} of ours")
    located, sound = (
        100 * paired(lambda ours, engine: (ours - engine) / ours, times[name], times[bare_name])
        for name, bare_name in (("ours", "engine"), ("sound", "sound engine"))
    )
    print(f"  locating {located:.0f} % of the run, {sound:.0f} % when the data conforms")


def paired(figure: Callable[[float, float], float], some: list[float], others: list[float]) -> float:
    """The median of a figure of two times of one round: the machine's speed changes between rounds."""
    return statistics.median(map(figure, some, others))


def whole_project(rounds: int) -> None:
    """The real graph against the real shapes: one engine and the other through the same code; then the
    command, each time in a new process.
    """
    project = open_project(Path(__file__).parent.parent)
    store = close(project).store

    def opened() -> Store:
        return store

    times: dict[str, list[float]] = {"shacl": [], "pyshacl": []}
    for _ in range(rounds):
        for engine, taken in times.items():
            taken.append(timed(lambda: validate_project(project, opened, engine=engine)))  # noqa: B023
    ours, theirs = (statistics.median(taken) for taken in times.values())
    print(f"this project: ours {ours:.3f} s, pyshacl {theirs:.2f} s, {theirs / ours:.0f} times")
    command = [sys.executable, "-m", "icigraph", "validate"]
    start = partial(subprocess.run, command, cwd=project.root, stdout=subprocess.DEVNULL, check=True)
    start()  # builds the snapshot, if there is none
    cold = [timed(start) for _ in range(15)]
    print(f"a new process: {statistics.median(cold) * 1000:.0f} ms, the least {min(cold) * 1000:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-pyshacl", action="store_true")
    parser.add_argument("--shapes", nargs="+", choices=list(SHAPES), default=list(SHAPES))
    parser.add_argument("--project", action="store_true")
    args = parser.parse_args()
    if args.project:
        whole_project(args.rounds)
    with tempfile.TemporaryDirectory() as folder:
        for size in args.sizes:
            for shape_set in args.shapes:
                measure(size, shape_set, args.rounds, not args.no_pyshacl, Path(folder))


if __name__ == "__main__":
    main()
