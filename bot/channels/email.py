"""E-mail: notices only, to citizens who gave an address and to officials. Nothing is read here, so
letters carry no buttons but links. Addresses never stand in a reason or a log line."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path

import aiosmtplib
from aiohttp import web
from aiosmtplib import SMTP

from bot.channels.base import (
    Capabilities,
    FileGone,
    Later,
    Outcome,
    Receive,
    Refused,
    Sent,
    Unknown,
    Unreachable,
    Unreadable,
)
from bot.channels.email_parts.letter import address, letter, one_line
from bot.channels.email_parts.server import server
from bot.channels.parts.backoff import growing
from bot.files import FileStore
from messages.envelope import Parcel

_TIMEOUT = 30.0
_DATA_TIMEOUT = 600.0  # RFC 5321 4.5.3.2.6: giving up earlier makes doubles
_AT_ONCE = 4


class EmailChannel:
    """`mail_from` is an address, with or without a name before it; without one, `agency_name` is
    shown. Raises ValueError for settings that cannot work."""

    name = "email"
    # Numbered choices would ask for an answer nobody reads, so buttons are claimed and left out.
    capabilities = Capabilities(buttons=100, text_limit=100_000)

    def __init__(
        self,
        smtp_url: str,
        mail_from: str,
        agency_name: str,
        files_root: Path,
        *,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        shown, written = parseaddr(one_line(mail_from))
        self._server = server(smtp_url)
        self._sender = address(written, shown or one_line(agency_name))
        self._files = FileStore(files_root)
        self._tls, self._now = tls, now
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._trouble = ""

    async def start(self, receive: Receive, unreadable: Unreadable) -> None:
        """Nothing comes in by e-mail."""

    async def stop(self) -> None:
        """Every letter has its own connection; nothing stays open."""

    async def fetch(self, ref: str, limit: int) -> bytes:
        raise FileGone(ref)

    def routes(self) -> list[web.RouteDef]:
        return []

    def health(self) -> str:
        return self._trouble

    async def send(self, parcel: Parcel) -> Outcome:
        """Hand one letter to the server; the server's yes is all that can be known."""
        try:
            recipient = address(parcel.chat)
        except ValueError:
            return Unreachable("not an e-mail address")
        try:
            message = await asyncio.to_thread(self._letter, parcel, recipient)
        except FileNotFoundError:
            return Refused("the attached file is gone")
        except OSError as error:
            return Later(_pause(parcel), f"the attached file cannot be read: {error.strerror}")
        except Exception as error:
            return Refused(f"the letter cannot be written: {type(error).__name__}")
        async with self._slots:
            return await self._hand_over(parcel, recipient.addr_spec, message)

    def _letter(self, parcel: Parcel, recipient: Address) -> bytes:
        document, file = parcel.message.file, None
        if document is not None:
            file = self._files.open_path(document.path).read_bytes()
        return letter(parcel, self._sender, recipient, self._now(), file).as_bytes()

    async def _hand_over(self, parcel: Parcel, recipient: str, message: bytes) -> Outcome:
        client = self._client()
        underway = False
        try:
            await client.connect()
            size = [f"SIZE={len(message)}"] if client.supports_extension("size") else []
            await client.mail(self._sender.addr_spec, options=size)
            await client.rcpt(recipient)
            underway = client.is_connected
            await client.data(message, timeout=_DATA_TIMEOUT)
            # The letter is with the server: whatever happens to the goodbye changes nothing.
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=5)
        except Exception as error:
            self._trouble = _trouble(error)
            return _outcome(error, underway, parcel)
        finally:
            client.close()
        self._trouble = ""
        return Sent(f"langnghe-{parcel.id}@{self._sender.domain}")

    def _client(self) -> SMTP:
        to = self._server
        return SMTP(
            hostname=to.host,
            port=to.port,
            username=to.user,
            password=to.password,
            # Asking the system for our own name can hang for seconds on a misconfigured server.
            local_hostname=self._sender.domain,
            timeout=_TIMEOUT,
            use_tls=to.scheme == "smtps",
            start_tls=to.scheme == "smtp+starttls",
            tls_context=self._tls,
        )


def _trouble(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError):
        return ""  # about one letter; the server is well
    return f"the mail server takes no letters: {_why(error)}"


def _outcome(error: Exception, underway: bool, parcel: Parcel) -> Outcome:
    why = _why(error)
    match error:
        # A password that no longer fits is for the admin to mend; the letters wait until then.
        case (
            aiosmtplib.SMTPAuthenticationError()
            | aiosmtplib.SMTPConnectError()
            | aiosmtplib.SMTPHeloError()
        ):
            return Later(_pause(parcel), why)
        case aiosmtplib.SMTPResponseException() if error.code < 500:
            return Later(_pause(parcel), why)
        case aiosmtplib.SMTPRecipientRefused():
            return Unreachable(why)
        case aiosmtplib.SMTPResponseException():
            return Refused(why)
    return Unknown(why) if underway else Later(_pause(parcel), why)


def _why(error: Exception) -> str:
    """The server's code only: its words often repeat the address."""
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return type(error).__name__
    detail = re.match(r"\d\.\d{1,3}\.\d{1,3}\b", str(error.message))
    return f"SMTP {error.code} {detail[0] if detail else ''}".strip()


def _pause(parcel: Parcel) -> float:
    """Seconds; greylisting servers want to be asked again after some minutes, not sooner."""
    return growing(parcel.attempts, 60, 3600)
