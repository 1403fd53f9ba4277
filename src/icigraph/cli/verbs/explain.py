"""`icigraph explain`: why a triple holds, why it does not, what contradicts, and what rests on a fact."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from pyoxigraph import Triple

from icigraph.base.blocks import Block, Line
from icigraph.base.faults import CheckFailed, Fault, InputError
from icigraph.cli.data import add_data_options, closed_data_or_graph_of
from icigraph.cli.options import add_texts_option
from icigraph.cli.parser import above_zero
from icigraph.cli.terminal import tell
from icigraph.proofs.explanation import Explanation
from icigraph.proofs.renderings.formats import FORMATS, shown
from icigraph.questions.explaining import Explaining

__all__ = ["add_arguments", "run"]

_PLAIN = ("brief", "text", "json")
_MORE = "See every step, with its rule and its place: --full"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph explain`."""
    terms = "subject, predicate and object as labels, codes, CURIEs or IRIs; or one N-Triples triple"
    parser.add_argument("triple", nargs="*", metavar="TERM", help=terms)
    parser.add_argument("--question", metavar="NAME", help="explain a row of this question's answer")
    parser.add_argument("--row", type=above_zero, metavar="N", help="the row, counted from 1")
    parameter = "a parameter of the question, as `ask` takes it"
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help=parameter)
    parser.add_argument("--all", action="store_true", help="every minimal proof, not the shortest alone")
    most = "at most N proofs (default: 20)"
    parser.add_argument("--limit", type=above_zero, default=20, metavar="N", help=most)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--not", dest="absent", action="store_true", help="what the triple lacks to hold")
    what.add_argument("--inconsistency", action="store_true", help="each contradiction and what causes it")
    what.add_argument("--impact", metavar="THING", help="what rests on this fact, source or axiom")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", "-f", choices=tuple(FORMATS), default="brief", help="form (default: brief)")
    full = "every step, with its rule and its place, as --format text"
    form.add_argument("--full", dest="format", action="store_const", const="text", help=full)
    add_data_options(parser, closes=True)
    add_texts_option(parser)


def run(args: argparse.Namespace) -> int:
    """Explain as `args` say: 0 proven (or nothing wrong), 1 not entailed, a contradiction or a failed
    check.
    """
    _refuse_what_does_not_go_together(args)
    asked = closed_data_or_graph_of(args).explaining
    if args.inconsistency:
        return _contradictions(asked, args.format)
    if args.impact is not None:
        tell(asked.impact(args.impact, args.format))
        return 0
    if args.absent:
        return _denied(asked, asked.triple(args.triple), args.format)
    triples = (
        [asked.triple(args.triple)]
        if args.question is None
        else asked.row(args.question, args.row, args.param)
    )
    return _proofs(asked, triples, args.limit if args.all else None, args.format)


def _refuse_what_does_not_go_together(args: argparse.Namespace) -> None:
    """InputError where something that is given would have no effect."""
    question = args.question is not None
    tasks = {
        "--inconsistency": args.inconsistency,
        "--impact": args.impact is not None,
        "--question": question,
        "a triple": bool(args.triple),
    }
    first, *more = [name for name, is_given in tasks.items() if is_given] or ["nothing"]
    alone = {
        "--row is": (args.row is not None and not question, "for --question"),
        "--param is": (bool(args.param) and not question, "for --question"),
        "--not is": (args.absent and question, "for a triple, not for --question"),
        "--all is": (args.all and (args.absent or not {first} & {"--question", "a triple"}), "for proofs"),
    }
    wrong = [f"{name} does not go with {first}" for name in more]
    wrong += [f"{name} {wanted}" for name, (is_wrong, wanted) in alone.items() if is_wrong]
    is_told = args.absent or args.impact is not None
    if is_told and args.format not in _PLAIN:
        wrong.append(f"--format {args.format} is for proofs: take {', '.join(_PLAIN[:-1])} or {_PLAIN[-1]}")
    if wrong:
        raise InputError(Fault(wrong[0], hint="`icigraph explain --help` shows what goes with what"))


def _proofs(asked: Explaining, triples: Iterable[Triple], most: int | None, form: str) -> int:
    """Print the proofs of the triples; where one has none, what is missing."""
    found: list[Explanation] = []
    for triple in triples:
        proofs = asked.proofs(triple, most)
        if not proofs:
            return _unproven(asked, triple, form)
        found.extend(proofs)
    _tell(shown(found, form), form)
    return CheckFailed.exit_code if any(each.failures for each in found) else 0


def _unproven(asked: Explaining, triple: Triple, form: str) -> int:
    """Print what is missing, in the forms that can tell it."""
    if form not in _PLAIN:
        said = f"{asked.explainer.words.triple(triple)} does not follow"
        raise CheckFailed(Fault(said, hint=f"--format {' or '.join(_PLAIN)} tells what is missing"))
    _tell(asked.missing(triple, form), form)
    return CheckFailed.exit_code


def _denied(asked: Explaining, triple: Triple, form: str) -> int:
    """Print why the triple does not follow; `CheckFailed` if it does."""
    if asked.explainer.prove(triple):
        said = f"{asked.explainer.words.triple(triple)} holds"
        raise CheckFailed(Fault(said, hint="leave out --not to see why"))
    _tell(asked.missing(triple, form), form)
    return 0


def _contradictions(asked: Explaining, form: str) -> int:
    """Print each contradiction with its proof and its causes; 1 if there is one."""
    found = list(asked.explainer.contradictions())
    _tell(shown(found, form, titled=False), form if found else "")
    return CheckFailed.exit_code if found else 0


def _tell(told: str | Iterable[Block], form: str) -> None:
    """Print what is told, and after the brief form how to see more."""
    tell(told)
    if form == "brief":
        tell((Line(), Line(_MORE, "dim")))
