"""Frozen values for the modules that every question loads.

`@frozen` makes of a class what `dataclasses.dataclass(frozen=True, slots=True)` makes of it. To load
`dataclasses` and to let it generate methods would take a quarter of the time of a short command, so `@frozen`
shares its methods among all classes and generates none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform

    Class = TypeVar("Class", bound=type)

    @dataclass_transform(frozen_default=True)
    def frozen(cls: Class) -> Class: ...


__all__ = ["frozen"]


if not TYPE_CHECKING:

    def frozen(cls: type) -> type:
        """The class with slots for its annotated attributes, a constructor, and equality, hash, text and
        copies by value.

        An attribute that the class sets is a default. Setting or deleting one of an instance is an
        AttributeError.

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
        made._init = tuple(getattr(made, name).__set__ for name in names), defaults
        made._state = _state(names)
        return made


def _state(names: tuple[str, ...]) -> Any:
    """From an instance to the tuple of its values."""
    if len(names) > 1:
        return staticmethod(attrgetter(*names))
    return staticmethod(lambda self: tuple(getattr(self, name) for name in names))


def _init(self: Any, *given: object, **named: object) -> None:
    puts, defaults = self._init
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
    return self._state(self) == other._state(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._state(self))


def _text(self: Any) -> str:
    values = zip(self.__match_args__, self._state(self), strict=True)
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in values)})"


def _no_change(self: Any, *_: object) -> None:
    raise AttributeError(f"a {type(self).__name__} cannot be changed")


def _reduce(self: Any) -> tuple[object, ...]:
    return type(self), self._state(self)


_METHODS: Mapping[str, object] = {
    "__init__": _init,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _text,
    "__setattr__": _no_change,
    "__delattr__": _no_change,
    "__reduce__": _reduce,
}
