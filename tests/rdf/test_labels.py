"""Blank nodes that look all alike: what would take for ever to label is refused by every verb that labels."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from tests.conftest import Ran

Icigraph = Callable[..., Ran]

P = "<https://example.org/p>"
TOLD = "too many blank nodes look alike"


def clique(size: int) -> str:
    return "".join(f"_:n{a} {P} _:n{b} .\n" for a, b in permutations(range(size), 2))


def stars(rays: int) -> str:
    return "".join(f"_:hub{hub} {P} _:ray{hub}x{ray} .\n" for hub in (1, 2) for ray in range(rays))


def chain(length: int) -> str:
    return "".join(f"_:n{number} {P} _:n{number + 1} .\n" for number in range(length))


def cube(sides: int) -> str:
    return "".join(f"_:n{n} {P} _:n{n ^ (1 << side)} .\n" for n in range(1 << sides) for side in range(sides))


@pytest.fixture
def lights(tmp_path: Path, icigraph: Icigraph) -> Path:
    assert icigraph("init", str(tmp_path / "lights")).code == 0
    return tmp_path / "lights"


@pytest.mark.parametrize(
    "graph", [clique(9), stars(10), chain(500), cube(5)], ids=["clique", "stars", "chain", "cube"]
)
def test_what_cannot_be_labelled_in_time_is_refused(graph: str, lights: Path, icigraph: Icigraph) -> None:
    file = lights / "alike.nt"
    file.write_text(graph)
    ran = icigraph("--project", str(lights), "diff", str(file))
    assert (ran.code, TOLD in ran.err, "IRIs" in ran.err) == (2, True, True), ran
    (lights / "data" / "alike.ttl").write_text(graph)
    for verb in (("build",), ("export", "--format", "nq"), ("release", str(lights / "dist"))):
        ran = icigraph("--project", str(lights), *verb)
        assert (ran.code, TOLD in ran.err) == (2, True), ran


@pytest.mark.parametrize(
    "graph",
    [
        clique(5),
        stars(5),
        chain(60),
        "".join(f"_:a{n} {P} _:b{n} .\n" for n in range(3000)),
        "".join(f'_:n{n} {P} "{n}" .\n_:n{n} {P} _:n{n + 1} .\n' for n in range(2000)),
        "".join(f"<https://example.org/s> {P} _:n{n} .\n" for n in range(3000)),
    ],
    ids=["clique", "stars", "chain", "pairs", "list", "rays of one that has a name"],
)
def test_what_can_be_labelled_is(graph: str, lights: Path, icigraph: Icigraph) -> None:
    (lights / "data" / "alike.ttl").write_text(graph)
    ran = icigraph("--project", str(lights), "export", "--format", "nq")
    assert (ran.code, ran.out.count("/graph/data/alike> .")) == (0, graph.count("\n")), ran.err
