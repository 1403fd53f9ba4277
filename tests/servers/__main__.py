"""`python -m tests.servers start [KIND…]`, `stop`, `list`: the stores for a developer."""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers.recipes import RECIPES
from tests.servers.server import StartError, UnavailableError, free_port, start, stop

HOME = Path(".cache/stores")
STARTED = HOME / "started.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "list"])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(RECIPES)} (default: all)")
    args = parser.parse_args()
    {"start": _start, "stop": _stop, "list": _list}[args.action](args.kinds or list(RECIPES))


def _start(kinds: list[str]) -> None:
    for kind in kinds:
        known = _known()
        if kind in known and _answers(known[kind]["url"]):
            sys.stdout.write(f"{kind}: runs already at {known[kind]['url']}" + "\n")
            continue
        try:
            started = start(RECIPES[kind], (HOME / kind).resolve(), free_port())
        except UnavailableError as reason:
            sys.stdout.write(f"{kind}: not to be had: {reason}" + "\n")
            continue
        except StartError as reason:
            log = HOME / kind / "server.log"
            sys.stdout.write(f"{kind}: does not start here: {reason} (see {log})" + "\n")
            continue
        _write({**known, kind: {"pid": started.process.pid, "url": started.url}})
        sys.stdout.write(f"{kind}: icigraph push {started.url}" + "\n")


def _answers(url: object) -> bool:
    """Whether somebody listens there still: a machine that was switched off took the stores with it."""
    parts = urlsplit(str(url))
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def _stop(kinds: list[str]) -> None:
    for kind, entry in _known().items():
        if kind in kinds:
            stop(entry["pid"])
            shutil.rmtree(HOME / kind, ignore_errors=True)
            _write({name: kept for name, kept in _known().items() if name != kind})
            sys.stdout.write(f"{kind}: stopped" + "\n")


def _list(kinds: list[str]) -> None:
    for kind in kinds:
        sys.stdout.write(f"{kind}: {_known().get(kind, {}).get('url', 'not started')}" + "\n")


def _known() -> dict[str, dict[str, object]]:
    return json.loads(STARTED.read_text("utf-8")) if STARTED.exists() else {}


def _write(known: dict[str, dict[str, object]]) -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    STARTED.write_text(json.dumps(known, indent=2), "utf-8")


if __name__ == "__main__":
    main()
