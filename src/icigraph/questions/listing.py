"""The list of the questions that can be asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from icigraph.base.blocks import Table, Told
from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import did_you_mean
from icigraph.base.tables import markdown_table
from icigraph.project.question import Question

__all__ = ["listed_questions", "options_of"]


def listed_questions(questions: Iterable[Question], tag: str | None = None, form: str = "table") -> Told:
    """The questions, or those that have a `tag`: what each asks, and its parameters. `form` is `table`, `md`,
    `csv`, `tsv` or `json`. An `InputError` says that no question has the tag.

    >>> print(listed_questions([], form="json"))
    []
    <BLANKLINE>
    """
    every = list(questions)
    chosen = [question for question in every if tag is None or tag in question.tags]
    if tag is not None and not chosen:
        tags = sorted({tag for question in every for tag in question.tags})
        hint = did_you_mean(tag, tags, limit=5) or f"the tags are {', '.join(tags)}"
        raise InputError(Fault(f"no question has the tag {tag!r}", hint=hint))
    if form == "json":
        return json.dumps([_as_json(question) for question in chosen], indent=2, ensure_ascii=False) + "\n"
    rows = [(question.name, question.summary, " ".join(options_of(question))) for question in chosen]
    return _listed(("question", "what it asks", "parameters"), rows, form)


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


def options_of(question: Question) -> list[str]:
    """The options of the command line that set the parameters of a question.

    >>> from icigraph.project.question import Parameter
    >>> options_of(Question("who", "who.rq", "Who?", parameters=(Parameter("asOf", "date"),)))
    ['--as-of']
    """
    return [f"--{each.option}" for each in question.parameters]


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
