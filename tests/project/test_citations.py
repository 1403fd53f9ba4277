"""Citations against their texts: what holds is verified, one changed character is told."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store

from icigraph.base.faults import InputError
from icigraph.project.citations import CitationReport, spans_of, verify_citations
from icigraph.project.locate import Locator
from icigraph.project.spans import Span, digest_of, find_digest, find_span
from icigraph.project.texts import TextIndex, index_texts

TEXT = "Été: the first fact. Then “another” fact.\nAnd a third."
SPAN = (5, 20)


def citing(tmp_path: Path, text: str, start: int, end: int, digest: str) -> CitationReport:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(text, encoding="utf-8")
    whole = hashlib.sha256(TEXT.encode()).hexdigest()
    data = tmp_path / "d.ttl"
    data.write_text(
        "@prefix core: <https://w3id.org/icigraph/core#> .\n"
        f'<x:s> a core:Source ; core:textDigest "{whole}" .\n'
        "<x:c> a core:Citation ;\n    core:source <x:s> ;\n"
        f'    core:from {start} ;\n    core:to {end} ;\n    core:digest "{digest}" .\n',
        encoding="utf-8",
    )
    store = Store()
    store.load(path=str(data), format=RdfFormat.TURTLE)
    return verify_citations(store, index_texts([texts]), Locator([(data, NamedNode("x:g"))]))


def right_digest() -> str:
    return digest_of(TEXT[SPAN[0] : SPAN[1]])


def test_a_right_span_is_verified(tmp_path: Path) -> None:
    report = citing(tmp_path, TEXT, *SPAN, right_digest())
    assert report.verified == (NamedNode("x:c"),)
    assert report.failures == report.unverifiable == ()


@pytest.mark.parametrize(("start", "end"), [(4, 20), (6, 20), (5, 19), (5, 21), (8, 23)])
def test_offsets_off_by_a_few_are_told_with_the_right_ones(tmp_path: Path, start: int, end: int) -> None:
    report = citing(tmp_path, TEXT, start, end, right_digest())
    (fault,) = report.faults
    assert str(fault.place).endswith("d.ttl:7:17")
    assert fault.hint == "the digest fits core:from 5 and core:to 20"


@pytest.mark.parametrize(("start", "end", "line"), [(5, 2000, 6), (20, 20, 6)])
def test_a_span_outside_its_text_is_told(tmp_path: Path, start: int, end: int, line: int) -> None:
    (fault,) = citing(tmp_path, TEXT, start, end, right_digest()).faults
    assert f"d.ttl:{line}:13" in str(fault.place)


def test_a_wrong_digest_is_told_without_offsets(tmp_path: Path) -> None:
    (fault,) = citing(tmp_path, TEXT, *SPAN, digest_of("something else")).faults
    assert "cite --find" in (fault.hint or "")


def test_another_text_is_not_the_source_s_text(tmp_path: Path) -> None:
    report = citing(tmp_path, "Something else.", *SPAN, right_digest())
    assert report.reasons == {"its text is not at hand": 1}


def test_a_changed_text_is_told_at_the_source(tmp_path: Path) -> None:
    report = citing(tmp_path, TEXT.replace("third", "thyrd"), *SPAN, right_digest())
    assert ([str(fault.place).rpartition("/")[2] for fault in report.faults], report.verified) == (
        ["d.ttl:2:39"],
        (),
    )
    assert report.reasons == {"its text is at hand with changes only": 1}


def test_why_a_citation_cannot_be_verified() -> None:
    store = Store()
    store.load(
        b'@prefix core: <https://w3id.org/icigraph/core#> . <x:a> a core:Citation ; core:locator "row 3" .'
        b'<x:b> a core:Citation ; core:source <x:s> ; core:from 0 ; core:to 1 ; core:digest "00" .'
        b"<x:c> a core:Citation ; core:source <x:s> ; core:from 0 .",
        format=RdfFormat.TURTLE,
    )
    report = verify_citations(store, TextIndex({}))
    assert [one.citation.value for one in report.unverifiable] == ["x:a", "x:b"]
    assert [citation.value for citation, _ in report.failures] == ["x:c"]
    assert [one.citation.value for one in spans_of(store, NamedNode("x:s"))] == ["x:b", "x:c"]


@given(st.text("ab “”'\n-–é", min_size=1, max_size=30), st.data())
def test_what_a_text_says_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    needle = text[start:end]
    found = find_span(text, needle)
    if needle.strip():
        assert any(text[span.start : span.end] == needle.strip() for span in found)
    assert all(span.digest == digest_of(text[span.start : span.end]) for span in found)


@given(st.integers(0, 40), st.integers(1, 15), st.integers(-50, 50), st.integers(-50, 50))
def test_a_digest_is_found_near_its_span(start: int, length: int, left: int, right: int) -> None:
    text = "".join(chr(0x4E00 + index) for index in range(60))
    digest = digest_of(text[start : start + length])
    found = find_digest(text, Span(start + left, start + length + right, digest))
    assert found == Span(start, start + length, digest)


def test_other_quotes_and_spaces_are_enough_to_find_a_span() -> None:
    (span,) = find_span(TEXT, 'Then "another" fact. And')
    assert TEXT[span.start : span.end].startswith("Then “another”")
    assert len(find_span(TEXT, "fact")) == 2
    assert find_span(TEXT, "no such words") == find_span(TEXT, "  ") == []


def test_a_missing_folder_of_texts_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        index_texts([tmp_path / "no"])
