"""What the lint of shapes finds: a code that stays the same, what is wrong, where, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass

from icigraph.base.faults import Fault, Place

__all__ = ["RULES", "Finding", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: its title, how grave it is (`error` or `warning`), and the exit code it asks for.

    An error (2) means that shapes cannot be used as they are, so that nothing is validated. A warning with 1
    is a mistake that keeps something from being checked; one with 0 tells what is not done with the shapes.
    """

    title: str
    level: str = "warning"
    exit_code: int = 1


RULES: dict[str, Rule] = {
    "no-shapes": Rule("There is no shape to validate against.", "error", 2),
    "ill-typed-parameter": Rule("A parameter has a value that SHACL does not allow.", "error", 2),
    "no-path": Rule("A property shape has no path, so nothing of it is checked.", "error", 2),
    "broken-query": Rule("A query of the shapes cannot be run.", "error", 2),
    "entailment": Rule("The shapes ask for an entailment that is not given.", "error", 2),
    "no-focus-node": Rule("No target of the shapes finds a node in the data."),
    "unknown-term": Rule("SHACL has no such term, so what it says is not checked."),
    "unknown-name": Rule("The data has no such class or property, but one that is nearly the same."),
    "unreachable-shape": Rule("A shape has no target, and nothing refers to it.", exit_code=0),
    "undescribed-shape": Rule("A constraint names a shape that nothing describes."),
    "misplaced-parameter": Rule("A parameter says nothing where it stands."),
    "repeated-parameter": Rule("A shape has a parameter twice that it may have once."),
    "broken-unused-query": Rule("A query that is not run here is not SPARQL."),
    "not-run": Rule("The shapes use what is not run.", exit_code=0),
    "not-imported": Rule("What the shapes import was not read.", exit_code=0),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the lint found. `code` is one of `RULES`; `place` is in a shapes file, if it is known.

    >>> print(Finding("no-focus-node", "nothing was checked"))
    warning[no-focus-node]: nothing was checked
    """

    code: str
    message: str
    place: Place | None = None
    hint: str | None = None

    @property
    def rule(self) -> Rule:
        """The kind that its code names."""
        return RULES[self.code]

    @property
    def level(self) -> str:
        """How grave it is: `error` or `warning`."""
        return self.rule.level

    @property
    def fault(self) -> Fault:
        """The finding, an error, as a fault of the input."""
        return Fault(f"the shapes cannot be used: {self.message} [{self.code}]", self.place, self.hint)

    def __str__(self) -> str:
        at = f"{self.place}: " if self.place else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{at}{self.level}[{self.code}]: {self.message}{hint}"
