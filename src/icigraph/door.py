"""The front door: one function for each thing that people come for, on a graph project or on RDF of their
own. Everything that it returns can be had from `icigraph`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from icigraph.base.progress import Progress, silent

if TYPE_CHECKING:
    from typing import Any

    from icigraph.graph import KnowledgeGraph
    from icigraph.operations.closure import Closure
    from icigraph.operations.given import Data
    from icigraph.proofs.explanation import Explanation
    from icigraph.questions.query import Result
    from icigraph.validation.report import ValidationReport

__all__ = ["explain", "open", "query", "reason", "validate"]


def open(
    path: Path | str | None = None,
    *,
    rebuild: bool | None = None,
    texts: Iterable[Path | str] = (),
    progress: Progress = silent,
) -> KnowledgeGraph:
    """Open the graph project in the folder `path`, else the graph that ships with the package.

    It is built first where a file changed since it was built last; with `rebuild` in any case, and never with
    `rebuild=False`: then it answers as it was built last. `texts` are folders of source texts, to re-check
    citations. `progress` is called with the stage, how much is done and, where it is known, how much there
    is. An `InputError` says what is wrong with the project's files, each fault with its place.

    >>> import icigraph
    >>> icigraph.open().query("ASK { id:kuwait ici:partnerIn id:ici }")
    True
    """
    from icigraph.graph import KnowledgeGraph

    return KnowledgeGraph.open(path, rebuild=rebuild, texts=texts, progress=progress)


def query(
    data: Data,
    text: str,
    *,
    reason: bool = False,
    format: str | None = None,
    allow_service: bool = False,
    progress: Progress = silent,
) -> Result:
    """Ask RDF of your own a SPARQL query: `Solutions` of a SELECT, a boolean of an ASK, a `GraphResult` of
    CONSTRUCT and DESCRIBE.

    `data` is what `load` takes, `format` the syntax of text where it does not tell itself. `reason` adds
    what follows by OWL 2 RL first. The prefixes that the data declares need not be declared again, nor the
    standard ones. An `InputError` says where the data or the query is wrong.

    >>> import icigraph
    >>> data = "@prefix : <http://e.org/> . :ada :knows :bob , :eve ."
    >>> len(icigraph.query(data, "SELECT ?who { :ada :knows ?who }"))
    2
    """
    from icigraph.operations.dataset import load

    held = load(data, format=format, progress=progress)
    return (held.close() if reason else held).query(text, allow_service=allow_service)


def reason(
    data: Data,
    *ontology: Data,
    rules: Iterable[Path | str] = (),
    axiomatic: bool = False,
    format: str | None = None,
    progress: Progress = silent,
) -> Closure:
    """All that follows from RDF by OWL 2 RL (OWL 2 Profiles, section 4.3), ontology and data together, and
    by derivations in the files `rules`; `axiomatic` adds the axiomatic triples of the standard.

    Everything is given as for `load`. An `InputError` lists every fault of every source.

    >>> import icigraph
    >>> axiom = "@prefix owl: <http://www.w3.org/2002/07/owl#> . <urn:p> a owl:SymmetricProperty ."
    >>> closure = icigraph.reason("<urn:s> <urn:p> <urn:o> .", axiom)
    >>> [str(triple) for triple in closure.inferred()], closure.contradictions()
    (['<urn:o> <urn:p> <urn:s>'], ())
    """
    from icigraph.operations.dataset import load

    return load(data, *ontology, format=format, progress=progress).close(rules=rules, axiomatic=axiomatic)


def explain(
    data: Data,
    *terms: str,
    rules: Iterable[Path | str] = (),
    format: str | None = None,
    progress: Progress = silent,
) -> Explanation | None:
    """Why a triple follows from RDF of your own: its shortest proof, checked, with the file and line of
    everything that it rests on; None where it does not follow.

    `terms` are subject, predicate and object as labels, CURIEs or IRIs, or one N-Triples triple. An
    `InputError` lists candidates for what is not exactly one thing.

    >>> import icigraph
    >>> data = "@prefix : <urn:x:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    >>> data += ":p rdfs:domain :C . :s :p :o ."
    >>> found = icigraph.explain(data, ":s", "rdf:type", ":C")
    >>> [note.standard for note in found.rules.values()]
    ['prp-dom']
    """
    from icigraph.operations.dataset import load

    return load(data, format=format, progress=progress).close(rules=rules).explain(*terms)


def validate(
    data: Data,
    shapes: Data | None = None,
    *,
    ontology: Data = (),
    reason: str = "none",
    engine: str = "shacl",
    only: Iterable[str] = (),
    lint: bool = True,
    format: str | None = None,
) -> ValidationReport:
    """Check RDF against SHACL shapes: what breaks them, where it is written, and what would mend it.

    Everything is given as for `load`. Without `shapes`, those that the data names (`sh:shapesGraph`) are
    taken. `ontology` is added to the data; `reason` adds what follows first (`none`, `rdfs`, `owl-rl`);
    `engine` is `shacl`, `pyshacl` or `both`, which are compared; `only` keeps the results of these shapes,
    by IRI or prefixed name. What is no RDF is a fault of the report. An `InputError` says that an input is
    missing or the shapes cannot be used.

    >>> import icigraph
    >>> shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:S> sh:targetSubjectsOf <urn:p> ; "
    >>> shapes += "sh:property [ sh:path <urn:p> ; sh:maxCount 1 ] ."
    >>> report = icigraph.validate("<urn:s> <urn:p> 1 , 2 .", shapes)
    >>> report.conforms, len(report.results)
    (False, 1)
    """
    from icigraph.validation.validate import validate as validated

    return validated(
        _given(data, format),
        _given(() if shapes is None else shapes, format),
        ontology=_sources(ontology, format),
        reason=reason,
        engine=engine,
        only=only,
        lint=lint,
    )


def _given(data: Data, form: str | None) -> Any:
    """Stores and graphs of rdflib as they are: the validator has its own way with them."""
    from icigraph.operations.given import is_held

    return data if is_held(data) else _sources(data, form)


def _sources(data: Data, form: str | None) -> Any:
    from icigraph.operations.given import sources_of

    return sources_of(data, form=form)
