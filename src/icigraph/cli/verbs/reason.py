"""`icigraph reason`: close RDF files, decide an entailment, look for contradictions, judge an ontology."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError
from icigraph.cli.common import graph_of, out, progress_of
from icigraph.cli.options import folder_named
from icigraph.cli.streams import write_all
from icigraph.cli.verdicts import of_contradictions, of_entailment, of_profile
from icigraph.operations.dataset import load
from icigraph.operations.handing import ntriples, write_triples
from icigraph.rdf.syntax import syntax_of

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from icigraph.operations.closure import Closure
    from icigraph.operations.dataset import Dataset
    from icigraph.rules.contradictions.contradiction import Contradiction

__all__ = ["add_arguments", "run"]

_STDOUT = Path("-")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="files, folders or -: ontology and data together"
    )
    endpoint = "close what was pushed to this store instead, there: a URL or a name in icigraph.toml"
    parser.add_argument("--endpoint", metavar="TARGET", help=endpoint)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="write here (default: -, N-Triples on stdout)"
    )
    kept = (
        "keep the closed graph in this folder, and bring it up to date with what changed in the files since"
    )
    parser.add_argument(
        "--store", type=folder_named, metavar="DIR", help=f"{kept}; writes it out only with -o"
    )
    parser.add_argument("--only-inferred", action="store_true", help="leave out what the files state")
    parser.add_argument("--axiomatic", action="store_true", help="add the axiomatic triples of OWL 2 RL")
    parser.add_argument("--engine", choices=("rules", "owlrl"), default="rules", help="owlrl: for comparison")
    parser.add_argument(
        "--rules", action="append", type=Path, default=[], metavar="RULE", help="derivations (.rq) to run too"
    )
    syntax = "the syntax of standard input, and of files whose names tell none (default: ttl)"
    parser.add_argument("--data-format", metavar="SYNTAX", help=syntax)
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
    if args.endpoint and args.store is None:
        report = graph_of(args).reason(args.endpoint)
        out(f"{report.inferred} inferred, {report.derived} derived, {report.rounds} rounds\n")
        return 0
    if not args.files:
        raise InputError(Fault("no files are given", hint="name RDF files, or a store with --endpoint"))
    if args.output not in (None, _STDOUT):
        # Before a long run: a name that tells no syntax would end it.
        syntax_of(args.output)
    if args.store is not None:
        return _in_folder(args)
    data = load(*args.files, format=args.data_format, progress=progress_of(args))
    if args.entails is not None:
        entailed = data.entails(args.entails)
        return _told(of_entailment(entailed), bool(entailed))
    if args.inconsistency:
        return _tell_contradictions(_closed(args, data).contradictions())
    if args.profile:
        profile = data.profile()
        return _told(of_profile(profile), bool(profile))
    return _close(args, data)


def _in_folder(args: argparse.Namespace) -> int:
    from icigraph.operations.keeping import keep

    if args.endpoint or args.entails or args.profile or args.engine != "rules":
        hint = "--store closes files, or looks for contradictions in them with --inconsistency"
        raise InputError(
            Fault("--store does not go with --endpoint, --entails, --profile or --engine", hint=hint)
        )
    if args.only_inferred and args.output is None:
        raise InputError(Fault("nothing is written out", hint="name a file, or - for stdout, with -o"))
    options = {"rules": args.rules, "axiomatic": args.axiomatic, "progress": progress_of(args)}
    with keep(args.store, args.files, **options) as kept:
        if args.inconsistency:
            return _tell_contradictions(kept.contradictions())
        if args.output is not None:
            _write(kept.triples(only_inferred=args.only_inferred), args.output)
        if args.output != _STDOUT:
            out(f"{kept.said}\n")
    return 0


def _tell_contradictions(every: Iterable[Contradiction]) -> int:
    found = tuple(every)
    return _told(of_contradictions(found), not found)


def _told(words: str, holds: bool) -> int:
    out(words)
    return 0 if holds else 1


def _closed(args: argparse.Namespace, data: Dataset) -> Closure:
    return data.close(rules=args.rules, axiomatic=args.axiomatic)


def _close(args: argparse.Namespace, data: Dataset) -> int:
    if args.engine == "owlrl":
        from icigraph.operations.oracle import by_owlrl

        _write(by_owlrl(data.sources, only_inferred=args.only_inferred), args.output)
        return 0
    closure = _closed(args, data)
    if args.output in (None, _STDOUT):
        write_all(closure.ntriples(only_inferred=args.only_inferred))
    else:
        closure.write(args.output, only_inferred=args.only_inferred)
    return 0


def _write(triples: Iterable[Triple], output: Path | None) -> None:
    if output in (None, _STDOUT):
        write_all(ntriples(triples))
    else:
        write_triples(triples, output)
