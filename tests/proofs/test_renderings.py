"""Renderings of one explanation: golden text and Markdown, and what the machine formats must hold."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, Variable, parse

from icigraph import KnowledgeGraph
from icigraph.base.faults import Place
from icigraph.proofs.explanation import Explanation, explain
from icigraph.proofs.proof import asserted
from icigraph.proofs.renderings.formats import FORMATS, render
from icigraph.proofs.search.derivations import Derivations
from icigraph.proofs.search.prover import Prover
from icigraph.proofs.search.rulebook import RuleBook
from icigraph.proofs.words import Words
from icigraph.rdf.namespaces import CORE, DCTERMS, PROV, RDF, RDFS, XSD
from icigraph.rules.compile.rule import Rule

EX = "https://e.org/"
NAMES = ("ada", "club", "fact", "claim", "cite", "source")
ADA, CLUB, FACT, CLAIM, CITE, SOURCE = (NamedNode(EX + name) for name in NAMES)
MEMBER, IN, BELONGS = (NamedNode(EX + name) for name in ("member", "in", "belongs"))
X, Y, F = Variable("x"), Variable("y"), Variable("f")
DATA, INFERRED = NamedNode(EX + "data"), NamedNode(EX + "inferred")
TEXT = "Ada has belonged to the club since 1840."
AXIOM = Triple(BELONGS, RDFS["comment"], Literal("chain"))
PARTS = ("subject", "predicate", "object")
RULES = [
    Rule("chain", "prp-spo2", ((X, BELONGS, Y),), ((F, MEMBER, X), (F, IN, Y)), axiom=(AXIOM,)),
]


def number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD["nonNegativeInteger"])


def quads() -> list[Quad]:
    span = TEXT[0:26]
    triples = [
        (FACT, MEMBER, ADA),
        (FACT, IN, CLUB),
        (FACT, RDFS["label"], Literal("Ada belongs to the <club>", language="en")),
        (CLAIM, CORE["states"], FACT),
        (CLAIM, CORE["start"], Literal("1840", datatype=XSD["gYear"])),
        (CLAIM, CORE["rank"], CORE["preferred"]),
        (CLAIM, CORE["rankReason"], Literal("the club's own", language="en")),
        (CLAIM, CORE["citation"], CITE),
        (CITE, CORE["source"], SOURCE),
        (CITE, CORE["from"], number(0)),
        (CITE, CORE["to"], number(26)),
        (CITE, CORE["digest"], Literal(sha256(span.encode()).hexdigest())),
        (SOURCE, DCTERMS["title"], Literal("The club's book")),
        (SOURCE, CORE["url"], Literal("https://e.org/book", datatype=XSD["anyURI"])),
        (SOURCE, CORE["textDigest"], Literal(sha256(TEXT.encode()).hexdigest())),
    ]
    stated = [Quad(*triple, DATA) for triple in (*triples, AXIOM)]
    derived = [
        (FACT, CORE["earliestStart"], Literal("1840-01-01", datatype=XSD["date"])),
        (FACT, CORE["latestStart"], Literal("1840-12-31", datatype=XSD["date"])),
        (FACT, CORE["acceptedClaim"], CLAIM),
        (ADA, BELONGS, CLUB),
    ]
    return [*stated, *(Quad(*triple, INFERRED) for triple in derived)]


def words() -> Words:
    def shrink(iri: NamedNode) -> str:
        for prefix, start in (("ex:", EX), ("core:", str(CORE)), ("rdfs:", str(RDFS)), ("xsd:", str(XSD))):
            if iri.value.startswith(start):
                return prefix + iri.value.removeprefix(start)
        return f"<{iri.value}>"

    return Words(shrink)


def explanation_with(text: str | None) -> Explanation:
    store = Store()
    store.extend(quads())
    derivations = Derivations(store, RuleBook(RULES), [INFERRED])
    proof = Prover(derivations).prove(Triple(ADA, BELONGS, CLUB))
    assert proof is not None
    return explain(
        proof,
        store,
        derivations.book.by_name,
        words=words(),
        locate=lambda triple: Place("data/a.ttl", 3, 7) if triple.subject == FACT else Place("onto.ttl", 9),
        texts=lambda _: text,
        concluded=[INFERRED],
    )


@pytest.fixture
def explanation() -> Explanation:
    return explanation_with(TEXT)


def test_the_text_is_a_tree_down_to_the_citation(explanation: Explanation) -> None:
    assert render([explanation], "text") == (
        "ex:ada ex:belongs ex:club\n"
        "│  because a chain of properties implies the property [prp-spo2]\n"
        '│  axiom: ex:belongs rdfs:comment "chain"\n'
        "│  at onto.ttl:9\n"
        "├─ ex:fact ex:member ex:ada\n"
        "│     stated at data/a.ttl:3:7\n"
        "│     fact: Ada belongs to the <club>, from 1840, no end recorded\n"
        "│     claim ex:claim: says so, start 1840, rank core:preferred (the club's own)\n"
        "│     cites: The club's book, characters 0–26 [verified just now]\n"
        "└─ ex:fact ex:in ex:club\n"
        "      stated at data/a.ttl:3:7\n"
        "      of ex:fact (shown above)\n"
        "\n"
        "1 step, 2 stated triples; the proof was checked.\n"
    )


def test_markdown_links_the_source_and_escapes_what_is_special(explanation: Explanation) -> None:
    lines = render([explanation], "md").splitlines()
    because = "because a chain of properties implies the property (prp-spo2)"
    assert lines[0] == f"- `ex:ada ex:belongs ex:club` {because}"
    assert lines[1] == "  - `ex:fact ex:member ex:ada` stated in data/a.ttl:3:7"
    assert lines[2] == (
        "    - [The club's book](<https://e.org/book>), characters 0–26 \\[verified just now\\]"
    )


def test_json_holds_the_whole_proof(explanation: Explanation) -> None:
    (told,) = json.loads(render([explanation], "json"))["proofs"]
    assert (told["steps"], told["height"], told["checked"]) == (1, 1, True)
    assert told["proof"]["rule"] == "chain"
    assert told["proof"]["bindings"] == {"f": str(FACT), "x": str(ADA), "y": str(CLUB)}
    leaf = told["proof"]["premises"][0]["leaf"]
    assert leaf["place"] == "data/a.ttl:3:7"
    assert leaf["fact"]["start"] == "1840"
    assert leaf["fact"]["end"] is None
    (claim,) = leaf["fact"]["claims"]
    assert (claim["iri"], claim["says"], claim["accepted"]) == (str(CLAIM), {"start": "1840"}, True)
    assert claim["reason"] == "the club's own"
    assert claim["citations"][0]["span"] == [0, 26]


def test_prov_says_what_each_step_used_and_generated(explanation: Explanation) -> None:
    triples = {quad.triple for quad in parse(render([explanation], "ttl"), RdfFormat.TURTLE)}
    (step,) = {t.subject for t in triples if (t.predicate, t.object) == (RDF["type"], PROV["Activity"])}
    used = {t.object for t in triples if (t.subject, t.predicate) == (step, PROV["used"])}
    plans = {t.subject for t in triples if (t.predicate, t.object) == (RDF["type"], PROV["Plan"])}
    assert len(used) == 3
    assert len(used & plans) == 1
    (made,) = {t.subject for t in triples if (t.predicate, t.object) == (PROV["wasGeneratedBy"], step)}
    assert Triple(made, RDF["subject"], ADA) in triples
    sources = {t.object for t in triples if t.predicate == PROV["hadPrimarySource"]}
    assert sources == {SOURCE}


def test_dot_has_a_box_for_each_triple_and_balanced_quotes(explanation: Explanation) -> None:
    text = render([explanation], "dot")
    assert text.startswith("digraph proof {\n")
    assert text.count("shape=box") == 3
    assert text.count("shape=note") == 3
    assert text.count("shape=cylinder") == 1
    assert all(len(re.findall(r'(?<!\\)"', line)) % 2 == 0 for line in text.splitlines())


def drawn(text: str) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """The labels of the nodes of a graph in DOT, unwrapped, by their names; and its arrows."""
    name = r'"((?:[^"\\]|\\.)*)"'
    nodes = re.findall(rf"^  {name} \[.*label={name}\];$", text, re.M)
    arrows = re.findall(rf"^  {name} -> {name}", text, re.M)
    return {each: label.replace("\\n  ", " ") for each, label in nodes}, set(arrows)


def unwrapped(label: str) -> str:
    return label.replace("\\n", " ").replace('\\"', '"')


def test_dot_and_prov_have_every_premise_rule_source_and_citation_of_the_proof() -> None:
    graph = KnowledgeGraph.open()
    told = graph.explain("Kuwait", "rdf:type", "ici:GulfPartner")
    assert told is not None
    nodes, arrows = drawn(render([told], "dot"))
    triples = {quad.triple for quad in parse(render([told], "ttl"), RdfFormat.TURTLE)}
    written = {triple.object for triple in triples}
    shown = {label.partition("\\n")[0] for label in nodes.values()}
    supports = {start for start, _ in arrows}
    leaves = {told.words.triple(leaf) for leaf in told.proof.leaves()}
    stated = {name for name, label in nodes.items() if "\\nstated at " in label}
    assert stated == leaves
    assert leaves <= supports
    proven = {(t.subject, t.predicate, t.object) for t in triples}
    made = {t.subject for t in triples if t.predicate == PROV["wasGeneratedBy"]}
    entities = {t.subject for t in triples if t.object == RDF["Statement"]}
    assert {
        tuple(
            next(t.object for t in triples if (t.subject, t.predicate) == (entity, RDF[part]))
            for part in PARTS
        )
        for entity in entities - made
    } == {tuple(leaf) for leaf in told.proof.leaves()}
    for node in told.proof.walk():
        assert told.words.triple(node.conclusion) in shown
        absent = {f"and there is no {told.words.absence(group)}" for group in node.absent}
        assert absent <= {part for label in nodes.values() for part in label.split("\\n")}
        assert absent <= {term.value for term in written if isinstance(term, Literal)}
    for note in told.rules.values():
        parts = {note.said, note.standard, *note.axioms, *map(str, note.places)}
        assert all(any(part in unwrapped(label) for label in nodes.values()) for part in parts)
        assert {*parts} <= {term.value for term in written if isinstance(term, Literal)}
    leaves_told = [told.leaves[triple] for triple in told.proof.leaves()]
    assert any(leaf.claim for leaf in leaves_told)
    for part in filter(None, (leaf.fact or leaf.claim for leaf in leaves_told)):
        for citation in part.citations:
            assert f"citation {citation.citation}" in nodes
            assert (f"source {citation.source}", f"citation {citation.citation}") in arrows
            assert (citation.citation, PROV["hadPrimarySource"], citation.source) in proven


def test_a_premise_of_a_claim_tells_that_claim_alone() -> None:
    store = Store()
    store.extend(quads())
    found = asserted(Triple(CLAIM, CORE["states"], FACT))
    told = explain(found, store, {}, words=words(), concluded=[INFERRED])
    text = render([told], "text")
    assert "claim of “Ada belongs to the <club>”: says so, start 1840" in text
    assert text.count("cites: ") == 1
    assert "fact:" not in text
    assert "the claim of “The club's book” about “Ada belongs to the <club>”" in render([told], "brief")


class Reader(HTMLParser):
    """Collects tags that fetch something, and checks that tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetching: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta",):
            self.open.append(tag)
        if tag in ("script", "link", "img", "iframe"):
            self.fetching.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_escapes_what_it_is_given(explanation: Explanation) -> None:
    page = render([explanation], "html")
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert reader.fetching == []
    assert "&lt;club&gt;" in page
    assert "<club>" not in page


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (None, "not verifiable here: the text is not at hand"),
        ("Bob has belonged to the club since 1840.", "WRONG: the text says something else there"),
    ],
)
def test_a_citation_says_what_checking_it_came_to(text: str | None, verdict: str) -> None:
    assert f"[{verdict}]" in render([explanation_with(text)], "text")


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_the_same_in_each_run_and_takes_several_proofs(form: str) -> None:
    one, other = explanation_with(TEXT), explanation_with(TEXT)
    assert render([one], form) == render([other], form)
    assert render([one, other], form)
