"""Rules as SPARQL 1.1 text: the same update runs in process and on any endpoint that holds the data in named
graphs.

Each pattern is matched in any named graph (`GRAPH ?g1 { … }`): the text needs no union default graph and no
list of graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable

from icigraph.rdf.sparql import rewritten, tokens
from icigraph.rules.compile.patterns import variables_of
from icigraph.rules.compile.rule import Absence, Pattern, Rule

__all__ = [
    "EVERYWHERE",
    "Scope",
    "absence",
    "anchored",
    "anchors",
    "conclusions",
    "connected",
    "group_text",
    "insertion",
    "pattern_text",
    "select_text",
    "unless_known",
]


def pattern_text(pattern: Pattern | Triple) -> str:
    """A pattern in SPARQL syntax.

    >>> pattern_text((Variable("x"), NamedNode("http://a/p"), Variable("y")))
    '?x <http://a/p> ?y'
    """
    return " ".join(str(node) for node in pattern)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a rule's premises are matched: in any named graph, except `hidden`; the one at `position` only in
    `delta`.

    Without `negation` the rule's absent groups are left out. `lateral` asks for a join from the delta
    outward, one row at a time, in the syntax that our own engine knows (LATERAL, SEP-0006): for deltas that
    are small against the graph. The graphs `assumed` are seen by negation only: premises are not found in
    them.

    >>> pattern = Variable("x"), NamedNode("x:p"), Variable("y")
    >>> Scope(hidden=NamedNode("x:new")).anywhere(pattern, "g")
    'GRAPH ?g { ?x <x:p> ?y } FILTER(?g != <x:new>)'
    """

    position: int | None = None
    delta: NamedNode | None = None
    hidden: NamedNode | None = None
    negation: bool = True
    lateral: bool = False
    assumed: tuple[NamedNode, ...] = ()

    def anywhere(self, pattern: Pattern, name: str) -> str:
        """The pattern in any graph that premises are found in, with a graph variable of this name."""
        unless = "" if self.hidden is None else f" FILTER(?{name} != {self.hidden})"
        if self.assumed:
            unless += f" FILTER(?{name} NOT IN ({', '.join(map(str, self.assumed))}))"
        return f"GRAPH ?{name} {{ {pattern_text(pattern)} }}{unless}"


EVERYWHERE = Scope()
Term = NamedNode | BlankNode | Literal | Triple


def group_text(rule: Rule, scope: Scope = EVERYWHERE) -> str:
    """The rule's body as a SPARQL group without its braces.

    >>> body = ((Variable("x"), NamedNode("x:p"), Variable("y")),)
    >>> group_text(Rule("r", "s", (), body, guards=("?y > 1",)))
    'GRAPH ?_g0 { ?x <x:p> ?y } FILTER(?y > 1)'
    """
    parts = []
    for index in connected(rule.body, scope.position):
        pattern = rule.body[index]
        if index == scope.position:
            parts.append(f"GRAPH {scope.delta} {{ {pattern_text(pattern)} }}")
        elif scope.lateral and parts:
            parts.append(f"LATERAL {{ {scope.anywhere(pattern, f'_g{index}')} }}")
        else:
            parts.append(scope.anywhere(pattern, f"_g{index}"))
    parts += [f"BIND({expression} AS {variable})" for variable, expression in rule.bindings]
    parts += [f"FILTER({guard})" for guard in rule.guards]
    if scope.negation:
        parts += [absence(group, number, rule.body, scope) for number, group in enumerate(rule.absent)]
    return " ".join(parts)


def connected(body: Sequence[Pattern], first: int | None) -> list[int]:
    """The positions of the body, `first` first and then each that shares a variable with those before, where
    one does.

    >>> x, y, z, p = *map(Variable, "xyz"), NamedNode("x:p")
    >>> connected([(x, p, x), (y, p, z), (x, p, y)], 0)
    [0, 2, 1]
    """
    if first is None:
        return list(range(len(body)))
    order, known = [first], set(variables_of([body[first]]))
    rest = [index for index in range(len(body)) if index != first]
    while rest:
        following = next((index for index in rest if known & set(variables_of([body[index]]))), rest[0])
        rest.remove(following)
        order.append(following)
        known |= set(variables_of([body[following]]))
    return order


def absence(group: Absence, number: int, body: Sequence[Pattern], scope: Scope = EVERYWHERE) -> str:
    """The filter that a group has no match. A guard's variables that only `body` binds are bound here once
    more, since RDF4J 4 does not see them in a condition of NOT EXISTS.

    >>> x, y, z, p = *map(Variable, "xyz"), NamedNode("x:p")
    >>> absence(Absence(((x, p, y),), ("?y > 1",)), 0, [])
    'FILTER NOT EXISTS { GRAPH ?_n0_0 { ?x <x:p> ?y } FILTER(?y > 1) }'
    >>> absence(Absence(((x, p, y),), ("?y > ?z",)), 0, [(x, p, z)])
    'FILTER NOT EXISTS { GRAPH ?_n0_0 { ?x <x:p> ?z } GRAPH ?_n0_1 { ?x <x:p> ?y } FILTER(?y > ?z) }'
    """
    seen = replace(scope, assumed=())
    patterns = (*_binding(group, body), *group.patterns)
    parts = [seen.anywhere(pattern, f"_n{number}_{index}") for index, pattern in enumerate(patterns)]
    parts += [f"FILTER({guard})" for guard in group.guards]
    return f"FILTER NOT EXISTS {{ {' '.join(parts)} }}"


def _binding(group: Absence, body: Sequence[Pattern]) -> Iterator[Pattern]:
    """For each variable of the guards that no pattern of the group binds, the first of the body that does."""
    used = {token.text for guard in group.guards for token in tokens(guard)}
    bound = set(variables_of(group.patterns))
    for pattern in body:
        found = set(variables_of([pattern])) - bound
        if any(str(variable) in used for variable in found):
            bound |= found
            yield pattern


def unless_known(head: Pattern, scope: Scope = EVERYWHERE) -> str:
    """The filter that an instance of the head is in no graph yet.

    >>> unless_known((Variable("x"), NamedNode("x:p"), Variable("y")))
    ' FILTER NOT EXISTS { GRAPH ?_known { ?x <x:p> ?y } }'
    """
    return f" FILTER NOT EXISTS {{ {scope.anywhere(head, '_known')} }}"


def conclusions(
    rule: Rule, scope: Scope = EVERYWHERE, unless: Callable[[Pattern], str] = unless_known
) -> Iterator[tuple[Pattern, str]]:
    """Each pattern of the head, with the group that binds it to what holds in no named graph yet.

    Where the head has fewer variables than the body, each instance is found once, not once a binding.
    `unless` gives the text that leaves out what is known.

    >>> x, p, q = Variable("x"), NamedNode("x:p"), NamedNode("x:q")
    >>> [where for _, where in conclusions(Rule("r", "s", ((x, q, x),), ((x, p, x),)))]
    ['GRAPH ?_g0 { ?x <x:p> ?x } FILTER NOT EXISTS { GRAPH ?_known { ?x <x:q> ?x } }']
    """
    group = group_text(rule, scope)
    bound = {*variables_of(rule.body), *(variable for variable, _ in rule.bindings)}
    for head in rule.head:
        kept = variables_of([head])
        fewer = 0 < len(kept) < len(bound)
        names = " ".join(map(str, kept))
        body = f"{{ SELECT DISTINCT {names} WHERE {{ {group} }} }}" if fewer else group
        yield head, body + unless(head)


def insertion(head: Pattern, where: str, *targets: NamedNode) -> str:
    """The update that adds to each of the graphs the pattern's instance for each match of a group.

    >>> insertion((Variable("x"), NamedNode("x:p"), Variable("x")), "?x ?y ?z", NamedNode("x:g"))
    'INSERT { GRAPH <x:g> { ?x <x:p> ?x } } WHERE { ?x ?y ?z }'
    """
    graphs = " ".join(f"GRAPH {target} {{ {pattern_text(head)} }}" for target in targets)
    return f"INSERT {{ {graphs} }} WHERE {{ {where} }}"


def anchors(rule: Rule) -> dict[Variable, Term]:
    """The blank nodes that a rule without head names, by the variables that stand for them in the texts of
    queries: a query has them as its `substitutions`.

    >>> [rule] = [Rule("r", "prp-npa1", (), ((BlankNode("x"), NamedNode("x:p"), NamedNode("x:o")),))]
    >>> anchors(rule)
    {<Variable value=_blank0>: <BlankNode value=x>}
    """
    text = " ".join((*map(pattern_text, rule.body), *rule.guards))
    if "_:" not in text:
        return {}
    terms = (node for triple in rule.axiom for node in (triple.subject, triple.object))
    nodes = (*(node for pattern in rule.body for node in pattern), *terms)
    blank = dict.fromkeys(node for node in nodes if isinstance(node, BlankNode) and str(node) in text)
    return {Variable(f"_blank{number}"): node for number, node in enumerate(blank)}


def anchored(text: str, anchors: Mapping[Variable, Term]) -> str:
    """A text of SPARQL in which variables stand for blank nodes.

    >>> anchored("?x IN (_:b, _:b2)", {Variable("v"): BlankNode("b")})
    '?x IN (?v, _:b2)'
    """
    names = {str(node): str(variable) for variable, node in anchors.items()}
    return rewritten(text, lambda token: names.get(token.text, token.text)) if names else text


def select_text(rule: Rule, limit: int | None = None) -> str:
    """A query for the bindings under which the rule's body holds, with the rule's anchors, which are to be
    substituted, beside them.

    >>> select_text(Rule("r", "s", (), ((Variable("x"), NamedNode("x:p"), Variable("y")),)), 1)
    'SELECT DISTINCT ?x ?y WHERE { GRAPH ?_g0 { ?x <x:p> ?y } } LIMIT 1'
    """
    blank = anchors(rule)
    names = " ".join(map(str, (*variables_of(rule.body), *blank))) or "(1 AS ?holds)"
    ending = "" if limit is None else f" LIMIT {limit}"
    return f"SELECT DISTINCT {names} WHERE {{ {anchored(group_text(rule), blank)} }}{ending}"
