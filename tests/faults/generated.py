"""Random faults of the kinds that were found: hostile queries, shapes, files and stores, from a seed."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import BaseHTTPRequestHandler

from tests.faults.case import STORE, Case, Ran
from tests.faults.shaped import HEAD
from tests.servers.hostile import answering, reply
from tests.validation.mutate import mutated

__all__ = ["generated"]

# Beyond every bound, at it, and below.
_DEPTHS = (3, 40, 99, 101, 600, 5_000, 60_000)
_OPENING = (
    ("{", "}"),
    ("{ ?s ?p ?o ", "}"),
    ("OPTIONAL {", "}"),
    ("?a ?b ?c MINUS {", "}"),
    ("FILTER EXISTS {", "}"),
    ("FILTER NOT EXISTS {?s ?p ?o ", "}"),
    ("{SELECT * {", "}}"),
    ("GRAPH ?g {", "}"),
    ("{} UNION {", "}"),
    ("FILTER(EXISTS {", "})"),
    ("FILTER(1 IN (2, EXISTS {", "}))"),
)
_AROUND = (
    ("(", ")"),
    ("STR(", ")"),
    ("IF(true,1,", ")"),
    ("COALESCE(", ")"),
    ("!(", ")"),
    ("1 + (", ")"),
    ("?x || (", ")"),
    ("1 IN (2, ", ")"),
    ("CONCAT('(', ", ")"),
    ("?a<(", ")"),
    ("EXISTS { FILTER(", ") }"),
)
_LINKS = ("?x || ", "?x && ", "1 + ", "2 * ", "!", "1 - ", "1 / ")
_PATHS = (("(", ")"), ("(", ")*"), ("^(", ")"), ("(<x:p>|", ")"), ("(<x:p>/", ")"), ("!(<x:q>)/(", ")+"))


def generated(count: int, seed: int) -> Iterator[Case]:
    """So many cases; the same seed gives the same."""
    makers = (_query, _file, _shapes, _store, _broken, _configuration)
    for number in range(count):
        rng = random.Random(f"{seed}:{number}")
        yield makers[number % len(makers)](rng, f"{seed}:{number}")


def _wrapped(rng: random.Random, kinds: tuple[tuple[str, str], ...], inner: str, depth: int) -> str:
    """A text within brackets of several kinds, so many levels deep."""
    return _levels([rng.choice(kinds) for _ in range(rng.randint(1, 4))], inner, depth)


def _query(rng: random.Random, name: str) -> Case:
    depth = rng.choice(_DEPTHS)
    kind = rng.randrange(4)
    if kind == 0:
        body = _wrapped(rng, _OPENING, "?s ?p ?o", depth)
    elif kind == 1:
        body = f"?s ?p ?o FILTER({_wrapped(rng, _AROUND, '1', depth)})"
    elif kind == 2:
        body = f"?s ?p ?o FILTER({''.join(rng.choice(_LINKS) for _ in range(depth))}true)"
    else:
        body = f"?s {_wrapped(rng, _PATHS, '<x:p>', depth)} ?o"
    noise = rng.choice(("", "# }}}\n", '"((((" ', "'''\n}}'''"))
    if noise.startswith(('"', "'")):
        body = f"?n ?m {noise} . {body}"
        noise = ""
    text = f"ASK {{ {noise}{body} }}"
    # What is read may still take for ever to plan: the limit ends it.
    command = ("query", "q.rq", "--timeout", "10")
    return Case(f"{name} query of {depth}", command, {"q.rq": text}, frozenset({0, 2}), starter=True)


def _file(rng: random.Random, name: str) -> Case:
    depth = rng.choice(_DEPTHS)
    term = "<<( <x:a> <x:b> " * depth + "<x:c>" + " )>>" * depth
    listed = "( <x:a> " * depth + "<x:c>" + " )" * depth
    square = "[ <x:b> " * depth + "<x:c>" + " ]" * depth
    objects = '{"x:p":' * depth + "1" + "}" * depth
    arrays = '{"@id":"x:a","x:p":' + "[" * depth + "1" + "]" * depth + "}"
    contents = {
        "d.nt": f"<x:a> <x:b> {term} .",
        "d.trig": f"<x:g> {{ <x:a> <x:b> {term}, {rng.choice((listed, square))} . }}",
        "d.ttl": f"<x:a> <x:b> {rng.choice((term, listed, square))} .",
        "d.jsonld": rng.choice((objects, arrays)),
    }
    file, content = rng.choice(sorted(contents.items()))
    body = content.encode()
    if rng.random() < 0.3:
        file, body = f"{file}.gz", gzip.compress(body, mtime=0)
    shapes = "<x:S> a sh:NodeShape ; sh:targetSubjectsOf <x:b> ; sh:nodeKind sh:IRI ."
    commands = [
        ("validate", file, "--shapes", "s.ttl", "--allow-no-target"),
        ("reason", file, "-o", "out.nt"),
        ("diff", file, "s.ttl"),
    ]
    files: dict[str, str | bytes] = {file: body, "s.ttl": HEAD + shapes}
    return Case(f"{name} {file} of {depth}", rng.choice(commands), files, frozenset({0, 1, 2}))


def _levels(kinds: Sequence[tuple[str, str]], inner: str, depth: int) -> str:
    """A text within so many brackets, their kinds in turn."""
    levels = [kinds[level % len(kinds)] for level in range(depth)]
    return "".join(before for before, _ in levels) + inner + "".join(after for _, after in reversed(levels))


def _asked(depth: int) -> str:
    """A constraint whose query nests so deep."""
    tested = _levels(_AROUND[:6], "1", depth)
    return f"sh:sparql [ sh:select 'SELECT $this {{ $this ex:p ?v FILTER({tested}) }}' ]"


_SHAPE_IN = (("sh:not [ ", " ]"), ("sh:and ( [ ", " ] )"), ("sh:node [ ", " ]"))
_PATTERNS = ("^(a+)+$", "(a|aa)*b", "(.*)*x", "[", "(?i)" + "a?" * 60 + "a" * 60)
# Of each kind one is taken.
_CONSTRAINTS = (
    tuple(f'sh:pattern "{pattern}"' for pattern in _PATTERNS),
    tuple(f"sh:in ( {' '.join(f'ex:v{n}' for n in range(size))} )" for size in (1, 50, 3000)),
    ("sh:minCount 1", f"sh:minCount {10**30}"),
    tuple(f"sh:datatype xsd:{name}" for name in ("integer", "date", "nonsense")),
    tuple(_levels(_SHAPE_IN, "sh:class ex:C", depth) for depth in (2, 30, 400)),
    tuple(_asked(depth) for depth in (2, 90, 5000)),
    ("sh:class ex:C",),
    ("sh:node ex:S",),
    ("sh:not ex:S",),
    ("sh:qualifiedValueShape ex:S ; sh:qualifiedMinCount 1",),
    ('sh:languageIn ( "en" )',),
    ("sh:equals ex:q",),
)


def _shapes(rng: random.Random, name: str) -> Case:
    path = rng.choice(
        ("ex:p", "( ex:p ex:next )", "[ sh:inversePath ex:p ]", "[ sh:zeroOrMorePath ex:next ]")
    )
    chosen = (rng.choice(kind) for kind in rng.sample(_CONSTRAINTS, rng.randint(1, 3)))
    target = rng.choice(("sh:targetClass ex:C", "sh:targetSubjectsOf ex:p", "sh:targetNode ex:n0"))
    shapes = f"ex:S a sh:NodeShape ; {target} ; sh:property [ sh:path {path} ; {' ; '.join(chosen)} ] ."
    # Of a path that comes round every node is a value of every node.
    size = rng.choice((3, 60) if "zeroOrMorePath" in path else (3, 60, 400))
    value = rng.choice(
        ('"' + "a" * 50 + '!"', "9" * 9_000, '"x"@de', "ex:n1", "[ ex:p 1 ]", "<<( ex:a ex:b 1 )>>")
    )
    data = "".join(f"ex:n{n} a ex:C ; ex:p {value} ; ex:next ex:n{(n + 1) % size} .\n" for n in range(size))
    options = rng.choice(
        ((), ("--fix",), ("--fix", "--unsafe", "--dry-run"), ("-f", "sarif"), ("--reason", "rdfs"))
    )
    files = {"d.ttl": HEAD + data, "s.ttl": HEAD + shapes}
    codes = frozenset({0, 1, 2})
    return Case(
        f"{name} shapes", ("validate", "d.ttl", "--shapes", "s.ttl", *options), files, codes, _consistent
    )


def _consistent(ran: Ran) -> bool:
    """A verdict that agrees with the exit code."""
    return ran.code == 0 or "\nconforms:" not in f"\n{ran.out}"


_TURTLE = b"""@prefix core: <https://w3id.org/icigraph/core#> .
@prefix id: <https://example.org/lighthouses/id/> .
@prefix light: <https://example.org/lighthouses/ontology#> .
id:a core:object id:b ; light:note "a \\"quoted\\" [note]"@en , '''long
'''  .
id:b light:near ( id:c 1.5e3 ) .
"""
_QUESTION = b"""#+ summary: More
#+ parameters:
#+   - name: x
#+     type: xsd:string
SELECT * { VALUES ?x { 'a' } ?s ?p ?x }
"""


def _broken(rng: random.Random, name: str) -> Case:
    """A file of a project with some bytes changed, met by any verb."""
    verb = rng.choice((("build",), ("validate",), ("info",), ("ask", "keepers"), ("export",), ("check",)))
    file = rng.choice(("data/more.ttl", "ontology/more.ttl", "queries/more.rq", "ontology/shapes/more.ttl"))
    content = mutated(_QUESTION if file.endswith(".rq") else _TURTLE, rng)
    return Case(f"{name} {file}", verb, {file: content}, frozenset({0, 1, 2}), starter=True)


def _configuration(rng: random.Random, name: str) -> Case:
    text = (
        'name = "lights"\ntitle = "Lights"\nbase = "https://example.org/id/"\ngraphs = "https://example.org/graph/"\n'
        'version = "0.1.0"\nimports = ["https://w3id.org/icigraph/core"]\n[texts]\nfolders = ["texts"]\n'
        '[prefixes]\nid = "https://example.org/id/"\n[targets.lab]\nurl = "http://127.0.0.1:1/"\n'
    )
    content = mutated(text.encode(), rng)
    verb = rng.choice((("info",), ("build",), ("ask",), ("push", "lab", "--dry-run"), ("validate",)))
    return Case(f"{name} icigraph.toml", verb, {"icigraph.toml": content})


_ROWS = {"head": {"vars": ["g", "n", "s", "p", "o"]}, "results": {"bindings": []}}


def _store(rng: random.Random, name: str) -> Case:
    """A store that answers each request with something else."""
    bodies = (
        (200, "application/sparql-results+json", json.dumps(_ROWS).encode()),
        (
            200,
            "application/sparql-results+json",
            b'{"head":{},"boolean":' + rng.choice((b"true}", b"maybe}", b'"\x1b[2J"}')),
        ),
        (200, "application/n-triples", b"<x:a> <x:b> <x:c> .\n" * rng.choice((0, 1, 5_000))),
        (200, "application/n-triples", b"<x:a> <x:b> " + b"<<( <x:a> <x:b> " * rng.choice(_DEPTHS)),
        (200, "application/sparql-results+json", b'{"a":' * rng.choice(_DEPTHS)),
        (200, "text/html", b"<html>\x1b]0;title\x07"),
        (204, "text/plain", b""),
        (400, "text/plain", b"\x1b[31mbad\x9b query"),
        (403, "text/plain", b"no"),
        (404, "text/plain", b"none"),
        (500, "text/plain", bytes(rng.randrange(256) for _ in range(400))),
    )
    chosen = [rng.choice(bodies) for _ in range(4)]
    verbs = (
        ("pull", STORE),
        ("pull", STORE, "--kind", "generic"),
        ("verify", STORE, "--kind", "oxigraph"),
        ("push", STORE, "--kind", "generic"),
        ("push", STORE, "--kind", "rdf4j", "--dry-run"),
        ("ask", "keepers", "--endpoint", STORE),
        ("query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }", "--endpoint", STORE),
        ("diff", STORE, "data/keepings.ttl"),
    )
    asked = iter(range(10**9))

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        status, media, body = chosen[next(asked) % len(chosen)]
        reply(handler, status, body, Content_Type=media)

    return Case(
        f"{name} store", rng.choice(verbs), starter=True, store=partial(answering, answer), seconds=90
    )
