"""The language of a request, and the site's words in it."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.site.house import SiteTexts
from messages.texts import LANGUAGES

API = "/chat/api/"


class Words:
    """`words("home_title", ...)` is the macro `home_title` of `web.j2`, or of `file`."""

    def __init__(self, texts: SiteTexts, language: str, file: str = "web") -> None:
        self._texts = texts
        self._file = file
        self.language = language

    def __call__(self, name: str, **params: Any) -> Markup:
        return self._texts.render(self.language, f"{self._file}.{name}", **params)


def language_of(request: web.Request) -> str:
    """Pages are Vietnamese unless their address says otherwise; the API goes by the header."""
    asked = request.query.get("lang", "")
    if asked in LANGUAGES:
        return asked
    if request.path.startswith(API):
        return accepted_language(request.headers.get("Accept-Language", ""))
    return LANGUAGES[0]


def accepted_language(header: str) -> str:
    """Vietnamese as soon as it is accepted at all: many phones in Viet Nam are set to English."""
    tags = [part.split(";")[0].strip().lower()[:2] for part in header.split(",")]
    if "vi" in tags or not any(tags) or "*" in tags:
        return "vi"
    return "en"
