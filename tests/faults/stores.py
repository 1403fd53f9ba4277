"""Stores that mean no good, or that others use too: what they say, and what they are told."""

from __future__ import annotations

import base64
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.faults.case import ERROR, FINE, FOUND, SECRET, STORE, Case
from tests.faults.shaped import says, says_not
from tests.servers.hostile import Answer, answering, reply, silent
from tests.servers.recipes import RECIPES
from tests.servers.server import running

__all__ = ["saying", "stores"]

Store = Callable[[], AbstractContextManager[str]]

_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_GRAPHS = "https://example.org/lighthouses/graph/"
_PUBLISHED = "https://w3id.org/icigraph/published#"
_SERVICE = frozenset({3})
_UNWELL = frozenset({1, 2, 3})
_ADA = {"ICIGRAPH_USER": "ada", "ICIGRAPH_PASSWORD": SECRET}
_HAS_IT = "it has been told"
_READING: tuple[tuple[str, ...], ...] = (
    ("pull", STORE, "--kind", "generic"),
    ("verify", STORE, "--kind", "generic"),
    ("diff", STORE, "data/keepings.ttl"),
    ("ask", "keepers", "--endpoint", STORE),
)


def stores() -> Iterator[Case]:
    """What a store says, what it is told, and what a real one holds that others use too."""
    yield from _words()
    yield from _silences()
    yield from _endless()
    yield from _secrets()
    yield from _addresses()
    yield from _cut()
    yield from _shared()


def saying(status: int, media: str, body: bytes) -> Store:
    """A store that says the same to all."""

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        reply(handler, status, body, Content_Type=media)

    return partial(answering, answer)


def _words() -> Iterator[Case]:
    """What nests deep ended the process; the others are siblings that were told well."""
    nested = b'{"type":"triple","value":{"subject":{"type":"uri","value":"x:a"},'
    nested += b'"predicate":{"type":"uri","value":"x:a"},"object":'
    deep = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":' + nested * 50_000
    triples = b"<x:a> <x:b> " + b"<<( <x:a> <x:b> " * 50_000 + b"<x:c>" + b" )>>" * 50_000 + b" .\n"
    half = b'{"head":{"vars":["g"]},"results":{"bindings":[{"g"'
    answers = {
        "results that nest deep": (200, _RESULTS, deep),
        "triples that nest deep": (200, _TRIPLES, triples),
        "a page": (200, "text/html", b"<html><title>\x1b[2Kwelcome</title>"),
        "words for a terminal": (500, "text/plain", b"\x1b[2K all unchanged \x1b[8m\x9b2J"),
        "nothing": (200, _RESULTS, b""),
        "half of it": (200, _RESULTS, half),
        "no graph": (404, "text/plain", b""),
        "a wrong password": (401, "text/plain", b"no"),
        "terms that are none": (200, _RESULTS, _manifest({"x> ; DROP ALL ; #": 3})),
    }
    for name, said in answers.items():
        for verb in _READING:
            says_so = f"a store says {name}: {verb[0]}"
            yield Case(says_so, verb, codes=_UNWELL, starter=True, store=saying(*said))
    for verb in (("push", STORE), ("verify", STORE)):
        name = f"a store that answers another query: {verb[0]}"
        command = (*verb, "--kind", "oxigraph")
        yield Case(name, command, codes=_UNWELL, starter=True, store=partial(answering, _another))
    conflict = saying(400, "text/plain", b"parse error at <https://example.org/conflict-40001>")
    push = ("push", STORE, "--kind", "generic")
    word = "a word that a server repeats"
    yield Case(word, push, codes=_SERVICE, starter=True, store=conflict, seconds=20)


def _silences() -> Iterator[Case]:
    """Ctrl-C ended none of them once the graphs were asked for, several at a time; before, it did."""
    for verb in ("pull", "verify", "push"):
        yield Case(
            f"a store that is silent after its manifest: {verb}",
            (verb, STORE, "--kind", "oxigraph"),
            starter=True,
            store=partial(answering, _hangs),
            interrupted=4.0,
            seconds=10,
        )
    for kind in ("connect", "read", "drip", "head"):
        for verb in ("pull", "verify", "push"):
            yield Case(
                f"a store that is silent ({kind}): {verb}",
                (verb, STORE, "--kind", "generic"),
                starter=True,
                store=partial(silent, kind),
                interrupted=2.5,
                seconds=10,
            )


def _another(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    """Tell the manifest, whatever was asked."""
    reply(handler, 200, _manifest({f"{_GRAPHS}data/keepings": 3}), Content_Type=_RESULTS)


def _hangs(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Tell of five graphs, and no more."""
    if b"manifest" not in body:
        time.sleep(120)
    graphs = {f"{_GRAPHS}data/{name}": 3 for name in ("keepings", "a", "b", "c", "d")}
    reply(handler, 200, _manifest(graphs), Content_Type=_RESULTS)


def _endless() -> Iterator[Case]:
    slow = {"icigraph.toml": partial(_with_target, "total_timeout = 1.5")}
    for kind in ("read", "drip", "head"):
        yield Case(
            f"a store that is slow ({kind}), with a limit",
            ("verify", "lab"),
            codes=_SERVICE,
            right=says("1.5 s"),
            starter=True,
            changes=slow,
            store=partial(silent, kind),
            seconds=30,
        )
    yield Case(
        "a store that says too much",
        ("verify", "lab"),
        codes=_SERVICE,
        right=says("larger than 2,097,152 bytes"),
        starter=True,
        changes={"icigraph.toml": partial(_with_target, "largest_answer = 2")},
        store=partial(answering, _floods),
        seconds=30,
    )


def _with_target(settings: str, text: str) -> str:
    """The configuration with a target `lab`."""
    return f'{text}\n[targets.lab]\nurl = "{STORE}"\nkind = "generic"\n{settings}\n'


def _floods(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(8_000):
        handler.wfile.write(b" " * 65536)


def _secrets() -> Iterator[Case]:
    for name, echo in _ECHOES.items():
        for way in ("push", "pull"):
            yield Case(
                f"a store that repeats {name}: {way}",
                (way, STORE, "--kind", "oxigraph"),
                codes=_SERVICE,
                starter=True,
                store=partial(answering, _after_asking(echo)),
                environment=_ADA,
            )
    takes = partial(answering, _takes)
    unnamed = {"ICIGRAPH_TOKEN": SECRET}
    kept = says_not(_HAS_IT)
    for verb in _READING:
        name = f"a token for nobody: {verb[0]}"
        yield Case(name, verb, {}, _UNWELL, kept, starter=True, store=takes, environment=unnamed)
    lab = {"ICIGRAPH_LAB_USER": "ada", "ICIGRAPH_LAB_PASSWORD": SECRET}
    for field in ("query", "update", "graphs"):
        yield Case(
            f"a stranger's {field} in the configuration",
            ("pull", "lab"),
            codes=ERROR,
            right=kept,
            starter=True,
            changes={"icigraph.toml": partial(_with_stranger, field)},
            store=takes,
            environment=lab,
        )


def _with_stranger(field: str, text: str) -> str:
    settings = f'url = "http://localhost:9/ds"\nkind = "generic"\n{field} = "{STORE}/steal"\n'
    return f"{text}\n[targets.lab]\n{settings}"


def _after_asking(echo: Answer) -> Answer:
    """A store that first asks for a password, in the weakest way."""

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if "Authorization" in handler.headers:
            echo(handler, body)
        else:
            reply(handler, 401, b"", Content_Type="text/plain", WWW_Authenticate='Basic realm="x"')

    return answer


def _takes(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    said = _HAS_IT.encode() if "Authorization" in handler.headers else b"who are you?"
    reply(handler, 401, said, Content_Type="text/plain", WWW_Authenticate='Basic realm="x"')


def _password(handler: BaseHTTPRequestHandler) -> bytes:
    return base64.b64decode(handler.headers["Authorization"].split()[1])


def _echoes_headers(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    reply(handler, 400, str(handler.headers).encode(), Content_Type="text/plain")


def _echoes_password(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    reply(
        handler,
        400,
        json.dumps({"said": _password(handler).decode()}).encode(),
        Content_Type="application/json",
    )


def _echoes_in_the_reason(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    handler.wfile.write(b"HTTP/1.1 400 you are " + _password(handler) + b"\r\nContent-Length: 0\r\n\r\n")


def _echoes_in_no_http(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    handler.wfile.write(_password(handler) + b" is not HTTP\r\n\r\n")


def _echoes_in_a_location(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    reply(handler, 308, b"", Content_Type="text/plain", Location=f"https://elsewhere.example/{SECRET}/")


_ECHOES: Mapping[str, Answer] = {
    "the headers": _echoes_headers,
    "the password": _echoes_password,
    "it in the reason": _echoes_in_the_reason,
    "it and no HTTP": _echoes_in_no_http,
    "it in a location": _echoes_in_a_location,
}


def _addresses() -> Iterator[Case]:
    for url in (
        f"http://ada:{SECRET}@127.0.0.1:9/ds",
        f"http://127.0.0.1:9/ds?key={SECRET}",
        f"http://127.0.0.1:9/ds#{SECRET}",
        f"http://127.0.0.1:99999/ds?key={SECRET}",
        f"http://[::1/?{SECRET}",
        f"file:///etc/passwd?{SECRET}",
    ):
        shown = url.replace(SECRET, "…")
        yield Case(f"{shown}: pull", ("pull", url, "--kind", "generic"), codes=ERROR, starter=True)
        configured = {"icigraph.toml": partial(_with_query, url)}
        pull = ("pull", "lab")
        yield Case(f"{shown} as query", pull, codes=ERROR, starter=True, changes=configured)
    for host in ("127.evil.example", "127.0.0.1.nip.io", "localhost.evil.example"):
        yield Case(
            f"{host} is not this machine",
            ("verify", f"http://{host}/", "--kind", "generic"),
            codes=ERROR,
            right=says("unprotected"),
            starter=True,
            environment={"ICIGRAPH_TOKEN": SECRET, "ICIGRAPH_HOST": host},
        )
    letters = ("verify", f"{STORE}/é", "--kind", "generic")
    none = saying(404, "text/plain", b"none")
    yield Case("an address beyond ASCII", letters, codes=_SERVICE, starter=True, store=none)


def _with_query(url: str, text: str) -> str:
    settings = f'url = "http://127.0.0.1:9/ds"\nkind = "generic"\nquery = "{url}"\n'
    return f"{text}\n[targets.lab]\n{settings}"


def _manifest(graphs: Mapping[str, int]) -> bytes:
    """What a store's manifest says, as SPARQL results."""
    rows = [
        {
            "graph": {"type": "uri", "value": graph},
            "property": {"type": "uri", "value": f"{_PUBLISHED}{name}"},
            "value": {"type": "literal", "value": value},
        }
        for graph, triples in graphs.items()
        for name, value in (("digest", "ab"), ("triples", str(triples)))
    ]
    told = {"head": {"vars": ["graph", "property", "value"]}, "results": {"bindings": rows}}
    return json.dumps(told).encode()


def _cut() -> Iterator[Case]:
    """A store that holds a thousand triples and gives three of them."""
    lines = b"".join(f"<x:a{number}> <x:p> <x:b> .\n".encode() for number in range(3))

    def answer(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        if handler.command == "GET" and "query=" not in handler.path:
            reply(handler, 200, lines, Content_Type=_TRIPLES)
        else:
            reply(handler, 200, _manifest({f"{_GRAPHS}data/keepings": 1000}), Content_Type=_RESULTS)

    store = partial(answering, answer)
    told = says("another number of triples")
    for verb in (("pull", STORE, "-o", "out.nq"), ("verify", STORE), ("diff", STORE)):
        name = f"a store that gives a part: {verb[0]}"
        command = verb if verb[0] == "diff" else (*verb, "--kind", "oxigraph")
        yield Case(name, command, {}, _SERVICE, told, starter=True, store=store)


@contextmanager
def _oxigraph() -> Iterator[str]:
    """A real store, empty, that anybody may change."""
    recipe = RECIPES["oxigraph"]
    recipe.fetch()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, running(recipe, Path(folder)) as store:
        yield store.url


def _shared() -> Iterator[Case]:
    """A real store that was pushed to, and what somebody else did to it since."""
    real = partial(_real, before=(("push", STORE),))
    byte = '"7"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'
    rewritten = [f"<x:a{number:04}> <x:p> {byte} .\n" for number in range(1500)]
    kept = [f'<x:b{number}> <x:p> "{number}" .\n' for number in range(500)]
    files = {"data/more.ttl": "".join(rewritten + kept)}
    lost = (
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), 'x:b')) }"
    )
    verify = ("verify", STORE)
    yield real("what is lost behind rewritten numbers", verify, files, FOUND, says("DIFFERS"), update=lost)
    gift = {"data/more.ttl": '<x:a> <x:p> "Gift"@en .'}
    german = _instead(f"{_GRAPHS}data/more", '<x:a> <x:p> "Gift"@en', '<x:a> <x:p> "Gift"@de')
    yield real("another language", verify, gift, FOUND, says("DIFFERS"), update=german)
    mended = says("1 graph sent")
    yield real("drift, pushed", ("push", STORE, "--recheck"), gift, FINE, mended, update=german)
    other = "http://other.org/important"
    foreign = f"INSERT DATA {{ GRAPH <{other}> {{ <x:a> <x:p> <x:b> }} GRAPH <{_GRAPHS}manifest> "
    foreign += f'{{ <{other}> <{_PUBLISHED}digest> "ab" ; <{_PUBLISHED}triples> 1 }} }}'
    alone = says_not("replace", "removed")
    yield real("a graph of others in the manifest", ("push", STORE), {}, FINE, alone, update=foreign)
    inferred = (("push", STORE, "--with-inferred"),)
    yield real("what was inferred, pushed again", ("push", STORE), {}, FINE, alone, before=inferred)
    mixed = f"INSERT DATA {{ GRAPH <{_GRAPHS}data/keepings> {{ <x:colleague> <x:wrote> <x:this> }} }}"
    adopt = says("--adopt")
    yield real("a graph that others wrote", ("push", STORE), {}, ERROR, adopt, before=(), update=mixed)
    pull = ("pull", STORE, "-o", "out.nq")
    yield real("a graph that others wrote to", pull, {}, FOUND, says("data/keepings"), update=mixed)
    atlantis = f"INSERT DATA {{ GRAPH <{other}> {{ {_ATLANTIS} }} }}"
    asked = ("ask", "keepers", "--endpoint", STORE)
    known = (("push", STORE, "--with-inferred"),)
    mine = says_not("Atlantis")
    yield real("a fact of others", asked, {}, FINE, mine, before=known, update=atlantis)


_LIGHTS = "https://example.org/lighthouses/"
_CORE = "https://w3id.org/icigraph/core#"
_ATLANTIS = (
    f"<x:atlantis> <{_CORE}acceptedFact> <x:f> . "
    f"<x:f> a <{_LIGHTS}ontology#Keeping> ; <{_CORE}object> <{_LIGHTS}id/north-point> ; "
    f'<{_CORE}earliestStart> "1900-01-01" . '
    '<x:atlantis> <http://www.w3.org/2000/01/rdf-schema#label> "Atlantis"@en .'
)


def _instead(graph: str, old: str, new: str) -> str:
    return f"DELETE DATA {{ GRAPH <{graph}> {{ {old} }} }} ; INSERT DATA {{ GRAPH <{graph}> {{ {new} }} }}"


def _real(
    name: str,
    command: tuple[str, ...],
    files: Mapping[str, str | bytes],
    codes: frozenset[int],
    right: Callable[..., bool],
    *,
    before: tuple[tuple[str, ...], ...],
    update: str = "",
) -> Case:
    return Case(
        f"on a store: {name}",
        command,
        files,
        codes,
        right,
        starter=True,
        store=_oxigraph,
        before=before,
        update=update,
    )
