"""What programs fetch: feeds, tables, data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from aiohttp import web

_CACHE = "public, max-age=300"


def fetched(body: bytes, type_: str, modified: datetime | None = None) -> web.Response:
    """`modified` (aware) must move with whatever is taken away: see `conditional.py`."""
    response = web.Response(
        body=body, content_type=type_, charset="utf-8", headers={"Cache-Control": _CACHE}
    )
    response.enable_compression()
    response.last_modified = modified
    return response


def as_json(data: Any, modified: datetime | None = None) -> web.Response:
    return fetched(orjson.dumps(data, option=orjson.OPT_INDENT_2), "application/json", modified)
