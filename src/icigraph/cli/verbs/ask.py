"""`icigraph ask`: canned questions."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.cli.common import graph_of, tell_questions
from icigraph.cli.options import (
    add_endpoint_option,
    add_global_options,
    add_service_option,
    add_texts_option,
    add_timeout_option,
    timeout_of,
)
from icigraph.cli.parser import Parser
from icigraph.cli.terminal import tell
from icigraph.project.question import Parameter, Question
from icigraph.questions.listing import listed_questions, options_of
from icigraph.questions.rendering import ANSWER_FORMATS, answer_told

if TYPE_CHECKING:
    from icigraph.base.blocks import Told
    from icigraph.graph import KnowledgeGraph

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of every question; those of one question come from its front matter (`icigraph ask NAME
    --help`)."""
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="the question; without it the questions are listed"
    )
    parser.add_argument("--tag", help="list only questions with this tag")
    _add_question_options(parser)
    parser.add_argument(
        "rest", nargs=argparse.REMAINDER, metavar="…", help="the question's parameters, as --name value"
    )


def _add_question_options(parser: argparse.ArgumentParser) -> None:
    nothing = argparse.SUPPRESS
    parser.add_argument(
        "--cite", action="store_true", default=nothing, help="list the citations that each row rests on"
    )
    parser.add_argument(
        "--conflicts",
        action="store_true",
        default=nothing,
        help="citations, and claims that disagree",
    )
    parser.add_argument(
        "--format", "-f", choices=ANSWER_FORMATS, default=nothing, help="form of the answer (default: table)"
    )
    parser.add_argument(
        "--show", action="store_true", default=nothing, help="print the query, with the values, and stop"
    )
    add_endpoint_option(parser)
    add_service_option(parser)
    add_timeout_option(parser)
    add_texts_option(parser)


def run(args: argparse.Namespace) -> int:
    """List the questions, or ask one."""
    _take_global_options(args)
    graph = graph_of(args)
    if args.name is None:
        tell(listed_questions(graph.questions, args.tag, getattr(args, "format", "table")))
        tell_questions(graph.project, graph.snapshot)
        return 0
    question = graph.catalogue.find(args.name)
    _parse_parameters(question, args)
    # Where to ask, and whose texts are at hand, may stand among the question's parameters.
    graph = graph.at(getattr(args, "endpoint", None), texts=getattr(args, "texts", ()))
    with timeout_of(args):
        answer = _answered(args, graph, question)
    tell(answer)
    return 0


def _take_global_options(args: argparse.Namespace) -> None:
    """The project must be known before the question, and so before the question's own options can be
    parsed.
    """
    early = Parser(prog="icigraph ask", add_help=False)
    add_global_options(early)
    args.rest = early.parse_known_args(args.rest, namespace=args)[1]


def _parse_parameters(question: Question, args: argparse.Namespace) -> None:
    description = f"{question.summary}\n\n{question.description}".strip()
    prog = f"icigraph ask {question.name}"
    parser = Parser(prog=prog, description=description, epilog=f"example:\n  {prog} --cite")
    group = parser.add_argument_group("parameters")
    for parameter in question.parameters:
        group.add_argument(
            f"--{parameter.option}",
            dest=f"given_{parameter.name}",
            action="append",
            metavar=parameter.name.upper(),
            help=_described(parameter),
        )
    _add_question_options(parser)
    add_global_options(parser)
    unknown = parser.parse_known_args(args.rest, namespace=args)[1]
    if unknown:
        known = ", ".join(options_of(question)) or "no parameters"
        meant = dict.fromkeys([*options_of(question), *parser.options])
        hint = did_you_mean(unknown[0].partition("=")[0], meant, limit=5) or f"it has {known}"
        raise InputError(Fault(f"the question {question.name} has no parameter {unknown[0]!r}", hint=hint))


def _described(parameter: Parameter) -> str:
    choices = f"; one of {', '.join(parameter.choices)}" if parameter.choices else ""
    default = f" (default: {parameter.default})" if parameter.default else ""
    return f"{parameter.description or parameter.type}{choices}{default}".replace("%", "%%")


def _answered(args: argparse.Namespace, graph: KnowledgeGraph, question: Question) -> Told:
    conflicts = getattr(args, "conflicts", False)
    given = {each.name: getattr(args, f"given_{each.name}", None) for each in question.parameters}
    if getattr(args, "show", False):
        return graph.question(question.name, given)
    allowed = getattr(args, "allow_service", False)
    answer = graph.ask(question.name, given, allow_service=allowed)
    cited = conflicts or getattr(args, "cite", False)
    evidence = graph.evidence(answer.facts, with_rivals=conflicts) if cited else None
    form = getattr(args, "format", "table")
    return answer_told(answer, form, graph.naming, evidence)
