"""Fuzzing: mutated Turtle, held against pyoxigraph's own parser. `python -m tests.validation.mutate 100000`
runs many.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from icigraph.base.faults import InputError
from icigraph.rdf.documents import Source
from icigraph.validation.validate import validate

ROOT = Path(__file__).parents[2]
LIMIT = 2.0
SHAPES = Source(
    "shapes.ttl",
    b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> a sh:NodeShape ; sh:targetSubjectsOf <https://w3id.org/icigraph/core#citation> ;
  sh:property [ sh:path <https://w3id.org/icigraph/core#rank> ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .""",
    RdfFormat.TURTLE,
    "urn:shapes",
)
PIECES = [
    b'"',
    b"'",
    b'"""',
    b"<",
    b">",
    b"[",
    b"]",
    b"(",
    b")",
    b";",
    b".",
    b",",
    b"@prefix",
    b"@",
    b"^^",
    b"\\",
    b"\\u12",
    b"_:",
    b"#",
    b"{",
    b"}",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\n",
    b"\r",
    b" ",
    b"a",
    b":",
    b"<<",
    b"1e",
    b"true",
    b"\xef\xbb\xbf",
    b"GRAPH",
]


def seeds() -> list[bytes]:
    """Real files, cut to a size that mutates fast."""
    files = sorted((ROOT / "data").rglob("*.ttl")) + sorted((ROOT / "ontology").rglob("*.ttl"))
    return [path.read_bytes()[:1500] for path in files]


def mutated(original: bytes, rng: random.Random) -> bytes:
    """A few bytes inserted, deleted, swapped or repeated."""
    text = bytearray(original)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text) + 1)
        kind = rng.randrange(4)
        if kind == 0:
            text[at:at] = rng.choice(PIECES)
        elif kind == 1:
            del text[at : at + rng.randint(1, 20)]
        elif kind == 2 and text:
            text[at % len(text)] = rng.randrange(256)
        else:
            text[at:at] = text[at : at + rng.randint(1, 30)]
    return bytes(text)


def parser_accepts(content: bytes) -> bool:
    """Whether it is UTF-8, as the syntax demands, and pyoxigraph's parser takes it; a byte order mark may
    stand first.
    """
    try:
        content.decode()
        for _ in parse(
            content.removeprefix(b"\xef\xbb\xbf"), format=RdfFormat.TURTLE, base_iri="http://fuzz.example/"
        ):
            pass
    except (SyntaxError, ValueError):
        return False
    return True


def attempt(content: bytes) -> str | None:
    """What is wrong with how the content was treated, or None."""
    begin = time.perf_counter()
    try:
        report = validate(Source("fuzz.ttl", content, RdfFormat.TURTLE, "http://fuzz.example/"), SHAPES)
        conforms, faults = report.conforms, report.faults
    except InputError as error:
        conforms, faults = False, error.faults
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if time.perf_counter() - begin > LIMIT:
        return "it took too long"
    accepted = parser_accepts(content)
    if conforms and not accepted:
        return "it conforms, and the parser refuses it"
    if accepted and faults:
        return f"the parser accepts it: {faults[0]}"
    return None


def run(count: int, seed: int = 0) -> list[tuple[bytes, str]]:
    """Mutate and try `count` files; gives what went wrong."""
    originals = seeds()
    rng = random.Random(seed)
    wrong = []
    for _ in range(count):
        content = mutated(rng.choice(originals), rng)
        problem = attempt(content)
        if problem:
            wrong.append((content, problem))
    return wrong


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wrong = run(count, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    for content, problem in wrong[:10]:
        sys.stdout.write(f"{problem}\n{content!r}\n")
    sys.stdout.write(f"{count:,} mutated files, {len(wrong)} treated wrongly\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
