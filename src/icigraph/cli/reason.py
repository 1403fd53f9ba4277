"""`icigraph reason`: close RDF files, decide an entailment, look for contradictions, judge an ontology."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from icigraph.cli.common import out, progress_of, project_of
from icigraph.cli.streams import write_out
from icigraph.rdf.faults import Fault, InputError
from icigraph.rdf.files import write_atomically
from icigraph.rdf.syntax import syntax_of

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="RDF files: ontology and data together"
    )
    told = "close what was pushed to this store instead, there: a URL or a name in icigraph.toml"
    parser.add_argument("--endpoint", metavar="TARGET", help=told)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="write here (default: N-Triples on stdout)"
    )
    parser.add_argument("--only-inferred", action="store_true", help="leave out what the files state")
    parser.add_argument("--axiomatic", action="store_true", help="add the axiomatic triples of OWL 2 RL")
    parser.add_argument("--engine", choices=("rules", "owlrl"), default="rules", help="owlrl: for comparison")
    parser.add_argument(
        "--rules", action="append", type=Path, default=[], metavar="RULE", help="derivations (.rq) to run too"
    )
    task = parser.add_mutually_exclusive_group()
    task.add_argument(
        "--entails", type=Path, metavar="CONCLUSION", help="exit 0 if the files entail it, else 1"
    )
    task.add_argument(
        "--inconsistency", action="store_true", help="exit 1 and say why if the files contradict each other"
    )
    task.add_argument(
        "--profile", action="store_true", help="name the axioms outside OWL 2 RL, and what looks wrong"
    )


def run(args: argparse.Namespace) -> int:
    """Do the one task that the options name; returns the exit code."""
    if args.endpoint:
        return _at_endpoint(args)
    if not args.files:
        raise InputError(Fault("no files are given", hint="name RDF files, or a store with --endpoint"))
    if args.entails is not None:
        return _entails(args)
    if args.inconsistency:
        return _inconsistency(args)
    return _profile(args) if args.profile else _close(args)


def _at_endpoint(args: argparse.Namespace) -> int:
    from icigraph.cli.stores import reason_there

    report = reason_there(args.endpoint, project_of(args), progress_of(args))
    out(f"{report.inferred} inferred, {report.derived} derived, {report.rounds} rounds\n")
    return 0


def _told(args: argparse.Namespace) -> list[Triple]:
    from icigraph.reason.sources import triples_of

    return [triple for path in args.files for triple in triples_of(path)]


def _entails(args: argparse.Namespace) -> int:
    from icigraph.reason.entailment import entails

    holds = entails(_told(args), args.entails)
    out("entailed\n" if holds else "not entailed\n")
    return 0 if holds else 1


def _inconsistency(args: argparse.Namespace) -> int:
    from icigraph.reason.inconsistency import inconsistencies

    found = inconsistencies(_told(args))
    verdict = f"contradictions: {len(found)}" if found else "consistent"
    out("".join(f"{line}\n" for line in [*(item.message for item in found), verdict]))
    return 1 if found else 0


def _profile(args: argparse.Namespace) -> int:
    from icigraph.graph.locate import Locator
    from icigraph.reason.profile import profile
    from icigraph.reason.quality import quality

    told = _told(args)
    locator = Locator([(path, NamedNode(path.resolve().as_uri())) for path in args.files])
    outside = profile(told)
    faults = [Fault(item.message, locator.place_of(item.axiom), item.remedy) for item in outside]
    for finding in quality(told):
        place = locator.place_of(finding.triple) if finding.triple else None
        faults.append(Fault(f"{finding.kind}: {finding.message}", place))
    verdict = f"axioms outside OWL 2 RL: {len(outside)}" if outside else "in OWL 2 RL"
    out("".join(f"{line}\n" for line in [*faults, verdict]))
    return 1 if outside else 0


def _close(args: argparse.Namespace) -> int:
    content = _by_owlrl(args) if args.engine == "owlrl" else _by_rules(args)
    if args.output is None:
        write_out(serialize(content, format=RdfFormat.N_TRIPLES) or b"")
        return 0
    syntax = syntax_of(args.output)
    write_atomically(args.output, serialize(content, format=syntax.format) or b"")
    return 0


def _by_owlrl(args: argparse.Namespace) -> Iterator[Triple]:
    from icigraph.reason.oracle import closure_by_owlrl

    told = set(_told(args))
    closed = closure_by_owlrl(told)
    return iter(sorted(closed - told if args.only_inferred else closed | told, key=str))


def _by_rules(args: argparse.Namespace) -> Iterator[Triple]:
    from icigraph.reason.closing import close_files
    from icigraph.reason.derivation import read_derivations
    from icigraph.reason.draft import Mode
    from icigraph.reason.materialise import DERIVED, INFERRED

    store = Store()
    mode = Mode.AXIOMATIC if args.axiomatic else Mode.PUBLISHED
    close_files(
        args.files, store, mode=mode, derivations=read_derivations(args.rules), progress=progress_of(args)
    )
    where = f"VALUES ?g {{ {INFERRED} {DERIVED} }} " if args.only_inferred else ""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where}GRAPH ?g {{ ?s ?p ?o }} }}"
    return iter(store.query(query))  # type: ignore[arg-type]
