"""Every triple that the rules add to the real graph has a proof that the checker accepts."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from icigraph.project.asserted import asserted_quads
from icigraph.project.graph_project import GraphProject, bundled_project
from icigraph.proofs.checker.check import check
from icigraph.proofs.contradictions.listing import listing
from icigraph.proofs.impact import Graphs, impact, withdrawn_with
from icigraph.proofs.missing import missing
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import book_of
from icigraph.rdf.namespaces import CORE
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.project_rules import rules_of
from icigraph.snapshot.pipeline import Closure, close

ID = "https://w3id.org/icigraph/id/"
PARTNER = NamedNode("https://w3id.org/icigraph/ontology#partnerIn")


def thing(name: str) -> NamedNode:
    return NamedNode(ID + name)


@pytest.fixture(scope="module")
def project() -> GraphProject:
    return bundled_project()


@pytest.fixture(scope="module")
def closure(project: GraphProject) -> Closure:
    return close(project)


@pytest.fixture(scope="module")
def rules(project: GraphProject, closure: Closure) -> RuleSet:
    return rules_of(project, closure.store)


@pytest.fixture(scope="module")
def derivations(project: GraphProject, closure: Closure, rules: RuleSet) -> Derivations:
    concluded = (project.derived_graph, project.inferred_graph)
    return Derivations(closure.store, book_of(closure.store, rules), concluded)


@pytest.fixture(scope="module")
def graphs(project: GraphProject) -> Graphs:
    return Graphs(project.ontology_graph, project.derived_graph, project.inferred_graph)


def test_every_inferred_and_derived_triple_has_a_proof_that_stands(derivations: Derivations) -> None:
    prover, rules = Prover(derivations), derivations.book.by_name
    triples = [
        quad.triple
        for graph in sorted(derivations.concluded, key=str)
        for quad in derivations.store.quads_for_pattern(None, None, None, graph)
    ]
    assert len(triples) > 3_000
    for triple in triples:
        proof = prover.prove(triple)
        assert proof is not None, f"no proof of {triple}"
        assert proof.conclusion == triple
        failures = check(proof, derivations.store, rules, concluded=derivations.concluded)
        assert failures == (), f"{triple}: {failures}"


def test_a_triple_that_does_not_follow_has_no_proof(derivations: Derivations) -> None:
    goal = Triple(thing("saudi-arabia"), PARTNER, thing("ici"))
    assert Prover(derivations).prove(goal) is None


def test_what_is_missing_names_the_invitation_instead(derivations: Derivations) -> None:
    found = missing(derivations, Triple(thing("saudi-arabia"), PARTNER, thing("ici")))
    assert thing("invitation/saudi-arabia-ici") in {fact.fact for fact in found.instead}
    nearest = found.gaps[0]
    assert "fact-standing" in nearest.rule
    ((subject, predicate, _),) = nearest.absent
    assert (subject, predicate) == (thing("saudi-arabia"), CORE["standingFact"])
    (denied,) = [fact for fact in found.instead if fact.fact == thing("partnership/saudi-arabia-ici")]
    assert denied.standing == "denied"


def test_the_real_graph_has_no_contradiction(
    derivations: Derivations, rules: RuleSet, graphs: Graphs, project: GraphProject
) -> None:
    found = listing(derivations, rules, (quad.triple for quad in asserted_quads(project)), graphs.inferred)
    assert (found.found, list(found.further)) == ((), [])


def test_withdrawing_the_only_fact_of_a_relation_withdraws_the_relation(
    derivations: Derivations, closure: Closure, rules: RuleSet, graphs: Graphs
) -> None:
    relation = Triple(thing("bahrain"), PARTNER, thing("ici"))
    gone = withdrawn_with(closure.store, thing("partnership/bahrain-ici"), graphs)
    own = [rule for rule in rules.rules if rule.standard == "derivation"]
    before = len(closure.store)
    found = impact(closure.store, own, gone, graphs)
    supports = {fact.fact for fact in missing(derivations, relation).instead}
    partnerships = {fact for fact in supports if fact.value.startswith(f"{ID}partnership/")}
    assert (relation in found.removed) == (len(partnerships) == 1)
    assert Triple(thing("bahrain"), CORE["standingFact"], thing("partnership/bahrain-ici")) in found.removed
    assert len(closure.store) == before


def test_withdrawing_an_axiom_withdraws_what_it_entails(
    closure: Closure, rules: RuleSet, graphs: Graphs
) -> None:
    gone = withdrawn_with(closure.store, PARTNER, graphs)
    own = [rule for rule in rules.rules if rule.standard == "derivation"]
    found = impact(closure.store, own, gone, graphs)
    assert Triple(thing("kuwait"), PARTNER, thing("ici")) in found.removed


def test_a_source_takes_with_it_what_rests_on_it_alone(closure: Closure, graphs: Graphs) -> None:
    store = closure.store
    source = next(q.subject for q in store.quads_for_pattern(None, CORE["textDigest"], None))
    gone = set(withdrawn_with(store, source, graphs))
    cited = {triple.object for triple in gone if triple.predicate == CORE["citation"]}
    claims = {triple.subject for triple in gone if triple.predicate == CORE["rank"]}
    assert claims
    for claim in claims:
        assert {q.object for q in store.quads_for_pattern(claim, CORE["citation"], None)} <= cited
    facts = {triple.subject for triple in gone if triple.predicate == CORE["subject"]}
    assert facts
    for fact in facts:
        assert {q.subject for q in store.quads_for_pattern(None, CORE["about"], fact)} <= claims


def test_a_fact_that_another_source_tells_of_stays(closure: Closure, graphs: Graphs) -> None:
    gone = withdrawn_with(closure.store, thing("source/gulf-news-2014"), graphs)
    subjects = {triple.subject for triple in gone}
    assert thing("claim/partnership-kuwait-ici-gulf-news-2014") in subjects
    assert thing("partnership/kuwait-ici") not in subjects
