"""Pages for people: the portal, the chat page, the privacy notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.channels.web import TEXT_LIMIT
from bot.site import privacy_facts
from bot.site.assets import Assets
from bot.site.house import House
from bot.site.ways import open_ways
from bot.site.words import Words, language_of
from messages.texts import LANGUAGES

EMBEDDED = "embed"
"""Query parameter of `/chat`: the page stands in a frame of another site."""

_KEPT = (EMBEDDED, "r", "page", "q", "office", "field", "procedure", "kind", "month")

_CHAT_WORDS = (
    "sending",
    "received",
    "waiting",
    "refused",
    "edit_again",
    "file_lost",
    "file_too_large",
    "me",
    "bot",
    "choose",
    "day_today",
    "earlier",
    "offline",
    "connected",
    "forgotten",
    "erase_official",
    "type_phone",
    "placeholder",
    "file",
    "new_message",
    "start_over",
)
"""Macros `chat_js_*` that the script shows by itself."""


class Pages:
    def __init__(self, house: House, assets: Assets) -> None:
        self._house = house
        self._assets = assets
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(static=assets.url, icon=assets.icon)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.portal),
            web.get("/chat", self.chat),
            web.get("/privacy", self.privacy),
            web.get("/embed.js", self.embed_script),
        ]

    async def portal(self, request: web.Request) -> web.Response:
        return self.page(request, "portal.html", ways=open_ways(self._house))

    async def privacy(self, request: web.Request) -> web.Response:
        return self.page(
            request,
            "privacy.html",
            channels=await privacy_facts.channels(self._house),
            kept=privacy_facts.kept(self._house),
        )

    async def chat(self, request: web.Request) -> web.Response:
        words = Words(self._house.texts, language_of(request))
        embedded = EMBEDDED in request.query
        setup = {
            "language": words.language,
            "embedded": embedded,
            "textLimit": TEXT_LIMIT,
            "fileBytes": self._house.agency.limits.file_megabytes << 20,
            "words": self._script_words(words),
        }
        response = self.page(
            request,
            "chat.html",
            setup=setup,
            embedded=embedded,
            ways=[w for w in open_ways(self._house) if w.channel != "web"],
        )
        response.headers["Cache-Control"] = "no-store"  # its address may hold a start code
        return response

    def _script_words(self, words: Words) -> dict[str, str]:
        megabytes = self._house.agency.limits.file_megabytes
        more = {"file_too_large": {"megabytes": megabytes}}
        return {
            name: words(f"chat_js_{name}", **more.get(name, {})).unescape() for name in _CHAT_WORDS
        }

    async def embed_script(self, request: web.Request) -> web.Response:
        """The script is one function; it is called with its words in every language."""
        spoken = {}
        for language in LANGUAGES:
            words = Words(self._house.texts, language)
            spoken[language] = {
                "open": words("embed_open", agency=self._house.agency).unescape(),
                "close": words("embed_close").unescape(),
                "title": words("embed_title", agency=self._house.agency).unescape(),
            }
        script = self._assets.text("embed.js").rstrip()
        body = f"{script}({orjson.dumps(spoken).decode()});\n"
        return web.Response(
            text=body,
            content_type="text/javascript",
            headers={
                "Cache-Control": "public, max-age=3600",
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )

    def error(self, request: web.Request, sentence: Markup, code: str) -> web.Response:
        return self.page(request, "error.html", sentence=sentence, code=code)

    def rendered(self, template: str, **shown: Any) -> str:
        """A part that stands in no page of ours."""
        return self._templates.get_template(template).render(**shown)

    def page(self, request: web.Request, template: str, **more: Any) -> web.Response:
        """`more` is what the template needs beside the agency, the words and the links."""
        words = Words(self._house.texts, language_of(request))
        html = self._templates.get_template(template).render(
            t=words,
            lang=words.language,
            agency=self._house.agency,
            path=request.path,
            link=_linker(words.language),
            other=_other_language(request, words.language),
            **more,
        )
        response = web.Response(
            text=html, content_type="text/html", headers={"Cache-Control": "no-cache"}
        )
        response.enable_compression()
        return response


def _linker(language: str) -> Any:
    """Links that keep the language chosen; Vietnamese needs no saying."""

    def link(path: str, **query: object) -> str:
        """Of the query what is empty is left out."""
        told = {name: value for name, value in query.items() if value not in ("", None)}
        if language != LANGUAGES[0]:
            told["lang"] = language
        return f"{path}?{urlencode(told)}" if told else path

    return link


def _other_language(request: web.Request, language: str) -> tuple[str, str]:
    """(language, address) of this page in the other language. Of the query only what is no secret
    goes along."""
    other = next(each for each in LANGUAGES if each != language)
    query = {name: request.query[name] for name in _KEPT if name in request.query}
    if other != LANGUAGES[0]:
        query["lang"] = other
    path = request.path if request.method == "GET" or request.path == "/status" else "/"
    return other, f"{path}?{urlencode(query)}" if query else path
