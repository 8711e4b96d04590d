"""The site put together: one aiohttp application for the pages, the chat and the webhooks."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import Counter

from bot.channels.parts.file_links import FileLinks as OpenLinks
from bot.site.article_pictures import ArticlePictures
from bot.site.articles import Articles
from bot.site.assets import Assets
from bot.site.chat_api import ChatApi
from bot.site.clients import Clients
from bot.site.conditional import unless_known
from bot.site.downloads import Downloads, FileLinks
from bot.site.events import Events
from bot.site.headers import SecurityHeaders
from bot.site.house import House
from bot.site.mail import Mail
from bot.site.monitoring import Monitoring
from bot.site.pages import Pages
from bot.site.plain_words import PlainWords
from bot.site.procedures import ProcedurePages
from bot.site.results import ResultPages
from bot.site.robots import Robots
from bot.site.sessions import Sessions
from bot.site.stats import Stats
from bot.site.status import StatusPage
from bot.site.verify import Verify

_BODY_BYTES = 1 << 20
"""Of a request without a file: 20,000 characters fit however they are written. Files are read in
pieces and have the agency's own limit (`bot/site/uploads.py`)."""

_REQUESTS = Counter(
    "langnghe_http_requests", "Requests answered, by route and status", ("route", "status")
)


def build(house: House) -> web.Application:
    """Serve it with `AppRunner(..., handler_cancellation=True)`, so that a stream ends with its
    browser; when the server stops, waiting requests and streams are let go at once."""
    assets, clients = Assets(), Clients(house.settings.trusted_proxies)
    pages, sessions, links = Pages(house, assets), Sessions(house), FileLinks(house)
    mail, results = Mail(house, links), ResultPages(house, pages)
    app = web.Application(
        middlewares=[_counted, PlainWords(house, pages).middleware(), unless_known],
        client_max_size=_BODY_BYTES,
    )
    for part in (
        assets,
        pages,
        Verify(house, pages),
        Stats(house, pages),
        Articles(house, pages),
        ArticlePictures(house),
        results,
        ProcedurePages(house, pages, results),
        StatusPage(house, pages, clients),
        Robots(house, results),
        Monitoring(house, clients),
        ChatApi(house, clients, sessions, mail),
        Events(house, sessions, mail),
        Downloads(house, sessions, links),
        OpenLinks(house.keys, house.settings.address, house.files.open_path, house.now),
    ):
        app.add_routes(part.routes())
    for channel in house.channels.values():
        app.add_routes(channel.routes())
    app.on_response_prepare.append(SecurityHeaders(house).add)
    app.on_shutdown.append(mail.stop)
    return app


@web.middleware
async def _counted(request: web.Request, handler: Handler) -> web.StreamResponse:
    response = await handler(request)
    resource = request.match_info.route.resource
    route = resource.canonical if resource is not None else "none"
    _REQUESTS.labels(route, str(response.status)).inc()
    return response
