"""Turns every failure of a request into one sentence a person understands: JSON for the chat API,
a page for everything else. The words are `error_<code>` of `messages/<language>/web.j2`."""

from __future__ import annotations

import logging
from math import ceil
from typing import Any

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.site.house import House
from bot.site.pages import Pages
from bot.site.trouble import Trouble
from bot.site.words import API, language_of
from storage.engine.db import StorageUnavailable

log = logging.getLogger(__name__)

_BY_STATUS = {404: "not_found", 405: "method", 413: "too_large"}


class PlainWords:
    """Turns every failure into an answer in the language of the request."""

    def __init__(self, house: House, pages: Pages) -> None:
        self._house = house
        self._pages = pages

    def middleware(self) -> Any:
        @web.middleware
        async def plain_words(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return await handler(request)
            except ConnectionError:
                raise  # the client is gone; nobody is left to tell
            except web.HTTPMethodNotAllowed as error:
                response = self._answer(request, _trouble(request, error))
                response.headers["Allow"] = error.headers["Allow"]  # RFC 9110, 15.5.6
                return response
            except Exception as error:
                return self._answer(request, _trouble(request, error))

        return plain_words

    def _answer(self, request: web.Request, trouble: Trouble) -> web.StreamResponse:
        sentence = self._house.texts.render(
            language_of(request), f"web.error_{trouble.code}", **trouble.params
        )
        if request.path.startswith((API, "/webhooks/")):
            body = {"error": trouble.code, "message": sentence.unescape()}
            response = web.Response(body=orjson.dumps(body), content_type="application/json")
        else:
            response = self._pages.error(request, sentence, trouble.code)
        response.set_status(trouble.status)
        response.headers["Cache-Control"] = "no-store"
        if trouble.retry_after:
            response.headers["Retry-After"] = str(ceil(trouble.retry_after))
        return response


def _trouble(request: web.Request, error: Exception) -> Trouble:
    if isinstance(error, Trouble):
        return error
    if isinstance(error, StorageUnavailable):
        log.warning("storage unavailable: %s", error)
        return Trouble(503, "unavailable", retry_after=5)
    if isinstance(error, web.HTTPException):
        if error.status < 400:
            raise error
        return Trouble(error.status, _BY_STATUS.get(error.status, "refused"))
    log.exception("request failed: %s %s", request.method, _route(request))
    return Trouble(500, "broken", retry_after=10)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else ""
