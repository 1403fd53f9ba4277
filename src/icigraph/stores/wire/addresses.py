"""Addresses on the web: which server one is of, and what of it may be shown."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

__all__ = ["address_shown", "is_this_machine", "server_of"]

_PORTS = {"http": 80, "https": 443}


def address_shown(url: str) -> str:
    """The URL without what may hold a secret: user, query and fragment.

    >>> address_shown("https://ada:secret@e.org:8080/ds?key=secret")
    'https://e.org:8080/ds'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine and no other: by its address, or as `localhost`. No other name counts,
    since whoever gives out the name decides where it leads.

    >>> is_this_machine("127.0.0.2"), is_this_machine("::1"), is_this_machine("127.evil.example")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def server_of(url: str) -> tuple[str, str, int]:
    """The origin (RFC 6454): scheme, host and port. A ValueError says that it is no URL of the web.

    >>> server_of("https://E.org/ds") == server_of("https://e.org:443/other")
    True
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("not an http or https URL")
    return parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme]
