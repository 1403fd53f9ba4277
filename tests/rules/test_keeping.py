"""A closed graph that is kept in a folder: whatever changes in its files, it is what closing anew gives."""

from __future__ import annotations

import gzip
import json
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store, Triple

from icigraph.base.faults import InputError
from icigraph.project import document_stream, load
from icigraph.rules.close import close_files
from icigraph.rules.closure import store as keeping
from icigraph.rules.closure.store import kept_closure
from icigraph.rules.compile.derivation import read_derivations
from icigraph.rules.compile.draft import Mode
from icigraph.rules.run.incremental import Change
from icigraph.rules.run.materialise import INFERRED

PREFIXES = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
AXIOMS = [
    ":p a owl:TransitiveProperty ; rdfs:domain :A .",
    ":q owl:inverseOf :p . :r owl:propertyChainAxiom ( :p :q ) .",
    ":A rdfs:subClassOf :B .",
    ":D owl:equivalentClass [ owl:intersectionOf ( :A [ owl:onProperty :r ; owl:hasValue :a ] ) ] .",
    ":t a owl:FunctionalProperty .",
]
FACTS = [f":{s} :{p} :{o} ." for s in "abc" for p in "pqt" for o in "abc"] + [":a a :B .", ":c :n 007, '7' ."]
FREE = """PREFIX : <http://example.org/> CONSTRUCT { ?x :free ?x } WHERE { ?x :p ?y
          FILTER NOT EXISTS { ?x :r ?z . ?z a :D } }"""
NAMES = ("one.ttl", "two.ttl", "three.trig")

some = st.lists(st.sampled_from(FACTS), max_size=5)
graphs = st.dictionaries(st.sampled_from(NAMES), some, min_size=1)
models = st.lists(st.sampled_from(AXIOMS), min_size=1, max_size=4, unique=True).map(sorted)


def written(folder: Path, graph: dict[str, list[str]], model: Iterable[str]) -> list[Path]:
    """The files of a graph; in TriG the first fact is in a named graph."""
    for name, facts in {**graph, "model.ttl": list(model)}.items():
        first = f":named {{ {facts[0]} }} " if name.endswith(".trig") and facts else ""
        (folder / name).write_text(PREFIXES + first + "\n".join(facts))
    return [folder / name for name in (*graph, "model.ttl")]


def known(triples: Iterable[Triple]) -> Counter[tuple[str, ...]]:
    """The triples, with blank nodes that have no names."""
    return Counter(
        tuple("_" if str(node).startswith("_:") else str(node) for node in each) for each in triples
    )


def anew(files: list[Path], rules: list[Path], mode: Mode = Mode.PUBLISHED) -> Counter[tuple[str, ...]]:
    """What closing the files in memory gives."""
    store = Store()
    close_files(files, store, derivations=read_derivations(rules), mode=mode)
    return known({quad.triple for quad in store})


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A derivation that negates."""
    file = tmp_path_factory.mktemp("rules") / "free.rq"
    file.write_text(FREE)
    return [file]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(graphs, min_size=2, max_size=4), models, st.lists(st.booleans(), min_size=4, max_size=4), models
)
def test_whatever_changes_the_closure_is_that_of_the_files(
    tmp_path_factory: pytest.TempPathFactory,
    rules: list[Path],
    states: list[dict[str, list[str]]],
    model: list[str],
    switches: list[bool],
    other: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("graph")
    try:
        for state, switch in zip(states, switches, strict=False):
            # The axioms change now and then, as rarely as facts change often.
            files = written(folder, state, other if switch and len(other) < 3 else model)
            with kept_closure(folder / "closed", files, derivations=rules) as kept:
                assert known(kept.triples()) == anew(files, rules)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_the_axiomatic_closure_can_be_kept(tmp_path: Path) -> None:
    for facts in ([":a :p :b ."], [":a :p :b .", ":b :p :c ."]):
        files = written(tmp_path, {"one.ttl": facts}, AXIOMS)
        with kept_closure(tmp_path / "closed", files, mode=Mode.AXIOMATIC) as kept:
            assert known(kept.triples()) == anew(files, [], Mode.AXIOMATIC)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A small graph of two files and a model."""
    graph = {"one.ttl": [":a :p :b .", ":b :p :c ."], "two.ttl": [":a :p :b ."]}
    return written(tmp_path, graph, AXIOMS[:3])


def change_in(folder: Path, files: list[Path], **options: object) -> Change | str:
    """What a run did: the change that it took over, or why it closed anew."""
    with kept_closure(folder / "closed", files, **options) as kept:  # type: ignore[arg-type]
        return kept.change or kept.why


def test_only_what_changed_is_taken_over(tmp_path: Path, files: list[Path]) -> None:
    assert change_in(tmp_path, files) == ""
    assert change_in(tmp_path, files) == Change(0, 0, anew=False)
    # One triple stands in the other file too, so one goes.
    assert change_in(tmp_path, files[1:]) == Change(0, 1, anew=False)
    assert change_in(tmp_path, files) == Change(1, 0, anew=False)


def test_the_order_of_files_and_a_file_named_twice_change_nothing(tmp_path: Path, files: list[Path]) -> None:
    change_in(tmp_path, files)
    assert change_in(tmp_path, [*reversed(files), files[0]]) == Change(0, 0, anew=False)


def test_what_is_inferred_is_told_apart(tmp_path: Path, files: list[Path]) -> None:
    with kept_closure(tmp_path / "closed", files) as kept:
        every, inferred = known(kept.triples()), known(kept.triples(only_inferred=True))
    store = Store()
    close_files(files, store)
    closed = [*store.quads_for_pattern(None, None, None, INFERRED)]
    assert inferred == known(quad.triple for quad in closed)
    assert set(every.values()) == {1}


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (lambda files: files[-1].write_text(PREFIXES + AXIOMS[0]), "an axiom changed"),
        (lambda files: files[0].write_text(f"{PREFIXES} :t a owl:FunctionalProperty ."), "an axiom changed"),
        (lambda files: files[0].write_text(PREFIXES + "".join(FACTS) * 1), "much changed"),
    ],
    ids=["other axioms", "an axiom in the data", "more than is worth it"],
)
def test_what_cannot_be_taken_over_is_closed_anew(
    tmp_path: Path, files: list[Path], how, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_FEW", 10)
    change_in(tmp_path, files)
    how(files)
    assert change_in(tmp_path, files) == why
    with kept_closure(tmp_path / "closed", files) as kept:
        assert known(kept.triples()) == anew(files, [])


def test_another_mode_or_derivation_is_another_closure(
    tmp_path: Path, files: list[Path], rules: list[Path]
) -> None:
    change_in(tmp_path, files)
    others = "mode, derivations or version are others"
    assert change_in(tmp_path, files, derivations=rules) == others
    assert change_in(tmp_path, files, derivations=rules, mode=Mode.AXIOMATIC) == others
    assert change_in(tmp_path, files) == others


def test_a_store_that_was_damaged_is_made_anew(tmp_path: Path, files: list[Path]) -> None:
    change_in(tmp_path, files)
    (store,) = (tmp_path / "closed").glob("graph-*")
    (store / "CURRENT").write_text("nothing")
    assert change_in(tmp_path, files) == "the store in the folder cannot be read"
    shutil.rmtree(next((tmp_path / "closed").glob("graph-*")))
    assert change_in(tmp_path, files) == "the store in the folder cannot be read"
    assert change_in(tmp_path, files) == Change(0, 0, anew=False)


def test_damage_that_shows_late_is_told(tmp_path: Path, files: list[Path]) -> None:
    files[0].write_text(PREFIXES + "".join(f":a :n :number{number} .\n" for number in range(500)))
    change_in(tmp_path, files)
    for table in (tmp_path / "closed").glob("graph-*/*.sst"):
        # The store opens by what the small tables hold.
        if table.stat().st_size > 4000:
            with table.open("r+b") as stream:
                stream.write(bytes(16))
    with pytest.raises(InputError, match="damaged"):
        change_in(tmp_path, files)


def test_a_file_that_cannot_be_read_leaves_the_folder_as_it_was(tmp_path: Path, files: list[Path]) -> None:
    change_in(tmp_path, files)
    before = (tmp_path / "closed" / "icigraph.json").read_bytes()
    good = files[0].read_text()
    files[0].write_text(good + "\n:a :b .")
    files[1].write_text(PREFIXES + ":x")
    with pytest.raises(InputError, match=r"one\.ttl:.*\n.*two\.ttl:"):
        change_in(tmp_path, files)
    assert (tmp_path / "closed" / "icigraph.json").read_bytes() == before
    assert len(list((tmp_path / "closed").iterdir())) == 3
    files[0].write_text(good)
    assert change_in(tmp_path, files[:1] + files[2:]) == Change(0, 0, anew=False)


def test_a_folder_of_something_else_is_refused(tmp_path: Path, files: list[Path]) -> None:
    for folder in (tmp_path, files[0]):
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(InputError), kept_closure(folder, files):
            pass
        assert sorted(tmp_path.rglob("*")) == before


def test_two_runs_do_not_share_a_folder(tmp_path: Path, files: list[Path]) -> None:
    with kept_closure(tmp_path / "closed", files), pytest.raises(InputError, match="another run"):
        change_in(tmp_path, files)
    assert change_in(tmp_path, files) == Change(0, 0, anew=False)


def test_a_store_that_another_program_has_open_is_left_alone(tmp_path: Path, files: list[Path]) -> None:
    change_in(tmp_path, files)
    (store,) = (tmp_path / "closed").glob("graph-*")
    reader = Store(str(store))
    with pytest.raises(InputError, match="another program"):
        change_in(tmp_path, files)
    assert len(reader) > 0


def test_large_and_zipped_files_are_read_as_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_LARGE", 1 << 16)
    monkeypatch.setattr(document_stream, "_TOLD", 1 << 14)
    lines = "".join(f"<http://a/{n}> <http://a/p> <http://a/{n + 1}> .\n" for n in range(5_000))
    plain, zipped, quads = tmp_path / "a.nt", tmp_path / "b.nt.gz", tmp_path / "c.nq"
    plain.write_text("\ufeff" + lines)
    zipped.write_bytes(gzip.compress(lines.replace("/p>", "/q>").encode()))
    quads.write_text(lines.replace("/p>", "/r>").replace(" .", " <http://a/g> ."))
    heard: list[tuple[str, int, int | None]] = []
    with kept_closure(
        tmp_path / "closed", [plain, zipped, quads], progress=lambda *told: heard.append(told)
    ) as kept:
        assert sum(1 for _ in kept.triples()) == 15_000
    loading = [told for told in heard if told[0] == "load"]
    sizes = sum(path.stat().st_size for path in (plain, zipped, quads))
    assert loading[-1] == ("load", sizes, sizes)
    assert len(loading) > 10
    for path, content in (
        (zipped, zipped.read_bytes()[:-100]),
        (plain, plain.read_bytes() + b"<http://a/p> ."),
    ):
        path.write_bytes(content)
        with pytest.raises(InputError, match=path.name):
            change_in(tmp_path, [plain, zipped, quads])


def test_a_record_of_something_else_is_none(tmp_path: Path, files: list[Path]) -> None:
    change_in(tmp_path, files)
    (tmp_path / "closed" / "icigraph.json").write_text(json.dumps({"tool": "other"}))
    assert change_in(tmp_path, files) == ""
