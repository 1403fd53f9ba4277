"""The independent checker: accepts a proof, or says which of its steps fails and why.

It reads each rule anew, substitutes, looks up and evaluates by itself; it shares no code with the search, nor
with what materialised the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple, Variable

from icigraph.proofs.checker.evaluation import Unevaluable, Unknown, evaluate, holds
from icigraph.proofs.proof import CONCLUDED, Proof, Statement, Term
from icigraph.rdf.sparql import Token, rewritten
from icigraph.rules.compile.rule import Absence, Node, Pattern, Rule

__all__ = ["Examination", "Failure", "NotComputed", "check", "examine"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A step of a proof that fails.

    `step` is the way to it from the conclusion, as numbers of premises counted from 1; empty at the
    conclusion itself.

    >>> print(Failure((2, 1), "no file asserts this triple"))
    step 2.1: no file asserts this triple
    """

    step: tuple[int, ...]
    message: str

    def __str__(self) -> str:
        return f"{_where(self.step)}: {self.message}"


@dataclass(frozen=True, slots=True)
class NotComputed:
    """What the checker has no means to compute anew at a step: the query engine's word is taken for it.

    >>> print(NotComputed((), "REPLACE"))
    not re-computed: REPLACE (conclusion)
    """

    step: tuple[int, ...]
    name: str

    def __str__(self) -> str:
        return f"not re-computed: {self.name} ({_where(self.step)})"


@dataclass(frozen=True, slots=True)
class Examination:
    """What came of checking a proof: the steps that fail, and what was not computed anew. A proof stands
    where none fails.
    """

    failures: tuple[Failure, ...] = ()
    not_computed: tuple[NotComputed, ...] = ()


def _where(step: tuple[int, ...]) -> str:
    return f"step {'.'.join(map(str, step))}" if step else "conclusion"


def check(
    proof: Proof,
    store: Store,
    rules: Iterable[Rule] | Mapping[str, Rule],
    *,
    concluded: Collection[NamedNode] = CONCLUDED,
) -> tuple[Failure, ...]:
    """Every step of the proof that fails; empty if the proof stands.

    A leaf must be in a graph of the store that is not among `concluded`; so must the axioms of each rule
    used, but for those that its last premises prove. Negated groups must have no match in the whole store,
    which is therefore the closed one.

    >>> triple = Triple(NamedNode("x:a"), NamedNode("x:p"), NamedNode("x:b"))
    >>> [str(failure) for failure in check(Proof(triple), Store(), [])]
    ['conclusion: no file asserts <x:a> <x:p> <x:b>']
    """
    return examine(proof, store, rules, concluded=concluded).failures


def examine(
    proof: Proof,
    store: Store,
    rules: Iterable[Rule] | Mapping[str, Rule],
    *,
    concluded: Collection[NamedNode] = CONCLUDED,
) -> Examination:
    """What `check` finds, and what it could not compute anew: a function of SPARQL that is not known here, or
    a kind of value.

    >>> examine(Proof(None, "r", premises=()), Store(), [Rule("r", "derivation", (), (), guards=("F(1)",))])
    Examination(failures=(), not_computed=(NotComputed(step=(), name='F'),))
    """
    by_name = rules if isinstance(rules, Mapping) else {rule.name: rule for rule in rules}
    found = list(_Checker(store, by_name, frozenset(concluded)).findings(proof))
    return Examination(
        tuple(one for one in found if isinstance(one, Failure)),
        tuple(dict.fromkeys(one for one in found if isinstance(one, NotComputed))),
    )


_Found = str | Unknown
"""What is found at a step: why it fails, or what is not known here."""


def _finding(step: tuple[int, ...], found: _Found) -> Failure | NotComputed:
    return NotComputed(step, found.name) if isinstance(found, Unknown) else Failure(step, found)


def _may_be_circular(proof: Proof) -> bool:
    """Whether, of all that is concluded, something rests on itself, be it in another part of the proof."""
    rests_on = TopologicalSorter[Statement | None]()
    for node in proof.distinct():
        rests_on.add(node.conclusion, *(premise.conclusion for premise in node.premises))
    try:
        rests_on.prepare()
    except CycleError:
        return True
    return False


@dataclass(frozen=True, slots=True)
class _Checker:
    store: Store
    rules: Mapping[str, Rule]
    concluded: frozenset[NamedNode]

    def findings(self, proof: Proof) -> Iterator[Failure | NotComputed]:
        """Depth first, with the conclusions above each step at hand to see a circle. A part that is used in
        many places is gone through once, unless there may be a circle.
        """
        circular = _may_be_circular(proof)
        passed: set[int] = set()
        stack: list[tuple[Proof, tuple[int, ...], frozenset[Statement]]] = [(proof, (), frozenset())]
        while stack:
            node, step, above = stack.pop()
            if node.conclusion in above:
                yield Failure(step, f"{_shown(node.conclusion)} supports itself")
                continue
            if id(node) not in passed:
                passed.add(id(node))
                yield from (_finding(step, found) for found in self._node(node))
            elif not circular:
                continue
            below = above if node.conclusion is None else above | {node.conclusion}
            stack.extend((p, (*step, i), below) for i, p in enumerate(node.premises, 1))

    def _node(self, node: Proof) -> Iterator[_Found]:
        if node.rule is None:
            yield from self._leaf(node)
        elif node.rule not in self.rules:
            yield f"there is no rule {node.rule}"
        else:
            yield from self._application(node, self.rules[node.rule])

    def _leaf(self, node: Proof) -> Iterator[str]:
        if node.premises or node.bindings or node.computed or node.absent:
            yield "a leaf has neither premises nor bindings"
        if not isinstance(node.conclusion, Triple) or not self._asserted(node.conclusion):
            yield f"no file asserts {_shown(node.conclusion)}"

    def _asserted(self, triple: Triple) -> bool:
        found = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return any(quad.graph_name not in self.concluded for quad in found)

    def _application(self, node: Proof, rule: Rule) -> Iterator[_Found]:
        terms = dict(node.bindings)
        yield from self._axioms(node, rule)
        yield from _bindings(node, rule)
        yield from _premises(node, rule, terms)
        terms.update(node.computed)
        yield from _computed(node, rule)
        yield from _guards(rule, terms)
        yield from self._absent(node, rule, terms)
        yield from _conclusion(node, rule, terms)

    def _axioms(self, node: Proof, rule: Rule) -> Iterator[str]:
        proven = {premise.conclusion for premise in node.premises[len(rule.body) :]}
        for triple in rule.axiom:
            if triple not in proven and not self._asserted(triple):
                yield f"the ontology does not state the axiom {_shown(triple)} of {rule.name}"

    def _absent(self, node: Proof, rule: Rule, terms: Mapping[Variable, Term]) -> Iterator[_Found]:
        if node.absent != tuple(_absence(group, terms) for group in rule.absent):
            yield f"the negated groups are not those of {rule.name}"
        for group in rule.absent:
            try:
                if self._has_match(list(group.patterns), group.guards, terms):
                    shown = _text(_absence(group, terms).patterns)
                    yield f"the graph has a match for what must be absent: {shown}"
            except Unknown as unknown:
                yield unknown

    def _has_match(
        self, patterns: list[Pattern], guards: tuple[str, ...], known: Mapping[Variable, Term]
    ) -> bool:
        if not patterns:
            return all(_true(guard, known) for guard in guards)
        group = [_instance(pattern, known) for pattern in patterns]
        first, *rest = sorted(group, key=lambda pattern: sum(isinstance(node, Variable) for node in pattern))
        s, p, o = (None if isinstance(node, Variable) else node for node in first)
        if isinstance(s, Literal) or not isinstance(p, NamedNode | None):
            return False
        for quad in self.store.quads_for_pattern(s, p, o):
            terms = _assignment(first, quad.triple)
            if terms is not None and self._has_match(rest, guards, {**known, **terms}):
                return True
        return False


def _assignment(pattern: Pattern, triple: Triple) -> dict[Variable, Term] | None:
    terms: dict[Variable, Term] = {}
    for node, term in zip(pattern, triple, strict=True):
        expected = terms.get(node, term) if isinstance(node, Variable) else node
        if expected != term:
            return None
        if isinstance(node, Variable):
            terms[node] = term
    return terms


def _true(guard: str, terms: Mapping[Variable, Term]) -> bool:
    try:
        return holds(guard, terms)
    except Unevaluable:
        return False


def _absence(group: Absence, terms: Mapping[Variable, Term]) -> Absence:
    def written(token: Token) -> str:
        term = terms.get(Variable(token.text[1:])) if token.kind == "variable" else None
        return token.text if term is None else str(term)

    patterns = tuple(_instance(pattern, terms) for pattern in group.patterns)
    return Absence(patterns, tuple(rewritten(guard, written) for guard in group.guards))


def _instance(pattern: Pattern, terms: Mapping[Variable, Term]) -> Pattern:
    s, p, o = (terms.get(node, node) if isinstance(node, Variable) else node for node in pattern)
    return s, p, o


def _bindings(node: Proof, rule: Rule) -> Iterator[str]:
    names = [name for name, _ in node.bindings]
    expected = {part for pattern in rule.body for part in pattern if isinstance(part, Variable)}
    if len(names) != len(set(names)) or set(names) != expected:
        yield f"the bindings are not those of the variables of {rule.name}"


def _premises(node: Proof, rule: Rule, terms: Mapping[Variable, Term]) -> Iterator[str]:
    own, axioms = node.premises[: len(rule.body)], node.premises[len(rule.body) :]
    if len(own) < len(rule.body) or any(premise.conclusion not in rule.axiom for premise in axioms):
        yield f"{rule.name} takes {len(rule.body)} premises, not {len(node.premises)}"
        return
    for number, (premise, pattern) in enumerate(zip(own, rule.body, strict=True), 1):
        if not _same(premise.conclusion, _instance(pattern, terms)):
            expected = _text((_instance(pattern, terms),))
            yield f"premise {number} is {_shown(premise.conclusion)}, {rule.name} takes {expected}"


def _computed(node: Proof, rule: Rule) -> Iterator[_Found]:
    terms, claimed = dict(node.bindings), dict(node.computed)
    if len(claimed) != len(node.computed) or claimed.keys() - {name for name, _ in rule.bindings}:
        yield f"the computed variables are not those of {rule.name}"
    for name, expression in rule.bindings:
        value: Term | None = claimed.get(name)
        try:
            own, error = _evaluated(expression, terms)
            if not _agree(value, own):
                yield f"?{name.value} is {value}, but {expression} gives {own or error}"
            value = own
        except Unknown as unknown:
            yield unknown
        if value is not None:
            terms[name] = value


def _evaluated(expression: str, terms: Mapping[Variable, Term]) -> tuple[Term | None, str]:
    try:
        return evaluate(expression, terms), ""
    except Unevaluable as error:
        return None, str(error)


def _agree(claimed: Term | None, value: Term | None) -> bool:
    """One term, or one number of one type written in two ways (0.0 and 0)."""
    if claimed == value or claimed is None or value is None:
        return claimed == value
    alike = isinstance(claimed, Literal) and isinstance(value, Literal) and claimed.datatype == value.datatype
    try:
        return alike and evaluate("?a = ?b", {Variable("a"): claimed, Variable("b"): value}).value == "true"
    except Unevaluable:
        return False


def _guards(rule: Rule, terms: Mapping[Variable, Term]) -> Iterator[_Found]:
    for guard in rule.guards:
        try:
            if not holds(guard, terms):
                yield f"the condition {guard} is not true"
        except Unknown as unknown:
            yield unknown
        except Unevaluable as error:
            yield f"the condition {guard} has no value: {error}"


def _conclusion(node: Proof, rule: Rule, terms: Mapping[Variable, Term]) -> Iterator[str]:
    if not rule.head and node.conclusion is None:
        return
    if not any(_same(node.conclusion, _instance(pattern, terms)) for pattern in rule.head):
        yield f"{rule.name} does not conclude {_shown(node.conclusion)} from these premises"


def _same(triple: Statement | None, pattern: Pattern) -> bool:
    return triple is not None and (triple.subject, triple.predicate, triple.object) == pattern


def _shown(triple: Statement | None) -> str:
    return "a contradiction" if triple is None else str(triple)


def _text(group: Iterable[Pattern]) -> str:
    return " . ".join(" ".join(map(_node_text, pattern)) for pattern in group)


def _node_text(node: Node | BlankNode) -> str:
    return f"?{node.value}" if isinstance(node, Variable) else str(node)
