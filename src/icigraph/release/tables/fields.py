"""The columns of the four tables, and the properties whose values stand in them."""

from __future__ import annotations

from icigraph.rdf.namespaces import CORE, DCTERMS
from icigraph.release.tables.table import MANY, Field

__all__ = [
    "CITATIONS",
    "CITATION_VALUES",
    "DERIVED_DAYS",
    "FACTS",
    "FACT_VALUES",
    "SOURCES",
    "SOURCE_VALUES",
    "THINGS",
]

_DETAILS = Field(
    "details", "whatever else the files state of it: JSON, lists of values by property", "object"
)
_LABEL = Field("label", "its name, in English where it has one")
_CLASS = Field("class", "its class, with the prefix that the graph has for it")
_NOTE = Field("note", "a remark of those who made the graph")
DERIVED_DAYS = {
    "earliest_start": (CORE["earliestStart"], "first day on which it can have begun"),
    "latest_start": (CORE["latestStart"], "day by which it had begun"),
    "earliest_end": (CORE["earliestEnd"], "first day on which it can have ended; empty: no end is recorded"),
    "latest_end": (CORE["latestEnd"], "day by which it had ended"),
    "first_attested": (CORE["firstAttested"], "day by which the earliest source had been issued"),
    "last_attested": (CORE["lastAttested"], "earliest day on which the latest source can have been issued"),
}
FACTS = (
    Field("fact", "IRI of the fact", "uri"),
    _CLASS,
    _LABEL,
    Field("who", "IRI of its subject", "uri", ("things", "thing")),
    Field("who_label", "name of its subject"),
    Field("what", "IRI of its object", "uri", ("things", "thing")),
    Field("what_label", "name of its object"),
    Field("what_else", f"IRIs of further objects, between them {MANY!r}"),
    Field("start", "when it began, as precise as the source has it: a year, a month or a day"),
    Field("end", "when it ended, likewise; empty: no end is recorded"),
    *(Field(name, text, "date") for name, (_, text) in DERIVED_DAYS.items()),
    Field("rank", "rank against facts that disagree with it"),
    Field("acceptance", "whether questions use it by default"),
    Field("sources", f"names of the sources that state it, between them {MANY!r}"),
    _NOTE,
    _DETAILS,
)
CITATIONS = (
    Field("fact", "IRI of the fact that is stated there", "uri", ("facts", "fact")),
    Field("citation", "IRI of the citation", "uri"),
    _LABEL,
    Field("source", "IRI of the source", "uri", ("sources", "source")),
    Field("span_from", "first character of the span, counted from 0 in code points of the text", "integer"),
    Field("span_to", "just past its last character", "integer"),
    Field("span_sha256", "SHA-256 of the span in UTF-8"),
    Field("locator", "where to look, if the text is not at hand"),
    Field("stated_by", f"names of those whose words the source reports, between them {MANY!r}"),
    _NOTE,
    _DETAILS,
)
SOURCES = (
    Field("source", "IRI of the source", "uri"),
    _CLASS,
    _LABEL,
    Field("title", "its title"),
    Field("publisher", "who published it"),
    Field("issued", "when, as precise as it says itself"),
    Field("earliest_issued", "where it has no date: first day on which it can have been issued", "date"),
    Field("latest_issued", "the last such day", "date"),
    Field("url", "where it was published"),
    Field("retrieved", "day on which it was read", "date"),
    Field("text_sha256", "SHA-256 of its text in UTF-8"),
    Field("text_length", "number of code points of its text", "integer"),
    _NOTE,
    _DETAILS,
)
THINGS = (
    Field("thing", "IRI of the thing", "uri"),
    _CLASS,
    _LABEL,
    Field("also_called", f"other names, between them {MANY!r}"),
    Field("same_as", f"the same thing elsewhere, such as in Wikidata, between them {MANY!r}"),
    _NOTE,
    _DETAILS,
)
# Properties with a column for their first value, in the order of the columns.
FACT_VALUES = (CORE["start"], CORE["end"])
CITATION_VALUES = (CORE["from"], CORE["to"], CORE["digest"], CORE["locator"])
SOURCE_VALUES = (
    *(
        DCTERMS["title"],
        DCTERMS["publisher"],
        DCTERMS["issued"],
        CORE["earliestIssued"],
        CORE["latestIssued"],
    ),
    *(CORE["url"], CORE["retrieved"], CORE["textDigest"], CORE["textLength"]),
)
