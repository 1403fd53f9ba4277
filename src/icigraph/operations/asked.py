"""What everything that holds triples answers: queries, and how to show a term."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icigraph.questions.naming import Naming
    from icigraph.questions.query import Result
    from icigraph.rdf.asked_store import AskedStore
    from icigraph.rdf.prefixes import Prefixes
    from icigraph.rdf.terms import Term

__all__ = ["Asked"]


class Asked:
    """Has a `store` of triples and `prefixes`; answers SPARQL queries and gives labels.

    >>> import icigraph
    >>> held = icigraph.load("@prefix : <urn:x:> . :a :b :c .")
    >>> held.label(held.naming.property_of(":b"))
    ':b'
    """

    if TYPE_CHECKING:

        @property
        def store(self) -> AskedStore:
            """The triples, in named graphs and the default graph."""

        @property
        def prefixes(self) -> Prefixes:
            """The prefixes that queries need not declare."""

    @cached_property
    def naming(self) -> Naming:
        """Labels of terms, and the things that names denote."""
        from icigraph.questions.naming import Naming

        return Naming(self.store, self.prefixes)

    def label(self, term: Term | None) -> str:
        """How to show a term to a person: the label of a thing, the words of a literal, else a CURIE."""
        return self.naming.label(term)

    def query(self, text: str, *, allow_service: bool = False, file: str = "-e") -> Result:
        """What a SPARQL query gives: `Solutions`, a boolean, or a `GraphResult`. Its default graph is the
        union of all graphs, `GRAPH` reaches the named ones; `prefixes` are declared.

        SERVICE asks other endpoints only where `allow_service` says so. An `InputError` says where the text
        is not SPARQL, or why it cannot be evaluated; `file` is what it calls the query.

        >>> import icigraph
        >>> icigraph.load("<urn:s> <urn:p> 1 , 2 .").query("ASK { ?s ?p 2 }")
        True
        """
        from icigraph.questions.query import run_query

        return run_query(
            self.store, text, self.prefixes, file=file, allow_service=allow_service, label=self.label
        )
