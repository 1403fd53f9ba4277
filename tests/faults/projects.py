"""Projects that were read wrongly, ended every verb, or called a stranger; and the library on top of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import partial
from xml.etree import ElementTree

from tests.faults.case import ERROR, FINE, STORE, Case, Ran
from tests.faults.shaped import HEAD, parses, says, says_not
from tests.servers.hostile import silent

__all__ = ["projects"]

_LIGHTS = "https://example.org/lighthouses/"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_PREFIXES = f"PREFIX id: <{_LIGHTS}id/>\nPREFIX light: <{_LIGHTS}ontology#>\n"
_SOUTH = f"<{_LIGHTS}id/south> a <{_LIGHTS}ontology#Lighthouse> ; {_LABEL} "
_KEEPERS = ("ask", "keepers")


def projects() -> Iterator[Case]:
    """Questions, files, configuration, outputs, the library."""
    yield from _questions()
    yield from _strangers()
    yield from _files()
    yield from _configuration()
    yield from _outputs()
    yield from _library()


def _parameter(name: str, type: str) -> str:
    return f"#+ summary: Some\n#+ parameters:\n#+   - name: {name}\n#+     type: {type}\n"


def _questions() -> Iterator[Case]:
    block = "VALUES ?lighthouse { id:north-point }"
    either = f"SELECT ?lighthouse {{ {{ {block} }} UNION {{ {block} }} }}"
    files: dict[str, str | bytes] = {
        "queries/either.rq": _parameter("lighthouse", "light:Lighthouse") + _PREFIXES + either,
        "data/more.ttl": f'{_SOUTH}"South"@en .',
    }
    asked = ("ask", "either", "--lighthouse", "South")
    yield Case("two blocks of a parameter", asked, files, FINE, says_not("North"), starter=True)
    escaped = f"SELECT ?lighthouse {{ VALUES ?y {{ id:a\\#b }} {block} }}"
    files = files | {"queries/either.rq": _parameter("lighthouse", "light:Lighthouse") + _PREFIXES + escaped}
    right = says("South")
    yield Case("a block after an escaped name", asked, files, FINE, right, starter=True)
    custom = (
        "PREFIX afn: <http://jena.apache.org/ARQ/function#>\nSELECT * { BIND(afn:localname(<x:a>) AS ?n) }"
    )
    odd = {
        "no summary": "ASK {}",
        "a comment before the front matter": "# SPDX\n#+ summary: One\nASK {}",
        "a parameter called format": _parameter("format", "xsd:string")
        + "SELECT * { VALUES ?format { 'a' } }",
        "a parameter called project": _parameter("project", "xsd:string")
        + "SELECT * { VALUES ?project { 'a' } }",
        "a parameter without its block": _parameter("one", "xsd:string") + "SELECT * { ?s ?p ?one }",
        "a function that nobody knows": f"#+ summary: One\n{custom}",
        "no SPARQL": "#+ summary: One\nSELECT {",
    }
    for name, text in odd.items():
        files = {"queries/odd.rq": text}
        others = f"a question with {name}: others go on"
        yield Case(others, _KEEPERS, files, FINE, says("Ada Quill"), starter=True)
        if not name.startswith(("a comment", "a function")):
            told = f"a question with {name}: it is told"
            yield Case(told, ("check",), files, frozenset({1, 2}), says("odd.rq"), starter=True)


def _strangers() -> Iterator[Case]:
    """Nobody is called who was not asked for; one who is would not answer."""
    called = f"SELECT * {{ SERVICE <{STORE}/> {{ ?s ?p ?o }} }}"
    glued = f"PREFIX x: <{STORE}/>\nSELECT * {{SERVICE x:{{ ?s ?p ?o }} }}"
    question: dict[str, str | bytes] = {
        "queries/far.rq": f"#+ summary: Far\n{called}",
        "queries/glued.rq": f"#+ summary: Glued\n{glued}",
        "queries/any.rq": f"#+ summary: Any\n{called.replace('SELECT *', 'ASK')}",
    }
    store = partial(silent, "read")
    for verb in (("build",), ("validate",), ("info",), _KEEPERS):
        name = f"questions that ask elsewhere: {verb[0]}"
        yield Case(name, verb, question, frozenset({0, 1, 2}), starter=True, store=store, seconds=20)
    for name, text in (("a query", called), ("a query with a prefix", glued)):
        asked = ("query", "-e", text)
        yield Case(f"{name} that asks elsewhere", asked, {}, ERROR, starter=True, store=store, seconds=20)
    rule = f"CONSTRUCT {{ ?s <x:q> ?o }} WHERE {{ SERVICE <{STORE}/> {{ ?s ?p ?o }} }}"
    files: dict[str, str | bytes] = {"d.ttl": "<x:a> <x:p> 1 .", "r.rq": rule}
    reason = ("reason", "d.ttl", "--rules", "r.rq")
    yield Case("a derivation that asks elsewhere", reason, files, ERROR, store=store, seconds=20)
    target = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql "
    shapes = f"{target}[ sh:select 'SELECT $this {{ SERVICE <{STORE}/> {{ $this ?p ?o }} }}' ] ."
    files = {"d.ttl": HEAD + "ex:a ex:p 1 .", "s.ttl": HEAD + shapes}
    validate = ("validate", "d.ttl", "--shapes", "s.ttl")
    yield Case("shapes that ask elsewhere", validate, files, ERROR, store=store, seconds=20)


def _files() -> Iterator[Case]:
    more = "<x:a> <x:kept> <x:b> ."
    ask = ("query", "-e", "ASK { <x:a> ?p ?o }")
    hidden = {"data/.checkpoints/a.ttl": more}
    yield Case("a hidden folder", ask, hidden, FINE, says("false"), starter=True)
    yield Case("a suffix in capitals", ask, {"data/MORE.TTL": more}, FINE, says("true"), starter=True)
    trash = {"queries/.trash/old.rq": "SELECT {"}
    yield Case("a hidden question", ("build",), trash, FINE, says_not("old.rq"), starter=True)
    capitals = {"data/keepings.ttl": partial(_in_capitals, "0987d63cec22b6752a2ae1206829e1ce481e8ce9")}
    yield Case(
        "a digest in capitals",
        (*_KEEPERS, "--cite"),
        codes=FINE,
        right=says("verified"),
        starter=True,
        changes=capitals,
    )


def _in_capitals(word: str, text: str) -> str:
    return text.replace(word, word.upper())


def _configuration() -> Iterator[Case]:
    for key, value in {"graphs": "http://[bad/", "base": "http://[bad/", "light": "http://%zz/"}.items():
        head = "[prefixes]\n" if key == "light" else ""
        known = "".join(f'{k} = "http://e.org/{k}/"\n' for k in ("base", "graphs") if k != key)
        text = f'name = "x"\ntitle = "x"\n{known}{head}{key} = "{value}"\n'
        files = {"icigraph.toml": text}
        yield Case(f"{key} is no IRI", ("info",), files, ERROR, says("icigraph.toml", key))
    nowhere = {"HOME": "", "XDG_CACHE_HOME": ""}
    yield Case("no home", ("info",), {}, FINE, environment=nowhere)
    yield Case(
        "a licence that is a script",
        ("release", "out"),
        codes=frozenset({0, 2}),
        right=_without_script,
        starter=True,
        changes={"icigraph.toml": _with_script},
    )


def _with_script(text: str) -> str:
    return text.replace("version =", 'licence = "javascript:alert(1)"\nversion =')


def _without_script(ran: Ran) -> bool:
    page = ran.folder / "out" / "index.html"
    return not page.exists() or 'href="javascript:' not in page.read_text("utf-8")


def _outputs() -> Iterator[Case]:
    steers = {"data/more.ttl": f'{_SOUTH}"\\u001b[2JSouth\\u009b"@en .'}
    show = ("query", "-e", f"SELECT ?l {{ <{_LIGHTS}id/south> {_LABEL} ?l }}")
    for format in ("table", "md"):
        name = f"a label that steers a terminal: {format}"
        yield Case(name, (*show, "-f", format), steers, FINE, says("South"), starter=True)
    control = {"data/more.ttl": f'{_SOUTH}"\\u0001South"@en .'}
    yield Case("a control in XML", (*show, "-f", "xml"), control, FINE, _is_xml, starter=True)
    name = unicodedata.normalize("NFD", "Türm")
    named = {"data/more.ttl": f'{_SOUTH}"Türm"@de .'}
    yield Case("a name in another form", ("show", name), named, FINE, says("Türm"), starter=True)
    letters = {"data/more.ttl": f"<x:a> <{_LIGHTS}id/\\u00B5> 1 ."}
    turtle = ("query", "-e", "CONSTRUCT { ?s ?p ?o } { VALUES ?s { <x:a> } ?s ?p ?o }", "-f", "ttl")
    yield Case("a letter that is none", turtle, letters, FINE, parses(), starter=True)
    typed = ("query", "-e", "ASK { ?s rdf:type ?o }")
    yield Case("a prefix that all know", typed, {}, FINE, says("true"), starter=True)
    yield Case(
        "a title with a quote",
        ("cite", "texts/log.txt", "--find", "She left it"),
        codes=FINE,
        right=parses(head=_CITING),
        starter=True,
        changes={"data/sources/log.ttl": _quoted},
    )


_CITING = f"""@prefix citation: <{_LIGHTS}id/citation/> .
@prefix core: <https://w3id.org/icigraph/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix source: <{_LIGHTS}id/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def _quoted(text: str) -> str:
    return text.replace('"The log of North Point"', '"The \\"log\\" of \\\\ North Point"')


def _is_xml(ran: Ran) -> bool:
    try:
        return ElementTree.fromstring(ran.out) is not None
    except ElementTree.ParseError:
        return False


_OPENS = "import icigraph, pathlib, subprocess, sys\ngraph = icigraph.KnowledgeGraph.open('.')\n"


def _library() -> Iterator[Case]:
    named = {"queries/called.rq": _parameter("name", "xsd:string") + "SELECT * { VALUES ?name { 'a' } }"}
    scripts: dict[str, str] = {
        "its names": "assert 'KnowledgeGraph' in dir(icigraph)",
        "its repr": "assert len(repr(graph)) < 500, len(repr(graph))",
        "a parameter called name": "assert 'b' in str(graph.ask('called', name='b').rows)",
        "a graph that outlives a rebuild": (
            "pathlib.Path('data/more.ttl').write_text('<x:a> <x:p> 1 .')\n"
            "subprocess.run([sys.executable, '-m', 'icigraph', 'build'], check=True, capture_output=True)\n"
            "assert graph.ask('keepers').rows"
        ),
    }
    for name, text in scripts.items():
        yield Case(f"the library: {name}", ("-c", _OPENS + text), named, FINE, starter=True, program=())
