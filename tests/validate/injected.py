"""Faults injected by program: for each kind of constraint a shape, a few triples that break it, and which
of them do.

A case is written into a real file of the project in any layout and syntax; the lines of its faulty triples
are known from the
writing, so that the report can be held against them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

E = "http://fault.example/"
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <http://fault.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"
DATE = "^^<http://www.w3.org/2001/XMLSchema#date>"


@dataclass(frozen=True)
class Line:
    """A triple in N-Triples terms; `faulty` if the result must name its line."""

    subject: str
    predicate: str
    object: str
    faulty: bool = False


@dataclass(frozen=True)
class Case:
    """A kind of fault: the component, the shape's body on class e:T, and the triples about e:x."""

    component: str
    shape: str
    lines: tuple[Line, ...]
    block: bool = False
    name: str = ""

    @property
    def shapes(self) -> str:
        return f"{HEAD}e:S a sh:NodeShape ; sh:targetClass e:T ; {self.shape} .\n"


def _t(predicate: str, value: str, faulty: bool = False, subject: str = "x") -> Line:
    return Line(f"<{E}{subject}>", f"<{E}{predicate}>", value, faulty)


def _a(kind: str, faulty: bool = False, subject: str = "x") -> Line:
    return Line(f"<{E}{subject}>", TYPE, f"<{E}{kind}>", faulty)


def _int(number: int) -> str:
    return f'"{number}"{INTEGER}'


def _property(body: str) -> str:
    return f"sh:property [ sh:path e:p ; {body} ]"


def cases() -> list[Case]:
    """One case at least for every kind of constraint component."""
    x, bad = _a("T"), True
    iri = f"<{E}n>"
    ok = _t("q", '"beside it"')
    return [
        Case("MinCount", _property("sh:minCount 1"), (x, ok), block=True),
        Case("MaxCount", _property("sh:maxCount 1"), (x, _t("p", '"a"'), ok, _t("p", '"b"', bad))),
        Case("Class", _property("sh:class e:C"), (x, ok, _t("p", iri, bad), _t("q", '"other"', subject="n"))),
        Case("Datatype", _property("sh:datatype xsd:date"), (x, ok, _t("p", '"2004-13-01"' + DATE, bad))),
        Case(
            "Datatype", _property("sh:datatype xsd:integer"), (x, _t("p", '"seven"', bad), ok), name="plain"
        ),
        Case("NodeKind", _property("sh:nodeKind sh:IRI"), (x, ok, _t("p", '"text"', bad))),
        Case("MinExclusive", _property("sh:minExclusive 3"), (x, ok, _t("p", _int(3), bad))),
        Case("MinInclusive", _property("sh:minInclusive 3"), (x, _t("p", _int(2), bad), ok)),
        Case("MaxExclusive", _property("sh:maxExclusive 3"), (x, ok, _t("p", _int(3), bad))),
        Case("MaxInclusive", _property("sh:maxInclusive 3"), (x, ok, _t("p", _int(4), bad))),
        Case("MinLength", _property("sh:minLength 3"), (x, ok, _t("p", '"ab"', bad))),
        Case("MaxLength", _property("sh:maxLength 3"), (x, ok, _t("p", '"abcd"', bad))),
        Case("Pattern", _property('sh:pattern "^[A-Z]+$"'), (x, _t("p", '"ok"', bad), _t("p", '"OK"'))),
        Case(
            "LanguageIn",
            _property('sh:languageIn ( "en" "ar" )'),
            (x, _t("p", '"a"@en'), _t("p", '"b"@fr', bad)),
        ),
        Case(
            "UniqueLang",
            _property("sh:uniqueLang true"),
            (x, _t("p", '"a"@en', bad), ok, _t("p", '"b"@en', bad)),
        ),
        Case("Equals", _property("sh:equals e:r"), (x, _t("p", '"a"', bad), ok)),
        Case("Disjoint", _property("sh:disjoint e:r"), (x, _t("p", '"a"', bad), ok, _t("r", '"a"', bad))),
        Case(
            "LessThan",
            _property("sh:lessThan e:r"),
            (x, _t("p", f'"2012-02-01"{DATE}', bad), ok, _t("r", f'"2011-02-01"{DATE}', bad)),
        ),
        Case(
            "LessThanOrEquals",
            _property("sh:lessThanOrEquals e:r"),
            (x, _t("p", _int(5), bad), ok, _t("r", _int(4), bad)),
        ),
        Case("Not", _property("sh:not [ sh:datatype xsd:integer ]"), (x, ok, _t("p", _int(5), bad))),
        Case(
            "And",
            _property("sh:and ( [ sh:minLength 2 ] [ sh:maxLength 3 ] )"),
            (x, _t("p", '"abcd"', bad), ok),
        ),
        Case(
            "Or",
            _property("sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )"),
            (x, ok, _t("p", '"2004"', bad)),
        ),
        Case(
            "Xone",
            _property("sh:xone ( [ sh:minLength 1 ] [ sh:minLength 2 ] )"),
            (x, ok, _t("p", '"abc"', bad)),
        ),
        Case(
            "Node",
            _property("sh:node [ sh:property [ sh:path e:r ; sh:minCount 1 ] ]"),
            (x, ok, _t("p", iri, bad)),
        ),
        Case(
            "QualifiedMinCount",
            _property("sh:qualifiedValueShape [ sh:class e:C ] ; sh:qualifiedMinCount 1"),
            (x, ok),
            block=True,
        ),
        Case(
            "QualifiedMaxCount",
            _property("sh:qualifiedValueShape [ sh:minLength 1 ] ; sh:qualifiedMaxCount 1"),
            (x, _t("p", '"a"', bad), ok, _t("p", '"b"', bad)),
        ),
        Case(
            "Closed",
            "sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ; "
            "sh:property [ sh:path e:q ]",
            (x, ok, _t("qq", '"b"', bad)),
        ),
        Case("HasValue", _property("sh:hasValue e:needed"), (x, ok), block=True),
        Case("In", _property("sh:in ( e:one e:two )"), (x, ok, _t("p", f"<{E}three>", bad))),
        Case(
            "SPARQL",
            'sh:sparql [ sh:select """SELECT $this ?value WHERE { $this <http://fault.example/p> ?value . '
            'FILTER(?value > 3) }""" ]',
            (x, ok, _t("p", _int(4), bad)),
        ),
        Case(
            "NodeKind",
            "sh:property [ sh:path [ sh:inversePath e:p ] ; sh:nodeKind sh:Literal ]",
            (x, ok, Line(f"<{E}y>", f"<{E}p>", f"<{E}x>", bad)),
            name="inverse path",
        ),
        Case(
            "MaxLength",
            "sh:property [ sh:path ( e:p e:r ) ; sh:maxLength 1 ]",
            (x, _t("p", iri), ok, _t("r", '"long"', bad, "n")),
            name="sequence path",
        ),
        Case(
            "MaxLength",
            "sh:property [ sh:path [ sh:alternativePath ( e:p e:r ) ] ; sh:maxLength 1 ]",
            (x, ok, _t("r", '"long"', bad)),
            name="alternative path",
        ),
        Case("Class", "sh:class e:C", (x, ok), block=True, name="on the node"),
    ]


@dataclass
class Written:
    """A file's text, the lines of the faulty triples and the line where the block of e:x starts."""

    text: str
    faulty: list[int] = field(default_factory=list)
    block: int = 0


LAYOUTS = ("statements", "block", "spread", "trig", "nt", "nq")


def suffix(layout: str) -> str:
    return layout if layout in ("trig", "nt", "nq") else "ttl"


def written(case: Case, layout: str, host: str, seed: int) -> Written:
    """The case inside a host text (Turtle, or N-Triples for the line syntaxes), at a place that the seed
    chooses.
    """
    rng = random.Random(seed)
    before, after = _cut(host, rng, layout)
    out = Written(before)
    for text, line in _laid_out(case, layout, rng):
        if line is not None:
            number = out.text.count("\n") + 1 + text[: _at(text, line)].count("\n")
            out.faulty += [number] if line.faulty else []
            starts = line.subject == f"<{E}x>" and not out.block
            out.block = (out.text.count("\n") + 1) if starts else out.block
        out.text += text
    out.text += after
    return out


def _at(text: str, line: Line) -> int:
    return text.rindex(line.object)


def _cut(host: str, rng: random.Random, layout: str) -> tuple[str, str]:
    """Split the host where a statement ends at the end of a line and none is open."""
    ends = [0] if layout in ("nt", "nq") else []
    position = 0
    for line in host.splitlines(keepends=True):
        position += len(line)
        bare = line.rstrip()
        if layout in ("nt", "nq") or (bare.endswith(".") and not line.startswith("#") and '"""' not in line):
            ends.append(position)
    at = rng.choice(ends)
    if layout == "trig":
        return f"{host[:at]}<http://fault.example/graph> {{\n", f"}}\n{host[at:]}"
    return host[:at], host[at:]


def _laid_out(case: Case, layout: str, rng: random.Random) -> Iterator[tuple[str, Line | None]]:
    """Pieces of text, each with the triple it writes if it writes one."""
    if layout in ("statements", "nt", "nq"):
        graph = " <http://fault.example/graph>" if layout == "nq" else ""
        for line in case.lines:
            yield from _noise(rng, layout)
            yield f"{line.subject} {line.predicate} {line.object}{graph} .\n", line
        return
    subjects = list(dict.fromkeys(line.subject for line in case.lines))
    for subject in subjects:
        yield from _noise(rng, layout)
        yield from _block([line for line in case.lines if line.subject == subject], layout, rng)


def _block(lines: list[Line], layout: str, rng: random.Random) -> Iterator[tuple[str, Line | None]]:
    pad = "\n" + " " * rng.randint(1, 9) if layout == "spread" else " "
    for number, line in enumerate(lines):
        start = f"{line.subject}{pad}" if number == 0 else "    "
        end = " .\n" if number == len(lines) - 1 else " ;\n"
        yield f"{start}{line.predicate}{pad}{line.object}{end}", line
        if number < len(lines) - 1:
            yield from _noise(rng, layout)


def _noise(rng: random.Random, layout: str) -> Iterator[tuple[str, None]]:
    for _ in range(rng.randint(0, 2)):
        yield (
            rng.choice(["\n", '# a comment: <x> "y" . ; [ ] (\n', "\t \n" if layout != "nt" else "\n"]),
            None,
        )
