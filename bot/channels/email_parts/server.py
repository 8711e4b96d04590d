"""Where letters are handed in, read from SMTP_URL."""

from __future__ import annotations

import contextlib
import ipaddress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed in, as SMTP_URL says."""

    host: str
    port: int
    scheme: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def server(url: str) -> Server:
    """Reads `smtp://host:port`, `smtps://user:pass@host` or `smtp+starttls://…`; what is special in
    a user or password is percent-encoded. Raises ValueError in words without the password."""
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), parts.hostname
    if scheme not in _PORTS or not host:
        raise ValueError("SMTP_URL begins with smtp://, smtps:// or smtp+starttls:// and a host")
    try:
        port = parts.port or _PORTS[scheme]
    except ValueError:
        raise ValueError("the port in SMTP_URL is not a number") from None
    if parts.username is None:
        return Server(host, port, scheme)
    if scheme == "smtp" and not _is_loopback(host):
        raise ValueError(
            "SMTP_URL would send the password in clear: use smtps:// or smtp+starttls://"
        )
    return Server(host, port, scheme, unquote(parts.username), unquote(parts.password or ""))


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
