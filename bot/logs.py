"""Logging, set up once: one key=value line per event on standard error, and nothing personal in
it. Of a failure only its type and place are logged, because messages of errors repeat values; of
libraries only their fixed words, because they log what they send."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from structlog.typing import EventDict, Processor

_OURS = ("bot", "handlers", "storage", "cases", "messages")
_FRAMES = 4
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})  # asked every few seconds


def set_up(level: str = "INFO") -> None:
    """From here on every logger of the process writes in our form."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _failure,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_only_fixed_words)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.LogfmtRenderer(
                    key_order=["timestamp", "level", "logger", "event"], drop_missing=True
                ),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level)


def _only_fixed_words(record: logging.LogRecord) -> bool:
    """A library's record keeps the first line of its template; what was to be put in is dropped."""
    if record.name.partition(".")[0] not in _OURS:
        record.msg = str(record.msg).partition("\n")[0][:100]
        record.args = ()
    return True


def _failure(_logger: Any, _method: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["at"] = _places(error.__traceback__)
    return event


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in reversed(frames)
    )


class AccessLog(AbstractAccessLogger):
    """Which route was asked for and how it went: no address of the client, no query string, and
    no path either, because paths bear tickets and numbers."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        match = getattr(request, "match_info", None)
        resource = match.route.resource if match is not None else None
        route = resource.canonical if resource is not None else "none"
        if route not in _QUIET:
            self.logger.info("%s %s %s %d ms", request.method, route, response.status, time * 1000)


def access_logger() -> logging.Logger:
    return logging.getLogger("bot.access")
