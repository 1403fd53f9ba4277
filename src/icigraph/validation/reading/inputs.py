"""What may be validated: files of every RDF syntax, gzipped or not, folders, globs, standard input, an
endpoint's graph.

Each input becomes a `Source`: a name as the user typed it, its bytes, its syntax and its base IRI.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pyoxigraph import RdfFormat

from icigraph.base.faults import Fault, InputError, Place, ServiceError
from icigraph.base.files import read_bytes
from icigraph.base.nearest import did_you_mean
from icigraph.project.folders import files_below
from icigraph.rdf.documents import Source
from icigraph.rdf.syntax import SYNTAXES, TURTLE, Syntax, syntax_named

__all__ = ["FORMATS", "expand", "format_of", "read_sources"]

FORMATS: dict[str, RdfFormat] = {suffix: syntax.format for syntax in SYNTAXES for suffix in syntax.suffixes}
_UNSURE = {"xml", "json"}
_TIMEOUT = 60


def format_of(name: str) -> RdfFormat | None:
    """The RDF syntax that a file name's suffix tells, `.gz` put aside.

    >>> format_of("a/b.ttl.gz")
    <RdfFormat Turtle>
    >>> format_of("notes.txt") is None
    True
    """
    return FORMATS.get(_suffix(name))


def _suffix(name: str) -> str:
    return name.lower().removesuffix(".gz").rpartition(".")[2]


def read_sources(
    arguments: Iterable[str | Path],
    *,
    form: str | None = None,
    graph: str | None = None,
    exclude: Iterable[str] = (),
    contexts: Mapping[str, str] | None = None,
) -> tuple[Source, ...]:
    r"""Read every input that the arguments name; `-` is standard input, `http://…` a document or an endpoint.

    `form` is the syntax of standard input (Turtle, if it is not given), and of files whose name tells none;
    `exclude` are patterns of files to leave out of folders and globs, as `excluded` has them; `contexts` the
    files that have the contexts of JSON-LD, by URL.

    A file that several arguments name is read once. InputError names each argument that cannot be read;
    ServiceError says that an endpoint did not answer.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.nt")
    >>> _ = file.write_text("<x:a> <x:p> <x:b> .\n")
    >>> [(source.content, source.format) for source in read_sources([file])]
    [(b'<x:a> <x:p> <x:b> .\n', <RdfFormat N-Triples>)]
    """
    syntax = None if form is None else syntax_named(form)
    sources: list[Source] = []
    patterns, seen = tuple(exclude), set[str]()
    faults: list[Fault] = []
    for argument in arguments:
        try:
            for source in _read(str(argument), syntax, graph, seen, patterns):
                seen.add(source.base)
                sources.append(_whole(source, contexts or {}))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(*faults)
    return tuple(sources)


def _whole(source: Source, contexts: Mapping[str, str]) -> Source:
    """The source with the contexts that it names."""
    if source.format != RdfFormat.JSON_LD or b'"@context"' not in source.content:
        return source
    from icigraph.validation.reading.json_contexts import with_contexts

    text, splices = with_contexts(source.text, source.base, contexts)
    return replace(source, inlined=text, splices=splices) if splices else source


def _read(
    argument: str, syntax: Syntax | None, graph: str | None, seen: set[str], exclude: tuple[str, ...]
) -> list[Source]:
    if argument == "-":
        return [_standard_input(syntax or TURTLE)]
    if argument.startswith(("http://", "https://")):
        return [_download(argument, graph)]
    return [
        _read_file(path, syntax) for path in expand(argument, exclude) if path.resolve().as_uri() not in seen
    ]


def expand(argument: str, exclude: tuple[str, ...] = ()) -> list[Path]:
    """The files that a path, a folder or a glob stands for, sorted, those left out that `exclude` names;
    InputError if there are none. A file that is named itself is never left out.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("b.ttl", "a.ttl", "a.txt"):
    ...     (folder / name).touch()
    >>> [file.name for file in expand(str(folder))]
    ['a.ttl', 'b.ttl']
    """
    path = Path(argument)
    if path.is_dir():
        return _inside(path, exclude)
    if path.exists():
        return [path]
    globbed = any(mark in argument for mark in "*?[")
    found = sorted(_kept(_glob(argument), Path(), exclude)) if globbed else []
    if not found:
        raise InputError(Fault("no such file or folder", Place(argument), _nearby(path)))
    return found


def _kept(files: Iterable[Path], folder: Path, exclude: tuple[str, ...]) -> Iterable[Path]:
    """The files of a folder that no pattern leaves out."""
    if not exclude:
        return files
    from icigraph.validation.reading.excluded import excluded

    return (file for file in files if not excluded(file, folder, exclude))


def _inside(folder: Path, exclude: tuple[str, ...]) -> list[Path]:
    found = sorted(_kept(filter(_is_data, map(Path, files_below(str(folder)))), folder, exclude))
    if not found:
        hint = "RDF files end with " + ", ".join(f".{suffix}" for suffix in FORMATS if suffix not in _UNSURE)
        raise InputError(Fault("the folder holds no RDF file", Place(str(folder)), hint))
    return found


def _is_data(path: Path) -> bool:
    return _suffix(path.name) not in _UNSURE and format_of(path.name) is not None and path.is_file()


def _glob(pattern: str) -> Iterator[Path]:
    path = Path(pattern)
    root = Path(path.anchor) if path.is_absolute() else Path()
    relative = path.relative_to(path.anchor) if path.is_absolute() else path
    return (
        found for found in root.glob(str(relative)) if found.is_file() and format_of(found.name) is not None
    )


def _nearby(path: Path) -> str:
    names = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    return did_you_mean(path.name, names) or "name a file, a folder, a glob in quotes, - or a URL"


def _read_file(path: Path, syntax: Syntax | None) -> Source:
    told = format_of(path.name) or (syntax.format if syntax else None)
    if told is None:
        hint = did_you_mean(_suffix(path.name), FORMATS) or "give its syntax: --data-format turtle"
        raise InputError(Fault("the file name tells no RDF syntax", Place(str(path)), hint))
    return Source(str(path), read_bytes(path), told, path.resolve().as_uri())


def _standard_input(syntax: Syntax) -> Source:
    return Source("<stdin>", sys.stdin.buffer.read(), syntax.format, "http://stdin.invalid/")


def _download(url: str, graph: str | None) -> Source:
    from http.client import HTTPException
    from urllib.error import URLError
    from urllib.parse import quote, urlsplit
    from urllib.request import Request, urlopen

    suffixed = format_of(urlsplit(url).path)
    query = f"query={quote(_construct(graph))}"
    target = url if suffixed else f"{url}{'&' if '?' in url else '?'}{query}"
    accept = suffixed.media_type if suffixed else RdfFormat.N_TRIPLES.media_type
    try:
        with urlopen(Request(target, headers={"Accept": accept}), timeout=_TIMEOUT) as answer:
            named = RdfFormat.from_media_type(answer.headers.get_content_type())
            return Source(url, answer.read(), named or suffixed or RdfFormat.N_TRIPLES, url)
    except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
        raise ServiceError(Fault(f"no answer: {error}", Place(url), "is the endpoint running?")) from error


def _construct(graph: str | None) -> str:
    pattern = "?s ?p ?o"
    where = f"GRAPH <{graph}> {{ {pattern} }}" if graph else pattern
    return f"CONSTRUCT {{ {pattern} }} WHERE {{ {where} }}"
