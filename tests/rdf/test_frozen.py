"""`frozen` against `dataclasses.dataclass(frozen=True, slots=True)`: the same class made by both."""

from __future__ import annotations

import copy
import pickle
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icigraph.rdf import frozen as ours
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


def test_the_functions_of_dataclasses_take_it() -> None:
    value = Ours("a", tags=("b",))
    assert is_dataclass(Ours) and is_dataclass(value)
    assert asdict(value) == asdict(Plain("a", tags=("b",)))
    assert [one.name for one in fields(Ours)] == [one.name for one in fields(Plain)]
    assert fields(Ours)[0] is fields(Ours)[0]
    assert replace(value, size=4) == ours.replace(value, size=4) == Ours("a", 4, ("b",))
    for changed in (replace, ours.replace):
        with pytest.raises(TypeError):
            changed(value, sise=4)  # type: ignore[call-arg]


@dataclass(frozen=True, slots=True)
class PlainAside:
    name: str
    file: str = field(default="", compare=False, repr=False)


@frozen
class OursAside:
    name: str
    file: str = ""

    _aside = ("file",)


def test_what_stands_aside_counts_neither_for_equality_nor_for_the_text() -> None:
    for kind in (PlainAside, OursAside):
        one, same, other = kind("a", "f"), kind("a", "g"), kind("b", "f")
        assert one == same and hash(one) == hash(same) and one != other
        assert repr(one) == f"{kind.__name__}(name='a')"
        assert copy.copy(one).file == pickle.loads(pickle.dumps(one)).file == "f"
        assert replace(one, name="b").file == "f"
        assert [(each.compare, each.repr) for each in fields(kind)] == [(True, True), (False, False)]
