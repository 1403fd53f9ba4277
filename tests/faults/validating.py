"""Verdicts that say fine: what does not conform, or was not looked at, passes for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.case import ERROR, Case
from tests.faults.shaped import HEAD, NEED, PERSON, VALIDATE, of, says, shaped

__all__ = ["validating"]

_DATA = "ex:a a ex:Person ; ex:age 3 ."
_NONE_OR_FOUND = frozenset({0, 1})


def validating() -> Iterator[Case]:
    """Shapes that are missing, misspelt, not run, or left out; reports and places that are false."""
    yield from _without_shapes()
    yield from _misspelt()
    yield from _not_run()
    yield from _of_a_part()
    yield from _misplaced()


def _without_shapes() -> Iterator[Case]:
    files = {"d.ttl": HEAD + _DATA, "s.ttl": HEAD}
    yield Case("no shapes", ("validate", "d.ttl"), files, ERROR, says("--shapes"))
    yield Case("no shapes, but their prefix", VALIDATE, files, ERROR)
    yield Case("shapes as data", ("validate", "d.ttl", "s.ttl"), files, ERROR)
    yield Case("nothing at all", ("validate",), {}, ERROR)


def _misspelt() -> Iterator[Case]:
    other = PERSON.replace("ex:Person", "<https://example.org/Person>")
    yield shaped("a target by another scheme", _DATA, other + NEED, right=says("http://example.org/Person"))
    nobody = PERSON.replace("ex:Person", "ex:Vessel")
    yield shaped("a target that nothing has", _DATA, nobody + NEED, right=says("focus node"))
    for right, wrong in (
        ("targetClass", "targetClas"),
        ("minCount", "minCoun"),
        ("minCount", "mincount"),
    ):
        shapes = (PERSON + NEED).replace(right, wrong)
        yield shaped(f"sh:{wrong}", _DATA, shapes, right=says(f"sh:{wrong}", f"sh:{right}"))
    kind = PERSON + "sh:property [ sh:path ex:age ; sh:nodeKind sh:Literals ] ."
    yield shaped("a node kind that is none", _DATA, kind, codes=frozenset({1, 2}), right=says("sh:Literals"))


def _not_run() -> Iterator[Case]:
    entailed = f"<> <http://www.w3.org/ns/shacl#entailment> <http://nonsense.example/> . {PERSON} {NEED}"
    yield shaped("an unknown entailment", _DATA, entailed, codes=ERROR, right=says("nonsense.example"))
    imports = f"<> owl:imports <gone.ttl> . {PERSON}{NEED}"
    yield shaped("imports that are not there", _DATA, imports, right=says("gone.ttl"))
    named = f"<> sh:shapesGraph <gone.ttl> .\n{_DATA}"
    yield shaped("a shapes graph that is not there", named, PERSON + NEED, right=says("gone.ttl"))
    rule = "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:adult ; sh:object true ] ."
    yield shaped("a rule", _DATA, PERSON + rule, codes=_NONE_OR_FOUND, right=says("sh:rule"))
    script = "sh:js [ sh:jsFunctionName 'f' ] ."
    yield shaped("a script", _DATA, PERSON + script, codes=frozenset({0, 1, 2}), right=says("sh:js"))
    subclass = "ex:Person a owl:Class, sh:NodeShape ; " + NEED
    yield shaped("a class that is a shape", _DATA, subclass)


def _of_a_part() -> Iterator[Case]:
    shared = "ex:A a sh:NodeShape ; sh:targetNode ex:x ; sh:property ex:P . "
    shared += "ex:B a sh:NodeShape ; sh:targetNode ex:b ; sh:property ex:P . "
    shared += "ex:P sh:path ex:name ; sh:minCount 1 ."
    yield shaped("one of two shapes that share", "ex:x ex:name 1 . ex:b ex:p 1 .", shared, "--only", "ex:B")
    false = says("conforms false")
    two = f"{PERSON}{NEED} ex:T a sh:NodeShape ; sh:targetClass ex:Person ; sh:nodeKind sh:IRI ."
    part = ("--only", "ex:T", "-f", "turtle")
    yield shaped("a report of a part", _DATA, two, *part, codes=_NONE_OR_FOUND, right=false)
    write = (*VALIDATE, "--write-baseline", "b.json")
    known = (*VALIDATE, "--baseline", "b.json")
    files = of(_DATA, PERSON + NEED)
    yield Case(
        "a report of what is new", (*known, "-f", "turtle"), files, _NONE_OR_FOUND, false, before=(write,)
    )
    files = of(_DATA, PERSON + NEED) | of("", "") | {"old.ttl": HEAD + _DATA, "s.ttl": HEAD + PERSON + NEED}
    files["d.ttl"] = HEAD + 'ex:a a ex:Person ; ex:name "Ann" .'
    old = ("validate", "old.ttl", "--shapes", "s.ttl", "--write-baseline", "b.json")
    stale = "a baseline of what is mended"
    yield Case(stale, known, files, _NONE_OR_FOUND, says("baseline", "1"), before=(old,))


def _misplaced() -> Iterator[Case]:
    inverse = PERSON + "sh:property [ sh:path [ sh:inversePath ex:knows ] ; sh:class ex:Person ] ."
    data = "ex:a a ex:Person .\nex:cat\n  ex:knows\n    ex:a ."
    yield shaped("the value of an inverse path", data, inverse, right=says("d.ttl:10:1"))
    blank = "ex:a a ex:Person ; ex:knows [ a ex:Person ] ."
    one = PERSON + "sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:message '{$this} has no name' ] ."
    yield shaped("a blank node in a message", blank, one, right=says("_:b0 has no name"))
    broken = (
        PERSON + "\n sh:sparql [ sh:select '''SELECT $this\n WHERE { $this ex:age ?n FILTER(?n >) }''' ] ."
    )
    yield shaped("a broken query in shapes", _DATA, broken, codes=ERROR, right=says("s.ttl:11:"))
