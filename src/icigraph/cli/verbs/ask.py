"""`icigraph ask`: canned questions."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from icigraph.base.blocks import Table, Told
from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.base.tables import markdown_table
from icigraph.cli.common import (
    add_endpoint_option,
    add_global_options,
    add_service_option,
    add_texts_option,
    add_timeout_option,
    out,
    project_of,
    snapshot_of,
    source_texts,
    store_of,
    tell_questions,
    timeout_of,
)
from icigraph.cli.parser import Parser
from icigraph.cli.terminal import tell
from icigraph.project.graph_project import GraphProject
from icigraph.project.question import ACCEPTANCE, Parameter, Question
from icigraph.questions.answer import Asking
from icigraph.questions.catalogue import Catalogue
from icigraph.questions.rendering import ANSWER_FORMATS, answer_told

if TYPE_CHECKING:
    from icigraph.snapshot.snapshot import Snapshot

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
        "--conflicts", action="store_true", default=nothing, help="outranked facts too, and what disagrees"
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
    project = project_of(args)
    snapshot = snapshot_of(args, project)
    catalogue = Catalogue(snapshot.manifest.questions, snapshot.manifest.faulty_questions)
    if args.name is None:
        _list(catalogue, args)
        tell_questions(project, snapshot)
        return 0
    question = catalogue.find(args.name)
    _parse_parameters(question, args)
    _ask(args, project, question, catalogue.text_of(question), snapshot)
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
        known = ", ".join(_options(question)) or "no parameters"
        meant = dict.fromkeys([*_options(question), *parser.options])
        hint = did_you_mean(unknown[0].partition("=")[0], meant, limit=5) or f"it has {known}"
        raise InputError(Fault(f"the question {question.name} has no parameter {unknown[0]!r}", hint=hint))


def _described(parameter: Parameter) -> str:
    choices = f"; one of {', '.join(parameter.choices)}" if parameter.choices else ""
    default = f" (default: {parameter.default})" if parameter.default else ""
    return f"{parameter.description or parameter.type}{choices}{default}".replace("%", "%%")


def _list(catalogue: Catalogue, args: argparse.Namespace) -> None:
    chosen = [question for question in catalogue if args.tag is None or args.tag in question.tags]
    if args.tag is not None and not chosen:
        tags = sorted({tag for question in catalogue for tag in question.tags})
        hint = did_you_mean(args.tag, tags, limit=5) or f"the tags are {', '.join(tags)}"
        raise InputError(Fault(f"no question has the tag {args.tag!r}", hint=hint))
    form = getattr(args, "format", "table")
    if form == "json":
        out(json.dumps([_as_json(question) for question in chosen], indent=2, ensure_ascii=False) + "\n")
        return
    rows = [(question.name, question.summary, " ".join(_options(question))) for question in chosen]
    tell(_listed(("question", "what it asks", "parameters"), rows, form))


def _listed(headers: Sequence[str], rows: Sequence[Sequence[str]], form: str) -> Told:
    if form == "table":
        return [Table(headers, rows, ("thing", "", "dim"), below=1)]
    if form == "md":
        return markdown_table(headers, rows)
    if form == "xml":
        raise InputError(Fault("the list of questions has no XML form", hint="take --format json"))
    import csv
    from io import StringIO

    text = StringIO()
    csv.writer(text, delimiter="," if form == "csv" else "\t", lineterminator="\n").writerows(
        [headers, *rows]
    )
    return text.getvalue()


def _options(question: Question) -> list[str]:
    plain = [f"--{each.option}" for each in question.parameters if each.name != ACCEPTANCE]
    return [*plain, *(["--conflicts"] if question.parameter(ACCEPTANCE) else [])]


def _as_json(question: Question) -> dict[str, object]:
    parameters = [
        {"name": each.name, "type": each.type, "default": each.default, "choices": list(each.choices)}
        for each in question.parameters
    ]
    return {
        "name": question.name,
        "summary": question.summary,
        "tags": list(question.tags),
        "parameters": parameters,
    }


def _ask(
    args: argparse.Namespace, project: GraphProject, question: Question, text: str, snapshot: Snapshot
) -> None:
    with timeout_of(args):
        answer = _answered(args, project, question, text, snapshot)
    tell(answer)


def _answered(
    args: argparse.Namespace, project: GraphProject, question: Question, text: str, snapshot: Snapshot
) -> Told:
    asking = Asking(store_of(args, project, snapshot), project.prefixes)
    conflicts = getattr(args, "conflicts", False)
    given = {each.name: getattr(args, f"given_{each.name}", None) for each in question.parameters}
    query = asking.query(question, text, given, conflicts=conflicts)
    if getattr(args, "show", False):
        return query
    answer = asking.answer(question, query, allow_service=getattr(args, "allow_service", False))
    evidence = None
    if conflicts or getattr(args, "cite", False):
        from icigraph.questions.evidence import evidence_for

        texts = source_texts(args, project)
        evidence = evidence_for(asking.store, asking.naming, answer.facts, texts, with_rivals=conflicts)
    form = getattr(args, "format", "table")
    return answer_told(answer, form, asking.naming, evidence)
