"""`icigraph explain` on the real graph, as a person runs it."""

from __future__ import annotations

import json

import pytest
from tests.conftest import ROOT


def place(start: str, file: str = "data/partnerships.ttl", column: int | None = None) -> str:
    """Where the object of the statement that begins so stands."""
    lines = (ROOT / file).read_text().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.strip().startswith(start))
    return f"{file}:{number}:{column or len(start) + 1}"


def test_a_triple_by_labels_is_proven(icigraph) -> None:
    ran = icigraph("explain", "--full", "Kuwait", "partnerIn", "ICI")
    assert ran.code == 0
    assert ran.out.startswith("id:kuwait ici:partnerIn id:ici\n")
    assert "stated at" in ran.out
    assert "the proof was checked" in ran.out


def test_the_brief_form_tells_labels_dates_sources_and_what_is_assumed(icigraph) -> None:
    told, sources, assumed, empty, more = icigraph("explain", "Kuwait", "partnerIn", "ICI").out.splitlines()
    assert told == (
        "Kuwait – partner in – Istanbul Cooperation Initiative. This follows in 4 checked steps from the "
        "fact “Kuwait is a partner in the ICI”, from 2004-12, no end recorded "
        f"({place('partnership:kuwait-ici a ')}); partnership – yields – partner in "
        f"({place('core:yields ici:partnerIn', 'ontology/frameworks.ttl', 17)})."
    )
    assert sources.startswith("Sources: “NATO, ICI to foster closer cooperation” (Bahrain News Agency, 2018-")
    assert assumed.startswith("Assumed absent, as the graph records none: latest end of the fact; ")
    assert (empty, more) == ("", "See every step, with its rule and its place: --full")


def test_the_brief_form_is_short_and_the_full_one_is_the_text(icigraph) -> None:
    asked = ("explain", "Kuwait", "a", "GulfPartner")
    assert len(icigraph(*asked).out.splitlines()) == 5
    assert icigraph(*asked, "--full").out == icigraph(*asked, "--format", "text").out


def test_what_is_stated_is_told_with_its_place(icigraph) -> None:
    ran = icigraph("explain", "Kuwait", "iso2", '"KW"')
    assert ran.out.startswith(
        'Kuwait – ISO 3166-1 alpha-2 code – "KW": stated, not inferred (data/agents.ttl:'
    )


def test_not_begins_with_what_the_graph_says_instead(icigraph) -> None:
    head, said, *rest = icigraph("explain", "--not", "Saudi Arabia", "partnerIn", "ICI").out.splitlines()
    assert head == "Saudi Arabia – partner in – Istanbul Cooperation Initiative: this does not follow."
    assert said == "Instead the graph says:"
    assert any(
        line.startswith("  - “Saudi Arabia is a partner in the ICI”, denied. Sources: “") for line in rest
    )
    lacking = [line for line in rest if line.startswith("It would follow")]
    assert len(lacking) == 2
    assert lacking[0].endswith(
        "(ontology/rules/core/fact-standing.rq), but it lacks: Saudi Arabia – standing fact – X, where "
        "partnership – yields – partner in and X is a partnership and X – object – Istanbul Cooperation "
        "Initiative."
    )
    full = icigraph("explain", "--not", "--full", "Saudi Arabia", "partnerIn", "ICI").out
    assert full.index("What the graph says instead:") < full.index("It would follow")


@pytest.mark.parametrize("name", ["NATO", "Nato", "ICI", "GCC"])
def test_a_thing_goes_before_a_name_of_it(icigraph, name: str) -> None:
    ran = icigraph("explain", "--impact", name)
    assert (ran.code, ran.err) == (0, "")
    assert icigraph("explain", "Kuwait", "partnerIn", name).code in (0, 1)


@pytest.mark.parametrize(
    ("predicate", "value", "code"),
    [
        ("rdfs:subClassOf", "ici:State", 0),
        ("<http://www.w3.org/2000/01/rdf-schema#subClassOf>", "core:Agent", 0),
        ("rdf:type", "owl:Class", 0),
        ("owl:disjointWith", "core:Agent", 1),
        ("owl:deprecated", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', 1),
    ],
)
def test_axioms_are_asked_for_and_told_by_curies(icigraph, predicate: str, value: str, code: int) -> None:
    ran = icigraph("explain", "ici:GulfPartner", predicate, value)
    assert (ran.code, ran.err) == (code, "")
    assert ran.out.startswith("ici:GulfPartner ")
    assert " – " not in ran.out.partition(".")[0]


def test_places_are_those_in_the_project_wherever_it_is_asked(icigraph, tmp_path, monkeypatch) -> None:
    asked = ("explain", "Ada Quill", "hasKept", "North Point", "--project", str(tmp_path / "deep" / "lights"))
    icigraph("init", str(tmp_path / "deep" / "lights"))
    told = []
    for folder in (tmp_path, tmp_path / "deep", tmp_path / "deep" / "lights" / "data"):
        monkeypatch.chdir(folder)
        told.append([icigraph(*asked, "-f", form).out for form in ("brief", "text", "json", "ttl", "dot")])
    assert told[0] == told[1] == told[2]
    assert "at data/keepings.ttl:" in told[0][1]
    assert "at ontology/" in told[0][1]


def test_a_triple_in_n_triples_is_the_same_triple(icigraph) -> None:
    ici, id_ = "https://w3id.org/icigraph/ontology#", "https://w3id.org/icigraph/id/"
    by_label = icigraph("explain", "Kuwait", "partnerIn", "ICI")
    by_iri = icigraph("explain", f"<{id_}kuwait> <{ici}partnerIn> <{id_}ici> .")
    assert by_iri.out == by_label.out


def test_what_does_not_follow_is_told_with_exit_code_1(icigraph) -> None:
    ran = icigraph("explain", "Saudi Arabia", "partnerIn", "ICI")
    assert ran.code == 1
    assert "does not follow" in ran.out


def test_not_tells_what_is_missing_and_what_the_graph_says_instead(icigraph) -> None:
    ran = icigraph("explain", "--not", "--full", "Saudi Arabia", "partnerIn", "ICI")
    assert ran.code == 0
    assert "invitation:saudi-arabia-ici" in ran.out
    assert icigraph("explain", "--not", "Kuwait", "partnerIn", "ICI").code == 1


def test_a_class_may_be_named_by_its_local_name(icigraph) -> None:
    assert icigraph("explain", "Kuwait", "a", "GulfPartner").code == 0


def test_a_literal_stands_in_quotes(icigraph) -> None:
    day = '"2004-12-31"^^<http://www.w3.org/2001/XMLSchema#date>'
    ran = icigraph("explain", "partnership:kuwait-ici", "latestStart", day, "--full")
    assert ran.code == 0
    assert "computed: ?latest" in ran.out


def test_a_row_of_an_answer_is_explained(icigraph) -> None:
    ran = icigraph("explain", "--question", "partners-as-of", "--row", "1", "--format", "json")
    assert ran.code == 0
    assert all(proof["checked"] for proof in json.loads(ran.out)["proofs"])


def test_a_row_is_of_the_answer_with_the_values_given(icigraph) -> None:
    asked = ("explain", "--question", "partners-as-of", "--row", "1", "--param", "as-of=2005-01-20")
    ran = icigraph(*asked)
    assert ran.code == 0
    assert "Kuwait" in ran.out
    assert icigraph(*asked[:-3], "2", *asked[-2:]).code == 2
    assert icigraph("explain", "--question", "partners-as-of", "--row", "2").code == 0


@pytest.mark.parametrize("value", ["as-of", "as-off=2005-01-20", "as-of=soon"])
def test_a_value_that_the_question_cannot_take_is_bad_input(icigraph, value: str) -> None:
    ran = icigraph("explain", "--question", "partners-as-of", "--row", "1", "--param", value)
    assert ran.code == 2
    assert ran.err.startswith("error: ")


def test_a_row_that_is_not_there_is_bad_input(icigraph) -> None:
    assert icigraph("explain", "--question", "partners-as-of", "--row", "999").code == 2
    assert icigraph("explain", "--question", "partners-as-of").code == 2


def test_the_real_graph_is_consistent(icigraph) -> None:
    ran = icigraph("explain", "--inconsistency")
    assert (ran.code, ran.out) == (0, "No contradiction.\n")


def test_impact_names_what_would_no_longer_hold(icigraph) -> None:
    ran = icigraph("explain", "--impact", "partnership:bahrain-ici", "--format", "json")
    lost = {triple["text"] for triple in json.loads(ran.out)["lost"]}
    assert ran.code == 0
    assert "id:bahrain core:standingFact partnership:bahrain-ici" in lost


@pytest.mark.parametrize(
    "arguments",
    [
        ("Kuwait", "partnerIn"),
        ("no such thing", "partnerIn", "ICI"),
        ("Kuwait", "no-such-property", "ICI"),
        ("not a triple",),
        (),
        ("--not", "--format", "dot", "Saudi Arabia", "partnerIn", "ICI"),
        ("--impact", "no such thing"),
        ("--question", "no-such-question", "--row", "1"),
    ],
)
def test_bad_input_is_told_with_exit_code_2(icigraph, arguments: tuple[str, ...]) -> None:
    ran = icigraph("explain", *arguments)
    assert ran.code == 2
    assert ran.err.startswith("error: ")
    assert ran.out == ""


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--row", "1"], "--row is for --question"),
        (["Kuwait", "partnerIn", "ICI", "--param", "x=1"], "--param is for --question"),
        (["--question", "partners-as-of", "--row", "1", "--not"], "--not is for a triple"),
        (["--inconsistency", "Kuwait", "partnerIn", "ICI"], "a triple does not go with --inconsistency"),
        (["Kuwait", "partnerIn", "ICI", "--question", "x"], "a triple does not go with --question"),
        (["--impact", "Kuwait", "--question", "x"], "--question does not go with --impact"),
        (["--impact", "Kuwait", "--all"], "--all is for proofs"),
        (["--not", "Kuwait", "partnerIn", "ICI", "--all"], "--all is for proofs"),
        (["Kuwait", "partnerIn", "ICI", "--full", "-f", "json"], "not allowed with"),
        (["--impact", ""], "nothing is called ''"),
        (["--impact", "Kuwait partnerIn ICI"], "no file states id:kuwait ici:partnerIn id:ici: it follows"),
        (
            ["--impact", "Kuwait partnerIn Italy"],
            "no file states id:kuwait ici:partnerIn id:italy, and it does",
        ),
    ],
)
def test_what_would_have_no_effect_is_refused(icigraph, given: list[str], told: str) -> None:
    ran = icigraph("explain", *given)
    assert ran.code == 2
    assert told in ran.err


def test_a_triple_in_words_may_be_withdrawn(icigraph) -> None:
    ran = icigraph("explain", "--impact", 'Kuwait iso2 "KW"')
    assert ran.code == 0
    assert ran.out.endswith('Withdrawn with it: 1\n  id:kuwait ici:iso2 "KW"\n')
    assert 'id:kuwait skos:notation "KW"' in ran.out


def test_what_does_not_follow_has_no_page(icigraph) -> None:
    ran = icigraph("explain", "Saudi Arabia", "partnerIn", "ICI", "--format", "html")
    assert (ran.code, ran.out) == (1, "")
    assert "does not follow" in ran.err


def test_a_near_miss_names_places_and_what_is_said_instead(icigraph) -> None:
    ran = icigraph("explain", "--not", "--full", "Egypt", "partnerIn", "ICI")
    assert "    at ontology/frameworks.ttl:" in ran.out
    assert "(data/partnerships" in ran.out
    assert "What the graph says instead:\n\n  id:egypt ici:partnerIn id:mediterranean-dialogue\n" in ran.out
    said = json.loads(icigraph("explain", "Kuwait", "iso2", '"XX"', "-f", "json").out)
    assert [other["object"] for other in said["others"]] == ['"KW"']
    assert said["others"][0]["place"].startswith("data/agents.ttl:")


@pytest.mark.parametrize("form", ["json", "ttl", "dot", "html", "md"])
def test_no_contradiction_is_told_in_every_form(icigraph, form: str) -> None:
    ran = icigraph("explain", "--inconsistency", "--format", form)
    assert ran.code == 0
    assert form == "ttl" or ran.out.strip()
