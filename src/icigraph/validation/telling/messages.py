"""What a result says: the messages of its shape with languages and variables (SHACL sections 2.1.5 and
5.3.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode

from icigraph.rdf.namespaces import SH
from icigraph.rdf.terms import as_ntriples, local_name
from icigraph.validation.report import Cause, Result, Term, ValidationReport
from icigraph.validation.shapes.paths import as_sparql
from icigraph.validation.shapes.shape_graph import ShapeGraph

__all__ = [
    "VARIABLE",
    "chosen_message",
    "chosen_text",
    "in_languages",
    "queries_of",
    "template_of",
    "with_messages",
]

VARIABLE = re.compile(r"\{[?$](\w+)\}")


def with_messages(results: Iterable[Result], shapes: ShapeGraph) -> Iterator[Result]:
    r"""The results with the messages that their shapes or constraints declare, languages kept and variables
    filled in.

    Engines give the text only; the language is that of the declared message which the text was made from.

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> shapes = ShapeGraph(Dataset(DataText(f'<x:S> {SH["message"]} "trop peu"@fr .\n')))
    >>> component, text = SH["MinCountConstraintComponent"], Literal("trop peu")
    >>> result = Result(NamedNode("x:a"), component, SH["Violation"], NamedNode("x:S"), messages=(text,))
    >>> [str(message) for found in with_messages([result], shapes) for message in found.messages]
    ['"trop peu"@fr']
    """
    known: dict[tuple[object, NamedNode], list[Literal]] = {}
    for result in results:
        key = result.shape, result.component
        if key not in known:
            known[key] = _messages(result, shapes)
        yield _worded(result, known[key], shapes) if known[key] else result


def _worded(result: Result, declared: list[Literal], shapes: ShapeGraph) -> Result:
    declared_ones = tuple(_declared(message, declared) for message in result.messages)
    filled = tuple(_filled(message, result, shapes) for message in declared_ones)
    return replace(result, messages=filled)


def _messages(result: Result, shapes: ShapeGraph) -> list[Literal]:
    validators = (
        node
        for kind in ("validator", "nodeValidator", "propertyValidator")
        for node in shapes.values(result.component, SH[kind])
    )
    nodes = (*shapes.values(result.shape, SH["sparql"]), *validators, result.component)
    return [message for node in (result.shape, *nodes) for message in shapes.messages(node)]


def template_of(result: Result, shapes: ShapeGraph) -> Literal | None:
    r"""The message of the shape or of one of its constraints that the result's own was made from.

    A shape may have many constraints in SPARQL, and only their messages tell whose a result is.

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> shapes = ShapeGraph(Dataset(DataText(f'<x:S> {SH["message"]} "{{$this}} is late"@en .\n')))
    >>> component, text = SH["InConstraintComponent"], Literal("x:a is late")
    >>> result = Result(NamedNode("x:a"), component, SH["Violation"], NamedNode("x:S"), messages=(text,))
    >>> str(template_of(result, shapes))
    '"{$this} is late"@en'
    """
    declared = _messages(result, shapes) if result.messages else []
    made = (one for one in declared if _is_made_from(one.value, result.messages[0].value))
    return next(made, None)


def queries_of(result: Result, shapes: ShapeGraph) -> list[str]:
    r"""The queries that a result may be of: of a shape's constraints in SPARQL those with its message, or
    those without one.

    >>> from icigraph.validation.reading.dataset import Dataset, DataText
    >>> text = f'<x:S> {SH["sparql"]} <x:Q> .\n<x:Q> {SH["select"]} "SELECT $this {{ $this <x:p> 1 }}" .\n'
    >>> terms = SH["SPARQLConstraintComponent"], SH["Violation"], NamedNode("x:S")
    >>> queries_of(Result(NamedNode("x:a"), *terms), ShapeGraph(Dataset(DataText(text))))
    ['SELECT $this { $this <x:p> 1 }']
    """
    every = shapes.values(result.shape, SH["sparql"])
    if result.component != SH["SPARQLConstraintComponent"] or len(every) == 1:
        return shapes.queries(result.shape, result.component)
    template = template_of(result, shapes)
    own = [one for one in every if template in shapes.messages(one)]
    among = own or [one for one in every if not shapes.messages(one)] or every
    texts = (text for one in among for text in shapes.values(one, SH["select"]))
    return [text.value for text in texts if isinstance(text, Literal)]


def _declared(message: Literal, declared: list[Literal]) -> Literal:
    for candidate in declared:
        if _is_made_from(candidate.value, message.value):
            return Literal(message.value, language=candidate.language) if candidate.language else message
    return message


def _is_made_from(template: str, text: str) -> bool:
    """Whether a text is the template with something for each variable: no regular expression, since with many
    variables that may take forever.

    >>> _is_made_from("{?value} is not {$this}", "1 is not 2"), _is_made_from("{?a}-{?b}", "1")
    (True, False)
    """
    first, *rest = VARIABLE.split(template)[::2]
    if not rest:
        return text == first
    *middle, last = rest
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end) if at <= end else -1
        if found < 0:
            return False
        at = found + len(part)
    return at <= end and text.startswith(first) and text.endswith(last)


def _filled(message: Literal, result: Result, shapes: ShapeGraph) -> Literal:
    if "{" not in message.value:
        return message
    text = VARIABLE.sub(lambda found: _variable(found, result, shapes), message.value)
    return Literal(text, language=message.language) if message.language else Literal(text)


def _variable(found: re.Match[str], result: Result, shapes: ShapeGraph) -> str:
    known: dict[str, Callable[[], str | None]] = {
        "this": lambda: plain(result.focus),
        "value": lambda: None if result.value is None else plain(result.value),
        "path": lambda: None if result.path is None else as_sparql(result.path),
    }
    value = known.get(found[1], lambda: _parameter(found[1], result, shapes))()
    return found[0] if value is None else value


def _parameter(name: str, result: Result, shapes: ShapeGraph) -> str | None:
    own = (path for path in shapes.parameters(result.component) if local_name(path) == name)
    value = shapes.value(result.shape, next(own, SH[name]))
    return plain(value) if isinstance(value, NamedNode | BlankNode | Literal) else None


def plain(term: Term) -> str:
    """A term as a message shows it: the text of a literal, the IRI of a node, the label of a blank node.

    >>> plain(Literal("a", language="en")), plain(BlankNode("b0"))
    ('a', '_:b0')
    """
    return term.value if isinstance(term, NamedNode | Literal) else as_ntriples(term)


def chosen_message(result: Result, languages: tuple[str, ...] = ("en",)) -> str | None:
    """The message to show: the first preferred language there is, else one without language, else any.

    >>> messages = (Literal("zu lang", language="de"), Literal("too long", language="en"))
    >>> node = NamedNode("x:a")
    >>> chosen_message(Result(node, node, node, node, messages=messages))
    'too long'
    """
    return chosen_text(result.messages, languages)


def chosen_text(texts: tuple[Literal, ...], languages: tuple[str, ...] = ("en",)) -> str | None:
    """The one of several texts to show, by the same preference.

    >>> chosen_text((Literal("Name", language="de"), Literal("name")))
    'name'
    """
    found = _preferred(texts, (*languages, None)) or next(iter(texts), None)
    return found.value if found else None


def _preferred(texts: tuple[Literal, ...], languages: tuple[str | None, ...]) -> Literal | None:
    for wanted in languages:
        for message in texts:
            if _speaks(message.language, wanted):
                return message
    return None


def _speaks(language: str | None, wanted: str | None) -> bool:
    if wanted is None or language is None:
        return language is wanted
    return f"{language}-".casefold().startswith(f"{wanted}-".casefold())


def in_languages(report: ValidationReport, languages: tuple[str, ...]) -> ValidationReport:
    """The report with the one message of each result that these languages prefer; a result that has none of
    them keeps all it has.

    >>> a, shape = NamedNode("x:a"), NamedNode("x:S")
    >>> messages = Literal("too few", language="en"), Literal("trop peu", language="fr")
    >>> result = Result(a, SH["MinCountConstraintComponent"], SH["Violation"], shape, messages=messages)
    >>> report = in_languages(ValidationReport(results=(result,)), ("fr",))
    >>> [message.value for message in report.results[0].messages]
    ['trop peu']
    """

    def chosen(result: Result) -> Result:
        message = _preferred(result.messages, languages)
        parts = tuple(replace(part, causes=every(part.causes)) for part in result.parts)
        return replace(result, messages=result.messages if message is None else (message,), parts=parts)

    def every(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
        return tuple(replace(one, results=tuple(map(chosen, one.results))) for one in causes)

    return replace(report, results=tuple(map(chosen, report.results)), causes=every(report.causes))
