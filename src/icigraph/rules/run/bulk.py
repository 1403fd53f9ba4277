"""Adding what a rule concludes to a large store by the engine's bulk path.

An update inserts one quad after another in one transaction, which on disk costs twice what the bulk loader
takes. So the rows of the rule's body are written out as Turtle, and loaded.
"""

from __future__ import annotations

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store, Variable, parse

from icigraph.rules.compile.rule import Pattern

__all__ = ["add_in_bulk"]

_MANY = 20_000


def add_in_bulk(store: Store, head: Pattern, where: str, *targets: NamedNode) -> None:
    """Add to each of the graphs `targets` the head's instance for each row of the group pattern `where`, as
    `INSERT { GRAPH target { head } } WHERE { where }` does.

    An interrupted call may have added some of them.

    >>> from pyoxigraph import Quad
    >>> thing, kind, graph = (NamedNode(f"http://a/{name}") for name in ("thing", "kind", "graph"))
    >>> store = Store()
    >>> store.add(Quad(thing, kind, thing, graph))
    >>> add_in_bulk(store, (Variable("x"), kind, graph), "GRAPH ?g { ?x ?p ?y }", graph)
    >>> len(store)
    2
    """
    text, count = _turtle(store, head, where)
    for target in targets if count else ():
        _load(store, text, count, target)


def _load(store: Store, text: bytes, count: int, target: NamedNode) -> None:
    if b"_:" in text:
        # The loaders rename blank nodes.
        quads = parse(b"%s {\n%s}" % (str(target).encode(), text), RdfFormat.TRIG, lenient=True)
        (store.bulk_extend if count > _MANY else store.extend)(quads)
    else:
        load = store.bulk_load if count > _MANY else store.load
        load(text, RdfFormat.TURTLE, to_graph=target, lenient=True)


def _turtle(store: Store, head: Pattern, where: str) -> tuple[bytes, int]:
    """The instances as Turtle, one a line, and how many lines: SPARQL's TSV writes terms as Turtle does."""
    names = [node for node in head if isinstance(node, Variable)]
    columns = " ".join(f"({name} AS ?_{index})" for index, name in enumerate(names))
    limit = "" if names else " LIMIT 1"
    rows = store.query(f"SELECT {columns or '*'} WHERE {{ {where}{_lawful(head)} }}{limit}")
    assert isinstance(rows, QuerySolutions)
    if not names:
        return (_line(head), 1) if next(rows, None) is not None else (b"", 0)
    written = rows.serialize(format=QueryResultsFormat.TSV)
    assert written is not None
    table = written[written.index(b"\n") + 1 :]
    return _with_constants(table, head), table.count(b"\n")


def _lawful(head: Pattern) -> str:
    """The filters for what RDF allows as a triple: an update passes over the rest by itself."""
    subject, predicate, _ = head
    unlike = f" FILTER(!isLiteral({subject}))" if isinstance(subject, Variable) else ""
    return unlike + (f" FILTER(isIRI({predicate}))" if isinstance(predicate, Variable) else "")


def _line(head: Pattern) -> bytes:
    return f"{head[0]} {head[1]} {head[2]} .\n".encode()


def _with_constants(table: bytes, head: Pattern) -> bytes:
    """The rows of the head's variables, with its constants put before, between and after them."""
    if not table:
        return b""
    hole = b"\t"
    line = b"".join(hole if isinstance(node, Variable) else b" %s " % str(node).encode() for node in head)
    before, *between, after = line.split(hole)
    joined = table[:-1].replace(hole, between[0] or b" ") if between else table[:-1]
    return before + joined.replace(b"\n", after + b" .\n" + before) + after + b" .\n"
