"""What reasoning decided, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icigraph.operations.profiling import Profile
    from icigraph.rules.contradictions.contradiction import Contradiction
    from icigraph.rules.entailment import Entailment

__all__ = ["of_contradictions", "of_entailment", "of_profile"]

_SHOWN = 5


def of_entailment(found: Entailment) -> str:
    """Whether a conclusion follows; if not, the first triples that do not.

    >>> import icigraph
    >>> print(of_entailment(icigraph.load("<urn:s> <urn:p> 1 .").entails("<urn:s> <urn:p> 1 .")), end="")
    entailed
    """
    from icigraph.rules.compile.sentences import sentence

    lacking = "".join(f"  does not follow: {sentence(triple)}\n" for triple in found.lacking[:_SHOWN])
    more = len(found.lacking) - _SHOWN
    lacking += f"  and {more} more\n" if more > 0 else ""
    why = ", as anything is: the files contradict each other" if found.contradictory else ""
    return f"entailed{why}\n" if found else f"not entailed\n{lacking}"


def of_contradictions(found: Sequence[Contradiction]) -> str:
    """Each contradiction in a line, and how many there are.

    >>> of_contradictions(())
    'consistent\\n'
    """
    summary = f"contradictions: {len(found)}" if found else "consistent"
    return "".join(f"{line}\n" for line in [*(each.message for each in found), summary])


def of_profile(found: Profile) -> str:
    """Each axiom outside OWL 2 RL in a line, and whether the ontology is in the profile.

    >>> import icigraph
    >>> of_profile(icigraph.load("<urn:s> <urn:p> 1 .").profile())
    'in OWL 2 RL\\n'
    """
    summary = "in OWL 2 RL" if found else f"axioms outside OWL 2 RL: {len(found.outside)}"
    return "".join(f"{line}\n" for line in [*found, summary])
