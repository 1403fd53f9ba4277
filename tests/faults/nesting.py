"""What ended the process: texts that nest deep, bombs, numbers of 100,000 digits, terms of RDF 1.2."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from tests.faults.case import ERROR, FOUND, Case
from tests.faults.shaped import HEAD, PERSON, VALIDATE, of, says, shaped

__all__ = ["nesting"]

_DEPTH = 100_000
_QUERY_DEPTH = 20_000
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TARGET = "<x:S> a sh:NodeShape ; sh:targetSubjectsOf <x:b> ; sh:nodeKind sh:IRI ."


def nesting() -> Iterator[Case]:
    """Each ends with a message."""
    yield from _files()
    yield from _queries()
    yield from _shapes()
    yield from _configured()
    yield from _large()


def _files() -> Iterator[Case]:
    deep = says("deep")
    for name, content in _texts().items():
        files: dict[str, str | bytes] = {name: content, "s.ttl": HEAD + _TARGET}
        commands = {
            "validated": ("validate", name, "--shapes", "s.ttl"),
            "as shapes": ("validate", "s.ttl", "--shapes", name),
            "reasoned": ("reason", name),
            "compared": ("diff", name, "s.ttl"),
        }
        for how, command in commands.items():
            yield Case(f"{name} nests deep, {how}", command, files, ERROR, deep)
        inside = {f"data/{name}": content}
        yield Case(f"{name} nests deep, in a project", ("build",), inside, ERROR, deep, starter=True)


def _texts() -> dict[str, str]:
    terms = "<x:a> <x:b> " + "<<( <x:a> <x:b> " * _DEPTH + "<x:c>" + " )>>" * _DEPTH
    inner = "<rdf:Description><x:p>" * _DEPTH + "</x:p></rdf:Description>" * _DEPTH
    return {
        "d.ttl": terms + " .",
        "d.nt": terms + " .",
        "d.nq": terms + " <x:g> .",
        "d.trig": f"<x:g> {{ {terms} . }}",
        "d.jsonld": '{"x:p":' * _DEPTH + "1" + "}" * _DEPTH,
        "d.rdf": f'<rdf:RDF xmlns:rdf="{_RDF}" xmlns:x="x:">{inner}</rdf:RDF>',
    }


def _queries() -> Iterator[Case]:
    for name, query in _deep_queries(_QUERY_DEPTH):
        placed = says("q.rq:1:")
        yield Case(f"{name} nest deep", ("query", "q.rq"), {"q.rq": query}, ERROR, placed, starter=True)
        asked = {"queries/deep.rq": f"#+ summary: Deep\n{query}"}
        placed = says("deep.rq:2:")
        yield Case(f"{name} nest deep in a question", ("build",), asked, ERROR, placed, starter=True)
    inner = "(" * _QUERY_DEPTH + "1" + ")" * _QUERY_DEPTH
    rule = f"CONSTRUCT {{ ?s <x:q> ?o }} WHERE {{ ?s <x:p> ?o FILTER({inner}) }}"
    files: dict[str, str | bytes] = {"d.ttl": "<x:a> <x:p> 1 .", "r.rq": rule}
    yield Case("a derivation nests deep", ("reason", "d.ttl", "--rules", "r.rq"), files, ERROR)


def _deep_queries(depth: int) -> Iterator[tuple[str, str]]:
    yield "groups", "SELECT * {" + "{" * depth + "}" * depth + "}"
    yield "optional groups", "SELECT * {" + "OPTIONAL {" * depth + "}" * depth + "}"
    yield "EXISTS", "SELECT * {" + "FILTER EXISTS {" * depth + "}" * depth + "}"
    yield "subqueries", "SELECT * {" + "{SELECT * {" * depth + "}}" * depth + "}"
    yield "parentheses", "SELECT * { FILTER(" + "(" * depth + "1" + ")" * depth + ") }"
    yield "functions", "SELECT * { FILTER(" + "STR(" * depth + "1" + ")" * depth + ") }"
    yield "paths", "SELECT * { ?s " + "(" * depth + "<x:p>" + ")*" * depth + " ?o }"
    yield "triple terms", "SELECT * { ?s ?p " + "<<( ?a ?b " * depth + "1" + " )>>" * depth + " }"
    yield "unions", "SELECT * {" + "{} UNION " * depth + "{} }"
    yield "negations", "SELECT * { FILTER(" + "!" * depth + "true) }"
    yield "alternatives", "SELECT * { ?s <x:p>" + "|<x:p>" * depth + " ?o }"


def _shapes() -> Iterator[Case]:
    target = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; "
    nodes = "sh:not [ " * 3000 + "sh:class ex:C" + " ]" * 3000 + " ."
    yield shaped("shapes within shapes", "ex:a ex:p 1 .", target + nodes, codes=ERROR)
    inner = {
        "groups": "{" * _QUERY_DEPTH + "}" * _QUERY_DEPTH,
        "functions": "FILTER(" + "STR(" * _QUERY_DEPTH + "1" + ")" * (_QUERY_DEPTH + 1),
    }
    for name, query in inner.items():
        text = f"{target}sh:sparql [ sh:select 'SELECT $this {{ {query} }}' ] ."
        placed = says("s.ttl:9:")
        yield shaped(f"{name} nest deep in shapes", "ex:a ex:p 1 .", text, codes=ERROR, right=placed)


def _configured() -> Iterator[Case]:
    toml = 'name = "x"\nbase = "http://e.org/"\ngraphs = "http://e.org/g/"\nx = ' + "[" * _DEPTH
    yield Case("a configuration nests deep", ("info",), {"icigraph.toml": toml}, ERROR)
    matter = {"queries/deep.rq": "#+ summary: " + "[" * _DEPTH + "\nASK {}"}
    yield Case("front matter nests deep", ("ask",), matter, frozenset({0, 2}), starter=True)
    files = of("ex:a a ex:Person .", PERSON + "sh:class ex:C .") | {"b.json": "[" * _DEPTH}
    yield Case("a baseline nests deep", (*VALIDATE, "--baseline", "b.json"), files, ERROR)


def _large() -> Iterator[Case]:
    triple = 'VERSION "1.2" ex:c a ex:Person ; ex:says <<( ex:a ex:age 3 )>> .'
    literal = PERSON + "sh:property [ sh:path ex:says ; sh:nodeKind sh:IRI ] ."
    yield shaped("a triple term as value", triple, literal)
    bomb = gzip.compress(b" " * (4 << 20), 9) * 100
    files: dict[str, str | bytes] = {"d.ttl.gz": bomb, "s.ttl": HEAD + _TARGET}
    yield Case("a bomb", ("validate", "d.ttl.gz", "--shapes", "s.ttl"), files, ERROR)
    yield Case("a bomb, reasoned", ("reason", "d.nt.gz"), {"d.nt.gz": bomb}, ERROR)
    digits = "9" * _DEPTH
    number = f'ex:a a ex:Person ; ex:n {digits} ; ex:m "{digits}"^^xsd:byte .'
    yield shaped("a huge number", number, PERSON + "sh:property [ sh:path ex:n ; sh:maxInclusive 5 ] .")
    reason = ("reason", "d.ttl", "--inconsistency")
    yield Case("a huge number, reasoned", reason, {"d.ttl": HEAD + number}, FOUND)
