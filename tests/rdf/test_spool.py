"""Spooled graphs: the same lines and digests whatever the order and size, and differences that rebuild the
other side.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import icigraph.rdf.spool as spool
from icigraph.rdf.canonical import digest_of_lines
from icigraph.stores.push.adapters.rows import without_kept_rows
from icigraph.stores.push.plan import Change, Plan
from icigraph.stores.push.update_text import added_quads, update_text

LINE = st.builds(
    lambda s, o: f'<http://a.org/{s}> <http://a.org/p> "{o}" .\n'.encode(),
    st.integers(0, 30),
    st.sampled_from(["", "a", "b _:c .", "<x> .", "é", " . "]),
)


@given(st.lists(LINE, max_size=60), st.lists(LINE, max_size=60))
def test_a_difference_rebuilds_the_other_side(left: list[bytes], right: list[bytes]) -> None:
    here, there = sorted(set(left)), sorted(set(right))
    found = list(spool.compare(here, there))
    added = {line for is_left, line in found if is_left}
    removed = {line for is_left, line in found if not is_left}
    assert (set(there) - removed) | added == set(here)
    assert added == set(here) - set(there) and removed == set(there) - set(here)


@given(st.lists(st.tuples(LINE, st.sampled_from("ab")), max_size=80))
@settings(deadline=None)
def test_quads_are_split_sorted_and_counted(quads: list[tuple[bytes, str]]) -> None:
    lines = [line.removesuffix(b" .\n") + f" <http://g.org/{graph}> .\n".encode() for line, graph in quads]
    with TemporaryDirectory() as folder:
        found = spool.spool_quads(lines, Path(folder))
        for name in {graph for _, graph in quads}:
            graph = found[f"http://g.org/{name}"]
            wanted = sorted({line for line, other in quads if other == name})
            assert list(graph.lines()) == wanted
            assert (graph.triples, graph.digest) == (len(wanted), digest_of_lines(wanted))
            assert not graph.has_blank_nodes


def test_a_graph_larger_than_memory_allows_is_sorted_in_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "_RUN_LINES", 7)
    numbers = [n * 37 % 101 for n in range(101)] * 2
    lines = [f'<http://a.org/{n:03}> <http://a.org/p> "x" <http://g.org/> .\n'.encode() for n in numbers]
    (graph,) = spool.spool_quads(lines, tmp_path).values()
    assert [int(line[14:17]) for line in graph.lines()] == list(range(101))
    assert {path.suffix for path in tmp_path.iterdir()} == {".nt"}


def change(tmp_path: Path, added: bytes, removed: bytes = b"", *, clear: bool = False) -> Change:
    files = tmp_path / f"added{len(list(tmp_path.iterdir()))}", tmp_path / f"removed{len(added)}"
    files[0].write_bytes(added)
    files[1].write_bytes(removed)
    return Change(
        "http://g.org/", files[0], added.count(b"\n"), files[1], removed.count(b"\n"), clear, b"_:" in added
    )


def test_an_update_is_in_parts_that_a_store_can_compile(tmp_path: Path) -> None:
    lines = b"".join(b'<http://a.org/%d> <http://a.org/p> "x" .\n' % n for n in range(25))
    plan = Plan((change(tmp_path, lines, b'<http://a.org/s> <http://a.org/p> "old" .\n'),), ())
    text = b"".join(update_text(plan, 10)).decode()
    assert text.count("INSERT DATA") == 3 and text.count("DELETE DATA") == 1
    assert b"".join(added_quads(plan)).count(b" <http://g.org/> .\n") == 25


def test_lines_that_share_blank_nodes_are_in_one_operation(tmp_path: Path) -> None:
    pairs = [b"_:a%d <x:p> _:b%d .\n" % (n, n) for n in range(6)]
    pairs += [b'_:b%d <x:p> "x" .\n' % n for n in range(6)]
    plan = Plan((change(tmp_path, b"".join(pairs)),), ())
    operations = b"".join(update_text(plan, blank_each=4)).decode().split(" ;\n")
    assert [each.count(" .\n") for each in operations] == [4, 4, 4]
    for number in range(6):
        assert sum(f"b{number} " in each for each in operations) == 1


@pytest.mark.parametrize(
    ("sent", "there", "kept"),
    [
        (b'"1.50"^^<%sdecimal>', b'"1.5"^^<%sdecimal>', True),
        (b'"1.6"^^<%sdecimal>', b'"1.5"^^<%sdecimal>', False),
        (b'"1"^^<%sint>', b'"1"^^<%sinteger>', False),
        (b'"P1Y"', b'"P1Y"', True),
        (b'"1"', b'"01"', False),
    ],
)
def test_a_value_that_stays_is_not_removed_and_added_again(
    tmp_path: Path, sent: bytes, there: bytes, kept: bool
) -> None:
    lines = [
        b"<x:s> <x:p> %s .\n" % each.replace(b"%s", b"http://www.w3.org/2001/XMLSchema#")
        for each in (sent, there)
    ]
    settled = without_kept_rows(change(tmp_path, *lines))
    assert (settled.additions, settled.removals) == ((0, 0) if kept else (1, 1))
    assert list(settled.added_lines()) == ([] if kept else lines[:1])


def test_blank_nodes_of_two_graphs_stay_apart(tmp_path: Path) -> None:
    line = b"_:c14n0 <http://a.org/p> _:c14n1 .\n"
    plan = Plan((change(tmp_path, line, clear=True), change(tmp_path, line, clear=True)), ())
    text = b"".join(update_text(plan)).decode()
    assert "_:g0c14n0 <http://a.org/p> _:g0c14n1" in text and "_:g1c14n0 <http://a.org/p> _:g1c14n1" in text
