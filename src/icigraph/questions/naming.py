"""What things are called: the label to show for a term, and the things that a name, code or CURIE denotes."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from icigraph.base.faults import InputError
from icigraph.base.nearest import folded
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, XSD
from icigraph.rdf.prefixes import Prefixes
from icigraph.rdf.terms import Term

__all__ = ["Naming"]

_SHOWN = (SKOS["prefLabel"], RDFS["label"], DCTERMS["title"])
_VOCABULARY = tuple(map(str, (RDF, RDFS, OWL, XSD)))
_NAMES = (SKOS["prefLabel"], RDFS["label"], SKOS["altLabel"], SKOS["notation"])


class Naming:
    """Names in a closed dataset. Codes are the values of `skos:notation` and whatever the ontology puts under
    it.

    >>> from pyoxigraph import Store
    >>> from pyoxigraph import Quad
    >>> store = Store()
    >>> thing, label = NamedNode("urn:x:1"), Literal("Kuwait", language="en")
    >>> store.add(Quad(thing, RDFS["label"], label, NamedNode("urn:g")))
    >>> naming = Naming(store, Prefixes({"x": "urn:x:"}))
    >>> naming.label(thing)
    'Kuwait'
    >>> naming.denoted_by("kuwait")
    (<NamedNode value=urn:x:1>,)
    """

    def __init__(self, store: AskedStore, prefixes: Prefixes, language: str = "en") -> None:
        self._store = store
        self._prefixes = prefixes
        self._language = language

    def label(self, term: Term | None) -> str:
        """How to show a term to a person: the label of a thing, the words of a literal, a CURIE failing all
        else."""
        if term is None:
            return ""
        if isinstance(term, Literal):
            return term.value
        if isinstance(term, NamedNode):
            return self._best_label(term) or self.curie(term)
        return str(term)

    def curie(self, term: Term) -> str:
        """A term as one writes it: a CURIE where a prefix fits, N-Triples syntax otherwise."""
        return self._prefixes.shrink(term) if isinstance(term, NamedNode) else str(term)

    def named(self, term: NamedNode) -> str:
        """Label and CURIE together, for lists of candidates."""
        label = self._best_label(term)
        return f"{label} ({self.curie(term)})" if label else self.curie(term)

    def _best_label(self, term: NamedNode) -> str | None:
        for predicate in _SHOWN:
            found = [quad.object for quad in self._store.quads_for_pattern(term, predicate, None, None)]
            literals = [value for value in found if isinstance(value, Literal)]
            if literals:
                return min(literals, key=self._preference).value
        return None

    def _preference(self, label: Literal) -> tuple[int, str]:
        """The language asked for, then a variety of it (`en-GB`), then none, then any other."""
        language = (label.language or "").lower()
        ranks = (language == self._language, language.startswith(f"{self._language}-"), not language)
        return (*ranks, True).index(True), label.value

    def denoted_by(self, text: str) -> tuple[NamedNode, ...]:
        """The things that `text` denotes: an IRI or a CURIE of a known subject, else whatever has it as label
        or code."""
        return self._by_iri(text) or self._by_name(text)

    def vocabulary(self, text: str) -> NamedNode | None:
        """The term of RDF, RDFS, OWL or XML Schema that a CURIE or an IRI is, whether or not the dataset has
        it.

        >>> from pyoxigraph import Store
        >>> Naming(Store(), Prefixes({"owl": str(OWL)})).vocabulary("owl:disjointWith").value
        'http://www.w3.org/2002/07/owl#disjointWith'
        """
        term = self._iri(text.strip())
        return term if term is not None and term.value.startswith(_VOCABULARY) else None

    def names(self) -> Iterator[tuple[str, NamedNode]]:
        """Every label and code with the thing that it names."""
        for predicate in _NAMES:
            for quad in self._store.quads_for_pattern(None, predicate, None, None):
                if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                    yield quad.object.value, quad.subject

    def instances(self, kind: NamedNode) -> frozenset[NamedNode]:
        """The members of a class in the closed dataset."""
        quads = self._store.quads_for_pattern(None, RDF["type"], kind, None)
        return frozenset(quad.subject for quad in quads if isinstance(quad.subject, NamedNode))

    def types(self, term: NamedNode) -> tuple[NamedNode, ...]:
        """The classes of a thing in the closed dataset."""
        quads = self._store.quads_for_pattern(term, RDF["type"], None, None)
        return tuple(sorted({quad.object for quad in quads if isinstance(quad.object, NamedNode)}, key=str))

    def known(self, term: NamedNode) -> bool:
        """Whether any triple of the dataset has the term."""
        as_subject = self._store.quads_for_pattern(term, None, None, None)
        as_object = self._store.quads_for_pattern(None, None, term, None)
        as_predicate = self._store.quads_for_pattern(None, term, None, None)
        found = (as_subject, as_object, as_predicate)
        return any(next(iter(quads), None) is not None for quads in found)

    def is_label(self, term: NamedNode) -> bool:
        """Whether nothing is said of a thing but what it is called and what it is."""
        about = self._store.quads_for_pattern(term, None, None, None)
        return all(quad.predicate in (*_NAMES, RDF["type"]) for quad in about)

    def property_of(self, text: str) -> NamedNode | None:
        """The property that an IRI or a CURIE names, if the dataset says anything by it."""
        term = self._iri(text.strip())
        used = term is not None and any(True for _ in self._store.quads_for_pattern(None, term, None, None))
        return term if used else None

    def _by_iri(self, text: str) -> tuple[NamedNode, ...]:
        term = self._iri(text.strip())
        return (term,) if term is not None and self.known(term) else ()

    def _iri(self, text: str) -> NamedNode | None:
        try:
            if text.startswith("<") and text.endswith(">"):
                return NamedNode(text[1:-1])
            if "://" in text:
                return NamedNode(text)
            return self._prefixes.expand(text) if ":" in text else None
        except (ValueError, InputError):
            return None

    def _by_name(self, text: str) -> tuple[NamedNode, ...]:
        wanted = folded(" ".join(text.split()))
        return tuple(sorted({thing for name, thing in self.names() if folded(name) == wanted}, key=str))
