"""The article as data: each sentence of the text is cited, and each span is what its digest says."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

ROOT = Path(__file__).parents[2]
SPANS = """
PREFIX ici: <https://w3id.org/icigraph/ontology#>
SELECT ?citation ?from ?to ?digest WHERE {
  ?fact ici:citation ?citation .
  ?citation ici:source ?source ; ici:from ?from ; ici:to ?to ; ici:digest ?digest .
  ?source ici:textDigest ?text .
}
"""


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    [article] = (shared / "seed").glob("*.txt")
    return article.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def spans() -> list[tuple[int, int, str]]:
    store = Store()
    for file in sorted((ROOT / "data").rglob("*.ttl")):
        store.load(file.read_bytes(), format=RdfFormat.TURTLE)
    rows = store.query(SPANS)
    return sorted({(int(row["from"].value), int(row["to"].value), row["digest"].value) for row in rows})


def test_each_span_is_what_its_digest_says(text: str, spans: list[tuple[int, int, str]]) -> None:
    assert spans
    assert [
        span for span in spans if hashlib.sha256(text[span[0] : span[1]].encode()).hexdigest() != span[2]
    ] == []


def test_every_word_of_the_article_stands_in_a_cited_span(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    cited = {at for start, end, _ in spans for at in range(start, end)}
    missed = [match.group() for match in re.finditer(r"\w+", text) if match.start() not in cited]
    assert set(missed) <= {"he", "said"}
