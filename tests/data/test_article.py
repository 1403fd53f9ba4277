"""The article as data: every sentence of it is claimed, and each claim's spans are what their digests say."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

ROOT = Path(__file__).parents[2]
SPANS = """
PREFIX core: <https://w3id.org/icigraph/core#>
SELECT ?claim ?from ?to ?digest WHERE {
  ?claim core:citation ?citation .
  ?citation core:source ?source ; core:from ?from ; core:to ?to ; core:digest ?digest .
  ?source core:textDigest ?text .
}
"""
# What the article says, statement by statement: a claim of it, and words that stand in the span it cites.
STATEMENTS = {
    "name-north-atlantic-treaty-organisation": "North Atlantic Treaty",
    "name-nato-mixed-case": "Nato",
    "tenure-anders-fogh-rasmussen-secretary-general": "Secretary General",
    "name-anders-rasmussen": "Anders Rasmussen",
    "count-nato-members": "28-member",
    "relation-interest-nato-gcc-relations": "strategic relations",
    "name-gulf-cooperation-council": "Gulf Cooperation Council",
    "name-gcc": "GCC",
    "wales-summit-2014": "Wales Summit",
    "relation-intention-nato-deepening-political-dialogue": "political dialogue",
    "relation-intention-nato-deepening-practical-cooperation": "practical cooperation",
    "relation-opening-ici-foreign-ministers-meeting-2014": "opened the meeting",
    "participation-nato-foreign-ministers-meeting-2014": "Nato foreign ministers",
    "participation-bahrain-meeting-2014": "Bahrain",
    "participation-kuwait-meeting-2014": "Kuwait",
    "participation-qatar-meeting-2014": "Qatar",
    "participation-united-arab-emirates-meeting-2014": "United Arab Emirates",
    "membership-bahrain-gcc": "GCC countries",
    "membership-kuwait-gcc": "GCC countries",
    "membership-qatar-gcc": "GCC countries",
    "membership-united-arab-emirates-gcc": "GCC countries",
    "count-ici-partners-in-gcc": "four GCC countries",
    "name-ici-conference": "Istanbul Conference Initiative",
    "name-ici": "ICI",
    "relation-intention-nato-discussing-tailored-cooperation": "specific security needs",
    "relation-agenda-tailored-cooperation-meeting-2014": "tailor our cooperation",
    "rasmussen-statement-on-tailoring": "Wednesday",
    "relation-seat-nato-headquarters": "headquarters",
    "relation-location-nato-headquarters": "Brussels",
    "ici-launch": "launched",
    "istanbul-summit-2004": "summit",
    "relation-location-istanbul": "Turkish",
    "relation-description-istanbul-coastal": "coastal city",
    "relation-purpose-ici-global-security": "long-term global",
    "relation-purpose-ici-regional-security": "regional security",
    "relation-offer-ici-bilateral-security-cooperation": "bilateral security cooperation",
    "partnership-kuwait-ici": "December 2004",
    "partnership-bahrain-ici": "February 2005",
    "partnership-qatar-ici": "February 2005",
    "partnership-united-arab-emirates-ici": "June 2005",
    "name-uae": "UAE",
    "relation-appraisal-ici-launch": "clear signal",
    "relation-capital-brussels": "Belgian capital",
    "relation-interest-nato-gulf-security": "strategic interest to Nato",
    "relation-interest-gulf-countries-euro-atlantic-security": "matters to the Gulf region",
    "relation-need-sea-lanes": "sea-lanes",
    "relation-need-energy-supply-routes": "energy supply routes",
    "relation-need-cyber-networks": "cyber-networks",
    "relation-exposure-shared-security-challenges": "security challenges",
    "relation-description-challenges-complex": "complex",
    "relation-description-challenges-interconnected": "interconnected",
    "relation-exposure-terrorism": "terrorism",
    "relation-exposure-piracy": "piracy",
    "relation-exposure-proliferation": "proliferation",
    "relation-need-joint-tackling": "tackle together",
    "relation-development-nato-ici-dialogue": "steadily intensified",
    "relation-development-nato-ici-cooperation": "steadily intensified",
    "contribution-ici-partners-bosnia": "Bosnia",
    "contribution-ici-partners-kosovo": "Kosovo",
    "contribution-ici-partners-afghanistan": "Afghanistan",
    "contribution-ici-partners-libya": "Libya",
    "relation-appraisal-ici-partners-contributions": "valuable contributions",
    "leadership-nato-operations-bosnia": "Nato-led operations",
    "relation-tailoring-practical-cooperation": "tailored our practical cooperation",
    "ici-foreign-ministers-meeting-2014": "level of foreign ministers",
    "relation-first-ici-foreign-ministers-meeting-2014": "first since",
    "relation-agenda-deeper-partnership-meeting-2014": "deepen our partnership",
    "relation-agenda-closer-work-with-gulf-countries-meeting-2014": "all Gulf countries",
    "relation-purpose-deeper-partnership": "strategic relationship",
    "relation-appraisal-ici-partners-security-providers": "efficient security providers",
    "contribution-ici-partners-stability-efforts": "international efforts",
    "contribution-ici-partners-isaf": "ISAF",
    "contribution-ici-partners-operation-unified-protector": "2011",
    "relation-offer-ici-menu": "menu",
    "relation-description-ici-menu-diversified": "diversified",
    "relation-choice-ici-partners-menu": "choose",
    "relation-inclusion-advice-on-defence-transformation-in-ici-menu": "defence transformation",
    "relation-inclusion-advice-on-defence-budgeting-in-ici-menu": "defence budgeting",
    "relation-inclusion-advice-on-civil-military-relations-in-ici-menu": "civil-military relations",
    "relation-inclusion-military-to-military-cooperation-in-ici-menu": "military-to-military",
    "relation-inclusion-exercises-in-military-cooperation": "military exercises",
    "relation-inclusion-civil-emergency-planning-in-ici-menu": "civil emergency planning",
    "relation-inclusion-public-diplomacy-in-ici-menu": "public diplomacy",
    "relation-complementarity-ici-mediterranean-dialogue": "complementary to",
    "relation-distinction-ici-mediterranean-dialogue": "distinct from",
    "mediterranean-dialogue-launch": "December 1994",
    "relation-coverage-mediterranean-dialogue-north-africa": "North Africa",
    "relation-coverage-mediterranean-dialogue-eastern-mediterranean": "Eastern Mediterranean",
    "relation-dateline-gulf-news-2014": "Manama",
}


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    [article] = (shared / "seed").glob("*.txt")
    return article.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def spans() -> list[tuple[str, int, int, str]]:
    store = Store()
    for file in sorted((ROOT / "data").rglob("*.ttl")):
        store.load(file.read_bytes(), format=RdfFormat.TURTLE)
    rows = store.query(SPANS)
    assert isinstance(rows, QuerySolutions)
    return sorted(
        (row["claim"].value, int(row["from"].value), int(row["to"].value), row["digest"].value)
        for row in rows
    )


def test_each_span_is_what_its_digest_says(text: str, spans: list[tuple[str, int, int, str]]) -> None:
    assert spans
    wrong = [
        span for span in spans if hashlib.sha256(text[span[1] : span[2]].encode()).hexdigest() != span[3]
    ]
    assert wrong == []


def test_every_word_of_the_article_stands_in_a_cited_span(
    text: str, spans: list[tuple[str, int, int, str]]
) -> None:
    cited = {at for _, start, end, _ in spans for at in range(start, end)}
    missed = [match.group() for match in re.finditer(r"\w+", text) if match.start() not in cited]
    assert set(missed) <= {"he", "said"}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_of_the_article_is_claimed_and_cited_where_it_stands(
    text: str, spans: list[tuple[str, int, int, str]], statement: str
) -> None:
    claim = f"https://w3id.org/icigraph/id/claim/{statement}-gulf-news-2014"
    cited = " … ".join(text[start:end] for which, start, end, _ in spans if which == claim)
    assert STATEMENTS[statement] in cited
