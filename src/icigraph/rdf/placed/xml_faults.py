"""Everything that is wrong with RDF/XML that is XML at least (RDF/XML section 7.2): the engine's parser stops
at the first fault, and does not say where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import quoteattr

from pyoxigraph import RdfFormat, parse

from icigraph.base.faults import Fault, Place
from icigraph.rdf.documents import Source
from icigraph.rdf.namespaces import RDF
from icigraph.rdf.placed.document import LineTable
from icigraph.rdf.placed.outline import resolved

__all__ = ["faults_of_xml"]

_RDF = str(RDF)
_XML = "http://www.w3.org/XML/1998/namespace"
_SYNTAX = ("ID", "about", "parseType", "resource", "nodeID", "datatype")
_OLD = ("aboutEach", "aboutEachPrefix", "bagID")
_NO_NODE = ("RDF", "li", *_SYNTAX, *_OLD)
_NO_PROPERTY = ("RDF", "Description", *_SYNTAX, *_OLD)
_NO_ATTRIBUTE = ("RDF", "li", "aboutEach", "aboutEachPrefix")
_KINDS = {"Resource": "properties", "Collection": "nodes", "Literal": "an XML literal"}
_NAMES = ("ID", "nodeID", "bagID")
_IRIS = ("about", "resource", "datatype", "type")


def faults_of_xml(source: Source) -> tuple[Fault, ...]:
    """The faults of a document in the order of its text; where it stops being XML is the last.

    >>> text = f'<r:RDF xmlns:r="{RDF}"><r:Bag r:ID="1"/><r:li/></r:RDF>'
    >>> found = faults_of_xml(Source("a.rdf", text.encode(), RdfFormat.RDF_XML, "x:a"))
    >>> [fault.message for fault in found]
    ['"1" cannot be an rdf:ID', 'rdf:li cannot be an element here']
    """
    checker = _Checker(source)
    try:
        checker.parser.Parse(source.text.encode(), True)
    except ExpatError as error:
        place = Place(source.name, error.lineno, error.offset + 1)
        return (*checker.faults, Fault(f"not well-formed XML: {str(error).partition(':')[0]}", place))
    return tuple(checker.faults)


@dataclass(slots=True)
class _Frame:
    """An open element: `holds` what may stand in it (nodes, properties, one value, nothing, anything, or an
    XML literal); and what does.
    """

    holds: str
    base: str
    at: int = 0
    filled: bool = False
    spoke: bool = False
    parted: bool = False


class _Checker:
    def __init__(self, source: Source) -> None:
        self.faults: list[Fault] = []
        self._text = source.text
        self._lines = LineTable(source.text, source.name)
        self._open = [_Frame("nodes", source.base)]
        self._named: dict[str, Place] = {}
        self.parser = ParserCreate(namespace_separator="\n")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.CommentHandler = self._part
        self.parser.StartCdataSectionHandler = self._part
        self.parser.EndCdataSectionHandler = self._part
        self.parser.ProcessingInstructionHandler = self._part

    def _here(self) -> int:
        return self._lines.offset(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _fault(self, message: str, offset: int, hint: str | None = None) -> None:
        self.faults.append(Fault(message, self._lines.place(offset), hint))

    def _start(self, tag: str, given: dict[str, str]) -> None:
        above, at = self._open[-1], self._here() + 1
        if above.holds in ("anything", "an XML literal"):
            above.filled = True
            self._open.append(_Frame("anything", above.base))
            return
        attributes = {key.replace("\n", ""): value for key, value in given.items()}
        base = self._base(attributes, above.base, at)
        self._check_attributes(given, base, at)
        if len(self._open) == 1 and tag == f"{_RDF}\nRDF":
            self._open.append(_Frame("nodes", base))
            return
        inside = above.holds == "properties"
        self._check_name(tag, _NO_PROPERTY if inside else _NO_NODE, at)
        if inside:
            self._check_together(attributes, ("resource", "nodeID"), "value", at)
            self._open.append(_Frame(_held(attributes), base, at))
            return
        self._check_together(attributes, ("about", "ID", "nodeID"), "node", at)
        if above.holds == "nothing" or (above.holds == "one value" and above.filled):
            self._fault("this property has a value already", at, "give each value an element of its own")
        above.filled = True
        self._open.append(_Frame("properties", base))

    def _end(self, _tag: str) -> None:
        frame = self._open.pop()
        if frame.holds == "an XML literal" and not frame.filled:
            self._fault("an XML literal cannot be empty", frame.at, "leave out rdf:parseType")

    def _part(self, *_comment: str) -> None:
        """What stands between two pieces of text."""
        self._open[-1].parted = self._open[-1].spoke

    def _said(self, data: str) -> None:
        frame = self._open[-1]
        frame.filled = frame.filled or frame.holds == "an XML literal"
        if frame.holds in ("anything", "an XML literal") or not data.strip():
            return
        at = self._here() + len(data) - len(data.lstrip())
        if frame.holds == "one value" and frame.parted:
            self._fault("a comment or CDATA parts this text", at, "write it in one piece")
            frame.parted = False
        elif not frame.spoke and (frame.holds != "one value" or frame.filled):
            hint = None if frame.holds in ("one value", "nothing") else "text is the value of a property"
            self._fault("text cannot stand here", at, hint)
        frame.spoke = frame.filled = True

    def _base(self, attributes: dict[str, str], above: str, at: int) -> str:
        given = attributes.get(f"{_XML}base")
        if given is None:
            return above
        reason = _refusal("xml:base", given, above)
        if reason:
            self._fault(f"<{given}> cannot be a base: {reason}", self._value_at(f"{_XML}\nbase", at))
        return above if reason else resolved(above, given)

    def _value_at(self, attribute: str, at: int) -> int:
        """Where an attribute's value is written in the tag that begins at an offset."""
        local = re.escape(attribute.rpartition("\n")[2])
        found = re.compile(rf"[\s](?:[^\s=<>/\"']+:)?{local}\s*=\s*[\"']").search(self._text, at)
        return found.end() if found else at

    def _check_name(self, tag: str, forbidden: tuple[str, ...], at: int) -> None:
        space, _, local = tag.rpartition("\n")
        if not space:
            self._fault(f"{tag} has no namespace", at, "write a prefix before it, or declare xmlns")
        elif space == _RDF and local in forbidden:
            self._fault(f"rdf:{local} cannot be an element here", at)
        elif reason := _refusal("r:about", space + local, ""):
            self._fault(f"<{space}{local}> is not an IRI: {reason}", at)

    def _check_attributes(self, given: dict[str, str], base: str, at: int) -> None:
        for name, value in given.items():
            space, _, local = name.rpartition("\n")
            if not space and not name.startswith("xml"):
                hint = f"write rdf:{name}" if name in (*_SYNTAX, *_OLD) else "write a prefix before it"
                self._fault(f"the attribute {name} has no namespace", self._value_at(name, at), hint)
            elif wrong := self._wrong(space, local, value, base):
                self._fault(wrong[0], self._value_at(name, at), wrong[1])
            elif space == _RDF and local == "ID":
                self._check_once(value, base, self._value_at(name, at))

    def _wrong(self, space: str, local: str, value: str, base: str) -> tuple[str, str | None] | None:
        """What is wrong with an attribute, and what to do about it."""
        if space == _XML and local == "lang" and (reason := _refusal("xml:lang", value, base)):
            return f'"{value}" is no language tag: {reason}', "for example en or en-GB"
        if space not in (_XML, _RDF, "") and (reason := _refusal("r:about", space + local, "")):
            return f"<{space}{local}> is not an IRI: {reason}", None
        return self._wrong_rdf(local, value, base) if space == _RDF else None

    def _wrong_rdf(self, local: str, value: str, base: str) -> tuple[str, str | None] | None:
        if local in _NO_ATTRIBUTE:
            return f"rdf:{local} cannot be an attribute", None
        if local in _NAMES and _refusal(f"r:{local}", value, base):
            return f'"{value}" cannot be an rdf:{local}', "begin with a letter, without spaces and colons"
        if local in _IRIS and (reason := _refusal("r:about", value, base)):
            return f"<{value}> is not an IRI: {reason}", "encode such characters as %XX"
        return None

    def _check_once(self, value: str, base: str, at: int) -> None:
        iri, place = resolved(base, f"#{value}"), self._lines.place(at)
        first = self._named.setdefault(iri, place)
        if first is not place:
            self._fault(f'the rdf:ID "{value}" is taken', at, f"it stands at {first} already")

    def _check_together(self, attributes: dict[str, str], names: tuple[str, ...], what: str, at: int) -> None:
        both = [name for name in names if _RDF + name in attributes]
        if len(both) > 1:
            named = " and ".join(f"rdf:{name}" for name in both)
            self._fault(f"{named} cannot both name the {what}", at, "keep one of them")


def _held(attributes: dict[str, str]) -> str:
    """What may stand in a property's element."""
    kind = attributes.get(f"{_RDF}parseType")
    if kind is not None:
        return _KINDS.get(kind, "anything")
    plain = {f"{_RDF}{name}" for name in (*_SYNTAX, *_OLD, "type")} - {f"{_RDF}resource", f"{_RDF}nodeID"}
    given = (name for name in attributes if name not in plain)
    return "nothing" if any(not name.startswith((_XML, "xml")) for name in given) else "one value"


def _refusal(attribute: str, value: str, base: str) -> str | None:
    """Why the engine's parser refuses the value of an attribute, None if it does not."""
    node = f"<r:Description xmlns:r={quoteattr(_RDF)} {attribute}={quoteattr(value)}/>"
    try:
        for _ in parse(node, format=RdfFormat.RDF_XML, base_iri=base or None):
            pass
    except SyntaxError as error:
        return (error.msg or "").rpartition("': ")[2]
    return None
