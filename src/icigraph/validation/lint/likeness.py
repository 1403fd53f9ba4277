"""Terms that are nearly alike: the same but for scheme, separator, case or a slip of the pen.

Looked up by keys, so that many unknown terms beside many known ones cost no comparison of each with each.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

__all__ = ["Likeness", "local_of", "space_of"]

_SCHEME = re.compile(r"^https?://(?:www\.)?")
_LEAST = 5


class Likeness:
    """Known IRIs, found by one that is nearly the same; slips are found in the namespaces `spaces`.

    >>> known = Likeness(["https://schema.org/Person", "http://e.example/surname"], {"http://e.example/"})
    >>> known.same("http://schema.org/person"), known.slips("http://e.example/surnmae")
    ('https://schema.org/Person', ['http://e.example/surname'])
    >>> known.slips("http://e.example/forename")
    []
    """

    def __init__(self, known: Iterable[str], spaces: Collection[str]) -> None:
        self._by_key: dict[str, str] = {}
        self._by_deletion: dict[str, list[str]] = {}
        for one in sorted(known, reverse=True):
            self._by_key[_key(one)] = one
            for less in _deletions(one) if space_of(one) in spaces else ():
                self._by_deletion.setdefault(less, []).append(one)

    def same(self, iri: str) -> str | None:
        """The known IRI that differs in scheme, separator or case only."""
        return self._by_key.get(_key(iri))

    def slips(self, iri: str) -> list[str]:
        """The known IRIs of the same namespace whose local name is one slip away, in order."""
        found = (one for less in _deletions(iri) for one in self._by_deletion.get(less, ()))
        space, local = space_of(iri), local_of(iri)
        return sorted({one for one in found if space_of(one) == space and _is_slip(local, local_of(one))})


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ by one letter left out, doubled, swapped with the next or replaced: not by a
    digit, nor by the first letter, nor by a word of one letter, in which names differ on purpose.

    >>> [_is_slip("surname", other) for other in ("surnmae", "surnam", "surrname", "sirname", "Surname")]
    [True, True, True, True, False]
    >>> _is_slip("latMin1", "latMin2"), _is_slip("weight", "height"), _is_slip("axisX", "axisY")
    (False, False, False)
    """
    if min(len(one), len(other)) < _LEAST or abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if at == 0:
        return False
    rests = _rests(one, other, at)
    changed = one[at : at + 1] + other[at : at + 1]
    return rests and all(letter.islower() for letter in changed)


def _rests(one: str, other: str, at: int) -> bool:
    """Whether the names are the same but for one change at `at`."""
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return longer[at + 1 :] == shorter[at:]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


def _key(iri: str) -> str:
    bare = _SCHEME.sub("", iri)
    space, local = space_of(bare), local_of(bare)
    return f"{space.rstrip('#/')}/{re.sub('[-_]', '', local)}".casefold()


def space_of(iri: str) -> str:
    """The namespace of an IRI: up to its last `#` or `/`.

    >>> space_of("http://e.example/ns#name"), local_of("http://e.example/ns#name")
    ('http://e.example/ns#', 'name')
    """
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def local_of(iri: str) -> str:
    """The local name of an IRI: after its last `#` or `/`.

    >>> local_of("http://e/ns#name")
    'name'
    """
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _deletions(iri: str) -> Iterator[str]:
    """The IRI, and with each letter of its local name left out: what is one slip apart shares one of them."""
    space, local = space_of(iri), local_of(iri)
    yield iri
    yield from {f"{space}{local[:at]}{local[at + 1 :]}" for at in range(len(local))}
