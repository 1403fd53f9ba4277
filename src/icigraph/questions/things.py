"""The one thing that a person means."""

from __future__ import annotations

from pyoxigraph import NamedNode

from icigraph.base.faults import Fault, InputError
from icigraph.base.nearest import candidates
from icigraph.questions.naming import Naming
from icigraph.rdf.namespaces import CORE, OWL, RDF, RDFS

__all__ = ["the_thing"]

_ABOUT_THINGS = {
    CORE["Fact"],
    CORE["Citation"],
    CORE["Claim"],
    OWL["Class"],
    RDFS["Class"],
    RDF["Property"],
} | {OWL[f"{kind}Property"] for kind in ("Annotation", "Datatype", "Object")}


def the_thing(naming: Naming, text: str) -> NamedNode:
    """The thing that a label, code, CURIE or IRI denotes; an `InputError` lists candidates when it is not
    exactly one.

    Where a label is shared with facts, claims, classes or properties, the thing itself is meant, and where it
    is shared with something of which nothing but names and classes is stated, whatever has more to it.

    >>> from pyoxigraph import Literal, Quad, Store
    >>> from icigraph.rdf.prefixes import Prefixes
    >>> store = Store()
    >>> store.add(Quad(NamedNode("x:oslo"), RDFS["label"], Literal("Oslo")))
    >>> the_thing(Naming(store, Prefixes({})), "oslo")
    <NamedNode value=x:oslo>
    """
    found = naming.denoted_by(text)
    found = tuple(each for each in found if not _about_things(naming, each)) or found
    found = tuple(each for each in found if not naming.is_label(each)) or found
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(map(naming.named, found))
        raise InputError(Fault(f"{text!r} may be {listed}", hint="give the name in parentheses"))
    known = dict(naming.names())
    close = dict.fromkeys(naming.named(known[name]) for name in candidates(text, known))
    hint = f"did you mean {' or '.join(close)}?" if close else "try a label, a code or a CURIE"
    raise InputError(Fault(f"nothing is called {text!r}", hint=hint))


def _about_things(naming: Naming, term: NamedNode) -> bool:
    return not _ABOUT_THINGS.isdisjoint(naming.types(term))
