"""The entailment that shapes ask for (SHACL section 1.5): a processor that does not give it must fail."""

from __future__ import annotations

from collections.abc import Iterator

from icigraph.base.nearest import did_you_mean
from icigraph.validation.lint.draft import Draft, Naming, at_object
from icigraph.validation.reading.statements import Statements, iri, sh

__all__ = ["unmet_entailment"]

_REGIMES = "http://www.w3.org/ns/entailment/"
_KNOWN = ("D", "OWL-Direct", "OWL-RDF-Based", "RDF", "RDFS", "RIF", "Simple")
_GIVEN = {
    "none": {"Simple"},
    "rdfs": {"Simple", "RDF", "RDFS"},
    "owl-rl": {"Simple", "RDF", "RDFS"},
}
"""By what is added before checking, the regimes that it covers."""


def unmet_entailment(shapes: Statements, reason: str, spelt: Naming) -> Iterator[Draft]:
    r"""A finding for each regime of `sh:entailment` that `reason` (`none`, `rdfs`, `owl-rl`) does not give.

    >>> shapes = Statements(f"<x:shapes> {sh('entailment')} <{_REGIMES}RDFS> .\n")
    >>> [draft.message for draft in unmet_entailment(shapes, "none", lambda term: "ent:RDFS")]
    ['the shapes ask for the entailment ent:RDFS, which is not given']
    """
    for subject, value in shapes.pairs(sh("entailment")):
        regime = (iri(value) or value).removeprefix(_REGIMES)
        if regime not in _GIVEN[reason]:
            said = f"the shapes ask for the entailment {spelt(value)}, which "
            said += "is not given" if regime in ("RDF", "RDFS") else "icigraph does not give"
            yield Draft("entailment", said, at_object(subject, sh("entailment"), value), _hint(regime))


def _hint(regime: str) -> str | None:
    if regime in ("RDF", "RDFS"):
        return "give --reason rdfs"
    if regime.startswith("OWL"):
        return "a part of it is given by --reason owl-rl; then leave sh:entailment out"
    local = regime.rpartition("/")[2]
    near = did_you_mean(local, _KNOWN) if local not in _KNOWN else None
    return near.replace("mean ", f"mean <{_REGIMES}").replace("?", ">?") if near else None
