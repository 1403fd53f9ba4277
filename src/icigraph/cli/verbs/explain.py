"""`icigraph explain`: why a triple holds, why it does not, what contradicts, and what rests on a fact."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store, Triple

from icigraph.base.faults import CheckFailed, Fault, InputError
from icigraph.cli.common import add_texts_option, out, project_of, snapshot_of, source_texts
from icigraph.cli.parser import above_zero
from icigraph.proofs.explanation import Explanation
from icigraph.proofs.renderings.formats import FORMATS, none_found, render
from icigraph.proofs.renderings.json import json_text
from icigraph.proofs.target import (
    parse_triple,
    row_triples,
)
from icigraph.questions.explaining import explainer_of
from icigraph.questions.naming import Naming
from icigraph.questions.things import the_thing
from icigraph.questions.triple import the_triple

if TYPE_CHECKING:
    from icigraph.project.graph_project import GraphProject
    from icigraph.questions.answer import Row
    from icigraph.snapshot.snapshot import Snapshot

__all__ = ["add_arguments", "run"]

_PLAIN = ("text", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `icigraph explain`."""
    terms = "subject, predicate and object as labels, codes, CURIEs or IRIs; or one N-Triples triple"
    parser.add_argument("triple", nargs="*", metavar="TERM", help=terms)
    parser.add_argument("--question", metavar="NAME", help="explain a row of this question's answer")
    parser.add_argument("--row", type=above_zero, metavar="N", help="the row, counted from 1")
    parser.add_argument(
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the question, as `ask` takes it",
    )
    parser.add_argument("--all", action="store_true", help="every minimal proof, not the shortest alone")
    parser.add_argument(
        "--limit", type=above_zero, default=20, metavar="N", help="at most N proofs (default: 20)"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--not", dest="absent", action="store_true", help="what the triple lacks to hold")
    what.add_argument("--inconsistency", action="store_true", help="each contradiction and what causes it")
    what.add_argument("--impact", metavar="THING", help="what rests on this fact, source or axiom")
    parser.add_argument("--format", "-f", choices=tuple(FORMATS), default="text", help="form (default: text)")
    add_texts_option(parser)


def run(args: argparse.Namespace) -> int:
    """Explain as `args` say: 0 proven (or nothing wrong), 1 not entailed, a contradiction or a failed
    check.
    """
    _refuse_what_does_not_go_together(args)
    desk = _Desk(args)
    if args.inconsistency:
        return desk.contradictions()
    if args.impact is not None:
        return desk.impact(args.impact)
    if args.question is not None:
        return desk.proofs(desk.row_triples(args.question, args.row))
    return desk.missing(desk.triple()) if args.absent else desk.proofs([desk.triple()])


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
    if wrong:
        raise InputError(Fault(wrong[0], hint="`icigraph explain --help` shows what goes with what"))


class _Desk:
    """The arguments with the project's explainer and names beside them."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._project = project_of(args)
        self._snapshot = snapshot_of(args, self._project)
        self._store = self._snapshot.store()
        self._naming = Naming(self._store, self._project.prefixes)
        texts = source_texts(args, self._project)
        self._explainer = explainer_of(self._project, self._store, self._naming, texts)

    def triple(self) -> Triple:
        """The triple that the arguments name."""
        return the_triple(self._store, self._naming, self._args.triple)

    def row_triples(self, name: str, number: int | None) -> Sequence[Triple]:
        """The triples behind a row of a question's answer, with the values given to its parameters."""
        query, rows = _answer(self._project, self._snapshot, self._store, name, _values(self._args.param))
        if number is None or not 0 < number <= len(rows):
            raise InputError(Fault(f"{name} has {len(rows)} rows", hint="give --row N, counted from 1"))
        found = row_triples(self._store, query, rows[number - 1], dict(self._project.prefixes))
        if not found:
            raise InputError(Fault(f"row {number} of {name} holds no triple of its query"))
        return found

    def proofs(self, triples: Sequence[Triple]) -> int:
        """Print the proofs of the triples; where one has none, what is missing."""
        found: list[Explanation] = []
        for triple in triples:
            proofs = self._proofs(triple)
            if not proofs:
                return self._unproven(triple)
            found.extend(proofs)
        out(render(found, self._args.format))
        return CheckFailed.exit_code if any(each.failures for each in found) else 0

    def _unproven(self, triple: Triple) -> int:
        """Print what is missing, in the forms that can tell it."""
        if self._args.format not in _PLAIN:
            said = f"{self._explainer.words.triple(triple)} does not follow"
            raise CheckFailed(Fault(said, hint=f"--format {' or '.join(_PLAIN)} tells what is missing"))
        self.missing(triple)
        return CheckFailed.exit_code

    def _proofs(self, triple: Triple) -> Sequence[Explanation]:
        if self._args.all:
            return self._explainer.prove_all(triple, self._args.limit)
        explanation = self._explainer.prove(triple)
        return [explanation] if explanation else []

    def missing(self, triple: Triple) -> int:
        """Print why the triple does not follow; 1 if it does."""
        from icigraph.proofs.renderings.missing import missing_json, render_missing

        words = self._explainer.words
        if self._args.absent and self._explainer.prove(triple):
            raise CheckFailed(Fault(f"{words.triple(triple)} holds", hint="leave out --not to see why"))
        found = self._explainer.missing(triple)
        rules = self._explainer.derivations.book.by_name
        if self._form() == "json":
            out(json_text(missing_json(found, rules, words)))
        else:
            out(render_missing(found, rules, words))
        return 0

    def contradictions(self) -> int:
        """Print each contradiction with its proof and its causes; 1 if there is one."""
        found = list(self._explainer.contradictions())
        if self._args.format == "text":
            out("\n".join(render([each], "text") for each in found) or "No contradiction.\n")
        else:
            out(render(found, self._args.format) if found else none_found(self._args.format))
        return CheckFailed.exit_code if found else 0

    def impact(self, text: str) -> int:
        """Print what would change without a thing."""
        from icigraph.proofs.renderings.missing import impact_json, render_impact

        thing = self._withdrawn(text)
        found, words = self._explainer.impact(thing), self._explainer.words
        out(json_text(impact_json(found, words)) if self._form() == "json" else render_impact(found, words))
        return 0

    def _withdrawn(self, text: str) -> NamedNode | Triple:
        """The thing, or the triple, that a text names."""
        if text.count("<") > 1:
            return parse_triple(text)
        try:
            return the_thing(self._naming, text)
        except InputError:
            terms = _terms(text)
            if len(terms) != 3:
                raise
        return the_triple(self._store, self._naming, terms)

    def _form(self) -> str:
        form: str = self._args.format
        if form not in _PLAIN and (self._args.absent or self._args.impact):
            raise InputError(Fault(f"--format {form} is for proofs", hint=f"take {' or '.join(_PLAIN)}"))
        return form


def _terms(text: str) -> list[str]:
    """The terms that a text names, as words; what stands in quotes is one."""
    import re

    found = re.findall(r'"[^"]*"\S*|\'[^\']*\'|\S+', text)
    return [term.strip("'") for term in found]


def _values(given: Sequence[str]) -> dict[str, list[str]]:
    """The values of `NAME=VALUE` arguments by name; a name may have several."""
    values: dict[str, list[str]] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise InputError(Fault(f"a value is wanted for {name}", hint="--param NAME=VALUE"))
        values.setdefault(name, []).append(value)
    return values


def _answer(
    project: GraphProject, snapshot: Snapshot, store: Store, name: str, values: Mapping[str, list[str]]
) -> tuple[str, Sequence[Row]]:
    from icigraph.questions.answer import Asking
    from icigraph.questions.catalogue import Catalogue

    asking = Asking(store, project.prefixes)
    catalogue = Catalogue(snapshot.manifest.questions, snapshot.manifest.faulty_questions)
    question = catalogue.find(name)
    query = asking.query(question, catalogue.text_of(question), values)
    return query, asking.answer(question, query).rows
