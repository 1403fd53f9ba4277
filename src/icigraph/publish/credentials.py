"""Credentials for a store: from the environment, netrc or the keyring; never from a URL, never shown.

In that order: `ICIGRAPH_NAME_TOKEN`, or `ICIGRAPH_NAME_USER` and `ICIGRAPH_NAME_PASSWORD` (NAME is the
target's name in capitals; without a name `ICIGRAPH_TOKEN` and so on); the netrc entry of the host; the
keyring's entry of the service `icigraph:HOST` where the package `keyring` is installed.
"""

from __future__ import annotations

import netrc
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from icigraph.rdf.faults import Fault, InputError

__all__ = ["Credentials", "credentials_for"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a bearer token. Neither secret is part of its text form.

    >>> Credentials(user="ada", password="secret")
    Credentials(user='ada')
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def credentials_for(
    name: str | None, host: str, environment: Mapping[str, str] = os.environ
) -> Credentials | None:
    """What to present to the target `name` on `host`, or None where nothing is known.

    >>> credentials_for("lab", "example.org", {"ICIGRAPH_LAB_USER": "ada", "ICIGRAPH_LAB_PASSWORD": "x"})
    Credentials(user='ada')
    """
    return _from_environment(name, environment) or _from_netrc(host, environment) or _from_keyring(host)


def _from_environment(name: str | None, environment: Mapping[str, str]) -> Credentials | None:
    stem = "ICIGRAPH_" + (re.sub(r"\W", "_", name).upper() + "_" if name else "")
    if token := environment.get(stem + "TOKEN"):
        return Credentials(token=token)
    if user := environment.get(stem + "USER"):
        return Credentials(user=user, password=environment.get(stem + "PASSWORD", ""))
    return None


def _from_netrc(host: str, environment: Mapping[str, str]) -> Credentials | None:
    path = Path(environment.get("NETRC") or Path.home() / ".netrc")
    try:
        found = netrc.netrc(path).hosts.get(host)
    except OSError:
        return None
    except netrc.NetrcParseError as error:
        raise InputError(Fault(f"{path}: line {error.lineno}: not a netrc file")) from None
    return Credentials(user=found[0], password=found[2] or "") if found else None


def _from_keyring(host: str) -> Credentials | None:
    try:
        import keyring  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    found = keyring.get_credential(f"icigraph:{host}", None)
    return Credentials(user=found.username, password=found.password) if found else None
