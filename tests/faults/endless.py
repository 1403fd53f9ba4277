"""What took for ever, or for longer than anybody waits: patterns, near names, blank nodes that know each
other, recursion, paths that come round, cross products.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.case import ERROR, Case
from tests.faults.shaped import HEAD, NEED, PERSON, of, says, shaped

__all__ = ["endless"]

_CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?d && ?a != ?d) }"


def endless() -> Iterator[Case]:
    """Each ends within its limit."""
    yield from _validated()
    yield from _compared()
    ask = ("query", "-e", _CROSS)
    yield Case("a cross product, interrupted", ask, starter=True, interrupted=2.0, seconds=10)
    limited = (*ask, "--timeout", "1")
    yield Case("a cross product with a limit", limited, starter=True, codes=ERROR, seconds=20)


def _validated() -> Iterator[Case]:
    code = f'ex:a a ex:Person ; ex:code "{"a" * 40}!" .'
    pattern = PERSON + 'sh:property [ sh:path ex:code ; sh:pattern "^(a+)+$" ] .'
    yield shaped("a hostile pattern", code, pattern, seconds=20)
    home = "ex:city{0:05} a ex:City . ex:p{0} a ex:Person ; ex:home ex:citx{0:05} .\n"
    cities = "".join(home.format(number) for number in range(1500))
    city = PERSON + "sh:property [ sh:path ex:home ; sh:class ex:City ] ."
    yield shaped("many near names", cities, city, seconds=20)
    knows = clique(40, "a ex:Person ; ex:knows")
    yield shaped("blank nodes that know each other", knows, PERSON + NEED, seconds=20)
    many = "".join(f"ex:p{number} a ex:Person .\n" for number in range(20_000))
    yield shaped("20,000 results", many, PERSON + NEED, right=says("20,000"))
    links = "".join(f"ex:n{number} ex:next ex:n{number + 1} .\n" for number in range(60))
    ring = "".join(f"ex:n{number} ex:next ex:n{(number + 1) % 40} .\n" for number in range(40))
    around = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:next ; sh:property "
    around += '[ sh:path [ sh:zeroOrMorePath ex:next ] ; sh:nodeKind sh:Literal ; sh:languageIn ( "en" ) ] .'
    yield shaped("all values of a path that comes round", ring, around, "--fix")
    target = "a sh:NodeShape ; sh:targetSubjectsOf ex:next ; sh:property"
    recursive = (
        "ex:R a sh:NodeShape ; sh:targetNode ex:n0 ; sh:property [ sh:path ex:next ; sh:node ex:R ] . "
    )
    recursive += f"ex:N {target} {NEED[12:]}"
    told = says("too few values of ex:name", "ex:n0")
    yield shaped("a recursive shape", links, recursive, codes=frozenset({1, 2}), right=told)


def _compared() -> Iterator[Case]:
    alike = clique(10, "ex:knows")
    diff = ("diff", "d.ttl", "s.ttl")
    yield Case("a clique compared", diff, of(alike, alike), ERROR, seconds=20)
    chain = "ex:a ex:p " + "[ ex:p " * 5000 + "1" + "]" * 5000 + " ."
    files: dict[str, str | bytes] = {"d.ttl": HEAD + chain, "s.ttl": HEAD}
    yield Case("a long chain compared", diff, files, frozenset({1, 2}))


def clique(size: int, said: str, subject: str = "_:n{}") -> str:
    """Nodes that all say the same of all others."""
    names = [subject.format(number) for number in range(size)]
    return "".join(f"{one} {said} {', '.join(name for name in names if name != one)} .\n" for one in names)
