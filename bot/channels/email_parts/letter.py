"""A notice as an e-mail: plain text and simple HTML of the same words, and the attached file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.channels.parts.markup import both_ways
from bot.files import clean_name
from messages.envelope import Choice, ChoiceKind, Parcel, scrub

# Base64 and quoted-printable only: some relays still cannot carry eight bits.
_POLICY = SMTP.clone(cte_type="7bit")
_TYPE = re.compile(r"(?:application|image|audio|video|text)/[\w.+-]+$", re.ASCII)

_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:38em">
<p>{text}</p>
{links}<p style="color:#595959">{agency}</p>
</body></html>
"""


def letter(
    parcel: Parcel, sender: Address, recipient: Address, at: datetime, file: bytes | None
) -> EmailMessage:
    """The message as it goes out; `sender` bears the agency's name, `file` the attachment's bytes.

    The Message-ID is made of the parcel's id, so a letter sent twice is recognised as one."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = one_line(parcel.subject) or sender.display_name
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<langnghe-{parcel.id}@{sender.domain}>"
    # RFC 3834, and its counterpart for Exchange: no out-of-office answers to a machine.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    plain, rich = both_ways(parcel.message.text)
    links = [choice for choice in parcel.message.choices if _is_link(choice)]
    message.set_content(_plain(plain, links, sender.display_name))
    message.add_alternative(_html(rich, links, sender.display_name), subtype="html")
    if file is not None:
        _attach(message, parcel, file)
    return message


def address(text: str, display_name: str = "") -> Address:
    """An e-mail address in ASCII, the domain in its IDNA form. Raises ValueError."""
    local, _, domain = text.strip().rpartition("@")
    # Quoted local parts are legal and nobody has one; what is left cannot break out of a header.
    if not re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}", local, re.ASCII):
        raise ValueError("not an e-mail address we can write to")
    domain = domain.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    if not re.fullmatch(r"(?:[a-z0-9-]+\.)*[a-z0-9-]+", domain, re.IGNORECASE | re.ASCII):
        raise ValueError("not an e-mail address we can write to")
    return Address(display_name, local, domain)


def one_line(text: str) -> str:
    """Text for a header: line ends and control characters would begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in scrub(text)).split())


def _is_link(choice: Choice) -> bool:
    return choice.kind is ChoiceKind.URL and bool(re.match(r"https?://\S+$", choice.data))


def _plain(text: str, links: Iterable[Choice], agency: str) -> str:
    lines = [f"{one_line(choice.label)}: {choice.data}" for choice in links]
    return "\n\n".join(part for part in (text, "\n".join(lines), agency) if part) + "\n"


def _html(text: str, links: Iterable[Choice], agency: str) -> str:
    lines = [
        f'<p><a href="{html.escape(choice.data)}">{html.escape(one_line(choice.label))}</a></p>\n'
        for choice in links
    ]
    return _PAGE.format(text=text, links="".join(lines), agency=html.escape(agency))


def _attach(message: EmailMessage, parcel: Parcel, file: bytes) -> None:
    document = parcel.message.file
    assert document is not None
    kind = document.type if _TYPE.match(document.type) else "application/octet-stream"
    main, _, sub = kind.partition("/")
    name = clean_name(document.name, (document.name.rpartition(".")[2].lower() or "bin",))
    message.add_attachment(file, maintype=main, subtype=sub, filename=name)
