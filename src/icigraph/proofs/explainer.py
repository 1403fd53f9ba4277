"""The one door to explanations of a closed store: proofs, near misses, contradictions and impact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from pyoxigraph import NamedNode, Store, Triple

from icigraph.base.faults import Fault, InputError
from icigraph.project.texts import Texts, no_texts
from icigraph.proofs.contradictions.listing import listing
from icigraph.proofs.contradictions.refutation import refutations
from icigraph.proofs.evidence import Locate, nowhere
from icigraph.proofs.explanation import Explanation, explain
from icigraph.proofs.impact import Graphs, Impact, impact, withdrawn_with
from icigraph.proofs.missing import Missing, missing
from icigraph.proofs.proof import Proof
from icigraph.proofs.search.alternatives import alternatives
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import book_of
from icigraph.proofs.words import Words
from icigraph.rules.compile.rule import Rule
from icigraph.rules.compile.rule_set import RuleSet

__all__ = ["Explainer"]


class Explainer:
    """Explains one closed store: its asserted graphs, and the graphs that `rules` filled from them.

    `graphs` names the ontology's graph and those two; `words`, `locate` and `texts` say how terms read, where
    triples stand in the files, and which texts of sources are at hand. `asserted` gives the triples of the
    files with each literal as it is spelled there, to judge literals by.

    >>> from pyoxigraph import RdfFormat
    >>> from icigraph.rules.close import close_store
    >>> from icigraph.rules.run.materialise import DERIVED, INFERRED
    >>> text = "@prefix : <http://a/> . :p a <http://www.w3.org/2002/07/owl#SymmetricProperty> . :a :p :b ."
    >>> store, (a, p, b, data) = Store(), (NamedNode(f"http://a/{name}") for name in ("a", "p", "b", "data"))
    >>> store.load(text, RdfFormat.TURTLE, to_graph=data)
    >>> explainer = Explainer(store, close_store(store), Graphs(data, DERIVED, INFERRED))
    >>> explainer.prove(Triple(b, p, a)).proof.rule, len(explainer.missing(Triple(a, p, a)).gaps)
    ('prp-symp:p', 0)
    """

    def __init__(
        self,
        store: Store,
        rules: RuleSet,
        graphs: Graphs,
        *,
        words: Words | None = None,
        locate: Locate = nowhere,
        texts: Texts = no_texts,
        asserted: Callable[[], Iterable[Triple]] = tuple,
    ) -> None:
        self.words = words or Words()
        self.graphs = graphs
        self._rules = rules
        self._locate = locate
        self._texts = texts
        self._asserted = asserted
        concluded = (graphs.derived, graphs.inferred)
        self.derivations = Derivations(store, book_of(store, rules), concluded)

    @cached_property
    def _prover(self) -> Prover:
        return Prover(self.derivations)

    def prove(self, triple: Triple) -> Explanation | None:
        """The shortest proof of a triple, checked, with its evidence; None where the triple does not
        follow.
        """
        proof = self._prover.prove(triple)
        return self.tell(proof) if proof else None

    def prove_all(self, triple: Triple, limit: int = 20) -> tuple[Explanation, ...]:
        """Every minimal proof of a triple, at most `limit`, the shortest first."""
        return tuple(map(self.tell, alternatives(self.derivations, triple, limit).proofs))

    def tell(
        self, proof: Proof, causes: tuple[Triple, ...] = (), rules: Mapping[str, Rule] | None = None
    ) -> Explanation:
        """Check a proof and gather the evidence for it; `causes` are those of a contradiction, `rules` any of
        its own that the proof applies.
        """
        return explain(
            proof,
            self.derivations.store,
            {**self.derivations.book.by_name, **(rules or {})},
            causes=causes,
            words=self.words,
            locate=self._locate,
            texts=self._texts,
            concluded=self.derivations.concluded,
        )

    def missing(self, triple: Triple, limit: int = 5) -> Missing:
        """Why a triple does not follow."""
        return missing(self.derivations, triple, limit=limit, texts=self._texts, locate=self._locate)

    def contradictions(self) -> Iterator[Explanation]:
        """The proof of each contradiction of the store, with its causes."""
        every = listing(self.derivations, self._rules, self._asserted(), self.graphs.inferred)
        for found in chain(refutations(self.derivations, every.found), every.further):
            yield self.tell(found.proof, found.causes, found.rules)

    def impact(self, thing: NamedNode | Triple) -> Impact:
        """What would no longer hold if a fact, a source, an axiom or a triple were withdrawn.

        InputError where nothing is stated of it.
        """
        store = self.derivations.store
        if isinstance(thing, Triple) and not self.derivations.asserted(thing):
            raise InputError(self._not_stated(thing))
        gone = withdrawn_with(store, thing, self.graphs)
        if not gone:
            raise InputError(Fault(f"no file states anything of {thing}"))
        own = (rule for rule in self._rules.rules if rule.standard == "derivation")
        return impact(store, own, gone, self.graphs)

    def _not_stated(self, triple: Triple) -> Fault:
        said = f"no file states {self.words.triple(triple)}"
        if self._prover.prove(triple) is None:
            return Fault(f"{said}, and it does not follow")
        hint = "name what it rests on: `icigraph explain` without --impact shows that"
        return Fault(f"{said}: it follows from others", hint=hint)
