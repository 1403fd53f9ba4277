"""The licence of a release: an IRI for machines, where it is one."""

from __future__ import annotations

from pyoxigraph import NamedNode

__all__ = ["licence_iri"]


def licence_iri(licence: str | None) -> NamedNode | None:
    """The IRI that `licence` is; None for a name, such as `CC BY 4.0`.

    >>> licence_iri("https://creativecommons.org/licenses/by/4.0/")
    <NamedNode value=https://creativecommons.org/licenses/by/4.0/>
    >>> licence_iri("CC BY 4.0") is None, licence_iri("javascript:alert(1)") is None
    (True, True)
    """
    if not licence or not licence.lower().startswith(("https://", "http://")):
        # A page makes a link of it.
        return None
    try:
        return NamedNode(licence)
    except ValueError:
        return None
