"""HTTP Digest access authentication (RFC 7616): the password itself never travels."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping

__all__ = ["digest_answer", "is_known"]

_HASHES: dict[str, Callable[[bytes], str]] = {
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "sha-256": lambda data: hashlib.sha256(data).hexdigest(),
    "sha-512-256": lambda data: hashlib.new("sha512_256", data).hexdigest(),
}


def is_known(asked: Mapping[str, str]) -> bool:
    """Whether the challenge `asked` can be answered: its hash is known, and it protects no bodies.

    >>> is_known({"realm": "r", "nonce": "n", "algorithm": "SHA-256", "qop": "auth"})
    True
    >>> is_known({"realm": "r", "nonce": "n", "qop": "auth-int"})
    False
    """
    whole = "realm" in asked and "nonce" in asked
    return whole and _algorithm(asked) in _HASHES and (not _offered(asked) or "auth" in _offered(asked))


def digest_answer(
    asked: Mapping[str, str],
    user: str,
    password: str,
    request: tuple[str, str],
    number: int,
    own: str | None = None,
) -> str:
    """The Authorization header that answers the challenge `asked` for the method and URI of `request`.

    It is the `number`th with the challenge's nonce; `own` is the nonce of this side, random if not given.

    >>> asked = {"realm": "http-auth@example.org", "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"}
    >>> asked |= {"algorithm": "MD5", "qop": "auth, auth-int"}
    >>> own = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    >>> answer = digest_answer(asked, "Mufasa", "Circle of Life", ("GET", "/dir/index.html"), 1, own)
    >>> "8ca523f5e9506fed4657c9700eebdbec" in answer  # RFC 7616, 3.9.1
    True
    """
    hashed, own = _hash_of(asked), own or secrets.token_hex(16)
    method, uri = request
    secret = hashed(f"{user}:{asked['realm']}:{password}")
    if asked.get("algorithm", "").lower().endswith("-sess"):
        secret = hashed(f"{secret}:{asked['nonce']}:{own}")
    count = f"{number:08x}"
    between = f"{count}:{own}:auth:" if _offered(asked) else ""
    response = hashed(f"{secret}:{asked['nonce']}:{between}{hashed(f'{method}:{uri}')}")
    quoted = {"username": user, "realm": asked["realm"], "nonce": asked["nonce"], "uri": uri}
    quoted |= {"response": response} | {name: asked[name] for name in ("opaque",) if name in asked}
    parts = [f'{name}="{_escaped(value)}"' for name, value in quoted.items()]
    parts += [f"algorithm={asked['algorithm']}"] if "algorithm" in asked else []
    parts += [f'cnonce="{own}"', f"nc={count}", "qop=auth"] if _offered(asked) else []
    return f"Digest {', '.join(parts)}"


def _hash_of(asked: Mapping[str, str]) -> Callable[[str], str]:
    hashed = _HASHES[_algorithm(asked)]
    return lambda text: hashed(text.encode())


def _algorithm(asked: Mapping[str, str]) -> str:
    return asked.get("algorithm", "MD5").lower().removesuffix("-sess")


def _offered(asked: Mapping[str, str]) -> set[str]:
    return {each.strip().lower() for each in asked.get("qop", "").split(",") if each.strip()}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
