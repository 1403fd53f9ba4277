"""Every verb that talks to a store ends within a second of a signal, whatever the store does, and leaves no
temporary folder; and it ends by itself at its time limit.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.conftest import Ran
from tests.servers.hostile import answering, silent

Icigraph = Callable[..., Ran]

VERBS = [
    ("push",),
    ("verify",),
    ("pull",),
    ("diff",),
    ("validate", "--endpoint"),
    ("reason", "--endpoint"),
    ("query", "-e", "ASK {}", "--endpoint"),
]
# Generous, since the machine may be busy: what hangs takes minutes.
SOON = 5.0


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("lights") / "lights"
    subprocess.run([sys.executable, "-m", "icigraph", "init", str(made)], check=True, capture_output=True)
    return made


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def started(project: Path, staging: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "icigraph", "--project", str(project), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(staging)},
        preexec_fn=_heeding_interrupts,
    )


def _heeding_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ended(process: subprocess.Popen[str], number: int) -> tuple[float, str]:
    began = time.monotonic()
    process.send_signal(number)
    try:
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
    return time.monotonic() - began, err


def sockets_to(url: str) -> list[str]:
    """The connections of this machine to the port of a URL, made or tried."""
    port = f":{urlsplit(url).port:04X}"
    lines = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    return [line for line in lines if line.split()[2].endswith(port)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("kind", ["connect", "read", "drip", "head"])
def test_a_signal_ends_a_push_to_a_store_that_hangs(
    kind: str, number: signal.Signals, project: Path, staging: Path
) -> None:
    with silent(kind) as url:
        before = len(sockets_to(url))
        with started(project, staging, "push", url, "--kind", "oxigraph") as process:
            end = time.monotonic() + 60
            while len(sockets_to(url)) == before and process.poll() is None and time.monotonic() < end:
                time.sleep(0.02)
            # It waits now, and does so still a little later.
            time.sleep(0.2)
            assert process.poll() is None
            took, err = ended(process, number)
    assert took < SOON and "Traceback" not in err
    assert process.returncode == 128 + number
    assert list(staging.iterdir()) == []


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_ctrl_c_ends_every_verb_while_many_graphs_are_read(
    verb: tuple[str, ...], project: Path, staging: Path
) -> None:
    """The manifest is answered, and nothing after it."""
    with hangs_after_the_manifest() as (url, asked), started(project, staging, *verb, url) as process:
        end = time.monotonic() + 60
        while len(asked) < 2 and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        assert len(asked) > 1, process.communicate()
        took, err = ended(process, signal.SIGINT)
    assert took < SOON and "Traceback" not in err
    assert process.returncode == 130, err
    assert list(staging.iterdir()) == []


@contextlib.contextmanager
def hangs_after_the_manifest() -> Iterator[tuple[str, list[str]]]:
    """A store that tells what it holds and gives nothing of it, and the paths that it was asked for."""
    asked: list[str] = []
    base = "https://example.org/lighthouses/graph/"
    told = {
        f"{base}data/{name}": {"digest": "ab", "triples": "3"}
        for name in ("keepings", "places", "people", "texts", "ships")
    }
    rows = [
        {
            "graph": {"type": "uri", "value": graph},
            "property": {"type": "uri", "value": f"https://w3id.org/icigraph/published#{name}"},
            "value": {"type": "literal", "value": value},
        }
        for graph, said in told.items()
        for name, value in said.items()
    ]
    manifest = json.dumps({"head": {"vars": ["graph", "property", "value"]}, "results": {"bindings": rows}})

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        kind = handler.path.endswith("?query=ASK%7B%7D")
        if not kind:
            asked.append(handler.path)
        if kind or b"manifest" in body:
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(manifest)))
            handler.end_headers()
            handler.wfile.write(manifest.encode())
        else:
            time.sleep(120)

    with answering(answer) as url:
        yield url, asked


@pytest.mark.parametrize("kind", ["drip", "head"])
def test_a_store_that_drips_is_left_at_the_time_limit(kind: str, project: Path, icigraph: Icigraph) -> None:
    config = project / "icigraph.toml"
    before = config.read_text("utf-8")
    with silent(kind) as url:
        config.write_text(
            f'{before}\n[targets.slow]\nurl = "{url}"\nkind = "oxigraph"\ntotal_timeout = 1.5\n'
        )
        try:
            began = time.monotonic()
            ran = icigraph("--project", str(project), "verify", "slow")
            took = time.monotonic() - began
        finally:
            config.write_text(before)
    assert (ran.code, "no whole answer within 1.5 s" in ran.err) == (3, True), ran
    assert "total_timeout" in ran.err and took < 20


def test_nobody_there_is_told_after_a_few_tries_and_no_more(project: Path, icigraph: Icigraph) -> None:
    """Retries of one thing inside those of another would multiply."""
    requests: list[str] = []

    def refuse(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        requests.append(handler.path)
        handler.send_response(503)
        handler.send_header("Retry-After", "0")
        handler.end_headers()

    with answering(refuse) as url:
        for verb in ("push", "verify", "pull"):
            requests.clear()
            assert icigraph("--project", str(project), verb, url, "--kind", "oxigraph").code == 3
            assert len(requests) == 4
