"""`langnghe run`: check, migrate, serve, stop in order."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
from functools import partial

from aiohttp import web

from bot import logs, memory
from bot.agency_files import AgencyMistakes
from bot.agency_files.last_good import in_force
from bot.app import House
from bot.channels.zalo_parts.account import half_set
from bot.commands import announce, start_checks
from bot.commands.agency_words import print_mistakes, tell_admins
from bot.commands.channel_settings import public_address, well_formed
from bot.commands.plainly import Refusal
from bot.commands.running import running
from bot.commands.safe_key import fitting_key
from bot.leader import AlreadyRunning
from bot.settings import Settings
from bot.site.app import build
from storage.engine.tx import Tx
from storage.house import key_mark

log = logging.getLogger(__name__)

_PATIENCE = 3.0  # seconds for requests under way
_STOP_SECONDS = 9.5
_CHANNELS = {
    "telegram": "LANGNGHE_TELEGRAM_TOKEN",
    "zalo": "LANGNGHE_ZALO_APP_ID",
    "zalo_bot": "LANGNGHE_ZALO_BOT_TOKEN",
    "email": "LANGNGHE_SMTP_URL",
}


def run(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT. Returns the exit code; raises Refusal."""
    logs.set_up(settings.log_level)
    start_checks.writable_data(settings)
    public_address(settings)
    well_formed(settings)
    with start_checks.bound_socket(settings) as taken, running(settings):
        try:
            chosen = in_force(settings.agency_folder, settings.data_dir)
        except AgencyMistakes as mistakes:
            print_mistakes(mistakes)
            return 2
        start_checks.migrated(settings)
        start_checks.fit_to_use(settings)
        fitting_key(settings)
        house = House(settings, agency=chosen.agency)
        try:
            asyncio.run(_serve(house, taken, chosen.mistakes))
        except AlreadyRunning as error:
            vi, _, en = str(error).partition("\n")
            raise Refusal(vi, en) from None
    return 0


async def _serve(house: House, taken: socket.socket, mistakes: AgencyMistakes | None) -> None:
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    runner = web.AppRunner(
        build(house),
        handler_cancellation=True,
        access_log_class=logs.AccessLog,
        access_log=logs.access_logger(),
        shutdown_timeout=_PATIENCE,
    )
    waiting = asyncio.create_task(stopping.wait())
    opened = asyncio.create_task(_open(house, runner, taken, mistakes))
    try:
        await asyncio.wait({opened, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if opened.done():
            opened.result()
            await waiting
    finally:
        opened.cancel()
        waiting.cancel()
        await _close(house, runner)


async def _open(
    house: House, runner: web.AppRunner, taken: socket.socket, mistakes: AgencyMistakes | None
) -> None:
    await house.start()
    memory.settle()
    # Before the first turn: from then on names are sealed under the key.
    first = await house.store.run(partial(_keep_mark, house))
    await runner.setup()
    try:
        await web.SockSite(runner, taken).start()
    except OSError as error:
        raise start_checks.port_refusal(house.settings, error) from None
    missing = {"zalo": ", ".join(half_set(house.settings)) or _CHANNELS["zalo"]}
    for name, variable in (_CHANNELS | missing).items():
        if name not in house.channels:
            log.info("channel %s is off: %s is not set", name, variable)
    if mistakes is not None:
        log.error("the agency folder has mistakes; its last good copy is in force")
        print_mistakes(mistakes)
        await tell_admins(house, mistakes)
    await announce.announce(house, first=first)


def _keep_mark(house: House, tx: Tx) -> bool:
    return key_mark.keep_mark(tx, house.keys)


async def _close(house: House, runner: web.AppRunner) -> None:
    """Everything acknowledged is committed already, so a stop that hangs may be cut off."""
    watchdog = threading.Timer(_STOP_SECONDS, _cut_off)
    watchdog.daemon = True
    watchdog.start()
    log.info("stopping")
    await runner.cleanup()
    await house.stop()


def _cut_off() -> None:
    log.warning("stopping took too long and is cut off; what was not sent goes out next time")
    os._exit(0)
