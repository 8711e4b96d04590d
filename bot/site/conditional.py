"""An answer that is not sent again to whoever has it (RFC 9110, 13)."""

from __future__ import annotations

import hashlib

from aiohttp import ETag, web
from aiohttp.typedefs import Handler


@web.middleware
async def unless_known(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tags what browsers and readers may keep, and answers 304 where the asker has these very
    bytes. A handler that sets `last_modified` promises that it moves with whatever is taken away,
    too: who tells no tag but a time is believed."""
    response = await handler(request)
    if not _may_be_kept(request, response):
        return response
    assert isinstance(response, web.Response) and isinstance(response.body, bytes)
    # Weak: the same words go out compressed or not.
    tag = ETag(hashlib.sha256(response.body).hexdigest()[:32], is_weak=True)
    response.etag = tag
    if response.compression:
        response.headers["Vary"] = "Accept-Encoding"
    return _not_again(response) if _has_it(request, response, tag.value) else response


def _may_be_kept(request: web.Request, response: web.StreamResponse) -> bool:
    """Not what says how long without us, by its address, like styles and scripts."""
    said = response.headers.get("Cache-Control", "no-store")
    return (
        request.method in ("GET", "HEAD")
        and response.status == 200
        and isinstance(response, web.Response)
        and isinstance(response.body, bytes)
        and not ("no-store" in said or "immutable" in said)
    )


def _not_again(response: web.Response) -> web.Response:
    """With the headers of the whole, since they take the place of those that are kept."""
    kept = {name: value for name, value in response.headers.items() if name != "Content-Type"}
    return web.Response(status=304, headers=kept)


def _has_it(request: web.Request, response: web.Response, tag: str) -> bool:
    if request.if_none_match is not None:
        return any(each.value in (tag, "*") for each in request.if_none_match)
    since, modified = request.if_modified_since, response.last_modified
    return bool(since and modified and modified <= since)
