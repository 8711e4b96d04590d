"""Security headers of every answer."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from bot.site.house import House
from bot.site.pages import EMBEDDED

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
    " media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors {ancestors}"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), payment=(), usb=()",
}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SecurityHeaders:
    def __init__(self, house: House) -> None:
        self._house = house

    async def add(self, request: web.Request, response: web.StreamResponse) -> None:
        """A signal of `on_response_prepare`. What a handler set itself stands."""
        embedded = request.path == "/chat" and EMBEDDED in request.query
        ancestors = frame_ancestors(self._house) if embedded else "'none'"
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _POLICY.format(ancestors=ancestors))
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        if not embedded:
            headers.setdefault("X-Frame-Options", "DENY")
            headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if self._house.settings.address.startswith("https://"):
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if response.compression:
            headers["Vary"] = "Accept-Encoding"
        headers.popall("Server", None)  # which versions run here helps nobody but attackers


def frame_ancestors(house: House) -> str:
    """Who may show the chat in a frame: the department's own sites. Anybody, as long as it has
    named none, and on a developer's machine."""
    sites = house.agency.website.replace(",", " ").split()
    if not sites or urlsplit(house.settings.address).hostname in _LOOPBACK:
        return "*"
    hosts = [urlsplit(each if "//" in each else f"https://{each}").netloc for each in sites]
    bare = [host.removeprefix("www.") for host in hosts]
    return " ".join(["'self'", *(f"https://{h} https://www.{h}" for h in bare)])
