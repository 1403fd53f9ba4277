"""Citations of claims as a reader wants them: source, publisher, date, the place in it, whose words, verified
or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from icigraph.project.citations import is_borne_out
from icigraph.project.claims import accepted_claims, claims_of
from icigraph.project.texts import Texts, no_texts
from icigraph.questions.naming import Naming
from icigraph.rdf.asked_store import AskedStore
from icigraph.rdf.namespaces import CORE, DCTERMS

__all__ = ["Citation", "citations_of"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one source. `verified` is None where the text is not at hand, else whether the span has
    its digest."""

    node: NamedNode
    source: NamedNode | None
    title: str
    publisher: str = ""
    issued: str = ""
    url: str = ""
    place: str = ""
    stated_by: tuple[str, ...] = ()
    verified: bool | None = None

    def __str__(self) -> str:
        speakers = f"as stated by {', '.join(self.stated_by)}" if self.stated_by else ""
        parts = (self.title, self.publisher, self.issued, self.place, speakers, _CHECKED[self.verified])
        return ", ".join(part for part in parts if part)


_CHECKED = {True: "verified", False: "NOT what the text says there", None: "not verifiable here"}


def citations_of(
    store: AskedStore, naming: Naming, node: NamedNode, texts: Texts = no_texts
) -> tuple[Citation, ...]:
    """The citations of a claim, in the order of their IRIs; of an occurrent those of its accepted claims, or
    of every claim where none is. `texts` finds the texts against which spans are re-checked.

    >>> from pyoxigraph import Store
    >>> from pyoxigraph import Quad
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> store, fact, claim, cited, log = Store(), *(NamedNode(f"x:{name}") for name in "ftcl")
    >>> store.extend([Quad(claim, CORE["states"], fact, log), Quad(claim, CORE["citation"], cited, log)])
    >>> store.add(Quad(cited, CORE["source"], log, log))
    >>> store.add(Quad(log, DCTERMS["title"], Literal("Communiqué"), log))
    >>> [citation.title for citation in citations_of(store, Naming(store, Prefixes({})), fact)]
    ['Communiqué']
    """
    claims = [node, *_claims(store, node)]
    nodes = dict.fromkeys(cited for claim in claims for cited in _objects(store, claim, CORE["citation"]))
    return tuple(_citation(store, naming, cited, texts) for cited in nodes if isinstance(cited, NamedNode))


def _claims(store: AskedStore, node: NamedNode) -> tuple[NamedNode, ...]:
    accepted = accepted_claims(store, node)
    claims = sorted(accepted, key=str) if accepted else claims_of(store, node)
    return tuple(claim for claim in claims if isinstance(claim, NamedNode))


def _citation(store: AskedStore, naming: Naming, node: NamedNode, texts: Texts) -> Citation:
    source = next(
        (term for term in _objects(store, node, CORE["source"]) if isinstance(term, NamedNode)), None
    )
    publisher = _objects(store, source, DCTERMS["publisher"]) if source else ()
    return Citation(
        node=node,
        source=source,
        title=_text(store, source, DCTERMS["title"]) or (naming.label(source) if source else "no source"),
        publisher=", ".join(naming.label(term) for term in publisher),
        issued=_text(store, source, DCTERMS["issued"]),
        url=_text(store, source, CORE["url"]),
        place=_place(store, node),
        stated_by=tuple(naming.label(term) for term in _objects(store, node, CORE["statedBy"])),
        verified=is_borne_out(store, node, texts),
    )


def _place(store: AskedStore, node: NamedNode) -> str:
    start, end = _text(store, node, CORE["from"]), _text(store, node, CORE["to"])
    return f"characters {start}–{end}" if start and end else _text(store, node, CORE["locator"])


def _text(store: AskedStore, subject: NamedNode | None, predicate: NamedNode) -> str:
    found = _objects(store, subject, predicate) if subject else ()
    return next((term.value for term in found if isinstance(term, Literal)), "")


def _objects(
    store: AskedStore, subject: NamedNode | None, predicate: NamedNode
) -> tuple[NamedNode | Literal, ...]:
    quads: Iterable[object] = (
        quad.object for quad in store.quads_for_pattern(subject, predicate, None, None)
    )
    return tuple(sorted({term for term in quads if isinstance(term, NamedNode | Literal)}, key=str))
