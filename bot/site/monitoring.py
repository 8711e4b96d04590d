"""What the monitoring of the house asks: is it up, is it ready, how much is going on."""

from __future__ import annotations

from contextlib import suppress

import orjson
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from bot.site.clients import Clients
from bot.site.house import House
from bot.site.trouble import Trouble
from storage.engine.db import StorageUnavailable
from storage.house import tallies

_DONE = Gauge("langnghe_machine_did", "What the machine did by itself, over all days", ("what",))


class Monitoring:
    """`/healthz` answers 200 once the house serves, `/readyz` says why it is not ready."""

    def __init__(self, house: House, clients: Clients) -> None:
        self._house = house
        self._clients = clients

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self.healthz),
            web.get("/readyz", self.readyz),
            web.get("/metrics", self.metrics),
        ]

    async def healthz(self, request: web.Request) -> web.Response:
        serving = self._house.serving
        return web.Response(
            text="ok\n" if serving else "starting\n",
            status=200 if serving else 503,
            headers={"Cache-Control": "no-store"},
        )

    async def readyz(self, request: web.Request) -> web.Response:
        reasons = self._house.readiness()
        body = orjson.dumps({"ready": not reasons, "reasons": reasons})
        return web.Response(
            body=body,
            status=503 if reasons else 200,
            content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    async def metrics(self, request: web.Request) -> web.Response:
        """For the monitoring of the house only: how much is going on is nobody else's business."""
        if not self._clients.inside(request):
            raise Trouble(404, "not_found")
        with suppress(StorageUnavailable):
            for what, count in (await self._house.store.read(tallies.totals)).items():
                _DONE.labels(what).set(count)
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})
