"""A mail server on loopback, stricter than real ones: what a careless relay would mend or a strict
one would bounce is answered with 5xx here, so that a test sees it."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

_ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted")


@dataclass(frozen=True)
class Letter:
    sender: str
    to: list[str]
    raw: bytes
    message: EmailMessage

    def header(self, name: str) -> str:
        """Decoded as RFC 2047 says: the newer parser puts a space between two encoded words."""
        return str(make_header(decode_header(str(message_from_bytes(self.raw)[name]))))

    def part(self, subtype: str) -> str:
        """The words of the body, `plain` or `html`."""
        body = self.message.get_body((subtype,))
        assert body is not None
        return str(body.get_content())

    def files(self) -> list[tuple[str, str, bytes]]:
        """(name, type, bytes) of each attachment."""
        return [
            (part.get_filename() or "", part.get_content_type(), bytes(part.get_content()))
            for part in self.message.iter_attachments()
        ]


@dataclass
class FakeSmtp:
    """`async with FakeSmtp() as server:`, and again on the same port; the answers may be set at
    any time, in SMTP's words."""

    answer_mail: str = ""  # to MAIL FROM
    answer_data: str = ""  # after the letter came whole
    refuse: dict[str, str] = field(default_factory=dict)  # recipient -> answer
    drop_after_data: bool = False  # take the letter, then cut the line without a word
    drop_at_mail: bool = False
    size_limit: int = 1_000_000
    users: dict[str, str] = field(default_factory=dict)  # name -> password; then AUTH is required
    tls: ssl.SSLContext | None = None
    starttls: bool = False
    letters: list[Letter] = field(default_factory=list)
    helo: str = ""
    port: int = 0

    async def __aenter__(self) -> FakeSmtp:
        loop = asyncio.get_running_loop()
        implicit = self.tls if self.tls and not self.starttls else None
        self._server = await loop.create_server(
            self._protocol, "127.0.0.1", self.port, ssl=implicit
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    def _protocol(self) -> SMTP:
        protocol = SMTP(
            self,
            hostname="fake",
            data_size_limit=self.size_limit,
            tls_context=self.tls if self.starttls else None,
            require_starttls=self.starttls,
            auth_required=bool(self.users),
            authenticator=self._authenticate,
            loop=asyncio.get_running_loop(),
        )
        # It counts only STARTTLS as TLS, and warns when told so through its constructor.
        protocol._auth_require_tls = self.starttls
        return protocol

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        known = self.users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=known, handled=False)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.helo = str(session.host_name)
        if self.drop_at_mail:
            _cut(server)
        if self.answer_mail:
            return self.answer_mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        wrong = _wrong(raw)
        if wrong:
            return f"554 5.6.0 {wrong}"
        if self.answer_data:
            return self.answer_data
        message = message_from_bytes(raw, policy=default)
        assert isinstance(message, EmailMessage)
        self.letters.append(Letter(envelope.mail_from or "", envelope.rcpt_tos, raw, message))
        if self.drop_after_data:
            _cut(server)
        return "250 OK"


def _cut(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


def _wrong(raw: bytes) -> str:
    if b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""):
        return "bare line ends"
    if max(map(len, raw.split(b"\r\n"))) > 998:
        return "line too long"
    if not raw.isascii():
        return "eight bits without 8BITMIME"
    message = message_from_bytes(raw, policy=default)
    for name in _ONCE:
        if len(message.get_all(name, [])) != 1:
            return f"{name} must stand there exactly once"
    if any(part.defects for part in message.walk()) or message.get("Bcc"):
        return "malformed"
    return ""
