"""Derivations: what the parser takes, what it refuses and where, and how they run."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from icigraph.base.faults import InputError
from icigraph.rules.close import compile_from
from icigraph.rules.compile.derivation import parse_derivation, read_derivations
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.run.engine import Engine
from icigraph.rules.run.incremental import update_closure
from icigraph.rules.run.materialise import DERIVED, close, materialise
from icigraph.rules.run.sparql import conclusions, insertion

HEAD = "PREFIX : <http://example.org/>\n"
DATA = NamedNode("http://example.org/data")
RULES = Path(__file__).parents[2] / "ontology" / "rules"


def closed(rules: list[str], data: str) -> set[str]:
    store = Store()
    store.load(f"@prefix : <http://example.org/> . {data}", RdfFormat.TURTLE, to_graph=DATA)
    parsed = [parse_derivation(HEAD + text, origin=f"r{number}.rq") for number, text in enumerate(rules)]
    materialise(store, RuleSet().joined(parsed))
    return {str(quad.triple) for quad in store.quads_for_pattern(None, None, None, DERIVED)}


def test_negation_is_evaluated_after_what_it_negates() -> None:
    free = "CONSTRUCT { ?x :free true } WHERE { ?x :is :thing FILTER NOT EXISTS { ?x :held ?by } }"
    held = "CONSTRUCT { ?x :held ?y } WHERE { ?y :holds ?x }"
    found = closed([free, held], ":a :is :thing . :b :is :thing . :c :holds :a .")
    assert [text for text in found if "free" in text] == [
        '<http://example.org/b> <http://example.org/free> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    ]


def test_the_last_of_several_is_that_which_no_other_exceeds() -> None:
    last = "CONSTRUCT { ?x :last ?n } WHERE { ?x :n ?n FILTER NOT EXISTS { ?x :n ?m . FILTER(?m > ?n) } }"
    found = closed([last], ":a :n 1 , 3 , 2 . :b :n 5 . :c :k 7 .")
    assert sorted(text.split('"')[1] for text in found) == ["3", "5"]


def test_one_derivation_for_every_property_of_a_class() -> None:
    text = """CONSTRUCT { ?s ?p ?o } WHERE { ?r :subject ?s ; :property ?p ; :object ?o . ?p a :Stated
              FILTER NOT EXISTS { ?r :denied true } }"""
    store = Store()
    data = """:p a :Stated . :q a :Stated . :r :subject :a ; :property :p ; :object :b .
              :s :subject :a ; :property :q ; :object :c ; :denied true .
              :t :subject :a ; :property :other ; :object :d ."""
    store.load(f"@prefix : <http://example.org/> . {data}", RdfFormat.TURTLE, to_graph=DATA)
    rules = compile_from(store, derivations=[parse_derivation(HEAD + text, origin="relation.rq")])
    assert [rule.name for rule in rules.rules] == ["derivation:relation:p", "derivation:relation:q"]
    materialise(store, rules)
    found = [str(quad.triple) for quad in store.quads_for_pattern(None, None, None, DERIVED)]
    assert found == ["<http://example.org/a> <http://example.org/p> <http://example.org/b>"]
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    new, stated = NamedNode("http://example.org/new"), NamedNode("http://example.org/Stated")
    with pytest.raises(InputError, match="an axiom cannot be added"):
        update_closure(store, rules, added=[Quad(new, kind, stated, DATA)])


def test_binding_and_guard() -> None:
    text = "CONSTRUCT { ?x :m ?m ; :n2 ?n } WHERE { ?x :n ?n FILTER(?n > 1 && (?n < 5)) BIND(?n + 1 AS ?m) }"
    assert len(closed([text], ":a :n 1 . :b :n 2 . :c :n 9 .")) == 2


def test_a_part_may_stand_anywhere_where_its_place_does_not_matter() -> None:
    patterns, bind, guard = "?x :n ?n . ?x :k ?k .", "BIND(?n + 1 AS ?m)", "FILTER(?m > 2 && ?k > 1)"
    head = "CONSTRUCT { ?x :m ?m }"
    data = ":a :n 1 ; :k 2 . :b :n 2 ; :k 2 . :c :n 2 ; :k 1 ."
    last = closed([f"{head} WHERE {{ {patterns} {bind} {guard} }}"], data)
    first, second = patterns.split(" . ")
    assert closed([f"{head} WHERE {{ {guard} {first} {bind} {second} }}"], data) == last
    assert len(last) == 1


def test_characters_by_their_number() -> None:
    found = closed(["CONSTRUCT { ?x :q '\\u00e9\\U0001F600\\n' } WHERE { ?x :p ?y }"], ":a :p :b .")
    assert [text.split(" ", 2)[2] for text in found] == ['"é😀\\n"']


def test_a_circle_through_negation_is_refused() -> None:
    text = "CONSTRUCT { ?x :p :b } WHERE { ?x :q ?y FILTER NOT EXISTS { ?x :p :b } }"
    with pytest.raises(InputError, match=r"r0\.rq.*absence"):
        closed([text], ":a :q :b .")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CONSTRUCT { ?x :p ?y } WHERE { ?x :q ?z }", r"\?y is constructed but not bound"),
        ("CONSTRUCT { ?x :p ?y } WHERE { ?x :q ?y OPTIONAL { ?x :r ?z } }", "d.rq:2:.*OPTIONAL"),
        ("CONSTRUCT { ?x :p ?y } WHERE { { ?x :q ?y } UNION { ?x :r ?y } }", "not part of a derivation"),
        ("CONSTRUCT { ?x :p ?y } WHERE { ?x :q+ ?y }", "d.rq:2"),
        ("CONSTRUCT { ?x :p ?y } WHERE { ?x :q ?y ", r"d.rq:2:30: .* is opened here and not closed"),
        ("CONSTRUCT { ?x :p ?y } WHERE { ?x foaf:q ?y }", r"d.rq:2:35: no prefix is called .foaf:"),
        ("SELECT * WHERE { ?x :q ?y }", "expected CONSTRUCT"),
        ("CONSTRUCT { ?s :r ?x } WHERE { BIND(:v AS ?x) ?s :p ?x }", "d.rq:2:36: .x is bound here and by"),
        (
            "CONSTRUCT { ?s :r ?x } WHERE { BIND(?y + 1 AS ?x)\n ?s :p ?y }",
            "d.rq:2:36: .y is bound only after",
        ),
        (
            "CONSTRUCT { ?s :r ?x } WHERE { ?s :p ?y BIND(?z + 1 AS ?x) BIND(?y + 1 AS ?z) }",
            "z is bound only after",
        ),
        ("CONSTRUCT { ?s :r ?x } WHERE { ?s :p ?x FILTER(?y > 1) }", "d.rq:2:47: .y is not bound"),
        (
            "CONSTRUCT { ?s :r ?x } WHERE { ?s :p ?x FILTER(?x = 1 || NOT EXISTS { ?s :q ?x }) }",
            "d.rq:2:.*patterns stand in an expression",
        ),
        ("CONSTRUCT { ?s :r ?x } WHERE { ?s :p ?y BIND(NOW() AS ?x) }", "NOW gives another value"),
        (
            "CONSTRUCT { ?s :r ?x } WHERE { ?s :p ?x FILTER NOT EXISTS { ?s :p ?y FILTER(?z > ?x) } }",
            "d.rq:2:.*z is bound neither here nor in the WHERE group",
        ),
        (
            "CONSTRUCT { ?s :r ?x } WHERE { ?s :p ?x FILTER NOT EXISTS { ?s :p ?y "
            "FILTER NOT EXISTS { ?y :p ?x } } }",
            "d.rq:2:.*stands in no other",
        ),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_derivation(HEAD + text, origin="d.rq")


def test_the_projects_own_derivations_are_read_and_run() -> None:
    rules = read_derivations(sorted(RULES.rglob("*.rq")))
    assert rules
    assert all(rule.title and rule.origin for rule in rules)
    for head, where in chain.from_iterable(map(conclusions, rules)):
        Store().update(insertion(head, where, DERIVED))


def test_the_same_texts_close_any_engine() -> None:
    rule = parse_derivation(HEAD + "CONSTRUCT { ?y :q ?x } WHERE { ?x :p ?y }", origin="r.rq")
    names = [NamedNode(f"http://example.org/{name}") for name in "apb"]
    store = Store()
    store.add(Quad(*names, DATA))
    engine = Engine(store.update, lambda query: bool(store.query(query)), lambda _: 0)
    close(engine, RuleSet().joined([rule]), inferred=NamedNode("urn:x"), derived=DERIVED)
    assert [quad.subject for quad in store.quads_for_pattern(None, None, None, DERIVED)] == [names[2]]
