"""Writing an answer: a table for a reader, Markdown, or a standard result format, with citations where
asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from icigraph.base.blocks import Block, Line, Table, Told, plain
from icigraph.base.tables import markdown_table
from icigraph.questions.answer import Answer, Row
from icigraph.questions.naming import Naming
from icigraph.rdf.terms import Term

if TYPE_CHECKING:
    from typing import Any

    from icigraph.questions.evidence import Evidence, Rival

__all__ = ["ANSWER_FORMATS", "answer_blocks", "answer_told", "cited_lines", "render"]

ANSWER_FORMATS = ("table", "csv", "tsv", "json", "md", "xml")


def render(answer: Answer, form: str, naming: Naming, *, evidence: Evidence | None = None) -> str:
    """An answer in one of `ANSWER_FORMATS`, ending in a line break.

    With `evidence`, a table shows the numbers of the citations in the columns of facts and lists the
    citations below; CSV, TSV and XML get a column `citations`; JSON gets members `citations` and
    `disagreements` beside the results.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.question import Question
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> answer = Answer(Question("who", "who.rq", "Who?"), "SELECT …", ("who",), ((Literal("Kuwait"),),))
    >>> print(render(answer, "md", Naming(Store(), Prefixes({}))), end="")
    | who |
    | --- |
    | Kuwait |
    """
    if form == "table":
        return plain(answer_blocks(answer, naming, evidence))
    if form == "md":
        return _markdown(answer, naming, evidence)
    # A table does without the standard formats, and so without loading them.
    from icigraph.questions.results import serialised

    if evidence is None:
        return serialised(answer.variables, answer.rows, form)
    if form == "json":
        return serialised(answer.variables, answer.rows, form, **_members(evidence))
    rows = [(*row, Literal(_row_citations(answer, row, evidence))) for row in answer.rows]
    return serialised((*answer.variables, "citations"), rows, form)


def answer_told(answer: Answer, form: str, naming: Naming, evidence: Evidence | None = None) -> Told:
    """The same for whatever reads it: a table as blocks.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.question import Question
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> answer = Answer(Question("who", "who.rq", "Who?"), "SELECT …", ("who",), ())
    >>> [line] = answer_told(answer, "table", Naming(Store(), Prefixes({})))
    >>> line.text
    'not recorded: no rows'
    """
    if form == "table":
        return answer_blocks(answer, naming, evidence)
    return render(answer, form, naming, evidence=evidence)


def answer_blocks(answer: Answer, naming: Naming, evidence: Evidence | None = None) -> Iterator[Block]:
    """An answer as a table, and below it the citations that its numbers stand for.

    >>> from pyoxigraph import Store
    >>> from icigraph.project.question import Question
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> answer = Answer(Question("who", "who.rq", "Who?"), "SELECT …", ("who",), ((Literal("Kuwait"),),))
    >>> [table] = answer_blocks(answer, Naming(Store(), Prefixes({})))
    >>> table.headers, table.rows
    (('who',), [['Kuwait']])
    """
    if not answer.rows:
        yield Line("not recorded: no rows", "dim")
        return
    styles = ["source" if index in answer.fact_columns else "" for index in range(len(answer.variables))]
    if styles[0] == "":
        styles[0] = "thing"
    yield Table(answer.variables, _cells(answer, naming, evidence), styles)
    yield from _notes(evidence, naming)


def _markdown(answer: Answer, naming: Naming, evidence: Evidence | None) -> str:
    body = markdown_table(answer.variables, _cells(answer, naming, evidence))
    notes = (f"- {note}" if note.text else "" for note in _notes(evidence, naming))
    return "\n".join([body, *notes]) + "\n"


def _cells(answer: Answer, naming: Naming, evidence: Evidence | None) -> list[list[str]]:
    facts = set(answer.fact_columns)
    return [
        [
            _fact(cell, naming, evidence) if index in facts else naming.label(cell)
            for index, cell in enumerate(row)
        ]
        for row in answer.rows
    ]


def _fact(cell: Term | None, naming: Naming, evidence: Evidence | None) -> str:
    if not isinstance(cell, NamedNode):
        return naming.label(cell)
    return evidence.marks(cell) or "no citation" if evidence else naming.curie(cell)


def _notes(evidence: Evidence | None, naming: Naming) -> Iterator[Line]:
    if evidence is None or not evidence.citations:
        return
    yield Line()
    yield from cited_lines(evidence)
    for fact, rivals in evidence.rivals.items():
        yield Line()
        yield Line(f"{naming.label(fact)}: claims disagree")
        for rival in rivals:
            state = "accepted" if rival.accepted else "not accepted"
            told = ", ".join(filter(None, (rival.says or "says so", rival.rank, state)))
            yield Line(f"{told} {evidence.marks(rival.claim)}", mark="-", indent=2)


def cited_lines(evidence: Evidence) -> Iterator[Line]:
    """The citations, each behind its number.

    >>> from icigraph.questions.evidence import Evidence
    >>> list(cited_lines(Evidence((), {}, {})))
    []
    """
    for number, citation in enumerate(evidence.citations, 1):
        yield Line(str(citation), "source", f"[{number}]")


def _row_citations(answer: Answer, row: Row, evidence: Evidence) -> str:
    facts = [row[index] for index in answer.fact_columns]
    numbers = dict.fromkeys(
        number for fact in facts if isinstance(fact, NamedNode) for number in evidence.numbers.get(fact, ())
    )
    return "; ".join(str(evidence.citations[number - 1]) for number in numbers)


def _members(evidence: Evidence) -> dict[str, Any]:
    facts = {
        fact.value: [_citation(evidence, number) for number in numbers]
        for fact, numbers in evidence.numbers.items()
    }
    rivals = {fact.value: list(map(_rival, found)) for fact, found in evidence.rivals.items()}
    return {"citations": facts, "disagreements": rivals}


def _rival(rival: Rival) -> dict[str, Any]:
    return {
        "claim": rival.claim.value,
        "says": rival.says,
        "rank": rival.rank,
        "accepted": rival.accepted,
        "disagreesWith": [other.value for other in rival.against],
    }


def _citation(evidence: Evidence, number: int) -> dict[str, Any]:
    citation = evidence.citations[number - 1]
    return {
        "citation": citation.node.value,
        "source": citation.source.value if citation.source else None,
        "title": citation.title,
        "publisher": citation.publisher,
        "issued": citation.issued,
        "url": citation.url,
        "place": citation.place,
        "statedBy": list(citation.stated_by),
        "verified": citation.verified,
    }
