"""Credentials for a store: from the environment, netrc or the keyring; never from a URL, never shown.

In that order: `ICIGRAPH_NAME_TOKEN`, or `ICIGRAPH_NAME_USER` and `ICIGRAPH_NAME_PASSWORD` (NAME is the
target's name in capitals); the netrc entry of the host; the keyring's entry of the service `icigraph:HOST`
where the package `keyring` is installed. Not every keyring finds an entry without its user: one in the
environment without a password is looked up there.

A target that is a URL has no name to bind a secret to. `ICIGRAPH_TOKEN`, `ICIGRAPH_USER` and
`ICIGRAPH_PASSWORD` are for the host that `ICIGRAPH_HOST` names; without it the password is for this machine
alone, and the token for none.
"""

from __future__ import annotations

import netrc
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from icigraph.base.faults import Fault, InputError
from icigraph.stores.wire.addresses import is_this_machine

__all__ = ["Credentials", "credentials_for"]

_SPACE = "is there a space or line break at its end?"
_LOCKED = "unlock it, or give the credentials in the environment or netrc"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a bearer token, and where they come from. Neither secret is part of its text
    form.

    >>> Credentials(user="ada", password="secret")
    Credentials(user='ada')
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    source: str = field(default="", repr=False, compare=False)


def credentials_for(
    name: str | None, host: str, environment: Mapping[str, str] = os.environ
) -> Credentials | None:
    """What to present to the target `name` on `host`, or None where nothing is known.

    >>> credentials_for("lab", "example.org", {"ICIGRAPH_LAB_USER": "ada", "ICIGRAPH_LAB_PASSWORD": "x"})
    Credentials(user='ada')
    >>> credentials_for(None, "example.org", {"ICIGRAPH_TOKEN": "x", "NETRC": "/dev/null"})
    """
    found = _from_environment(name, host, environment) or _from_netrc(host, environment)
    found = found or _from_keyring(host)
    return _sendable(found) if found else None


def _sendable(found: Credentials) -> Credentials:
    """The same, if HTTP can carry it; said here, since whoever fails to send it would show it."""
    if not found.token.isascii() or re.search(r"[\x00-\x20\x7f]", found.token):
        raise InputError(Fault(f"the token from {found.source} holds what no token may", hint=_SPACE))
    # Bytes of the environment that are not UTF-8 come as lone surrogates.
    if re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", found.user + found.password):
        wrong = "holds control characters or bytes that are not UTF-8"
        raise InputError(Fault(f"the user or password from {found.source} {wrong}", hint=_SPACE))
    if ":" in found.user:
        raise InputError(Fault(f"the user from {found.source} holds a colon, which no user name may"))
    return found


def _from_environment(name: str | None, host: str, environment: Mapping[str, str]) -> Credentials | None:
    stem = "ICIGRAPH_" + (re.sub(r"\W", "_", name).upper() + "_" if name else "")
    bound = name is not None or environment.get("ICIGRAPH_HOST", "").lower() == host.lower()
    if bound and (token := environment.get(stem + "TOKEN")):
        return Credentials(token=token, source=stem + "TOKEN")
    ours = bound or ("ICIGRAPH_HOST" not in environment and is_this_machine(host))
    if ours and (user := environment.get(stem + "USER")):
        if (password := environment.get(stem + "PASSWORD")) is None:
            return _from_keyring(host, user) or Credentials(user=user, source=stem + "USER")
        return Credentials(user=user, password=password, source=f"{stem}USER and {stem}PASSWORD")
    return None


def _from_netrc(host: str, environment: Mapping[str, str]) -> Credentials | None:
    try:
        path = Path(environment.get("NETRC") or Path.home() / ".netrc")
        found = netrc.netrc(path).hosts.get(host)
    except (OSError, RuntimeError):
        # RuntimeError: a container without a home.
        return None
    except netrc.NetrcParseError as error:
        # Its words for a syntax error may be a password that stands where none belongs.
        place = f"line {error.lineno}: not a netrc file" if error.lineno else error.msg
        raise InputError(Fault(f"{path}: {place}")) from None
    except UnicodeDecodeError:
        raise InputError(Fault(f"{path}: not UTF-8")) from None
    return Credentials(user=found[0], password=found[2] or "", source=str(path)) if found else None


def _from_keyring(host: str, user: str | None = None) -> Credentials | None:
    try:
        import keyring
        from keyring.errors import NoKeyringError
    except ImportError:
        return None
    try:
        found = keyring.get_credential(f"icigraph:{host}", user)
    except NoKeyringError:
        return None
    except Exception as error:
        # Whichever backend the user's system has, it fails in its own ways.
        reason = str(error) or type(error).__name__
        raise InputError(Fault(f"the keyring cannot be read: {reason}", hint=_LOCKED)) from None
    if not found:
        return None
    return Credentials(user=found.username, password=found.password, source="the keyring")
