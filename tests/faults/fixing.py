"""Mends that change what was meant: one that is not asked for by name keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.case import FOUND, Case, Ran, Right
from tests.faults.shaped import VALIDATE, of

__all__ = ["fixing"]

_LEFT_ALONE = {
    "another document": ("ex:a ex:on ex:report2003 .", "sh:path ex:on ; sh:in ( ex:report2004 )"),
    "an anagram": ("ex:a ex:on ex:invoice21 .", "sh:path ex:on ; sh:in ( ex:invoice12 )"),
    "a comma": ('ex:a ex:n "1,5" .', "sh:path ex:n ; sh:datatype xsd:integer"),
    "a language": ('ex:a ex:t "Ein Text"@de .', 'sh:path ex:t ; sh:languageIn ( "en" )'),
    "a tag": ('ex:a ex:t "Ein Text"@de .', "sh:path ex:t ; sh:datatype xsd:string"),
    "a tag of one kind or another": (
        'ex:a ex:t "Deux"@fr .',
        "sh:path ex:t ; sh:or ( [ sh:datatype xsd:string ] [ sh:datatype xsd:integer ] )",
    ),
    "a namespace": ('ex:a foaf:name "Ann" .', "sh:path schema:name ; sh:minCount 1"),
    "a digit": ("ex:a ex:parent2 ex:b .", "sh:path ex:parent1 ; sh:minCount 1"),
    "a code": ('ex:a ex:c "AB-2003" .', 'sh:path ex:c ; sh:in ( "AB-2005" )'),
    "a date": ('ex:a ex:d "2020-13-01"^^xsd:date .', "sh:path ex:d ; sh:datatype xsd:date"),
}
_BERLIN = "<http://example.org/city/berlin> a ex:City . ex:a ex:home <http://example.org/city/berlni> ; "


def fixing() -> Iterator[Case]:
    """What `--fix` leaves alone, and what it writes whatever stands beside it."""
    for name, (data, constraint) in _LEFT_ALONE.items():
        files = of(data, f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ {constraint} ] .")
        yield Case(f"--fix and {name}", (*VALIDATE, "--fix"), files, FOUND, _holds(files["d.ttl"]))
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:home ; sh:class ex:City ] , "
    )
    shapes += "[ sh:path ex:n ; sh:datatype xsd:integer ] ."
    data = f'{_BERLIN} ex:n "34" .'
    files = of(data, shapes)
    number = of(data.replace('"34"', "34"), shapes)["d.ttl"]
    both = of(data.replace('"34"', "34").replace("berlni", "berlin"), shapes)["d.ttl"]
    name = "an IRI with a slash"
    yield Case(f"--fix beside {name}", (*VALIDATE, "--fix"), files, FOUND, _holds(number))
    unsafe = (*VALIDATE, "--fix", "--unsafe")
    yield Case(f"--fix --unsafe of {name}", unsafe, files, frozenset({0}), _holds(both))


def _holds(content: str | bytes) -> Right:
    """Whether the data file holds just this."""

    def right(ran: Ran) -> bool:
        return (ran.folder / "d.ttl").read_text("utf-8") == content

    return right
