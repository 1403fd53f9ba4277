"""Frozen values for the modules that every question loads.

`@frozen` makes of a class what `dataclasses.dataclass(frozen=True, slots=True)` makes of it, and the
functions of `dataclasses` take its values. To load `dataclasses` and to let it generate methods would take a
quarter of the time of a short command, so `@frozen` shares its methods among all classes and generates none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import replace
    from typing import Any, TypeVar, dataclass_transform

    Class = TypeVar("Class", bound=type)

    @dataclass_transform(frozen_default=True)
    def frozen(cls: Class) -> Class: ...


__all__ = ["frozen", "replace"]


if not TYPE_CHECKING:

    def frozen(cls: type) -> type:
        """The class with slots for its annotated attributes, a constructor, and equality, hash, text and
        copies by value.

        An attribute that the class sets is a default. Those that it lists in `_aside` count neither for
        equality nor for its text. Setting or deleting one of an instance is an AttributeError.

        >>> @frozen
        ... class Point:
        ...     x: int
        ...     y: int = 0
        >>> Point(1), Point(1) == Point(1, y=0)
        (Point(x=1, y=0), True)
        >>> Point(1).x = 2
        Traceback (most recent call last):
        ...
        AttributeError: a Point cannot be changed
        """
        space = dict(vars(cls))
        names = tuple(space.get("__annotations__", ()))
        defaults = {name: space.pop(name) for name in names if name in space}
        for inherited in ("__dict__", "__weakref__"):
            space.pop(inherited, None)
        made = type(cls)(
            cls.__name__, cls.__bases__, {**_METHODS, **space, "__slots__": names, "__match_args__": names}
        )
        made.__qualname__ = cls.__qualname__
        made._frozen_init = tuple(getattr(made, name).__set__ for name in names), defaults
        made._frozen_shown = tuple(name for name in names if name not in space.get("_aside", ()))
        made._frozen_state, made._frozen_compared = _state(names), _state(made._frozen_shown)
        return made

    def replace(value: Any, /, **changes: object) -> Any:
        """A copy of a value with some attributes changed, as `dataclasses.replace` gives it.

        >>> from icigraph.rdf.faults import Place
        >>> replace(Place("a.ttl", 1), line=2)
        Place(file='a.ttl', line=2, column=None)
        """
        cls = type(value)
        values = [
            changes.pop(name) if name in changes else getattr(value, name) for name in cls.__match_args__
        ]
        if changes:
            raise TypeError(f"{cls.__name__} has no {', '.join(map(repr, changes))}")
        return cls(*values)


class _Fields:
    """What the functions of `dataclasses` read of a class: made once, when one of them asks."""

    def __get__(self, _: object, owner: Any) -> Mapping[str, object]:
        from dataclasses import field, make_dataclass

        kinds = owner.__annotations__
        shown = {name: name in owner._frozen_shown for name in owner.__match_args__}
        fields = ((name, kinds[name], field(compare=told, repr=told)) for name, told in shown.items())
        found: Mapping[str, object] = vars(make_dataclass(owner.__name__, fields))["__dataclass_fields__"]
        owner.__dataclass_fields__ = found
        return found


def _state(names: tuple[str, ...]) -> Any:
    """From an instance to the tuple of its values."""
    if len(names) > 1:
        return staticmethod(attrgetter(*names))
    return staticmethod(lambda self: tuple(getattr(self, name) for name in names))


def _init(self: Any, *given: object, **named: object) -> None:
    puts, defaults = self._frozen_init
    if named or len(given) != len(puts):
        given = (*given, *_rest(type(self), given, named, defaults))
    for put, value in zip(puts, given, strict=True):
        put(self, value)


def _rest(
    cls: Any, given: tuple[object, ...], named: dict[str, object], defaults: Mapping[str, object]
) -> Iterator[object]:
    """The values of the names that no positional value took, from `named` and the defaults."""
    names = cls.__match_args__
    wrong = [f"more than {len(names)} values"] if len(given) > len(names) else []
    wrong += [f"{name!r} twice or unknown" for name in named if name not in names[len(given) :]]
    wrong += [f"no {name!r}" for name in names[len(given) :] if name not in named and name not in defaults]
    if wrong:
        raise TypeError(f"{cls.__name__}() got {', '.join(wrong)}")
    return (named[name] if name in named else defaults[name] for name in names[len(given) :])


def _equal(self: Any, other: Any) -> bool:
    return (
        self._frozen_compared(self) == other._frozen_compared(other)
        if type(other) is type(self)
        else NotImplemented
    )


def _hash(self: Any) -> int:
    return hash(self._frozen_compared(self))


def _text(self: Any) -> str:
    values = (f"{name}={getattr(self, name)!r}" for name in self._frozen_shown)
    return f"{type(self).__qualname__}({', '.join(values)})"


def _no_change(self: Any, *_: object) -> None:
    raise AttributeError(f"a {type(self).__name__} cannot be changed")


def _reduce(self: Any) -> tuple[object, ...]:
    return type(self), self._frozen_state(self)


_METHODS: Mapping[str, object] = {
    "__init__": _init,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _text,
    "__setattr__": _no_change,
    "__delattr__": _no_change,
    "__reduce__": _reduce,
    "__dataclass_fields__": _Fields(),
}
