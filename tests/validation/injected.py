"""Faults injected by program: for each kind of constraint a shape, a few triples that break it, and which
of them do.

A case is written into a real file of the project in any layout and syntax; the lines of its faulty triples
are known from the writing, so that the report can be held against them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from pyoxigraph import NamedNode, RdfFormat, parse

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
    """A triple in N-Triples terms; `faulty` if the result must name its line: that of its object, or of its
    subject where the path goes `back` to that.
    """

    subject: str
    predicate: str
    object: str
    faulty: bool = False
    back: bool = False


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


_ON_PATH = (
    'sh:sparql [ sh:select "SELECT $this ?value WHERE { $this $PATH ?value . FILTER(STRLEN(?value) > 3) }" ]'
)
_STARTS = """sh:property [ sh:path e:p ; e:starts "B" ] .
  e:StartsConstraintComponent a sh:ConstraintComponent ;
  sh:parameter [ sh:path e:starts ] ; sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:select
  "SELECT $this ?value WHERE { $this $PATH ?value . FILTER(!STRSTARTS(?value, $starts)) }" ]"""


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
            (x, ok, Line(f"<{E}y>", f"<{E}p>", f"<{E}x>", bad, back=True)),
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
        Case(
            "Pattern",
            _property('sh:pattern "^a b$" ; sh:flags "ix"'),
            (x, _t("p", '"AB"'), ok, _t("p", '"A B"', bad)),
            name="with flags",
        ),
        Case(
            "Closed",
            "sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> e:q )",
            (x, ok, _t("p", iri, bad), _t("r", '"other"', subject="n")),
            name="without properties",
        ),
        Case(
            "MinCount",
            "sh:property [ sh:path e:p ; sh:property [ sh:path e:r ; sh:minCount 1 ] ]",
            (_a("T", subject="y"), _t("p", f"<{E}x>", subject="y"), ok),
            block=True,
            name="inside another property",
        ),
        Case(
            "Datatype",
            "sh:property [ sh:path ( [ sh:zeroOrMorePath e:p ] e:r ) ; sh:datatype xsd:date ]",
            (x, _t("p", iri), ok, _t("p", f"<{E}m>", subject="n"), _t("r", '"far"', bad, "m")),
            name="zero or more",
        ),
        Case(
            "HasValue",
            "sh:property [ sh:path [ sh:oneOrMorePath e:p ] ; sh:hasValue e:needed ]",
            (x, ok, _t("p", iri)),
            block=True,
            name="one or more",
        ),
        Case(
            "In",
            "sh:property [ sh:path [ sh:zeroOrOnePath e:p ] ; sh:in ( e:x e:one ) ]",
            (x, _t("p", f"<{E}one>"), ok, _t("p", f"<{E}three>", bad)),
            name="zero or one",
        ),
        Case("SPARQL", _property(_ON_PATH), (x, ok, _t("p", '"long"', bad)), name="on a path"),
        Case("Starts", _STARTS, (x, ok, _t("p", '"B-1"'), _t("p", '"C-1"', bad)), name="of ones own"),
        Case(
            "LessThan",
            _property("sh:lessThan e:r"),
            (x, _t("r", '"2011"', bad), ok, _t("p", _int(5), bad)),
            name="not comparable",
        ),
        Case(
            "QualifiedMaxCount",
            _property(
                "sh:qualifiedValueShape [ sh:class e:C ] ; sh:qualifiedMaxCount 0 ; "
                "sh:qualifiedValueShapesDisjoint true"
            ),
            (x, ok, _t("p", iri, bad), Line(f"<{E}n>", TYPE, f"<{E}C>")),
            name="of a class",
        ),
    ]


@dataclass
class Written:
    """A file's text, the lines of the faulty triples and the line where the block of e:x starts."""

    text: str
    faulty: list[int] = field(default_factory=list)
    block: int = 0


LAYOUTS = ("statements", "block", "spread", "trig", "nt", "nq", "rdf", "jsonld")


def suffix(layout: str) -> str:
    return layout if layout in ("trig", "nt", "nq", "rdf", "jsonld") else "ttl"


def written(case: Case, layout: str, host: str, seed: int) -> Written:
    """The case inside a host text (Turtle, or N-Triples for the line syntaxes), at a place that the seed
    chooses.
    """
    rng = random.Random(seed)
    if layout in ("rdf", "jsonld"):
        return _marked_up(case, layout, host, rng)
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
    return text.index(line.subject) if line.back else text.rindex(line.object)


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


def _marked_up(case: Case, layout: str, host: str, rng: random.Random) -> Written:
    """The case as the first or the last nodes of RDF/XML or JSON-LD, a value a line."""
    early = rng.random() < 0.5
    opened = host.index("\n", host.index("<rdf:RDF")) + 1 if layout == "rdf" else host.index("[") + 1
    closed = host.rindex("</rdf:RDF>") if layout == "rdf" else host.rindex("]")
    at = opened if early else closed
    out = Written(host[:at])
    subjects = list(dict.fromkeys(line.subject for line in case.lines))
    for subject in subjects:
        lines = [line for line in case.lines if line.subject == subject]
        apart = "," if layout == "jsonld" and not early else ""
        out.text += _opening(subject, layout, apart)
        opening = out.text.count("\n")
        out.block = out.block or (opening if subject == f"<{E}x>" else 0)
        for line in lines:
            out.text += _member(line, layout)
            out.faulty += [opening if line.back else out.text.count("\n")] if line.faulty else []
        out.text += "</rdf:Description>\n" if layout == "rdf" else '"http://fault.example/z": []}\n'
        out.text += "," if layout == "jsonld" and early else ""
    out.text += host[at:]
    return out


def _opening(subject: str, layout: str, apart: str) -> str:
    name = subject[1:-1]
    if layout == "rdf":
        return f'<!-- <rdf:Description rdf:about="{name}"> -->\n<rdf:Description rdf:about="{name}">\n'
    return f'{apart}\n{{"@id": "{name}",\n'


def _member(line: Line, layout: str) -> str:
    ((_, predicate, value),) = (
        quad.triple for quad in parse(f"<x:s> {line.predicate} {line.object} .", format=RdfFormat.N_TRIPLES)
    )
    if layout == "rdf":
        return _xml_member(predicate.value, value)
    if isinstance(value, NamedNode):
        named = {"@id": value.value}
    else:
        tag = {"@language": value.language} if value.language else {"@type": value.datatype.value}
        named = {"@value": value.value, **tag}
    return f"{json.dumps(predicate.value)}: {json.dumps(named)},\n"


def _xml_member(predicate: str, value: object) -> str:
    cut = max(predicate.rfind("/"), predicate.rfind("#")) + 1
    start = f'<m:{predicate[cut:]} xmlns:m="{predicate[:cut]}"'
    if isinstance(value, NamedNode):
        return f'{start} rdf:resource="{value.value}"/>\n'
    tag = f' xml:lang="{value.language}"' if value.language else f' rdf:datatype="{value.datatype.value}"'
    return f"{start}{tag}>{escape(value.value)}</m:{predicate[cut:]}>\n"
