"""What a person asks why of: a triple, a row of an answer, a thing that might be withdrawn; and what explains
it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store, Triple

from icigraph.base.faults import Fault, InputError, Place
from icigraph.project.asserted import asserted_quads
from icigraph.project.graph_project import GraphProject
from icigraph.project.locate import Locator
from icigraph.project.texts import Texts
from icigraph.proofs.explainer import Explainer
from icigraph.proofs.impact import Graphs
from icigraph.proofs.target import parse_triple, row_triples
from icigraph.proofs.words import Words
from icigraph.questions.catalogue import Catalogue
from icigraph.questions.naming import Naming
from icigraph.questions.things import the_thing
from icigraph.questions.triple import the_triple
from icigraph.rdf.prefixes import Prefixes
from icigraph.rules.compile.rule import Rule
from icigraph.rules.project_rules import rules_of

if TYPE_CHECKING:
    from icigraph.base.blocks import Block
    from icigraph.proofs.explanation import Explanation

__all__ = ["Explaining", "explainer_of"]


@dataclass(frozen=True, slots=True)
class Explaining:
    """A closed dataset with what explains it, and what names denote in it.

    >>> import icigraph
    >>> explaining = icigraph.reason("<x:a> <x:p> <x:b> .").explaining
    >>> [found.proof.steps for found in explaining.proofs(explaining.triple(["<x:a> <x:p> <x:b>"]))]
    [0]
    """

    store: Store
    prefixes: Prefixes
    naming: Naming
    explainer: Explainer
    catalogue: Catalogue

    def triple(self, terms: Sequence[str]) -> Triple:
        """The triple that three terms name, or a line of N-Triples. An `InputError` lists candidates."""
        return the_triple(self.store, self.naming, terms)

    def withdrawn(self, text: str) -> NamedNode | Triple:
        """The thing or the triple that a text names. An `InputError` says that it is neither."""
        if text.count("<") > 1:
            return parse_triple(text)
        try:
            return the_thing(self.naming, text)
        except InputError:
            terms = _terms(text)
            if len(terms) != 3:
                raise
        return self.triple(terms)

    def row(self, name: str, number: int | None, given: Sequence[str]) -> tuple[Triple, ...]:
        """The triples behind a row of a question's answer, counted from 1; `given` are values of its
        parameters, as `NAME=VALUE`. An `InputError` says that there are none.
        """
        from icigraph.questions.answer import Asking

        asking = Asking(self.store, self.prefixes, self.naming)
        question = self.catalogue.find(name)
        query = asking.query(question, self.catalogue.text_of(question), _values(given))
        rows = asking.answer(question, query).rows
        if number is None or not 0 < number <= len(rows):
            raise InputError(Fault(f"{name} has {len(rows)} rows", hint="give --row N, counted from 1"))
        found = row_triples(self.store, query, rows[number - 1], dict(self.prefixes))
        if not found:
            raise InputError(Fault(f"row {number} of {name} holds no triple of its query"))
        return found

    def proofs(self, triple: Triple, most: int | None = None) -> tuple[Explanation, ...]:
        """The shortest proof of a triple, or its minimal proofs, at most so many; none if it does not
        follow.
        """
        if most is not None:
            return self.explainer.prove_all(triple, most)
        found = self.explainer.prove(triple)
        return (found,) if found else ()

    def missing(self, triple: Triple, form: str) -> str | Iterator[Block]:
        """Why a triple does not follow, as `brief`, `text` or `json`."""
        from icigraph.proofs.renderings.missing import missing_shown

        rules = self.explainer.derivations.book.by_name
        return missing_shown(self.explainer.missing(triple), rules, self.explainer.words, form)

    def impact(self, text: str, form: str) -> str | Iterator[Block]:
        """What would change without the thing or the triple that a text names, in the same forms."""
        from icigraph.proofs.renderings.missing import impact_shown

        return impact_shown(self.explainer.impact(self.withdrawn(text)), self.explainer.words, form)


def _terms(text: str) -> list[str]:
    """The terms that a text names, as words; what stands in quotes is one."""
    found = re.findall(r'"[^"]*"\S*|\'[^\']*\'|\S+', text)
    return [term.strip("'") for term in found]


def _values(given: Sequence[str]) -> dict[str, list[str]]:
    """The values of `NAME=VALUE` by name; a name may have several."""
    values: dict[str, list[str]] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise InputError(Fault(f"a value is wanted for {name}", hint="--param NAME=VALUE"))
        values.setdefault(name, []).append(value)
    return values


def explainer_of(project: GraphProject, store: Store, naming: Naming, texts: Texts) -> Explainer:
    r"""What explains the closed dataset `store` of a project; `texts` gives a source's text by its SHA-256.

    Files are called by their names in the project, so that a proof is the same wherever it is asked for.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from pyoxigraph import NamedNode
    >>> from icigraph.project.config import parse_config
    >>> from icigraph.project.texts import no_texts
    >>> from icigraph.snapshot.pipeline import close
    >>> config = parse_config('name = "a"\nbase = "x:"\nimports = []', file="icigraph.toml")
    >>> project = GraphProject(Path(tempfile.mkdtemp()), config)
    >>> (project.root / "data").mkdir()
    >>> text = "<x:p> a <http://www.w3.org/2002/07/owl#SymmetricProperty> . <x:a> <x:p> <x:b> ."
    >>> _ = (project.root / "data" / "a.ttl").write_text(text)
    >>> store, goal = close(project).store, Triple(*(NamedNode(f"x:{name}") for name in "bpa"))
    >>> explainer_of(project, store, Naming(store, project.prefixes), no_texts).prove(goal).proof.rule
    'prp-symp:x:p'
    """
    locator = Locator(project)
    rules = rules_of(project, store)

    def named(rule: Rule) -> Rule:
        return replace(rule, origin=project.file_name(rule.origin)) if rule.origin else rule

    def locate(triple: Triple) -> Place | None:
        place = locator.place_of(triple, _graphs(store, triple))
        return replace(place, file=project.file_name(place.file)) if place else None

    concluding, constraints = (tuple(map(named, each)) for each in (rules.rules, rules.constraints))
    return Explainer(
        store,
        replace(rules, rules=concluding, constraints=constraints),
        Graphs(project.ontology_graph, project.derived_graph, project.inferred_graph),
        words=Words(project.prefixes.shrink, naming.label),
        locate=locate,
        texts=texts,
        asserted=lambda: (quad.triple for quad in asserted_quads(project)),
    )


def _graphs(store: Store, triple: Triple) -> set[object] | None:
    """The graphs that hold a triple: it stands in no file of another. None where no graph is known to."""
    quads = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return {quad.graph_name for quad in quads} or None
