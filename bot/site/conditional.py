"""An answer that is not sent again to whoever has it (RFC 9110, 13)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from aiohttp import web

_CACHE = "public, max-age=300"


def unless_known(
    request: web.Request,
    body: bytes,
    type_: str,
    modified: datetime | None,
    *,
    by_time: bool = False,
) -> web.Response:
    """304 where the asker has these very bytes. `by_time`: `modified` moves with whatever is taken
    away, too, so that who tells no tag but a time can be believed."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    if _has_it(request, tag, modified if by_time else None):
        response = web.Response(status=304)
    else:
        response = web.Response(body=body, content_type=type_, charset="utf-8")
        response.enable_compression()
    response.etag = tag
    response.last_modified = modified
    response.headers["Cache-Control"] = _CACHE
    return response


def _has_it(request: web.Request, tag: str, modified: datetime | None) -> bool:
    if request.if_none_match is not None:
        return any(each.value in (tag, "*") for each in request.if_none_match)
    since = request.if_modified_since
    return bool(since and modified and modified.replace(microsecond=0) <= since)
