"""Several rules at a time: each after those that it waits for, and none left running when one fails."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Variable

from icigraph.rules.close import compile_from
from icigraph.rules.compile.rule import Absence, Pattern, Rule
from icigraph.rules.compile.rule_set import RuleSet
from icigraph.rules.compile.strata import awaited, stratify
from icigraph.rules.run import engine
from icigraph.rules.run.bulk import add_in_bulk
from icigraph.rules.run.materialise import DERIVED, INFERRED, materialise
from icigraph.rules.run.schedule import in_turn

X, Y = Variable("x"), Variable("y")
DATA = NamedNode("http://a/data")


def named(name: str) -> NamedNode:
    return NamedNode(f"http://a/{name}")


def rule(name: str, body: str, head: str, *, absent: str = "", standard: str = "prp-spo1") -> Rule:
    """x body y → x head y."""
    unless = (Absence(((X, named(absent), Y),)),) if absent else ()
    return Rule(name, standard, ((X, named(head), Y),), ((X, named(body), Y),), absent=unless)


def waits(*rules: Rule) -> dict[str, set[str]]:
    """For each rule that stands alone in its stratum the names of those it waits for."""
    strata = stratify(rules)
    names = [stratum.rules[0].name for stratum in strata]
    return {
        name: {names[other] for other in others} for name, others in zip(names, awaited(strata), strict=True)
    }


def test_a_rule_waits_for_what_feeds_it_and_for_nothing_else() -> None:
    rules = (rule("one", "a", "b"), rule("two", "b", "c"), rule("three", "d", "c"))
    assert waits(*rules) == {"one": set(), "two": {"one"}, "three": set()}


def test_a_rule_waits_for_what_it_denies() -> None:
    rules = (rule("unless", "a", "c", absent="b"), rule("that", "d", "b"))
    assert waits(*rules)["unless"] == {"that"}


def test_of_two_that_conclude_the_same_for_different_graphs_the_first_stays_first() -> None:
    derivation = rule("derived", "a", "c", standard="derivation")
    order = [stratum.rules[0].name for stratum in stratify((derivation, rule("inferred", "b", "c")))]
    assert waits(derivation, rule("inferred", "b", "c"))[order[1]] == {order[0]}


def test_those_that_go_in_rounds_do_so_one_after_another() -> None:
    transitive = (
        Rule(
            name,
            "prp-trp",
            ((X, named(name), Y),),
            ((X, named(name), Variable("z")), (Variable("z"), named(name), Y)),
        )
        for name in ("p", "q")
    )
    assert sorted(map(len, waits(*transitive).values())) == [0, 1]


def test_jobs_run_at_the_same_time_when_they_may() -> None:
    meeting = threading.Barrier(2, timeout=20)
    counts: list[int] = []
    assert in_turn([meeting.wait, meeting.wait], [(), ()], 2, ended=counts.append, stop=meeting.abort) in (
        [0, 1],
        [1, 0],
    )
    assert counts[-1] == 2


def test_jobs_run_in_the_order_that_they_wait_for() -> None:
    done: list[int] = []
    in_turn(
        [partial(done.append, n) for n in range(4)],
        [(3,), (0,), (1,), ()],
        3,
        ended=lambda _: None,
        stop=print,
    )
    assert done == [3, 0, 1, 2]


def test_when_one_fails_the_others_are_told_and_end_first() -> None:
    told, late = threading.Event(), threading.Event()

    def failing() -> None:
        raise ValueError("no")

    def patient() -> None:
        assert told.wait(20)
        late.set()

    with pytest.raises(ValueError, match="no"):
        in_turn([patient, failing, patient], [(), (), (0,)], 2, ended=lambda _: None, stop=told.set)
    assert late.is_set()
    assert all(thread is threading.current_thread() or thread.daemon for thread in threading.enumerate())


@pytest.fixture
def four_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_LARGE", 0)
    monkeypatch.setattr(engine, "_WORKERS", 4)


def chains() -> Store:
    """Forty chains of subproperties: many strata, of which four may always run."""
    store = Store()
    text = ["@prefix : <http://a/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."]
    text += [f":p{n}-{k} rdfs:subPropertyOf :p{n}-{k + 1} ." for n in range(40) for k in range(3)]
    text += [f":s{s} :p{n}-0 :o{n} ." for n in range(40) for s in range(5)]
    store.load("\n".join(text), RdfFormat.TURTLE, to_graph=DATA)
    return store


@pytest.mark.usefixtures("four_at_a_time")
def test_a_failure_among_several_leaves_what_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    store = chains()
    told, rules = set(store), compile_from(store)
    calls = iter(range(1000))

    def failing(store: Store, head: Pattern, where: str, target: NamedNode) -> None:
        if next(calls) == 25:
            raise OSError("the store is full")
        add_in_bulk(store, head, where, target)

    monkeypatch.setattr(engine, "add_in_bulk", failing)
    with pytest.raises(OSError, match="full"):
        materialise(store, rules)
    assert set(store) == told
    monkeypatch.undo()
    assert materialise(store, rules).inferred > 600


@pytest.mark.usefixtures("four_at_a_time")
def test_what_is_derived_and_inferred_goes_to_its_graph_whoever_comes_first() -> None:
    rules = [rule(f"inferred{n}", f"a{n}", "b") for n in range(6)]
    rules += [rule(f"derived{n}", f"a{n}", "b", standard="derivation") for n in range(6)]
    closed = []
    for workers in (1, 4):
        store = Store()
        store.extend(Quad(named(f"s{n}"), named(f"a{n}"), BlankNode("o"), DATA) for n in range(6))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "_WORKERS", workers)
            materialise(store, RuleSet(tuple(rules)))
        closed.append(
            {
                graph: len(list(store.quads_for_pattern(None, None, None, graph)))
                for graph in (INFERRED, DERIVED)
            }
        )
    assert closed[0] == closed[1]
    assert sum(closed[0].values()) == 6
