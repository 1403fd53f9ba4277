"""`frozen` against `dataclasses.dataclass(frozen=True, slots=True)`: the same class made by both."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icigraph.rdf.faults import Fault, Place
from icigraph.rdf.frozen import frozen


@dataclass(frozen=True, slots=True)
class Plain:
    name: str
    size: int = 3
    tags: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        return f"{self.name} {self.size}"


@frozen
class Ours:
    name: str
    size: int = 3
    tags: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        return f"{self.name} {self.size}"


VALUES = st.tuples(st.text(max_size=2), st.integers(0, 3), st.just(()) | st.just(("a",)))
CALLS = st.tuples(
    st.lists(st.sampled_from(["a", 1, ()]), max_size=4),
    st.dictionaries(st.sampled_from(["name", "size", "tags", "more"]), st.just("b"), max_size=4),
)


@given(CALLS)
def test_the_constructor_takes_and_refuses_the_same(call: tuple[list[object], dict[str, object]]) -> None:
    given_, named = call
    made = []
    for kind in (Plain, Ours):
        try:
            made.append(repr(kind(*given_, **named)))  # type: ignore[arg-type]
        except TypeError:
            made.append("TypeError")
    assert made[0].replace("Plain", "Ours") == made[1]


@given(VALUES, VALUES)
def test_equality_and_hash_are_by_value(left: tuple[str, int, tuple[str, ...]], right: tuple) -> None:
    assert (Ours(*left) == Ours(*right)) == (Plain(*left) == Plain(*right))
    assert hash(Ours(*left)) == hash(Plain(*left))
    assert Ours(*left) != Plain(*left)


def test_it_cannot_be_changed() -> None:
    value = Ours("a")
    with pytest.raises(AttributeError, match="cannot be changed"):
        value.name = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="cannot be changed"):
        del value.name
    with pytest.raises(AttributeError):
        value.other = 1  # type: ignore[attr-defined]
    assert not hasattr(value, "__dict__")


def test_copies_pickles_and_patterns() -> None:
    value = Place("a.ttl", 1, 2)
    assert copy.copy(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value
    match value:
        case Place(file, line, _):
            assert (file, line) == ("a.ttl", 1)


def test_methods_and_defaults_stay() -> None:
    assert Ours("a").told == Plain("a").told
    assert Fault("m").hint is None


def test_places_are_sorted_as_they_are_read() -> None:
    places = [Place("b"), Place("a", 2), Place("a", 1, 9), Place("a", 1, 2), Place("a")]
    assert sorted(places) == [Place("a"), Place("a", 1, 2), Place("a", 1, 9), Place("a", 2), Place("b")]
