"""`icigraph reason`: close RDF files, decide an entailment, look for contradictions, judge an ontology."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse, serialize

from icigraph.base.faults import Fault, InputError
from icigraph.base.streamed_files import writing
from icigraph.cli.common import out, progress_of, project_of
from icigraph.cli.streams import write_all
from icigraph.rdf.syntax import syntax_of
from icigraph.rules.compile.draft import Mode

if TYPE_CHECKING:
    from icigraph.rules.closure.store import KeptClosure
    from icigraph.rules.compile.rule_set import RuleSet
    from icigraph.rules.contradictions.contradiction import Contradiction

__all__ = ["add_arguments", "run"]

_STDOUT = Path("-")
_BATCH = 10_000
_SHOWN = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="RDF files: ontology and data together"
    )
    endpoint = "close what was pushed to this store instead, there: a URL or a name in icigraph.toml"
    parser.add_argument("--endpoint", metavar="TARGET", help=endpoint)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="write here (default: -, N-Triples on stdout)"
    )
    kept = (
        "keep the closed graph in this folder, and bring it up to date with what changed in the files since"
    )
    parser.add_argument("--store", type=_folder, metavar="DIR", help=f"{kept}; writes it out only with -o")
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


def _folder(text: str) -> Path:
    # An empty shell variable: silence would take the working folder.
    if not text:
        raise argparse.ArgumentTypeError("names no folder")
    return Path(text)


def run(args: argparse.Namespace) -> int:
    """Do the one task that the options name; returns the exit code."""
    if args.endpoint and args.store is None:
        return _at_endpoint(args)
    if not args.files:
        raise InputError(Fault("no files are given", hint="name RDF files, or a store with --endpoint"))
    if args.output not in (None, _STDOUT):
        # Before a long run: a name that tells no syntax would end it.
        syntax_of(args.output)
    if args.store is not None:
        return _in_folder(args)
    if args.entails is not None:
        return _entails(args)
    if args.inconsistency:
        return _contradictions(args)
    return _profile(args) if args.profile else _close(args)


def _in_folder(args: argparse.Namespace) -> int:
    from icigraph.proofs.contradictions.listing import every_contradiction
    from icigraph.rules.closure.store import kept_closure
    from icigraph.rules.run.sources import asserted_in

    if args.endpoint or args.entails or args.profile or args.engine != "rules":
        hint = "--store closes files, or looks for contradictions in them with --inconsistency"
        raise InputError(
            Fault("--store does not go with --endpoint, --entails, --profile or --engine", hint=hint)
        )
    if args.only_inferred and args.output is None:
        raise InputError(Fault("nothing is written out", hint="name a file, or - for stdout, with -o"))
    with kept_closure(
        args.store, args.files, mode=_mode(args), derivations=args.rules, progress=progress_of(args)
    ) as kept:
        if args.inconsistency:
            return _print_contradictions(every_contradiction(kept.store, kept.rules, asserted_in(args.files)))
        if args.output is not None:
            _write(kept.triples(only_inferred=args.only_inferred), args.output)
        if args.output != _STDOUT:
            out(f"{_what_was_done(kept)}\n")
    return 0


def _what_was_done(kept: KeptClosure) -> str:
    change = kept.change
    if change is None:
        return f"closed anew: {kept.why}" if kept.why else "closed"
    if not change.added and not change.removed:
        return "nothing changed"
    anew = ", and closed anew: some things are the same" if change.anew else ""
    return f"brought up to date: {change.added} triples added, {change.removed} removed{anew}"


def _at_endpoint(args: argparse.Namespace) -> int:
    from icigraph.cli.stores import reason_there

    report = reason_there(args.endpoint, project_of(args), progress_of(args))
    out(f"{report.inferred} inferred, {report.derived} derived, {report.rounds} rounds\n")
    return 0


def _triples(args: argparse.Namespace) -> list[Triple]:
    from icigraph.rules.run.sources import triples_of

    return [triple for path in args.files for triple in triples_of(path)]


def _entails(args: argparse.Namespace) -> int:
    from icigraph.rules.compile.sentences import sentence
    from icigraph.rules.entailment import decide

    found = decide(_triples(args), args.entails)
    lacking = "".join(f"  does not follow: {sentence(triple)}\n" for triple in found.lacking[:_SHOWN])
    more = len(found.lacking) - _SHOWN
    lacking += f"  and {more} more\n" if more > 0 else ""
    why = ", as anything is: the files contradict each other" if found.contradictory else ""
    out(f"entailed{why}\n" if found.holds else f"not entailed\n{lacking}")
    return 0 if found.holds else 1


def _contradictions(args: argparse.Namespace) -> int:
    from icigraph.proofs.contradictions.listing import every_contradiction
    from icigraph.rules.run.sources import asserted_in

    store, rules = _closed(args)
    return _print_contradictions(every_contradiction(store, rules, asserted_in(args.files)))


def _print_contradictions(every: Iterator[Contradiction]) -> int:
    found = list(every)
    summary = f"contradictions: {len(found)}" if found else "consistent"
    out("".join(f"{line}\n" for line in [*(each.message for each in found), summary]))
    return 1 if found else 0


def _profile(args: argparse.Namespace) -> int:
    from icigraph.checks.ontology_quality import quality
    from icigraph.checks.profile import profile
    from icigraph.project.locate import Locator

    triples = _triples(args)
    locator = Locator([(path, NamedNode(path.resolve().as_uri())) for path in args.files])
    outside = profile(triples)
    faults = [Fault(item.message, locator.place_of(item.axiom), item.remedy) for item in outside]
    for finding in quality(triples):
        place = locator.place_of(finding.triple) if finding.triple else None
        faults.append(Fault(f"{finding.kind}: {finding.message}", place))
    summary = f"axioms outside OWL 2 RL: {len(outside)}" if outside else "in OWL 2 RL"
    out("".join(f"{line}\n" for line in [*faults, summary]))
    return 1 if outside else 0


def _close(args: argparse.Namespace) -> int:
    output = args.output or _STDOUT
    if args.engine == "owlrl":
        _write(_by_owlrl(args), output)
    elif args.only_inferred:
        store, _ = _closed(args)
        _write_closed((), store, output)
    else:
        _write_closed(*_as_spelled(args), output)
    return 0


def _write(triples: Iterator[Triple], output: Path) -> None:
    if output == _STDOUT:
        write_all(_lines(triples))
        return
    syntax = syntax_of(output)
    with writing(output) as stream:
        serialize(triples, stream, format=syntax.format)


def _lines(triples: Iterator[Triple]) -> Iterator[bytes]:
    """N-Triples, so many lines at a time."""
    while batch := list(islice(triples, _BATCH)):
        yield serialize(batch, format=RdfFormat.N_TRIPLES) or b""


def _write_closed(asserted: Sequence[bytes], store: Store, output: Path) -> None:
    """Write lines of N-Triples, and what a closed store infers and derives."""
    from icigraph.rules.run.materialise import DERIVED, INFERRED

    dumps = (store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b"" for graph in (INFERRED, DERIVED))
    lines = chain(asserted, dumps)
    if output == _STDOUT:
        write_all(lines)
    else:
        _write((quad.triple for quad in parse(b"".join(lines), format=RdfFormat.N_TRIPLES)), output)


def _mode(args: argparse.Namespace) -> Mode:
    return Mode.AXIOMATIC if args.axiomatic else Mode.PUBLISHED


def _by_owlrl(args: argparse.Namespace) -> Iterator[Triple]:
    from icigraph.rules.run.oracle import closure_by_owlrl

    triples = set(_triples(args))
    closed = closure_by_owlrl(triples)
    return iter(sorted(closed - triples if args.only_inferred else closed | triples, key=str))


def _as_spelled(args: argparse.Namespace) -> tuple[Sequence[bytes], Store]:
    """What the files state, each literal as they spell it, and the store in which they are closed."""
    from icigraph.rules.close import close_store
    from icigraph.rules.compile.derivation import read_derivations
    from icigraph.rules.run.sources import load_asserted

    store, progress = Store(), progress_of(args)
    derivations = read_derivations(args.rules)
    asserted = load_asserted(args.files, store, progress)
    close_store(store, mode=_mode(args), derivations=derivations, progress=progress)
    return asserted, store


def _closed(args: argparse.Namespace) -> tuple[Store, RuleSet]:
    """The files, closed in memory, and the rules used."""
    from icigraph.rules.close import close_files
    from icigraph.rules.compile.derivation import read_derivations

    store = Store()
    derivations = read_derivations(args.rules)
    rules = close_files(
        args.files, store, mode=_mode(args), derivations=derivations, progress=progress_of(args)
    )
    return store, rules
