"""Solutions in the standard result formats: SPARQL 1.1 Query Results JSON, XML, CSV and TSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from icigraph.base.printable import in_xml
from icigraph.rdf.namespaces import XSD
from icigraph.rdf.terms import Term

if TYPE_CHECKING:
    from typing import Any

__all__ = ["RESULT_FORMATS", "labelled", "serialised"]

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})

RESULT_FORMATS = ("csv", "tsv", "json", "xml")
_XML_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
)


def serialised(
    variables: Sequence[str], rows: Iterable[Sequence[Term | None]], form: str, **extra: Any
) -> str:
    """Rows in one of `RESULT_FORMATS`; `extra` members go beside the results of JSON, which allows them
    (section 3.1).

    >>> serialised(["n"], [[Literal("a,b")]], "csv")
    'n\\r\\n"a,b"\\r\\n'
    """
    if form == "json":
        return _json(variables, rows, extra)
    if form == "xml":
        return _xml(variables, rows)
    return _csv(variables, rows) if form == "csv" else _tsv(variables, rows)


def labelled(
    rows: Iterable[Sequence[Term | None]], label: Callable[[Term | None], str]
) -> Iterator[list[Term | None]]:
    """The rows with the label of each thing in its place.

    >>> list(labelled([[NamedNode("urn:a")]], lambda term: "A"))
    [[<Literal value=A datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>]]
    """
    for row in rows:
        yield [Literal(label(term)) if isinstance(term, NamedNode) else term for term in row]


def _json(variables: Sequence[str], rows: Iterable[Sequence[Term | None]], extra: dict[str, Any]) -> str:
    bindings = [
        {name: _json_term(term) for name, term in zip(variables, row, strict=True) if term is not None}
        for row in rows
    ]
    document = {"head": {"vars": list(variables)}, "results": {"bindings": bindings}} | extra
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    return {"type": "literal", "value": term.value} | _literal_tag(term)


def _literal_tag(term: Literal) -> dict[str, str]:
    if term.language:
        return {"xml:lang": term.language}
    return {} if term.datatype == XSD["string"] else {"datatype": term.datatype.value}


def _xml(variables: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> str:
    head = "".join(f"    <variable name={_quoted(name)}/>\n" for name in variables)
    body = "".join(f"    <result>\n{_xml_row(variables, row)}    </result>\n" for row in rows)
    return f"{_XML_HEAD}  <head>\n{head}  </head>\n  <results>\n{body}  </results>\n</sparql>\n"


def _xml_row(variables: Sequence[str], row: Sequence[Term | None]) -> str:
    return "".join(
        f"      <binding name={_quoted(name)}>{_xml_term(term)}</binding>\n"
        for name, term in zip(variables, row, strict=True)
        if term is not None
    )


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    tag = "".join(f" {name}={_quoted(value)}" for name, value in _literal_tag(term).items())
    return f"<literal{tag}>{_text(term.value)}</literal>"


def _csv(variables: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(variables)
    writer.writerows([_csv_cell(term) for term in row] for row in rows)
    return out.getvalue()


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _tsv(variables: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> str:
    lines = ["\t".join(f"?{name}" for name in variables)]
    lines += [
        "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in rows
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return in_xml(text).translate(_TEXT)


def _quoted(text: str) -> str:
    return f'"{in_xml(text).translate(_ATTRIBUTE)}"'
