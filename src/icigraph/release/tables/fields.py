"""The columns of the tables that join, and the properties whose values stand in them."""

from __future__ import annotations

from icigraph.rdf.namespaces import CORE, DCTERMS
from icigraph.release.tables.table import MANY, Field

__all__ = [
    "CITATIONS",
    "CITATION_VALUES",
    "CLAIMS",
    "CLAIM_VALUES",
    "DERIVED",
    "FACTS",
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
DERIVED = {
    Field("earliest_start", "first day on which it can have begun", "date"): CORE["earliestStart"],
    Field("latest_start", "day by which it had begun", "date"): CORE["latestStart"],
    Field("earliest_end", "last day on which it is known to have held", "date"): CORE["earliestEnd"],
    Field("latest_end", "day by which it had ended; empty: no end is recorded", "date"): CORE["latestEnd"],
    Field("before_start", "what holds from earliest_start up to latest_start: possible, or disputed"): CORE[
        "beforeStart"
    ],
    Field("after_end", "what holds after earliest_end: presumed, possible, or disputed"): CORE["afterEnd"],
}
FACTS = (
    Field("fact", "IRI of the fact or event", "uri"),
    _CLASS,
    _LABEL,
    Field("subject", "IRI of its subject; an event has none", "uri", ("things", "thing")),
    Field("subject_label", "name of its subject"),
    Field("property", "what it says of subject and object, where its class does not"),
    Field("object", "IRI of its object", "uri", ("things", "thing")),
    Field("object_label", "name of its object, or the object where that is a text"),
    *DERIVED,
    Field("disputed_in", f"what its accepted claims exclude one another in, between them {MANY!r}"),
    Field("standing", "accepted, denied, announced only, or not accepted, by its claims together"),
    Field("sources", f"names of the sources of its claims, between them {MANY!r}"),
    _NOTE,
    _DETAILS,
)
_VALUES = {
    Field("start", "when it says that the fact began, as precise as the source has it"): "start",
    Field("end", "when it says that the fact ended, likewise; empty: it gives no end"): "end",
    Field("start_not_before", "first day of the start, where the source gives an interval"): "startNotBefore",
    Field("start_not_after", "last day of the start, likewise"): "startNotAfter",
    Field("end_not_before", "first day of the end, likewise"): "endNotBefore",
    Field("end_not_after", "last day of the end, likewise"): "endNotAfter",
    Field("attested_on", "a day on which it says that the fact held"): "attestedOn",
    Field("scheduled_for", "when it says that the fact is to begin"): "scheduledFor",
    Field("amount", "the number that it gives"): "amount",
    Field("name", "the name that it gives to a thing"): "name",
}
CLAIM_VALUES = tuple(CORE[name] for name in _VALUES.values())
CLAIMS = (
    Field("claim", "IRI of the claim", "uri"),
    _CLASS,
    _LABEL,
    Field("fact", "IRI of the fact or event of which it speaks", "uri", ("facts", "fact")),
    Field("thing", "IRI of the thing that it names", "uri", ("things", "thing")),
    Field("how", "states, denies, announces or names"),
    *_VALUES,
    Field("rank", "rank against claims that disagree with it"),
    Field("rank_reason", "why it has this rank"),
    Field(
        "accepted", "whether it is not outranked: yes or no; empty where it does not say that the fact is so"
    ),
    Field("source", "IRI of its source", "uri", ("sources", "source")),
    _NOTE,
    _DETAILS,
)
CITATIONS = (
    Field("claim", "IRI of the claim that is made there", "uri", ("claims", "claim")),
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
    Field("archived_at", "a copy that an archive keeps"),
    Field("licence", "the licence of its text"),
    Field("kind", "what sort of source it is"),
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
    Field("also_called", f"other names and those in other languages, between them {MANY!r}"),
    Field("same_as", f"the same thing elsewhere, such as in Wikidata, between them {MANY!r}"),
    _NOTE,
    _DETAILS,
)
# Properties with a column for their first value, in the order of the columns.
CITATION_VALUES = (CORE["from"], CORE["to"], CORE["digest"], CORE["locator"])
SOURCE_VALUES = (
    *(DCTERMS["title"], DCTERMS["publisher"], DCTERMS["issued"]),
    *(CORE["earliestIssued"], CORE["latestIssued"], CORE["url"], CORE["archivedAt"], DCTERMS["license"]),
    *(CORE["kind"], CORE["retrieved"], CORE["textDigest"], CORE["textLength"]),
)
